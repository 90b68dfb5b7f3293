//! The keyboard in a real browser: the queue and the board are worked without a mouse.

use std::collections::BTreeMap;

use browser::{Browser, Size};
use kernel::{Month, OrgId, Role};
use task_list::{Audience, Given, Key, ReportInput, Seen, State};
use testkit::{EngineKind, Kit};

use crate::browser::{log_in, send, send_to, serve, sound};

const MONTH: Month = Month(202_611);

/// These organisations, by name.
fn named(kit: &Kit, orgs: &[&str]) -> Audience {
    let named: Vec<OrgId> = orgs.iter().map(|org| kit.org(org)).collect();
    Audience { clauses: Vec::new(), named, include_self: false }
}

/// A village signs and reports all its items of the month.
pub(crate) async fn report_all(kit: &Kit, village: &str) {
    let cx = kit.cx(village, Role::Clerk);
    for card in task_list::my_month(&cx, MONTH).await.unwrap() {
        task_list::sign(&cx, "", vec![Seen { key: card.key, version: card.version }]).await.unwrap();
        let told = ReportInput {
            answers: BTreeMap::from([("present".to_owned(), Given::Text("36".to_owned()))]),
            note: "按期召开".to_owned(),
            happened_on: kit.house.today(),
            photos: Vec::new(),
        };
        let seen = Seen { key: card.key, version: card.version + 1 };
        task_list::report(&cx, "", seen, told).await.unwrap();
    }
}

/// What a village's items are, with the words of each.
async fn states(kit: &Kit, village: &str) -> Vec<(Key, String, State)> {
    let cards = task_list::my_month(&kit.cx(village, Role::Clerk), MONTH).await.unwrap();
    let mut told: Vec<_> = cards.into_iter().map(|card| (card.key, card.item.text, card.state)).collect();
    told.sort_by_key(|(key, ..)| key.item);
    told
}

/// Organisation and item of the marked row.
async fn marked(desk: &Browser) -> (String, String) {
    (desk.text(".qrow.is-current b").await, desk.text(".qrow.is-current .clip").await)
}

async fn eval_text(desk: &Browser, script: &str) -> String {
    desk.eval(script).await.as_str().unwrap_or_default().to_owned()
}

/// What the focus is on: a cell tells its organisation, its item and its state.
async fn focus(desk: &Browser) -> String {
    eval_text(desk, "return document.activeElement.title || document.activeElement.name || ''").await
}

fn row(org: &str, item: &str) -> (String, String) {
    (org.to_owned(), item.to_owned())
}

#[test]
fn a_queue_is_worked_with_the_keyboard_and_a_key_meets_the_marked_row_however_fast_it_comes() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let base = serve(&kit).await;
        send(&kit).await;
        send_to(&kit, "检修活动场所", named(&kit, &["n1/t1/v1", "n1/t1/v2"])).await;
        for village in ["n1/t1/v1", "n1/t1/v2"] {
            report_all(&kit, village).await;
        }
        let desk = Browser::start(Size::Desktop).await;
        log_in(&kit, &desk, &base, "n1.t1.clerk").await;
        desk.goto(&format!("{base}/queue")).await;
        desk.wait_text("样板村二").await;
        assert_eq!(marked(&desk).await, row("样板村一", "开展主题党日"));
        desk.press(&["j"]).await;
        assert_eq!(marked(&desk).await, row("样板村一", "检修活动场所"));
        desk.press(&["j"]).await;
        assert_eq!(marked(&desk).await, row("样板村二", "开展主题党日"));
        desk.press(&["k", "k", "k"]).await;
        assert_eq!(marked(&desk).await, row("样板村一", "开展主题党日"), "nothing is above the first row");
        sound(&desk).await;
        // Faster than the pane can follow.
        desk.press(&["j", "j", "Enter"]).await;
        desk.wait_url("done=task_list_verified").await;
        let second = states(&kit, "n1/t1/v2").await;
        assert_eq!(
            (second[0].1.as_str(), second[0].2, second[1].2),
            ("开展主题党日", State::Verified, State::Reported)
        );
        assert!(states(&kit, "n1/t1/v1").await.iter().all(|(.., state)| *state == State::Reported));
        return_by_keys(&kit, &desk).await;
    });
}

/// `r` opens the form of the marked row at its reason, and what is typed there is text.
async fn return_by_keys(kit: &Kit, desk: &Browser) {
    desk.press(&["j", "r"]).await;
    desk.wait_for("#pane details[open] textarea:focus").await;
    assert!(desk.text("#pane .pane-h").await.contains("检修活动场所"));
    assert_eq!(focus(desk).await, "reason");
    desk.press(&["j", "k"]).await;
    assert_eq!(
        eval_text(desk, "return document.activeElement.value").await,
        "jk",
        "the key that opened it is not in it"
    );
    assert_eq!(marked(desk).await, row("样板村一", "检修活动场所"));
    desk.fill("#pane details[open] textarea", "缺会议记录").await;
    sound(desk).await;
    desk.click("#pane details[open] .form-foot button").await;
    desk.wait_url("done=task_list_returned").await;
    let first = states(kit, "n1/t1/v1").await;
    assert_eq!((first[0].2, first[1].2), (State::Reported, State::Returned));
    sound(desk).await;
}

#[test]
fn the_arrows_lead_through_the_board_over_its_gaps_and_enter_opens_a_cell() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let base = serve(&kit).await;
        send(&kit).await;
        send_to(&kit, "检修活动场所", named(&kit, &["n1/t1/v2"])).await;
        send_to(&kit, "报送人员名册", named(&kit, &["n1/t1/v1", "n1/t1/v2"])).await;
        let desk = Browser::start(Size::Desktop).await;
        log_in(&kit, &desk, &base, "n1.t1.clerk").await;
        desk.goto(&format!("{base}/board?sort=tree")).await;
        desk.wait_for(".board td a.cell").await;
        desk.press(&["/"]).await;
        assert_eq!(focus(&desk).await, "q", "the search is one key away");
        assert_eq!(eval_text(&desk, "return document.activeElement.value").await, "");
        // The board is the next stop but the links of its own frame.
        desk.eval("document.querySelector('.board').focus()").await;
        for (key, there) in [
            ("ArrowDown", "样板村一 · 开展主题党日"),
            ("ArrowRight", "样板村一 · 报送人员名册"),
            ("ArrowRight", "样板村一 · 报送人员名册"),
            ("ArrowDown", "样板村二 · 报送人员名册"),
            ("ArrowDown", "样板村二 · 报送人员名册"),
            ("ArrowLeft", "样板村二 · 检修活动场所"),
            ("ArrowUp", "检修活动场所"),
            ("ArrowDown", "样板村二 · 检修活动场所"),
        ] {
            desk.press(&[key]).await;
            let title = focus(&desk).await;
            assert!(title.starts_with(there), "{key} leads to {there}, not to {title}");
        }
        sound(&desk).await;
        desk.press(&["Enter"]).await;
        desk.wait_url("/assignments/").await;
        desk.wait_text("检修活动场所").await;
        desk.wait_text("样板村二").await;
        sound(&desk).await;
    });
}
