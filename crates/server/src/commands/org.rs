//! `org import`, `org replay`, `org show`, `org count`.

use anyhow::Result;
use kernel::{Day, OrgId};
use serde_json::json;

use crate::{cli, commands::operator, config::Config, demo::Ticker, outcome::Outcome, reactions};

/// Problems printed to a terminal before the rest is only counted.
const SHOWN: usize = 20;

pub(super) async fn run(config: &Config, command: cli::Org) -> Result<Outcome> {
    let house = super::ready_house(config).await?;
    let cx = operator(&house);
    match command {
        cli::Org::Import { file, columns, as_of, dry_run, skip_refused, json } => {
            let columns = columns.unwrap_or_default();
            let ticker = Ticker::start("reading, comparing, writing");
            let report = org::import_file(&cx, &file, &columns, as_of, dry_run, skip_refused).await?;
            reactions::react(&house).await?;
            drop(ticker);
            if json.json {
                println!("{}", serde_json::to_string(&report)?);
            } else {
                let state = if report.written { "written" } else { "nothing written" };
                println!(
                    "as of {}: {} accepted ({} new, {} changed), {} unchanged, {} refused: {state}",
                    report.as_of, report.accepted, report.added, report.changed, report.unchanged, report.refused_total
                );
                print_problems(&report.refused, report.refused_total);
            }
            Ok(if report.refused_total == 0 { Outcome::Done } else { Outcome::Refused })
        }
        cli::Org::Replay { changes, day, dry_run, json } => {
            let month_day =
                month_day(&day).ok_or_else(|| anyhow::anyhow!("--day {day}: expected MM-DD such as 06-30"))?;
            let report = org::replay_file(&cx, &changes, Some(month_day), dry_run).await?;
            reactions::react(&house).await?;
            if json.json {
                println!("{}", serde_json::to_string(&report)?);
            } else {
                for on in &report.days {
                    let kinds: Vec<_> = on.changes.iter().map(|(op, n)| format!("{op} {n}")).collect();
                    println!("{}: {}", on.day, kinds.join(", "));
                }
                println!(
                    "{} applied, {} unchanged, {} refused",
                    report.applied, report.unchanged, report.refused_total
                );
                print_problems(&report.refused, report.refused_total);
            }
            Ok(if report.refused_total == 0 { Outcome::Done } else { Outcome::Refused })
        }
        cli::Org::Show { query, as_of, json } => show(&cx, &query, as_of, json.json).await,
        cli::Org::Count { under, level, as_of, json } => count(&cx, under, level, as_of, json.json).await,
    }
}

/// `06-30` as month and day.
fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

fn print_problems(problems: &[org::Problem], total: usize) {
    let chinese = speaks_chinese();
    for problem in problems.iter().take(SHOWN) {
        let row = problem.row.map_or_else(String::new, |r| format!("row {r} "));
        let message = if chinese { &problem.message_zh } else { &problem.message_en };
        println!("  {row}{} {}: {message}", problem.column, problem.value);
    }
    if total > SHOWN {
        println!("  … {} more; --json lists them", total - SHOWN);
    }
}

/// Whether the terminal's language is Chinese.
fn speaks_chinese() -> bool {
    ["LC_ALL", "LANG"].iter().any(|v| std::env::var_os(v).is_some_and(|l| l.to_string_lossy().starts_with("zh")))
}

async fn show(cx: &cx::Cx, query: &str, as_of: Option<Day>, json: bool) -> Result<Outcome> {
    let found = org::show(cx, query, as_of).await?;
    if json {
        let shown: Vec<_> = found.iter().map(described).collect();
        println!("{}", serde_json::Value::from(shown));
    } else {
        for f in &found {
            let alias = if f.alias.is_empty() { String::new() } else { format!(" ← {}", f.alias) };
            println!("{} {} ({}){alias}", f.placed.org.code, f.placed.path_text(), f.placed.org.level);
        }
    }
    match found.len() {
        0 => {
            eprintln!("qingdan: nothing is called {query:?}");
            Ok(Outcome::NotFound)
        }
        1 => {
            if !json {
                print_history(cx, found[0].placed.org.id).await?;
            }
            Ok(Outcome::Done)
        }
        several => {
            eprintln!("qingdan: {several} organisations match; give a path such as 临夏县/韩集镇/韩集村, or a code");
            Ok(Outcome::NotFound)
        }
    }
}

fn described(f: &org::Found) -> serde_json::Value {
    let org = &f.placed.org;
    json!({
        "id": org.id, "code": org.code, "name": org.name, "path": f.placed.path_text(), "level": org.level,
        "kind": org.kind, "division_kind": org.division_kind, "domain": org.domain, "alias": f.alias,
    })
}

async fn print_history(cx: &cx::Cx, id: OrgId) -> Result<()> {
    for past in org::portrait(cx, id, None).await?.history {
        println!("  {} {} {} {}", past.from, past.op, past.code, past.name);
    }
    Ok(())
}

async fn count(
    cx: &cx::Cx,
    under: Option<String>,
    level: Option<String>,
    as_of: Option<Day>,
    json: bool,
) -> Result<Outcome> {
    let head = match under {
        None => None,
        Some(code) => match org::show(cx, &code, as_of).await?.as_slice() {
            [one] => Some(one.placed.org.id),
            _ => {
                eprintln!("qingdan: no single organisation has the code or name {code:?}");
                return Ok(Outcome::NotFound);
            }
        },
    };
    let levels = org::count(cx, head, level, as_of).await?;
    let total: i64 = levels.iter().map(|(_, n)| n).sum();
    if json {
        let by_level: serde_json::Map<_, _> = levels.into_iter().map(|(l, n)| (l, n.into())).collect();
        println!("{}", json!({ "total": total, "levels": by_level }));
    } else {
        for (level, n) in &levels {
            println!("{level} {n}");
        }
        println!("total {total}");
    }
    Ok(Outcome::Done)
}
