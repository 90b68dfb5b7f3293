//! The letters below: by child of the viewer how many are at the recipient, signed, in force; and the letters
//! themselves, page by page.

use std::collections::{BTreeMap, HashMap};

use cx::{AppError, Cx, Tx};
use kernel::{IssueId, OrgId, OrgPath, Page, Paged};

use crate::access;
use crate::rules::Shown;
use crate::store::board::{self, Filter, Narrowed};
use crate::store::issue::{self, IssueRow};
use crate::store::letter::LetterRow;
use crate::store::party;

/// What of the letters below is wanted.
#[derive(Debug, Clone, Default)]
pub struct BoardQuery {
    /// Year.
    pub year: i64,
    /// Only below this organisation.
    pub under: Option<OrgId>,
    /// Only of this issue.
    pub issue: Option<IssueId>,
    /// Only in this state: `issued`, `objected`, `signed`, `in_force`, `ended`, `withdrawn`.
    pub state: String,
}

/// How many letters stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// At the recipient, without an open objection.
    pub issued: i64,
    /// At the recipient, with an open objection.
    pub objected: i64,
    /// Signed by the recipient.
    pub signed: i64,
    /// In force.
    pub in_force: i64,
    /// Over.
    pub ended: i64,
    /// Taken back.
    pub withdrawn: i64,
}

impl Tally {
    fn add(&mut self, shown: Shown, objected: bool, n: i64) {
        *match shown {
            Shown::Issued if objected => &mut self.objected,
            Shown::Issued => &mut self.issued,
            Shown::Signed => &mut self.signed,
            Shown::InForce => &mut self.in_force,
            Shown::Ended => &mut self.ended,
            Shown::Superseded | Shown::Withdrawn => &mut self.withdrawn,
        } += n;
    }

    /// Letters that count: all but those taken back.
    #[must_use]
    pub const fn all(&self) -> i64 {
        self.issued + self.objected + self.signed + self.in_force + self.ended
    }

    /// Letters signed by both sides.
    #[must_use]
    pub const fn both(&self) -> i64 {
        self.in_force + self.ended
    }
}

/// The letters at and below one child of the viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardChild {
    /// The child.
    pub org: OrgId,
    /// Its name today.
    pub name: String,
    /// How its letters stand.
    pub tally: Tally,
}

/// One letter of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// The letter.
    pub letter: LetterRow,
    /// Name of its recipient today.
    pub name: String,
    /// Code of its recipient today.
    pub code: String,
    /// Number of its issue.
    pub number: String,
    /// Title of its issue.
    pub title: String,
    /// State on the day it is read.
    pub shown: Shown,
}

/// One page of the letters below, with the counts beside it.
#[derive(Debug, Clone)]
pub struct Board {
    /// Below which organisation.
    pub under: (OrgId, String),
    /// How all of them stand, whatever the state asked for.
    pub tally: Tally,
    /// By child, in the order of the tree.
    pub children: Vec<BoardChild>,
    /// Issues whose letters are among them: issue and issuer's name.
    pub issues: Vec<(IssueRow, String)>,
    /// The letters asked for.
    pub rows: Paged<BoardRow>,
}

/// The letters below the actor's organisation, or below one of those.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope; a fault for a key or a state that there is not.
pub async fn board(cx: &Cx, query: BoardQuery, page: Page) -> Result<Board, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        let under = party::org(tx, query.under.unwrap_or(own))?;
        access::read(tx, &under.path)?;
        let filter = Filter {
            year: query.year,
            place: under.path.clone(),
            but: own,
            issue: query.issue,
            state: narrowed(&query.state)?,
        };
        let today = tx.today();
        let depth = under.path.depth() + 1;
        let mut tally = Tally::default();
        let mut by_child: BTreeMap<OrgPath, Tally> = BTreeMap::new();
        for count in board::counts(tx, &filter, depth)? {
            let shown = count.state.shown(count.until, today);
            tally.add(shown, count.objected, count.n);
            by_child.entry(count.child).or_default().add(shown, count.objected, count.n);
        }
        let children = children(tx, by_child)?;
        let issues = issues(tx, &filter)?;
        let rows = rows(tx, &filter, &page)?;
        Ok(Board { under: (under.id, under.name), tally, children, issues, rows })
    })
    .await
}

