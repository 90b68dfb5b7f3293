//! One month of the story: lists go out, organisations sign, report, are sent back, verified, closed,
//! and (for the month before) publish their statements.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use cx::{AppError, Cx, Meter};
use kernel::{Day, Instant, ItemId, Month, OrgId};
use task_list::{Audience, Choice, Form, Given, ItemDraft, Key, ListDraft, ReportInput, Seen};

use super::{
    Place, Story,
    fate::{self, Fate},
    meetings, people,
    texts::{self, Asked},
};

/// Clients that act at the same time.
const LANES: usize = 48;

/// One assignment of the story and how far it gets.
#[derive(Debug, Clone)]
struct Duty {
    place: usize,
    item: ItemId,
    issuer: OrgId,
    asked: &'static Asked,
    fate: Fate,
    version: i64,
    month: Month,
}

impl Duty {
    fn seen(&self, story: &Story) -> Seen {
        Seen {
            key: Key { org: story.places[self.place].org, month: self.month, item: self.item },
            version: self.version,
        }
    }
}

/// Plays a month from its first days to its end, or to the present.
pub(super) async fn play(story: &Story, month: Month, is_past: bool, meter: &Meter) -> Result<()> {
    let first = month.first_day().start(&story.house.zone);
    let day = |n: i64, hour: i64| first.plus_ms(n * Instant::DAY_MS + hour * 3_600_000);
    meter.step(&format!("{month}: lists"));
    story.at(day(1, 9));
    let mut duties = send_all(story, month, is_past).await?;
    meter.step(&format!("{month}: {} assignments are signed, reported, verified", duties.len()));
    story.at(day(2, 10));
    sign(story, &mut duties, meter).await?;
    story.at(day(6, 16));
    reports(story, &mut duties, meter, |d| fate::dice(&["when", &d.item.to_string(), &d.place.to_string()]) < 92)
        .await?;
    // The rest report when some deadlines have passed: late, and visibly so.
    story.at(day(16, 11));
    reports(story, &mut duties, meter, |_| true).await?;
    story.at(day(17, 9));
    asks(story, &mut duties).await?;
    story.at(day(18, 15));
    verify(story, &mut duties, meter).await?;
    meetings::meet(story, month, is_past, meter).await?;
    if is_past {
        story.at(month.plus(1).first_day().start(&story.house.zone).plus_ms(9 * 3_600_000));
        statements(story, month, meter).await?;
    }
    Ok(())
}

/// The lists of the prefecture, of every county, and of the townships of one county.
async fn send_all(story: &Story, month: Month, is_past: bool) -> Result<Vec<Duty>> {
    let mut duties = Vec::new();
    for (n, place) in story.places.iter().enumerate() {
        let (title, asked): (&str, &'static [Asked]) = match place.level.as_str() {
            "prefecture" => ("基层党建重点任务", texts::PREFECTURE),
            "county" => ("基层党建具体任务", texts::COUNTY),
            "township" if place.code.starts_with("622921") => ("村级任务", texts::TOWNSHIP),
            _ => continue,
        };
        let items = send(story, place, month, title, asked).await?;
        for (below, other) in story.places.iter().enumerate().filter(|(m, o)| *m != n && place.path.contains(&o.path)) {
            for (item, asked) in &items {
                let fate = if is_past {
                    fate::past(&other.code, asked.text)
                } else if other.code == people::GUEST_VILLAGE {
                    fate::of_guest(duties.iter().filter(|d: &&Duty| d.place == below).count())
                } else {
                    fate::present(&other.code, asked.text)
                };
                duties.push(Duty { place: below, item: *item, issuer: place.org, asked, fate, version: 1, month });
            }
        }
    }
    Ok(duties)
}

