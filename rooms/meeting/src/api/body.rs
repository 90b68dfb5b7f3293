//! What is sent: JSON bodies, and the drafts they become.

use std::collections::BTreeSet;

use cx::AppError;
use kernel::{Fault, OrgId, PostId};
use kit::Req;
use org::AudienceBody;
use serde::{Deserialize, de::DeserializeOwned};
use task_list::Ground;
use utoipa::ToSchema;

use super::{day, month};
use crate::{
    actions::attend::Attendance,
    rules::{DecisionDraft, Invited, Plan, Rhythm, SeriesDraft, Shift},
};

/// The body of a request as a `T`.
pub(crate) fn read<T: DeserializeOwned>(req: &Req) -> Result<T, AppError> {
    req.json()
}

/// An id in a body; a fault of its field if it is none.
fn id<T: std::str::FromStr>(text: &str, field: &'static str) -> Result<T, AppError> {
    text.parse().map_err(|_| Fault::of(field, "not_a_number").with("value", text).into())
}

/// Title, time, place and guests.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanBody {
    /// What it is called.
    title: String,
    /// When it begins, such as `09:30`.
    start: String,
    /// How long it lasts, in minutes.
    lasts: i64,
    /// Where; may be empty.
    #[serde(default)]
    place: String,
    /// Organisations that are called.
    #[serde(default)]
    audience: AudienceBody,
    /// Whose post is meant in each of them: `secretary`, `clerk`, `leader`; empty = whoever.
    #[serde(default)]
    role: String,
    /// Single posts: pairs of the ids of an organisation and a post.
    #[serde(default)]
    posts: Vec<(String, String)>,
}

impl PlanBody {
    pub(crate) fn plan(&self) -> Result<Plan, AppError> {
        let post = |(org, post): &(String, String)| -> Result<(OrgId, PostId), AppError> {
            Ok((id(org, "posts")?, id(post, "posts")?))
        };
        let posts = self.posts.iter().map(post).collect::<Result<_, _>>()?;
        Ok(Plan {
            title: kernel::text::tidy(&self.title),
            start: self.start.parse()?,
            lasts: self.lasts,
            place: kernel::text::tidy(&self.place),
            invited: Invited { audience: self.audience.read()?, role: self.role.clone(), posts },
        })
    }
}

/// A series.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeriesBody {
    /// Title, time, place and guests.
    plan: PlanBody,
    /// `day 25`, `nth 2 fri`, `last fri`.
    rhythm: String,
    /// What a rest day does: `next`, `previous`, `keep`.
    shift: String,
    /// Its first month, such as 2026-11.
    from: String,
    /// The version that was read; 0 for a new one.
    #[serde(default)]
    pub(crate) version: i64,
}

impl SeriesBody {
    pub(crate) fn draft(&self) -> Result<SeriesDraft, AppError> {
        let choice = |field: &'static str, code| AppError::from(Fault::of(field, code));
        Ok(SeriesDraft {
            plan: self.plan.plan()?,
            rhythm: Rhythm::of_code(&self.rhythm).ok_or_else(|| choice("rhythm", "meeting_rhythm"))?,
            shift: Shift::of_code(&self.shift).ok_or_else(|| choice("shift", "not_a_choice"))?,
            from: month(&self.from, "from")?,
        })
    }
}

/// The end of a series.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndBody {
    /// Its last month, such as 2026-12.
    pub(crate) last: String,
    /// Why; guests of cancelled meetings read it.
    pub(crate) reason: String,
    /// The version that was read.
    pub(crate) version: i64,
}

/// A meeting outside all series.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallBody {
    /// Title, time, place and guests.
    pub(crate) plan: PlanBody,
    /// Its day.
    pub(crate) day: String,
}

/// Where a meeting is moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveBody {
    /// To which day.
    pub(crate) day: String,
    /// To which time.
    pub(crate) start: String,
    /// To which place.
    #[serde(default)]
    pub(crate) place: String,
    /// Why.
    pub(crate) reason: String,
    /// The version that was read.
    pub(crate) version: i64,
}

/// A reason or note, and the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// Why, where a reason is needed; of a listing, the title of a draft that is begun.
    #[serde(default)]
    pub(crate) reason: String,
    /// The version that was read.
    #[serde(default)]
    pub(crate) version: i64,
}

/// A topic.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicBody {
    /// What is to be talked about.
    pub(crate) topic: String,
    /// The version of the meeting that was read.
    pub(crate) version: i64,
}

/// Who came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttendanceBody {
    /// Ids of the organisations that came; all others did not.
    #[serde(default)]
    came: Vec<String>,
    /// Heads of the organisation itself; left out = not counted.
    own: Option<i64>,
    /// Other heads; left out = not counted.
    others: Option<i64>,
    /// The version of the meeting that was read.
    pub(crate) version: i64,
}

impl AttendanceBody {
    pub(crate) fn attendance(self) -> Result<Attendance, AppError> {
        let came: Result<BTreeSet<OrgId>, AppError> = self.came.iter().map(|o| id(o, "came")).collect();
        Ok(Attendance { came: came?, own: self.own, others: self.others })
    }
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionBody {
    /// What has been decided.
    text: String,
    /// Who has to do it.
    audience: AudienceBody,
    /// The same in words; made from the audience if left out.
    #[serde(default)]
    who: String,
    /// By when.
    due_day: String,
    /// A remark on what it rests on; may be empty. Words alone are no basis.
    #[serde(default)]
    basis: String,
    /// Id of the clause it rests on, which must be in force.
    #[serde(default)]
    clause: Option<String>,
    /// Id of the target it rests on: one of a letter of the organisation in force, or one it set itself.
    #[serde(default)]
    target: Option<String>,
    /// The version that was read; 0 for a new one.
    #[serde(default)]
    pub(crate) version: i64,
}

impl DecisionBody {
    pub(crate) fn draft(&self) -> Result<DecisionDraft, AppError> {
        Ok(DecisionDraft {
            text: self.text.clone(),
            audience: self.audience.read()?,
            who: self.who.clone(),
            due_day: day(&self.due_day, "due_day")?,
            basis: self.basis.clone(),
            ground: Ground {
                clause: self.clause.as_deref().map(|text| id(text, "clause")).transpose()?,
                target: self.target.as_deref().map(|text| id(text, "target")).transpose()?,
                words: String::new(),
            },
        })
    }
}

/// The text of minutes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextBody {
    /// What people wrote.
    pub(crate) text: String,
    /// The version of the meeting that was read.
    pub(crate) version: i64,
}

/// A correction of adopted minutes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionBody {
    /// The revision that was read and is to be followed by a new one.
    pub(crate) base: i64,
    /// The text as it shall be.
    pub(crate) text: String,
    /// Why.
    pub(crate) reason: String,
}
