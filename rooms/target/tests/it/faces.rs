//! The pages and the interface of letters, as people and programs meet them.

use kernel::Role;
use serde_json::json;
use testkit::{Client, Kit};

pub(crate) async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    let routes = target::routes().and(document::routes());
    let words = &[
        target::WORDS,
        document::WORDS,
        account::WORDS,
        org::WORDS,
        include_str!("../../../../crates/kit/words.toml"),
    ];
    kit.log_in(&kit.client(&routes, words), org, role).await
}

/// What the editor sends for two targets of these weights to every county.
fn typed<'a>(root: &'a str, weights: [&'a str; 2], button: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", "1"),
        ("title", "党建工作目标责任书"),
        ("from", "2026-01-01"),
        ("until", "2026-12-31"),
        ("under", root),
        ("levels", "county"),
        ("targets", "2"),
        ("targets.0.text", "按期换届"),
        ("targets.0.kind", "metric"),
        ("targets.0.value", "100%"),
        ("targets.0.weight", weights[0]),
        ("targets.1.text", "开好组织生活会"),
        ("targets.1.kind", "judgement"),
        ("targets.1.weight", weights[1]),
        ("do", button),
    ]
}

fn drafted(title: &str) -> [(&str, &str); 3] {
    [("year", "2026"), ("title", title), ("source", "blank")]
}

/// The number after the last `/letters/issues/` of an address.
fn number(location: &str) -> String {
    location.trim_start_matches("/letters/issues/").chars().take_while(char::is_ascii_digit).collect()
}

/// An issue to the counties through the editor's forms; answers its number.
async fn issued(kit: &Kit, clerk: &Client) -> String {
    let root = kit.org("root").to_string();
    let begun = clerk.post("/letters/issues", &drafted("党建工作目标责任书")).await.expect(303);
    let id = number(begun.location());
    let on = clerk.post(&format!("/letters/issues/{id}/edit"), &typed(&root, ["60.5", "39.5"], "issue")).await;
    assert!(on.expect(303).location().starts_with(&format!("/letters/issues/{id}")));
    drop(clerk.post(&format!("/letters/issues/{id}/issue"), &[("version", "2"), ("once", "k")]).await.expect(303));
    id
}

/// What a form of an act names: revision and version as its page shows them.
async fn seen(client: &Client, here: &str) -> (String, String) {
    let found = client.get(&format!("/api/v1{here}")).await.expect(200).json();
    (found["letter"]["rev"].to_string(), found["letter"]["version"].to_string())
}

async fn act(client: &Client, here: &str, verb: &str, more: &[(&str, &str)]) -> testkit::Reply {
    let (rev, version) = seen(client, here).await;
    let mut fields = vec![("rev", rev.as_str()), ("version", version.as_str())];
    fields.extend_from_slice(more);
    client.post(&format!("{here}/{verb}"), &fields).await
}

/// The fields of the form of the lines: everything as it stands but the first weight and the second.
async fn lines(client: &Client, here: &str, weights: [&str; 2]) -> Vec<(String, String)> {
    let found = client.get(&format!("/api/v1{here}")).await.expect(200).json();
    let mut fields = Vec::new();
    for (line, weight) in found["lines"].as_array().unwrap().iter().zip(weights) {
        let id = line["target"].as_str().unwrap();
        fields.push((format!("value.{id}"), line["value"].as_str().unwrap_or_default().to_owned()));
        fields.push((format!("weight.{id}"), weight.to_owned()));
    }
    fields
}

