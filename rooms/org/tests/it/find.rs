//! Finding by what people call it: paths, stems, former names, initials, codes.

use crate::support::{data, day, import_2016};

async fn paths(cx: &cx::Cx, text: &str, on: Option<&str>) -> Vec<String> {
    org::show(cx, text, on.map(day)).await.unwrap().iter().map(|f| f.placed.path_text()).collect()
}

/// A file of 30 counties, each with a town of the same name; the village is in the last of them.
fn towns_called_alike(folder: &std::path::Path) -> std::path::PathBuf {
    let mut text = "code,name,level,parent_code,kind\n99,示例州,prefecture,,\n".to_owned();
    for n in 101..131 {
        text +=
            &format!("99{n},县{n},county,99,\n99{n}001,城关镇,township,99{n},\n99{n}001001,村{n},village,99{n}001,\n");
    }
    let file = folder.join("alike.csv");
    std::fs::write(&file, text).unwrap();
    file
}

testkit::both_engines! {
    async fn a_path_finds_its_village_however_many_towns_are_called_alike(kit: testkit::Kit) {
        let (cx, folder) = (kit.operator(), tempfile::tempdir().unwrap());
        let report = org::import_file(&cx, &towns_called_alike(folder.path()), "", None, false, false).await.unwrap();
        assert_eq!((report.added, report.refused_total), (91, 0), "{:?}", report.refused);
        for n in [101, 130] {
            assert_eq!(paths(&cx, &format!("城关镇/村{n}"), None).await, [format!("示例州/县{n}/城关镇/村{n}")]);
        }
        assert!(paths(&cx, "城关镇/县130", None).await.is_empty(), "a superior is not below its own town");
    }

    async fn a_unit_of_the_real_tree_is_found_by_what_people_call_it(kit: testkit::Kit) {
        let cx = kit.operator();
        import_2016(&cx).await;
        org::replay_file(&cx, &data("linxia-division-changes.csv"), None, false).await.unwrap();
        let aliases = org::load_aliases(&cx, &data("linxia-aliases.csv")).await.unwrap();
        assert!(aliases.added > 0 && aliases.refused.is_empty(), "{aliases:?}");
        assert_eq!(org::load_aliases(&cx, &data("linxia-aliases.csv")).await.unwrap().added, 0);
        let han = "临夏回族自治州/临夏县/韩集镇/韩集村委会";
        assert_eq!(paths(&cx, "临夏县/韩集镇/韩集村", None).await, [han]);
        assert_eq!(paths(&cx, "临夏州／临夏县／韩集镇／韩集村", None).await, [han]);
        assert_eq!(paths(&cx, "临夏县/韩集镇/韩集居委会", None).await, ["临夏回族自治州/临夏县/韩集镇/韩集居委会"]);
        // Without the ending it is ambiguous, and all are told.
        assert_eq!(paths(&cx, "临夏县/韩集镇/韩集", None).await.len(), 2);
        assert_eq!(paths(&cx, "城关镇", None).await.len(), 2);
        assert_eq!(paths(&cx, "622921000000", None).await, ["临夏回族自治州/临夏县"]);
        assert_eq!(paths(&cx, "别尕村委会", None).await, ["临夏回族自治州/临夏县/刁祁镇/癿尕村委会"]);
        assert_eq!(paths(&cx, "东乡县", None).await, ["临夏回族自治州/东乡族自治县"]);
        assert!(paths(&cx, "hjz", None).await.contains(&"临夏回族自治州/临夏县/韩集镇".to_owned()));
        assert_eq!(paths(&cx, "刁祁乡", Some("2017-01-01")).await, ["临夏回族自治州/临夏县/刁祁乡"]);
        assert!(paths(&cx, "没有这个地方", None).await.is_empty());
        for odd in ["%", "_", "!", "/", "///", "' OR 1=1 --", "\u{202e}", &"长".repeat(5000)] {
            org::find(&cx, odd, None).await.unwrap();
        }
        let by_level = org::count(&cx, None, None, None).await.unwrap();
        assert!(by_level.contains(&("village".to_owned(), 1197 + 8)), "{by_level:?}");
    }
}
