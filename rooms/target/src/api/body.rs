//! What callers send: ids are strings, days `2026-11-23`, weights tenths.

use cx::AppError;
use kernel::{Day, Fault, Id};
use org::{Audience, AudienceBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rules::{Cut, IssueDraft, Kind, Line, TargetDraft, Upper};

/// An issue as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterIssueBody)]
pub(crate) struct IssueBody {
    /// Its year.
    pub(crate) year: i64,
    /// Its title.
    pub(crate) title: String,
    /// The domain it is for; empty for any.
    #[serde(default)]
    pub(crate) domain: String,
    /// The level it is for; empty for any.
    #[serde(default)]
    pub(crate) level: String,
    /// First day.
    pub(crate) from: String,
    /// Last day.
    pub(crate) until: String,
    /// To whom it goes.
    pub(crate) audience: AudienceBody,
    /// The own letter it is built from. Decided when it is begun.
    #[serde(default)]
    pub(crate) upper: Option<UpperBody>,
    /// Its targets.
    pub(crate) targets: Vec<TargetBody>,
    /// What of the letter above it does not carry on.
    #[serde(default)]
    pub(crate) cuts: Vec<CutBody>,
}

/// The own letter that an issue is built from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterUpperBody)]
pub(crate) struct UpperBody {
    /// Who issued it.
    pub(crate) issuer: String,
    /// Its issue.
    pub(crate) issue: String,
}

/// One target: a line of the assessment sheet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetBody {
    /// Its id, to keep it when a draft is edited.
    #[serde(default)]
    pub(crate) id: Option<String>,
    /// The target of an own letter that it carries on.
    #[serde(default)]
    pub(crate) upper: Option<String>,
    /// The clause it rests on.
    #[serde(default)]
    pub(crate) clause: Option<String>,
    /// The milestone it belongs to.
    #[serde(default)]
    pub(crate) milestone: Option<String>,
    /// A free remark on its basis.
    #[serde(default)]
    pub(crate) basis: String,
    /// 项目.
    #[serde(default)]
    pub(crate) project: String,
    /// 内容.
    pub(crate) text: String,
    /// 要求.
    #[serde(default)]
    pub(crate) requirement: String,
    /// `metric` (if left out) or `judgement`.
    #[serde(default)]
    pub(crate) kind: String,
    /// What is measured.
    #[serde(default)]
    pub(crate) measure: String,
    /// The value to reach.
    #[serde(default)]
    pub(crate) value: String,
    /// 分值 in tenths; those of an issue sum to 1000.
    pub(crate) weight: i64,
    /// 考评方式.
    #[serde(default)]
    pub(crate) assessment: String,
    /// 扣分办法.
    #[serde(default)]
    pub(crate) deduction: String,
}

/// A target of the letter above that is not carried on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CutBody {
    /// Which.
    pub(crate) upper: String,
    /// Why.
    pub(crate) reason: String,
}

/// A draft as it shall be, and the version that was read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterIssueEditBody)]
pub(crate) struct EditBody {
    /// Version that was read.
    pub(crate) version: i64,
    /// The draft.
    pub(crate) issue: IssueBody,
}

/// The version that was read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterVersionBody)]
pub(crate) struct VersionBody {
    /// Version.
    pub(crate) version: i64,
}

/// A signature: which revision in which version, and the password unless it was typed within five minutes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignBody {
    /// Revision.
    pub(crate) rev: i64,
    /// Version that was read.
    pub(crate) version: i64,
    /// The password.
    #[serde(default)]
    pub(crate) password: String,
}

/// An act with a reason.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterReasonBody)]
pub(crate) struct ReasonBody {
    /// Revision.
    pub(crate) rev: i64,
    /// Version that was read.
    pub(crate) version: i64,
    /// Why.
    pub(crate) reason: String,
}

/// The answer to an objection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterAnswerBody)]
pub(crate) struct AnswerBody {
    /// Revision.
    pub(crate) rev: i64,
    /// Version that was read.
    pub(crate) version: i64,
    /// The answer.
    pub(crate) reason: String,
    /// The lines as they shall be; left out to leave the letter as it is.
    #[serde(default)]
    pub(crate) lines: Option<Vec<LineBody>>,
}

/// One target in one letter.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineBody {
    /// The target.
    pub(crate) target: String,
    /// The value to reach.
    pub(crate) value: String,
    /// Its weight in tenths.
    pub(crate) weight: i64,
}

/// A revision as it is proposed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevisionBody {
    /// The revision in force that it starts from.
    pub(crate) base: i64,
    /// Its lines; a target without one is dropped.
    pub(crate) lines: Vec<LineBody>,
    /// Targets it adds.
    #[serde(default)]
    pub(crate) added: Vec<TargetBody>,
    /// Why.
    pub(crate) reason: String,
}

