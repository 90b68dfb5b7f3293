//! What was typed into a form is not lost: neither when it is refused nor when a proof of identity is asked first.

use kernel::Role;
use testkit::{Client, Kit, Reply};

use crate::{GOOD, client, person, post, records, resumed, session, to, today};

/// The form of this address on a page, and whether the fold around it stands open.
fn form<'a>(page: &'a str, action: &str) -> (&'a str, bool) {
    let head = format!("<form method=\"post\" action=\"{action}\">");
    let at = page.find(&head).unwrap_or_else(|| panic!("no form of {action}: {page}"));
    let end = page[at..].find("</form>").unwrap();
    let fold = page[..at].rfind("<details").filter(|fold| !page[*fold..at].contains("</details>"));
    (&page[at..at + end], fold.is_some_and(|fold| page[fold..].starts_with("<details open>")))
}

/// A system administrator of a county who knows their password.
async fn administrator(kit: &Kit, web: &Client) -> Client {
    let operator = kit.operator();
    person(kit, "county-admin").await;
    let seat = post(kit, &operator, "n1", Role::SystemAdmin).await;
    access::appoint(&operator, to(kit, "n1", seat, "county-admin"), "").await.unwrap();
    session(web, "county-admin").await
}

/// The addresses of the forms that change the posts of the first village: create, appoint, end, relieve.
async fn addresses(kit: &Kit, admin: &Client) -> [String; 4] {
    let at = format!("/orgs/{}", kit.org("n1/t1/v1"));
    let posts = admin.get(&format!("/api/v1{at}/posts")).await.expect(200).json();
    let held =
        posts["items"].as_array().unwrap().iter().find(|p| !p["holders"].as_array().unwrap().is_empty()).unwrap();
    let (post, holder) = (held["id"].as_str().unwrap(), held["holders"][0]["id"].as_str().unwrap());
    let posts = format!("{at}/posts");
    [
        posts.clone(),
        format!("{posts}/{post}/appoint"),
        format!("{posts}/{post}/end"),
        format!("{at}/holders/{holder}/relieve"),
    ]
}

/// The hidden fields that a page carries on, without the session's own token.
fn carried(page: &Reply, action: &str) -> Vec<(String, String)> {
    let plain = |text: &str| text.replace("&#34;", "\"").replace("&#60;", "<").replace("&#38;", "&");
    let field = |part: &str| {
        let (name, rest) = part.split_once("\" value=\"")?;
        Some((plain(name), plain(rest.split('"').next()?)))
    };
    let hidden = form(&page.body, action).0.split("type=\"hidden\" name=\"").skip(1).filter_map(field);
    hidden.filter(|(name, _)| name != "csrf").collect()
}

async fn send(client: &Client, uri: &str, fields: &[(String, String)], password: &str) -> Reply {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    all.push(("password", password));
    client.post(uri, &all).await
}

