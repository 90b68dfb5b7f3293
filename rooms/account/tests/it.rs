//! Accounts through their front door: the door itself, passwords, sessions, tokens.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

use account::{ACTIONS, STATEMENTS, WORDS};
use kernel::{AccountId, Role};
use testkit::{Client, Kit, Reply};

const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");
const GOOD: &str = "three goats on a red bridge";

fn client(kit: &Kit) -> Client {
    kit.client(&account::routes(), &[KIT_WORDS, WORDS])
}

/// The session a response gives, with the token against forged requests that its next page carries.
async fn session_of(client: &Client, reply: &Reply) -> Client {
    let token = token_of(reply);
    let page = client.with_session(&token, "").get("/me/password").await.expect(200);
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    client.with_session(&token, csrf)
}

fn token_of(reply: &Reply) -> String {
    let cookie = reply.headers.get("set-cookie").expect("a session").to_str().unwrap();
    cookie.split(['=', ';']).nth(1).unwrap().to_owned()
}

async fn try_log_in(client: &Client, login: &str, password: &str) -> Reply {
    client.post("/login", &[("login", login), ("password", password)]).await
}

/// A person with an account and a password of their own.
async fn person(kit: &Kit, login: &str) -> AccountId {
    let ids = account::plant(&kit.operator(), vec![(login.to_owned(), "马文海".to_owned())], GOOD).await.unwrap();
    ids[0]
}

async fn records(kit: &Kit, kind: &'static str, result: &'static str) -> i64 {
    let operator = kit.operator();
    let read = operator.read(move |tx| {
        let n: (i64,) =
            tx.one("SELECT COUNT(*) FROM happening WHERE kind = $1 AND result = $2", db::args![kind, result])?;
        Ok(n.0)
    });
    read.await.unwrap()
}

