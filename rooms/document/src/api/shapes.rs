//! The shapes of documents in JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Clause, ClauseDetail, ClauseRef, Comparison, DocumentHit, Found, Framework, Idle, Listed, Opened, Pair, Part,
    Procedures, Slot, State, VersionRow,
};

fn day(day: kernel::Day) -> Option<String> {
    (day != kernel::Day::FOREVER).then(|| day.to_string())
}

/// A document among others.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentView {
    /// Its id.
    id: String,
    /// Id of the organisation whose document it is.
    org: String,
    /// Name of that organisation.
    owner: String,
    /// `opinion`, `plan`, `regulation`, `assessment_method`, `five_year_plan`, `year_plan`, `work_procedure`.
    kind: &'static str,
    /// Place in the “1+3”: `opinion`, `plan_1`, `plan_2`, `plan_3`; null if it has none.
    framework: Option<&'static str>,
    /// Domain of a work procedure; empty for all others.
    domain: String,
    /// Whether its clauses are to be put into work.
    demands_work: bool,
    /// `draft`, `coming`, `in_force`, `ended`: how the version stands that stands for it.
    state: &'static str,
    /// That version.
    version: VersionView,
    /// Whether there is an open draft that the caller may edit.
    has_draft: bool,
    /// Version of the row: to be sent back with every change.
    row_version: i64,
}

impl From<&Listed> for DocumentView {
    fn from(l: &Listed) -> Self {
        let d = &l.document;
        Self {
            id: d.id.to_string(),
            org: d.org.to_string(),
            owner: d.owner.clone(),
            kind: d.kind.code(),
            framework: d.framework().map(Slot::code),
            domain: d.domain.clone(),
            demands_work: d.demands_work,
            state: l.state.code(),
            version: VersionView::from(&l.version),
            has_draft: l.draft,
            row_version: d.version,
        }
    }
}

/// One page of documents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentPage {
    /// The documents.
    items: Vec<DocumentView>,
    /// Key of the next page; null on the last.
    next: Option<String>,
}

/// A version of a document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionView {
    /// Its number, 1 for the first.
    seq: i64,
    /// Its title.
    title: String,
    /// Its number (文号); may be empty.
    number: String,
    /// Whether it is still a draft.
    draft: bool,
    /// First day in force; null for a draft.
    from: Option<String>,
    /// First day no more in force; null if no end is set.
    to: Option<String>,
    /// Name of the file it was read from; empty if it was typed.
    file: String,
}

impl From<&VersionRow> for VersionView {
    fn from(v: &VersionRow) -> Self {
        Self {
            seq: v.seq,
            title: v.title.clone(),
            number: v.number.clone(),
            draft: v.is_draft(),
            from: v.from.map(|d| d.to_string()),
            to: v.to.and_then(day),
            file: v.file_name.clone(),
        }
    }
}

/// A clause of the version that is read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadClause {
    /// Its id: the reference number.
    id: String,
    /// Its place in the text, 1 for the first.
    seq: i64,
    /// How deep it stands, 0 for the highest.
    depth: i64,
    /// Its label; may be empty.
    label: String,
    /// What it says.
    text: String,
    /// Whether it asks for work.
    demands: bool,
    /// How many things of the caller's branch rest on it.
    cited: i64,
}

/// One version of a document with its clauses.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadingView {
    /// The document.
    document: DocumentView,
    /// Every version the caller may see.
    versions: Vec<VersionView>,
    /// Its clauses in the order of the text.
    clauses: Vec<ReadClause>,
}

impl From<Opened> for ReadingView {
    fn from(o: Opened) -> Self {
        let r = &o.reading;
        let listed = Listed {
            document: r.document.clone(),
            version: r.version.clone(),
            state: State::of(&r.version, r.today),
            draft: r.versions.iter().any(VersionRow::is_draft),
        };
        let clause = |c: &Clause| ReadClause {
            id: c.id.to_string(),
            seq: c.seq,
            depth: c.depth,
            label: c.label.clone(),
            text: c.text.clone(),
            demands: c.demands,
            cited: o.cited.get(&c.id).copied().unwrap_or(0),
        };
        Self {
            document: DocumentView::from(&listed),
            versions: r.versions.iter().map(VersionView::from).collect(),
            clauses: r.clauses.iter().map(clause).collect(),
        }
    }
}

