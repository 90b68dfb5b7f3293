//! The year's letters of the story: the prefecture and its counties agree, the counties pass on to their townships,
//! of which some have signed, some object and some are still reading. All fictitious; plain duties, no grades.

use anyhow::{Context, Result};
use cx::{AppError, Cx, Meter};
use kernel::{Day, Instant, IssueId, OrgId};
use target::{Cut, IssueDraft, Key, Line, Revision, Seen, Source, TargetDraft, Upper, Which};
use task_list::{Audience, Choice};

use super::{
    Place, Story,
    basis::{self, Basis},
    duties, fate,
    month::side_by_side,
};

/// The county whose letter is revised in the course of the year.
const REVISED: &str = "622921";

/// A day that a story names.
pub(super) fn day_of(year: i64, month: i8, day: i8) -> Result<Day> {
    let made = i16::try_from(year).ok().and_then(|y| Day::new(y, month, day));
    made.with_context(|| format!("no day {year}-{month}-{day}"))
}

/// Plays the letters of the present year.
pub(super) async fn play(story: &Story, meter: &Meter) -> Result<()> {
    let year = story.house.month().year();
    let at = |month, day| -> Result<Instant> {
        Ok(day_of(year, month, day)?.start(&story.house.zone).plus_ms(10 * 3_600_000))
    };
    meter.step(&format!("{year}: documents, five-year plan, letters"));
    story.at(at(1, 5)?);
    let basis = basis::lay(story, year).await?;
    let prefecture = story.places.first().context("the tree has a root")?;
    story.at(at(1, 8)?);
    let issue = to_counties(story, prefecture, year, &basis).await?;
    story.at(at(1, 12)?);
    let counties: Vec<&Place> = story.places.iter().filter(|p| p.level == "county").collect();
    for county in &counties {
        sign(story.cx_of(county), county.org, issue).await?;
    }
    story.at(at(1, 15)?);
    countersign(story, prefecture, issue).await?;
    story.at(at(1, 20)?);
    let mut passed = Vec::new();
    for county in &counties {
        let upper = Upper { org: prefecture.org, issue };
        passed.push((*county, to_townships(story, county, year, upper).await?));
    }
    story.at(at(1, 25)?);
    answers(story, &passed, meter, 0..55).await?;
    story.at(at(1, 28)?);
    for (county, issue) in &passed {
        countersign(story, county, *issue).await?;
    }
    story.at(at(2, 2)?);
    answers(story, &passed, meter, 55..82).await?;
    story.at(at(7, 1)?);
    revise(story, prefecture, issue).await
}

/// The prefecture's letter: every target with its clause, some with the year's milestone.
async fn to_counties(story: &Story, prefecture: &Place, year: i64, basis: &Basis) -> Result<IssueId> {
    let targets = duties::DUTIES.iter().map(|d| target(d, basis)).collect::<Result<Vec<_>>>()?;
    let counties =
        Choice { under: prefecture.org, levels: vec!["county".to_owned()], domains: Vec::new(), tags: Vec::new() };
    let draft = IssueDraft {
        year,
        title: format!("{year} 年度基层党建工作目标责任书"),
        domain: String::new(),
        level: "county".to_owned(),
        audience: Audience { clauses: vec![counties], named: Vec::new(), include_self: false },
        from: day_of(year, 1, 1)?,
        until: day_of(year, 12, 31)?,
        upper: None,
        targets,
        cuts: Vec::new(),
    };
    let cx = story.cx_of(prefecture);
    let id = target::create(&cx, "", draft).await?;
    target::issue(&cx, "", id, 1).await?;
    target::keep_as_template(&cx, "", id, "县级目标责任书模板".to_owned()).await?;
    Ok(id)
}

fn target(duty: &duties::Duty, basis: &Basis) -> Result<TargetDraft> {
    Ok(TargetDraft {
        clause: Some(basis.clause(duty.rests_on)?),
        milestone: basis.milestone(duty.text),
        project: duty.project.to_owned(),
        text: duty.text.to_owned(),
        requirement: duty.requirement.to_owned(),
        kind: duty.kind,
        measure: duty.measure.to_owned(),
        value: duty.value.to_owned(),
        weight: duty.weight,
        assessment: "查阅台账".to_owned(),
        deduction: "每少一项按比例扣分，扣完为止".to_owned(),
        ..TargetDraft::default()
    })
}

