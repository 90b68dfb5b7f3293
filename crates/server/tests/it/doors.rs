//! What stands between a person and the pages: a password of their own, and somebody below to watch.

use kernel::Role;
use org::{Deed, Doing};
use testkit::{Client, Kit};

use crate::house::client;

/// A clerk of the first county who has only a one-time password yet, logged in.
async fn newcomer(kit: &Kit, web: &Client) -> Client {
    let post = access::NewPost { title: "经办人".to_owned(), role: Role::Clerk, first_responsible: false };
    let newcomer =
        access::Newcomer { login: "newcomer".to_owned(), name: "马新".to_owned(), org: kit.org("n1"), post };
    let code = access::add_person(&kit.operator(), newcomer).await.unwrap();
    let reply = web.post("/login", &[("login", "newcomer"), ("password", code.reveal())]).await.expect(303);
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    web.with_session(cookie.split(['=', ';']).nth(1).unwrap(), "")
}

/// Where the menu of a village's secretary leads, by the seat that a request of theirs would have.
async fn menu(kit: &Kit) -> Vec<&'static str> {
    let (account, today) = (kit.actor("n1/t1/v1", Role::Secretary).account, kit.house.today());
    let seats = kit.operator().read(move |tx| cx::session::seats(tx, account, today)).await.unwrap();
    let words: &'static kit::Words = Box::leak(Box::new(kit::Words::load(server::wiring::WORDS).unwrap()));
    let actor = cx::Actor { account, name: String::new(), seat: seats[0].clone() };
    let groups = server::nav::menu(&actor, &kit::W::new(words, kit::Lang::Zh));
    groups.into_iter().flat_map(|g| g.items).map(|i| i.href).collect()
}

testkit::both_engines! {
    async fn a_one_time_password_opens_nothing_but_ones_own_account(kit: testkit::Kit) {
        let web = client(&kit);
        let me = newcomer(&kit, &web).await;
        for page in ["/", "/board", "/lists", "/statements", "/orgs"] {
            assert_eq!(me.get(page).await.expect(303).location(), "/me/password", "{page}");
        }
        let refused = me.get("/api/v1/lists").await.expect(403).json();
        assert_eq!(refused["type"], "/problems/must_change");
        me.get("/me").await.expect(200);
    }

    async fn whoever_has_somebody_below_has_a_board_however_deep_they_stand(kit: testkit::Kit) {
        let web = client(&kit);
        let village = kit.log_in(&web, "n1/t1/v1", Role::Secretary).await;
        assert!(!village.get("/").await.expect(200).body.contains("/month/202611"));
        assert!(!menu(&kit).await.contains(&"/board"));
        let what = Doing::Add {
            name: "样板村一第一党支部".to_owned(),
            code: "990101101201001".to_owned(),
            level: String::new(),
            division_kind: String::new(),
        };
        let add = Deed { org: kit.org("n1/t1/v1"), what, day: None, note: String::new(), version: None };
        org::change(&kit.cx("n1", Role::Clerk), "", add).await.unwrap();
        assert!(village.get("/").await.expect(200).body.contains("/month/202611"));
        assert!(menu(&kit).await.contains(&"/board"));
        assert!(village.get("/lists").await.expect(200).body.contains("href=\"/lists/new\""));
    }
}
