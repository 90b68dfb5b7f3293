//! Versions beside each other; files as the source of a version.

use std::io::{Cursor, Write};

use document::{About, Change, In, Kind, Source};
use kernel::Role;

use crate::support::*;

/// A Word document with two automatically numbered articles.
fn word(articles: &[&str]) -> Vec<u8> {
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;
    let paragraph = |text: &&str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let body: String = articles.iter().map(paragraph).collect();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
        ("word/numbering.xml", numbering.to_owned()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

testkit::both_engines! {
    async fn a_word_file_is_read_with_its_numbers_and_kept_as_it_was(kit: testkit::Kit) {
        let clerk = kit.cx("n1", Role::Clerk);
        let bytes = word(&["为了规范考核。", "每年一次。"]);
        let source = Source::File { name: "办法.docx".to_owned(), bytes: bytes.clone() };
        let id = document::enter(&clerk, "k", About::new(Kind::Regulation, "办法"), source).await.unwrap();
        document::publish(&clerk, "", id, 1, day("2026-11-01")).await.unwrap();
        let reading = read(&kit, ("n1/t1", Role::Clerk), id, None).await.unwrap();
        let shape: Vec<(&str, &str)> = reading.clauses.iter().map(|c| (c.label.as_str(), c.text.as_str())).collect();
        assert_eq!(shape, [("第一条", "为了规范考核。"), ("第二条", "每年一次。")]);
        assert_eq!((reading.version.file_name.as_str(), kit.house.files.get(&reading.version.file_hash)), ("办法.docx", Some(bytes)));
        let old = Source::File { name: "旧.doc".to_owned(), bytes: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec() };
        assert_eq!(codes(document::enter(&clerk, "", About::new(Kind::Plan, "旧"), old).await), ["prose_old_word"]);
    }

    async fn a_new_text_proposes_what_replaces_what_and_versions_are_compared(kit: testkit::Kit) {
        let clerk = kit.cx("n1", Role::Clerk);
        let text = "第一条 每季度召开一次党员大会，听取支部工作报告。\n第二条 每月召开一次支委会。\n第三条 删去的一条写在这里。";
        let id = document::enter(&clerk, "", About::new(Kind::Regulation, "制度"), Source::Text(text.to_owned())).await.unwrap();
        document::publish(&clerk, "", id, 1, day("2026-01-01")).await.unwrap();
        let text = "第一条 新增的总则，与旧文全不相同。\n第二条 每季度至少召开一次党员大会，听取支部工作报告。\n第三条 每月召开一次支委会。";
        document::revise(&clerk, "", id, 2, Some(Source::Text(text.to_owned()))).await.unwrap();
        let editing = document::editing(&clerk, id).await.unwrap();
        let old = &editing.before.as_ref().unwrap().clauses;
        let replaces: Vec<Vec<&str>> = editing.draft.clauses.iter()
            .map(|c| c.replaces.iter().map(|id| old.iter().find(|o| o.id == *id).unwrap().label.as_str()).collect()).collect();
        assert_eq!(replaces, [vec![], vec!["第一条"], vec!["第二条"]]);
        assert_eq!(editing.left_out().iter().map(|c| c.label.as_str()).collect::<Vec<_>>(), ["第三条"]);
        document::publish(&clerk, "", id, 3, day("2026-11-01")).await.unwrap();
        let found = document::comparison(&kit.cx("n1/t1/v1", Role::Clerk), id, (2, 1)).await.unwrap();
        assert_eq!(found.pairs.iter().map(|p| p.change).collect::<Vec<_>>(), [Change::New, Change::Changed, Change::Moved, Change::Gone]);
        let added: Vec<&str> = found.pairs[1].runs.iter().filter(|r| r.side == In::New).map(|r| r.text.as_str()).collect();
        assert_eq!((added, found.by_hand), (vec!["至少"], true));
        assert!(document::comparison(&kit.cx("n2", Role::Clerk), id, (1, 2)).await.is_err());
        assert!(document::comparison(&kit.cx("n1", Role::Clerk), id, (1, 7)).await.is_err());
    }

    async fn a_clause_knows_what_it_replaced_and_what_replaced_it(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let clerk = kit.cx("n1", Role::Clerk);
        let old = clause(&kit, "n1", id, "（一）").await;
        cite(&kit, "n1/t1", old, 7).await.unwrap();
        document::revise(&clerk, "", id, 2, None).await.unwrap();
        let before = document::clause(&kit.cx("n1/t1", Role::Clerk), old, kernel::Page::default()).await.unwrap();
        assert!(before.replaced_by.is_empty(), "a draft replaces nothing yet");
        document::publish(&clerk, "", id, 3, day("2026-11-10")).await.unwrap();
        let new = clause(&kit, "n1", id, "（一）").await;
        let after = document::clause(&kit.cx("n1/t1", Role::Clerk), old, kernel::Page::default()).await.unwrap();
        assert_eq!(after.replaced_by.iter().map(|c| c.clause).collect::<Vec<_>>(), [new]);
        assert_eq!(after.citations.items.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(), ["第 7 件事"]);
        let aside = document::clause(&kit.cx("n1/t2", Role::Clerk), new, kernel::Page::default()).await.unwrap();
        assert_eq!((aside.replaces.len(), aside.citations.items.len()), (1, 0));
        assert!(document::clause(&kit.cx("n2", Role::Clerk), new, kernel::Page::default()).await.is_err());
    }
}
