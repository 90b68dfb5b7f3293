//! The form of a milestone: added to a plan, or changed with a reason.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use document::{Picker, picked};
use kernel::{Fault, Faults, MilestoneId, OrgId, PlanId};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{Choice, Refusal, version};
use crate::{
    actions::{
        add,
        view::{self, MilestoneDetail, milestone},
    },
    rules::{
        Measure, MilestoneDraft, Sense,
        draft::{COUNTED_MOST, TEXT_MOST, UNIT_MOST},
        number,
    },
};

#[derive(Template)]
#[template(path = "pages/form.html")]
struct FormPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    heading: &'static str,
    title: String,
    action: String,
    /// Key under which a device keeps what is typed.
    draft_key: String,
    back: String,
    /// Version of the milestone; 0 for a new one.
    version: i64,
    years: Vec<Choice>,
    owners: Vec<Choice>,
    picker: String,
    changing: bool,
    text_most: usize,
    counted_most: usize,
    unit_most: usize,
}

/// Which milestone a form is about.
struct About {
    plan: PlanId,
    /// The milestone and its version; none for a new one.
    change: Option<(MilestoneId, i64)>,
}

async fn render(
    req: &Req,
    status: StatusCode,
    about: &About,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    let (plan, title, owners) = view::form(&req.cx, about.plan).await?;
    if req.cx.actor().seat.org != plan.org {
        return Err(AppError::Forbidden("plan.write").into());
    }
    let w = req.w;
    let years = (plan.first..=plan.last).map(|y| Choice {
        value: y.to_string(),
        label: y.to_string(),
        on: f.value("year") == y.to_string(),
    });
    let chosen = view::clause_of(&req.cx, f.value("clause").parse().ok()).await?;
    let picker = Picker {
        w,
        name: "clause".to_owned(),
        label: w.t("plan.field.clause").to_owned(),
        chosen,
        typed: f.value("clause_ref").to_owned(),
        error: f.error("clause").to_owned(),
        optional: false,
    };
    let changing = about.change.is_some();
    let page = FormPage {
        s: req.shell(),
        heading: w.t(if changing { "plan.change.title" } else { "plan.new.title" }),
        title,
        action: match about.change {
            Some((id, _)) => format!("/milestones/{id}/change"),
            None => format!("/plans/{}/new", plan.id),
        },
        back: match about.change {
            Some((id, _)) => format!("/milestones/{id}"),
            None => format!("/plans/{}", plan.id),
        },
        draft_key: format!("plan-{}", plan.id),
        version: about.change.map_or(0, |c| c.1),
        years: years.collect(),
        owners: owner_choices(&owners, &f),
        picker: picker.html()?,
        changing,
        text_most: TEXT_MOST,
        counted_most: COUNTED_MOST,
        unit_most: UNIT_MOST,
        w,
        f,
        differences,
    };
    req.render_as(status, &page)
}

fn owner_choices(owners: &[crate::OrgRow], f: &FormView) -> Vec<Choice> {
    let choice = |o: &crate::OrgRow| Choice {
        value: o.org.to_string(),
        label: o.name.clone(),
        on: f.value("owner") == o.org.to_string(),
    };
    let mut choices: Vec<Choice> = owners.iter().map(choice).collect();
    let kept = f.value("owner").to_owned();
    // An owner further below is kept though the list does not offer it.
    if !kept.is_empty() && choices.iter().all(|c| !c.on) {
        choices.push(Choice { label: f.value("owner_name").to_owned(), value: kept, on: true });
    }
    choices
}

/// What the form says, against what a form can say at all.
async fn sent(req: &Req) -> Result<MilestoneDraft, AppError> {
    let form = &req.form;
    let mut faults = Faults::new();
    let clause = picked(form, "clause");
    if clause.is_none() {
        faults.push(Fault::of("clause", "required"));
    }
    let owner = match form.opt("owner_other") {
        Some(text) => find_owner(req, text).await?,
        None => form.parsed::<OrgId>("owner", "not_a_choice"),
    };
    let year = form.parsed::<i64>("year", "not_a_number");
    let measure = measure_of(req);
    faults.extend([owner.as_ref().err(), year.as_ref().err(), measure.as_ref().err()].into_iter().flatten().cloned());
    match (clause, owner, year, measure) {
        (Some(clause), Ok(owner), Ok(year), Ok(measure)) => {
            Ok(MilestoneDraft { year, owner, clause, text: form.get("text").to_owned(), measure })
        }
        _ => Err(faults.into()),
    }
}

