//! Monthly meetings of the story: the prefecture, every county and the townships of one county meet, decide, and
//! write it up. All fictitious.

use anyhow::{Context, Result};
use cx::{AppError, Cx, Meter};
use kernel::{Day, Instant, Month, OrgId, Page};
use meeting::{Attendance, Clock, DecisionDraft, Invited, Plan, Rhythm, SeriesDraft, Shift, Shown};
use task_list::{Audience, Choice};

use super::{Place, Story, fate, month::side_by_side};

/// What is decided: text, remark on the basis, and the target of the year's letters that it carries out, as `duties.rs`
/// names it; empty for none.
type Decision = (&'static str, &'static str, &'static str);

/// A kind of meeting: level, title, day of the month, who comes, and what it decides.
struct Kind {
    level: &'static str,
    title: &'static str,
    day: i8,
    /// Level of the organisations that are called.
    called: &'static str,
    topic: &'static str,
    decisions: [Decision; 3],
}

const KINDS: [Kind; 3] = [
    Kind {
        level: "prefecture",
        title: "全州基层党建工作例会",
        day: 25,
        called: "county",
        topic: "研究年底考核与村级换届准备",
        decisions: [
            ("各县市下月把活动场所冬季安全隐患整改到位", "", "村级组织活动场所达标"),
            ("对连续两个月逾期的事项逐件说明原因", "党建工作目标管理责任考核办法 第十二条", ""),
            ("减少同一事项重复报表，合并后再下发", "", ""),
        ],
    },
    Kind {
        level: "county",
        title: "全县基层党建工作例会",
        day: 22,
        called: "township",
        topic: "听取后进村整顿进展",
        decisions: [
            ("各乡镇对退回的事项三日内重新上报", "党建工作目标管理责任考核办法 第十二条", ""),
            ("下月中旬前完成值班安排公布情况抽查", "干部值班办公制度 第二条", ""),
            ("整理在外党员联系方式变更情况，只报人数", "", ""),
        ],
    },
    Kind {
        level: "township",
        title: "村级党组织书记例会",
        day: 20,
        called: "village",
        topic: "冬季取暖用电安全",
        decisions: [
            ("各村下月主题党日提前三天通知到每名党员", "", "按月开展主题党日"),
            ("逾期未报的村三日内补报", "党建工作目标管理责任考核办法 第十二条", ""),
            ("活动场所门口公布值班电话", "干部值班办公制度 第二条", ""),
        ],
    },
];

/// The township whose secretaries meet beside all counties': those of one county.
const TOWNSHIPS_OF: &str = "622921";

/// Everybody who meets, with their kind.
fn hosts(story: &Story) -> impl Iterator<Item = (&Place, &'static Kind)> {
    story.places.iter().filter_map(|place| {
        let kind = KINDS.iter().find(|k| k.level == place.level)?;
        (place.level != "township" || place.code.starts_with(TOWNSHIPS_OF)).then_some((place, kind))
    })
}

/// Sets the series of everybody who meets, from a month on.
pub(super) async fn plan(story: &Story, from: Month) -> Result<()> {
    story.at(from.first_day().start(&story.house.zone).plus_ms(10 * 3_600_000));
    for (place, kind) in hosts(story) {
        let clause =
            Choice { under: place.org, levels: vec![kind.called.to_owned()], domains: Vec::new(), tags: Vec::new() };
        let audience = Audience { clauses: vec![clause], named: Vec::new(), include_self: false };
        let plan = Plan {
            title: kind.title.to_owned(),
            start: Clock(9 * 60),
            lasts: 90,
            place: "机关二楼会议室".to_owned(),
            invited: Invited { audience, role: "secretary".to_owned(), posts: Vec::new() },
        };
        let draft = SeriesDraft { plan, rhythm: Rhythm::Day(kind.day), shift: Shift::Next, from };
        meeting::save_series(&story.cx_of(place), "", None, draft).await.with_context(|| place.name.clone())?;
    }
    Ok(())
}

/// One host's meeting of a month, on its way.
#[derive(Clone)]
struct Sitting {
    cx: Cx,
    org: OrgId,
    kind: &'static Kind,
    month: Month,
    zone: jiff::tz::TimeZone,
    /// What the hash says about it.
    n: u8,
    /// Whether its minutes are adopted already.
    over: bool,
}

/// Holds the meetings of a month whose day has come: topics, attendance, decisions, and for a month that is past also
/// what became of them and the minutes.
pub(super) async fn meet(story: &Story, month: Month, is_past: bool, meter: &Meter) -> Result<()> {
    meter.step(&format!("{month}: meetings"));
    for kind in &KINDS {
        // A rest day may have moved it by some days.
        let day = month.first_day().plus(i64::from(kind.day) + 4).min(month.last_day());
        story.at(day.start(&story.house.zone).plus_ms(11 * 3_600_000));
        let sittings = hosts(story).filter(|(_, k)| k.level == kind.level).map(|(place, kind)| Sitting {
            cx: story.cx_of(place),
            org: place.org,
            kind,
            month,
            zone: story.house.zone.clone(),
            n: fate::dice(&["meeting", &place.code, &month.to_string()]),
            over: is_past,
        });
        side_by_side(sittings.collect(), sit, meter).await?;
    }
    Ok(())
}

/// One meeting from its topics to its minutes.
async fn sit(s: Sitting) -> Result<(), AppError> {
    let Some(id) = of_month(&s).await? else { return Ok(()) };
    meeting::add_topic(&s.cx, "", id, show(&s, id).await?.row.version, s.kind.topic).await?;
    let shown = show(&s, id).await?;
    meeting::hold(&s.cx, "", id, shown.row.version).await?;
    let guests = shown.guests.iter().enumerate();
    let came = guests.filter(|(n, _)| (n + usize::from(s.n)) % 11 != 0).map(|(_, g)| g.org).collect();
    let who = Attendance { came, own: Some(i64::from(s.n % 9) + 5), others: None };
    meeting::attend(&s.cx, "", id, show(&s, id).await?.row.version, who).await?;
    let (org, year) = (s.org, s.month.year());
    let targets = s.cx.read(move |tx| target::carried_in(tx, org, year)).await?;
    for (text, basis, serves) in s.kind.decisions {
        let clause =
            Choice { under: s.org, levels: vec![s.kind.called.to_owned()], domains: Vec::new(), tags: Vec::new() };
        let audience = Audience { clauses: vec![clause], named: Vec::new(), include_self: false };
        let due_day: Day = s.month.plus(1).last_day().plus(-6);
        let serves = targets.iter().find(|t| t.text == serves).map(|t| t.target);
        let draft = DecisionDraft {
            text: text.to_owned(),
            audience,
            who: String::new(),
            due_day,
            basis: basis.to_owned(),
            ground: task_list::Ground { target: serves, ..task_list::Ground::default() },
        };
        meeting::decide(&s.cx, "", id, draft).await?;
    }
    if s.over {
        finish(&s, id).await?;
    }
    Ok(())
}

/// One decision goes into the next list, some are done, the minutes are adopted.
async fn finish(s: &Sitting, id: kernel::MeetingId) -> Result<(), AppError> {
    let shown = show(s, id).await?;
    let title = format!("{} 月例会决定事项", s.month.plus(1).of_year());
    if let Some(first) = shown.decisions.first() {
        meeting::to_list(&s.cx, "", first.id, first.version, &title).await?;
    }
    if let Some(last) = shown.decisions.last().filter(|_| !s.n.is_multiple_of(3)) {
        meeting::finish(&s.cx, "", last.id, last.version, "").await?;
    }
    let version = show(s, id).await?.row.version;
    let text = "会议逐项通报了台账情况，听取了受邀组织的说明，对未落实的事项明确了时限。（演示数据·虚构）";
    meeting::adopt(&s.cx, "", id, version, text).await?;
    Ok(())
}

async fn show(s: &Sitting, id: kernel::MeetingId) -> Result<Shown, AppError> {
    meeting::meeting(&s.cx, s.org, id).await
}

/// The meeting of that month, if its day has come.
async fn of_month(s: &Sitting) -> Result<Option<kernel::MeetingId>, AppError> {
    let found = meeting::meetings(&s.cx, None, Page::default()).await?;
    let today = Instant::day(s.cx.house().now(), &s.zone);
    let all = found.next.iter().chain(&found.past.items);
    let due = |e: &&meeting::Entry| !e.called && e.row.month == s.month && e.row.day <= today;
    Ok(all.filter(due).map(|e| e.row.id).next())
}
