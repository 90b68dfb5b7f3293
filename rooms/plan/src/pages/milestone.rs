//! One milestone: how it stands, what was reported, every state it had, and the forms of who answers for it.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Day, Fault, Faults, MilestoneId};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{Chip, Choice, Refusal, figure, judged, measure, period, version};
use crate::{
    actions::{
        add, report,
        view::{MilestoneDetail, milestone},
    },
    rules::{Judgement, Measure, Period, Report, number, progress::NOTE_MOST},
};

#[derive(Template)]
#[template(path = "pages/milestone.html")]
struct MilestonePage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    title: String,
    chip: Chip,
    facts: Vec<(&'static str, String)>,
    plan: (String, String),
    clause: Option<(String, String, String)>,
    here: String,
    version: i64,
    reports: Vec<ReportView>,
    states: Vec<StateView>,
    periods: Vec<PeriodChoice>,
    counted: bool,
    unit: String,
    judgements: Vec<Choice>,
    hidden: bool,
    may_write: bool,
    may_report: bool,
    note_most: usize,
}

struct ReportView {
    period: String,
    /// Empty if nothing was known.
    figure: String,
    note: String,
    on: String,
    at: String,
    role: &'static str,
    /// A later report for the same period came after it.
    older: bool,
}

struct StateView {
    version: i64,
    text: String,
    measure: String,
    owner: String,
    year: i64,
    reason: String,
    at: String,
    withdrawn: bool,
}

struct PeriodChoice {
    choice: Choice,
    /// Number of the newest report for it, 0 if there is none.
    seen: i64,
}

pub(super) async fn page(req: Req, Path(id): Path<String>) -> Answer {
    let found = milestone(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    let today = req.cx.house().today().to_string();
    render(&req, StatusCode::OK, &found, FormView::of(&[("on", today.as_str())]), Vec::new())
}

fn render(
    req: &Req,
    status: StatusCode,
    d: &MilestoneDetail,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    let (w, row) = (req.w, &d.shown.row);
    let of = row.measure();
    let withdrawn = row.withdrawn_at.is_some();
    let page = MilestonePage {
        s: req.shell(),
        title: row.text.clone(),
        chip: if withdrawn {
            Chip { class: "st-withdrawn", word: w.t("plan.withdrawn") }
        } else {
            Chip::of(d.shown.standing, &w)
        },
        facts: vec![
            (w.t("plan.field.year"), row.year.to_string()),
            (w.t("plan.field.owner"), row.owner_name.clone()),
            (w.t("plan.field.measure"), measure(&of, &w)),
        ],
        plan: (format!("/plans/{}?year={}", d.plan.id, row.year), d.title.clone()),
        clause: d.clause.as_ref().map(|c| (c.address(), c.name(), c.text.clone())),
        here: row.address(),
        version: row.version,
        reports: reports(req, d, &of),
        states: states(req, d),
        periods: periods(d, &f, &w),
        counted: matches!(of, Measure::Number { .. }),
        unit: row.unit.clone(),
        judgements: judgements(&f, &w),
        hidden: d.shown.standing.is_none(),
        may_write: d.may_write,
        may_report: d.may_report,
        note_most: NOTE_MOST,
        w,
        f,
        differences,
    };
    req.render_as(status, &page)
}

fn role(code: &str, w: &W) -> &'static str {
    match code {
        "secretary" => w.t("plan.role.secretary"),
        "clerk" => w.t("plan.role.clerk"),
        _ => w.t("plan.role.other"),
    }
}

fn reports(req: &Req, d: &MilestoneDetail, of: &Measure) -> Vec<ReportView> {
    let (w, zone) = (req.w, &req.cx.house().zone);
    let mut last = None;
    let view = |s: &crate::Stored| {
        let older = last == Some(s.report.period);
        last = Some(s.report.period);
        ReportView {
            period: period(s.report.period, &w),
            figure: figure(&s.report, of, &w),
            note: s.report.note.clone(),
            on: s.report.on.to_string(),
            at: s.at.full(zone),
            role: role(&s.role, &w),
            older,
        }
    };
    d.reports.iter().map(view).collect()
}

