//! The pages of the month as their users meet them: forms, refusals, conflicts, branches, languages.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

use std::collections::BTreeMap;

use kernel::{Day, ItemId, ListId, Month, Role};
use kit::Routes;
use task_list::{
    Audience, Choice, Field, Form, Given, ItemDraft, Key, Kind, ListDraft, ReportInput, Seen, State, assignment,
    create, lists, my_month, report, send, sign,
};
use testkit::{Client, Kit};

const WORDS: &[&str] = &[include_str!("../../../crates/kit/words.toml"), org::WORDS, task_list::WORDS];
const MONTH: Month = Month(202_611);
const TEXT: &str = "报送三会一课";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn routes() -> Routes {
    task_list::routes()
}

async fn client(kit: &Kit, key: &str, role: Role) -> Client {
    kit.log_in(&kit.client(&routes(), WORDS), key, role).await
}

fn draft(kit: &Kit, issuer: &str) -> ListDraft {
    let field = |key: &str, label: &str, required, kind| Field {
        key: key.to_owned(),
        label: label.to_owned(),
        help: String::new(),
        required,
        kind,
    };
    let number = Kind::Number { min: Some(0), max: Some(500), unit: "人".to_owned() };
    let form = Form {
        fields: vec![field("n", "到会人数", true, number), field("held", "是否开展", false, Kind::YesNo)],
    };
    ListDraft {
        month: MONTH,
        title: "十一月交办".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: Audience {
            clauses: vec![Choice {
                under: kit.org(issuer),
                levels: vec!["village".to_owned()],
                domains: Vec::new(),
                tags: Vec::new(),
            }],
            named: Vec::new(),
            include_self: false,
        },
        items: vec![ItemDraft {
            text: TEXT.to_owned(),
            requirement: "写清人数".to_owned(),
            basis: "框架 2.3".to_owned(),
            ground: task_list::Ground::default(),
            due_day: day("2026-11-30"),
            form,
            photos: 1,
            photos_reason: "会场情况".to_owned(),
            decision: None,
            split_of: None,
        }],
    }
}

/// The county of `issuer` sends its villages one item; answers the list and the item.
async fn sent(kit: &Kit, issuer: &str) -> (ListId, ItemId) {
    let cx = kit.cx(issuer, Role::Clerk);
    let list = create(&cx, "", draft(kit, issuer)).await.unwrap();
    send(&cx, "", list, 1, task_list::AT_ONCE_MOST).await.unwrap();
    let detail = task_list::list(&cx, list).await.unwrap();
    (list, detail.items[0].item.id)
}

fn key(kit: &Kit, village: &str, item: ItemId) -> Key {
    Key { org: kit.org(village), month: MONTH, item }
}

async fn version(kit: &Kit, village: &str) -> i64 {
    my_month(&kit.cx(village, Role::Clerk), MONTH).await.unwrap()[0].version
}

/// The village signs and reports without any page.
async fn reported(kit: &Kit, village: &str, item: ItemId, photos: Vec<Vec<u8>>) {
    let cx = kit.cx(village, Role::Clerk);
    let seen = |version| Seen { key: key(kit, village, item), version };
    if state(kit, village).await == State::Issued {
        sign(&cx, "", vec![seen(version(kit, village).await)]).await.unwrap();
    }
    let answers = BTreeMap::from([("n".to_owned(), Given::Text("32".to_owned()))]);
    let input = ReportInput { answers, note: "按时开展".to_owned(), happened_on: day("2026-11-20"), photos };
    report(&cx, "", seen(version(kit, village).await), input).await.unwrap();
}

