//! What callers get.

use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::board::BoardRow;
use crate::actions::issue::{Issued, Preview};
use crate::actions::mine::Mine;
use crate::actions::show::LetterDetail;
use crate::actions::{IssueRow, LetterRow, SettingRow, SignatureRow};
use crate::rules::{Party, SheetLine};

use super::body::IssueBody;

/// A letter in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LetterJson {
    /// Recipient.
    org: String,
    /// Its name today; empty in one's own list.
    name: String,
    /// Issue it came with.
    issue: String,
    /// Who issued it.
    issuer: String,
    /// Number of the issue.
    number: String,
    /// Title of the issue.
    title: String,
    /// Year.
    year: i64,
    /// Revision that counts.
    rev: i64,
    /// `issued`, `signed`, `in_force`, `ended`, `superseded`, `withdrawn`.
    state: String,
    /// Whether an objection waits for its answer.
    objected: bool,
    /// Last day.
    until: String,
    /// When the recipient signed.
    signed_at: Option<String>,
    /// When it came into force.
    in_force_at: Option<String>,
    /// Rises with every change.
    version: i64,
}

impl LetterJson {
    fn of(row: &LetterRow, issue: (&str, &str), name: &str, state: &str) -> Self {
        Self {
            org: row.org.to_string(),
            name: name.to_owned(),
            issue: row.issue.to_string(),
            issuer: row.issuer.to_string(),
            number: issue.0.to_owned(),
            title: issue.1.to_owned(),
            year: row.year,
            rev: row.rev,
            state: state.to_owned(),
            objected: row.objected,
            until: row.until.to_string(),
            signed_at: row.signed_at.map(kernel::Instant::rfc3339),
            in_force_at: row.in_force_at.map(kernel::Instant::rfc3339),
            version: row.version,
        }
    }

    pub(crate) fn mine(mine: &Mine, today: kernel::Day) -> Option<Self> {
        let row = mine.current()?;
        let state = row.state.shown(row.until, today).code();
        Some(Self::of(row, (&mine.issue.number, &mine.issue.title), "", state))
    }

    pub(crate) fn below(row: &BoardRow) -> Self {
        Self::of(&row.letter, (&row.number, &row.title), &row.name, row.shown.code())
    }
}

/// A page of letters.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LetterPage {
    /// The letters.
    pub(crate) items: Vec<LetterJson>,
    /// Key that opens the next page.
    pub(crate) next: Option<String>,
}

/// One side of a letter, as named in its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartyJson {
    /// The organisation.
    org: String,
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// Title of its first-responsible post.
    post: String,
}

impl From<&Party> for PartyJson {
    fn from(p: &Party) -> Self {
        Self { org: p.org.to_string(), code: p.code.clone(), name: p.name.clone(), post: p.post.clone() }
    }
}

/// One line of the assessment sheet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetLineJson {
    /// The target.
    target: String,
    /// What it rests on, in words.
    basis: String,
    /// Whether it rests on no clause and no upper target, whatever a remark says.
    baseless: bool,
    /// 项目.
    project: String,
    /// 内容.
    text: String,
    /// 要求.
    requirement: String,
    /// `metric` or `judgement`.
    kind: String,
    /// What is measured.
    measure: String,
    /// The value to reach.
    value: String,
    /// 分值 in tenths.
    weight: i64,
    /// 考评方式.
    assessment: String,
    /// 扣分办法.
    deduction: String,
}

impl From<&SheetLine> for SheetLineJson {
    fn from(l: &SheetLine) -> Self {
        Self {
            target: l.target.to_string(),
            basis: l.basis.clone(),
            baseless: l.baseless,
            project: l.project.clone(),
            text: l.text.clone(),
            requirement: l.requirement.clone(),
            kind: l.kind.code().to_owned(),
            measure: l.measure.clone(),
            value: l.value.clone(),
            weight: l.weight,
            assessment: l.assessment.clone(),
            deduction: l.deduction.clone(),
        }
    }
}

