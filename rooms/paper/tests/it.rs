//! The room through its front door.

use cx::AppError;
use kernel::{OrgId, Role};
use paper::{Format, Subject};

testkit::both_engines! {
    async fn what_was_never_sent_or_published_is_not_printed(kit: testkit::Kit) {
        let org = kit.org("n1/t1");
        let cx = kit.cx("n1/t1", Role::Clerk);
        for subject in [Subject::parse("list", &org.to_string(), "77"), Subject::parse("statement", &org.to_string(), "2026-11")] {
            let refused = paper::print(&cx, subject.unwrap(), Format::Pdf, "http://x").await;
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