async fn state(kit: &Kit, village: &str) -> State {
    my_month(&kit.cx(village, Role::Clerk), MONTH).await.unwrap()[0].state
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// 450 villages more below the first county's second township.
async fn many_villages(kit: &Kit) {
    let (town, place) = (kit.org("n1/t2"), kit.path("n1/t2"));
    let done: Result<(), db::DbFault> = kit
        .house
        .db
        .write(move |tx| {
            for n in 1..=450_i64 {
                let (path, name) = (place.child(100 + n).unwrap(), format!("增设村{n}"));
                tx.exec(
                    "INSERT INTO org (org_id, parent_id, path, depth, level, kind, division_kind, domain, name, code, search, \
                     sort_key, since_day, until_day, next_child, version) VALUES ($1, $2, $3, 4, 'village', 'committee', \
                     'village', 'village', $4, $4, $4, $4, '2016-06-30', '9999-12-31', 1, 1)",
                    db::args![90_000 + n, town, &path, &name],
                )?;
                tx.exec(
                    "INSERT INTO org_history (org_id, from_day, to_day, op, parent_id, path, depth, level, kind, \
                     division_kind, domain, name, code, sort_key, note) VALUES ($1, '2016-06-30', '9999-12-31', 'add', $2, \
                     $3, 4, 'village', 'committee', 'village', 'village', $4, $4, $4, '')",
                    db::args![90_000 + n, town, &path, &name],
                )?;
            }
            Ok(())
        })
        .await;
    done.unwrap();
}

testkit::both_engines! {
    async fn a_village_signs_and_reports_through_the_forms(kit: testkit::Kit) {
        let (_, item) = sent(&kit, "n1").await;
        let href = format!("/assignments/{}", key(&kit, "n1/t1/v1", item));
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let page = village.get(&href).await.expect(200).body;
        assert!(page.contains(TEXT) && page.contains("签收") && page.contains("框架 2.3"));
        let v = version(&kit, "n1/t1/v1").await.to_string();
        let reply = village.post(&format!("{href}/sign"), &[("version", &v), ("once", "a"), ("next", "/lists")]).await.expect(303);
        assert!(reply.location().starts_with("/lists?done=task_list_signed"), "{}", reply.location());
        assert_eq!(state(&kit, "n1/t1/v1").await, State::Signed);
        let page = village.get(&href).await.expect(200).body;
        assert!(page.contains("answer.n") && page.contains("data-shrink"));
        let v = version(&kit, "n1/t1/v1").await.to_string();
        let fields = [("version", v.as_str()), ("once", "b"), ("answer.n", "３2"), ("answer.held", "yes"), ("note", "两名请假"), ("happened_on", "2026-11-20")];
        let reply = village.post(&format!("{href}/report"), &fields).await.expect(303);
        assert!(reply.location().contains("done=task_list_reported"));
        let page = village.get(&href).await.expect(200).body;
        assert!(page.contains("已上报") && page.contains("32 人") && page.contains("两名请假") && page.contains("办理日期 2026-11-20"));
        // The same button pressed twice is one report.
        village.post(&format!("{href}/report"), &fields).await.expect(303);
        let steps = assignment(&kit.cx("n1/t1/v1", Role::Clerk), key(&kit, "n1/t1/v1", item)).await.unwrap().steps;
        assert_eq!(steps.len(), 3);
    }

    async fn a_refused_report_keeps_what_was_typed(kit: testkit::Kit) {
        let (_, item) = sent(&kit, "n1").await;
        let href = format!("/assignments/{}", key(&kit, "n1/t1/v1", item));
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let v = version(&kit, "n1/t1/v1").await.to_string();
        village.post(&format!("{href}/sign"), &[("version", &v)]).await.expect(303);
        let v = version(&kit, "n1/t1/v1").await.to_string();
        let fields = [("version", v.as_str()), ("answer.n", "3O"), ("answer.held", "no"), ("note", "补<b>写</b>"), ("happened_on", "2026-11-20")];
        let body = village.post(&format!("{href}/report"), &fields).await.expect(422).body;
        assert!(body.contains("value=\"3O\"") && body.contains("“到会人数”填的内容不合要求"), "{body}");
        assert!(body.contains("补&#60;b&#62;写") && body.contains("value=\"no\" checked") && body.contains("value=\"2026-11-20\""));
        let fields = [("version", v.as_str()), ("answer.n", "3"), ("happened_on", "soon")];
        let body = village.post(&format!("{href}/report"), &fields).await.expect(422).body;
        assert!(body.contains("“soon”不是日期"));
        let body = village.post(&format!("{href}/ask_decline"), &[("version", &v), ("reason", " ")]).await.expect(422).body;
        assert!(body.contains("要写明原因") && body.contains("id=\"ask_decline\" open"));
        assert_eq!(state(&kit, "n1/t1/v1").await, State::Signed);
    }

    async fn a_township_clerk_verifies_many_at_once_and_returns_with_a_reason(kit: testkit::Kit) {
        let (_, item) = sent(&kit, "n1").await;
        reported(&kit, "n1/t1/v1", item, Vec::new()).await;
        reported(&kit, "n1/t1/v2", item, Vec::new()).await;
        let town = client(&kit, "n1/t1", Role::Clerk).await;
        let page = town.get("/queue").await.expect(200).body;
        assert!(page.contains("2 件等您处理") && page.contains("样板村一") && page.contains("data-key=\"Enter\""));
        let nothing = town.post("/queue", &[("do", "verify")]).await.expect(422).body;
        assert!(nothing.contains("没有选中任何一件"));
        let ids: Vec<String> = [("n1/t1/v1", version(&kit, "n1/t1/v1").await), ("n1/t1/v2", version(&kit, "n1/t1/v2").await)]
            .map(|(v, n)| format!("{}/{n}", key(&kit, v, item))).to_vec();
        let pane = town.get(&format!("/queue/pane?pick={}", key(&kit, "n1/t1/v2", item))).await.expect(200).body;
        assert!(pane.contains("样板村二") && !pane.contains("<html"));
        let reply = town.post("/queue", &[("id", &ids[0]), ("id", &ids[1]), ("next", "/queue")]).await.expect(303);
        assert_eq!(reply.location(), "/queue?done=task_list_verified&n=2");
        assert_eq!(state(&kit, "n1/t1/v2").await, State::Verified);
        // The boxes as they were ticked before: somebody was faster, so nothing happens.
        let reply = town.post("/queue", &[("id", &ids[0])]).await.expect(409);
        assert!(reply.body.contains("一件也没有核验"));
        // The issuer sends one back.
        let county = client(&kit, "n1", Role::Clerk).await;
        let href = format!("/assignments/{}", key(&kit, "n1/t1/v1", item));
        let v = version(&kit, "n1/t1/v1").await.to_string();
        county.post(&format!("{href}/return"), &[("version", &v), ("reason", "")]).await.expect(422);
        county.post(&format!("{href}/return"), &[("version", &v), ("reason", "缺会议记录")]).await.expect(303);
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        assert!(village.get(&href).await.expect(200).body.contains("缺会议记录"));
    }

    async fn a_board_and_its_table_show_only_the_branch(kit: testkit::Kit) {
        sent(&kit, "n1").await;
        sent(&kit, "n2").await;
        let town = client(&kit, "n1/t1", Role::Clerk).await;
        for path in ["/board", "/board.csv", "/board?q=样板", "/board?light=yellow&q=", "/board?state=issued"] {
            let body = town.get(&path.replace("样板", "%E6%A0%B7%E6%9D%BF")).await.expect(200).body;
            assert!(!body.contains("样板村三") && !body.contains("样板村五"), "{path}");
        }
        let board = town.get("/board?month=202611").await.expect(200).body;
        assert!(board.contains("样板村一") && board.contains("待签收") && board.contains("class=\"silent\""));
        let csv = town.get("/board.csv?state=issued").await.expect(200);
        assert!(csv.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
        assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
        assert_eq!(town.get("/board.csv?state=closed").await.expect(200).body.lines().count(), 1);
        let county = client(&kit, "n1", Role::Leader).await;
        let month = county.get("/month/202611").await.expect(200).body;
        assert!(month.contains("甲一镇") && month.contains("甲二乡") && !month.contains("乙一镇"));
        assert!(month.contains(&format!("/board?month=202611&amp;under={}", kit.org("n1/t1"))) || month.contains(&format!("under={}", kit.org("n1/t1"))));
        let table = county.get("/month/202611/table.csv").await.expect(200).body;
        assert!(table.contains("甲一镇") && !table.contains("乙一镇"));
        let under = kit.org("n2/t1");
        for path in ["/board", "/board.csv", "/month/202611", "/month/202611/table.csv"] {
            let _ = county.get(&format!("{path}?under={under}")).await.expect(404);
        }
    }

    async fn a_file_that_leaves_a_demo_says_in_its_name_that_it_is_fictitious(kit: testkit::Kit) {
        sent(&kit, "n1").await;
        let demo = kit.log_in(&kit.demo_client(&routes(), WORDS), "n1", Role::Clerk).await;
        let real = client(&kit, "n1", Role::Clerk).await;
        let mark = kit::encode("演示数据·虚构-");
        for path in ["/board.csv", "/month/202611/table.csv"] {
            let name = |reply: testkit::Reply| reply.headers["content-disposition"].to_str().unwrap().to_owned();
            let (marked, plain) = (name(demo.get(path).await.expect(200)), name(real.get(path).await.expect(200)));
            assert!(marked.contains(&format!("filename*=UTF-8''{mark}")) && !plain.contains(&mark), "{marked} and {plain}");
        }
    }

    async fn a_file_of_the_board_holds_every_organisation_once_in_the_boards_order(kit: testkit::Kit) {
        many_villages(&kit).await;
        let (_, item) = sent(&kit, "n1").await;
        reported(&kit, "n1/t1/v1", item, Vec::new()).await;
        let county = client(&kit, "n1", Role::Clerk).await;
        let file = county.get("/board.csv").await.expect(200).body;
        let names: Vec<&str> = file.lines().skip(1).map(|line| line.split(',').next().unwrap().trim_matches('"')).collect();
        assert_eq!(names.len(), 454, "three pieces, none cut off");
        assert_eq!((names[0], names[2], names[452]), ("样板村二", "样板村四", "增设村450"), "those who owe an answer, by the tree");
        assert_eq!(names.last(), Some(&"样板村一"), "whoever has answered comes last");
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), 454);
        kit.clock.set_day("2026-12-10");
        let county = client(&kit, "n1", Role::Clerk).await;
        let red = county.get("/board.csv?month=202611&light=red").await.expect(200).body;
        assert_eq!(red.lines().count(), 454, "all but the one that answered");
        assert!(!red.contains("样板村一\""));
    }

    async fn to_an_outsider_nothing_exists(kit: testkit::Kit) {
        let (list, item) = sent(&kit, "n1").await;
        reported(&kit, "n1/t1/v1", item, Vec::new()).await;
        let href = format!("/assignments/{}", key(&kit, "n1/t1/v1", item));
        for (outsider, role) in [("n1/t1/v2", Role::Clerk), ("n1/t2", Role::Secretary), ("n2", Role::Leader)] {
            let other = client(&kit, outsider, role).await;
            let _ = other.get(&href).await.expect(404);
            let _ = other.get(&format!("{href}/card")).await.expect(404);
            let _ = other.get(&format!("{href}/photos/{}", "0".repeat(64))).await.expect(404);
            let _ = other.get(&format!("/queue/pane?pick={}", key(&kit, "n1/t1/v1", item))).await.expect(404);
            let _ = other.get(&format!("/lists/{list}")).await.expect(404);
        }
        let other = client(&kit, "n1/t2", Role::Clerk).await;
        for verb in ["sign", "report", "verify", "return", "withdraw", "ask_decline", "answer_decline", "split"] {
            let fields = [("version", "3"), ("reason", "原因"), ("answer.n", "1"), ("happened_on", "2026-11-20")];
            let _ = other.post(&format!("{href}/{verb}"), &fields).await.expect(404);
        }
        let _ = other.get(&format!("/lists/{list}/edit")).await.expect(404);
        let admin = client(&kit, "root", Role::SystemAdmin).await;
        for path in ["/board", "/queue", "/lists", "/month/202611", href.as_str()] {
            let _ = admin.get(path).await.expect(403);
        }
    }

    async fn a_photo_is_an_image_and_nothing_else(kit: testkit::Kit) {
        let (_, item) = sent(&kit, "n1").await;
        let mut png = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(4, 4).write_to(&mut png, image::ImageFormat::Png).unwrap();
        reported(&kit, "n1/t1/v1", item, vec![png.into_inner()]).await;
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let page = village.get(&format!("/assignments/{}", key(&kit, "n1/t1/v1", item))).await.expect(200).body;
        let at = page.find("/photos/").unwrap();
        let photo = format!("/assignments/{}{}", key(&kit, "n1/t1/v1", item), &page[at..at + 8 + 64]);
        let reply = village.get(&photo).await.expect(200);
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
        assert_eq!(reply.headers["content-type"], "image/jpeg");
        assert!(reply.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    }

    async fn a_late_editor_sees_both_versions_and_loses_nothing(kit: testkit::Kit) {
        let (_, item) = sent(&kit, "n1").await;
        let href = format!("/assignments/{}", key(&kit, "n1/t1/v1", item));
        let village = client(&kit, "n1/t1/v1", Role::Secretary).await;
        let old = version(&kit, "n1/t1/v1").await.to_string();
        // A colleague has signed meanwhile: nothing is reported yet, so the form comes back as it was typed.
        let seen = Seen { key: key(&kit, "n1/t1/v1", item), version: 1 };
        sign(&kit.cx("n1/t1/v1", Role::Clerk), "", vec![seen]).await.unwrap();
        let typed = [("version", old.as_str()), ("answer.n", "36"), ("note", "我的说明"), ("happened_on", "2026-11-20")];
        let body = village.post(&format!("{href}/report"), &typed).await.expect(409).body;
        assert!(body.contains("您填的都还在") && body.contains("value=\"36\"") && body.contains("name=\"version\" value=\"2\""));
        reported(&kit, "n1/t1/v1", item, Vec::new()).await;
        let fields = [("version", old.as_str()), ("answer.n", "36"), ("answer.held", "yes"), ("note", "我的说明"), ("happened_on", "2026-11-20")];
        let body = village.post(&format!("{href}/report"), &fields).await.expect(409).body;
        assert!(body.contains("已经变成“已上报”") && body.contains("<ins>36</ins>") && body.contains("<del>32</del>"), "{body}");
        assert!(body.contains("我的说明") && body.contains("按时开展"));
        // After it came back, the choice of the two versions is saved.
        let town = kit.cx("n1/t1", Role::Clerk);
        let seen = Seen { key: key(&kit, "n1/t1/v1", item), version: version(&kit, "n1/t1/v1").await };
        task_list::send_back(&town, "", seen, "人数不对".to_owned()).await.unwrap();
        let body = village.post(&format!("{href}/report"), &fields).await.expect(409).body;
        assert!(body.contains("按所选保存") && body.contains("pick.answer.n"));
        let now = version(&kit, "n1/t1/v1").await.to_string();
        let choice = [
            ("version", now.as_str()), ("happened_on", "2026-11-20"),
            ("pick.answer.n", "mine"), ("mine.answer.n", "36"), ("theirs.answer.n", "32"),
            ("pick.note", "theirs"), ("mine.note", "我的说明"), ("theirs.note", "按时开展"),
        ];
        village.post(&format!("{href}/report"), &choice).await.expect(303);
        let card = assignment(&kit.cx("n1/t1/v1", Role::Clerk), key(&kit, "n1/t1/v1", item)).await.unwrap().card;
        assert_eq!((card.note.as_str(), card.values.canonical().as_str()), ("按时开展", "{\"n\":36}"));
        // A signature that came too late says what it has become.
        let body = village.post(&format!("{href}/sign"), &[("version", &old)]).await.expect(409).body;
        assert!(body.contains("已经变成“已上报”"));
    }

    async fn a_list_is_written_priced_checked_and_sent_with_forms_alone(kit: testkit::Kit) {
        let county = client(&kit, "n1", Role::Clerk).await;
        let under = kit.org("n1").to_string();
        assert!(county.get("/lists/new").await.expect(200).body.contains("给 4 个组织的交办单"));
        let base = [
            ("title", "十一月交办"), ("month", "2026-11"), ("clauses", "1"), ("clauses.0.under", under.as_str()), ("clauses.0.level", "village"), ("items", "1"),
            ("items.0.text", "开好支部党员大会"), ("items.0.due_day", "2026-11-30"), ("items.0.photos", "0"),
        ];
        let with = |more: &[(&'static str, &'static str)]| [&base[..], more].concat();
        let body = county.post("/lists/new", &with(&[("do", "add-field:0"), ("items.0.fields", "0")])).await.expect(200).body;
        assert!(body.contains("items.0.form.0.kind") && body.contains("开好支部党员大会") && body.contains("4 个组织"));
        let typed = [("items.0.fields", "1"), ("items.0.form.0.label", "到会人数"), ("items.0.form.0.kind", "number")];
        let price = county.post("/lists/price", &with(&typed)).await.expect(200).body;
        assert!(price.contains("id=\"price\"") && price.contains("短字段 1 × 0.4") && price.contains("hx-swap-oob"));
        let broken = county.post("/lists/new", &[("title", ""), ("do", "preview"), ("items", "1"), ("named", "没有的村"), ("clauses", "1"), ("clauses.0.under", &under)]).await.expect(422).body;
        assert!(broken.contains("没有找到“没有的村”") && broken.contains("href=\"#i0-text\"") && broken.contains("此项必填"), "{broken}");
        let reply = county.post("/lists/new", &[&with(&typed)[..], &[("do", "preview"), ("once", "k")]].concat()).await.expect(303);
        let preview = reply.location().to_owned();
        assert!(preview.contains("/preview?draft=list-new"), "{preview}");
        let page = county.get(&preview).await.expect(200).body;
        assert!(page.contains("将向 4 个组织下发 1 项，共 4 件"), "{page}");
        let id = preview.split('/').nth(2).unwrap().to_owned();
        let reply = county.post(&format!("/lists/{id}/send"), &[("version", "1"), ("once", "s")]).await.expect(303);
        assert_eq!(reply.location(), format!("/lists/{id}?done=task_list_sent&n=4"));
        let page = county.get(reply.location()).await.expect(200).body;
        assert!(page.contains("甲一镇") && page.contains("0%") && page.contains("已下发，共 4 件"));
        assert!(county.get("/lists?month=202611").await.expect(200).body.contains("十一月交办"));
        let copied = county.post("/lists/new", &[("do", "copy"), ("month", "2026-12")]).await.expect(200).body;
        assert!(copied.contains("已复制上月") && copied.contains("2026-12-30"));
        county.post(&format!("/lists/{id}/withdraw"), &[("version", "2"), ("reason", "")]).await.expect(422);
        let reply = county.post(&format!("/lists/{id}/withdraw"), &[("version", "2"), ("reason", "改为面谈")]).await.expect(303);
        assert!(reply.location().contains("done=task_list_withdrawn&n=4"));
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        assert!(village.get("/lists").await.expect(200).body.contains("已撤回"));
    }

    async fn a_draft_saved_by_somebody_else_is_not_overwritten_unseen(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let id = create(&cx, "", draft(&kit, "n1")).await.unwrap();
        task_list::edit(&cx, "", id, 1, ListDraft { title: "同事的标题".to_owned(), ..draft(&kit, "n1") }).await.unwrap();
        let county = client(&kit, "n1", Role::Secretary).await;
        let under = kit.org("n1").to_string();
        let mine = [
            ("version", "1"), ("do", "save"), ("title", "我的标题"), ("month", "2026-11"), ("clauses", "1"), ("clauses.0.under", under.as_str()),
            ("items", "1"), ("items.0.text", "别的事"), ("items.0.due_day", "2026-11-30"),
        ];
        let body = county.post(&format!("/lists/{id}/edit"), &mine).await.expect(409).body;
        assert!(body.contains("value=\"我的标题\"") && body.contains("同事的标题") && body.contains("name=\"version\" value=\"2\""));
        let again: Vec<(&str, &str)> = mine.iter().map(|(n, v)| (*n, if *n == "version" { "2" } else { *v })).collect();
        county.post(&format!("/lists/{id}/edit"), &again).await.expect(303);
        assert_eq!(lists(&cx, MONTH).await.unwrap()[0].title, "我的标题");
        county.post(&format!("/lists/{id}/discard"), &[("version", "3")]).await.expect(303);
        assert!(lists(&cx, MONTH).await.unwrap().is_empty());
    }

    async fn a_request_not_to_do_it_is_decided_by_another_post(kit: testkit::Kit) {
        let (_, item) = sent(&kit, "n1").await;
        let href = format!("/assignments/{}", key(&kit, "n1/t1/v1", item));
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let v = version(&kit, "n1/t1/v1").await.to_string();
        village.post(&format!("{href}/ask_decline"), &[("version", &v), ("reason", "已在民政系统填过")]).await.expect(303);
        let sender = client(&kit, "n1", Role::Clerk).await;
        assert!(sender.get(&href).await.expect(200).body.contains("由发出这张单的岗位以外"));
        let v = version(&kit, "n1/t1/v1").await.to_string();
        let town = client(&kit, "n1/t1", Role::Secretary).await;
        assert!(town.get("/queue").await.expect(200).body.contains("已在民政系统填过"));
        town.post(&format!("{href}/answer_decline"), &[("version", &v), ("answer", "yes"), ("reason", "属实")]).await.expect(303);
        assert_eq!(state(&kit, "n1/t1/v1").await, State::Excused);
        let (v2, other) = (version(&kit, "n1/t1/v2").await.to_string(), format!("/assignments/{}", key(&kit, "n1/t1/v2", item)));
        let second = client(&kit, "n1/t1/v2", Role::Clerk).await;
        second.post(&format!("{other}/ask_extension"), &[("version", &v2), ("day", "2026-12-08"), ("reason", "农忙")]).await.expect(303);
        let v2 = version(&kit, "n1/t1/v2").await.to_string();
        assert!(sender.get(&other).await.expect(200).body.contains("农忙"));
        sender.post(&format!("{other}/answer_extension"), &[("version", &v2), ("answer", "yes"), ("reason", "")]).await.expect(303);
        assert!(second.get(&other).await.expect(200).body.contains("12-08"));
    }

    async fn english_pages_hold_no_chinese_apart_from_data(kit: testkit::Kit) {
        let (list, item) = sent(&kit, "n1").await;
        reported(&kit, "n1/t1/v1", item, Vec::new()).await;
        let county = client(&kit, "n1", Role::Clerk).await.in_english();
        let village = client(&kit, "n1/t1/v2", Role::Clerk).await.in_english();
        let draft = create(&kit.cx("n1", Role::Clerk), "", draft(&kit, "n1")).await.unwrap();
        let assignment = format!("/assignments/{}", key(&kit, "n1/t1/v1", item));
        let (list, edit, preview) = (format!("/lists/{list}"), format!("/lists/{draft}/edit"), format!("/lists/{draft}/preview"));
        let mut pages = Vec::new();
        for path in ["/board", "/board.csv", "/queue", "/lists", "/lists/new", "/month/202611", "/month/202611/table.csv", &list, &edit, &preview, &assignment] {
            pages.push((path.to_owned(), county.get(path).await.expect(200).body));
        }
        let own = format!("/assignments/{}", key(&kit, "n1/t1/v2", item));
        pages.push((own.clone(), village.get(&own).await.expect(200).body));
        pages.push(("422".to_owned(), village.post(&format!("{own}/ask_decline"), &[("version", "1")]).await.expect(422).body));
        pages.push(("409".to_owned(), village.post(&format!("{own}/sign"), &[("version", "9")]).await.expect(409).body));
        let mut data: Vec<&str> = testkit::NODES.iter().map(|n| n.1).collect();
        data.extend([TEXT, "十一月交办", "写清人数", "框架 2.3", "会场情况", "到会人数", "是否开展", "按时开展", "人", "交办〔2026〕", "号", "甲", "样"]);
        data.sort_by_key(|d| std::cmp::Reverse(d.len()));
        for (path, mut body) in pages {
            for word in &data {
                body = body.replace(word, "");
            }
            let left: String = body.chars().filter(|c| is_han(*c)).collect();
            assert!(left.is_empty(), "{path}: {left}");
        }
    }

    async fn hostile_addresses_never_break_a_page(kit: testkit::Kit) {
        sent(&kit, "n1").await;
        let county = client(&kit, "n1", Role::Clerk).await;
        let junk = ["", "x", "-1", "999999999999999999999", "%00", "%ff%fe", "';DROP", "0001/zz/", "1,0001/", "a%20b&a=%27", "202613", "../..", "%E6%9D%91", "1/2/3/4"];
        let names = ["month", "under", "state", "light", "item", "q", "after", "sort", "pick", "size", "as_of", "done", "open"];
        for path in ["/board", "/board.csv", "/queue", "/queue/pane", "/lists", "/lists/new", "/month/202611", "/month/202611/table.csv"] {
            for name in names {
                for value in junk {
                    let reply = county.get(&format!("{path}?{name}={value}")).await;
                    assert!(reply.status.as_u16() < 500, "{path}?{name}={value}: {}", reply.status);
                }
            }
        }
        for value in junk {
            for path in [format!("/month/{value}"), format!("/lists/{value}"), format!("/lists/{value}/edit"), format!("/assignments/{value}/{value}/{value}"), format!("/assignments/1/202611/{value}/photos/{value}")] {
                let status = county.get(&path.replace("../..", "a")).await.status.as_u16();
                assert!(status < 500, "{path}: {status}");
            }
            for path in ["/lists/new", "/lists/price", "/queue"] {
                let fields = [("do", value), ("items", value), ("items.0.due_day", value), ("clauses", value), ("clauses.0.under", value), ("clauses.0.other", value), ("month", value), ("named", value), ("id", value), ("items.0.fields", value)];
                let status = county.post(path, &fields).await.status.as_u16();
                assert!(status < 500, "{path} {value}: {status}");
            }
        }
    }
}