/// Writes and sends one list to everything below a place; answers its items.
async fn send(
    story: &Story,
    place: &Place,
    month: Month,
    title: &str,
    asked: &'static [Asked],
) -> Result<Vec<(ItemId, &'static Asked)>> {
    let cx = story.cx_of(place);
    let today = story.house.today();
    let (org, year) = (place.org, month.year());
    let mut targets = cx.read(move |tx| target::carried_in(tx, org, year)).await?;
    // What it set itself for those below comes before what it carries.
    targets.sort_by_key(|t| t.issuer != org);
    let items = asked.iter().map(|a| item(a, today, &targets)).collect::<Result<Vec<_>>>()?;
    let clause = Choice { under: place.org, levels: Vec::new(), domains: Vec::new(), tags: Vec::new() };
    let draft = ListDraft {
        month,
        title: format!("{} 月{title}", month.of_year()),
        urgent: false,
        approval: "县委组织部（演示）".to_owned(),
        audience: Audience { clauses: vec![clause], named: Vec::new(), include_self: false },
        items,
    };
    let id = task_list::create(&cx, "", draft).await.with_context(|| place.name.clone())?;
    task_list::send(&cx, "", id, 1, task_list::AT_ONCE_MOST).await.with_context(|| place.name.clone())?;
    let list = task_list::list(&cx, id).await?;
    Ok(list.items.iter().map(|i| i.item.id).zip(asked).collect())
}

fn item(asked: &Asked, today: Day, targets: &[target::TargetRef]) -> Result<ItemDraft> {
    let serves = targets.iter().find(|t| t.text == asked.serves).map(|t| t.target);
    let ground = task_list::Ground { target: serves, ..task_list::Ground::default() };
    Ok(ItemDraft {
        text: asked.text.to_owned(),
        requirement: asked.requirement.to_owned(),
        basis: if serves.is_none() { asked.basis.to_owned() } else { String::new() },
        ground,
        due_day: today.plus(asked.days),
        form: Form::parse(asked.form).map_err(|f| anyhow::anyhow!("{f:?}"))?,
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    })
}

/// Runs jobs side by side, [`LANES`] at a time.
pub(super) async fn side_by_side<T, F>(jobs: Vec<T>, run: impl Fn(T) -> F, meter: &Meter) -> Result<()>
where
    F: Future<Output = Result<(), AppError>> + Send + 'static,
{
    let mut set = tokio::task::JoinSet::new();
    for job in jobs {
        if set.len() >= LANES {
            finish_one(&mut set, meter).await?;
        }
        set.spawn(run(job));
    }
    while !set.is_empty() {
        finish_one(&mut set, meter).await?;
    }
    Ok(())
}

async fn finish_one(set: &mut tokio::task::JoinSet<Result<(), AppError>>, meter: &Meter) -> Result<()> {
    if let Some(done) = set.join_next().await {
        done??;
        meter.add(1);
    }
    Ok(())
}

/// Everybody but the silent signs, all items of an organisation at once.
async fn sign(story: &Story, duties: &mut [Duty], meter: &Meter) -> Result<()> {
    let mut by_place: BTreeMap<usize, Vec<Seen>> = BTreeMap::new();
    for duty in duties.iter_mut().filter(|d| !matches!(d.fate, Fate::Silent | Fate::Declined)) {
        by_place.entry(duty.place).or_default().push(duty.seen(story));
        duty.version += 1;
    }
    let jobs: Vec<(Cx, Vec<Seen>)> =
        by_place.into_iter().map(|(p, seen)| (story.cx_of(&story.places[p]), seen)).collect();
    side_by_side(jobs, |(cx, seen)| async move { task_list::sign(&cx, "", seen).await.map(drop) }, meter).await
}

/// Those who get that far and are `due` report; each once.
async fn reports(story: &Story, duties: &mut [Duty], meter: &Meter, due: impl Fn(&Duty) -> bool) -> Result<()> {
    let today = story.house.today();
    let mut jobs = Vec::new();
    for duty in duties.iter_mut().filter(|d| d.version == 2 && due(d)) {
        if !matches!(duty.fate, Fate::Reported | Fate::Returned | Fate::Verified | Fate::Closed) {
            continue;
        }
        jobs.push((story.cx_of(&story.places[duty.place]), duty.seen(story), input(duty, today)));
        duty.version += 1;
    }
    side_by_side(
        jobs,
        |(cx, seen, input)| async move { task_list::report(&cx, "", seen, input).await.map(drop) },
        meter,
    )
    .await
}

