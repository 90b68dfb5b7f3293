//! What the server's operator sets up: posts that go together, a person with account and post at once.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

use access::{NewPost, Newcomer, PlantedPost};
use cx::AppError;
use kernel::{AccountId, OrgId, Role};
use testkit::Kit;

const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");

async fn person(kit: &Kit, login: &str) -> AccountId {
    let people = vec![(login.to_owned(), "马文海".to_owned())];
    account::plant(&kit.operator(), people, "three goats on a red bridge").await.unwrap()[0]
}

async fn roles(kit: &Kit, account: AccountId) -> Vec<Role> {
    let today = kit.house.today();
    let read = move |tx: &mut cx::Tx<'_>| Ok(cx::session::seats(tx, account, today)?.iter().map(|s| s.role).collect());
    kit.operator().read(read).await.unwrap()
}

fn post(role: Role) -> NewPost {
    NewPost { title: "岗位".to_owned(), role, first_responsible: false }
}

fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> &'static str {
    match result {
        Err(AppError::Invalid(faults)) => faults[0].code,
        other => panic!("a fault was expected: {other:?}"),
    }
}

testkit::both_engines! {
    async fn nobody_is_planted_into_posts_that_do_not_go_together(kit: testkit::Kit) {
        let id = person(&kit, "both").await;
        let planted = |role| PlantedPost { org: kit.org("n2"), post: post(role), holder: Some(id), from: kit.house.today() };
        let operator = kit.operator();
        let two = vec![planted(Role::SystemAdmin), planted(Role::AuditAdmin)];
        assert_eq!(code(access::plant(&operator, two).await), "access_admins");
        let mixed = vec![planted(Role::Clerk), planted(Role::SystemAdmin)];
        assert_eq!(code(access::plant(&operator, mixed).await), "access_admin_business");
        assert!(roles(&kit, id).await.is_empty(), "nothing of a refused batch is written");
        access::plant(&operator, vec![planted(Role::Clerk)]).await.unwrap();
        assert_eq!(code(access::plant(&operator, vec![planted(Role::SecurityAdmin)]).await), "access_admin_business");
        assert_eq!(roles(&kit, id).await, [Role::Clerk]);
    }

    async fn a_person_gets_account_and_post_at_once_or_neither(kit: testkit::Kit) {
        let of = |login: &str, org| Newcomer { login: login.to_owned(), name: "马新".to_owned(), org, post: post(Role::Clerk) };
        let nowhere = access::add_person(&kit.operator(), of("newcomer", OrgId::new(1))).await;
        assert!(matches!(nowhere, Err(AppError::NotFound)));
        // The login is still free: nothing of the first try stayed.
        let password = access::add_person(&kit.operator(), of("newcomer", kit.org("n1/t1"))).await.unwrap();
        let web = kit.client(&account::routes(), &[KIT_WORDS, account::WORDS]);
        let reply = web.post("/login", &[("login", "newcomer"), ("password", password.reveal())]).await.expect(303);
        assert_eq!(reply.location(), "/me/password");
        let taken = access::add_person(&kit.operator(), of("NewComer", kit.org("n1/t1"))).await;
        assert_eq!(code(taken), "account_login_taken");
        assert!(access::add_person(&kit.cx("root", Role::SystemAdmin), of("other", kit.org("n1"))).await.is_err());
    }
}
