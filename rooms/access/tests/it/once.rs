//! A key of a submission stands for one act: the same act twice has one effect, another act under it has its own.

use access::{NewPost, Outcome};
use kernel::{AccountId, HolderId, Id, Role};
use serde_json::json;
use testkit::Kit;

use crate::{client, code, person, post, records, roles, to, today};

/// Somebody appointed to a new post of a township, where no second person is asked.
async fn held(kit: &Kit, login: &str) -> (AccountId, HolderId) {
    let admin = kit.cx("root", Role::SystemAdmin);
    let id = person(kit, login).await;
    let post = post(kit, &admin, "n1/t1", Role::Clerk).await;
    match access::appoint(&admin, to(kit, "n1/t1", post, login), "").await.unwrap() {
        Outcome::Held(holder) => (id, holder),
        other => panic!("{other:?}"),
    }
}

testkit::both_engines! {
    async fn one_key_relieves_two_holders(kit: testkit::Kit) {
        let both = [held(&kit, "one").await, held(&kit, "two").await];
        let admin = kit.log_in(&client(&kit), "root", Role::SystemAdmin).await;
        let day = today(&kit).to_string();
        for (_, holder) in [both[0], both[1], both[0], both[1]] {
            let uri = format!("/orgs/{}/holders/{holder}/relieve", kit.org("n1/t1"));
            let done = admin.post(&uri, &[("day", &day), ("once", "one-key")]).await.expect(303);
            assert!(done.location().contains("done=access_relieved"), "{}", done.location());
        }
        assert_eq!(records(&kit, "access.relieved", "ok").await, 2, "twice the same is one effect, two holders are two");
        for (id, _) in both {
            assert_eq!(roles(&kit, id).await, [], "who was relieved has no right left");
        }
    }

    async fn one_key_disables_two_accounts_and_serves_each_verb(kit: testkit::Kit) {
        let admin = kit.log_in(&client(&kit), "root", Role::SystemAdmin).await;
        let ids = [kit.actor("n1/t1/v1", Role::Clerk).account, kit.actor("n1/t1/v1", Role::Secretary).account];
        let send = async |verb: &str| {
            for id in [ids[0], ids[1], ids[0]] {
                admin.post(&format!("/accounts/{id}/{verb}"), &[("once", "one-key")]).await.expect(303);
            }
        };
        send("disable").await;
        let disabled = admin.get("/api/v1/accounts?state=disabled").await.expect(200).json();
        assert_eq!(disabled["items"].as_array().map(Vec::len), Some(2), "{disabled}");
        assert_eq!(records(&kit, "account.disabled", "ok").await, 2);
        send("enable").await;
        let disabled = admin.get("/api/v1/accounts?state=disabled").await.expect(200).json();
        assert_eq!(disabled["items"].as_array().map(Vec::len), Some(0), "the key of one verb is not that of another");
        send("sessions/end").await;
        assert_eq!(records(&kit, "account.session_ended", "ok").await, 2);
    }

    async fn one_key_resets_the_passwords_of_two_accounts(kit: testkit::Kit) {
        let admin = kit.log_in(&client(&kit), "root", Role::SystemAdmin).await;
        let ids = [kit.actor("n1/t1/v1", Role::Clerk).account, kit.actor("n1/t1/v1", Role::Secretary).account];
        for id in ids {
            let uri = format!("/accounts/{id}/reset");
            assert!(admin.post(&uri, &[("once", "one-key")]).await.expect(200).body.contains("data-secret"));
            admin.post(&uri, &[("once", "one-key")]).await.expect(303);
        }
        assert_eq!(records(&kit, "account.password_reset", "ok").await, 2);
    }

    async fn one_key_creates_fills_decides_and_ends_two_posts(kit: testkit::Kit) {
        let (admin, second) = (kit.cx("root", Role::SystemAdmin), kit.cx("root", Role::SecurityAdmin));
        let (org, day) = (kit.org("n1"), today(&kit));
        let mut posts = Vec::new();
        for title in ["组织委员", "宣传委员"] {
            let new = NewPost { title: title.to_owned(), role: Role::Clerk, first_responsible: false };
            let made = access::create_post(&admin, org, new.clone(), day, "key").await.unwrap();
            assert_eq!(access::create_post(&admin, org, new, day, "key").await.unwrap(), made);
            posts.push(made);
        }
        assert_ne!(posts[0], posts[1]);
        for (post, login) in posts.iter().zip(["one", "two"]) {
            let id = person(&kit, login).await;
            let Outcome::Waits(request) = access::appoint(&admin, to(&kit, "n1", *post, login), "key").await.unwrap() else { panic!() };
            let again = access::appoint(&admin, to(&kit, "n1", *post, login), "key").await.unwrap();
            assert_eq!(again, Outcome::Waits(request.clone()));
            let request: Id<()> = request.parse().unwrap();
            let holder = access::confirm(&second, org, request, "key").await.unwrap();
            assert_eq!(access::confirm(&second, org, request, "key").await.unwrap(), holder);
            assert_eq!(code(access::refuse(&second, org, request, "key").await), "access_decided");
            assert_eq!(roles(&kit, id).await, [Role::Clerk]);
        }
        for post in &posts {
            access::end_post(&admin, org, *post, day, "key").await.unwrap();
            access::end_post(&admin, org, *post, day, "key").await.unwrap();
        }
        let counted = ["access.post_created", "access.grant_asked", "access.grant_confirmed", "access.post_ended"];
        for kind in counted {
            assert_eq!(records(&kit, kind, "ok").await, 2, "{kind}");
        }
    }

    async fn one_key_opens_two_accounts(kit: testkit::Kit) {
        let admin = kit.log_in(&client(&kit), "root", Role::SystemAdmin).await;
        for login in ["first-one", "second-one"] {
            let fields = [("login", login), ("name", "马文海"), ("once", "one-key")];
            assert!(admin.post("/accounts", &fields).await.expect(200).body.contains(login));
            assert!(admin.post("/accounts", &fields).await.expect(303).location().contains("access_code_gone"));
        }
        assert_eq!(records(&kit, "account.opened", "ok").await, 2);
    }

    async fn a_programs_key_serves_two_reliefs_over_the_interface(kit: testkit::Kit) {
        let both = [held(&kit, "one").await, held(&kit, "two").await];
        let admin = kit.log_in(&client(&kit), "root", Role::SystemAdmin).await.with_key("one-key");
        for (_, holder) in [both[0], both[1], both[0]] {
            let uri = format!("/api/v1/orgs/{}/holders/{holder}/relief", kit.org("n1/t1"));
            admin.json("POST", &uri, &json!({ "day": today(&kit).to_string() })).await.expect(200);
        }
        assert_eq!(records(&kit, "access.relieved", "ok").await, 2);
    }
}