/// A county builds its letters from its own: it keeps one target to itself and gives the weight to the first.
async fn to_townships(story: &Story, county: &Place, year: i64, upper: Upper) -> Result<IssueId> {
    let cx = story.cx_of(county);
    let id = target::begin(&cx, "", year, format!("{year} 年度基层党建工作目标责任书"), Source::Above(upper)).await?;
    let written = target::written(&cx, id).await?;
    let mut draft = written.draft;
    if let (Some(kept), Some(first)) = (draft.targets.pop(), draft.targets.first_mut()) {
        first.weight += kept.weight;
        draft.cuts = kept.upper.map(|upper| Cut { upper, reason: duties::CUT.to_owned() }).into_iter().collect();
    }
    let version = target::edit(&cx, "", id, written.row.version, draft).await?;
    target::issue(&cx, "", id, version).await.with_context(|| county.name.clone())?;
    Ok(id)
}

/// The townships whose turn it is sign; of the later ones some object. Whoever is left has not answered yet.
async fn answers(story: &Story, passed: &[(&Place, IssueId)], meter: &Meter, turn: std::ops::Range<u8>) -> Result<()> {
    let mut jobs = Vec::new();
    for (county, issue) in passed {
        let below = story.places.iter().filter(|p| p.level == "township" && p.parent == Some(county.org));
        for place in below {
            let n = fate::dice(&["letter", &place.code]);
            if turn.contains(&n) {
                jobs.push((story.cx_of(place), place.org, *issue, n));
            }
        }
    }
    let run = |(cx, org, issue, n): (Cx, OrgId, IssueId, u8)| async move {
        if n < 70 {
            return sign(cx, org, issue).await;
        }
        let reason = duties::OBJECTIONS[usize::from(n) % duties::OBJECTIONS.len()];
        target::object(&cx, "", seen(&cx, org, issue).await?, reason.to_owned()).await
    };
    side_by_side(jobs, run, meter).await
}

/// The letter as its recipient reads it.
async fn seen(cx: &Cx, org: OrgId, issue: IssueId) -> Result<Seen, AppError> {
    let key = Key { org, issue };
    let found = target::letter(cx, key, None).await?;
    Ok(Seen { key, rev: found.row.rev, version: found.row.version })
}

async fn sign(cx: Cx, org: OrgId, issue: IssueId) -> Result<(), AppError> {
    target::sign(&cx, "", proof(&cx), seen(&cx, org, issue).await?).await.map(drop)
}

async fn countersign(story: &Story, issuer: &Place, issue: IssueId) -> Result<i64> {
    let cx = story.cx_of(issuer);
    Ok(target::countersign(&cx, "", proof(&cx), issue, Which::SignedBy(story.house.now())).await?)
}

/// One letter is revised in summer; both sides sign again and the old one stays readable.
async fn revise(story: &Story, prefecture: &Place, issue: IssueId) -> Result<()> {
    let county = story.places.iter().find(|p| p.code == REVISED).context("the county of the revision")?;
    let cx = story.cx_of(prefecture);
    let key = Key { org: county.org, issue };
    let stands = target::letter(&cx, key, None).await?;
    let mut lines: Vec<Line> = stands.lines;
    if let Some(first) = lines.first_mut() {
        "≥88%".clone_into(&mut first.value);
    }
    let reason = "年中新增一批改建项目，达标比例按新的工期核定。".to_owned();
    target::revise(&cx, "", Revision { key, base: stands.row.rev, lines, added: Vec::new(), reason }).await?;
    sign(story.cx_of(county), county.org, issue).await?;
    countersign(story, prefecture, issue).await?;
    Ok(())
}

/// The people of the story have always just typed their password.
fn proof(cx: &Cx) -> account::Proof {
    account::Proof::of_session(&cx::session::Caller::proved(cx.actor().clone(), cx.house().now()))
}
