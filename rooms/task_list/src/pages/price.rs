//! The price of a list beside its editor: minutes for each village, the month's budget, what has to be known.

use kernel::text::thousands;
use kit::W;

use super::{
    editor::{CountView, PriceView, Warning},
    view,
};
use crate::{
    actions::preview::Preview,
    rules::{Budget, Finding, Kind, ListDraft, Over, Verdict},
};

/// The price of a draft; without a preview (nobody is chosen yet) only what it costs each.
pub(crate) fn price_view(w: &W, draft: &ListDraft, preview: Option<&Preview>) -> PriceView {
    let each = draft.load().minutes;
    let (budget, limit) = Budget::default().minutes;
    let (orgs, median) = preview.map_or((0, each), |p| (p.orgs, p.median.minutes.max(each)));
    let used = median - each;
    PriceView {
        class: match preview.map(|p| p.verdict) {
            Some(Verdict::NeedsApproval) => "is-warn",
            Some(Verdict::Refused) => "is-over",
            Some(Verdict::Within) | None => "",
        },
        before_minutes: w.t("task_list.price.each_before"),
        minutes: view::whole_minutes(each).to_string(),
        after_minutes: w.t(match view::whole_minutes(each) {
            1 => "task_list.price.each_after_one",
            _ => "task_list.price.each_after",
        }),
        total: w.f(
            "task_list.price.total",
            &[("orgs", &thousands(orgs)), ("hours", &view::span_name(w, each.saturating_mul(orgs)))],
        ),
        gauge_label: w.f(
            "task_list.price.gauge",
            &[
                ("used", &view::tenths(used)),
                ("new", &view::tenths(each)),
                ("budget", &(budget / 10)),
                ("limit", &(limit / 10)),
            ],
        ),
        used_width: width(used, limit),
        new_width: width(each.min(limit - used.min(limit)), limit),
        budget_word: w.f("task_list.price.budget", &[("n", &(budget / 10))]),
        limit_word: w.f("task_list.price.limit", &[("n", &(limit / 10))]),
        lines: lines(w, draft),
        sum: w.f("task_list.say.minutes_short", &[("n", &view::tenths(each))]),
        warnings: warnings(w, draft, preview.map_or(&[], |p| &p.findings)),
    }
}

/// A part of the gauge in per cent, with one decimal.
fn width(part: i64, whole: i64) -> String {
    view::tenths((part.max(0) * 1000 / whole.max(1)).min(1000))
}

/// What the sum is made of.
fn lines(w: &W, draft: &ListDraft) -> Vec<(String, String)> {
    let (mut known, mut short, mut long, mut rows, mut photos) = (0, 0, 0, 0, 0);
    for item in &draft.items {
        photos += item.photos;
        for field in &item.form.fields {
            match &field.kind {
                Kind::Known { .. } => known += 1,
                Kind::Long => long += 1,
                Kind::Table { rows: n, .. } => rows += n,
                _ => short += 1,
            }
        }
    }
    let fixed = i64::try_from(draft.items.len()).unwrap_or(0);
    let parts: [(String, i64, i64); 6] = [
        (w.f("task_list.price.fixed", &[("n", &fixed)]), fixed, 10),
        (w.f("task_list.price.known", &[("n", &known)]), known, 1),
        (w.f("task_list.price.short", &[("n", &short)]), short, 4),
        (w.f("task_list.price.long", &[("n", &long)]), long, 15),
        (w.f("task_list.price.photos", &[("n", &photos)]), photos, 20),
        (w.f("task_list.price.rows", &[("n", &rows)]), rows, 30),
    ];
    parts
        .into_iter()
        .filter(|(_, n, _)| *n > 0)
        .map(|(name, n, each)| {
            (name, w.f("task_list.say.minutes_short", &[("n", &view::tenths(n.saturating_mul(each)))]))
        })
        .collect()
}

/// What has to be known before sending.
pub(crate) fn warnings(w: &W, draft: &ListDraft, findings: &[Finding]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = findings.iter().map(|f| warning(w, f)).collect();
    let bare = draft.items.iter().filter(|i| i.is_baseless()).count();
    if bare > 0 {
        warnings.push(Warning { class: "is-note", text: w.f("task_list.price.no_basis", &[("n", &bare)]) });
    }
    warnings
}

fn warning(w: &W, finding: &Finding) -> Warning {
    let shown = |n: i64| if finding.measure == "minutes" { view::tenths(n) } else { n.to_string() };
    let key = format!("task_list.budget.{}", finding.measure);
    let what = w.f(&key, &[("is", &shown(finding.is)), ("limit", &shown(finding.limit))]);
    let (class, text) = match finding.over {
        Over::Advice => ("is-note", w.f("task_list.price.advice", &[("what", &what)])),
        Over::Target => ("is-warn", w.f("task_list.price.target", &[("what", &what)])),
        Over::Stop => ("is-bad", w.f("task_list.price.stop", &[("what", &what)])),
    };
    Warning { class, text }
}

/// How many organisations a draft reaches.
pub(crate) fn count_view(w: &W, preview: Option<&Preview>, swap: bool) -> CountView {
    match preview.filter(|p| p.orgs > 0) {
        Some(found) => CountView {
            total: w.f("task_list.editor.count", &[("n", &thousands(found.orgs))]),
            parts: level_parts(w, found),
            swap,
        },
        None => CountView { total: w.t("task_list.editor.count_none").to_owned(), parts: String::new(), swap },
    }
}

/// `211 at village level, 16 at township level`.
pub(crate) fn level_parts(w: &W, preview: &Preview) -> String {
    let part = |(level, n): &(String, i64)| {
        let key = format!("org.count.{level}");
        if w.has(&key) { w.f(&key, &[("n", &thousands(*n))]) } else { format!("{level} {n}") }
    };
    preview.levels.iter().map(part).collect::<Vec<_>>().join(w.t("task_list.say.list_comma"))
}