/// The one organisation below that answers to a name or code.
async fn find_owner(req: &Req, text: &str) -> Result<Result<OrgId, Fault>, AppError> {
    let found = org::find(&req.cx, text, None).await?;
    let best = found.first().map_or(u8::MAX, |f| f.rank);
    let ids: Vec<OrgId> = found.iter().filter(|f| f.rank == best).map(|f| f.placed.org.id).collect();
    Ok(match ids.as_slice() {
        [only] => Ok(*only),
        [] => Err(Fault::of("owner_other", "plan_owner_unknown").with("value", text)),
        _ => Err(Fault::of("owner_other", "plan_owner_ambiguous").with("value", text)),
    })
}

fn measure_of(req: &Req) -> Result<Measure, Fault> {
    let form = &req.form;
    match form.get("measure") {
        "judgement" => Ok(Measure::Judgement),
        "number" => {
            let sense = Sense::of_code(form.get("sense")).ok_or_else(|| Fault::of("sense", "not_a_choice"))?;
            let value = number::parse(form.get("value"));
            let value = value.ok_or_else(|| Fault::of("value", "not_a_number").with("value", form.get("value")))?;
            Ok(Measure::Number {
                counted: form.get("counted").to_owned(),
                unit: form.get("unit").to_owned(),
                sense,
                value,
            })
        }
        _ => Err(Fault::of("measure", "not_a_choice")),
    }
}

pub(super) async fn new_page(req: Req, Path(plan): Path<String>) -> Answer {
    let about = About { plan: plan.parse().map_err(|_| AppError::NotFound)?, change: None };
    let own = req.cx.actor().seat.org.to_string();
    let f = FormView::of(&[
        ("year", req.query.get("year")),
        ("owner", &own),
        ("measure", "number"),
        ("sense", "at_least"),
        ("clause", req.query.get("clause")),
    ]);
    render(&req, StatusCode::OK, &about, f, Vec::new()).await
}

pub(super) async fn add(req: Req, Path(plan): Path<String>) -> Answer {
    let about = About { plan: plan.parse().map_err(|_| AppError::NotFound)?, change: None };
    let added = match sent(&req).await {
        Ok(draft) => {
            let year = draft.year;
            add::add(&req.cx, &req.once(), about.plan, draft).await.map(|_| year)
        }
        Err(error) => Err(error),
    };
    match added {
        Ok(year) => Ok(redirect_with(
            &format!("/plans/{}?year={year}&draft=plan-{}", about.plan, about.plan),
            "plan_milestone_added",
            0,
        )),
        Err(error) => again(&req, &about, error).await,
    }
}

async fn again(req: &Req, about: &About, error: AppError) -> Answer {
    let refusal = Refusal::of(error, &req.w)?;
    let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
    render(req, refusal.status, about, f, refusal.differences).await
}

/// The form as the milestone stands.
fn begun(m: &MilestoneDetail) -> FormView {
    let row = &m.shown.row;
    let (kind, counted, unit, sense, value) = match row.measure() {
        Measure::Judgement => ("judgement", String::new(), String::new(), Sense::AtLeast, String::new()),
        Measure::Number { counted, unit, sense, value } => ("number", counted, unit, sense, number::show(value)),
    };
    FormView::of(&[
        ("year", &row.year.to_string()),
        ("owner", &row.owner.to_string()),
        ("owner_name", &row.owner_name),
        ("clause", &row.clause.to_string()),
        ("text", &row.text),
        ("measure", kind),
        ("counted", &counted),
        ("unit", &unit),
        ("sense", sense.code()),
        ("value", &value),
    ])
}

pub(super) async fn change_page(req: Req, Path(id): Path<String>) -> Answer {
    let found = milestone(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    let row = &found.shown.row;
    let about = About { plan: row.plan, change: Some((row.id, row.version)) };
    render(&req, StatusCode::OK, &about, begun(&found), Vec::new()).await
}

pub(super) async fn change(req: Req, Path(id): Path<String>) -> Answer {
    let id: MilestoneId = id.parse().map_err(|_| AppError::NotFound)?;
    let changed = match (sent(&req).await, version(&req)) {
        (Ok(draft), Ok(version)) => add::change(&req.cx, &req.once(), id, version, draft, req.form.get("reason")).await,
        (Err(error), _) => Err(error),
        (_, Err(fault)) => Err(fault.into()),
    };
    match changed {
        Ok(_) => Ok(redirect_with(&format!("/milestones/{id}"), "plan_milestone_changed", 0)),
        Err(error) => {
            let found = milestone(&req.cx, id).await?;
            let about = About { plan: found.shown.row.plan, change: Some((id, found.shown.row.version)) };
            again(&req, &about, error).await
        }
    }
}
