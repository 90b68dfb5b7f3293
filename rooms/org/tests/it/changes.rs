//! Lists of changes: swaps, re-used codes, merge and split, and what is refused.

use crate::support::{day, import, replay, tree};

const EDITION: &str = "code,name,parent,level,kind\n\
    8801,甲市,,prefecture,prefecture_city\n880101,甲县,8801,county,county\n880102,乙县,8801,county,county\n\
    880101100,甲镇,880101,township,town\n880101200,乙乡,880101,township,township\n\
    880101100200,一村,880101100,village,village\n880101100201,二村,880101100,village,village\n\
    880101200200,三村,880101200,village,village\n880102100,丙镇,880102,township,town\n";

async fn planted(kit: &testkit::Kit) -> cx::Cx {
    let cx = kit.operator();
    assert_eq!(import(&cx, EDITION.as_bytes(), "", "2016-06-30").await.added, 9);
    cx
}

async fn id_of(cx: &cx::Cx, code: &str, on: &str) -> kernel::OrgId {
    let found = org::show(cx, code, Some(day(on))).await.unwrap();
    assert_eq!(found.len(), 1, "{code} on {on}");
    found[0].placed.org.id
}

testkit::both_engines! {
    async fn swapped_codes_come_out_right(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        let (one, two) = (id_of(&cx, "880101100200", "2016-07-01").await, id_of(&cx, "880101100201", "2016-07-01").await);
        let rows = "2017,recode,village,880101100200,880101100201,,,,\n2017,recode,village,880101100201,880101100200,,,,\n";
        let report = replay(&cx, rows).await;
        assert!(report.written && report.refused.is_empty(), "{report:?}");
        assert_eq!(id_of(&cx, "880101100201", "2018-01-01").await, one);
        assert_eq!(id_of(&cx, "880101100200", "2018-01-01").await, two);
        assert_eq!(id_of(&cx, "880101100200", "2017-06-29").await, one);
        assert_eq!((replay(&cx, rows).await.unchanged, org::check(&cx).await.unwrap().len()), (2, 0));
    }

    async fn a_code_given_to_another_unit_years_later_does_not_mix_their_histories(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        let old = id_of(&cx, "880101100201", "2016-07-01").await;
        let report = replay(&cx, "2017,remove,village,880101100201,,,,,撤并\n\
            2020,add,village,,880101100201,新村社区,community,880101100,新设\n").await;
        assert!(report.written, "{report:?}");
        let new = id_of(&cx, "880101100201", "2021-01-01").await;
        assert_ne!(old, new);
        assert!(org::show(&cx, "880101100201", Some(day("2018-01-01"))).await.unwrap().is_empty());
        assert_eq!(id_of(&cx, "880101100201", "2017-06-29").await, old);
        let past = org::portrait(&cx, old, None).await.unwrap();
        assert_eq!(past.history.iter().map(|p| (p.op.as_str(), p.name.as_str(), p.note.as_str())).collect::<Vec<_>>(),
            [("add", "二村", ""), ("remove", "二村", "撤并")]);
        assert_eq!(past.facts.until, day("2017-06-30"));
        let now = org::portrait(&cx, new, None).await.unwrap();
        assert_eq!((now.history.len(), now.history[0].name.as_str()), (1, "新村社区"));
        assert_eq!(org::check(&cx).await.unwrap(), Vec::<String>::new());
    }

    async fn a_merge_hands_over_the_children_and_a_split_makes_a_new_unit(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        let gone = id_of(&cx, "880101200", "2016-07-01").await;
        let village = id_of(&cx, "880101200200", "2016-07-01").await;
        let rows = "2018,merge,township,880101200,880101100,,,,乡镇合并\n\
            2018,split,village,880101100200,880101100205,一村二社,village,,人口增长\n";
        let report = replay(&cx, rows).await;
        assert!(report.written, "{report:?}");
        assert_eq!(report.moved.len(), 1);
        assert_eq!((report.moved[0].org, report.moved[0].day), (village, day("2018-06-30")));
        let now = tree(&cx, None).await;
        assert_eq!((now["880101200200"].2.as_str(), now["880101100205"].2.as_str()), ("880101100", "880101100"));
        assert!(!now.contains_key("880101200"));
        let merged = org::portrait(&cx, gone, None).await.unwrap();
        assert_eq!(merged.facts.merged_into, Some(id_of(&cx, "880101100", "2019-01-01").await));
        assert_eq!(merged.history.last().unwrap().op, "merge");
        let fresh = org::portrait(&cx, id_of(&cx, "880101100205", "2019-01-01").await, None).await.unwrap();
        assert_eq!((fresh.history[0].op.as_str(), fresh.history[0].note.as_str()), ("split", "880101100200 一村 人口增长"));
        assert_eq!(tree(&cx, Some(day("2018-06-29"))).await["880101200200"].2, "880101200");
        let again = replay(&cx, rows).await;
        assert_eq!((again.applied, again.unchanged, again.written), (0, 2, false), "{again:?}");
        assert_eq!(org::check(&cx).await.unwrap(), Vec::<String>::new());
    }

    async fn a_move_takes_the_branch_along_and_paths_are_never_used_again(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        let town = id_of(&cx, "880101100", "2016-07-01").await;
        let place = org::show(&cx, "880101100", None).await.unwrap()[0].placed.org.path.clone();
        let report = replay(&cx, "2017,move,township,880101100,880102101,甲镇,town,880102,\n").await;
        assert!(report.written, "{report:?}");
        assert_eq!(report.moved.iter().map(|m| (m.org, m.from.clone())).collect::<Vec<_>>(), [(town, place.clone())]);
        let now = org::show(&cx, "880101100200", None).await.unwrap().remove(0).placed;
        assert_eq!(now.path_text(), "甲市/乙县/甲镇/一村");
        assert!(report.moved[0].to.is_above(&now.org.path));
        let history = org::portrait(&cx, now.org.id, None).await.unwrap().history;
        assert_eq!(history.iter().map(|p| p.op.as_str()).collect::<Vec<_>>(), ["add", "follow"]);
        let then = org::show(&cx, "880101100200", Some(day("2017-06-29"))).await.unwrap().remove(0).placed;
        assert_eq!(then.path_text(), "甲市/甲县/甲镇/一村");
        let report = replay(&cx, "2019,add,township,,880101101,新镇,town,880101,\n").await;
        assert!(report.written);
        let fresh = org::show(&cx, "880101101", None).await.unwrap().remove(0).placed.org.path;
        assert_ne!(fresh, place);
        assert_eq!(org::check(&cx).await.unwrap(), Vec::<String>::new());
    }

    async fn a_village_that_became_a_community_is_in_the_domain_of_converted_ones(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        replay(&cx, "2019,reclassify,village,880101100200,880101100001,一村社区居委会,community,880101100,\n\
            2021,rename,village,880101100001,880101100001,一心社区居委会,community,880101100,\n").await;
        let found = org::show(&cx, "880101100001", None).await.unwrap().remove(0).placed.org;
        assert_eq!((found.domain.as_str(), found.name.as_str()), ("converted_community", "一心社区居委会"));
    }

    async fn what_cannot_be_is_refused_by_row_and_column_and_nothing_is_written(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        let before = tree(&cx, None).await;
        let report = replay(&cx, "2017,rename,village,999,999,无,,,\n2017,remove,township,880101100,,,,,\n\
            2017,add,village,,880101200200,重村,village,880101200,\n2017,explode,village,880101200200,,,,,\n\
            2017,add,village,,880101200209,孤村,village,7777,\n2017,merge,township,880102100,7777,,,,\n").await;
        assert!(!report.written);
        let told: Vec<(u32, &str, &str)> =
            report.refused.iter().map(|p| (p.row.unwrap(), p.column.split(' ').next().unwrap(), p.code.as_str())).collect();
        assert_eq!(told, [
            (2, "D", "org_code_unknown"), (3, "", "org_has_children"), (4, "", "org_code_taken"), (5, "B", "org_op_unknown"),
            (6, "H", "org_parent_unknown"), (7, "E", "org_target_unknown"),
        ], "{:#?}", report.refused);
        assert_eq!(tree(&cx, None).await, before);
    }

    async fn nothing_is_written_before_a_later_history(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        assert!(replay(&cx, "2020,rename,village,880101100200,880101100200,新一村,,,\n").await.written);
        let report = replay(&cx, "2018,rename,village,880101100200,880101100200,早一村,,,\n").await;
        assert_eq!((report.written, report.refused[0].code.as_str()), (false, "org_backdated"), "{report:?}");
        let report = replay(&cx, "2018,move,township,880101100,880102101,,,880102,\n").await;
        assert_eq!((report.written, report.refused[0].code.as_str()), (false, "org_backdated"), "{report:?}");
        let report = import(&cx, "code,name,parent\n880101100200,早一村,880101100\n".as_bytes(), "", "2019-01-01").await;
        assert_eq!((report.written, report.refused[0].code.as_str()), (false, "org_backdated"), "{report:?}");
        let file = crate::support::file("code,name,parent\n1,甲,\n".as_bytes());
        let refused = org::import_file(&cx, file.path(), "", Some(day("2030-01-01")), false, false).await;
        assert!(matches!(refused, Err(cx::AppError::Invalid(_))));
    }

    async fn a_dry_run_tells_and_changes_nothing(kit: testkit::Kit) {
        let cx = planted(&kit).await;
        let file = crate::support::file("year_to,op,old_code,new_code,new_name\n2017,rename,880101100200,880101100200,新一村\n".as_bytes());
        let report = org::replay_file(&cx, file.path(), Some((12, 31)), true).await.unwrap();
        assert_eq!((report.applied, report.written, report.days[0].day), (1, false, day("2017-12-31")));
        assert_eq!(tree(&cx, None).await["880101100200"].0, "一村");
    }
}
