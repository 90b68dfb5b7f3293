//! The “1+3” and the work procedures: what stands there, and what is missing.

use askama::Template;
use cx::AppError;
use kit::{Answer, Req, Shell, W};

use super::{Link, list::Row};
use crate::actions::list::{framework, procedures as found_procedures};

#[derive(Template)]
#[template(path = "pages/framework.html")]
struct FrameworkPage {
    s: Shell,
    w: W,
    title: String,
    owner: String,
    owners: Vec<(Link, bool)>,
    places: Vec<Place>,
    may_write: bool,
}

struct Place {
    name: &'static str,
    row: Option<Row>,
    /// Where a document for this place is entered.
    fill: String,
}

pub(super) async fn page(req: Req) -> Answer {
    let org = req.query.opt("org").map(|id| id.parse().map_err(|_| AppError::NotFound)).transpose()?;
    let found = framework(&req.cx, org).await?;
    let w = req.w;
    let missing = found.places.iter().filter(|(_, l)| l.is_none()).count();
    let place = |(slot, listed): &(crate::Slot, Option<crate::Listed>)| Place {
        name: w.t(&format!("document.slot.{}", slot.code())),
        row: listed.as_ref().map(|l| Row::of(l, &w)),
        fill: format!("/documents/new?kind={}&framework={}", slot.kind().code(), slot.code()),
    };
    let owners = found.owners.iter().map(|o| {
        let link = Link { href: format!("/documents/framework?org={}", o.org), label: o.name.clone() };
        (link, o.org == found.owner.org)
    });
    let page = FrameworkPage {
        s: req.shell(),
        title: if missing == 0 {
            w.t("document.framework.whole").to_owned()
        } else {
            w.f("document.framework.missing", &[("n", &missing)])
        },
        owner: found.owner.name.clone(),
        owners: owners.collect(),
        places: found.places.iter().map(place).collect(),
        may_write: found.may_write,
        w,
    };
    req.render(&page)
}

#[derive(Template)]
#[template(path = "pages/procedures.html")]
struct ProceduresPage {
    s: Shell,
    w: W,
    title: String,
    domains: Vec<Domain>,
    may_write: bool,
}

struct Domain {
    name: &'static str,
    rows: Vec<Row>,
    fill: String,
}

pub(super) async fn procedures(req: Req) -> Answer {
    let found = found_procedures(&req.cx).await?;
    let w = req.w;
    let gaps = found.domains.iter().filter(|(_, rows)| rows.is_empty()).count();
    let domain = |(code, rows): &(&'static str, Vec<crate::Listed>)| Domain {
        name: w.t(&format!("document.domain.{code}")),
        rows: rows.iter().map(|l| Row::of(l, &w)).collect(),
        fill: format!("/documents/new?kind=work_procedure&domain={code}"),
    };
    let page = ProceduresPage {
        s: req.shell(),
        title: if gaps == 0 {
            w.t("document.procedures.whole").to_owned()
        } else {
            w.f("document.procedures.gaps", &[("n", &gaps)])
        },
        domains: found.domains.iter().map(domain).collect(),
        may_write: found.may_write,
        w,
    };
    req.render(&page)
}
