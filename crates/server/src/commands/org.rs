//! `org import`, `org replay`, `org aliases`, `org show`, `org count`.

use anyhow::Result;
use kernel::{Day, OrgId};
use serde_json::json;

use crate::{
    cli,
    commands::operator,
    config::Config,
    outcome::Outcome,
    progress::Progress,
    reactions,
    say::{self, say},
};

/// Problems printed to a terminal before the rest is only counted.
const SHOWN: usize = 20;

pub(super) async fn run(config: &Config, command: cli::Org) -> Result<Outcome> {
    let house = super::ready_house(config).await?;
    let cx = operator(&house);
    match command {
        cli::Org::Import { file, columns, as_of, dry_run, skip_refused, json } => {
            let columns = columns.unwrap_or_default();
            let progress = Progress::of(cx.meter(), json.json);
            let report = org::import_file(&cx, &file, &columns, as_of, dry_run, skip_refused).await?;
            reactions::react(&house).await?;
            drop(progress);
            told(json.json, &report, report.refused_total, imported)
        }
        cli::Org::Replay { changes, day: cli::MonthDay(month, day), dry_run, json } => {
            let progress = Progress::of(cx.meter(), json.json);
            let report = org::replay_file(&cx, &changes, Some((month, day)), dry_run).await?;
            reactions::react(&house).await?;
            drop(progress);
            told(json.json, &report, report.refused_total, replayed)
        }
        cli::Org::Aliases { file, json } => {
            let report = org::load_aliases(&cx, &file).await?;
            told(json.json, &report, report.refused.len(), |r| {
                say!("{} new, {} refused", r.added, r.refused.len());
                print_problems(&r.refused, r.refused.len());
            })
        }
        cli::Org::Show { query, as_of, json } => show(&cx, &query, as_of, json.json).await,
        cli::Org::Count { under, level, as_of, json } => count(&cx, under, level, as_of, json.json).await,
    }
}

/// Tells a report, as JSON or in lines; refused rows decide how the command ends.
fn told<R: serde::Serialize>(json: bool, report: &R, refused: usize, lines: impl FnOnce(&R)) -> Result<Outcome> {
    if json {
        say!("{}", serde_json::to_string(report)?);
    } else {
        lines(report);
    }
    Ok(if refused == 0 { Outcome::Done } else { Outcome::Refused })
}

const fn state(written: bool) -> &'static str {
    if written { "written" } else { "nothing written" }
}

fn imported(r: &org::ImportReport) {
    say!(
        "as of {}: {} accepted ({} new, {} changed), {} unchanged, {} refused: {}",
        r.as_of,
        r.accepted,
        r.added,
        r.changed,
        r.unchanged,
        r.refused_total,
        state(r.written)
    );
    print_problems(&r.refused, r.refused_total);
}

fn replayed(r: &org::ReplayReport) {
    for on in r.days.iter().filter(|d| !d.changes.is_empty()) {
        let kinds: Vec<_> = on.changes.iter().map(|(op, n)| format!("{op} {n}")).collect();
        say!("{}: {}", on.day, kinds.join(", "));
    }
    say!("{} applied, {} unchanged, {} refused: {}", r.applied, r.unchanged, r.refused_total, state(r.written));
    print_problems(&r.refused, r.refused_total);
}

fn print_problems(problems: &[org::Problem], total: usize) {
    let chinese = say::speaks_chinese();
    for problem in problems.iter().take(SHOWN) {
        let row = problem.row.map_or_else(String::new, |r| format!("row {r} "));
        let message = if chinese { &problem.message_zh } else { &problem.message_en };
        say!("  {row}{} {}: {message}", problem.column, problem.value);
    }
    if total > SHOWN {
        say!("  … {} more; --json lists them", total - SHOWN);
    }
}

async fn show(cx: &cx::Cx, query: &str, as_of: Option<Day>, json: bool) -> Result<Outcome> {
    let found = org::show(cx, query, as_of).await?;
    if json {
        let shown: Vec<_> = found.iter().map(described).collect();
        say!("{}", serde_json::Value::from(shown));
    } else {
        for f in &found {
            let alias = if f.alias.is_empty() { String::new() } else { format!(" ← {}", f.alias) };
            say!("{} {} ({}){alias}", f.placed.org.code, f.placed.path_text(), f.placed.org.level);
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
        say!("  {} {} {} {}", past.from, past.op, past.code, past.name);
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
    let levels = org::count(cx, head, level.clone(), as_of).await?;
    let total: i64 = levels.iter().map(|(_, n)| n).sum();
    if let Some(level) = level.filter(|_| total == 0)
        && let Some(known) = unknown_level(cx, &level, as_of).await?
    {
        eprintln!("qingdan: no organisation has the level {level:?}; there are: {known}");
        return Ok(Outcome::NotFound);
    }
    if json {
        let by_level: serde_json::Map<_, _> = levels.into_iter().map(|(l, n)| (l, n.into())).collect();
        say!("{}", json!({ "total": total, "levels": by_level }));
    } else {
        for (level, n) in &levels {
            say!("{level} {n}");
        }
        say!("total {total}");
    }
    Ok(Outcome::Done)
}

/// The levels there are, if this is not one of them.
async fn unknown_level(cx: &cx::Cx, level: &str, as_of: Option<Day>) -> Result<Option<String>> {
    let known: Vec<String> = org::count(cx, None, None, as_of).await?.into_iter().map(|(level, _)| level).collect();
    let is_known = known.iter().any(|k| k == level) || org::rules::LEVELS.contains(&level);
    Ok((!is_known).then(|| known.join(", ")))
}
