//! All papers of a list as one file, by the command that a script would use: how fast they come, how much memory it takes.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    figures::Spread,
    process::{command, peak_mb},
    world::{Target, World},
};

/// A run of the program that ended well.
struct Run {
    took: Duration,
    /// The most memory it held, in megabytes.
    peak: u64,
    /// The file it wrote, in bytes.
    bytes: u64,
}

/// Prints papers of the world's list, one by one and all at once.
pub(crate) fn papers(target: &Target, world: &World) -> Result<()> {
    let papers = &world.papers;
    println!(
        "\n| papers of a list of 20 items | papers | seconds | a second | peak MB | file MB |\n|---|--:|--:|--:|--:|--:|"
    );
    let (mut times, mut last) = (Vec::new(), None);
    for org in &papers.some {
        let run = run(target, &["list", &format!("{org}/{}", papers.list)], "pdf")?;
        times.push(u64::try_from(run.took.as_micros())?);
        last = Some(run);
    }
    let last = last.context("some papers are printed alone")?;
    let alone = Run { took: Duration::from_secs_f64(Spread::of(times).ms(50) / 1_000.0), ..last };
    told("one PDF, cold: a process of its own, fonts unpacked", 1, &alone);
    for (name, format) in
        [("batch of PDF files, each registered on the way", "pdf"), ("the same as Word documents", "docx")]
    {
        told(name, papers.count, &run(target, &["batch", "list", &papers.id], format)?);
    }
    Ok(())
}

/// `qingdan paper …` into a file that is thrown away.
fn run(target: &Target, what: &[&str], format: &str) -> Result<Run> {
    let file = target.data().join("papers");
    let started = Instant::now();
    let mut child = command(target)?
        .arg("paper")
        .args(what)
        .args(["--format", format, "--json", "--output"])
        .arg(&file)
        .stdout(Stdio::null())
        .spawn()
        .context("the program does not start")?;
    let mut peak = 0;
    let status = loop {
        peak = peak_mb(child.id()).max(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let took = started.elapsed();
    ensure!(status.success(), "paper {what:?} ended with {status}");
    let bytes = std::fs::metadata(&file)?.len();
    std::fs::remove_file(&file)?;
    Ok(Run { took, peak, bytes })
}

fn told(name: &str, papers: usize, run: &Run) {
    let seconds = run.took.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "thousands of papers, a file of megabytes")]
    let (rate, size) = (papers as f64 / seconds, run.bytes as f64 / 1_048_576.0);
    println!("| {name} | {papers} | {seconds:.2} | {rate:.1} | {} | {size:.1} |", run.peak);
}
