//! `/`: the first page, by role; and the hand-over sheets.

mod above;
mod hand_over;
mod leader;
mod own;
mod plain;

use kernel::Role;
use kit::{Answer, Policy, Req, Routes};

use crate::access::HAND_OVER;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/", Policy::Person, home)
        .get("/hand-over", Policy::May(&HAND_OVER), hand_over::own)
        .get("/hand-over/{org}", Policy::May(&HAND_OVER), hand_over::show)
        .get("/hand-over/{org}/sheet.xlsx", Policy::May(&HAND_OVER), hand_over::xlsx)
}

/// GET: whoever you are, the page that begins your day.
async fn home(req: Req) -> Answer {
    let seat = &req.cx.actor().seat;
    match seat.role {
        Role::Secretary | Role::Clerk | Role::Leader if !seat.leads => own::page(&req).await,
        Role::Secretary | Role::Clerk => above::page(&req).await,
        Role::Leader => leader::page(&req).await,
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => plain::admin(&req),
        Role::Nobody | Role::Operator => plain::nobody(&req),
    }
}

/// Address of the board of this month with some filters.
fn board(month: kernel::Month, filters: &[(&str, &str)]) -> String {
    let mut href = format!("/board?month={}", month.0);
    for (name, value) in filters {
        href.push_str(&format!("&{name}={}", kit::encode(value)));
    }
    href
}
