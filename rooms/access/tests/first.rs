//! First responsible persons of a branch: gaps, vacancies, changes within the year.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

use access::{Appointment, Firsts, WORDS, responsible};
use cx::AppError;
use kernel::{Day, Page, PostId, Role};
use testkit::{Client, Kit};

const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");

async fn person(kit: &Kit, login: &str, name: &str) {
    account::plant(&kit.operator(), vec![(login.to_owned(), name.to_owned())], "three goats on a red bridge")
        .await
        .unwrap();
}

/// Runs a statement on the rows of one organisation.
async fn put(kit: &Kit, org: &str, sql: &'static str) {
    let org = kit.org(org);
    kit.house.db.write(move |tx| tx.exec(sql, db::args![org])).await.map_err(|e: db::DbFault| e.to_string()).unwrap();
}

/// The first township's secretary left in March and another came; the second township's left and nobody came; one
/// village has no such post any more.
async fn house(kit: &Kit) {
    person(kit, "new", "祁雪梅").await;
    const LEFT: &str = "UPDATE holder SET to_day = '2026-03-01' WHERE org_id = $1 AND post_id IN \
         (SELECT p.post_id FROM post p WHERE p.org_id = $1 AND p.first_responsible = 1)";
    const ENDED: &str = "UPDATE post SET to_day = '2026-01-01' WHERE org_id = $1 AND first_responsible = 1";
    put(kit, "n1/t1", LEFT).await;
    put(kit, "n1/t2", LEFT).await;
    put(kit, "n1/t1/v1", ENDED).await;
    let org = kit.org("n1/t1");
    let (post,): (PostId,) = kit
        .operator()
        .read(move |tx| {
            Ok(tx.one("SELECT p.post_id FROM post p WHERE p.org_id = $1 AND p.first_responsible = 1", db::args![org])?)
        })
        .await
        .unwrap();
    let from = "2026-03-01".parse().unwrap();
    let wanted = Appointment { org, post, login: "new".to_owned(), from, to: Day::FOREVER };
    access::appoint(&kit.operator(), wanted, "").await.unwrap();
}

async fn counts(kit: &Kit, org: &str, role: Role) -> (i64, i64, i64, i64) {
    let found = responsible(&kit.cx(org, role), Firsts::All, Page::new(None, None)).await.unwrap();
    (found.orgs, found.no_post, found.vacant, found.changed)
}

async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    let words = [KIT_WORDS, WORDS, account::WORDS, "[org.level]\ncounty = [\"县级\", \"County\"]\n"];
    kit.log_in(&kit.client(&access::routes(), &words), org, role).await
}

testkit::both_engines! {
    async fn a_branch_shows_its_gaps_and_who_changed_this_year(kit: testkit::Kit) {
        assert_eq!(counts(&kit, "n1", Role::Leader).await, (7, 0, 0, 0), "a county, two townships, four villages");
        house(&kit).await;
        assert_eq!(counts(&kit, "n1", Role::Leader).await, (7, 1, 1, 1));
        let found = responsible(&kit.cx("n1", Role::Leader), Firsts::Changed, Page::new(None, None)).await.unwrap();
        let told: Vec<_> = found.rows.items.iter().map(|r| (r.org, r.person.as_deref(), r.before.as_ref().map(|b| b.1))).collect();
        assert_eq!(told, [(kit.org("n1/t1"), Some("祁雪梅"), Some("2026-03-01".parse().unwrap()))]);
        let vacant = responsible(&kit.cx("n1", Role::Leader), Firsts::Vacant, Page::new(None, None)).await.unwrap();
        assert_eq!(vacant.rows.items.iter().map(|r| (r.org, r.person.clone())).collect::<Vec<_>>(), [(kit.org("n1/t2"), None)]);
        let gap = responsible(&kit.cx("n1", Role::Leader), Firsts::NoPost, Page::new(None, None)).await.unwrap();
        assert_eq!(gap.rows.items.iter().map(|r| (r.org, r.title.clone())).collect::<Vec<_>>(), [(kit.org("n1/t1/v1"), None)]);
        let first = responsible(&kit.cx("n1", Role::Leader), Firsts::All, Page::new(None, Some(4))).await.unwrap();
        let rest = responsible(&kit.cx("n1", Role::Leader), Firsts::All, Page::new(first.rows.next, Some(4))).await.unwrap();
        assert_eq!((first.rows.items.len(), rest.rows.items.len(), rest.rows.next), (4, 3, None));
        assert_eq!(counts(&kit, "n2", Role::Leader).await, (7, 0, 0, 0), "the other county's own, and nothing of this one");
    }

    async fn the_page_and_the_interface_tell_the_same_within_the_scope(kit: testkit::Kit) {
        house(&kit).await;
        let leader = client(&kit, "n1", Role::Leader).await;
        let page = leader.get("/responsible?show=changed").await.expect(200).body;
        assert!(page.contains("祁雪梅") && page.contains("于 2026-03-01 离任"));
        let empty = leader.in_english().get("/responsible?show=vacant").await.expect(200).body;
        assert!(empty.contains("Vacant") && !empty.contains("祁雪梅"));
        let told = leader.get("/api/v1/responsible?show=changed").await.expect(200).json();
        assert_eq!((told["items"][0]["person"].as_str(), told["items"][0]["left_on"].as_str()), (Some("祁雪梅"), Some("2026-03-01")));
        assert!(page.contains(&format!("href=\"/hand-over/{}\"", kit.org("n1/t1"))));
        let admin = client(&kit, "root", Role::SystemAdmin).await.get("/responsible?show=changed").await.expect(200).body;
        assert!(admin.contains("祁雪梅") && !admin.contains("/hand-over/"), "administrators see no business data");
        let other = client(&kit, "n2", Role::Clerk).await;
        assert!(!other.get("/responsible").await.expect(200).body.contains("祁雪梅"));
        let outsider = kit.cx("root", Role::AuditAdmin);
        assert!(matches!(responsible(&outsider, Firsts::All, Page::new(None, None)).await, Err(AppError::Forbidden(_))));
    }
}
