//! Sheets as offices have them: other headings, other orders, other encodings, and mistakes that are named.

use crate::support::{day, import, tree};

const DAY: &str = "2020-01-01";

testkit::both_engines! {
    async fn other_headings_several_roots_and_children_before_parents(kit: testkit::Kit) {
        let cx = kit.operator();
        let text = "说明,单位代码X,单位,主管,档次,性质\r\n\
            x,880102,乙区,8801,区,district\r\n\
            x,88010200101,乙区一村,880102,村,village\r\n\
            x,8801,甲市,,市,prefecture_city\r\n\
            x,8802,丙盟,,盟,league\r\n\
            x,8802-7,丙盟直属园,8802,片区,某种园区\r\n";
        let columns = "code=单位代码X,name=单位,parent=主管,level=档次,kind=性质";
        let report = import(&cx, text.as_bytes(), columns, DAY).await;
        assert!(report.written && report.refused.is_empty(), "{report:?}");
        let tree1 = tree(&cx, None).await;
        let line = |a: &str, b: &str, c: &str, d: &str| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned());
        assert_eq!(tree1["880102"], line("乙区", "county", "8801", "district"));
        // Ragged depth: a village right below a county. A level and a kind nobody has seen are kept.
        assert_eq!(tree1["88010200101"], line("乙区一村", "village", "880102", "village"));
        assert_eq!(tree1["8802-7"], line("丙盟直属园", "片区", "8802", "某种园区"));
        assert_eq!(tree1["8801"].2, "");
        assert_eq!(tree1["8802"].2, "");
        assert_eq!(org::check(&cx).await.unwrap(), Vec::<String>::new());
        let again = import(&cx, text.as_bytes(), columns, DAY).await;
        assert_eq!((again.accepted, again.unchanged, again.written), (0, 5, false));
        let later = import(&cx, text.as_bytes(), columns, "2021-01-01").await;
        assert_eq!((later.accepted, later.unchanged, later.written), (0, 5, false));
    }

    async fn gb18030_wide_digits_trailing_blanks_and_a_mark_at_the_beginning(kit: testkit::Kit) {
        let cx = kit.operator();
        let text = "代码,名称,上级代码,层级,类别\r\n８８０１,甲市  ,,市,\r\n880102 ,大水村,８８０１\t,县,county　\r\n\r\n , , , , \r\n";
        // 甲市 and 大水村 as GB 18030 writes them.
        let mut bytes = Vec::new();
        for c in text.chars() {
            match gb(c) {
                Some(pair) => bytes.extend(pair),
                None => bytes.push(u8::try_from(u32::from(c)).unwrap()),
            }
        }
        let report = import(&cx, &bytes, "", DAY).await;
        assert!(report.written && report.refused.is_empty(), "{report:?}");
        let from_gb = tree(&cx, None).await;
        assert_eq!(from_gb["880102"].0, "大水村");
        assert_eq!(from_gb["8801"].0, "甲市");
        let utf8 = format!("\u{feff}{text}");
        let again = import(&cx, utf8.as_bytes(), "", DAY).await;
        assert_eq!((again.accepted, again.unchanged), (0, 2), "{again:?}");
    }

    async fn padded_codes_mean_the_same_organisations(kit: testkit::Kit) {
        let cx = kit.operator();
        let short = "code,name,parent,level\n8801,甲市,,prefecture\n880102,乙县,8801,county\n880102101,丙镇,880102,township\n";
        assert_eq!(import(&cx, short.as_bytes(), "", DAY).await.added, 3);
        let long = "code,name,parent,level\n880100000000,甲市,,prefecture\n880102000000,乙县,880100000000,county\n\
            880102101000,丙镇,880102000,township\n880102101201,丁村,880102101000,village\n";
        let report = import(&cx, long.as_bytes(), "", DAY).await;
        assert_eq!((report.added, report.changed, report.unchanged), (1, 0, 3), "{report:?}");
        assert_eq!(tree(&cx, None).await["880102101201"].2, "880102101");
    }

    async fn problems_are_named_with_row_and_column_and_nothing_is_written(kit: testkit::Kit) {
        let cx = kit.operator();
        let text = "区划代码,名称,上级\n8801,甲市,\n880102,,8801\n880103,丙县,8809\n880104,丁县,880104\n\
            8801,又甲,\n6.22921E+11,戊县,8801\n880105,己县,880103\n880106,好县,8801\n";
        let report = import(&cx, text.as_bytes(), "parent=上级", DAY).await;
        assert!(!report.written);
        let told: Vec<(u32, &str, &str)> = report.refused.iter()
            .map(|p| (p.row.unwrap(), p.column.as_str(), p.code.as_str())).collect();
        assert_eq!(told, [
            (3, "B 名称", "value_missing"),
            (4, "C 上级", "org_parent_unknown"),
            (5, "C 上级", "org_circle"),
            (6, "A 区划代码", "org_code_twice"),
            (7, "A 区划代码", "code_digits_lost"),
            (8, "C 上级", "org_parent_refused"),
        ], "{:#?}", report.refused);
        assert!(report.refused.iter().all(|p| !p.message_zh.contains('{') && !p.message_en.contains('{')));
        assert_eq!(report.refused_total, 6);
        assert!(tree(&cx, None).await.is_empty());

        let file = crate::support::file(text.as_bytes());
        let dry = org::import_file(&cx, file.path(), "parent=上级", Some(day(DAY)), true, true).await.unwrap();
        assert_eq!((dry.accepted, dry.written), (2, false));
        assert!(tree(&cx, None).await.is_empty());
        let skipped = org::import_file(&cx, file.path(), "parent=上级", Some(day(DAY)), false, true).await.unwrap();
        assert_eq!((skipped.accepted, skipped.refused_total, skipped.written), (2, 6, true));
        assert_eq!(tree(&cx, None).await.keys().collect::<Vec<_>>(), ["8801", "880106"]);
        assert_eq!(org::check(&cx).await.unwrap(), Vec::<String>::new());
    }

    async fn a_circle_of_two_is_refused_and_a_missing_column_is_told(kit: testkit::Kit) {
        let cx = kit.operator();
        let text = "code,name,parent\n8801,甲,8802\n8802,乙,8801\n";
        let report = import(&cx, text.as_bytes(), "", DAY).await;
        assert_eq!(report.refused.len(), 2, "{report:?}");
        assert!(report.refused.iter().any(|p| p.code == "org_circle") && !report.written);
        let report = import(&cx, "甲,乙\n1,2\n".as_bytes(), "", DAY).await;
        assert_eq!(report.refused[0].code, "column_missing");
        let report = import(&cx, text.as_bytes(), "nonsense", DAY).await;
        assert_eq!(report.refused[0].code, "override_syntax");
        let report = import(&cx, b"", "", DAY).await;
        assert_eq!(report.refused.len(), 1);
    }

    async fn a_workbook_with_codes_as_numbers_imports_like_the_text(kit: testkit::Kit) {
        let cx = kit.operator();
        let columns = ["区划代码", "单位名称", "上级代码", "层级"].map(office::OutColumn::new);
        let text = |t: &str| office::Cell::Text(t.to_owned());
        let rows = vec![
            vec![office::Cell::Int(880102), text("乙县 "), office::Cell::Int(8801), text("县")],
            vec![text("8801"), text("甲市"), text(""), text("市")],
            vec![office::Cell::Int(880102101201), text("丁村"), text("880102101000"), text("村")],
            vec![office::Cell::Int(880102101), text("丙镇"), office::Cell::Int(880102), text("镇")],
        ];
        let mut book = std::io::Cursor::new(Vec::new());
        office::write_xlsx(&mut book, "名册", &columns, rows).unwrap();
        let report = import(&cx, book.get_ref(), "", DAY).await;
        assert!(report.written && report.refused.is_empty(), "{report:?}");
        let now = tree(&cx, None).await;
        assert_eq!(now["880102101201"], ("丁村".to_owned(), "village".to_owned(), "880102101".to_owned(), "village".to_owned()));
        assert_eq!(now["880102101"].3, "town");
        let again = import(&cx, book.get_ref(), "", DAY).await;
        assert_eq!((again.accepted, again.unchanged), (0, 4), "{again:?}");
        let csv = "code,name,parent,level\n8801,甲市,,prefecture\n880102,乙县,8801,county\n";
        assert_eq!(import(&cx, csv.as_bytes(), "", "2022-01-01").await.unchanged, 2);
    }

    async fn an_extract_does_not_tear_its_root_from_the_tree(kit: testkit::Kit) {
        let cx = kit.operator();
        let whole = "code,name,parent,level\n88,子省,,province\n8801,甲市,88,prefecture\n880102,乙县,8801,county\n";
        import(&cx, whole.as_bytes(), "", DAY).await;
        let part = "code,name,parent,level\n8801,甲市,,\n880102,新乙县,8801,county\n";
        let report = import(&cx, part.as_bytes(), "", "2021-01-01").await;
        assert_eq!((report.changed, report.unchanged), (1, 1), "{report:?}");
        let now = tree(&cx, None).await;
        assert_eq!((now["8801"].2.as_str(), now["8801"].1.as_str(), now["880102"].0.as_str()), ("88", "prefecture", "新乙县"));
        assert_eq!(tree(&cx, Some(day("2020-12-31"))).await["880102"].0, "乙县");
    }
}

/// The two bytes of a few characters in GB 18030.
fn gb(c: char) -> Option<[u8; 2]> {
    Some(match c {
        '代' => [0xb4, 0xfa],
        '码' => [0xc2, 0xeb],
        '名' => [0xc3, 0xfb],
        '称' => [0xb3, 0xc6],
        '上' => [0xc9, 0xcf],
        '级' => [0xbc, 0xb6],
        '层' => [0xb2, 0xe3],
        '类' => [0xc0, 0xe0],
        '别' => [0xb1, 0xf0],
        '甲' => [0xbc, 0xd7],
        '市' => [0xca, 0xd0],
        '大' => [0xb4, 0xf3],
        '水' => [0xcb, 0xae],
        '村' => [0xb4, 0xe5],
        '县' => [0xcf, 0xd8],
        '８' => [0xa3, 0xb8],
        '０' => [0xa3, 0xb0],
        '１' => [0xa3, 0xb1],
        '\u{3000}' => [0xa1, 0xa1],
        _ => return None,
    })
}
