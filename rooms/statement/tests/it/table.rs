//! The circle's list as a file: the rows of the page, all of them, and nobody else's.

use kernel::Role;

use crate::support::*;

testkit::both_engines! {
    async fn the_list_is_had_as_a_file_with_the_superior_of_each(kit: testkit::Kit) {
        published(&kit, "n1/t1/v2").await;
        let county = client(&kit, "n1", Role::Clerk).await;
        let file = county.get("/statements.csv?month=2026-11&scope=all").await.expect(200);
        assert!(file.headers["content-disposition"].to_str().unwrap().contains(".csv"));
        let lines: Vec<&str> = file.body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 1 + 6, "two townships and four villages: {}", file.body);
        assert!(lines[0].starts_with("上级,单位,代码,状态,公布"), "{}", lines[0]);
        assert!(lines.iter().any(|l| l.starts_with("甲一镇,样板村二,990101101202,已公布,2026-11-")), "{}", file.body);
        assert!(lines.iter().any(|l| l.starts_with("甲二乡,样板村三,990101201201,") && l.ends_with(",,,,,,")), "{}", file.body);
        let english = county.in_english().get("/statements.csv?month=2026-11&scope=all").await.expect(200);
        assert!(english.body.contains("Superior,"), "{}", english.body);
        let book = county.get("/statements.xlsx?month=2026-11&scope=all").await.expect(200);
        assert!(book.body.starts_with("PK") && book.headers["content-type"].to_str().unwrap().contains("spreadsheetml"));
    }

    async fn who_has_not_published_is_one_choice_and_one_file(kit: testkit::Kit) {
        published(&kit, "n1/t1/v2").await;
        let town = client(&kit, "n1/t1", Role::Secretary).await;
        let page = town.get("/statements?month=2026-11&state=open").await.expect(200).body;
        assert!(page.contains("样板村一") && !page.contains("样板村二"));
        let href = page.split("href=\"/statements.csv").nth(1).unwrap().split('"').next().unwrap();
        assert!(href.contains("scope=below") && href.ends_with("state=open"), "{href}");
        let file = town.get("/statements.csv?month=2026-11&state=open").await.expect(200).body;
        assert!(file.contains("样板村一") && !file.contains("样板村二"), "{file}");
    }

    async fn files_end_where_the_circle_ends(kit: testkit::Kit) {
        published(&kit, "n2/t1/v1").await;
        let (town, other) = (client(&kit, "n1/t1", Role::Clerk).await, kit.org("n2"));
        for kind in ["csv", "xlsx"] {
            town.get(&format!("/statements.{kind}?month=2026-11&scope={other}")).await.expect(404);
            town.get(&format!("/statements.{kind}?month=2026-11&scope=all-{other}")).await.expect(404);
        }
        let siblings = town.get("/statements.csv?month=2026-11&scope=siblings").await.expect(200).body;
        assert!(siblings.contains("甲二乡") && !siblings.contains("乙一镇"));
        let admin = client(&kit, "root", Role::AuditAdmin).await;
        admin.get("/statements.csv").await.expect(403);
    }

    async fn names_of_several_superiors_are_told_apart_on_the_page(kit: testkit::Kit) {
        let county = client(&kit, "n1", Role::Clerk).await;
        let page = county.get("/statements?month=2026-11&scope=all").await.expect(200).body;
        assert!(page.contains("<span class=\"sub\">甲一镇</span>"), "{page}");
    }
}