fn narrowed(state: &str) -> Result<Option<Narrowed>, AppError> {
    Ok(Some(match state {
        "" => return Ok(None),
        "issued" => Narrowed::Issued,
        "objected" => Narrowed::Objected,
        "signed" => Narrowed::Signed,
        "in_force" => Narrowed::InForce,
        "ended" => Narrowed::Ended,
        "withdrawn" => Narrowed::Withdrawn,
        _ => return Err(kernel::Fault::of("state", "not_a_choice").into()),
    }))
}

fn children(tx: &mut Tx<'_>, by_child: BTreeMap<OrgPath, Tally>) -> Result<Vec<BoardChild>, AppError> {
    let owners = party::at_many(tx, &by_child.keys().cloned().collect())?;
    let child = |(path, tally): (OrgPath, Tally)| {
        let (org, name) = owners.get(&path).cloned()?;
        Some(BoardChild { org, name, tally })
    };
    Ok(by_child.into_iter().filter_map(child).collect())
}

fn issues(tx: &mut Tx<'_>, filter: &Filter) -> Result<Vec<(IssueRow, String)>, AppError> {
    let found = board::issues(tx, filter)?;
    let mut rows = issue::of_keys(tx, &found.iter().map(|f| (f.0, f.1)).collect())?;
    let names = party::orgs(tx, &found.iter().map(|f| f.0).collect())?;
    let named = |(org, id, _): (OrgId, IssueId, i64)| {
        Some((rows.remove(&id)?, names.get(&org).map(|o| o.name.clone()).unwrap_or_default()))
    };
    Ok(found.into_iter().filter_map(named).collect())
}

fn rows(tx: &mut Tx<'_>, filter: &Filter, page: &Page) -> Result<Paged<BoardRow>, AppError> {
    let after = page.after.as_deref().map(key).transpose()?;
    let letters = board::page(tx, filter, after, page.size + 1)?;
    let paged = Paged::from_surplus(letters, page, |l| format!("{}.{}", l.place.as_str().replace('/', "_"), l.issue));
    let names = party::orgs(tx, &paged.items.iter().map(|l| l.org).collect())?;
    let issues: HashMap<IssueId, IssueRow> =
        issue::of_keys(tx, &paged.items.iter().map(|l| (l.issuer, l.issue)).collect())?;
    let today = tx.today();
    Ok(paged.map(|letter| {
        let org = names.get(&letter.org);
        let issue = issues.get(&letter.issue);
        BoardRow {
            name: org.map(|o| o.name.clone()).unwrap_or_default(),
            code: org.map(|o| o.code.clone()).unwrap_or_default(),
            number: issue.map(|i| i.number.clone()).unwrap_or_default(),
            title: issue.map(|i| i.title.clone()).unwrap_or_default(),
            shown: letter.state.shown(letter.until, today),
            letter,
        }
    }))
}

/// `0001_00a4_.77` as the key of a page: place and issue.
fn key(text: &str) -> Result<(OrgPath, IssueId), AppError> {
    let read = || {
        let (place, issue) = text.rsplit_once('.')?;
        Some((OrgPath::parse(&place.replace('_', "/"))?, issue.parse().ok()?))
    };
    read().ok_or_else(|| kernel::Fault::of("after", "not_a_choice").into())
}

/// Every letter that the query finds, at most `most`: for a sheet.
///
/// # Errors
/// As [`board`].
pub async fn all(cx: &Cx, query: BoardQuery, most: i64) -> Result<Vec<BoardRow>, AppError> {
    let mut out = Vec::new();
    let mut after = None;
    loop {
        let page = board(cx, query.clone(), Page::new(after, Some(Page::MOST))).await?.rows;
        out.extend(page.items);
        after = page.next;
        if after.is_none() || i64::try_from(out.len()).unwrap_or(i64::MAX) >= most {
            return Ok(out);
        }
    }
}
