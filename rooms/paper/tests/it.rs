//! The room through its front door.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails where it stands")]

#[path = "it/batches.rs"]
mod batches;
#[path = "it/kinds.rs"]
mod kinds;
#[path = "it/lists.rs"]
mod lists;
#[path = "it/proof.rs"]
mod proof;
#[path = "it/support.rs"]
mod support;
#[path = "it/templates.rs"]
mod templates;

use cx::AppError;
use kernel::{OrgId, Role};
use paper::{Format, Subject};
use support::published;

testkit::both_engines! {
    async fn a_published_statement_is_printed_under_one_number_in_both_formats_and_checked_by_anyone(kit: testkit::Kit) {
        let subject = published(&kit, "n1/t1/v1").await;
        let cx = kit.cx("n1/t1/v1", Role::Secretary);
        let pdf = paper::print(&cx, subject, Format::Pdf, "http://x", false).await.unwrap();
        let word = paper::print(&kit.cx("n1/t1", Role::Clerk), subject, Format::Docx, "http://x", false).await.unwrap();
        assert!(pdf.bytes.starts_with(b"%PDF-") && word.bytes.starts_with(b"PK"));
        assert_eq!((&pdf.number, &pdf.code, &pdf.hash), (&word.number, &word.code, &word.hash));
        let client = kit.client(&paper::routes(), &[include_str!("../../../crates/kit/words.toml"), paper::WORDS]);
        let page = client.get(&format!("/check/{}", pdf.code)).await.expect(200);
        assert!(page.body.contains(&pdf.number) && page.body.contains(&pdf.hash), "{}", page.body);
    }

    async fn nobody_outside_the_circle_of_a_statement_prints_it(kit: testkit::Kit) {
        let subject = published(&kit, "n1/t1/v1").await;
        let outsider = paper::print(&kit.cx("n2/t1", Role::Clerk), subject, Format::Pdf, "http://x", false).await;
        assert!(matches!(outsider, Err(AppError::NotFound)), "{outsider:?}");
        assert!(paper::print(&kit.cx("root", Role::Clerk), subject, Format::Docx, "http://x", false).await.is_ok());
    }

    async fn what_was_never_sent_or_published_is_not_printed(kit: testkit::Kit) {
        let org = kit.org("n1/t1");
        let cx = kit.cx("n1/t1", Role::Clerk);
        for subject in [Subject::parse("list", &org.to_string(), "77"), Subject::parse("statement", &org.to_string(), "2026-11")] {
            let refused = paper::print(&cx, subject.unwrap(), Format::Pdf, "http://x", false).await;
            assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
        }
        assert_ne!(org, OrgId::new(0));
    }

    async fn administrators_print_nothing_and_a_code_that_was_never_given_is_not_found(kit: testkit::Kit) {
        let client = kit.client(&paper::routes(), &[include_str!("../../../crates/kit/words.toml"), paper::WORDS]);
        client.get("/check/0000-0000-0000-0000").await.expect(404);
        client.get("/check/x").await.expect(404);
        let admin = kit.log_in(&client, "root", Role::SystemAdmin).await;
        let address = format!("/papers/statement/{}/2026-11/pdf", kit.org("n1"));
        admin.get(&address).await.expect(403);
    }
}
