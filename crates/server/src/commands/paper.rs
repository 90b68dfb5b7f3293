//! `paper`: one official paper, or all of a list, an issue or a month, into a file.

use ::paper::{Format, Kind, Of, Subject};
use anyhow::{Context, Result};

use crate::{
    cli::{BatchOf, Paper, PaperBatch},
    commands::operator,
    config::Config,
    outcome::Outcome,
    say::say,
};

/// Lets papers prefer the office's own fonts, if a folder of them is configured.
pub(super) fn use_fonts(config: &Config) -> Result<()> {
    if config.fonts_dir.as_os_str().is_empty() {
        return Ok(());
    }
    ::paper::use_fonts(&config.fonts_dir).context("fonts_dir")
}

pub(super) async fn print(config: &Config, wanted: Paper) -> Result<Outcome> {
    match wanted.batch {
        Some(PaperBatch::Batch(of)) => batch(config, of).await,
        None => one(config, wanted).await,
    }
}

fn refused(why: &str) -> Outcome {
    eprintln!("qingdan: {why}");
    Outcome::Refused
}

async fn one(config: &Config, wanted: Paper) -> Result<Outcome> {
    // The command line has all three, unless it names a batch.
    let (Some(kind), Some(id), Some(output)) = (wanted.kind, wanted.id, wanted.output) else {
        return Ok(refused("what is to be printed? See qingdan paper --help"));
    };
    let (Some(kind), Some(format)) = (Kind::of_code(&kind), Format::of_code(&wanted.format)) else {
        return Ok(refused("unknown kind or format; see qingdan paper --help"));
    };
    let Some(subject) = id.split_once('/').and_then(|(org, id)| Subject::of(kind, org.parse().ok()?, id)) else {
        return Ok(refused(&format!("{id} is not ORGANISATION/ID")));
    };
    let house = super::ready_house(config).await?;
    let base = config.public_or(&format!("http://{}", config.listen));
    let demo = super::demo::is_demo(&house).await?;
    let printed = ::paper::print(&operator(&house), subject, format, &base, demo).await?;
    std::fs::write(&output, &printed.bytes).with_context(|| format!("writing {}", output.display()))?;
    let (file, bytes) = (output.display().to_string(), printed.bytes.len());
    if wanted.json.json {
        let told = serde_json::json!({ "file": file, "bytes": bytes, "number": printed.number, "hash": printed.hash, "code": printed.code });
        say!("{told}");
    } else {
        say!("{file}: {bytes} bytes, number {}, check code {}", printed.number, printed.code);
    }
    Ok(Outcome::Done)
}

async fn batch(config: &Config, wanted: BatchOf) -> Result<Outcome> {
    let Some(format) = Format::of_code(&wanted.format) else {
        return Ok(refused("unknown format: pdf or docx"));
    };
    let of = wanted.id.split_once('/').and_then(|(org, id)| Of::read(&wanted.kind, org.parse().ok()?, id));
    let Some(of) = of else {
        return Ok(refused(&format!("{} {} is no list, letter or statement ORGANISATION/ID", wanted.kind, wanted.id)));
    };
    let house = super::ready_house(config).await?;
    let cx = operator(&house);
    let total = ::paper::plan(&cx, of).await?.total;
    let (base, demo) = (config.public_or(&format!("http://{}", config.listen)), super::demo::is_demo(&house).await?);
    let file = std::fs::File::create(&wanted.output).with_context(|| format!("writing {}", wanted.output.display()))?;
    let quiet = wanted.json.json;
    let mut shown = 0;
    let told = move |done: i64| {
        // A line for every hundredth part is enough.
        if !quiet && (done == total || (done - shown) * 100 >= total) {
            shown = done;
            eprintln!("{done} of {total}");
        }
    };
    let left_out = ::paper::make_batch(&cx, (of, format), (&base, demo), file, told).await?;
    let bytes = std::fs::metadata(&wanted.output)?.len();
    if quiet {
        let list: Vec<_> = left_out
            .iter()
            .map(|r| serde_json::json!({ "org": r.org, "code": r.code, "characters": r.characters }))
            .collect();
        let file = wanted.output.display().to_string();
        say!("{}", serde_json::json!({ "file": file, "bytes": bytes, "papers": total, "refused": list }));
    } else {
        for r in &left_out {
            eprintln!("not printed: {} ({} {})", r.org, r.code, r.characters);
        }
        say!("{}: {bytes} bytes, {total} papers", wanted.output.display());
    }
    Ok(if left_out.is_empty() { Outcome::Done } else { Outcome::Refused })
}
