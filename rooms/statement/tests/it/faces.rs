//! The same through pages and JSON, and what strangers and broken input meet.

use kernel::Role;
use serde_json::json;

use crate::support::*;

/// Inputs that break programs elsewhere.
const HOSTILE: &[&str] = &[
    "",
    "-1",
    "0",
    "9223372036854775807",
    "99999999999999999999",
    "1e9",
    "2026-13",
    "2026-11-01",
    "000000",
    "'; DROP TABLE statement; --",
    "<script>alert(1)</script>",
    "%00",
    "..%2f..%2fetc",
    "\u{202e}\u{0}\u{feff}",
    "🎈",
];

testkit::both_engines! {
    async fn a_village_publishes_on_its_page_and_its_siblings_read_the_paper(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        let clerk = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let address = page(&kit, "n1/t1/v1");
        let draft = clerk.get(&address).await.expect(200);
        assert!(draft.body.contains("第 1 件事") && draft.body.contains("公布并封存"));
        let fields = [("self_text", "按期办结\r\n<b>无</b>"), ("problems", ""), ("version", "0"), ("once", "k1")];
        let saved = clerk.post(&format!("{address}/draft"), &[&fields[..3], &[("once", "k1")]].concat()).await.expect(303);
        assert!(saved.location().contains("done=statement_saved"), "{}", saved.location());
        let stale = clerk.post(&format!("{address}/publish"), &[("self_text", "另写"), ("version", "0"), ("once", "k2")]).await.expect(409);
        assert!(stale.body.contains("另写") && stale.body.contains("按期办结"), "what both wrote is shown");
        let fields = [fields[0], fields[1], ("version", "1"), fields[3]];
        for _ in 0..2 {
            let done = clerk.post(&format!("{address}/publish"), &fields).await.expect(303);
            assert!(done.location().contains("done=statement_published&n=1"), "{}", done.location());
        }
        let sibling = client(&kit, "n1/t1/v2", Role::Clerk).await;
        let paper = sibling.get(&address).await.expect(200).body;
        assert!(paper.contains("按期办结\n&lt;b&gt;无") || paper.contains("按期办结\n&#60;b&#62;无"), "escaped, line kept");
        assert!(paper.contains("证明码") && !paper.contains("/publish\""));
        let list = sibling.get("/statements?month=2026-11").await.expect(200).body;
        assert!(list.contains("样板村一") && list.contains("已公布") && list.contains("待补"));
        drop(client(&kit, "n2", Role::Clerk).await.get(&address).await.expect(404));
        drop(client(&kit, "root", Role::SystemAdmin).await.get(&address).await.expect(403));
        assert_eq!(app(&kit).get(&address).await.expect(303).location().split('?').next(), Some("/login"));
    }

    async fn a_refused_form_comes_back_with_everything_typed(kit: testkit::Kit) {
        let clerk = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let long = "长".repeat(1_001);
        let fields = [("self_text", "找我 13912345678"), ("problems", long.as_str()), ("version", "0")];
        let refused = clerk.post(&format!("{}/publish", page(&kit, "n1/t1/v1")), &fields).await.expect(422);
        assert!(refused.body.contains("找我 13912345678") && refused.body.contains(&long));
        assert!(refused.body.contains("139******78") && refused.body.contains("#self_text"));
        assert_eq!(happened(&kit, "statement.published").await, 0);
    }

    async fn publishing_needs_a_recent_proof_and_keeps_what_was_typed_meanwhile(kit: testkit::Kit) {
        let clerk = client(&kit, "n1/t1/v1", Role::Clerk).await;
        kit.clock.advance_minutes(11);
        let address = page(&kit, "n1/t1/v1");
        let fields = [("self_text", "写好了"), ("version", "0"), ("once", "k")];
        let sent = clerk.post(&format!("{address}/publish"), &fields).await.expect(303);
        assert_eq!(sent.location(), format!("/me/proof?next={address}"));
        assert_eq!(happened(&kit, "statement.published").await, 0);
        assert!(clerk.get(&address).await.expect(200).body.contains("写好了"));
        let body = json!({"self_text": "写好了", "version": 1});
        drop(clerk.json("POST", &format!("/api/v1{address}/publication"), &body).await.expect(403));
    }

    async fn the_correction_goes_through_the_pages_and_both_texts_stand_beside_each_other(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let address = page(&kit, "n1/t1/v1");
        let clerk = client(&kit, "n1/t1/v1", Role::Clerk).await;
        assert!(clerk.get(&format!("{address}?correct=1")).await.expect(200).body.contains("name=\"reason\""));
        let fields = [("self_text", "更正后的自评"), ("problems", "无"), ("base", "1"), ("reason", "")];
        let refused = clerk.post(&format!("{address}/correction"), &fields).await.expect(422);
        assert!(refused.body.contains("更正后的自评"));
        let fields = [fields[0], fields[1], fields[2], ("reason", "写错一字"), ("once", "c1")];
        drop(clerk.post(&format!("{address}/correction"), &fields).await.expect(303));
        drop(clerk.post(&format!("{address}/correction/2/confirm"), &[]).await.expect(422));
        let secretary = client(&kit, "n1/t1/v1", Role::Secretary).await;
        let waiting = secretary.get(&address).await.expect(200).body;
        assert!(waiting.contains("correction/2/confirm") && waiting.contains("写错一字"));
        drop(secretary.post(&format!("{address}/correction/2/confirm"), &[("once", "c2")]).await.expect(303));
        let read = client(&kit, "n1/t1/v2", Role::Clerk).await;
        let second = read.get(&address).await.expect(200).body;
        for text in ["更正后的自评", "本月按期办结。", "写错一字", "第 2 版"] {
            assert!(second.contains(text), "{text}");
        }
        assert!(read.get(&format!("{address}?rev=1")).await.expect(200).body.contains("这是更正以前的版本"));
        drop(read.get(&format!("{address}?rev=3")).await.expect(404));
    }

    async fn the_public_page_is_there_only_if_the_organisation_chose_it_and_names_nobody(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        let (address, link) = (page(&kit, "n1/t1/v1"), format!("/s/{}/{MONTH}", kit.org("n1/t1/v1")));
        let (anybody, clerk) = (app(&kit), client(&kit, "n1/t1/v1", Role::Clerk).await);
        drop(anybody.get(&link).await.expect(404));
        drop(clerk.post(&format!("{address}/public"), &[("public", "1")]).await.expect(422));
        published(&kit, "n1/t1/v1").await;
        drop(anybody.get(&link).await.expect(404));
        let above = client(&kit, "n1/t1", Role::Secretary).await;
        drop(above.post(&format!("{address}/public"), &[("public", "1")]).await.expect(403));
        drop(clerk.post(&format!("{address}/public"), &[("public", "1")]).await.expect(303));
        statement::remark(&kit.cx("n1/t1", Role::Leader), "", kit.org("n1/t1/v1"), MONTH, "属实").await.unwrap();
        let read = anybody.get(&link).await.expect(200).body;
        for text in ["第 1 件事", "本月按期办结。", "证明码", "甲一镇 · 领导", "书记公布于"] {
            assert!(read.contains(text), "{text}");
        }
        for role in ["secretary", "clerk", "leader"] {
            assert!(!read.contains(&format!("样板村一{role}")) && !read.contains(&format!("甲一镇{role}")), "{role}");
        }
        assert!(!read.contains("<form") && !read.contains("csrf"));
        assert!(clerk.get(&address).await.expect(200).body.contains(&link));
        drop(clerk.post(&format!("{address}/public"), &[("public", "0")]).await.expect(303));
        drop(anybody.get(&link).await.expect(404));
        assert_eq!((happened(&kit, "statement.opened").await, happened(&kit, "statement.withheld").await), (1, 1));
    }

    async fn the_api_lists_by_pages_and_gives_body_and_hash(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        let clerk = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let one = format!("/api/v1{}", page(&kit, "n1/t1/v1"));
        let draft = clerk.get(&one).await.expect(200).json();
        assert_eq!((draft["state"].as_str(), draft["rev"].as_i64(), draft["hash"].is_null()), (Some("open"), Some(0), true));
        let body = json!({"self_text": "完成", "problems": "", "version": draft["version"]});
        let sealed = clerk.json("POST", &format!("{one}/publication"), &body).await.expect(200).json();
        drop(clerk.json("POST", &format!("{one}/publication"), &body).await.expect(409));
        let read = client(&kit, "n1", Role::Leader).await.get(&one).await.expect(200).json();
        assert_eq!(read["hash"], sealed["hash"]);
        assert_eq!(statement::canonical::seal(read["body"].as_str().unwrap()), read["hash"].as_str().unwrap());
        let above = client(&kit, "n1/t1", Role::Secretary).await;
        drop(above.json("POST", &format!("{one}/remarks"), &json!({"text": "好"})).await.expect(200));
        let correction = json!({"base": 1, "self_text": "改", "reason": "错字"});
        let proposed = clerk.json("POST", &format!("{one}/corrections"), &correction).await.expect(200).json();
        assert_eq!(proposed["rev"], 2);
        let refused = clerk.json("POST", &format!("{one}/corrections/2/confirmation"), &json!({})).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], "statement_second_person");
        let confirmed = above.json("POST", &format!("{one}/corrections/2/confirmation"), &json!({})).await.expect(200).json();
        assert_eq!(confirmed["rev"], 2);
        drop(clerk.json("POST", &format!("{one}/sharing"), &json!({"public": true})).await.expect(200));
        assert_eq!(clerk.get(&one).await.expect(200).json()["is_public"], true);

        let root = client(&kit, "root", Role::Clerk).await;
        let (mut next, mut seen) = (String::new(), Vec::new());
        loop {
            let uri = format!("/api/v1/statements?month=2026-11&scope=all&size=5&after={next}");
            let got = root.get(&uri).await.expect(200).json();
            seen.extend(got["items"].as_array().unwrap().iter().map(|i| i["org"].as_str().unwrap().to_owned()));
            match got["next"].as_str() {
                Some(key) => next = key.to_owned(),
                None => break,
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 14);
        drop(client(&kit, "n2", Role::Clerk).await.get(&one).await.expect(404));
        drop(root.get("/api/v1/statements?state=odd").await.expect(422));
    }

    async fn hostile_input_is_refused_without_a_fault_of_ours(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let clerk = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let real = page(&kit, "n1/t1/v1");
        let percent = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
        for odd in HOSTILE {
            let coded = percent(odd);
            let mut replies = Vec::new();
            for uri in [
                format!("/statements?month={coded}"),
                format!("/statements?scope={coded}&state={coded}&after={coded}&size={coded}"),
                format!("/statements/{coded}/2026-11"),
                format!("/statements/1004/{coded}"),
                format!("{real}?rev={coded}&correct={coded}"),
                format!("/s/{coded}/{coded}"),
                format!("/api/v1/statements?month={coded}&after={coded}"),
                format!("/api/v1{real}?rev={coded}"),
            ] {
                replies.push((uri.clone(), clerk.get(&uri).await));
            }
            let fields = [("self_text", *odd), ("problems", *odd), ("version", *odd), ("seen", *odd), ("once", *odd),
                ("base", *odd), ("reason", *odd), ("remark", *odd), ("public", *odd)];
            for verb in ["draft", "publish", "correction", "remark", "public", "correction/2/confirm", "correction/2/refuse"] {
                replies.push((verb.to_owned(), clerk.post(&format!("{real}/{verb}"), &fields).await));
            }
            replies.push((coded.clone(), clerk.post(&format!("{real}/correction/{coded}/refuse"), &fields).await));
            for verb in ["publication", "corrections", "remarks", "sharing", "corrections/2/refusal"] {
                let uri = format!("/api/v1{real}/{verb}");
                replies.push((uri.clone(), clerk.send("POST", &uri, "text/plain", (*odd).to_owned()).await));
                replies.push((uri.clone(), clerk.json("POST", &uri, &json!({"self_text": odd, "version": odd, "x": [odd]})).await));
            }
            for (what, reply) in replies {
                assert!(reply.status.as_u16() < 500, "{what} with {odd:?}: {} {}", reply.status, reply.body);
            }
        }
        assert_eq!(breaches(&kit).await, Vec::<String>::new());
    }

    async fn both_languages_are_complete_on_every_page(kit: testkit::Kit) {
        given(&kit, "n1/t1/v1", "n1/t1", 1, 6).await;
        given(&kit, "n1/t1/v1", "n1/t1", 2, 1).await;
        let clerk = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let mut pages = vec![clerk.get(&page(&kit, "n1/t1/v1")).await, clerk.in_english().get(&page(&kit, "n1/t1/v1")).await];
        published(&kit, "n1/t1/v1").await;
        for uri in [page(&kit, "n1/t1/v1"), format!("{}?correct=1", page(&kit, "n1/t1/v1")), page(&kit, "n1/t1/v2"), "/statements".to_owned()] {
            pages.push(clerk.get(&uri).await);
            pages.push(clerk.in_english().get(&uri).await);
        }
        for page in pages {
            let body = page.expect(200).body.split("<main").nth(1).unwrap().to_owned();
            let key = body.split("statement.").nth(1).map(|rest| rest.chars().take(30).collect::<String>());
            assert_eq!(key, None, "a sentence is missing");
            assert!(!body.contains('{'), "a place in a sentence was not filled: {}", body.split('{').nth(1).unwrap_or_default());
        }
    }
}

#[test]
fn the_description_of_the_api_names_every_route() {
    let described = serde_json::to_value(<statement::Api as utoipa::OpenApi>::openapi()).unwrap();
    for route in statement::routes().all().iter().filter(|r| r.path.starts_with("/api/")) {
        let method = route.method.as_str().to_lowercase();
        assert!(described["paths"][route.path][method.as_str()].is_object(), "{route:?}");
    }
}
