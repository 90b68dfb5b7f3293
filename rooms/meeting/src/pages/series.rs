//! The form of a series, and how a series is said in one sentence.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::{AppError, Difference};
use kernel::{Fault, Faults, Month};
use kit::{Answer, Form, FormView, Req, Shell, W};

use super::{
    done,
    planning::{PlanView, typed},
};
use crate::{
    actions::{
        SeriesId, series,
        view::{self, SeriesView},
    },
    rules::{
        Rhythm, SeriesDraft, Shift,
        rhythm::{WEEKDAYS, weekday_code},
    },
};

#[derive(Template)]
#[template(path = "pages/series.html")]
struct SeriesPage {
    s: Shell,
    w: W,
    title: String,
    /// Empty for a new one.
    here: String,
    version: i64,
    ended: bool,
    form: FormView,
    plan: PlanView,
    /// Ways to choose the day: code, word, whether it is chosen.
    ways: Vec<(&'static str, &'static str, bool)>,
    weekdays: Vec<(&'static str, &'static str, bool)>,
    shifts: Vec<(&'static str, &'static str, bool)>,
    differences: Vec<(&'static str, String, String)>,
    this_month: String,
}

/// Ways to choose the day of a month.
const WAYS: [&str; 6] = ["day", "1", "2", "3", "4", "last"];

pub(super) async fn new(req: Req) -> Answer {
    let month = req.cx.house().month().to_string();
    let form = FormView::of(&[
        ("way", "day"),
        ("n", "25"),
        ("weekday", "fri"),
        ("shift", "next"),
        ("start", "09:00"),
        ("lasts", "90"),
        ("from", &month),
    ]);
    render(&req, StatusCode::OK, None, form, Vec::new()).await
}

pub(super) async fn edit(req: Req, Path(id): Path<String>) -> Answer {
    let kept = view::series(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    let form = begun(&req, &kept.draft).await?;
    render(&req, StatusCode::OK, Some(kept), form, Vec::new()).await
}

async fn render(
    req: &Req,
    status: StatusCode,
    kept: Option<SeriesView>,
    form: FormView,
    found: Vec<Difference>,
) -> Answer {
    let w = req.w;
    let choices = view::choices(&req.cx).await?;
    let way = |code: &'static str| (code, w.t(&format!("meeting.way.{code}")), form.value("way") == code);
    let weekday =
        |(code, _): (&'static str, _)| (code, w.t(&format!("meeting.weekday.{code}")), form.value("weekday") == code);
    let shift = |s: Shift| (s.code(), w.t(&format!("meeting.shift.{}", s.code())), form.value("shift") == s.code());
    let page = SeriesPage {
        s: req.shell(),
        w,
        title: kept.as_ref().map_or(w.t("meeting.series.new"), |_| w.t("meeting.series.edit")).to_owned(),
        here: kept.as_ref().map(|k| format!("/meetings/series/{}", k.id)).unwrap_or_default(),
        version: kept.as_ref().map_or(0, |k| k.version),
        ended: kept.as_ref().is_some_and(|k| k.until.is_some()),
        plan: PlanView::of(&w, &choices, &form),
        ways: WAYS.map(way).to_vec(),
        weekdays: WEEKDAYS.map(weekday).to_vec(),
        shifts: Shift::ALL.map(shift).to_vec(),
        differences: found.into_iter().map(|d| (w.t(d.field), w.value(&d.mine), w.value(&d.theirs))).collect(),
        this_month: req.cx.house().month().to_string(),
        form,
    };
    req.render_as(status, &page)
}

/// A form that begins with what is kept.
async fn begun(req: &Req, draft: &SeriesDraft) -> Result<FormView, AppError> {
    let plan = &draft.plan;
    let (way, n, weekday) = match draft.rhythm {
        Rhythm::Day(n) => ("day".to_owned(), n.to_string(), "fri"),
        Rhythm::Nth(n, weekday) => (n.to_string(), String::new(), weekday_code(weekday)),
        Rhythm::Last(weekday) => ("last".to_owned(), String::new(), weekday_code(weekday)),
    };
    let named = view::named(&req.cx, plan.invited.clone()).await?.join("\n");
    let (start, lasts, from) = (plan.start.to_string(), plan.lasts.to_string(), draft.from.to_string());
    let mut pairs = vec![
        ("title", plan.title.as_str()),
        ("way", &way),
        ("n", &n),
        ("weekday", weekday),
        ("shift", draft.shift.code()),
        ("start", &start),
        ("lasts", &lasts),
        ("place", &plan.place),
        ("role", &plan.invited.role),
        ("named", &named),
        ("from", &from),
    ];
    let levels = plan.invited.audience.clauses.iter().flat_map(|c| &c.levels);
    pairs.extend(levels.map(|l| ("level", l.as_str())));
    Ok(FormView::of(&pairs))
}

/// The series that is typed, or everything in it that does not fit.
async fn read(req: &Req) -> Result<Result<SeriesDraft, Faults>, AppError> {
    let form = &req.form;
    let plan = typed(req).await?;
    let rhythm = rhythm(form);
    let shift = Shift::of_code(form.get("shift")).ok_or_else(|| Fault::of("shift", "not_a_choice"));
    let from = form.parsed::<Month>("from", "not_a_month");
    Ok(match (plan, rhythm, shift, from) {
        (Ok(plan), Ok(rhythm), Ok(shift), Ok(from)) => Ok(SeriesDraft { plan, rhythm, shift, from }),
        (plan, rhythm, shift, from) => {
            let mut faults = plan.err().unwrap_or_default();
            faults.extend(rhythm.err().into_iter().chain(shift.err()).chain(from.err()));
            Err(faults)
        }
    })
}

fn rhythm(form: &Form) -> Result<Rhythm, Fault> {
    let (way, weekday) = (form.get("way"), form.get("weekday"));
    let code = match way {
        "day" => format!("day {}", form.get("n")),
        "last" => format!("last {weekday}"),
        nth => format!("nth {nth} {weekday}"),
    };
    let field = if way == "day" { "n" } else { "way" };
    Rhythm::of_code(&code).ok_or_else(|| Fault::of(field, "meeting_rhythm"))
}

pub(super) async fn create(req: Req) -> Answer {
    keep(&req, None).await
}

pub(super) async fn save(req: Req, Path(id): Path<String>) -> Answer {
    let kept = view::series(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    keep(&req, Some(kept)).await
}

async fn keep(req: &Req, kept: Option<SeriesView>) -> Answer {
    let version = req.form.get("version").parse().unwrap_or(0);
    let target: Option<(SeriesId, i64)> = kept.as_ref().map(|k| (k.id, version));
    let saved = match read(req).await? {
        Ok(draft) => series::save_series(&req.cx, &req.once(), target, draft).await,
        Err(faults) => Err(faults.into()),
    };
    let form = || FormView::again(&req.form);
    match saved {
        Ok(_) => Ok(done("/meetings", "meeting_series_saved", 0, "")),
        Err(AppError::Invalid(faults)) => {
            let form = form().refused(&faults, &req.w);
            render(req, StatusCode::UNPROCESSABLE_ENTITY, kept, form, Vec::new()).await
        }
        Err(AppError::Conflict(found)) => {
            // What is typed stays; the next try is upon what stands now, which is shown beside it.
            render(req, StatusCode::CONFLICT, kept, form(), found).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn end(req: Req, Path(id): Path<String>) -> Answer {
    let kept = view::series(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    let version = req.form.get("version").parse().unwrap_or(0);
    let ended = match req.form.parsed::<Month>("last", "not_a_month") {
        Ok(last) => series::end_series(&req.cx, &req.once(), (kept.id, version), last, req.form.get("reason")).await,
        Err(fault) => Err(fault.into()),
    };
    match ended {
        Ok(n) => Ok(done("/meetings", "meeting_series_ended", n, "")),
        Err(AppError::Invalid(faults)) => {
            let begun = begun(&req, &kept.draft).await?.refused(&faults, &req.w);
            render(&req, StatusCode::UNPROCESSABLE_ENTITY, Some(kept), begun, Vec::new()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `every month on the 25th, 09:00, in …; a rest day moves it to the next working day`.
pub(super) fn sentence(w: &W, draft: &SeriesDraft) -> String {
    let on = match draft.rhythm {
        Rhythm::Day(n) => w.f("meeting.series.on_day", &[("n", &n)]),
        Rhythm::Nth(n, weekday) => {
            let (nth, name) = (w.t(&format!("meeting.way.{n}")), weekday_code(weekday));
            let weekday = w.t(&format!("meeting.weekday.{name}"));
            w.f("meeting.series.on_weekday", &[("nth", &nth), ("weekday", &weekday)])
        }
        Rhythm::Last(weekday) => {
            let weekday = w.t(&format!("meeting.weekday.{}", weekday_code(weekday)));
            w.f("meeting.series.on_weekday", &[("nth", &w.t("meeting.way.last")), ("weekday", &weekday)])
        }
    };
    let shift = w.t(&format!("meeting.shift.{}", draft.shift.code()));
    let values: [(&str, &dyn std::fmt::Display); 3] = [("on", &on), ("start", &draft.plan.start), ("shift", &shift)];
    let said = w.f("meeting.series.sentence", &values);
    if draft.plan.place.is_empty() { said } else { format!("{said} \u{b7} {}", draft.plan.place) }
}
