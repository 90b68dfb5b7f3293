//! Pages and JSON over the same actions.

use kernel::{MeetingId, Role};
use serde_json::json;
use testkit::{Client, Kit};

use crate::support::*;

/// A client of the holder of that post.
pub(crate) async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    let words = [
        meeting::WORDS,
        statement::WORDS,
        task_list::WORDS,
        document::WORDS,
        org::WORDS,
        include_str!("../../../../crates/kit/words.toml"),
    ];
    kit.log_in(&kit.client(&meeting::routes(), &words), org, role).await
}

fn page(kit: &Kit, id: MeetingId) -> String {
    format!("/meetings/{}/{id}", kit.org("n1"))
}

/// The version that the forms of a page carry.
async fn version(kit: &Kit, id: MeetingId) -> String {
    shown(kit, id).await.row.version.to_string()
}

testkit::both_engines! {
    async fn a_meeting_is_worked_through_its_page(kit: testkit::Kit) {
        sent(&kit, "n1", "2026-11-23").await;
        kit.clock.set_day("2026-11-24");
        let (id, clerk) = (called(&kit).await, client(&kit, "n1", Role::Clerk).await);
        let here = page(&kit, id);
        let open = clerk.get(&here).await.expect(200);
        let org = kit.org("n1");
        assert!(open.body.contains(&format!("/board?month=202611&#38;under={org}&#38;light=red")), "a figure opens its rows");
        assert!(open.body.contains("由台账生成") && open.body.contains("开会"));
        let add = |topic: &'static str, v: String| { let (c, here) = (clerk.clone(), here.clone()); async move { c.post(&format!("{here}/topics"), &[("topic", topic), ("version", &v), ("once", topic)]).await } };
        assert_eq!(add("研究换届", version(&kit, id).await).await.expect(303).location(), format!("{here}?done=meeting_topic&n=0"));
        let again = add("打 13912345678", version(&kit, id).await).await.expect(422);
        assert!(again.body.contains("打 13912345678") && again.body.contains("139******78"));
        clerk.post(&format!("{here}/hold"), &[("version", &version(&kit, id).await)]).await.expect(303);
        let fields = [("text", "检修活动场所"), ("who", "level-township"), ("due_day", "2026-12-25"), ("basis", "规程 第三条"), ("once", "d1")];
        for _ in 0..2 {
            assert!(clerk.post(&format!("{here}/decisions"), &fields).await.expect(303).location().ends_with("#decisions"));
        }
        let bad = clerk.post(&format!("{here}/decisions"), &[("text", "只有内容"), ("who", "nobody"), ("due_day", "x")]).await.expect(422);
        assert!(bad.body.contains("只有内容") && bad.body.contains("不是日期"));
        let decision = shown(&kit, id).await.decisions;
        assert_eq!((decision.len(), decision[0].draft.who.as_str()), (1, "甲一镇、甲二乡"));
        let at = format!("{here}/decisions/{}", decision[0].id);
        let wrong = [("text", "检修活动室和广播"), ("who", "own"), ("due_day", "明天"), ("basis", "口头通知"), ("version", "1")];
        let refused = clerk.post(&at, &wrong).await.expect(422).body;
        for typed in [">检修活动室和广播</textarea>", "<option value=\"own\" selected>", "value=\"明天\"", "value=\"口头通知\"", "不是日期"] {
            assert!(refused.contains(typed), "{typed} was typed and is lost");
        }
        assert!(refused.contains("检修活动场所"), "what is stored stands beside it");
        clerk.post(&format!("{at}/list"), &[("version", "1"), ("once", "l")]).await.expect(303);
        let held = clerk.get(&here).await.expect(200);
        assert!(held.body.contains("已列入草稿") && held.body.contains("/lists/") && held.body.contains("数字截至"));
        let no_reason = clerk.post(&format!("{at}/drop"), &[("version", "2")]).await.expect(422);
        assert!(no_reason.body.contains("此项必填"));
        clerk.post(&format!("{at}/done"), &[("version", "2"), ("reason", "")]).await.expect(303);
        let (t1, v) = (kit.org("n1/t1").to_string(), version(&kit, id).await);
        clerk.post(&format!("{here}/attendance"), &[("version", &v), ("came", &t1), ("own", "9"), ("others", "")]).await.expect(303);
        let counted = clerk.get(&here).await.expect(200);
        assert!(counted.body.contains("受邀 2 个组织，到会 1 个。本单位到会 9 人。") && counted.body.contains("未到会："));
        let stale = clerk.post(&format!("{here}/topics"), &[("topic", "迟了"), ("version", "1")]).await.expect(409);
        assert!(stale.body.contains("迟了") && stale.body.contains("已开"));
    }

    async fn minutes_are_drafted_by_the_program_adopted_by_the_secretary_and_read_by_guests(kit: testkit::Kit) {
        let id = held(&kit).await;
        meeting::decide(&kit.cx("n1", Role::Clerk), "", id, decision(&kit, "检修活动场所")).await.unwrap();
        let (secretary, here) = (client(&kit, "n1", Role::Secretary).await, page(&kit, id));
        let drafted = secretary.get(&here).await.expect(200).body;
        assert!(drafted.contains("甲县召开党建工作例会。") && drafted.contains("1. 检修活动场所（责任单位：甲一镇、甲二乡；期限：2026-12-25）"));
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let v = version(&kit, id).await;
        clerk.post(&format!("{here}/adopt"), &[("version", &v), ("minutes", "会议。")]).await.expect(403);
        clerk.post(&format!("{here}/minutes"), &[("version", &v), ("minutes", "会议听取汇报。")]).await.expect(303);
        let guest = client(&kit, "n1/t1", Role::Clerk).await;
        assert!(!guest.get(&here).await.expect(200).body.contains("会议听取汇报"), "a draft is its own organisation's");
        guest.get(&format!("{here}/minutes")).await.expect(404);
        let v = version(&kit, id).await;
        secretary.post(&format!("{here}/adopt"), &[("version", &v), ("minutes", "会议听取汇报。")]).await.expect(303);
        let paper = guest.get(&format!("{here}/minutes")).await.expect(200);
        assert!(paper.body.contains("会议听取汇报。") && paper.body.contains("证明码") && !paper.body.contains("/board?"));
        client(&kit, "n2", Role::Clerk).await.get(&format!("{here}/minutes")).await.expect(404);
        guest.post(&format!("{here}/correction"), &[("base", "1"), ("minutes", "改"), ("reason", "改")]).await.expect(404);
        clerk.post(&format!("{here}/correction"), &[("base", "1"), ("minutes", "会议听取两镇汇报。"), ("reason", "漏记")]).await.expect(303);
        assert!(secretary.get(&here).await.expect(200).body.contains("漏记"));
        secretary.post(&format!("{here}/correction/2/confirm"), &[]).await.expect(303);
        let second = guest.get(&format!("{here}/minutes")).await.expect(200).body;
        assert!(second.contains("会议听取两镇汇报。") && second.contains("由甲县书记确认"));
        assert!(guest.get(&format!("{here}/minutes?rev=1")).await.expect(200).body.contains("较早的一版"));
    }

    async fn who_has_not_proved_who_they_are_keeps_what_was_typed(kit: testkit::Kit) {
        let (id, secretary) = (held(&kit).await, client(&kit, "n1", Role::Secretary).await);
        let here = page(&kit, id);
        kit.clock.advance_minutes(11);
        let v = version(&kit, id).await;
        let sent = secretary.post(&format!("{here}/adopt"), &[("version", &v), ("minutes", "会议听取汇报。")]).await.expect(303);
        assert_eq!(sent.location(), format!("/me/proof?next={here}"));
        let kept = shown(&kit, id).await.row;
        assert_eq!((kept.text.as_str(), kept.rev), ("会议听取汇报。", 0));
    }

    async fn a_series_is_written_changed_and_ended_by_its_form(kit: testkit::Kit) {
        let clerk = client(&kit, "n1", Role::Clerk).await;
        assert!(clerk.get("/meetings").await.expect(200).body.contains("还没有要开的会"));
        let (t1, named) = (kit.org("n1/t1"), "甲一镇·clerk\n样板村三");
        let fields = [("title", "党建例会"), ("way", "last"), ("weekday", "fri"), ("shift", "next"), ("from", "2026-11"), ("start", "09:30"), ("lasts", "60"), ("place", "会议室"), ("level", "township"), ("role", "secretary"), ("named", named)];
        assert_eq!(clerk.post("/meetings/series/new", &fields).await.expect(303).location(), "/meetings?done=meeting_series_saved&n=0");
        let list = clerk.get("/meetings").await.expect(200).body;
        assert!(list.contains("2026-11-27") && list.contains("每月最后一个星期五 09:30，遇休息日顺延到下一个工作日"));
        let found = meeting::meetings(&kit.cx("n1", Role::Clerk), None, kernel::Page::default()).await.unwrap();
        let guests = shown(&kit, found.next[0].row.id).await.guests;
        let told: Vec<_> = guests.iter().map(|g| (g.name.as_str(), g.role.as_str(), g.posts.len())).collect();
        assert_eq!(told, [("甲一镇", "secretary", 1), ("甲二乡", "secretary", 0), ("样板村三", "secretary", 0)], "{t1}");
        let here = format!("/meetings/series/{}", found.series[0].id);
        let form = clerk.get(&here).await.expect(200).body;
        assert!(form.contains("甲一镇·clerk") && form.contains("value=\"township\" checked"));
        let mut wrong = fields.to_vec();
        (wrong[1], wrong[10]) = (("way", "day"), ("named", "没有这个组织"));
        wrong.push(("version", "1"));
        let refused = clerk.post(&here, &wrong).await.expect(422).body;
        assert!(refused.contains("没有这个组织") && refused.contains("1 到 31"));
        let mut stale = fields.to_vec();
        stale.push(("version", "7"));
        stale[7] = ("place", "礼堂");
        let conflict = clerk.post(&here, &stale).await.expect(409).body;
        assert!(conflict.contains("礼堂") && conflict.contains("会议室"));
        clerk.post(&format!("{here}/end"), &[("last", "2026-12"), ("version", "1"), ("reason", "")]).await.expect(422);
        let ended = clerk.post(&format!("{here}/end"), &[("last", "2026-12"), ("version", "1"), ("reason", "调整")]).await.expect(303);
        assert_eq!(ended.location(), "/meetings?done=meeting_series_ended&n=2");
        client(&kit, "n2", Role::Clerk).await.get(&here).await.expect(404);
        client(&kit, "n1", Role::Leader).await.get(&here).await.expect(403);
    }

    async fn a_meeting_is_called_moved_and_cancelled_by_forms(kit: testkit::Kit) {
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let fields = [("title", "专题会"), ("day", "2026-11-26"), ("start", "14:00"), ("lasts", "45"), ("place", "")];
        let here = clerk.post("/meetings/new", &fields).await.expect(303).location().split('?').next().unwrap().to_owned();
        let odd = clerk.post("/meetings/new", &[("title", "无"), ("day", "明天"), ("start", "25:00"), ("lasts", "x")]).await.expect(422).body;
        assert!(odd.contains("明天") || odd.contains("25:00"));
        clerk.post(&format!("{here}/move"), &[("day", "2026-11-27"), ("start", "15:00"), ("place", "礼堂"), ("reason", ""), ("version", "1")]).await.expect(422);
        clerk.post(&format!("{here}/move"), &[("day", "2026-11-27"), ("start", "15:00"), ("place", "礼堂"), ("reason", "冲突"), ("version", "1")]).await.expect(303);
        assert!(clerk.get(&here).await.expect(200).body.contains("原定 11-26；冲突"));
        clerk.post(&format!("{here}/cancel"), &[("reason", "防汛"), ("version", "2")]).await.expect(303);
        assert!(clerk.get("/meetings").await.expect(200).body.contains("已取消：防汛"));
    }

    async fn superiors_look_at_those_below_and_guests_see_figures_without_links(kit: testkit::Kit) {
        sent(&kit, "n1", "2026-11-23").await;
        kit.clock.set_day("2026-11-24");
        let here = page(&kit, held(&kit).await);
        let (above, guest) = (client(&kit, "root", Role::Leader).await, client(&kit, "n1/t1", Role::Clerk).await);
        let org = kit.org("n1");
        let seen = above.get(&here).await.expect(200).body;
        assert!(seen.contains(&format!("under={org}&#38;light=red")) && !seen.contains("\"/queue\"") && !seen.contains("/topics"));
        let called = guest.get(&here).await.expect(200).body;
        assert!(called.contains("逾期") && !called.contains("/board?") && !called.contains("/topics") && !called.contains("/decisions\""));
        assert!(guest.get("/meetings").await.expect(200).body.contains("受甲县邀请"));
        assert!(above.get(&format!("/meetings?of={org}")).await.expect(200).body.contains("党建工作例会"));
        guest.get(&format!("/meetings?of={org}")).await.expect(404);
        let english = above.in_english().get(&here).await.expect(200).body;
        assert!(english.contains("Figures as of") && english.contains("Overdue of November: ") && english.contains("</a> of 4"));
    }

    async fn a_calendar_address_is_shown_once_and_works_without_logging_in(kit: testkit::Kit) {
        called(&kit).await;
        let clerk = client(&kit, "n1", Role::Clerk).await;
        assert!(clerk.get("/meetings/calendar").await.expect(200).body.contains("生成地址"));
        let made = clerk.post("/meetings/calendar", &[]).await.expect(200);
        assert_eq!(made.headers["cache-control"], "no-store");
        let start = made.body.find("/calendar/").unwrap();
        let address: String = made.body[start..].chars().take_while(|c| *c != '"').collect();
        let nobody = kit.client(&meeting::routes(), &[meeting::WORDS, include_str!("../../../../crates/kit/words.toml")]);
        let feed = nobody.get(&address).await.expect(200);
        assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(feed.body.contains("SUMMARY:党建工作例会 · 甲县") && feed.body.contains("X-WR-CALNAME:清单例会"));
        assert!(!clerk.get("/meetings/calendar").await.expect(200).body.contains(&address));
        clerk.post("/meetings/calendar/withdraw", &[]).await.expect(303);
        nobody.get(&address).await.expect(404);
    }

    async fn the_interface_does_what_the_pages_do(kit: testkit::Kit) {
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let under = kit.org("n1").to_string();
        let plan = json!({ "title": "专题会", "start": "09:00", "lasts": 60, "audience": { "clauses": [{ "under": under, "levels": ["township"] }] } });
        let made = clerk.json("POST", "/api/v1/meetings", &json!({ "plan": plan, "day": "2026-11-23" })).await.expect(200).json();
        let at = format!("/api/v1/meetings/{under}/{}", made["id"].as_str().unwrap());
        let refused = clerk.json("POST", "/api/v1/meetings", &json!({ "plan": { "title": "", "start": "9", "lasts": 60 }, "day": "2026-11-23" })).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], "meeting_start");
        clerk.json("POST", &format!("{at}/topics"), &json!({ "topic": "换届", "version": 1 })).await.expect(200);
        clerk.json("POST", &format!("{at}/holding"), &json!({ "version": 2 })).await.expect(200);
        let body = json!({ "text": "检修", "audience": { "named": [kit.org("n1/t1").to_string()] }, "due_day": "2026-12-25" });
        let decision = clerk.json("POST", &format!("{at}/decisions"), &body).await.expect(200).json();
        let of = format!("/api/v1/decisions/{under}/{}", decision["id"].as_str().unwrap());
        let list = clerk.json("POST", &format!("{of}/listing"), &json!({ "version": 1 })).await.expect(200).json();
        let one = clerk.get(&at).await.expect(200).json();
        assert_eq!((&one["own_decisions"][0]["state"], &one["own_decisions"][0]["list"], &one["state"]), (&json!("drafted"), &list["id"], &json!("held")));
        assert_eq!((&one["came"], &one["invited"]), (&json!(null), &json!(2)));
        clerk.json("POST", &format!("{at}/attendance"), &json!({ "came": [kit.org("n1/t1").to_string()], "own": 3, "version": one["version"] })).await.expect(200);
        let version = clerk.get(&at).await.json()["version"].clone();
        let secretary = client(&kit, "n1", Role::Secretary).await;
        let adopted = secretary.json("POST", &format!("{at}/adoption"), &json!({ "text": "会议。", "version": version })).await.expect(200).json();
        let read = client(&kit, "root", Role::Leader).await.get(&format!("{at}/minutes")).await.expect(200).json();
        assert_eq!((&read["hash"], read["rev"].as_i64()), (&adopted["hash"], Some(1)));
        for (org, role) in [("n2", Role::Clerk), ("n1/t1/v1", Role::Secretary)] {
            let outside = client(&kit, org, role).await;
            outside.get(&at).await.expect(404);
            outside.json("POST", &format!("{of}/dropping"), &json!({ "reason": "x", "version": 2 })).await.expect(404);
        }
        let series = json!({ "plan": plan, "rhythm": "day 25", "shift": "next", "from": "2026-11" });
        let made = clerk.json("POST", "/api/v1/meetings/series", &series).await.expect(200).json();
        let found = clerk.get("/api/v1/meetings").await.expect(200).json();
        assert_eq!(found["series"][0]["series"], made["id"]);
        assert_eq!(found["next_meetings"].as_array().unwrap().len(), 5);
    }
}
