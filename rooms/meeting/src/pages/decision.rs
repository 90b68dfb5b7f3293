//! Decisions on the page of a meeting: noted and worked with the keyboard.

use axum::extract::Path;
use cx::AppError;
use kernel::{DecisionId, Fault, Faults, MeetingId, OrgId};
use kit::{Answer, FormView, Req, W};
use task_list::{
    Audience, ChainLink,
    pages::{
        ground::{self, clause},
        view::Opt,
    },
};

use super::{Chip, done, href, own_address, show::again};
use crate::{
    access::Sight,
    actions::{
        decide as noting, follow,
        show::{self, DecisionView, Shown},
    },
    rules::{
        DecisionDraft, Standing,
        decision::{level_below, oneself},
    },
};

type Of = Path<(String, String)>;
type OfOne = Path<(String, String, String)>;

/// One decision as the page shows it.
pub(super) struct DecisionRow {
    pub(super) id: String,
    pub(super) n: i64,
    pub(super) text: String,
    pub(super) who: String,
    pub(super) due: String,
    pub(super) overdue: bool,
    /// What it rests on in words, then the remark.
    pub(super) basis: String,
    /// The remark alone.
    pub(super) remark: String,
    /// Whether it rests on no row, whatever the words say.
    pub(super) baseless: bool,
    /// The same as links, from the clause down.
    pub(super) chain: Vec<ChainLink>,
    /// The form that puts it right, for who may.
    pub(super) amend: Option<AmendForm>,
    /// The reason to drop it, as it was typed.
    pub(super) drop_reason: String,
    pub(super) chip: Chip,
    /// How far its item is, and where that is; empty without an item or out of reach.
    pub(super) far: String,
    pub(super) href: String,
    /// How often it was carried over; empty if never.
    pub(super) carried: String,
    pub(super) reason: String,
    pub(super) version: i64,
    pub(super) may_list: bool,
    pub(super) may_follow: bool,
    /// Where its own meeting is; empty on that meeting's page.
    pub(super) from: String,
}

/// The form that puts a decision right: what is stored, or what was typed and not taken.
pub(super) struct AmendForm {
    pub(super) open: bool,
    pub(super) text: String,
    pub(super) text_error: String,
    pub(super) who: Vec<WhoChoice>,
    pub(super) who_error: String,
    pub(super) due_day: String,
    pub(super) due_error: String,
    pub(super) targets: Vec<Opt>,
    pub(super) target_error: String,
    /// The field in which a clause is chosen, as HTML of its own room.
    pub(super) clause: String,
    pub(super) remark: String,
    pub(super) remark_error: String,
}

impl AmendForm {
    fn of(w: &W, shown: &Shown, d: &DecisionView, refused: Refused<'_>) -> Self {
        let again = refused.is(&amend_form(d.id));
        let was = |name: &str, stored: String| if again { refused.form.value(name).to_owned() } else { stored };
        let error = |name: &str| if again { refused.form.error(name).to_owned() } else { String::new() };
        let (g, field) = (&d.draft.ground, clause_field(d.id));
        let picked = (was(&field, chosen(g.clause)), was(&format!("{field}_ref"), String::new()));
        let who_chosen = was("who", KEEP.to_owned());
        let keep = WhoChoice { code: KEEP.to_owned(), label: d.draft.who.clone(), chosen: who_chosen == KEEP };
        let others = who_choices(w, shown, &who_chosen).into_iter().filter(|c| c.code != NAMED);
        Self {
            open: again,
            text: was("text", d.draft.text.clone()),
            text_error: error("text"),
            who: std::iter::once(keep).chain(others).collect(),
            who_error: error("who"),
            due_day: was("due_day", d.draft.due_day.to_string()),
            due_error: error("due_day"),
            targets: ground::targets(w, &shown.offered, &was("target", chosen(g.target))),
            target_error: error("target"),
            clause: clause(w, &shown.offered, field, (&picked.0, &picked.1), &error(CLAUSE)),
            remark: was("basis", d.draft.basis.clone()),
            remark_error: error("basis"),
        }
    }
}

/// A form of the page that was not taken.
#[derive(Clone, Copy)]
pub(super) struct Refused<'a> {
    /// What was typed, and what is wrong with it.
    pub(super) form: &'a FormView,
    /// Which form it was; empty if none.
    pub(super) which: &'a str,
}

impl Refused<'_> {
    fn is(self, which: &str) -> bool {
        self.which == which
    }
}

/// Name of the form that puts a decision right, as [`Refused`] names it.
fn amend_form(id: DecisionId) -> String {
    format!("{AMEND}{id}")
}

/// Beginning of the names of those forms.
const AMEND: &str = "amend-";

/// The field of the clause in the form of this name; none if it has no such field.
pub(super) fn clause_field_of(which: &str) -> Option<String> {
    if which == DECIDE { Some(CLAUSE.to_owned()) } else { which.strip_prefix(AMEND).map(|id| format!("{CLAUSE}_{id}")) }
}

