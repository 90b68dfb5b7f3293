//! Adopted minutes as a paper that prints on A4, and the draft that the program makes of a meeting.

use askama::Template;
use axum::extract::Path;
use kernel::Month;
use kit::{Answer, Req, Shell, W};
use task_list::pages::view::full_day_name;

use super::{
    address,
    agenda::{Reader, sentence},
    href,
    list::when,
    moment, role,
    show::presence,
};
use crate::{
    actions::{
        adopt,
        show::{self, Shown},
    },
    rules::{Kind, Minutes, minutes::Decided},
};

#[derive(Template)]
#[template(path = "pages/paper.html")]
struct PaperPage {
    s: Shell,
    w: W,
    here: String,
    title: String,
    /// Where it is had as an official paper.
    file: String,
    p: Paper,
    /// Whether an older revision is shown.
    older: bool,
}

/// The minutes in words.
struct Paper {
    title: String,
    sub: String,
    when: String,
    place: String,
    presence: String,
    absent: String,
    agenda: Vec<String>,
    decisions: Vec<[String; 4]>,
    text: String,
    reason: String,
    confirmed: String,
    proof: String,
    hash: String,
    name: String,
    day: String,
}

pub(super) async fn page(req: Req, Path((org, meeting)): Path<(String, String)>) -> Answer {
    let (org, meeting) = address(&org, &meeting)?;
    let rev = req.query.opt("rev").map(|rev| rev.parse().map_err(|_| cx::AppError::NotFound)).transpose()?;
    let shown = show::meeting(&req.cx, org, meeting).await?;
    let sheet = adopt::minutes(&req.cx, org, meeting, rev).await?;
    let (w, zone) = (&req.w, &req.cx.house().zone);
    let adopted = moment(sheet.adopted_at, zone);
    let page = PaperPage {
        s: req.shell(),
        w: req.w,
        here: href(org, meeting),
        title: w.f("meeting.paper.title", &[("org", &sheet.minutes.name), ("title", &sheet.minutes.title)]),
        file: format!("/papers/minutes/{org}/{meeting}.{}", sheet.minutes.rev),
        older: sheet.minutes.rev != shown.row.rev,
        p: paper(w, &sheet.minutes, &sheet.hash, &adopted),
    };
    req.render(&page)
}

fn paper(w: &W, m: &Minutes, hash: &str, adopted: &str) -> Paper {
    let reader = Reader { host: m.org, sight: None, now: m.month };
    Paper {
        title: w.f("meeting.paper.title", &[("org", &m.name), ("title", &m.title)]),
        sub: w.f("meeting.paper.sub", &[("n", &m.rev), ("role", &role(&m.by, w)), ("at", &adopted)]),
        when: when(w, m.day, m.start),
        place: m.place.clone(),
        presence: presence(w, &m.presence),
        absent: m.presence.absent.join(w.t("meeting.show.comma")),
        agenda: m.agenda.iter().map(|line| sentence(w, line, reader).text()).collect(),
        decisions: m.decisions.iter().map(|d| decided(w, d)).collect(),
        text: m.text.clone(),
        reason: m.reason.clone(),
        confirmed: confirmed(w, &m.confirmed),
        proof: kernel::text::proof_code(hash),
        hash: hash.to_owned(),
        name: m.name.clone(),
        day: adopted.split(' ').next().unwrap_or_default().to_owned(),
    }
}

fn decided(w: &W, d: &Decided) -> [String; 4] {
    let mark = if d.baseless { w.t("meeting.show.no_basis") } else { "" };
    let basis = [mark, &d.basis].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    [d.text.clone(), d.who.clone(), d.due.to_string(), basis]
}

/// `clerk 甲一镇` as a sentence.
fn confirmed(w: &W, code: &str) -> String {
    let Some((by, org)) = code.split_once(' ') else { return String::new() };
    w.f("meeting.paper.confirmed", &[("role", &role(by, w)), ("org", &org)])
}

/// What the program makes of a held meeting, for people to go on with: who came, what the agenda said, what was
/// decided.
pub(super) fn draft_text(w: &W, shown: &Shown, now: Month) -> String {
    let row = &shown.row;
    let reader = Reader { host: shown.host.id, sight: None, now };
    let day = full_day_name(w, row.day);
    let head = w.f("meeting.draft.head", &[("day", &day), ("org", &shown.host.name), ("title", &row.title)]);
    let mut out = vec![format!("{head}{}", presence(w, &shown.presence))];
    out.push(w.t("meeting.draft.heard").to_owned());
    let lines = shown.agenda.iter().filter(|e| e.line.kind != Kind::Topic);
    out.extend((1..).zip(lines).map(|(n, e)| format!("{n}. {}", sentence(w, &e.line, reader).text())));
    let topics: Vec<&str> =
        shown.agenda.iter().filter(|e| e.line.kind == Kind::Topic).map(|e| e.line.text.as_str()).collect();
    if !topics.is_empty() {
        out.push(w.t("meeting.draft.topics").to_owned());
        out.extend((1..).zip(topics).map(|(n, t)| format!("{n}. {t}")));
    }
    if !shown.decisions.is_empty() {
        out.push(w.t("meeting.draft.decided").to_owned());
        out.extend((1..).zip(&shown.decisions).map(|(n, d)| {
            let d = &d.draft;
            let said = w.f("meeting.draft.decision", &[("text", &d.text), ("who", &d.who), ("due", &d.due_day)]);
            format!("{n}. {said}")
        }));
    }
    out.join("\n")
}