/// Which letters of an issue are countersigned: those named, or all that had been signed by an instant.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountersignBody {
    /// These, each in the version that was read.
    #[serde(default)]
    pub(crate) letters: Vec<SeenLetterBody>,
    /// All that had been signed by this instant, in milliseconds since 1970; when no letters are named.
    #[serde(default)]
    pub(crate) signed_by: Option<i64>,
    /// The password, unless it was typed within five minutes.
    #[serde(default)]
    pub(crate) password: String,
}

/// A letter and the version that was read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenLetterBody {
    /// Recipient.
    pub(crate) org: String,
    /// Version.
    pub(crate) version: i64,
}

/// A title.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterTitleBody)]
pub(crate) struct TitleBody {
    /// The title.
    pub(crate) title: String,
}

/// A decision whether villages get letters.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterSettingBody)]
pub(crate) struct SettingBody {
    /// From which day.
    pub(crate) from: String,
    /// Whether they do.
    pub(crate) villages: bool,
    /// What was decided where.
    pub(crate) reason: String,
}

pub(crate) fn id<K>(text: &str, field: &str) -> Result<Id<K>, AppError> {
    text.parse().map_err(|_| Fault::of(field, "target_id").into())
}

fn some_id<K>(text: Option<&String>, field: &str) -> Result<Option<Id<K>>, AppError> {
    text.map(|t| id(t, field)).transpose()
}

pub(crate) fn day(text: &str, field: &str) -> Result<Day, AppError> {
    text.parse().map_err(|_| Fault::of(field, "not_a_day").with("value", text).into())
}

impl IssueBody {
    pub(crate) fn read(&self) -> Result<IssueDraft, AppError> {
        let upper = match &self.upper {
            Some(u) => Some(Upper { org: id(&u.issuer, "upper")?, issue: id(&u.issue, "upper")? }),
            None => None,
        };
        let cut = |c: &CutBody| Ok(Cut { upper: id(&c.upper, "cuts")?, reason: c.reason.clone() });
        Ok(IssueDraft {
            year: self.year,
            title: self.title.clone(),
            domain: self.domain.clone(),
            level: self.level.clone(),
            // Nobody signs a letter with oneself.
            audience: Audience { include_self: false, ..self.audience.read()? },
            from: day(&self.from, "from")?,
            until: day(&self.until, "until")?,
            upper,
            targets: self.targets.iter().map(TargetBody::read).collect::<Result<_, AppError>>()?,
            cuts: self.cuts.iter().map(cut).collect::<Result<_, AppError>>()?,
        })
    }

    pub(crate) fn of(draft: &IssueDraft) -> Self {
        Self {
            year: draft.year,
            title: draft.title.clone(),
            domain: draft.domain.clone(),
            level: draft.level.clone(),
            from: draft.from.to_string(),
            until: draft.until.to_string(),
            audience: AudienceBody::of(&draft.audience),
            upper: draft.upper.map(|u| UpperBody { issuer: u.org.to_string(), issue: u.issue.to_string() }),
            targets: draft.targets.iter().map(TargetBody::of).collect(),
            cuts: draft.cuts.iter().map(|c| CutBody { upper: c.upper.to_string(), reason: c.reason.clone() }).collect(),
        }
    }
}

impl TargetBody {
    pub(crate) fn read(&self) -> Result<TargetDraft, AppError> {
        Ok(TargetDraft {
            id: some_id(self.id.as_ref(), "targets")?,
            upper: some_id(self.upper.as_ref(), "targets")?,
            clause: some_id(self.clause.as_ref(), "targets")?,
            milestone: some_id(self.milestone.as_ref(), "targets")?,
            basis: self.basis.clone(),
            project: self.project.clone(),
            text: self.text.clone(),
            requirement: self.requirement.clone(),
            kind: match self.kind.as_str() {
                "" => Kind::default(),
                code => Kind::of_code(code).ok_or_else(|| Fault::of("targets", "not_a_choice"))?,
            },
            measure: self.measure.clone(),
            value: self.value.clone(),
            weight: self.weight,
            assessment: self.assessment.clone(),
            deduction: self.deduction.clone(),
        })
    }

    fn of(t: &TargetDraft) -> Self {
        Self {
            id: t.id.map(|i| i.to_string()),
            upper: t.upper.map(|i| i.to_string()),
            clause: t.clause.map(|i| i.to_string()),
            milestone: t.milestone.map(|i| i.to_string()),
            basis: t.basis.clone(),
            project: t.project.clone(),
            text: t.text.clone(),
            requirement: t.requirement.clone(),
            kind: t.kind.code().to_owned(),
            measure: t.measure.clone(),
            value: t.value.clone(),
            weight: t.weight,
            assessment: t.assessment.clone(),
            deduction: t.deduction.clone(),
        }
    }
}

/// Lines as they were sent.
pub(crate) fn lines(lines: &[LineBody]) -> Result<Vec<Line>, AppError> {
    let one = |l: &LineBody| Ok(Line { target: id(&l.target, "lines")?, value: l.value.clone(), weight: l.weight });
    lines.iter().map(one).collect()
}
