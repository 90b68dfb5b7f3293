//! The few stories that matter most, in a real browser: a phone in a village, a PC in a township.

use std::net::SocketAddr;

use browser::{Browser, Size};
use kernel::{Day, Role};
use task_list::{Audience, Choice, Form, ItemDraft, ListDraft};
use testkit::{EngineKind, Kit};

/// Serves the whole app on a free port of this machine.
pub(crate) async fn serve(kit: &Kit) -> String {
    let app = server::wiring::app(&server::config::Config::default(), kit.house.clone(), false).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    });
    format!("http://{address}")
}

/// Sends one item to every village of the first county.
pub(crate) async fn send(kit: &Kit) {
    let villages = Choice { under: kit.org("n1"), levels: vec!["village".to_owned()], domains: vec![], tags: vec![] };
    send_to(kit, "开展主题党日", Audience { clauses: vec![villages], named: vec![], include_self: false }).await;
}

/// Sends one item from the first county.
pub(crate) async fn send_to(kit: &Kit, text: &str, audience: Audience) {
    let county = kit.cx("n1", Role::Clerk);
    let form = r#"{"fields":[{"key":"present","label":"到会人数","type":"number","min":0,"max":500,"required":true}]}"#;
    let item = ItemDraft {
        text: text.to_owned(),
        requirement: String::new(),
        basis: "规程 第三条".to_owned(),
        ground: task_list::Ground::default(),
        due_day: "2026-11-30".parse::<Day>().unwrap(),
        form: Form::parse(form).unwrap(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    };
    let draft = ListDraft {
        month: kernel::Month(202_611),
        title: "本月任务".to_owned(),
        urgent: false,
        approval: String::new(),
        audience,
        items: vec![item],
    };
    let id = task_list::create(&county, "", draft).await.unwrap();
    task_list::send(&county, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
}

/// Logs in as a person would, with a one-time password that must be replaced.
pub(crate) async fn log_in(kit: &Kit, browser: &Browser, base: &str, login: &str) {
    let code = account::reset_password(&kit.operator(), login).await.unwrap();
    enter(browser, base, login, code.reveal()).await;
}

/// The same with a one-time password that is known.
pub(crate) async fn enter(browser: &Browser, base: &str, login: &str, code: &str) {
    browser.goto(&format!("{base}/")).await;
    browser.fill("#login", login).await;
    browser.fill("#password", code).await;
    browser.click("form.gate-box button.btn-primary").await;
    browser.fill("input[name=password]", "青山绿水常在人心里8848").await;
    browser.fill("input[name=again]", "青山绿水常在人心里8848").await;
    browser.click("main .form-foot button.btn-primary").await;
    browser.wait_url("done=account_password").await;
    browser.goto(&format!("{base}/")).await;
}

pub(crate) async fn sound(browser: &Browser) {
    assert!(!browser.has_horizontal_overflow().await, "the page is wider than the screen at {}", browser.url().await);
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
}

#[test]
fn a_village_secretary_signs_and_reports_on_a_phone_and_the_township_verifies() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let base = serve(&kit).await;
        send(&kit).await;
        let phone = Browser::start(Size::Phone).await;
        log_in(&kit, &phone, &base, "n1.t1.v1.secretary").await;
        phone.wait_text("开展主题党日").await;
        sound(&phone).await;
        phone.click(".todo form button.btn-primary").await;
        phone.wait_for(".todo a.btn-primary").await;
        phone.click(".todo a.btn-primary").await;
        phone.wait_for(".todo input[name='answer.present']").await;
        phone.fill(".todo input[name='answer.present']", "36").await;
        phone.click(".todo .form-foot button.btn-primary").await;
        phone.wait_text("已上报").await;
        sound(&phone).await;
        let desk = Browser::start(Size::Desktop).await;
        log_in(&kit, &desk, &base, "n1.t1.clerk").await;
        desk.goto(&format!("{base}/board")).await;
        desk.wait_text("样板村一").await;
        sound(&desk).await;
        desk.goto(&format!("{base}/queue")).await;
        desk.wait_text("样板村一").await;
        desk.click("[data-key=Enter]").await;
        desk.wait_url("done=").await;
        desk.goto(&format!("{base}/board")).await;
        desk.wait_text("已核验").await;
        sound(&desk).await;
    });
}

#[test]
fn a_page_in_english_has_no_chinese_but_names_and_data() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let base = serve(&kit).await;
        let desk = Browser::start(Size::Desktop).await;
        log_in(&kit, &desk, &base, "root.clerk").await;
        desk.click("form[action='/language'] button").await;
        desk.wait_for("html[lang=en]").await;
        for page in [
            "/board",
            "/lists",
            "/queue",
            "/reminders",
            "/me",
            "/statements",
            "/meetings",
            "/meetings/series/new",
            "/meetings/calendar",
            "/letters",
            "/letters/below",
            "/letters/issues",
            "/letters/settings",
        ] {
            desk.goto(&format!("{base}{page}")).await;
            let han = desk
                .eval("return (document.querySelector('main').innerText.match(/[\\u4e00-\\u9fff]+/g) || []).filter(t => !/^(示例州|甲县|乙县|甲一镇|甲二乡|乙一镇|乙二乡|样板村.)/.test(t))")
                .await;
            assert_eq!(han.as_array().map_or(0, Vec::len), 0, "{page}: {han}");
            sound(&desk).await;
        }
    });
}

/// Presses a key on a page with a row that the keys act on.
async fn press(browser: &Browser, key: &str) {
    browser.wait_for(".decision.is-current").await;
    browser.press(&[key]).await;
}

#[test]
fn a_meeting_is_worked_with_the_keyboard_and_its_figures_open_their_rows() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let base = serve(&kit).await;
        send(&kit).await;
        let clerk = kit.cx("n1", Role::Clerk);
        let plan = meeting::Plan {
            title: "党建工作例会".to_owned(),
            start: meeting::Clock(540),
            lasts: 60,
            place: String::new(),
            invited: meeting::Invited::default(),
        };
        let id = meeting::call(&clerk, "", plan, kit.house.today()).await.unwrap();
        let here = format!("{base}/meetings/{}/{id}", kit.org("n1"));
        let desk = Browser::start(Size::Desktop).await;
        log_in(&kit, &desk, &base, "n1.clerk").await;
        desk.goto(&here).await;
        desk.click("form[action$='/hold'] button").await;
        desk.click("dialog .btn-primary").await;
        desk.wait_for("#decide").await;
        press(&desk, "n").await;
        assert_eq!(desk.eval("return document.activeElement.id").await, "text", "n begins a decision");
        assert_eq!(desk.eval("return document.activeElement.value").await, "", "and is not typed into it");
        desk.fill("#text", "检修活动场所").await;
        desk.click("#decide button.btn-primary").await;
        desk.wait_url("done=meeting_decided").await;
        desk.wait_text("待落实").await;
        sound(&desk).await;
        press(&desk, "l").await;
        desk.wait_url("done=meeting_listed").await;
        desk.wait_text("已列入草稿").await;
        desk.click(".decision a[href^='/lists/']").await;
        desk.wait_text("检修活动场所").await;
        desk.wait_text("例会决定").await;
        desk.click("a[href^='/decisions/']").await;
        desk.wait_for("#decisions").await;
        desk.click("#agenda a[href*='state=declined']").await;
        desk.wait_url("/board").await;
        sound(&desk).await;
        let phone = Browser::start(Size::Phone).await;
        log_in(&kit, &phone, &base, "n1.leader").await;
        phone.goto(&here).await;
        phone.wait_text("检修活动场所").await;
        sound(&phone).await;
    });
}