/// Plausible answers to a form: yes, the day, small numbers.
fn input(duty: &Duty, today: Day) -> ReportInput {
    let form = Form::parse(duty.asked.form).unwrap_or_default();
    let answers = form.fields.iter().filter(|f| f.required || f.key != "why").map(|field| {
        let n = fate::dice(&[&field.key, &duty.place.to_string()]) % 40;
        let value = match field.kind {
            task_list::Kind::YesNo => "yes".to_owned(),
            task_list::Kind::Day => today.plus(-1).to_string(),
            _ => n.to_string(),
        };
        (field.key.clone(), Given::Text(value))
    });
    ReportInput { answers: answers.collect(), note: String::new(), happened_on: today.plus(-1), photos: Vec::new() }
}

/// Some ask not to do it, some ask for more time.
async fn asks(story: &Story, duties: &mut [Duty]) -> Result<()> {
    for duty in duties.iter_mut() {
        let cx = story.cx_of(&story.places[duty.place]);
        let pick = |from: &[&str]| from[duty.place % from.len()].to_owned();
        match duty.fate {
            Fate::Declined => task_list::ask_decline(&cx, "", duty.seen(story), pick(texts::DECLINED)).await?,
            Fate::Asking => {
                let day = story.house.today().plus(duty.asked.days + 5);
                task_list::ask_extension(&cx, "", duty.seen(story), day, pick(texts::ASKING)).await?;
            }
            _ => continue,
        }
        duty.version += 1;
    }
    Ok(())
}

/// Direct superiors return or verify; issuers close what others verified.
async fn verify(story: &Story, duties: &mut [Duty], meter: &Meter) -> Result<()> {
    let index: BTreeMap<OrgId, usize> = story.places.iter().enumerate().map(|(n, p)| (p.org, n)).collect();
    let mut batches: BTreeMap<usize, Vec<Seen>> = BTreeMap::new();
    for duty in duties.iter_mut().filter(|d| d.version == 3) {
        let parent = story.places[duty.place].parent.and_then(|p| index.get(&p).copied());
        let Some(parent) = parent else { continue };
        match duty.fate {
            Fate::Returned => {
                let cx = story.cx_of(&story.places[parent]);
                let reason = texts::RETURNED[duty.place % texts::RETURNED.len()].to_owned();
                task_list::send_back(&cx, "", duty.seen(story), reason).await?;
            }
            Fate::Verified | Fate::Closed => batches.entry(parent).or_default().push(duty.seen(story)),
            _ => continue,
        }
        duty.version += 1;
    }
    in_batches(story, batches, meter, false).await?;
    let mut batches: BTreeMap<usize, Vec<Seen>> = BTreeMap::new();
    for duty in duties.iter().filter(|d| d.version == 4 && d.fate == Fate::Closed) {
        // What the issuer verified itself is closed already.
        if story.places[duty.place].parent != Some(duty.issuer)
            && let Some(issuer) = index.get(&duty.issuer)
        {
            batches.entry(*issuer).or_default().push(duty.seen(story));
        }
    }
    in_batches(story, batches, meter, true).await
}

async fn in_batches(story: &Story, batches: BTreeMap<usize, Vec<Seen>>, meter: &Meter, close: bool) -> Result<()> {
    let mut jobs = Vec::new();
    for (place, seen) in batches {
        let cx = story.cx_of(&story.places[place]);
        jobs.extend(seen.chunks(task_list::MANY_MOST).map(|part| (cx.clone(), part.to_vec())));
    }
    let run = move |(cx, seen): (Cx, Vec<Seen>)| async move {
        let done = if close {
            task_list::close_many(&cx, "", seen).await
        } else {
            task_list::verify_many(&cx, "", seen).await
        };
        done.map(drop)
    };
    side_by_side(jobs, run, meter).await
}

/// Most organisations publish; a few are missing, as in life.
async fn statements(story: &Story, month: Month, meter: &Meter) -> Result<()> {
    meter.step(&format!("{month}: statements"));
    let publishing = story.places.iter().filter(|p| fate::dice(&["statement", &p.code]) < 93);
    let jobs: Vec<(Cx, OrgId)> = publishing.map(|p| (story.cx_of(p), p.org)).collect();
    let run = move |(cx, org): (Cx, OrgId)| async move {
        let texts = statement::Texts::of("本月任务按期推进，个别事项正在补办。", "在外党员较多，集中学习人数不足。");
        let what = statement::Publication { org, month, texts, version: 0, seen: String::new() };
        statement::publish(&cx, "", what).await.map(drop)
    };
    side_by_side(jobs, run, meter).await
}
