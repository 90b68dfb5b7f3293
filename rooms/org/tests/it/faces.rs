//! Pages and API: what they show, how they page, and that no input breaks them.

use kernel::Role;
use testkit::Client;

const KIT_WORDS: &str = include_str!("../../../../crates/kit/words.toml");

fn client(kit: &testkit::Kit) -> Client {
    kit.client(&org::routes(), &[KIT_WORDS, org::WORDS])
}

testkit::both_engines! {
    async fn the_api_pages_through_a_branch_and_answers_for_any_day(kit: testkit::Kit) {
        let clerk = kit.log_in(&client(&kit), "n1", Role::Clerk).await;
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let body = clerk.get(&format!("/api/v1/orgs?size=2&after={after}")).await.expect(200).json();
            for item in body["items"].as_array().unwrap() { seen.push(item["code"].as_str().unwrap().to_owned()); }
            match body["next"].as_str() { Some(next) => after = next.replace('/', "%2F"), None => break }
        }
        assert_eq!(seen, ["990101", "990101101", "990101101201", "990101101202", "990101201", "990101201201", "990101201202"]);
        let id = kit.org("n1/t1");
        let body = clerk.get(&format!("/api/v1/orgs/{id}")).await.expect(200).json();
        assert_eq!((body["state"]["name"].as_str(), body["below"][0]["count"].as_i64()), (Some("甲一镇"), Some(2)));
        assert_eq!(body["superiors"].as_array().unwrap().len(), 2);
        let body = clerk.get(&format!("/api/v1/orgs/{id}?as_of=2010-01-01")).await.expect(200).json();
        assert!(body["state"].is_null());
        let body = clerk.get(&format!("/api/v1/orgs/{id}/history")).await.expect(200).json();
        assert_eq!((body["items"][0]["op"].as_str(), body["items"][0]["from"].as_str()), (Some("add"), Some("2016-06-30")));
        let body = clerk.get(&format!("/api/v1/orgs/{id}/children?size=1")).await.expect(200).json();
        assert_eq!(body["items"][0]["code"], "990101101201");
        let next = body["next"].as_str().unwrap().to_owned();
        let body = clerk.get(&format!("/api/v1/orgs/{id}/children?size=1&after={next}")).await.expect(200).json();
        assert_eq!((body["items"][0]["code"].as_str(), body["next"].as_str()), (Some("990101101202"), None));
        let body = clerk.get("/api/v1/orgs/count?level=village").await.expect(200).json();
        assert_eq!(body[0]["count"], 4);
        let body = clerk.get("/api/v1/orgs?q=%E6%A0%B7%E6%9D%BF&level=village&size=3").await.expect(200).json();
        assert_eq!((body["items"].as_array().unwrap().len(), body["next"].is_string()), (3, true));
        let body = clerk.get(&format!("/api/v1/orgs?under={id}")).await.expect(200).json();
        assert_eq!(body["items"].as_array().unwrap().len(), 3);
        let rename = org::Doing::Alter { name: "新名镇".to_owned(), code: "990101101".to_owned(), division_kind: String::new() };
        let deed = org::Deed { org: id, what: rename, day: None, note: String::new(), version: None };
        org::change(&kit.cx("n1", Role::Clerk), "", deed).await.unwrap();
        let former = clerk.get("/api/v1/orgs?q=%E7%94%B2%E4%B8%80%E9%95%87").await.expect(200).json();
        assert_eq!(former["items"][0]["name"], "新名镇", "found by its former name");
        let elsewhere = kit.log_in(&client(&kit), "n2", Role::Clerk).await;
        let outside = elsewhere.get("/api/v1/orgs?q=%E7%94%B2%E4%B8%80%E9%95%87").await.expect(200).json();
        assert_eq!(outside["items"].as_array().unwrap().len(), 0, "a former name leads nobody out of their branch");
        let foreign = kit.org("n2");
        let _ = clerk.get(&format!("/api/v1/orgs/{foreign}")).await.expect(404);
        let _ = clerk.get(&format!("/api/v1/orgs?under={foreign}")).await.expect(404);
        let _ = client(&kit).get("/api/v1/orgs").await.expect(401);
    }

    async fn the_tree_page_opens_bit_by_bit_in_both_languages(kit: testkit::Kit) {
        let clerk = kit.log_in(&client(&kit), "n1", Role::Clerk).await;
        let page = clerk.get("/orgs").await.expect(200).body;
        assert!(page.contains("甲县：2 乡镇 · 4 村") && page.contains("甲一镇") && !page.contains("乙一镇"), "{page}");
        assert!(page.contains(&format!("hx-get=\"/orgs/{}/children?\"", kit.org("n1/t1"))));
        let part = clerk.get(&format!("/orgs/{}/children", kit.org("n1/t1"))).await.expect(200).body;
        assert!(part.contains("样板村二") && !part.contains("<html"));
        let page = clerk.in_english().get("/orgs?as_of=2020-01-01").await.expect(200).body;
        assert!(page.contains("Showing 2020-01-01") && page.contains("2 townships"), "{page}");
        assert!(clerk.get("/orgs?as_of=2000-01-01").await.expect(200).body.contains("那一天还没有您的组织"));
        let page = clerk.get("/orgs?q=%E6%A0%B7%E6%9D%BF%E6%9D%91%E4%BA%8C").await.expect(200).body;
        assert!(page.contains("示例州/甲县/甲一镇/样板村二"), "{page}");
        let page = clerk.get(&format!("/orgs/{}", kit.org("n1/t1"))).await.expect(200).body;
        assert!(page.contains("首次收录") && page.contains("990101101") && page.contains("/alter"), "{page}");
        let village = kit.log_in(&client(&kit), "n1/t1/v1", Role::Clerk).await;
        let page = village.get(&format!("/orgs/{}", kit.org("n1/t1/v1"))).await.expect(200).body;
        assert!(!page.contains("/alter"));
    }

    async fn a_form_tells_what_will_happen_before_it_happens(kit: testkit::Kit) {
        let clerk = kit.log_in(&client(&kit), "root", Role::Clerk).await;
        let id = kit.org("n1/t1");
        let form = format!("/orgs/{id}/move");
        assert!(clerk.get(&form).await.expect(200).body.contains("name=\"target\""));
        let page = clerk.post(&form, &[("step", "preview"), ("target", "乙县")]).await.expect(200).body;
        assert!(page.contains("甲一镇 改由 示例州/乙县 管辖") && page.contains("2 村") && page.contains("value=\"confirm\""), "{page}");
        let refused = clerk.post(&form, &[("step", "confirm"), ("target", "没有"), ("note", "留住我")]).await.expect(422).body;
        assert!(refused.contains("留住我") && refused.contains("没有找到“没有”"), "{refused}");
        let stale = clerk.post(&form, &[("step", "confirm"), ("target", "乙县"), ("version", "77")]).await.expect(409).body;
        assert!(stale.contains("乙县"));
        let done = clerk.post(&form, &[("step", "confirm"), ("target", "乙县"), ("version", "1"), ("once", "o1")]).await.expect(303);
        assert!(done.location().contains("done=org_moved"), "{}", done.location());
        for verb in ["add", "alter", "merge", "dissolve"] {
            let village = kit.org("n1/t2/v1");
            let _ = clerk.get(&format!("/orgs/{village}/{verb}")).await.expect(200);
            let _ = clerk.post(&format!("/orgs/{village}/{verb}"), &[("step", "preview"), ("target", "样板村二"), ("name", "新村"), ("code", "n-1")]).await.expect(200);
        }
        let township = kit.log_in(&client(&kit), "n1/t2", Role::Clerk).await;
        let _ = township.get(&format!("/orgs/{}/alter", kit.org("n1/t2/v1"))).await.expect(403);
        let _ = township.get(&format!("/orgs/{id}/alter")).await.expect(404);
    }

    async fn a_tag_that_is_not_taken_stands_in_its_field_with_the_reason(kit: testkit::Kit) {
        let clerk = kit.log_in(&client(&kit), "n1", Role::Clerk).await;
        let at = format!("/orgs/{}", kit.org("n1"));
        let blank = clerk.post(&format!("{at}/tags"), &[("tag", " ")]).await.expect(422).body;
        assert!(blank.contains("标签：此项必填。") && blank.contains("甲县"), "the page of the organisation: {blank}");
        let long = "长".repeat(21);
        let long = clerk.post(&format!("{at}/tags"), &[("tag", &long)]).await.expect(422).body;
        assert!(long.contains(&format!("value=\"{}\"", "长".repeat(21))), "{long}");
        clerk.post(&format!("{at}/tags"), &[("tag", "重点")]).await.expect(303);
        assert!(clerk.get(&at).await.expect(200).body.contains("重点"));
    }

    async fn hostile_input_is_never_our_fault(kit: testkit::Kit) {
        let clerk = kit.log_in(&client(&kit), "root", Role::Clerk).await;
        let id = kit.org("n1/t1");
        let long = "9".repeat(3000);
        let odd = ["", "0", "-1", "9223372036854775807", "9223372036854775808", "%00", "%27", "%25", "a%2Fb", "%F0%9F%92%A9", "%ff", &long];
        for value in odd {
            for uri in [
                format!("/orgs?q={value}"), format!("/orgs?as_of={value}"), format!("/orgs/{id}?as_of={value}"),
                format!("/orgs/{id}/children?after={value}"), format!("/api/v1/orgs?after={value}"),
                format!("/api/v1/orgs?size={value}"), format!("/api/v1/orgs?under={value}"), format!("/api/v1/orgs?level={value}"),
                format!("/api/v1/orgs?q={value}"), format!("/api/v1/orgs/{id}/children?after={value}~{value}"),
                format!("/api/v1/orgs/count?as_of={value}"),
            ] {
                let status = clerk.get(&uri).await.status.as_u16();
                assert!(status < 500, "{uri}: {status}");
            }
            if !value.is_empty() {
                for uri in [format!("/orgs/{value}"), format!("/api/v1/orgs/{value}"), format!("/orgs/{value}/move")] {
                    let status = clerk.get(&uri).await.status.as_u16();
                    assert!((400..500).contains(&status), "{uri}: {status}");
                }
            }
            for verb in ["add", "alter", "move", "merge", "dissolve"] {
                let fields = [("step", "confirm"), ("target", value), ("name", value), ("code", value), ("level", value), ("day", value), ("version", value), ("division_kind", value)];
                let status = clerk.post(&format!("/orgs/{id}/{verb}"), &fields).await.status.as_u16();
                assert!(status < 500, "{verb} {value}: {status}");
            }
        }
    }

    async fn a_form_offers_kinds_in_words_and_keeps_one_that_a_file_brought(kit: testkit::Kit) {
        let clerk = kit.log_in(&client(&kit), "n1", Role::Clerk).await;
        let town = kit.org("n1/t1");
        let kind = |word: &str| org::Doing::Alter { name: "甲一镇".to_owned(), code: "990101101".to_owned(), division_kind: word.to_owned() };
        let alter = |word: &str| org::Deed { org: town, what: kind(word), day: None, note: String::new(), version: None };
        org::change(&kit.cx("n1", Role::Clerk), "", alter("town")).await.unwrap();
        let page = clerk.get(&format!("/orgs/{town}/alter")).await.expect(200).body;
        assert!(page.contains("<option value=\"town\" selected>镇</option>") && page.contains(">教育系统</option>"));
        org::change(&kit.cx("n1", Role::Clerk), "", alter("园区")).await.unwrap();
        let page = clerk.get(&format!("/orgs/{town}/alter")).await.expect(200).body;
        assert!(page.contains("<option value=\"园区\" selected>园区</option>"));
        org::change(&kit.cx("n1", Role::Clerk), "", alter("education")).await.unwrap();
        let shown = clerk.get(&format!("/orgs/{town}")).await.expect(200).body;
        assert!(shown.contains("教育系统") && !shown.contains("education"));
    }
}