/// A signature under a letter.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SignatureJson {
    /// `recipient` or `issuer`.
    side: String,
    /// Name of the organisation on the day.
    org_name: String,
    /// Title of the post on the day.
    post_title: String,
    /// The person who held it.
    name: String,
    /// When.
    at: String,
    /// Algorithm.
    algorithm: String,
    /// Public key, in hexadecimal digits.
    public_key: String,
    /// The signature, in hexadecimal digits.
    signature: String,
    /// The text that was signed.
    attestation: String,
    /// Whether it holds over the text as it is stored now.
    holds: bool,
}

impl SignatureJson {
    fn of(d: &LetterDetail, (s, holds): &(SignatureRow, bool)) -> Self {
        let hash = d.sealed.as_ref().map(|s| seal::digest(&s.body)).unwrap_or_default();
        Self {
            side: s.side.code().to_owned(),
            org_name: s.org_name.clone(),
            post_title: s.post_title.clone(),
            name: s.name.clone(),
            at: s.at.rfc3339(),
            algorithm: s.algorithm.clone(),
            public_key: s.public.clone(),
            signature: s.signature.clone(),
            attestation: s.attestation(d.row.org, d.row.issue, &hash).text(),
            holds: *holds,
        }
    }
}

/// One step of a letter's history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterStepJson)]
pub(crate) struct StepJson {
    /// Revision.
    rev: i64,
    /// What happened.
    kind: String,
    /// When.
    at: String,
    /// Organisation of the post that did it.
    org: String,
    /// Why.
    reason: String,
}

/// A letter, whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LetterDetailJson {
    /// What the list tells.
    letter: LetterJson,
    /// Issuer, as the text names it.
    issuer: PartyJson,
    /// Recipient, as the text names it.
    recipient: PartyJson,
    /// First day.
    from: String,
    /// Last day.
    until: String,
    /// Why it was revised.
    reason: String,
    /// The sheet.
    lines: Vec<SheetLineJson>,
    /// Digest of the sealed text; none before it is signed.
    hash: Option<String>,
    /// Signatures.
    signatures: Vec<SignatureJson>,
    /// Numbers of all revisions.
    revisions: Vec<i64>,
    /// History, oldest first.
    steps: Vec<StepJson>,
}

impl From<&LetterDetail> for LetterDetailJson {
    fn from(d: &LetterDetail) -> Self {
        let step = |s: &crate::actions::StepRow| StepJson {
            rev: s.rev,
            kind: s.kind.code().to_owned(),
            at: s.at.rfc3339(),
            org: s.org.to_string(),
            reason: s.reason.clone(),
        };
        let issue = (d.letter.number.as_str(), d.letter.title.as_str());
        Self {
            letter: LetterJson::of(&d.row, issue, &d.letter.recipient.name, d.shown.code()),
            issuer: PartyJson::from(&d.letter.issuer),
            recipient: PartyJson::from(&d.letter.recipient),
            from: d.letter.from.to_string(),
            until: d.letter.until.to_string(),
            reason: d.letter.reason.clone(),
            lines: d.letter.lines.iter().map(SheetLineJson::from).collect(),
            hash: d.sealed.as_ref().map(|s| s.hash.clone()),
            signatures: d.signatures.iter().map(|s| SignatureJson::of(d, s)).collect(),
            revisions: d.revisions.iter().map(|r| r.rev).collect(),
            steps: d.steps.iter().map(step).collect(),
        }
    }
}

/// Whether a letter is what was signed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerificationJson {
    /// Whether text and every signature hold.
    sound: bool,
    /// Revision.
    rev: i64,
    /// Digest as stored.
    stored: String,
    /// Digest computed now.
    computed: String,
    /// The canonical text.
    body: String,
    /// The signatures.
    signatures: Vec<SignatureJson>,
}

impl VerificationJson {
    pub(crate) fn of(d: &LetterDetail) -> Option<Self> {
        let sealed = d.sealed.as_ref()?;
        Some(Self {
            sound: d.sound && d.signatures.iter().all(|(_, holds)| *holds),
            rev: d.row.rev,
            stored: sealed.hash.clone(),
            computed: seal::digest(&sealed.body),
            body: sealed.body.clone(),
            signatures: d.signatures.iter().map(|s| SignatureJson::of(d, s)).collect(),
        })
    }
}

