//! Two versions beside each other, differences inside the text marked.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kernel::Fault;
use kit::{Answer, Req, Shell, W};

use super::{Choice, days, id};
use crate::{
    actions::{
        compare::{Comparison, comparison},
        open::open_today,
    },
    rules::{Change, In, Pair},
};

#[derive(Template)]
#[template(path = "pages/compare.html")]
struct ComparePage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    here: String,
    from: String,
    to: String,
    olds: Vec<Choice>,
    news: Vec<Choice>,
    only: bool,
    rows: Vec<CompareRow>,
    hidden: i64,
}

struct CompareRow {
    class: &'static str,
    word: &'static str,
    old: String,
    new: String,
    /// Runs of the old side and the new side: marked or not.
    left: Vec<(bool, String)>,
    right: Vec<(bool, String)>,
}

impl CompareRow {
    fn of(pair: &Pair, c: &Comparison, w: &W) -> Self {
        let name = |clauses: &[crate::Clause], n: usize| {
            clauses.get(n).map(|c| if c.label.is_empty() { format!("¶{}", c.seq) } else { c.label.clone() })
        };
        let old: Vec<String> = pair.old.iter().filter_map(|o| name(&c.old.clauses, *o)).collect();
        let side = |of: In| {
            let runs = pair.runs.iter().filter(|r| r.side == In::Both || r.side == of);
            runs.map(|r| (r.side == of, r.text.clone())).collect()
        };
        let class = match pair.change {
            Change::Same => "st-withdrawn",
            Change::Moved => "st-verified",
            Change::Changed => "st-reported",
            Change::New => "st-closed",
            Change::Gone => "st-returned",
        };
        Self {
            class,
            word: w.t(&format!("document.change.{}", pair.change.code())),
            old: old.join(" "),
            new: pair.new.and_then(|n| name(&c.new.clauses, n)).unwrap_or_default(),
            left: side(In::Old),
            right: side(In::New),
        }
    }
}

pub(super) async fn page(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let seq = |field: &'static str, text: &str| {
        text.parse::<i64>().map_err(|_| Fault::of(field, "not_a_number").with("value", text))
    };
    let (from, to) = match (req.query.opt("from"), req.query.opt("to")) {
        (Some(from), Some(to)) => (seq("from", from)?, seq("to", to)?),
        // Without a choice: what holds today, and what held before it.
        _ => {
            let opened = open_today(&req.cx, id).await?;
            let now = opened.reading.version.seq;
            ((now - 1).max(1), now)
        }
    };
    let found = comparison(&req.cx, id, (from, to)).await?;
    render(&req, &found)
}

fn render(req: &Req, c: &Comparison) -> Answer {
    let w = req.w;
    let only = req.query.get("all") != "1";
    let shown: Vec<&Pair> = c.pairs.iter().filter(|p| !only || p.change != Change::Same).collect();
    let count = |change: Change| c.pairs.iter().filter(|p| p.change == change).count();
    let title = w.f(
        "document.compare.title",
        &[
            ("changed", &count(Change::Changed)),
            ("new", &count(Change::New)),
            ("gone", &count(Change::Gone)),
            ("moved", &count(Change::Moved)),
        ],
    );
    let choices = |chosen: i64| {
        let choice = |v: &crate::VersionRow| Choice {
            value: v.seq.to_string(),
            label: format!("{} {} {}", w.t("document.field.version"), v.seq, days(v.from, v.to, &w)),
            on: v.seq == chosen,
        };
        c.new.versions.iter().map(choice).collect()
    };
    let page = ComparePage {
        s: req.shell(),
        title,
        sub: if c.by_hand { w.t("document.compare.by_hand") } else { w.t("document.compare.by_likeness") }.to_owned(),
        here: format!("/documents/{}", c.new.document.id),
        from: c.old.version.seq.to_string(),
        to: c.new.version.seq.to_string(),
        olds: choices(c.old.version.seq),
        news: choices(c.new.version.seq),
        hidden: i64::try_from(c.pairs.len() - shown.len()).unwrap_or(0),
        rows: shown.into_iter().map(|p| CompareRow::of(p, c, &w)).collect(),
        only,
        w,
    };
    if page.olds.is_empty() { Err(AppError::NotFound.into()) } else { req.render(&page) }
}
