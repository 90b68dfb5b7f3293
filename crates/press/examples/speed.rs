//! Papers per second on one core, cold and warm, as PDF and Word, and the peak of memory: setting alone, without a
//! database. Medians of five rounds.
//!
//! `cargo run --release -p press --example speed [PAPERS OF A ROUND]`

use std::time::Instant;

use press::{Align, Block, Column, Fonts, Head, Layout, Paper, PressFault, Proof, Signature, Table};

/// Papers of a round.
const PAPERS: usize = 100;
const ROUNDS: usize = 5;

/// A list of eight items as one recipient gets it.
fn paper(n: usize) -> Paper {
    let column = |head: &str, width, align| Column { head: head.to_owned(), width, align };
    let row = |item: usize| {
        vec![
            item.to_string(),
            format!("核对第{n}个组织第{item}项台账并补齐会议纪要\n须附照片一张"),
            "《工作规程》第三条：每季度至少召开一次".to_owned(),
            "2026-11-23".to_owned(),
        ]
    };
    let table = Table {
        columns: vec![
            column("序号", 8, Align::Center),
            column("事项", 46, Align::Left),
            column("依据", 28, Align::Left),
            column("办结期限", 18, Align::Center),
        ],
        rows: (1..=8).map(row).collect(),
        ..Table::default()
    };
    Paper {
        head: Some(Head {
            issuer: "中共示例县委组织部".to_owned(),
            number: format!("示组交〔2026〕{n}号"),
            ..Head::default()
        }),
        title: "关于交办11月重点工作的通知".to_owned(),
        addressee: format!("示例镇第{n}村党支部"),
        blocks: vec![
            Block::Paragraph {
                text: "现将2026年11月工作事项交办如下，请按期签收、办结、上报。".to_owned()
            },
            Block::Table(table),
        ],
        signature: Some(Signature::Single {
            by: "中共示例县委组织部".to_owned(), day: "2026年11月1日".to_owned()
        }),
        proof: Some(Proof {
            number: format!("990101-L2026-{n}"),
            hash: format!("{n:064x}"),
            url: format!("https://qingdan.example.gov.cn/check/{n:016}"),
        }),
        day: "2026-11-01".to_owned(),
        ..Paper::default()
    }
}

/// Highest memory of this process so far, in megabytes, where the system tells.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() / 1_024
}

/// Papers a second, the median of some rounds.
fn rate(papers: usize, set: impl Fn(usize) -> Result<Vec<u8>, PressFault>) -> Result<u128, PressFault> {
    let mut rates = Vec::new();
    for round in 0..ROUNDS {
        let from = Instant::now();
        for n in 1..=papers {
            set(round * papers + n)?;
        }
        rates.push((papers as u128) * 1_000_000 / from.elapsed().as_micros().max(1));
    }
    rates.sort_unstable();
    Ok(rates[ROUNDS / 2])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let papers = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(PAPERS);
    println!("\n# Papers of a list of 8 items, set on one core, without a database");
    let layout = Layout::default();
    let from = Instant::now();
    let fonts = Fonts::bundled()?;
    let first = press::pdf(&paper(0), &layout, &fonts)?;
    println!("first PDF, cold, fonts unpacked: {} ms, {} kB", from.elapsed().as_millis(), first.len() / 1_024);
    let from = Instant::now();
    let first = press::docx(&paper(0), &layout)?;
    println!("first Word document, cold: {} ms, {} kB", from.elapsed().as_millis(), first.len() / 1_024);
    let warm = rate(papers, |n| press::pdf(&paper(n), &layout, &fonts))?;
    println!("PDF, warm: {warm} a second, peak {} MB", peak_mb());
    let warm = rate(papers, |n| press::docx(&paper(n), &layout))?;
    println!("Word, warm: {warm} a second, peak {} MB", peak_mb());
    Ok(())
}