/// Name of the form that notes a decision.
pub(super) const DECIDE: &str = "decide";
/// The choice that leaves whoever has to do it as it is.
const KEEP: &str = "keep";
/// The choice of organisations named line by line.
const NAMED: &str = "named";

/// One way to say who has to do it.
pub(super) struct WhoChoice {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// The organisation itself, each level below, named ones.
pub(super) fn who_choices(w: &W, shown: &Shown, chosen: &str) -> Vec<WhoChoice> {
    let choice = |code: String, label: String| WhoChoice { chosen: code == chosen, code, label };
    let mut all = vec![choice("own".to_owned(), w.f("meeting.who.own", &[("org", &shown.host.name)]))];
    for (level, n) in &shown.levels {
        let word = w.t(&format!("org.level.{level}"));
        all.push(choice(format!("level-{level}"), w.f("meeting.who.level", &[("level", &word), ("n", n)])));
    }
    if !shown.levels.is_empty() {
        all.push(choice(NAMED.to_owned(), w.t("meeting.who.named").to_owned()));
    }
    all
}

/// A decision in words.
pub(super) fn decision_row(req: &Req, shown: &Shown, d: &DecisionView, refused: Refused<'_>) -> DecisionRow {
    let (w, today) = (&req.w, req.cx.house().today());
    let is_open = !matches!(d.standing, Standing::Done | Standing::Dropped);
    let (far, href) = item(w, shown, d);
    let here = d.meeting == shown.row.id;
    let may_amend = shown.rights.hold && here && shown.row.rev == 0 && d.standing == Standing::Open;
    let dropping = refused.is(&format!("drop-{}", d.id));
    DecisionRow {
        id: d.id.to_string(),
        n: d.seq,
        text: d.draft.text.clone(),
        who: d.draft.who.clone(),
        due: d.draft.due_day.short(),
        overdue: is_open && d.draft.due_day < today,
        basis: d.draft.ground.with(&d.draft.basis),
        remark: d.draft.basis.clone(),
        baseless: d.draft.is_baseless(),
        chain: d.chain.clone(),
        amend: may_amend.then(|| AmendForm::of(w, shown, d, refused)),
        drop_reason: if dropping { refused.form.value("reason").to_owned() } else { String::new() },
        chip: standing_chip(w, &d.standing),
        far,
        href,
        carried: if d.carried > 0 { w.f("meeting.show.carried", &[("n", &d.carried)]) } else { String::new() },
        reason: d.reason.clone(),
        version: d.version,
        may_list: shown.rights.follow && d.standing.may_list(),
        may_follow: shown.rights.follow && is_open,
        from: if here { String::new() } else { super::href(shown.host.id, d.meeting) },
    }
}

/// Name of the field in which the clause of a new decision is chosen.
pub(super) const CLAUSE: &str = "clause";

/// Name of the field in which the clause of a decision is chosen when it is put right.
fn clause_field(id: DecisionId) -> String {
    format!("{CLAUSE}_{id}")
}

/// An id as a field carries it.
fn chosen(id: Option<impl std::fmt::Display>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// How a decision stands, as a chip.
pub(super) fn standing_chip(w: &W, standing: &Standing) -> Chip {
    let class = match standing {
        Standing::Open => "st-issued",
        Standing::Loose => "st-returned",
        Standing::Drafted => "st-signed",
        Standing::Sent { .. } => "st-reported",
        Standing::Done => "st-closed",
        Standing::Dropped => "st-withdrawn",
    };
    Chip { class, label: w.t(&format!("meeting.standing.{}", standing.code())) }
}

/// How far the item of a decision is, and where that is, for a reader who may open it.
fn item(w: &W, shown: &Shown, d: &DecisionView) -> (String, String) {
    let Some(item) = &d.item else { return (String::new(), String::new()) };
    let (org, own) = (shown.host.id, shown.sight == Sight::Own);
    match d.standing {
        Standing::Drafted => {
            let href = if own { format!("/lists/{}", item.list) } else { String::new() };
            (w.f("meeting.show.in_draft", &[("month", &item.month)]), href)
        }
        Standing::Sent { done, total } => {
            let board = format!("/board?month={}&under={org}&item={}", item.month.0, item.item);
            let href = if shown.sight == Sight::Guest { String::new() } else { board };
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("number", &item.number), ("done", &done), ("total", &total)];
            (w.f("meeting.show.far", &values), href)
        }
        _ => (String::new(), String::new()),
    }
}

/// Where a decision is shown: on the page of its meeting.
pub(super) async fn find(req: Req, Path((org, decision)): Of) -> Answer {
    let org: OrgId = org.parse().map_err(|_| AppError::NotFound)?;
    let decision: DecisionId = decision.parse().map_err(|_| AppError::NotFound)?;
    let meeting = show::meeting_of(&req.cx, org, decision).await?;
    Ok(kit::redirect(&format!("{}#d-{decision}", href(org, meeting))))
}

/// Who has to do it, as it is chosen or named; `kept` is what stood before.
async fn who(req: &Req, org: OrgId, kept: Option<&DecisionDraft>) -> Result<Result<Audience, Faults>, AppError> {
    let choice = req.form.get("who");
    Ok(match (choice, kept, choice.strip_prefix("level-")) {
        (KEEP, Some(kept), _) => Ok(kept.audience.clone()),
        ("own", ..) => Ok(oneself(org)),
        (.., Some(level)) => Ok(level_below(org, level)),
        (NAMED, ..) => named(req).await?,
        _ => Err(vec![Fault::of("who", "not_a_choice")]),
    })
}

/// Organisations named line by line.
async fn named(req: &Req) -> Result<Result<Audience, Faults>, AppError> {
    let (ids, faults) = org::named(&req.cx, "named", req.form.get("named")).await?;
    let own = req.cx.actor().seat.org;
    let include_self = ids.contains(&own);
    Ok(if faults.is_empty() { Ok(Audience { clauses: Vec::new(), named: ids, include_self }) } else { Err(faults) })
}

/// The decision that is typed, or everything in it that does not fit.
async fn typed(req: &Req, org: OrgId, kept: Option<&DecisionView>) -> Result<Result<DecisionDraft, Faults>, AppError> {
    let field = kept.map_or_else(|| CLAUSE.to_owned(), |d| clause_field(d.id));
    let (field, kept) = (field.as_str(), kept.map(|d| &d.draft));
    let audience = who(req, org, kept).await?;
    let due = req.form.parsed("due_day", "not_a_day");
    let form = &req.form;
    let ground = ground::read(form, field, "target");
    Ok(match (audience, due, ground) {
        (Ok(audience), Ok(due_day), Ok(ground)) => {
            let same = kept.filter(|k| k.audience == audience).map(|k| k.who.clone());
            let (text, basis) = (form.get("text").to_owned(), form.get("basis").to_owned());
            Ok(DecisionDraft { text, audience, who: same.unwrap_or_default(), due_day, basis, ground })
        }
        (audience, due, ground) => {
            let mut faults = audience.err().unwrap_or_default();
            faults.extend(due.err());
            faults.extend(ground.err().unwrap_or_default());
            Err(faults)
        }
    })
}

pub(super) async fn decide(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let noted = match typed(&req, at.0, None).await? {
        Ok(draft) => noting::decide(&req.cx, &req.once(), at.1, draft).await.map(|_| ()),
        Err(faults) => Err(faults.into()),
    };
    back(&req, at, DECIDE, "meeting_decided", noted).await
}

pub(super) async fn amend(req: Req, Path((org, meeting, decision)): OfOne) -> Answer {
    let (at, id, version) = of_one(&req, &org, &meeting, &decision)?;
    let shown = show::meeting(&req.cx, at.0, at.1).await?;
    let kept = shown.decisions.iter().find(|d| d.id == id).ok_or(AppError::NotFound)?;
    let amended = match typed(&req, at.0, Some(kept)).await? {
        Ok(draft) => noting::amend(&req.cx, &req.once(), id, version, draft).await,
        Err(faults) => Err(faults.into()),
    };
    back(&req, at, &amend_form(id), "meeting_amended", amended).await
}

pub(super) async fn to_list(req: Req, Path((org, meeting, decision)): OfOne) -> Answer {
    let (at, id, version) = of_one(&req, &org, &meeting, &decision)?;
    let shown = show::meeting(&req.cx, at.0, at.1).await?;
    let month = shown.row.month.plus(1).max(req.cx.house().month());
    let title = req.w.f("meeting.show.list_title", &[("month", &month.of_year())]);
    let listed = follow::to_list(&req.cx, &req.once(), id, version, &title).await;
    back(&req, at, "follow", "meeting_listed", listed.map(|_| ())).await
}

pub(super) async fn finish(req: Req, Path((org, meeting, decision)): OfOne) -> Answer {
    let (at, id, version) = of_one(&req, &org, &meeting, &decision)?;
    let finished = follow::finish(&req.cx, &req.once(), id, version, req.form.get("reason")).await;
    back(&req, at, &format!("drop-{id}"), "meeting_finished", finished).await
}

pub(super) async fn drop(req: Req, Path((org, meeting, decision)): OfOne) -> Answer {
    let (at, id, version) = of_one(&req, &org, &meeting, &decision)?;
    let dropped = follow::drop_decision(&req.cx, &req.once(), id, version, req.form.get("reason")).await;
    back(&req, at, &format!("drop-{id}"), "meeting_dropped", dropped).await
}

type At = (OrgId, MeetingId);

fn of_one(req: &Req, org: &str, meeting: &str, decision: &str) -> Result<(At, DecisionId, i64), AppError> {
    let at = own_address(req, org, meeting)?;
    let id = decision.parse().map_err(|_| AppError::NotFound)?;
    Ok((at, id, req.form.parsed("version", "not_a_number")?))
}

/// Back to the decisions, or the page again with what was not taken.
async fn back(req: &Req, at: At, which: &str, key: &str, result: Result<(), AppError>) -> Answer {
    match result {
        Ok(()) => Ok(done(&href(at.0, at.1), key, 0, "decisions")),
        Err(error) => again(req, at, which, error).await,
    }
}