testkit::both_engines! {
    async fn weights_that_are_not_a_hundred_come_back_with_the_difference_and_all_that_was_typed(kit: testkit::Kit) {
        let clerk = client(&kit, "root", Role::Clerk).await;
        let root = kit.org("root").to_string();
        let begun = clerk.post("/letters/issues", &drafted("党建工作目标责任书")).await.expect(303);
        let here = format!("/letters/issues/{}", number(begun.location()));
        drop(clerk.post(&format!("{here}/edit"), &typed(&root, ["60", "30"], "save")).await.expect(303));
        let look = clerk.get(&here).await.expect(200).body;
        assert!(look.contains("分值合计为 90") && look.contains("相差 10"), "{look}");
        let refused = clerk.post(&format!("{here}/issue"), &[("version", "2")]).await.expect(422).body;
        assert!(refused.contains("相差 10"), "{refused}");
        let bad = clerk.post(&format!("{here}/edit"), &typed(&root, ["六十", "40"], "save")).await.expect(422).body;
        assert!(bad.contains("最多一位小数") && bad.contains("value=\"六十\"") && bad.contains("按期换届"), "{bad}");
        let stale = clerk.post(&format!("{here}/edit"), &typed(&root, ["60", "40"], "save")).await.expect(409).body;
        assert!(stale.contains("value=\"40\""), "what was typed is kept: {stale}");
        let part = clerk.post(&format!("{here}/weight"), &typed(&root, ["60.5", "39.5"], "")).await.expect(200).body;
        assert!(part.contains("<b>100</b>"), "{part}");
    }

    async fn rows_of_a_sheet_become_targets_of_the_editor(kit: testkit::Kit) {
        let clerk = client(&kit, "root", Role::Clerk).await;
        let root = kit.org("root").to_string();
        let begun = clerk.post("/letters/issues", &drafted("党建工作目标责任书")).await.expect(303);
        let here = format!("/letters/issues/{}", number(begun.location()));
        let mut form = typed(&root, ["60", "30"], "paste");
        form.push(("paste", "内容\t分值\n落实例会\t10\n"));
        let page = clerk.post(&format!("{here}/edit"), &form).await.expect(200).body;
        assert!(page.contains("落实例会") && page.contains("name=\"targets.2.weight\""), "{page}");
        assert!(page.contains("<b>100</b>"), "the sum counts the pasted row");
    }

    async fn a_letter_goes_from_issue_to_force_and_is_revised_through_its_pages(kit: testkit::Kit) {
        let clerk = client(&kit, "root", Role::Clerk).await;
        let id = issued(&kit, &clerk).await;
        let twice = clerk.post(&format!("/letters/issues/{id}/issue"), &[("version", "2"), ("once", "k")]).await;
        assert_eq!(twice.status, 303, "the same submission again has no second effect");
        let here = format!("/letters/{}/{id}", kit.org("n1"));
        let county = client(&kit, "n1", Role::Secretary).await;
        assert!(county.get("/letters").await.expect(200).body.contains(&here));
        drop(act(&county, &here, "object", &[("reason", ""), ("act", "object")]).await.expect(422));
        drop(act(&county, &here, "object", &[("reason", "换届安排在明年"), ("act", "object")]).await.expect(303));
        let stale = [("rev", "1"), ("version", "1"), ("reason", "发错了单位"), ("act", "withdraw")];
        let beaten = clerk.post(&format!("{here}/withdraw"), &stale).await.expect(409).body;
        assert!(beaten.contains("有人刚改动过") && beaten.contains("发错了单位") && beaten.contains("换届安排在明年"));
        let early = act(&county, &here, "sign", &[]).await.expect(422).body;
        assert!(early.contains("异议还没有答复"), "{early}");
        assert!(clerk.get(&format!("{here}/answer")).await.expect(200).body.contains("换届安排在明年"));
        let fields = lines(&clerk, &here, ["50", "50"]).await;
        let mut more: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        more.push(("reason", "按工期调整分值"));
        drop(act(&clerk, &here, "answer", &more).await.expect(303));
        kit.clock.advance_minutes(6);
        let asked = county.get(&here).await.expect(200).body;
        assert!(asked.contains("name=\"password\""), "the password is asked again: {asked}");
        let wrong = act(&county, &here, "sign", &[("password", "不是这个密码")]).await.expect(422).body;
        assert!(wrong.contains("密码") && wrong.contains("has-error"), "{wrong}");
        let county = client(&kit, "n1", Role::Secretary).await;
        drop(act(&county, &here, "sign", &[]).await.expect(303));
        let chief = client(&kit, "root", Role::Secretary).await;
        let page = chief.get(&format!("/letters/issues/{id}")).await.expect(200).body;
        let all = format!("/papers/batches/new?kind=letter&#38;org={}&#38;id={id}", kit.org("root"));
        assert!(page.contains(&all), "all its letters are printed from here");
        assert!(page.contains("id=\"countersign\""), "{page}");
        let until = kit.house.now().0.to_string();
        drop(chief.post(&format!("/letters/issues/{id}/countersign"), &[("until", until.as_str())]).await.expect(303));
        assert!(county.get(&here).await.expect(200).body.contains("生效"));
        let verify = county.get(&format!("{here}/verify")).await.expect(200).body;
        assert!(verify.contains("ed25519") && verify.contains("is-good"), "{verify}");
        let fields = lines(&clerk, &here, ["40", "60"]).await;
        let mut more: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        more.push(("reason", "年中任务调整"));
        drop(act(&clerk, &here, "revise", &more).await.expect(303));
        drop(act(&county, &here, "sign", &[]).await.expect(303));
        drop(act(&chief, &here, "countersign", &[]).await.expect(303));
        let compare = county.get(&format!("{here}/compare?old=1&rev=2")).await.expect(200).body;
        assert!(compare.contains("年中任务调整") && compare.contains("<del>") && compare.contains("<ins>"), "{compare}");
        let old = county.get(&format!("{here}?rev=1")).await.expect(200).body;
        assert!(old.contains("已被修订替代"), "{old}");
        assert!(crate::support::checked(&kit).await.is_empty());
    }

    async fn a_remark_alone_is_no_basis_and_the_page_says_so(kit: testkit::Kit) {
        let (clause, in_words) = crate::support::clause(&kit, "root").await;
        let mut targets = crate::support::two();
        targets[0].basis = "年初会上口头提出".to_owned();
        targets[1].clause = Some(clause);
        let draft = crate::support::to(&kit, "root", &["county"], targets);
        let id = crate::support::issued(&kit, "root", draft).await;
        let here = format!("/letters/{}/{id}", kit.org("n1"));
        let county = client(&kit, "n1", Role::Secretary).await;
        // Before it is sealed and after: one sheet as it would be signed, one as it was.
        for sealed in [false, true] {
            if sealed {
                crate::support::signed(&kit, "n1", id).await;
            }
            let page = county.get(&here).await.expect(200).body;
            let rows: Vec<&str> = page.split("<tr>").filter(|row| row.contains("href=\"/targets/")).collect();
            assert_eq!(rows.len(), 2, "{page}");
            let chip = "<span class=\"chip chip-line\">无依据</span>";
            assert!(rows[0].contains("按期换届") && rows[0].contains(&format!("{chip} 年初会上口头提出")), "{}", rows[0]);
            assert!(!rows[1].contains(chip) && rows[1].contains(in_words), "{}", rows[1]);
            let told = county.get(&format!("/api/v1{here}")).await.expect(200).json();
            let line = |n: usize| (told["lines"][n]["basis"].as_str().unwrap(), told["lines"][n]["baseless"].as_bool());
            assert_eq!(line(0), ("年初会上口头提出", Some(true)));
            assert_eq!(line(1), (in_words, Some(false)));
        }
    }

    async fn three_levels_and_an_outsider_see_only_what_is_theirs(kit: testkit::Kit) {
        let clerk = client(&kit, "root", Role::Clerk).await;
        let id = issued(&kit, &clerk).await;
        let here = format!("/letters/{}/{id}", kit.org("n1"));
        for (org, role, status) in [
            ("root", Role::Leader, 200), ("n1", Role::Clerk, 200), ("n1/t1", Role::Clerk, 404), ("n2", Role::Secretary, 404),
            ("n1/t1/v1", Role::Secretary, 404), ("root", Role::SystemAdmin, 403), ("root", Role::AuditAdmin, 403),
        ] {
            let reader = client(&kit, org, role).await;
            for part in ["", "/verify", "/compare"] {
                assert_eq!(reader.get(&format!("{here}{part}")).await.status, status, "{role} of {org} {part}");
            }
            assert_eq!(reader.get(&format!("/api/v1{here}")).await.status, status, "{role} of {org}");
        }
        for (org, status) in [("n1", 404), ("n2", 404)] {
            let other = client(&kit, org, Role::Clerk).await;
            assert_eq!(other.get(&format!("/letters/issues/{id}/edit")).await.status, status, "{org}");
            assert_eq!(other.post(&format!("/letters/issues/{id}/issue"), &[("version", "2")]).await.status, status);
        }
        for (org, writes) in [("n1/t1", true), ("n1/t1/v1", false)] {
            let page = client(&kit, org, Role::Clerk).await.get("/letters/issues").await.expect(200).body;
            assert_eq!(page.contains("action=\"/letters/issues\"><input type=\"hidden\" name=\"csrf\""), writes, "{org} has somebody below: {writes}");
        }
        let stranger = client(&kit, "n2", Role::Clerk).await;
        assert_eq!(act_at(&stranger, &here, "object", &[("reason", "不是我们的信")]).await, 404);
        let under = format!("/letters/below?under={}", kit.org("n1"));
        assert_eq!((clerk.get(&under).await.status.as_u16(), stranger.get(&under).await.status.as_u16()), (200, 404));
    }

    async fn the_table_of_letters_below_ends_at_the_readers_branch(kit: testkit::Kit) {
        for (by, level) in [("root", "county"), ("n1", "township"), ("n2", "township")] {
            crate::support::issued(&kit, by, crate::support::to(&kit, by, &[level], crate::support::two())).await;
        }
        let whole = "/letters/below.csv?year=2026";
        let under = |org: &str| format!("{whole}&under={}", kit.org(org));
        let (root, county, town, outsider) = (
            client(&kit, "root", Role::Leader).await,
            client(&kit, "n1", Role::Clerk).await,
            client(&kit, "n1/t1", Role::Clerk).await,
            client(&kit, "n2", Role::Secretary).await,
        );
        // A reader's own letters are not below.
        let told = |sheet: &str| {
            let has = |name: &str| sheet.lines().any(|l| l.split(',').any(|cell| cell.trim_matches('"') == name));
            ["甲县", "乙县", "甲一镇", "乙一镇"].map(has)
        };
        let all = root.get(whole).await.expect(200);
        assert_eq!(all.headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(told(&all.body), [true, true, true, true], "{}", all.body);
        assert_eq!(told(&root.get(&under("n1")).await.expect(200).body), [true, false, true, false]);
        assert_eq!(told(&county.get(whole).await.expect(200).body), [false, false, true, false]);
        assert_eq!(told(&town.get(whole).await.expect(200).body), [false; 4]);
        assert_eq!(told(&outsider.get(whole).await.expect(200).body), [false, false, false, true]);
        for (reader, org) in [(&county, "n2"), (&county, "root"), (&town, "n1"), (&outsider, "n1/t1"), (&outsider, "n1")] {
            reader.get(&under(org)).await.expect(404);
        }
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            client(&kit, "root", role).await.get(whole).await.expect(403);
        }
    }

    async fn the_interface_does_what_the_pages_do(kit: testkit::Kit) {
        let clerk = client(&kit, "root", Role::Clerk).await;
        let mut body = json!({
            "year": 2026, "title": "目标责任书", "from": "2026-01-01", "until": "2026-12-31",
            "audience": { "clauses": [{ "under": kit.org("root").to_string(), "levels": ["county"] }] },
            "targets": [{ "text": "按期换届", "weight": 605 }, { "text": "开好会", "weight": 390 }]
        });
        let made = clerk.json("POST", "/api/v1/letter-issues", &body).await.expect(200).json();
        let one = format!("/api/v1/letter-issues/{}", made["id"].as_str().unwrap());
        let look = clerk.get(&format!("{one}/preview")).await.expect(200).json();
        assert_eq!(look["letters"], 2, "{look}");
        let short = clerk.json("POST", &format!("{one}/issuing"), &json!({ "version": 1 })).await.expect(422);
        assert_eq!(short.headers["content-type"], "application/problem+json");
        body["targets"][1]["weight"] = json!(395);
        let edit = |version: i64| json!({ "version": version, "issue": body });
        drop(clerk.json("PUT", &one, &edit(1)).await.expect(200));
        drop(clerk.json("PUT", &one, &edit(1)).await.expect(409));
        drop(clerk.json("POST", &format!("{one}/issuing"), &json!({ "version": 2 })).await.expect(200));
        let county = client(&kit, "n1", Role::Secretary).await;
        let mine = county.get("/api/v1/letters?year=2026").await.expect(200).json();
        assert_eq!(mine["items"].as_array().map(Vec::len), Some(1), "{mine}");
        let here = format!("/api/v1/letters/{}/{}", kit.org("n1"), made["id"].as_str().unwrap());
        let sign = json!({ "rev": 1, "version": 1 });
        let hash = county.json("POST", &format!("{here}/signature"), &sign).await.expect(200).json();
        drop(county.json("POST", &format!("{here}/signature"), &sign).await.expect(409));
        let chief = client(&kit, "root", Role::Secretary).await;
        let all = json!({ "signed_by": kit.house.now().0 });
        drop(chief.json("POST", &format!("{one}/countersignatures"), &all).await.expect(200));
        let verified = chief.get(&format!("{here}/verification")).await.expect(200).json();
        assert!(verified.to_string().contains(hash["hash"].as_str().unwrap()), "{verified}");
        let below = clerk.get("/api/v1/letters/below?year=2026&size=1").await.expect(200).json();
        assert!(below["next"].is_string() && below["items"].as_array().map(Vec::len) == Some(1), "{below}");
        let next = format!("/api/v1/letters/below?year=2026&size=1&after={}", below["next"].as_str().unwrap());
        assert_ne!(clerk.get(&next).await.expect(200).json()["items"][0], below["items"][0]);
        drop(clerk.get("/api/v1/letters/below?under=x").await.expect(404));
        drop(clerk.json("POST", "/api/v1/letter-issues", &json!({ "year": "odd" })).await.expect(422));
    }

    async fn both_languages_are_complete_on_every_page(kit: testkit::Kit) {
        let clerk = client(&kit, "root", Role::Clerk).await;
        let id = issued(&kit, &clerk).await;
        let draft = clerk.post("/letters/issues", &drafted("草稿")).await.expect(303);
        let draft = format!("/letters/issues/{}", number(draft.location()));
        let here = format!("/letters/{}/{id}", kit.org("n1"));
        let pages = [
            "/letters".to_owned(), "/letters?year=2025".to_owned(), "/letters/below".to_owned(), "/letters/settings".to_owned(),
            "/letters/issues".to_owned(), format!("/letters/issues/{id}"), draft.clone(), format!("{draft}/edit"),
            format!("{draft}/values"), here.clone(), format!("{here}/verify"), format!("{here}/compare"),
        ];
        for uri in pages {
            for client in [&clerk, &clerk.in_english()] {
                let body = client.get(&uri).await.expect(200).body.split("<main").nth(1).unwrap().to_owned();
                let key = body.split("target.").nth(1).map(|rest| rest.chars().take(30).collect::<String>());
                assert_eq!(key, None, "a sentence is missing on {uri}");
                assert!(!body.contains('{'), "a place was not filled on {uri}: {}", body.split('{').nth(1).unwrap_or_default());
            }
        }
        let chief = client(&kit, "root", Role::Secretary).await;
        let none = chief.post("/letters/settings", &[("from", "bald"), ("villages", "1"), ("reason", "州委会议决定")]).await;
        assert!(none.expect(422).body.contains("州委会议决定"), "what was typed is kept");
        let set = [("from", "2026-12-01"), ("villages", "1"), ("reason", "州委会议决定")];
        drop(chief.post("/letters/settings", &set).await.expect(303));
        assert!(clerk.get("/letters/settings").await.expect(200).body.contains("州委会议决定"));
    }
}

async fn act_at(client: &Client, here: &str, verb: &str, more: &[(&str, &str)]) -> u16 {
    let mut fields = vec![("rev", "1"), ("version", "1")];
    fields.extend_from_slice(more);
    client.post(&format!("{here}/{verb}"), &fields).await.status.as_u16()
}
