//! Who sees what: three levels, an outsider, the administrators.

use cx::AppError;
use kernel::{Page, Role};

use crate::support::all;

testkit::both_engines! {
    async fn each_sees_their_own_branch_and_nothing_beside_it(kit: testkit::Kit) {
        for (key, role, sees) in [("root", Role::Leader, 15), ("n1", Role::Clerk, 7), ("n1/t1", Role::Secretary, 3), ("n1/t1/v1", Role::Clerk, 1)] {
            let cx = kit.cx(key, role);
            let seen = all(&cx, None).await;
            assert_eq!(seen.len(), sees, "{key}");
            let path = kit.path(key);
            assert!(seen.iter().all(|o| path.contains(&o.path)));
            let counted: i64 = org::count(&cx, None, None, None).await.unwrap().iter().map(|(_, n)| n).sum();
            assert_eq!(usize::try_from(counted).unwrap(), sees);
            assert_eq!(all(&cx, Some(crate::support::day("2020-01-01"))).await.len(), sees);
        }
        let outsider = kit.cx("n2/t1", Role::Clerk);
        for key in ["n1", "n1/t1", "n1/t1/v1", "root", "n2"] {
            let id = kit.org(key);
            assert!(matches!(org::portrait(&outsider, id, None).await, Err(AppError::NotFound)), "{key}");
            assert!(matches!(org::children(&outsider, id, None, Page::default()).await, Err(AppError::NotFound)), "{key}");
            assert!(matches!(org::count(&outsider, Some(id), None, None).await, Err(AppError::NotFound)), "{key}");
            let listed = org::list(&outsider, Some(id), String::new(), String::new(), None, Page::default()).await;
            assert!(matches!(listed, Err(AppError::NotFound)), "{key}");
            assert!(matches!(org::set_tag(&outsider, id, "重点", true).await, Err(AppError::NotFound)), "{key}");
        }
        assert!(org::find(&outsider, "样板村一", None).await.unwrap().is_empty());
        assert!(org::find(&outsider, "990101101201", None).await.unwrap().is_empty());
        // The line of superiors is shown by name, its branches are not.
        let own = org::portrait(&outsider, kit.org("n2/t1"), None).await.unwrap();
        assert_eq!(own.placed.unwrap().path_text(), "示例州/乙县/乙一镇");
    }

    async fn the_administrators_see_no_organisations(kit: testkit::Kit) {
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            let cx = kit.cx("root", role);
            let listed = org::list(&cx, None, String::new(), String::new(), None, Page::default()).await;
            assert!(matches!(listed, Err(AppError::Forbidden(_))));
            let client = kit.client(&org::routes(), &[include_str!("../../../../crates/kit/words.toml"), org::WORDS]);
            let admin = kit.log_in(&client, "root", role).await;
            let _ = admin.get("/orgs").await.expect(403);
            let _ = admin.get("/api/v1/orgs").await.expect(403);
        }
    }

    async fn tags_are_put_on_and_taken_off_and_recorded_once(kit: testkit::Kit) {
        let cx = kit.cx("n1", Role::Clerk);
        let id = kit.org("n1/t1");
        org::set_tag(&cx, id, " 重点 ", true).await.unwrap();
        org::set_tag(&cx, id, "重点", true).await.unwrap();
        assert_eq!(org::portrait(&cx, id, None).await.unwrap().tags, ["重点"]);
        org::set_tag(&cx, id, "重点", false).await.unwrap();
        assert!(org::portrait(&cx, id, None).await.unwrap().tags.is_empty());
        let records = kit.operator().read(move |tx| {
            Ok(tx.all::<(String,)>("SELECT kind FROM happening WHERE org_id = $1 ORDER BY happening_id", db::args![id])?)
        }).await.unwrap();
        assert_eq!(records.into_iter().map(|(k,)| k).collect::<Vec<_>>(), ["org.tagged", "org.untagged"]);
        assert!(org::set_tag(&cx, id, "", true).await.is_err());
        assert!(org::set_tag(&cx, id, &"长".repeat(21), true).await.is_err());
    }
}