/// A clause as other things refer to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseView {
    /// Its id: the reference number.
    id: String,
    /// Id of its document.
    document: String,
    /// Id of the organisation whose document it is.
    org: String,
    /// Name of that organisation.
    owner: String,
    /// Title of the document.
    title: String,
    /// Its number (文号); may be empty.
    number: String,
    /// Number of the version, 1 for the first.
    version: i64,
    /// Label of the clause, such as 第三条; may be empty.
    label: String,
    /// What it says.
    text: String,
    /// First day in force.
    from: String,
    /// First day no more in force; null if no end is set.
    to: Option<String>,
}

impl From<ClauseRef> for ClauseView {
    fn from(c: ClauseRef) -> Self {
        Self {
            to: c.to().map(|day| day.to_string()),
            id: c.clause.to_string(),
            document: c.document.to_string(),
            org: c.org.to_string(),
            owner: c.owner,
            title: c.document_title,
            number: c.document_number,
            version: c.version_seq,
            label: c.label,
            text: c.text,
            from: c.from.to_string(),
        }
    }
}

/// Some clauses.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseList {
    /// The clauses.
    pub(crate) items: Vec<ClauseView>,
    /// Key of the next page; null on the last.
    pub(crate) next: Option<String>,
}

/// What rests on a clause.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CitationView {
    /// What sort of thing: `milestone`, `target`, `item` …
    kind: String,
    /// Which one.
    id: String,
    /// Whose it is.
    org: String,
    /// By what people name it.
    label: String,
    /// Address of its page.
    address: String,
}

/// Everything about a clause.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseDetailView {
    /// The clause.
    clause: ClauseView,
    /// What it replaces.
    replaces: Vec<ClauseView>,
    /// What replaced it.
    replaced_by: Vec<ClauseView>,
    /// Who of the caller's organisation and below rests on it.
    citations: Vec<CitationView>,
    /// Key of the next page of citations; null on the last.
    next: Option<String>,
}

impl From<ClauseDetail> for ClauseDetailView {
    fn from(d: ClauseDetail) -> Self {
        let all = |refs: Vec<ClauseRef>| refs.into_iter().map(ClauseView::from).collect();
        let citation = |t: crate::CitationRow| CitationView {
            kind: t.kind,
            id: t.id.to_string(),
            org: t.org.to_string(),
            label: t.label,
            address: t.address,
        };
        Self {
            clause: d.clause.into(),
            replaces: all(d.replaces),
            replaced_by: all(d.replaced_by),
            citations: d.citations.items.into_iter().map(citation).collect(),
            next: d.citations.next,
        }
    }
}

/// A run of a compared text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunView {
    /// `both`, `old`, `new`: where it stands.
    side: &'static str,
    /// What it says.
    text: String,
}

/// One line of a comparison.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PairView {
    /// `same`, `moved`, `changed`, `new`, `gone`.
    change: &'static str,
    /// Labels of the old clauses.
    old: Vec<String>,
    /// Label of the new clause; null if it is gone.
    new: Option<String>,
    /// What changed in the text.
    runs: Vec<RunView>,
}

/// Two versions, clause by clause.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ComparisonView {
    /// The older version.
    old: VersionView,
    /// The newer version.
    new: VersionView,
    /// Whether the pairs were put right by hand; else likeness chose them.
    by_hand: bool,
    /// The lines.
    pairs: Vec<PairView>,
}

impl From<Comparison> for ComparisonView {
    fn from(c: Comparison) -> Self {
        let label = |clauses: &[Clause], n: usize| clauses.get(n).map(|c| c.label.clone());
        let run = |r: &crate::Run| RunView {
            side: match r.side {
                crate::In::Both => "both",
                crate::In::Old => "old",
                crate::In::New => "new",
            },
            text: r.text.clone(),
        };
        let pair = |p: &Pair| PairView {
            change: p.change.code(),
            old: p.old.iter().filter_map(|o| label(&c.old.clauses, *o)).collect(),
            new: p.new.and_then(|n| label(&c.new.clauses, n)),
            runs: p.runs.iter().map(run).collect(),
        };
        Self {
            pairs: c.pairs.iter().map(pair).collect(),
            old: VersionView::from(&c.old.version),
            new: VersionView::from(&c.new.version),
            by_hand: c.by_hand,
        }
    }
}

