//! The same through pages and JSON: forms keep what was typed, and what strangers and broken input meet.

use kernel::Role;
use serde_json::json;
use testkit::{Client, Kit, Reply};

use crate::support::*;

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

/// Enters the regulation through its form; answers where that led.
async fn entered_by_form(clerk: &Client, once: &str) -> Reply {
    let fields =
        [("title", "示例考核办法"), ("kind", "regulation"), ("demands_work", "1"), ("text", TEXT), ("once", once)];
    clerk.post("/documents/new", &fields).await.expect(303)
}

/// The fields of the editor with one clause.
fn one_clause<'a>(version: &'a str, text: &'a str, verb: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", version),
        ("title", "办法"),
        ("count", "1"),
        ("label.1", "第一条"),
        ("text.1", text),
        ("depth.1", "0"),
        ("demands.1", "1"),
        ("do", verb),
    ]
}

testkit::both_engines! {
    async fn a_document_is_pasted_put_right_and_brought_into_force_on_its_pages(kit: testkit::Kit) {
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let (first, again) = (entered_by_form(&clerk, "k1").await, entered_by_form(&clerk, "k1").await);
        assert_eq!(first.location(), again.location(), "a doubled submission enters one document");
        assert_eq!(happened(&kit, "document.entered").await, 1);
        let address = first.location().split("/draft").next().unwrap().to_owned();
        let editor = clerk.get(&format!("{address}/draft")).await.expect(200).body;
        assert!(editor.contains("日常考核") && editor.contains("并入上条") && editor.contains("name=\"count\" value=\"7\""), "{editor}");
        let split = clerk.post(&format!("{address}/draft"), &one_clause("1", "甲\r\n\r\n第二条 乙", "split:1")).await.expect(303);
        assert!(split.location().ends_with("&at=2#c2"), "{}", split.location());
        let editor = clerk.get(&format!("{address}/draft")).await.expect(200).body;
        assert!(editor.contains("value=\"第二条\"") && hidden(&editor, "count") == "2", "{editor}");
        let page = clerk.get(&format!("{address}/publish")).await.expect(200).body;
        assert!(page.contains("新版本共 2 条") && page.contains("其中 2 条需落实"), "{page}");
        let refused = clerk.post(&format!("{address}/publish"), &[("version", "2"), ("from", "昨天")]).await.expect(422).body;
        assert!(refused.contains("昨天") && refused.contains("不是日期"), "{refused}");
        let done = clerk.post(&format!("{address}/publish"), &[("version", "2"), ("from", "2026-11-01")]).await.expect(303);
        assert!(done.location().contains("done=document_published"));
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await.get(&address).await.expect(200).body;
        assert!(village.contains("第二条") && village.contains("未落实") && !village.contains("/revise"), "{village}");
        drop(client(&kit, "n2", Role::Clerk).await.get(&address).await.expect(404));
        drop(client(&kit, "root", Role::SystemAdmin).await.get(&address).await.expect(403));
    }

    async fn a_refused_form_comes_back_with_everything_typed(kit: testkit::Kit) {
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let fields = [("title", ""), ("kind", "work_procedure"), ("domain", ""), ("number", "示组发〔2026〕3号"), ("text", "第一条 <甲>")];
        let refused = clerk.post("/documents/new", &fields).await.expect(422).body;
        assert!(refused.contains("此项必填") && refused.contains("工作规程要选一个领域") && refused.contains("示组发〔2026〕3号") && refused.contains("第一条 &#60;甲&#62;"), "{refused}");
        let refused = clerk.post("/documents/new", &[("title", "甲"), ("kind", "odd")]).await.expect(422).body;
        assert!(refused.contains("请从列出的选项中选择"), "{refused}");
        let id = entered(&kit, "n1").await;
        let nothing = clerk.post(&format!("/documents/{id}/draft"), &one_clause("1", "一整句话", "split:1")).await.expect(422).body;
        assert!(nothing.contains("一整句话") && nothing.contains("在那里空一行"), "{nothing}");
        assert_eq!(happened(&kit, "document.edited").await, 0);
    }

    async fn whoever_saves_second_sees_both_texts_and_loses_nothing(kit: testkit::Kit) {
        let id = entered(&kit, "n1").await;
        let (clerk, secretary) = (client(&kit, "n1", Role::Clerk).await, client(&kit, "n1", Role::Secretary).await);
        let address = format!("/documents/{id}/draft");
        drop(clerk.post(&address, &one_clause("1", "先写的", "save")).await.expect(303));
        let late = secretary.post(&address, &one_clause("1", "后写的", "save")).await.expect(409).body;
        assert!(late.contains("后写的") && late.contains("先写的") && hidden(&late, "version") == "2", "{late}");
        drop(secretary.post(&address, &one_clause("2", "后写的", "save")).await.expect(303));
        assert!(clerk.get(&address).await.expect(200).body.contains("后写的"));
    }

    async fn an_uploaded_file_is_cut_and_can_be_fetched_again(kit: testkit::Kit) {
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let csrf = hidden(&clerk.get("/documents/new").await.expect(200).body, "csrf");
        let part = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let body = [part("csrf", &csrf), part("title", "办法"), part("kind", "regulation"), part("text", "不用这段"),
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"办法.txt\"\r\n\r\n第一条 甲\r\n第二条 乙\r\n--x--\r\n".to_owned()].concat();
        let sent = clerk.send("POST", "/documents/new", "multipart/form-data; boundary=x", body).await.expect(303);
        let address = sent.location().split("/draft").next().unwrap().to_owned();
        let editor = clerk.get(&format!("{address}/draft")).await.expect(200).body;
        assert!(editor.contains("value=\"第二条\"") && editor.contains("办法.txt") && !editor.contains("不用这段"), "{editor}");
        let file = clerk.get(&format!("{address}/file/1")).await.expect(200);
        assert_eq!((file.body.as_str(), file.headers["content-disposition"].to_str().unwrap()),
            ("第一条 甲\r\n第二条 乙", "attachment; filename*=UTF-8''%E5%8A%9E%E6%B3%95.txt"));
        drop(client(&kit, "n1/t1", Role::Clerk).await.get(&format!("{address}/file/1")).await.expect(404));
    }

    async fn a_new_version_is_begun_its_replacements_put_right_and_the_versions_compared(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let here = format!("/documents/{id}");
        drop(clerk.post(&format!("{here}/revise"), &[("version", "2"), ("how", "text"), ("text", "第一条 为了规范工作考核，制定本办法。")]).await.expect(303));
        let page = clerk.get(&format!("{here}/replaces")).await.expect(200).body;
        assert!(page.contains("为了规范考核") && page.contains("checked"), "the likeliest clause is proposed: {page}");
        let odd = clerk.post(&format!("{here}/replaces"), &[("version", "3"), ("other.1", "第九十条")]).await.expect(422).body;
        assert!(odd.contains("第九十条") && odd.contains("上一版本没有"), "{odd}");
        drop(clerk.post(&format!("{here}/replaces"), &[("version", "3"), ("other.1", "第二条 第三条")]).await.expect(303));
        let page = clerk.get(&format!("{here}/publish")).await.expect(200).body;
        assert!(page.contains("1 条替代第 1 版的条款") && page.contains("没有被替代的旧条款"), "{page}");
        drop(clerk.post(&format!("{here}/publish"), &[("version", "4"), ("from", "2026-11-20")]).await.expect(303));
        let compared = clerk.get(&format!("{here}/compare?from=1&to=2")).await.expect(200).body;
        assert!(compared.contains("第二条 第三条") && compared.contains("<del>") && compared.contains("由经办人核定"), "{compared}");
        let past = clerk.get(&format!("{here}?as_of=2026-11-05")).await.expect(200).body;
        assert!(past.contains("日常考核") && past.contains("正在看 2026-11-05"), "{past}");
        drop(clerk.post(&format!("{here}/end"), &[("version", "5"), ("until", "2026-11-30"), ("reason", "")]).await.expect(422));
        drop(clerk.post(&format!("{here}/end"), &[("version", "5"), ("until", "2026-11-30"), ("reason", "任务完成")]).await.expect(303));
        assert!(clerk.get(&here).await.expect(200).body.contains("自 2026-11-30 起废止：任务完成"));
    }

    async fn the_json_interface_does_what_the_pages_do(kit: testkit::Kit) {
        let clerk = client(&kit, "n1", Role::Clerk).await;
        let about = json!({"kind": "regulation", "title": "办法", "demands_work": true});
        let made = clerk.json("POST", "/api/v1/documents", &json!({"about": about, "text": TEXT})).await.expect(200).json();
        let one = format!("/api/v1/documents/{}", made["id"].as_str().unwrap());
        let clauses = json!([{"label": "第一条", "text": "甲", "demands": true}, {"label": "（一）", "depth": 5, "text": "乙"}]);
        let draft = json!({"row_version": 1, "title": "办法", "clauses": clauses});
        assert_eq!(clerk.json("PUT", &format!("{one}/draft"), &draft).await.expect(200).json()["row_version"], 2);
        drop(clerk.json("PUT", &format!("{one}/draft"), &draft).await.expect(409));
        drop(clerk.json("POST", &format!("{one}/publication"), &json!({"row_version": 2, "from": "2026-11-01"})).await.expect(200));
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let read = village.get(&one).await.expect(200).json();
        assert_eq!((&read["clauses"][1]["depth"], &read["document"]["state"]), (&json!(1), &json!("in_force")));
        let id = read["clauses"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(village.get(&format!("/api/v1/clauses/{id}")).await.expect(200).json()["clause"]["label"], "第一条");
        assert_eq!(village.get("/api/v1/clauses/idle").await.expect(200).json()["documents"][0]["idle"], 1);
        assert_eq!(village.get("/api/v1/documents?q=%E5%8A%9E%E6%B3%95").await.expect(200).json()["items"].as_array().unwrap().len(), 1);
        assert_eq!(village.get("/api/v1/documents/search?q=%E7%94%B2").await.expect(200).json()["items"][0]["count"], 1);
        drop(village.json("POST", &format!("{one}/versions"), &json!({"row_version": 3})).await.expect(403));
        assert_eq!(clerk.json("POST", &format!("{one}/versions"), &json!({"row_version": 3})).await.expect(200).json()["seq"], 2);
        assert_eq!(clerk.json("DELETE", &format!("{one}/draft?row_version=4"), &json!({})).await.expect(200).json()["document_stays"], true);
        drop(clerk.json("PUT", &format!("{one}/about"), &json!({"row_version": 5, "about": {"kind": "regulation"}})).await.expect(200));
        drop(clerk.json("POST", &format!("{one}/ending"), &json!({"row_version": 6, "until": "2026-11-30", "reason": "过时"})).await.expect(200));
        drop(client(&kit, "n2", Role::Clerk).await.get(&one).await.expect(404));
    }

    async fn both_languages_are_complete_on_every_page(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let target = clause(&kit, "n1", id, "（一）").await;
        cite(&kit, "n1", target, 7).await.unwrap();
        document::revise(&kit.cx("n1", Role::Clerk), "", id, 2, None).await.unwrap();
        let clerk = client(&kit, "n1", Role::Clerk).await;
        for uri in [
            "/documents".to_owned(), "/documents?state=ended&kind=plan".to_owned(), "/documents/new".to_owned(),
            "/documents/search".to_owned(), "/documents/search?q=%E8%80%83%E6%A0%B8".to_owned(), "/documents/search?q=zzz".to_owned(),
            "/documents/framework".to_owned(), "/documents/procedures".to_owned(), "/clauses/idle".to_owned(),
            format!("/documents/{id}"), format!("/documents/{id}?as_of=2020-01-01"), format!("/documents/{id}/draft"), format!("/documents/{id}/replaces"),
            format!("/documents/{id}/publish"), format!("/documents/{id}/about"), format!("/documents/{id}/end"), format!("/documents/{id}/revise"),
            format!("/documents/{id}/compare?from=1&to=2&all=1"), format!("/clauses/{target}"),
        ] {
            for client in [&clerk, &clerk.in_english()] {
                let body = client.get(&uri).await.expect(200).body.split("<main").nth(1).unwrap().to_owned();
                let key = body.split("document.").nth(1).map(|rest| rest.chars().take(30).collect::<String>());
                assert_eq!(key, None, "a sentence is missing on {uri}");
                assert!(!body.contains('{'), "a place was not filled on {uri}: {}", body.split('{').nth(1).unwrap_or_default());
            }
        }
    }

    async fn hostile_input_is_refused_without_a_fault_of_ours(kit: testkit::Kit) {
        let id = entered(&kit, "n1").await;
        let clerk = client(&kit, "n1", Role::Clerk).await;
        for odd in ["", "-1", "99999999999999999999", "2026-13-01", "<b>", "%00", "split:1", "\u{202e}\u{feff}", "'; DROP TABLE clause; --", "🎈"] {
            let coded: String = odd.bytes().map(|b| format!("%{b:02X}")).collect();
            for uri in [
                format!("/documents?kind={coded}&state={coded}&q={coded}&after={coded}&size={coded}"), format!("/documents/search?q={coded}&kind={coded}&as_of={coded}&skip={coded}&document={coded}"),
                format!("/documents/{coded}"), format!("/documents/{id}?version={coded}&as_of={coded}"), format!("/documents/{id}/compare?from={coded}&to={coded}"),
                format!("/documents/{id}/draft?at={coded}"), format!("/clauses/{coded}?after={coded}"), format!("/clauses/idle?document={coded}&after={coded}"), format!("/clauses/pick?name={coded}&q={coded}"),
                format!("/documents/framework?org={coded}"), format!("/api/v1/clauses?q={coded}"),
            ] {
                let reply = clerk.get(&uri).await;
                assert!(reply.status.as_u16() < 500, "{uri}: {} {}", reply.status, reply.body);
            }
            let fields = ["version", "title", "kind", "text", "count", "label.1", "text.1", "depth.1", "id.1", "replaces.1", "other.1", "do", "how", "from", "until", "reason", "framework", "domain", "once"].map(|name| (name, odd));
            for verb in ["draft", "revise", "replaces", "about", "publish", "end", "discard"] {
                let reply = clerk.post(&format!("/documents/{id}/{verb}"), &fields).await;
                assert!(reply.status.as_u16() < 500, "{verb} with {odd:?}: {} {}", reply.status, reply.body);
            }
            for (method, verb) in [("POST", "versions"), ("PUT", "draft"), ("PUT", "about"), ("POST", "publication"), ("POST", "ending")] {
                let reply = clerk.json(method, &format!("/api/v1/documents/{id}/{verb}"), &json!({"row_version": odd, "clauses": [odd], "about": odd})).await;
                assert!(reply.status.as_u16() < 500, "{verb} with {odd:?}");
            }
        }
    }
}

#[test]
fn the_description_of_the_api_names_every_route() {
    let described = serde_json::to_value(<document::Api as utoipa::OpenApi>::openapi()).unwrap();
    for route in document::routes().all().iter().filter(|r| r.path.starts_with("/api/")) {
        let method = route.method.as_str().to_lowercase();
        assert!(described["paths"][route.path][method.as_str()].is_object(), "{route:?}");
    }
}

#[test]
fn a_village_is_told_where_documents_are_kept() {
    testkit::run(testkit::EngineKind::Sqlite, |kit: Kit| async move {
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let page = village.get("/documents/new").await.expect(200).body;
        assert!(page.contains("乡镇和村不单独建文件"), "{page}");
        assert!(!village.get("/documents").await.expect(200).body.contains("href=\"/documents/new\""));
    });
}
