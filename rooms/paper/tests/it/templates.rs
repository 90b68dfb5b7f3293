//! Templates: who changes them, from when they hold, what keeps its look, what is refused with its line.

use cx::AppError;
use kernel::Role;
use paper::{Format, NewVersion, Template, Versions};
use testkit::Kit;

use crate::support::{client, part, print, published, text};

/// 37 and 40 mm in twentieths of a point, as Word files measure the upper margin.
const MARGINS: [&str; 2] = ["w:top=\"2098\"", "w:top=\"2268\""];
const STATEMENT: Template = Template::Wording(paper::Kind::Statement);

async fn now(kit: &Kit) -> Versions {
    paper::template(&kit.cx("root", Role::SystemAdmin), STATEMENT, None).await.unwrap()
}

async fn change(kit: &Kit, text: Option<String>, from: &str) -> Result<i64, AppError> {
    let seen = now(kit).await.versions.len();
    let new = NewVersion {
        template: STATEMENT,
        text,
        from: from.parse().unwrap(),
        reason: "本县习惯".to_owned(),
        seen: i64::try_from(seen).unwrap(),
    };
    paper::change(&kit.cx("root", Role::SystemAdmin), "", new).await
}

testkit::both_engines! {
    async fn a_changed_wording_holds_from_its_day_and_printed_papers_keep_theirs(kit: testkit::Kit) {
        let first = published(&kit, "n1/t1/v1").await;
        let old = print(&kit, "n1/t1/v1", first, Format::Pdf).await.unwrap();
        let own = now(&kit).await.text.replace("存在的问题", "短板弱项");
        assert_eq!(change(&kit, Some(own), "2026-11-24").await.unwrap(), 1);
        let second = published(&kit, "n1/t1").await;
        assert!(text(&print(&kit, "n1/t1", second, Format::Pdf).await.unwrap()).contains("存在的问题"), "not before its day");
        kit.clock.set_day("2026-11-25");
        let third = published(&kit, "n1").await;
        assert!(text(&print(&kit, "n1", third, Format::Pdf).await.unwrap()).contains("短板弱项"));
        let again = print(&kit, "n1/t1/v1", first, Format::Pdf).await.unwrap();
        assert!(again.bytes == old.bytes, "printed again, it is the same to the byte");
        assert_eq!(change(&kit, None, "2026-11-25").await.unwrap(), 2);
        let fourth = published(&kit, "n2").await;
        assert!(text(&print(&kit, "n2", fourth, Format::Pdf).await.unwrap()).contains("存在的问题"), "the program's own again");
        assert!(text(&print(&kit, "n1", third, Format::Pdf).await.unwrap()).contains("短板弱项"), "it keeps what it was printed with");
    }

    async fn a_saved_layout_holds_from_its_day_and_printed_papers_keep_theirs(kit: testkit::Kit) {
        let first = published(&kit, "n1/t1/v1").await;
        let old = print(&kit, "n1/t1/v1", first, Format::Docx).await.unwrap();
        let old_pdf = print(&kit, "n1/t1/v1", first, Format::Pdf).await.unwrap();
        let own = paper::template(&kit.cx("root", Role::SystemAdmin), Template::Layout, None).await.unwrap().text;
        let own = own.replace("top = 37", "top = 40");
        let from = "2026-11-24".parse().unwrap();
        let new = NewVersion { template: Template::Layout, text: Some(own), from, reason: "本县习惯".to_owned(), seen: 0 };
        assert_eq!(paper::change(&kit.cx("root", Role::SystemAdmin), "", new).await.unwrap(), 1);
        let margin = |bytes: &[u8]| { let text = part(bytes, "word/document.xml"); MARGINS.map(|top| text.contains(top)) };
        let before = published(&kit, "n1/t1").await;
        assert_eq!(margin(&print(&kit, "n1/t1", before, Format::Docx).await.unwrap().bytes), [true, false], "not before its day");
        kit.clock.set_day("2026-11-24");
        let fresh = published(&kit, "n1").await;
        let printed = print(&kit, "n1", fresh, Format::Docx).await.unwrap();
        assert_eq!((margin(&old.bytes), margin(&printed.bytes)), ([true, false], [false, true]));
        let again = print(&kit, "n1/t1/v1", first, Format::Docx).await.unwrap();
        let again_pdf = print(&kit, "n1/t1/v1", first, Format::Pdf).await.unwrap();
        assert!(again.bytes == old.bytes && again_pdf.bytes == old_pdf.bytes, "printed again, it is the same to the byte");
    }

    async fn only_the_system_administrator_at_the_root_changes_templates(kit: testkit::Kit) {
        let pages = client(&kit);
        for role in [Role::SecurityAdmin, Role::AuditAdmin, Role::Secretary, Role::Clerk] {
            kit.log_in(&pages, "root", role).await.get("/papers/templates").await.expect(403);
        }
        let admin = kit.log_in(&pages, "root", Role::SystemAdmin).await;
        let list = admin.get("/papers/templates").await.expect(200);
        assert!(list.body.contains("目标责任书") && list.body.contains("版式") && list.body.contains("系统自带"), "{}", list.body);
        admin.get("/papers/templates/nothing").await.expect(404);
        admin.get("/papers/templates/letter?version=3").await.expect(404);
    }

    async fn a_broken_template_is_refused_with_its_line_and_everything_typed(kit: testkit::Kit) {
        let admin = kit.log_in(&client(&kit), "root", Role::SystemAdmin).await;
        let good = now(&kit).await.text;
        let broken = good.replace("{{ self_text }}", "{{ selv_text }}");
        let line = broken.lines().position(|l| l.contains("selv_text")).unwrap() + 1;
        let send = |text: String, from: &'static str, reason: &'static str, end: &'static str| {
            let admin = admin.clone();
            async move { admin.post(&format!("/papers/templates/statement{end}"), &[("text", &text), ("from", from), ("reason", reason), ("seen", "0")]).await }
        };
        for end in ["", "/preview"] {
            let page = send(broken.clone(), "2026-11-24", "试", end).await.expect(422);
            assert!(page.body.contains(&format!("模板第 {line} 行")) && page.body.contains("{{ selv_text }}"), "{end}: {}", page.body);
        }
        for (text, from, reason) in [(good.clone(), "2026-11-01", "本县习惯"), (good.clone(), "x", "本县习惯"), (good.clone(), "2026-11-24", ""), ("x".repeat(70_000), "2026-11-24", "本县习惯")] {
            send(text, from, reason, "").await.expect(422);
        }
        let preview = send(good.clone(), "", "", "/preview").await.expect(200);
        assert!(preview.body.starts_with("%PDF-"));
        assert!(send(good.clone(), "2026-11-24", "本县习惯", "").await.expect(303).location().contains("n=1"));
        let late = send(good, "2026-11-24", "本县习惯", "").await.expect(422);
        assert!(late.body.contains("别人刚保存了新版本"), "{}", late.body);
    }

    async fn templates_are_read_tried_and_changed_through_the_interface(kit: testkit::Kit) {
        let pages = client(&kit);
        let admin = kit.log_in(&pages, "root", Role::SystemAdmin).await;
        let all = admin.get("/api/v1/papers/templates").await.expect(200).json();
        assert_eq!(all["items"].as_array().unwrap().len(), 6);
        let here = "/api/v1/papers/templates/statement";
        let found = admin.get(here).await.expect(200).json();
        let text = found["text"].as_str().unwrap().replace("存在的问题", "短板弱项");
        assert_eq!((&found["current"], found["versions"].as_array().unwrap().len()), (&serde_json::Value::Null, 0));
        let tried = admin.json("POST", &format!("{here}/previewing"), &serde_json::json!({ "text": text })).await.expect(200);
        assert!(tried.body.starts_with("%PDF-"));
        let body = |text: &str, seen: i64| serde_json::json!({ "text": text, "from": "2026-11-23", "reason": "本县习惯", "seen": seen });
        let broken = admin.json("POST", &format!("{here}/versions"), &body(&text.replace("self_text", "selv_text"), 0)).await.expect(422);
        assert!(broken.body.contains("selv_text") && broken.body.contains("paper_template_unknown_name"), "{}", broken.body);
        let kept = admin.json("POST", &format!("{here}/versions"), &body(&text, 0)).await.expect(200).json();
        assert_eq!(kept["version"].as_i64(), Some(1));
        drop(admin.json("POST", &format!("{here}/versions"), &body(&text, 0)).await.expect(409));
        let now = admin.get(here).await.expect(200).json();
        assert_eq!((now["current"].as_i64(), now["text"].as_str()), (Some(1), Some(text.as_str())));
        drop(admin.get("/api/v1/papers/templates/nothing").await.expect(404));
        for role in [Role::SecurityAdmin, Role::Secretary] {
            drop(kit.log_in(&pages, "root", role).await.get(here).await.expect(403));
        }
    }

    async fn the_layout_is_changed_within_its_bounds(kit: testkit::Kit) {
        let admin = kit.cx("root", Role::SystemAdmin);
        let text = paper::template(&admin, Template::Layout, None).await.unwrap().text;
        let try_it = |text: String| { let admin = admin.clone(); async move { paper::preview(&admin, Template::Layout, text).await } };
        assert!(try_it(text.replace("e60012", "ff0000")).await.unwrap().starts_with(b"%PDF-"));
        for (old, new, code) in [
            ("top = 37", "top = 370", "paper_template_range"),
            ("size = 44", "size = 4400", "paper_template_range"),
            ("lines = 22", "lines = x", "paper_template_syntax"),
            ("e60012", "red", "paper_template_colour"),
            ("lines = 22", "rows = 22", "paper_template_unknown_key"),
        ] {
            let refused = try_it(text.replace(old, new)).await;
            assert!(matches!(&refused, Err(AppError::Invalid(faults)) if faults[0].code == code), "{new}: {refused:?}");
        }
    }
}