testkit::both_engines! {
    async fn a_refused_form_of_a_post_stands_open_with_what_was_typed_and_its_fault(kit: testkit::Kit) {
        let admin = kit.log_in(&client(&kit), "root", Role::SystemAdmin).await;
        let [create, _, end, relieve] = addresses(&kit, &admin).await;
        let typed = [("title", "组织\"委员"), ("role", "leader"), ("first_responsible", "1"), ("from", "23.11.2026")];
        let refused = admin.post(&create, &typed).await.expect(422).body;
        let (stands, _) = form(&refused, &create);
        for kept in ["value=\"组织&#34;委员\"", "value=\"leader\" selected", "value=\"1\" checked", "value=\"23.11.2026\""] {
            assert!(stands.contains(kept), "{kept}: {stands}");
        }
        assert!(stands.contains("has-error") && stands.contains("class=\"err\">"), "{stands}");
        assert!(!refused.contains("<details open>"), "no other form was refused");
        for uri in [&end, &relieve] {
            for day in ["31.12.2026", "2026-01-01"] {
                let refused = admin.post(uri, &[("day", day)]).await.expect(422).body;
                let (stands, open) = form(&refused, uri);
                assert!(open && stands.contains(&format!("value=\"{day}\"")), "{day}: {stands}");
                assert!(stands.contains("has-error") && stands.contains("class=\"err\">"), "{day}: {stands}");
                assert_eq!(refused.matches("<details open>").count(), 1, "one form was refused");
                assert_eq!(refused.matches("has-error").count(), 1, "one field is at fault");
            }
            let blank = admin.post(uri, &[("day", "")]).await.expect(422).body;
            assert!(form(&blank, uri).0.contains("此项必填。"), "{blank}");
        }
        assert_eq!(records(&kit, "access.post_ended", "ok").await + records(&kit, "access.relieved", "ok").await, 0);
    }

    async fn what_was_typed_goes_on_with_the_password_and_has_one_effect(kit: testkit::Kit) {
        let web = client(&kit);
        let admin = administrator(&kit, &web).await;
        let [create, ..] = addresses(&kit, &admin).await;
        kit.clock.advance_minutes(11);
        let typed = [("title", "组织\"委员<"), ("role", "leader"), ("from", "2026-11-23"), ("once", "one-key")];
        let before = records(&kit, "access.post_created", "ok").await;
        let asked = admin.post(&create, &typed).await.expect(403);
        let kept = carried(&asked, &create);
        let expected: Vec<(String, String)> = typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(kept, expected, "every field goes on, the submission key too: {}", asked.body);
        let wrong = send(&admin, &create, &kept, "not the one").await.expect(422);
        assert_eq!(carried(&wrong, &create), expected, "a wrong password loses nothing: {}", wrong.body);
        assert!(wrong.body.contains("密码不对") && !wrong.body.contains("not the one"), "{}", wrong.body);
        assert_eq!(records(&kit, "access.post_created", "ok").await, before, "nothing was done before the proof");
        let done = send(&admin, &create, &kept, GOOD).await.expect(303);
        assert!(done.location().contains("done=access_post_created"), "{}", done.location());
        admin.get(&create).await.expect(303);
        let admin = resumed(&web, &done).await;
        assert!(admin.get(&create).await.expect(200).body.contains("组织&#34;委员&#60;"));
        // The same submission again, and another act: the proof holds for ten minutes.
        send(&admin, &create, &kept, "").await.expect(303);
        assert_eq!(records(&kit, "access.post_created", "ok").await, before + 1);
    }

    async fn every_act_upon_posts_and_accounts_carries_its_form_through_the_proof(kit: testkit::Kit) {
        let web = client(&kit);
        let mut admin = administrator(&kit, &web).await;
        let [_, appoint, end, relieve] = addresses(&kit, &admin).await;
        person(&kit, "newcomer").await;
        let day = today(&kit).to_string();
        let acts = [
            (relieve, vec![("day", day.as_str())], "access_relieved"),
            (appoint, vec![("login", "newcomer"), ("from", day.as_str()), ("until", "2026-12-31")], "access_appointed"),
            (end, vec![("day", day.as_str())], "access_post_ended"),
        ];
        for (uri, typed, done) in acts {
            kit.clock.advance_minutes(11);
            let kept = carried(&admin.post(&uri, &typed).await.expect(403), &uri);
            let reply = send(&admin, &uri, &kept, GOOD).await.expect(303);
            assert!(reply.location().contains(done), "{uri}: {}", reply.location());
            admin = resumed(&web, &reply).await;
        }
        kit.clock.advance_minutes(11);
        let typed = [("login", "opened"), ("name", "马新")];
        let kept = carried(&admin.post("/accounts", &typed).await.expect(403), "/accounts");
        let opened = send(&admin, "/accounts", &kept, GOOD).await.expect(200);
        assert!(opened.body.contains("data-secret") && opened.body.contains("马新"), "{}", opened.body);
    }

    async fn a_proof_before_an_act_that_fails_keeps_the_session_and_the_form(kit: testkit::Kit) {
        let web = client(&kit);
        let admin = administrator(&kit, &web).await;
        let [create, ..] = addresses(&kit, &admin).await;
        kit.clock.advance_minutes(11);
        let typed = [("title".to_owned(), "组织委员".to_owned()), ("role".to_owned(), "leader".to_owned())];
        let refused = send(&admin, &create, &typed, GOOD).await.expect(422);
        assert!(form(&refused.body, &create).0.contains("value=\"组织委员\""), "{}", refused.body);
        let admin = resumed(&web, &refused).await;
        kit.clock.advance_minutes(11);
        let outside = send(&admin, &format!("/orgs/{}/posts", kit.org("n2")), &typed, GOOD).await.expect(404);
        resumed(&web, &outside).await.get(&create).await.expect(200);
    }

    async fn whoever_may_not_is_told_so_before_any_password(kit: testkit::Kit) {
        let clerk = kit.log_in(&client(&kit), "n1/t1", Role::Clerk).await;
        kit.clock.advance_minutes(11);
        let uri = format!("/orgs/{}/posts", kit.org("n1/t1/v1"));
        let refused = clerk.post(&uri, &[("title", "x"), ("role", "clerk")]).await.expect(403);
        assert!(!refused.body.contains("name=\"password\""), "{}", refused.body);
    }
}