/// An issue in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterIssueJson)]
pub(crate) struct IssueJson {
    /// Id.
    id: String,
    /// Year.
    year: i64,
    /// `draft`, `template`, `issued`.
    stage: String,
    /// Number; empty until it is issued.
    number: String,
    /// Title.
    title: String,
    /// Letters it made.
    letters: i64,
    /// Rises with every change.
    version: i64,
}

impl From<&IssueRow> for IssueJson {
    fn from(r: &IssueRow) -> Self {
        Self {
            id: r.id.to_string(),
            year: r.year,
            stage: r.stage.code().to_owned(),
            number: r.number.clone(),
            title: r.title.clone(),
            letters: r.letters,
            version: r.version,
        }
    }
}

/// Issues of a year and templates.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterIssuePage)]
pub(crate) struct IssuePage {
    /// Drafts, issues, templates.
    pub(crate) items: Vec<IssueJson>,
    /// Key that opens the next page.
    pub(crate) next: Option<String>,
}

/// An issue, whole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterIssueDetailJson)]
pub(crate) struct IssueDetailJson {
    /// What the list tells.
    pub(crate) issue: IssueJson,
    /// As it is written.
    pub(crate) draft: IssueBody,
}

/// What issuing would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterIssuePreviewJson)]
pub(crate) struct IssuePreviewJson {
    /// Letters in all.
    letters: i64,
    /// By level.
    levels: Vec<LevelJson>,
    /// What forbids it.
    problems: Vec<ProblemJson>,
}

/// Letters to one level.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterLevelJson)]
pub(crate) struct LevelJson {
    /// Level.
    level: String,
    /// Letters.
    n: i64,
}

/// Something that forbids issuing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterProblemJson)]
pub(crate) struct ProblemJson {
    /// Field it concerns; empty for the whole.
    field: String,
    /// Code.
    code: String,
    /// Sentence.
    detail: String,
}

impl IssuePreviewJson {
    pub(crate) fn of(found: &Preview, w: &kit::W) -> Self {
        let problem = |f: &kernel::Fault| ProblemJson {
            field: f.field.clone().unwrap_or_default(),
            code: f.code.to_owned(),
            detail: w.fault(f),
        };
        Self {
            letters: found.letters,
            levels: found.levels.iter().map(|(level, n)| LevelJson { level: level.clone(), n: *n }).collect(),
            problems: found.faults.iter().map(problem).collect(),
        }
    }
}

/// What issuing came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterIssuedJson)]
pub(crate) struct IssuedJson {
    /// The issue.
    issue: String,
    /// Its number.
    number: String,
    /// Letters made.
    letters: i64,
}

impl From<Issued> for IssuedJson {
    fn from(i: Issued) -> Self {
        Self { issue: i.issue.to_string(), number: i.number, letters: i.letters }
    }
}

/// An id.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterIdJson)]
pub(crate) struct IdJson {
    /// The id.
    pub(crate) id: String,
}

/// A version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterVersionJson)]
pub(crate) struct VersionJson {
    /// The version.
    pub(crate) version: i64,
}

/// A digest.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterHashJson)]
pub(crate) struct HashJson {
    /// SHA-256 in hexadecimal digits.
    pub(crate) hash: String,
}

/// A revision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterRevJson)]
pub(crate) struct RevJson {
    /// Its number.
    pub(crate) rev: i64,
}

/// How many.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterCountJson)]
pub(crate) struct CountJson {
    /// The count.
    pub(crate) n: i64,
}

/// Whether villages get letters.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterSettingsJson)]
pub(crate) struct SettingsJson {
    /// Whether they do today.
    pub(crate) villages: bool,
    /// Every decision, the newest first.
    pub(crate) decisions: Vec<SettingJson>,
}

/// One decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetterSettingJson)]
pub(crate) struct SettingJson {
    /// From which day.
    from: String,
    /// Whether villages get letters.
    villages: bool,
    /// What was decided where.
    reason: String,
}

impl From<SettingRow> for SettingJson {
    fn from(r: SettingRow) -> Self {
        Self { from: r.from.to_string(), villages: r.villages, reason: r.reason }
    }
}
