//! Posts and accounts through their front door: who gives which right to whom, and when it ends.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

#[path = "it/chance.rs"]
mod chance;
#[path = "it/once.rs"]
mod once;
#[path = "it/typed.rs"]
mod typed;

use access::{Appointment, NewPost, Outcome, STATEMENTS, WORDS};
use cx::{AppError, Cx};
use kernel::{AccountId, Day, Id, PostId, Role};
use testkit::{Client, Kit};

const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");
const GOOD: &str = "three goats on a red bridge";

fn client(kit: &Kit) -> Client {
    kit.client(&access::routes().and(account::routes()), &[KIT_WORDS, WORDS, account::WORDS])
}

async fn person(kit: &Kit, login: &str) -> AccountId {
    account::plant(&kit.operator(), vec![(login.to_owned(), "马文海".to_owned())], GOOD).await.unwrap()[0]
}

fn today(kit: &Kit) -> Day {
    kit.house.today()
}

async fn post(kit: &Kit, cx: &Cx, key: &str, role: Role) -> PostId {
    let new = NewPost { title: "组织委员".to_owned(), role, first_responsible: false };
    access::create_post(cx, kit.org(key), new, today(kit), "").await.unwrap()
}

fn to(kit: &Kit, key: &str, post: PostId, login: &str) -> Appointment {
    Appointment { org: kit.org(key), post, login: login.to_owned(), from: today(kit), to: Day::FOREVER }
}

async fn roles(kit: &Kit, account: AccountId) -> Vec<Role> {
    let today = today(kit);
    let operator = kit.operator();
    operator.read(move |tx| Ok(cx::session::seats(tx, account, today)?.iter().map(|s| s.role).collect())).await.unwrap()
}

async fn records(kit: &Kit, kind: &'static str, result: &'static str) -> i64 {
    let operator = kit.operator();
    operator
        .read(move |tx| {
            let n: (i64,) =
                tx.one("SELECT COUNT(*) FROM happening WHERE kind = $1 AND result = $2", db::args![kind, result])?;
            Ok(n.0)
        })
        .await
        .unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    match result {
        Err(AppError::Invalid(faults)) => faults[0].code.to_owned(),
        Err(AppError::NotFound) => "not_found".to_owned(),
        Err(AppError::Forbidden(_)) => "forbidden".to_owned(),
        other => format!("{other:?}"),
    }
}

