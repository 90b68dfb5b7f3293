//! Whether villages get letters: what was decided, and at the root of a tree the form to decide.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::Faults;
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use crate::access::SET;
use crate::actions::setting::{set_villages, settings};

#[derive(Template)]
#[template(path = "pages/settings.html")]
struct Page {
    s: Shell,
    w: W,
    on: bool,
    may_set: bool,
    form: FormView,
    today: String,
    rows: Vec<(String, &'static str, String, String)>,
}

/// GET.
pub(super) async fn show(req: Req) -> Answer {
    page(&req, StatusCode::OK, &Faults::new()).await
}

async fn page(req: &Req, status: StatusCode, faults: &Faults) -> Answer {
    let (rows, on) = settings(&req.cx).await?;
    let w = req.w;
    let seat = &req.cx.actor().seat;
    let word = |on: bool| w.t(if on { "target.settings.on" } else { "target.settings.off" });
    let zone = &req.cx.house().zone;
    let page = Page {
        s: req.shell(),
        w,
        on,
        may_set: SET.is_for(seat.role) && seat.path.depth() == 1,
        form: FormView::again(&req.form).refused(faults, &w),
        today: req.cx.house().today().to_string(),
        rows: rows.iter().map(|r| (r.from.to_string(), word(r.villages), r.reason.clone(), r.at.full(zone))).collect(),
    };
    req.render_as(status, &page)
}

/// POST.
pub(super) async fn set(req: Req) -> Answer {
    let done = match req.form.parsed("from", "not_a_day") {
        Ok(from) => {
            let villages = req.form.get("villages") == "1";
            set_villages(&req.cx, &req.once(), from, villages, req.form.get("reason").to_owned()).await
        }
        Err(fault) => Err(fault.into()),
    };
    match done {
        Ok(()) => Ok(redirect_with("/letters/settings", "target_set", 1)),
        Err(AppError::Invalid(faults)) => page(&req, StatusCode::UNPROCESSABLE_ENTITY, &faults).await,
        Err(other) => Err(other.into()),
    }
}
