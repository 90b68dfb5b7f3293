//! The real tree of Linxia from 2016 to 2023.

use crate::support::{all, data, day, import_2016, table, tree};

testkit::both_engines! {
    async fn the_334_changes_turn_the_edition_of_2016_into_that_of_2023(kit: testkit::Kit) {
        let cx = kit.operator();
        let report = import_2016(&cx).await;
        assert!(report.written && report.refused.is_empty(), "{report:?}");
        assert_eq!((report.added, report.unchanged), (1349, 0));
        assert_eq!(tree(&cx, Some(day("2016-06-30"))).await, table("linxia-divisions-2016.csv"));
        let replayed = org::replay_file(&cx, &data("linxia-division-changes.csv"), None, false).await.unwrap();
        assert!(replayed.written && replayed.refused.is_empty(), "{:?}", replayed.refused);
        assert_eq!((replayed.applied, replayed.unchanged), (334, 0));
        assert_eq!(tree(&cx, None).await, table("linxia-divisions.csv"));
        // Days in between: the day before the first batch, and a village under its code of then.
        assert_eq!(tree(&cx, Some(day("2017-06-29"))).await, table("linxia-divisions-2016.csv"));
        let then = tree(&cx, Some(day("2018-01-01"))).await;
        assert_eq!(then["622921106203"].0, "别尕村委会");
        assert!(!then.contains_key("622921205203"));
        assert_eq!(tree(&cx, Some(day("2023-06-30"))).await, table("linxia-divisions.csv"));
        assert!(tree(&cx, Some(day("2016-06-29"))).await.is_empty());
        assert_eq!(org::check(&cx).await.unwrap(), Vec::<String>::new());

        // The same file again, and the same edition again, change nothing.
        let before = all(&cx, None).await;
        let again = org::replay_file(&cx, &data("linxia-division-changes.csv"), None, false).await.unwrap();
        assert_eq!((again.applied, again.unchanged, again.written), (0, 334, false), "{:?}", again.refused);
        let again = import_2016(&cx).await;
        assert_eq!((again.accepted, again.unchanged, again.written), (0, 1349, false), "{:?}", again.refused);
        assert_eq!(all(&cx, None).await, before);
    }
}