testkit::both_engines! {
    async fn every_statement_is_accepted_by_the_engine(kit: testkit::Kit) {
        kit.operator().read(|tx| {
            for (name, text) in STATEMENTS {
                tx.prepares(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            }
            Ok(())
        }).await.unwrap();
        assert!(!ACTIONS.is_empty());
    }

    async fn a_new_account_is_entered_with_its_one_time_password_which_must_be_replaced(kit: testkit::Kit) {
        let (_, code) = account::create_account(&kit.operator(), "Hanji-DJ", "马建国").await.unwrap();
        let web = client(&kit);
        let reply = try_log_in(&web, "hanji-dj", code.reveal()).await.expect(303);
        assert_eq!(reply.location(), "/me/password");
        let me = session_of(&web, &reply).await;
        assert_eq!(me.post("/me/tokens", &[("label", "x"), ("days", "9")]).await.location(), "/me/password");
        me.post("/me/password", &[("password", "short"), ("again", "short")]).await.expect(422);
        me.post("/me/password", &[("password", "Hanji-DJ-2026"), ("again", "Hanji-DJ-2026")]).await.expect(422);
        me.post("/me/password", &[("password", GOOD), ("again", "another")]).await.expect(422);
        let changed = me.post("/me/password", &[("password", GOOD), ("again", GOOD)]).await.expect(303);
        assert_ne!(token_of(&reply), token_of(&changed), "the session goes on under a new token");
        assert_eq!(me.get("/me").await.expect(303).location(), "/login?next=/me", "the old token opens nothing");
        session_of(&web, &changed).await.get("/me").await.expect(200);
        try_log_in(&web, "hanji-dj", code.reveal()).await.expect(422);
        assert_eq!(try_log_in(&web, "hanji-dj", GOOD).await.expect(303).location(), "/");
        assert_eq!(records(&kit, "account.password_changed", "ok").await, 1);
    }

    async fn a_one_time_password_runs_out_after_three_days(kit: testkit::Kit) {
        let (_, code) = account::create_account(&kit.operator(), "late", "马迟").await.unwrap();
        kit.clock.advance_minutes(72 * 60);
        let reply = try_log_in(&client(&kit).in_english(), "late", code.reveal()).await.expect(422);
        assert!(reply.body.contains("has expired"));
    }

    async fn an_unknown_account_and_a_wrong_password_get_the_same_answer(kit: testkit::Kit) {
        let id = person(&kit, "same-login").await;
        let web = client(&kit);
        let wrong = try_log_in(&web, "same-login", "not the password").await.expect(422);
        let unknown = try_log_in(&web, "none-login", "not the password").await.expect(422);
        let plain = |r: &Reply| r.body.replace("same-login", "?").replace("none-login", "?");
        assert_eq!(plain(&wrong), plain(&unknown));
        account::disable(&kit.operator(), "same-login").await.unwrap();
        let disabled = try_log_in(&web, "same-login", GOOD).await.expect(422);
        assert_eq!(plain(&disabled), plain(&unknown));
        assert_eq!(records(&kit, "account.logged_in", "refused").await, 3);
        let (found, told): (i64, i64) = kit.operator().read(move |tx| Ok((
            tx.one::<(i64,)>("SELECT COUNT(*) FROM happening WHERE object = $1", db::args![id.to_string()])?.0,
            tx.one::<(i64,)>("SELECT COUNT(*) FROM happening WHERE detail LIKE '%login%' OR object LIKE '%login%'", db::args![])?.0,
        ))).await.unwrap();
        assert!(found >= 2 && told == 0, "the record names accounts by id and holds nothing that was typed");
    }

    async fn an_unknown_account_takes_as_long_as_a_wrong_password(kit: testkit::Kit) {
        let people = (0..9).map(|n| (format!("timed-{n}"), "马".to_owned())).collect();
        account::plant(&kit.operator(), people, GOOD).await.unwrap();
        let web = client(&kit);
        let mut took = [Vec::new(), Vec::new()];
        for n in 0..9 {
            for (which, login) in [format!("timed-{n}"), format!("nobody-{n}")].iter().enumerate() {
                let started = std::time::Instant::now();
                try_log_in(&web, login, "a wrong password").await.expect(422);
                took[which].push(started.elapsed().as_micros());
            }
        }
        let [known, unknown] = took.map(|mut times| { times.sort_unstable(); times[4] });
        // Without the same work the unknown one would be answered ten times as fast.
        assert!(known < unknown * 2 && unknown < known * 2, "{known} and {unknown} microseconds");
    }

    async fn tables_hold_no_secret_that_opens_anything(kit: testkit::Kit) {
        person(&kit, "hashed").await;
        let web = client(&kit);
        let token = token_of(&try_log_in(&web, "hashed", GOOD).await);
        let (hash, sessions, stored) = kit.operator().read(|tx| {
            let (hash,): (String,) = tx.one("SELECT password_hash FROM account WHERE login = 'hashed'", db::args![])?;
            let sessions: Vec<(String,)> = tx.all("SELECT token_hash FROM session", db::args![])?;
            let stored: Vec<(String, String)> = tx.all("SELECT object, detail FROM happening", db::args![])?;
            Ok((hash, sessions, stored))
        }).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(token.len(), 43, "256 bits");
        assert!(sessions.iter().all(|(hash,)| hash.len() == 64 && *hash != token));
        assert!(stored.iter().all(|(object, detail)| !object.contains(&token) && !detail.contains(&token) && !detail.contains(GOOD)));
    }

    async fn no_session_outlives_a_reset_at_the_same_moment(kit: testkit::Kit) {
        let web = client(&kit);
        for round in 0..6 {
            let login = format!("raced-{round}");
            person(&kit, &login).await;
            let me = session_of(&web, &try_log_in(&web, &login, GOOD).await).await;
            let (door, proof, operator) = (web.clone(), me.clone(), kit.operator());
            let (typed, reset) = (login.clone(), login.clone());
            let logging_in = tokio::spawn(async move { try_log_in(&door, &typed, GOOD).await });
            let proving = tokio::spawn(async move { proof.post("/me/proof", &[("password", GOOD)]).await });
            tokio::time::sleep(std::time::Duration::from_millis(15 * round)).await;
            account::reset_password(&operator, &reset).await.unwrap();
            for reply in [logging_in.await.unwrap(), proving.await.unwrap()] {
                if reply.headers.contains_key("set-cookie") {
                    web.with_session(&token_of(&reply), "").get("/me").await.expect(303);
                }
            }
        }
    }

    async fn guessing_is_slowed_down_never_locked_and_survives_a_restart(kit: testkit::Kit) {
        person(&kit, "guessed").await;
        for _ in 0..5 { try_log_in(&client(&kit), "guessed", "a wrong password").await.expect(422); }
        // A new client over a new app: nothing of the wait lives in the process.
        let slowed = try_log_in(&client(&kit), "Guessed", GOOD).await.expect(429);
        assert_eq!(slowed.headers.get("retry-after").unwrap(), "10");
        try_log_in(&client(&kit), "somebody-else", "a wrong password").await.expect(422);
        kit.clock.advance_minutes(1);
        try_log_in(&client(&kit), "guessed", "a wrong password").await.expect(422);
        try_log_in(&client(&kit), "guessed", GOOD).await.expect(429);
        kit.clock.advance_minutes(5);
        try_log_in(&client(&kit), "guessed", GOOD).await.expect(303);
        try_log_in(&client(&kit), "guessed", "a wrong password").await.expect(422);
        try_log_in(&client(&kit), "guessed", GOOD).await.expect(303);
        let (plain,): (i64,) = kit.operator().read(|tx| Ok(tx.one(
            "SELECT COUNT(*) FROM login_failure WHERE bucket LIKE '%guessed%' OR LENGTH(bucket) <> 64", db::args![])?)).await.unwrap();
        assert_eq!(plain, 0);
    }

    async fn guesses_made_at_the_same_moment_are_counted_one_by_one(kit: testkit::Kit) {
        person(&kit, "crowd").await;
        let web = client(&kit);
        let tries: Vec<_> = (0..20).map(|n| { let web = web.clone(); tokio::spawn(async move {
            try_log_in(&web, "crowd", &format!("wrong password {n}")).await.status.as_u16() }) }).collect();
        let mut refused = 0;
        for one in tries { refused += i32::from(one.await.unwrap() == 422); }
        assert!(refused <= 8, "{refused} of 20 simultaneous guesses were looked at");
        try_log_in(&web, "crowd", GOOD).await.expect(429);
    }

    async fn a_log_in_leads_only_into_the_program(kit: testkit::Kit) {
        person(&kit, "next").await;
        let web = client(&kit);
        let to = async |next: &str| web.post("/login", &[("login", "next"), ("password", GOOD), ("next", next)]).await.location().to_owned();
        assert_eq!(to("/lists?month=2026-11").await, "/lists?month=2026-11");
        for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"] {
            assert_eq!(to(elsewhere).await, "/", "{elsewhere}");
        }
    }

    async fn blanks_at_the_ends_of_a_password_count(kit: testkit::Kit) {
        let web = client(&kit);
        account::plant(&kit.operator(), vec![("blank".to_owned(), "马".to_owned())], " a password between blanks ").await.unwrap();
        try_log_in(&web, "blank", "a password between blanks").await.expect(422);
        try_log_in(&web, "blank", " a password between blanks ").await.expect(303);
    }

    async fn logging_out_and_disabling_take_effect_on_the_next_request(kit: testkit::Kit) {
        person(&kit, "leaver").await;
        let web = client(&kit);
        let me = session_of(&web, &try_log_in(&web, "leaver", GOOD).await).await;
        me.get("/me").await.expect(200);
        me.post("/logout", &[]).await.expect(303);
        me.get("/me").await.expect(303);
        let again = session_of(&web, &try_log_in(&web, "leaver", GOOD).await).await;
        account::disable(&kit.operator(), "leaver").await.unwrap();
        again.get("/me").await.expect(303);
        account::enable(&kit.operator(), "leaver").await.unwrap();
        again.get("/me").await.expect(303);
        try_log_in(&web, "leaver", GOOD).await.expect(303);
    }

    async fn people_list_and_end_their_own_sessions_only(kit: testkit::Kit) {
        person(&kit, "owner").await;
        let web = client(&kit);
        let here = session_of(&web, &try_log_in(&web, "owner", GOOD).await).await;
        let there = session_of(&web, &try_log_in(&web, "owner", GOOD).await).await;
        let stranger = kit.log_in(&web, "n1", Role::Clerk).await;
        let listed = here.get("/api/v1/me/sessions").await.expect(200).json();
        let listed = &listed["items"];
        assert_eq!(listed.as_array().unwrap().len(), 2);
        let first = here.get("/api/v1/me/sessions?size=1").await.expect(200).json();
        let rest = here.get(&format!("/api/v1/me/sessions?size=1&after={}", first["next"].as_str().unwrap())).await.expect(200).json();
        assert!(rest["items"][0]["id"] != first["items"][0]["id"] && rest["next"].is_null(), "page by page");
        let other = listed.as_array().unwrap().iter().find(|s| s["current"] == false).unwrap()["id"].as_str().unwrap().to_owned();
        stranger.post("/me/sessions/end", &[("session", &other)]).await.expect(404);
        there.get("/me").await.expect(200);
        here.post("/me/sessions/end", &[("session", &other)]).await.expect(303);
        there.get("/me").await.expect(303);
        let third = session_of(&web, &try_log_in(&web, "owner", GOOD).await).await;
        here.post("/me/sessions/end-others", &[]).await.expect(303);
        third.get("/me").await.expect(303);
        here.get("/me").await.expect(200);
        stranger.get("/me").await.expect(200);
    }

    async fn a_changed_password_ends_all_other_sessions_and_asks_for_the_old_one(kit: testkit::Kit) {
        person(&kit, "changer").await;
        let web = client(&kit);
        let here = session_of(&web, &try_log_in(&web, "changer", GOOD).await).await;
        let there = session_of(&web, &try_log_in(&web, "changer", GOOD).await).await;
        let new = "seven sheep under the old poplar";
        here.post("/me/password", &[("old", "not the old one"), ("password", new), ("again", new)]).await.expect(422);
        here.post("/me/password", &[("old", GOOD), ("password", GOOD), ("again", GOOD)]).await.expect(422);
        let page = here.post("/me/password", &[("old", GOOD), ("password", new), ("again", "x")]).await.expect(422);
        assert!(!page.body.contains(new) && !page.body.contains(GOOD), "no page holds a password");
        here.post("/me/password", &[("old", GOOD), ("password", new), ("again", new)]).await.expect(303);
        here.get("/me").await.expect(303);
        there.get("/me").await.expect(303);
        try_log_in(&web, "changer", new).await.expect(303);
    }

    async fn sessions_end_after_a_day_and_those_of_administrators_after_half_a_day(kit: testkit::Kit) {
        for (key, role, hours) in [("n1/t1/v1", Role::Clerk, 24_i64), ("root", Role::SystemAdmin, 12)] {
            let login = format!("{}.{}", key.replace('/', "."), role.code());
            let code = account::reset_password(&kit.operator(), &login).await.unwrap();
            let web = client(&kit);
            let me = session_of(&web, &try_log_in(&web, &login, code.reveal()).await).await;
            for _ in 0..hours * 4 - 1 {
                kit.clock.advance_minutes(15);
                me.get("/me/password").await.expect(200);
            }
            kit.clock.advance_minutes(15);
            me.get("/me/password").await.expect(303);
        }
    }

    async fn a_token_acts_from_one_post_reads_or_writes_and_ends(kit: testkit::Kit) {
        let web = client(&kit);
        let me = kit.log_in(&web, "n1/t1/v1", Role::Clerk).await;
        me.post("/me/tokens", &[("label", ""), ("days", "366")]).await.expect(422);
        let page = me.post("/me/tokens", &[("label", "表格同步"), ("days", "30")]).await.expect(200);
        let secret = page.body.split("data-secret>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let again = me.get("/me").await.expect(200);
        assert!(again.body.contains("表格同步") && !again.body.contains(&secret), "shown once");
        let program = web.with_bearer(&secret);
        let who = program.get("/api/v1/me").await.expect(200).json();
        assert_eq!(who["acting_from"], kit.actor("n1/t1/v1", Role::Clerk).seat.post.to_string());
        program.json("POST", "/api/v1/me/tokens", &serde_json::json!({"label": "x", "days": 1})).await.expect(403);
        let made = me.json("POST", "/api/v1/me/tokens", &serde_json::json!({"label": "写", "days": 2, "may_write": true})).await.expect(200).json();
        let writer = web.with_bearer(made["token"].as_str().unwrap());
        writer.json("POST", "/api/v1/me/tokens", &serde_json::json!({"label": "x", "days": 1})).await.expect(403);
        let listed = me.get("/api/v1/me/tokens").await.expect(200).json();
        let id = listed["items"].as_array().unwrap().iter().find(|t| t["label"] == "表格同步").unwrap()["id"].as_str().unwrap().to_owned();
        let stranger = kit.log_in(&web, "n1/t1/v2", Role::Clerk).await;
        stranger.json("DELETE", &format!("/api/v1/me/tokens/{id}"), &serde_json::json!({})).await.expect(404);
        me.post("/me/tokens/revoke", &[("token", &id)]).await.expect(303);
        program.get("/api/v1/me").await.expect(401);
        kit.clock.advance_minutes(2 * 24 * 60);
        writer.get("/api/v1/me").await.expect(401);
    }

    async fn a_forged_request_is_refused_and_writes_nothing(kit: testkit::Kit) {
        let web = client(&kit);
        let me = kit.log_in(&web, "n1/t1/v1", Role::Clerk).await;
        let before = records(&kit, "account.token_created", "ok").await;
        for uri in ["/me/tokens", "/me/password", "/me/proof", "/seat", "/logout", "/language", "/me/sessions/end-others"] {
            let body = "csrf=wrong&label=x&days=9&language=en&password=x".to_owned();
            me.send("POST", uri, "application/x-www-form-urlencoded", body).await.expect(403);
        }
        assert_eq!(records(&kit, "account.token_created", "ok").await, before);
        me.get("/me").await.expect(200);
    }

    async fn proving_again_renews_the_session_and_a_wrong_password_counts(kit: testkit::Kit) {
        person(&kit, "prover").await;
        let web = client(&kit);
        let first = try_log_in(&web, "prover", GOOD).await;
        let me = session_of(&web, &first).await;
        me.post("/me/proof", &[("password", "wrong one"), ("next", "/me")]).await.expect(422);
        let proved = me.post("/me/proof", &[("password", GOOD), ("next", "/accounts?st=waiting")]).await.expect(303);
        assert_eq!(proved.location(), "/accounts?st=waiting");
        me.get("/me").await.expect(303);
        let me = session_of(&web, &proved).await;
        for _ in 0..5 { me.post("/me/proof", &[("password", "wrong one")]).await.expect(422); }
        me.post("/me/proof", &[("password", GOOD)]).await.expect(429);
    }

    async fn the_language_is_kept_and_pages_in_english_hold_no_chinese(kit: testkit::Kit) {
        account::plant(&kit.operator(), vec![("reader".to_owned(), "Reader".to_owned())], GOOD).await.unwrap();
        let web = client(&kit).in_english();
        let me = session_of(&web, &try_log_in(&web, "reader", GOOD).await).await;
        for uri in ["/login", "/me", "/me/password", "/me/proof"] {
            let page = if uri == "/login" { web.get(uri).await } else { me.get(uri).await }.expect(200);
            let han: String = page.body.chars().filter(|c| ('\u{3000}'..='\u{9fff}').contains(c)).collect();
            assert_eq!(han, "", "{uri}");
        }
        let chosen = me.post("/language", &[("language", "en"), ("next", "/me")]).await.expect(303);
        assert!(chosen.headers.get("set-cookie").unwrap().to_str().unwrap().starts_with("qd_lang=en"));
        assert_eq!(me.get("/api/v1/me").await.expect(200).json()["language"], "en");
        web.post("/language", &[("language", "zh"), ("next", "//evil.example")]).await.expect(303);
    }

    async fn only_one_s_own_posts_can_be_acted_from(kit: testkit::Kit) {
        let web = client(&kit);
        let me = kit.log_in(&web, "n1/t1/v1", Role::Clerk).await;
        let other = kit.actor("n1", Role::Secretary).seat.post.to_string();
        me.post("/seat", &[("post", &other)]).await.expect(404);
        me.post("/seat", &[("post", "x")]).await.expect(404);
        let own = kit.actor("n1/t1/v1", Role::Clerk).seat.post.to_string();
        let reply = me.post("/seat", &[("post", &own)]).await.expect(303);
        me.get("/me").await.expect(303);
        session_of(&web, &reply).await.get("/me").await.expect(200);
    }

    async fn nobody_but_the_operator_manages_accounts_here(kit: testkit::Kit) {
        let cx = kit.cx("root", Role::SystemAdmin);
        assert!(account::reset_password(&cx, "root.clerk").await.is_err());
        assert!(account::disable(&kit.cx("n1", Role::Secretary), "root.clerk").await.is_err());
        assert!(account::create_account(&kit.cx("n1", Role::Secretary), "x-y", "z").await.is_err());
        account::create_account(&cx, "x-y", "z").await.unwrap();
        assert!(account::create_account(&cx, "X-Y", "z").await.is_err(), "one login, one account");
        let page = account::list(&kit.operator(), kernel::Page::new(None, Some(3))).await.unwrap();
        assert_eq!((page.items.len(), page.next.is_some()), (3, true));
    }

    async fn the_old_profile_forces_a_change_after_ninety_days(kit: testkit::Kit) {
        person(&kit, "old-hand").await;
        kit.clock.advance_minutes(91 * 24 * 60);
        let web = client(&kit);
        assert_eq!(try_log_in(&web, "old-hand", GOOD).await.expect(303).location(), "/");
        let strict = kit.client(&account::routes_with(account::Profile::Dengbao), &[KIT_WORDS, WORDS]);
        assert_eq!(try_log_in(&strict, "old-hand", GOOD).await.expect(303).location(), "/me/password");
    }

    async fn what_has_ended_is_swept(kit: testkit::Kit) {
        person(&kit, "swept").await;
        try_log_in(&client(&kit), "swept", "a wrong password").await.expect(422);
        try_log_in(&client(&kit), "swept", GOOD).await.expect(303);
        try_log_in(&client(&kit), "other", "a wrong password").await.expect(422);
        assert_eq!(account::sweep(&kit.operator()).await.unwrap(), 0);
        kit.clock.advance_minutes(24 * 60);
        assert_eq!(account::sweep(&kit.operator()).await.unwrap(), 2);
    }

    async fn hostile_input_is_answered_never_with_our_own_fault(kit: testkit::Kit) {
        let web = client(&kit);
        let me = kit.log_in(&web, "n1/t1/v1", Role::Clerk).await;
        let long = "x".repeat(100_000);
        let odd = ["", "'", "\" OR 1=1 --", "\u{0}\u{ffff}\u{202e}", "%00%ff", "９９９９９９９９９９９９９９９９９９９", "-9223372036854775809", "<script>", &long];
        for value in odd {
            for uri in ["/login", "/language"] {
                let fields = [("login", value), ("password", value), ("next", value), ("language", value)];
                assert!(web.post(uri, &fields).await.status.as_u16() < 500, "{uri} {value:.20}");
            }
            for uri in ["/seat", "/me/tokens", "/me/tokens/revoke", "/me/sessions/end", "/me/password", "/me/proof", "/language"] {
                let fields = [("post", value), ("label", value), ("days", value), ("token", value), ("session", value), ("old", value), ("password", value), ("again", value), ("next", value), ("language", value)];
                let reply = me.post(uri, &fields).await;
                assert!(reply.status.as_u16() < 500, "{uri} {value:.20} {}", reply.body);
                assert!(!reply.body.contains("<script>"), "{uri}");
            }
            let body = serde_json::json!({ "label": value, "days": value });
            assert!(me.json("POST", "/api/v1/me/tokens", &body).await.status.as_u16() < 500);
        }
    }
}
