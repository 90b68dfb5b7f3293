//! The desks without business data: the three administrators', and that of a person without a post.

use askama::Template;
use kernel::Role;
use kit::{Answer, Req, Shell, W};

#[derive(Template)]
#[template(path = "home_plain.html")]
struct PlainPage {
    s: Shell,
    w: W,
    title: &'static str,
    help: &'static str,
    icon: &'static str,
    links: Vec<(&'static str, &'static str)>,
}

/// Administrators see their own work, and no business.
pub(super) fn admin(req: &Req) -> Answer {
    let w = &req.w;
    let me = ("/me", w.t("desk.plain.me"));
    let (title, help, icon, links) = match req.cx.actor().seat.role {
        Role::SystemAdmin => (
            w.t("desk.plain.system"),
            w.t("desk.plain.system_help"),
            "users",
            vec![("/accounts", w.t("desk.plain.accounts")), me],
        ),
        Role::SecurityAdmin => (
            w.t("desk.plain.security"),
            w.t("desk.plain.security_help"),
            "shield",
            vec![("/approvals", w.t("desk.plain.approvals")), me],
        ),
        _ => (
            w.t("desk.plain.audit"),
            w.t("desk.plain.audit_help"),
            "audit",
            vec![("/audit", w.t("desk.plain.trail")), me],
        ),
    };
    req.render(&PlainPage { s: req.shell(), w: req.w, title, help, icon, links })
}

/// A person without a post may see their own account, nothing else.
pub(super) fn nobody(req: &Req) -> Answer {
    let w = &req.w;
    req.render(&PlainPage {
        s: req.shell(),
        w: req.w,
        title: w.t("desk.plain.nobody"),
        help: w.t("desk.plain.nobody_help"),
        icon: "user",
        links: vec![("/me", w.t("desk.plain.me"))],
    })
}