/// A part of a text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartView {
    /// Whether it is what was searched for.
    hit: bool,
    /// What it says.
    text: String,
}

fn parts(parts: Vec<Part>) -> Vec<PartView> {
    parts.into_iter().map(|p| PartView { hit: p.hit, text: p.text }).collect()
}

/// A clause that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseHitView {
    /// Its id.
    id: String,
    /// Its label; may be empty.
    label: String,
    /// Where the terms stand in it.
    snippet: Vec<PartView>,
}

/// A document that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HitView {
    /// Id of the document.
    document: String,
    /// Number of the version that was found.
    version: i64,
    /// Its title, the terms marked.
    title: Vec<PartView>,
    /// How many of its clauses hold the terms.
    count: usize,
    /// The first of them.
    clauses: Vec<ClauseHitView>,
}

impl From<DocumentHit> for HitView {
    fn from(h: DocumentHit) -> Self {
        let clause =
            |c: crate::ClauseHit| ClauseHitView { id: c.clause.to_string(), label: c.label, snippet: parts(c.snippet) };
        Self {
            document: h.heading.document.to_string(),
            version: h.heading.seq,
            title: parts(h.title),
            count: h.count,
            clauses: h.clauses.into_iter().map(clause).collect(),
        }
    }
}

/// A page of results.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchView {
    /// The documents, the best first.
    items: Vec<HitView>,
    /// What to pass as `after` for the next page; null on the last.
    next: Option<String>,
}

impl From<Found> for SearchView {
    fn from(f: Found) -> Self {
        Self { items: f.documents.into_iter().map(HitView::from).collect(), next: f.next.map(|n| n.to_string()) }
    }
}

/// A place of the “1+3”.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceView {
    /// `opinion`, `plan_1`, `plan_2`, `plan_3`.
    place: &'static str,
    /// What stands there; null if nothing does.
    document: Option<DocumentView>,
}

/// The “1+3” of one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FrameworkView {
    /// Whose it is.
    org: String,
    /// Its four places.
    places: Vec<PlaceView>,
}

impl From<Framework> for FrameworkView {
    fn from(f: Framework) -> Self {
        let place = |(slot, listed): &(Slot, Option<Listed>)| PlaceView {
            place: slot.code(),
            document: listed.as_ref().map(DocumentView::from),
        };
        Self { org: f.owner.org.to_string(), places: f.places.iter().map(place).collect() }
    }
}

/// A domain and its procedures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DomainView {
    /// The domain.
    domain: &'static str,
    /// Its procedures, the nearest first; none is a gap.
    documents: Vec<DocumentView>,
}

/// The work procedures by domain.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProceduresView {
    /// All ten domains.
    domains: Vec<DomainView>,
}

impl From<Procedures> for ProceduresView {
    fn from(p: Procedures) -> Self {
        let domain = |(domain, rows): &(&'static str, Vec<Listed>)| DomainView {
            domain,
            documents: rows.iter().map(DocumentView::from).collect(),
        };
        Self { domains: p.domains.iter().map(domain).collect() }
    }
}

/// A document that demands work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdleDocumentView {
    /// Id of the document.
    document: String,
    /// Its title.
    title: String,
    /// Clauses that ask for work.
    asking: i64,
    /// Those of them without any.
    idle: i64,
}

/// The red list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdleView {
    /// Every document in sight that demands work.
    documents: Vec<IdleDocumentView>,
    /// A page of the clauses without work.
    items: Vec<ClauseView>,
    /// Key of the next page; null on the last.
    next: Option<String>,
}

impl From<Idle> for IdleView {
    fn from(i: Idle) -> Self {
        let document = |d: crate::IdleDocument| IdleDocumentView {
            document: d.document.to_string(),
            title: d.title,
            asking: d.asking,
            idle: d.idle,
        };
        Self {
            documents: i.documents.into_iter().map(document).collect(),
            items: i.clauses.items.into_iter().map(ClauseView::from).collect(),
            next: i.clauses.next,
        }
    }
}
