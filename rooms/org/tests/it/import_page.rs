//! Importing in the browser: tried, told cell by cell, accepted; and only below one's own organisation.

use kernel::Role;
use testkit::{Client, Kit, Reply};

const KIT_WORDS: &str = include_str!("../../../../crates/kit/words.toml");

async fn clerk(kit: &Kit, place: &str) -> Client {
    kit.log_in(&kit.client(&org::routes(), &[KIT_WORDS, org::WORDS]), place, Role::Clerk).await
}

/// Sends a sheet as a browser does.
async fn try_sheet(web: &Client, sheet: &str) -> Reply {
    let page = web.get("/orgs/import").await.expect(200).body;
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let field =
        |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file =
        format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{sheet}\r\n--x--\r\n");
    let body = [field("csrf", csrf), field("step", "try"), field("as_of", "2026-11-23"), file].concat();
    web.send("POST", "/orgs/import", "multipart/form-data; boundary=x", body).await
}

/// The sheet that a page keeps for accepting.
fn kept(page: &str) -> String {
    page.split("name=\"kept\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn below(kit: &Kit, place: &str) -> i64 {
    let counts = org::count(&kit.cx(place, Role::Clerk), None, None, None).await.unwrap();
    counts.iter().map(|(_, n)| n).sum()
}

const SOUND: &str = "代码,名称,上级代码,层级,类别\r\n9901010001,甲县第一中学党支部,990101,,学校\r\n990101101203,样板村九,990101101,村,\r\n";

testkit::both_engines! {
    async fn a_sheet_is_tried_without_writing_and_then_accepted(kit: testkit::Kit) {
        let web = clerk(&kit, "n1").await;
        assert!(web.get("/orgs").await.expect(200).body.contains("href=\"/orgs/import\""));
        let page = try_sheet(&web, SOUND).await.expect(200).body;
        assert!(page.contains("新增 2 个") && page.contains("没有问题"), "{page}");
        assert_eq!(below(&kit, "n1").await, 7, "trying writes nothing");
        let accept = [("step", "accept"), ("as_of", "2026-11-23"), ("kept", &*kept(&page))];
        let done = web.post("/orgs/import", &accept).await.expect(303);
        assert_eq!(done.location(), "/orgs?done=org_imported&n=2");
        assert_eq!(below(&kit, "n1").await, 9);
        let school = org::show(&kit.cx("n1", Role::Clerk), "甲县第一中学党支部", None).await.unwrap();
        assert_eq!(school[0].placed.org.domain, "education");
        web.post("/orgs/import", &accept).await.expect(303);
        assert_eq!(below(&kit, "n1").await, 9, "accepting twice has one effect");
        assert!(try_sheet(&web, SOUND).await.expect(200).body.contains("没有要写入的"));
    }

    async fn problems_are_told_with_row_column_and_value_and_the_others_can_be_written(kit: testkit::Kit) {
        let web = clerk(&kit, "n1").await;
        let sheet = format!("{SOUND}990101101204,样板村十,777,村,\r\n");
        let page = try_sheet(&web, &sheet).await.expect(422).body;
        assert!(page.contains("1 行有问题") && page.contains("C 上级代码") && page.contains("777"), "{page}");
        let accept = [("step", "accept"), ("as_of", "2026-11-23"), ("kept", &*kept(&page))];
        web.post("/orgs/import", &accept).await.expect(422);
        assert_eq!(below(&kit, "n1").await, 7, "a file with problems changes nothing");
        let skip = [&accept[..], &[("skip", "1")]].concat();
        assert_eq!(web.post("/orgs/import", &skip).await.expect(303).location(), "/orgs?done=org_imported&n=2");
        assert_eq!(below(&kit, "n1").await, 9);
    }

    async fn nobody_imports_outside_their_own_branch(kit: testkit::Kit) {
        let web = clerk(&kit, "n1").await;
        for (row, what) in [
            ("990102101,乙一镇改,990102,乡,", "another county's town"),
            ("990102101999,新村,990102101,村,", "below another county"),
            ("990101,甲县改,9901,县,", "one's own organisation"),
            ("88,新州,,州,", "a root"),
            ("990101101,甲一镇,990102,乡,", "moving one's own away"),
            ("990102101,乙一镇,990102,township,township", "not even to learn that it stands like this"),
        ] {
            let page = try_sheet(&web, &format!("代码,名称,上级代码,层级,类别\n{row}\n")).await.expect(422).body;
            assert!(page.contains("不在您的管辖范围之内"), "{what}: {page}");
            let skip = [("step", "accept"), ("as_of", "2026-11-23"), ("kept", &*kept(&page)), ("skip", "1")];
            let status = web.post("/orgs/import", &skip).await.status;
            assert!(status == 422 || status == 303, "{what}: {status}");
        }
        assert_eq!((below(&kit, "root").await, below(&kit, "n2").await), (15, 7));
        let own = org::show(&kit.cx("root", Role::Clerk), "990101", None).await.unwrap();
        assert_eq!(own[0].placed.org.name, "甲县");
    }

    async fn a_township_does_not_import_and_is_offered_nothing(kit: testkit::Kit) {
        let web = clerk(&kit, "n1/t1").await;
        assert!(!web.get("/orgs").await.expect(200).body.contains("/orgs/import"));
        web.get("/orgs/import").await.expect(403);
        web.post("/orgs/import", &[("step", "accept"), ("kept", &"0".repeat(64))]).await.expect(403);
        let leader = kit.log_in(&kit.client(&org::routes(), &[KIT_WORDS, org::WORDS]), "n1", Role::Leader).await;
        leader.get("/orgs/import").await.expect(403);
    }

    async fn what_is_no_sheet_is_told_and_breaks_nothing(kit: testkit::Kit) {
        let web = clerk(&kit, "n1").await;
        web.post("/orgs/import", &[("step", "try")]).await.expect(422);
        for odd in ["", "PK\u{3}\u{4}rubbish", "\u{0}\u{1}\u{2}", "代码\n1\n", "a,b\n\"unclosed"] {
            let status = try_sheet(&web, odd).await.status.as_u16();
            assert!(status == 422 || status == 200, "{odd:?}: {status}");
        }
        for kept in ["", "x", &"0".repeat(64), "../../etc/passwd"] {
            web.post("/orgs/import", &[("step", "accept"), ("kept", kept)]).await.expect(422);
        }
    }
}