fn states(req: &Req, d: &MilestoneDetail) -> Vec<StateView> {
    let (w, zone) = (req.w, &req.cx.house().zone);
    let view = |s: &crate::PastState| StateView {
        version: s.version,
        text: s.text.clone(),
        measure: measure(&s.measure(), &w),
        owner: d.owners.get(&s.owner).cloned().unwrap_or_default(),
        year: s.year,
        reason: s.reason.clone(),
        at: s.at.full(zone),
        withdrawn: s.withdrawn,
    };
    d.states.iter().map(view).collect()
}

/// The four quarters and the year, each with the number of its newest report.
fn periods(d: &MilestoneDetail, f: &FormView, w: &W) -> Vec<PeriodChoice> {
    let year = d.shown.row.year;
    let choice = |quarter: i64| {
        let p = Period { year, quarter };
        let seen = d.reports.iter().filter(|s| s.report.period == p).map(|s| s.rev).max().unwrap_or(0);
        // The number goes with the choice, so that whoever reports upon an older one is told.
        let value = format!("{}.{seen}", p.code());
        let on = f.value("period").split('.').next() == Some(p.code().to_string().as_str());
        PeriodChoice { choice: Choice { value, label: period(p, w), on }, seen }
    };
    [1, 2, 3, 4, 0].into_iter().map(choice).collect()
}

fn judgements(f: &FormView, w: &W) -> Vec<Choice> {
    let choice = |j: Judgement| Choice {
        value: j.code().to_owned(),
        label: judged(j, w).to_owned(),
        on: f.holds("judgement", j.code()),
    };
    Judgement::ALL.into_iter().map(choice).collect()
}

/// The report that a form holds, and the number of the one before it.
fn sent(req: &Req) -> Result<(Report, i64), Faults> {
    let form = &req.form;
    let mut faults = Faults::new();
    let (code, seen) = form.get("period").split_once('.').unwrap_or_default();
    let period = code.parse().ok().and_then(Period::of_code);
    let seen = seen.parse::<i64>().ok();
    if period.is_none() || seen.is_none() {
        faults.push(Fault::of("period", "not_a_choice"));
    }
    let value = form.opt("value").map(number::parse);
    if value == Some(None) {
        faults.push(Fault::of("value", "not_a_number").with("value", form.get("value")));
    }
    let judgement = form.opt("judgement").map(Judgement::of_code);
    if judgement == Some(None) {
        faults.push(Fault::of("judgement", "not_a_choice"));
    }
    let on = form.parsed::<Day>("on", "not_a_day");
    faults.extend(on.as_ref().err().cloned());
    match (period, seen, on) {
        (Some(period), Some(seen), Ok(on)) if faults.is_empty() => {
            let note = form.get("note").to_owned();
            Ok((Report { period, value: value.flatten(), judgement: judgement.flatten(), note, on }, seen))
        }
        _ => Err(faults),
    }
}

pub(super) async fn report(req: Req, Path(id): Path<String>) -> Answer {
    let id: MilestoneId = id.parse().map_err(|_| AppError::NotFound)?;
    let done = match sent(&req) {
        Ok((report, seen)) => report::report(&req.cx, &req.once(), id, seen, report).await,
        Err(faults) => Err(faults.into()),
    };
    after(&req, id, done, "plan_reported").await
}

pub(super) async fn withdraw(req: Req, Path(id): Path<String>) -> Answer {
    let id: MilestoneId = id.parse().map_err(|_| AppError::NotFound)?;
    let done = match version(&req) {
        Ok(version) => add::withdraw(&req.cx, &req.once(), id, version, req.form.get("reason")).await,
        Err(fault) => Err(fault.into()),
    };
    after(&req, id, done, "plan_milestone_withdrawn").await
}

async fn after(req: &Req, id: MilestoneId, done: Result<(), AppError>, key: &str) -> Answer {
    match done {
        Ok(()) => Ok(redirect_with(&format!("/milestones/{id}"), key, 0)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let found = milestone(&req.cx, id).await?;
            let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
            render(req, refusal.status, &found, f, refusal.differences)
        }
    }
}