testkit::both_engines! {
    async fn every_statement_is_accepted_by_the_engine(kit: testkit::Kit) {
        kit.operator().read(|tx| {
            for (name, text) in STATEMENTS {
                tx.prepares(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            }
            Ok(())
        }).await.unwrap();
    }

    async fn below_county_an_appointment_stands_at_once_and_ends_with_the_post(kit: testkit::Kit) {
        let (admin, web) = (kit.cx("root", Role::SystemAdmin), client(&kit));
        let id = person(&kit, "dongmei").await;
        let post = post(&kit, &admin, "n1/t1", Role::Clerk).await;
        let held = access::appoint(&admin, to(&kit, "n1/t1", post, "DongMei"), "").await.unwrap();
        let Outcome::Held(holder) = held else { panic!("{held:?}") };
        assert_eq!(roles(&kit, id).await, [Role::Clerk]);
        let me = session(&web, "dongmei").await;
        me.get(&format!("/orgs/{}/posts", kit.org("n1/t1/v1"))).await.expect(200);
        access::relieve(&admin, kit.org("n1/t1"), holder, today(&kit), "").await.unwrap();
        me.get(&format!("/orgs/{}/posts", kit.org("n1/t1/v1"))).await.expect(403);
        me.get("/me").await.expect(200);
        assert_eq!(roles(&kit, id).await, []);
        assert_eq!(code(access::relieve(&admin, kit.org("n1/t1"), holder, today(&kit), "").await), "access_over");
        access::appoint(&admin, to(&kit, "n1/t1", post, "dongmei"), "").await.unwrap();
        me.get(&format!("/orgs/{}/posts", kit.org("n1/t1/v1"))).await.expect(200);
        access::end_post(&admin, kit.org("n1/t1"), post, today(&kit), "").await.unwrap();
        me.get(&format!("/orgs/{}/posts", kit.org("n1/t1/v1"))).await.expect(403);
    }

    async fn from_county_up_a_second_person_confirms(kit: testkit::Kit) {
        let (admin, second) = (kit.cx("root", Role::SystemAdmin), kit.cx("root", Role::SecurityAdmin));
        let id = person(&kit, "county-clerk").await;
        let post = post(&kit, &admin, "n1", Role::Clerk).await;
        let Outcome::Waits(request) = access::appoint(&admin, to(&kit, "n1", post, "county-clerk"), "").await.unwrap() else { panic!() };
        let request: Id<()> = request.parse().unwrap();
        assert_eq!(roles(&kit, id).await, []);
        assert_eq!(code(access::confirm(&admin, kit.org("n1"), request, "").await), "forbidden");
        assert_eq!(code(access::confirm(&second, kit.org("n2"), request, "").await), "not_found");
        access::confirm(&second, kit.org("n1"), request, "").await.unwrap();
        assert_eq!(roles(&kit, id).await, [Role::Clerk]);
        assert_eq!(code(access::confirm(&second, kit.org("n1"), request, "").await), "access_decided");
        assert_eq!(code(access::refuse(&second, kit.org("n1"), request, "").await), "access_decided");
        assert_eq!((records(&kit, "access.grant_asked", "ok").await, records(&kit, "access.grant_confirmed", "ok").await), (1, 1));
    }

    async fn a_refused_grant_gives_nothing_and_stands_on_record(kit: testkit::Kit) {
        let (admin, second) = (kit.cx("root", Role::SystemAdmin), kit.cx("root", Role::SecurityAdmin));
        let id = person(&kit, "refused").await;
        let post = post(&kit, &admin, "root", Role::Leader).await;
        let Outcome::Waits(request) = access::appoint(&admin, to(&kit, "root", post, "refused"), "").await.unwrap() else { panic!() };
        access::refuse(&second, kit.org("root"), request.parse().unwrap(), "").await.unwrap();
        assert_eq!(roles(&kit, id).await, []);
        assert_eq!(records(&kit, "access.grant_refused", "ok").await, 1);
    }

    async fn nobody_gives_themselves_a_post_and_the_try_is_on_record(kit: testkit::Kit) {
        let admin = kit.cx("root", Role::SystemAdmin);
        let post = post(&kit, &admin, "n1/t1/v1", Role::Clerk).await;
        assert_eq!(code(access::appoint(&admin, to(&kit, "n1/t1/v1", post, "root.system_admin"), "").await), "access_self");
        let second = kit.cx("root", Role::SecurityAdmin);
        assert_eq!(code(access::appoint(&second, to(&kit, "n1/t1/v1", post, "root.clerk"), "").await), "forbidden");
        assert_eq!(records(&kit, "access.appointed", "refused").await, 1);
    }

    async fn the_three_administrators_exclude_each_other_and_business(kit: testkit::Kit) {
        let operator = kit.operator();
        let village = post(&kit, &operator, "n1/t1/v1", Role::Clerk).await;
        let audit = post(&kit, &operator, "n1", Role::AuditAdmin).await;
        let second = post(&kit, &operator, "n1", Role::SecurityAdmin).await;
        assert_eq!(code(access::appoint(&operator, to(&kit, "n1/t1/v1", village, "root.system_admin"), "").await), "access_admin_business");
        assert_eq!(code(access::appoint(&operator, to(&kit, "n1", audit, "root.system_admin"), "").await), "access_admins");
        assert_eq!(code(access::appoint(&operator, to(&kit, "n1", audit, "n1.clerk"), "").await), "access_admin_business");
        let later = Appointment { from: today(&kit).plus(300), ..to(&kit, "n1", second, "root.audit_admin") };
        assert_eq!(code(access::appoint(&operator, later, "").await), "access_admins");
        assert_eq!(records(&kit, "access.appointed", "refused").await, 4);
    }

    async fn what_changes_between_asking_and_confirming_is_seen(kit: testkit::Kit) {
        let (admin, second) = (kit.cx("root", Role::SystemAdmin), kit.cx("root", Role::SecurityAdmin));
        let id = person(&kit, "two-ways").await;
        let audit = post(&kit, &admin, "n1", Role::AuditAdmin).await;
        let system = post(&kit, &admin, "n1", Role::SystemAdmin).await;
        let mut waiting = Vec::new();
        for post in [audit, system] {
            let Outcome::Waits(request) = access::appoint(&admin, to(&kit, "n1", post, "two-ways"), "").await.unwrap() else { panic!() };
            waiting.push(request.parse::<Id<()>>().unwrap());
        }
        access::confirm(&second, kit.org("n1"), waiting[0], "").await.unwrap();
        assert_eq!(code(access::confirm(&second, kit.org("n1"), waiting[1], "").await), "access_admins");
        assert_eq!(roles(&kit, id).await, [Role::AuditAdmin]);
    }

    async fn two_grants_at_the_same_moment_do_not_slip_past_each_other(kit: testkit::Kit) {
        let operator = kit.operator();
        let id = person(&kit, "raced").await;
        let mut posts = Vec::new();
        for (key, role) in [("n1", Role::AuditAdmin), ("n2", Role::SystemAdmin), ("n1/t1", Role::SecurityAdmin), ("n2/t1", Role::Clerk)] {
            posts.push((key, post(&kit, &operator, key, role).await));
        }
        let tries: Vec<_> = posts.into_iter().map(|(key, post)| {
            let (cx, wanted) = (operator.clone(), to(&kit, key, post, "raced"));
            testkit::tokio::spawn(async move { access::appoint(&cx, wanted, "").await.is_ok() })
        }).collect();
        let mut granted = 0;
        for one in tries { granted += i32::from(one.await.unwrap()); }
        assert_eq!((granted, roles(&kit, id).await.len()), (1, 1));
    }

    async fn a_post_has_one_holder_and_an_organisation_one_first_responsible_post(kit: testkit::Kit) {
        let admin = kit.cx("root", Role::SystemAdmin);
        person(&kit, "first").await;
        person(&kit, "second").await;
        let post = post(&kit, &admin, "n1/t1/v1", Role::Clerk).await;
        access::appoint(&admin, to(&kit, "n1/t1/v1", post, "first"), "").await.unwrap();
        assert_eq!(code(access::appoint(&admin, to(&kit, "n1/t1/v1", post, "second"), "").await), "access_taken");
        let first = NewPost { title: "书记".to_owned(), role: Role::Secretary, first_responsible: true };
        let org = kit.org("n1/t1/v1");
        assert_eq!(code(access::create_post(&admin, org, first.clone(), today(&kit), "").await), "access_first_taken");
        let old = kit.actor("n1/t1/v1", Role::Secretary).seat.post;
        access::end_post(&admin, org, old, today(&kit), "").await.unwrap();
        access::create_post(&admin, org, first.clone(), today(&kit), "").await.unwrap();
        assert_eq!(code(access::create_post(&admin, org, first, today(&kit), "").await), "access_first_taken");
    }

    async fn an_administrator_reaches_down_their_own_branch_only(kit: testkit::Kit) {
        let operator = kit.operator();
        let id = person(&kit, "county-admin").await;
        let county = post(&kit, &operator, "n1", Role::SystemAdmin).await;
        access::appoint(&operator, to(&kit, "n1", county, "county-admin"), "").await.unwrap();
        let web = client(&kit);
        let admin = session(&web, "county-admin").await;
        let (inside, outside, above) = (kit.org("n1/t1/v1"), kit.org("n2/t1/v1"), kit.org("root"));
        admin.get(&format!("/orgs/{inside}/posts")).await.expect(200);
        for org in [outside, above] {
            admin.get(&format!("/orgs/{org}/posts")).await.expect(404);
            admin.get(&format!("/api/v1/orgs/{org}/posts")).await.expect(404);
            let fields = [("title", "x"), ("role", "clerk"), ("from", "2026-11-23")];
            admin.post(&format!("/orgs/{org}/posts"), &fields).await.expect(404);
        }
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page = admin.get(&format!("/api/v1/accounts?size=5&after={next}")).await.expect(200).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|a| a["login"].as_str().unwrap().to_owned()));
            match page["next"].as_str() { Some(after) => next = after.to_owned(), None => break }
        }
        assert_eq!(seen.len(), 3 + 2 * 3 + 4 * 2 + 1, "{seen:?}");
        assert!(seen.iter().all(|l| l.starts_with("n1") || l == "county-admin"), "{seen:?}");
        let stranger = kit.actor("n2/t1/v1", Role::Clerk).account;
        for what in ["", "/reset", "/disable", "/enable", "/sessions/end"] {
            let uri = format!("/accounts/{stranger}{what}");
            let reply = if what.is_empty() { admin.get(&uri).await } else { admin.post(&uri, &[]).await };
            reply.expect(404);
        }
        admin.post(&format!("/accounts/{id}/disable"), &[]).await.expect(422);
    }

    async fn a_password_is_not_reset_by_whoever_could_rise_by_it(kit: testkit::Kit) {
        let operator = kit.operator();
        person(&kit, "low-admin").await;
        let low = post(&kit, &operator, "n1/t1", Role::SystemAdmin).await;
        access::appoint(&operator, to(&kit, "n1/t1", low, "low-admin"), "").await.unwrap();
        // The county's secretary also holds a village post, so the township's administrator sees the account.
        let extra = post(&kit, &operator, "n1/t1/v1", Role::Leader).await;
        access::appoint(&operator, to(&kit, "n1/t1/v1", extra, "n1.secretary"), "").await.unwrap();
        let web = client(&kit);
        let admin = session(&web, "low-admin").await;
        let high = kit.actor("n1", Role::Secretary).account;
        admin.get(&format!("/accounts/{high}")).await.expect(200);
        admin.post(&format!("/accounts/{high}/reset"), &[]).await.expect(403);
        let root = kit.log_in(&web, "root", Role::SystemAdmin).await;
        let other_admin = kit.actor("root", Role::AuditAdmin).account;
        root.post(&format!("/accounts/{other_admin}/reset"), &[]).await.expect(403);
        root.post(&format!("/accounts/{high}/reset"), &[]).await.expect(200);
    }

    async fn an_account_is_opened_with_a_code_shown_once(kit: testkit::Kit) {
        let web = client(&kit);
        let admin = kit.log_in(&web, "root", Role::SystemAdmin).await;
        let fields = [("login", "New-One"), ("name", "马新"), ("once", "key-1")];
        let page = admin.post("/accounts", &fields).await.expect(200);
        let code = page.body.split("data-secret>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
        let again = admin.post("/accounts", &fields).await.expect(303);
        assert!(again.location().starts_with("/accounts/"));
        let page = admin.get(again.location()).await.expect(200);
        assert!(!page.body.contains(&code) && page.body.contains("new-one"));
        admin.post("/accounts", &[("login", "new-one"), ("name", "x"), ("once", "key-2")]).await.expect(422);
        assert_eq!(web.post("/login", &[("login", "new-one"), ("password", &code)]).await.location(), "/me/password");
        let needle = format!("%{code}%");
        let (kept,): (i64,) = kit.operator().read(move |tx| Ok(tx.one(
            "SELECT (SELECT COUNT(*) FROM submission WHERE answer LIKE $1) + (SELECT COUNT(*) FROM happening WHERE detail LIKE $1 OR object LIKE $1)",
            db::args![needle])?)).await.unwrap();
        assert_eq!(kept, 0);
        let outsider = kit.log_in(&web, "n1", Role::Clerk).await;
        outsider.get("/accounts").await.expect(403);
    }

    async fn disabling_and_ending_sessions_take_effect_on_the_next_request(kit: testkit::Kit) {
        let web = client(&kit);
        let (admin, victim) = (kit.log_in(&web, "root", Role::SystemAdmin).await, kit.log_in(&web, "n1/t1/v1", Role::Clerk).await);
        let id = kit.actor("n1/t1/v1", Role::Clerk).account;
        victim.get("/me").await.expect(200);
        admin.post(&format!("/accounts/{id}/sessions/end"), &[]).await.expect(303);
        victim.get("/me").await.expect(303);
        let victim = kit.log_in(&web, "n1/t1/v1", Role::Clerk).await;
        admin.post(&format!("/accounts/{id}/disable"), &[]).await.expect(303);
        victim.get("/me").await.expect(303);
        let cx = kit.cx("root", Role::SystemAdmin);
        let post = post(&kit, &cx, "n1/t1", Role::Clerk).await;
        assert_eq!(code(access::appoint(&cx, to(&kit, "n1/t1", post, "n1.t1.v1.clerk"), "").await), "access_disabled");
        assert!(admin.get("/accounts?st=disabled").await.expect(200).body.contains("n1.t1.v1.clerk"));
        admin.post(&format!("/accounts/{id}/enable"), &[]).await.expect(303);
    }

    async fn a_token_stops_with_the_post_it_was_made_in_and_with_its_account(kit: testkit::Kit) {
        let (admin, web) = (kit.cx("root", Role::SystemAdmin), client(&kit));
        let id = person(&kit, "dongmei").await;
        let post = post(&kit, &admin, "n1/t1", Role::Clerk).await;
        let Outcome::Held(holder) = access::appoint(&admin, to(&kit, "n1/t1", post, "dongmei"), "").await.unwrap() else { panic!() };
        let wanted = serde_json::json!({ "label": "表格同步", "days": 30 });
        let made = session(&web, "dongmei").await.json("POST", "/api/v1/me/tokens", &wanted).await.expect(200).json();
        let program = web.with_bearer(made["token"].as_str().unwrap());
        let uri = format!("/api/v1/orgs/{}/posts", kit.org("n1/t1/v1"));
        program.get(&uri).await.expect(200);
        let chief = kit.log_in(&web, "root", Role::SystemAdmin).await;
        chief.post(&format!("/accounts/{id}/disable"), &[]).await.expect(303);
        program.get(&uri).await.expect(401);
        chief.post(&format!("/accounts/{id}/enable"), &[]).await.expect(303);
        let made = session(&web, "dongmei").await.json("POST", "/api/v1/me/tokens", &wanted).await.expect(200).json();
        let program = web.with_bearer(made["token"].as_str().unwrap());
        program.get(&uri).await.expect(200);
        access::relieve(&admin, kit.org("n1/t1"), holder, today(&kit), "").await.unwrap();
        program.get(&uri).await.expect(401);
    }

    async fn posts_are_read_in_one_s_own_branch_without_logins(kit: testkit::Kit) {
        let web = client(&kit);
        let clerk = kit.log_in(&web, "n1/t1", Role::Clerk).await;
        let page = clerk.get(&format!("/orgs/{}/posts", kit.org("n1/t1/v1"))).await.expect(200);
        assert!(page.body.contains("样板村一secretary") && !page.body.contains("n1.t1.v1.secretary"));
        let answer = clerk.get(&format!("/api/v1/orgs/{}/posts", kit.org("n1/t1/v1"))).await.expect(200);
        assert!(!answer.body.contains("login"));
        for elsewhere in ["n1", "root", "n1/t2/v1", "n2"] {
            clerk.get(&format!("/orgs/{}/posts", kit.org(elsewhere))).await.expect(404);
        }
        let fields = [("title", "x"), ("role", "clerk"), ("from", "2026-11-23")];
        clerk.post(&format!("/orgs/{}/posts", kit.org("n1/t1/v1")), &fields).await.expect(403);
    }

    async fn grants_ask_for_a_fresh_proof_and_a_forged_one_writes_nothing(kit: testkit::Kit) {
        let web = client(&kit);
        let admin = kit.log_in(&web, "root", Role::SystemAdmin).await;
        let uri = format!("/orgs/{}/posts", kit.org("n1/t1/v1"));
        let fields = [("title", "组织委员"), ("role", "clerk"), ("from", "2026-11-23")];
        let body = "title=x&role=clerk&from=2026-11-23".to_owned();
        admin.send("POST", &uri, "application/x-www-form-urlencoded", body).await.expect(403);
        assert_eq!(records(&kit, "access.post_created", "ok").await, 0);
        admin.post(&uri, &fields).await.expect(303);
        kit.clock.advance_minutes(11);
        assert!(admin.post(&uri, &fields).await.expect(403).body.contains("name=\"password\""));
        assert_eq!(records(&kit, "access.post_created", "ok").await, 1);
        let post = kit.actor("n1/t1/v1", Role::Clerk).seat.post;
        let wanted = serde_json::json!({ "login": "root.clerk", "from": "2026-11-23" });
        admin.json("POST", &format!("/api/v1{uri}/{post}/appointments"), &wanted).await.expect(403);
    }

    async fn grants_go_through_the_pages_and_the_api(kit: testkit::Kit) {
        let web = client(&kit);
        let (admin, second) = (kit.log_in(&web, "root", Role::SystemAdmin).await, kit.log_in(&web, "root", Role::SecurityAdmin).await);
        person(&kit, "pages").await;
        let (org, cx) = (kit.org("n1"), kit.cx("root", Role::SystemAdmin));
        let id = post(&kit, &cx, "n1", Role::Clerk).await;
        let uri = format!("/orgs/{org}/posts/{id}/appoint");
        let refused = admin.post(&uri, &[("login", "nobody-such"), ("from", "2026-11-23")]).await.expect(422);
        assert!(refused.body.contains("nobody-such"));
        let wrong = admin.post(&uri, &[("login", "pages"), ("from", "23.11.2026"), ("until", "")]).await.expect(422).body;
        assert_eq!(wrong.matches("value=\"pages\"").count(), 1, "what was typed stands in its own form alone");
        assert!(wrong.contains("value=\"23.11.2026\"") && wrong.contains("<details open>"), "{wrong}");
        let blank = admin.post(&uri, &[("login", "pages"), ("from", "")]).await.expect(422).body;
        assert!(blank.contains("起始时间：此项必填。"), "a blank is missing, not wrong: {blank}");
        let sent = admin.post(&uri, &[("login", "pages"), ("from", "2026-11-23"), ("until", "2026-12-31")]).await.expect(303);
        assert!(sent.location().contains("done=access_waits"));
        admin.get("/approvals").await.expect(403);
        let page = second.get("/approvals").await.expect(200);
        let confirm = page.body.split("action=\"/approvals/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        second.post(&format!("/approvals/{confirm}"), &[]).await.expect(303);
        let posts = admin.get(&format!("/api/v1/orgs/{org}/posts")).await.expect(200).json();
        let held = posts["items"].as_array().unwrap().iter().find(|p| p["id"] == id.to_string()).unwrap()["holders"][0].clone();
        assert_eq!((held["login"].as_str(), held["to"].as_str()), (Some("pages"), Some("2027-01-01")));
        let relief = format!("/api/v1/orgs/{org}/holders/{}/relief", held["id"].as_str().unwrap());
        admin.json("POST", &relief, &serde_json::json!({ "day": "2026-11-23" })).await.expect(200);
        let village = post(&kit, &cx, "n1/t1/v1", Role::Clerk).await;
        let uri = format!("/api/v1/orgs/{}/posts/{village}/appointments", kit.org("n1/t1/v1"));
        let done = admin.json("POST", &uri, &serde_json::json!({ "login": "pages", "from": "2026-11-23" })).await.expect(200).json();
        assert_eq!(done["state"], "held");
    }

    async fn a_new_database_begins_with_three_administrators_and_codes(kit: testkit::Kit) {
        let titles = ["系统管理员", "安全管理员", "审计管理员"];
        assert_eq!(code(access::first_administrators(&kit.operator(), kit.org("root"), titles).await), "access_not_new");
        kit.house.db.write(|tx| {
            for table in ["DELETE FROM holder", "DELETE FROM post", "DELETE FROM account_login", "DELETE FROM account"] { tx.exec(table, db::args![])?; }
            Ok::<_, AppError>(())
        }).await.unwrap();
        assert_eq!(code(access::first_administrators(&kit.cx("root", Role::SystemAdmin), kit.org("root"), titles).await), "forbidden");
        let made = access::first_administrators(&kit.operator(), kit.org("root"), titles).await.unwrap();
        assert_eq!(made.iter().map(|m| m.role).collect::<Vec<_>>(), [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]);
        let web = client(&kit);
        for one in &made {
            let reply = web.post("/login", &[("login", one.login), ("password", one.code.reveal())]).await.expect(303);
            assert_eq!(reply.location(), "/me/password");
        }
        kit.clock.advance_minutes(72 * 60);
        web.post("/login", &[("login", "system"), ("password", made[0].code.reveal())]).await.expect(422);
    }

    async fn planted_posts_carry_rights(kit: testkit::Kit) {
        let id = person(&kit, "planted").await;
        let new = NewPost { title: "文书".to_owned(), role: Role::Clerk, first_responsible: false };
        let planted = access::PlantedPost { org: kit.org("n2/t1/v1"), post: new, holder: Some(id), from: today(&kit) };
        assert!(access::plant(&kit.cx("root", Role::SystemAdmin), vec![planted.clone()]).await.is_err());
        access::plant(&kit.operator(), vec![planted]).await.unwrap();
        assert_eq!(roles(&kit, id).await, [Role::Clerk]);
    }

    async fn pages_in_english_hold_no_chinese_apart_from_data(kit: testkit::Kit) {
        let web = client(&kit).in_english();
        let (admin, second) = (kit.log_in(&web, "root", Role::SystemAdmin).await, kit.log_in(&web, "root", Role::SecurityAdmin).await);
        let account = kit.actor("n1/t1/v1", Role::Clerk).account;
        let org = kit.org("n1/t1/v1");
        for page in [admin.get("/accounts").await, admin.get(&format!("/accounts/{account}")).await, admin.get(&format!("/orgs/{org}/posts")).await, second.get("/approvals").await] {
            let mut body = page.expect(200).body;
            for (_, name, _, _) in testkit::NODES { body = body.replace(name, ""); }
            body = body.replace("avatar\">示", "");
            let han: String = body.chars().filter(|c| ('\u{3000}'..='\u{9fff}').contains(c)).collect();
            assert_eq!(han, "");
        }
    }

    async fn searching_finds_by_login_name_and_organisation_and_takes_signs_as_they_are(kit: testkit::Kit) {
        let web = client(&kit);
        let admin = kit.log_in(&web, "root", Role::SystemAdmin).await;
        let found = async |q: &str| admin.get(&format!("/api/v1/accounts?q={q}")).await.expect(200).json()["items"].as_array().unwrap().len();
        assert_eq!(found("N1.T1.V1").await, 2);
        assert_eq!(found("%E6%A0%B7%E6%9D%BF%E6%9D%91%E4%B8%80").await, 2);
        assert_eq!((found("%25").await, found("!").await, found("no-such").await), (0, 0, 0));
        assert_eq!(found("_admin").await, 3);
    }

    async fn hostile_input_is_answered_never_with_our_own_fault(kit: testkit::Kit) {
        let web = client(&kit);
        let (admin, second) = (kit.log_in(&web, "root", Role::SystemAdmin).await, kit.log_in(&web, "root", Role::SecurityAdmin).await);
        let (org, post) = (kit.org("n1/t1/v1"), kit.actor("n1/t1/v1", Role::Clerk).seat.post);
        let long = "字".repeat(30_000);
        for value in ["", "'; DROP TABLE post; --", "\u{0}\u{ffff}\u{202e}%_!", "9223372036854775807", "-1", "0001-01-01", "9999-12-31", "<script>alert(1)</script>", &long] {
            let fields = [("title", value), ("role", value), ("from", value), ("until", value), ("day", value), ("login", value), ("name", value), ("first_responsible", value), ("once", value)];
            for uri in [format!("/orgs/{org}/posts"), format!("/orgs/{org}/posts/{post}/appoint"), format!("/orgs/{org}/posts/{post}/end"), format!("/orgs/{org}/holders/{post}/relieve"), "/accounts".to_owned(), "/accounts/x/reset".to_owned()] {
                let reply = admin.post(&uri, &fields).await;
                assert!(reply.status.as_u16() < 500 && !reply.body.contains("<script>alert"), "{uri} {value:.20} {}", reply.body);
            }
            second.post("/approvals/x/y/confirm", &fields).await.expect(404);
            second.post(&format!("/approvals/{org}/9223372036854775807/refuse"), &fields).await.expect(404);
            let q: String = value.bytes().take(300).map(|b| format!("%{b:02X}")).collect();
            for uri in [format!("/accounts?q={q}&st={q}&after={q}&size={q}"), format!("/api/v1/accounts?q={q}&after={q}"), format!("/orgs/{q}/posts"), format!("/accounts/{q}")] {
                assert!(admin.get(&uri).await.status.as_u16() < 500, "{uri}");
            }
            assert!(second.get(&format!("/approvals?after={q}&size={q}")).await.status.as_u16() < 500);
        }
    }
}

async fn session(web: &Client, login: &str) -> Client {
    let reply = web.post("/login", &[("login", login), ("password", GOOD)]).await.expect(303);
    resumed(web, &reply).await
}

/// The client with the session that an answer gave.
async fn resumed(web: &Client, reply: &testkit::Reply) -> Client {
    let cookie = reply.headers.get("set-cookie").expect("a session").to_str().unwrap();
    let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let page = web.with_session(&token, "").get("/me/password").await.expect(200);
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    web.with_session(&token, &csrf)
}
