//! A letter in a real browser: a prefecture writes and issues it at a PC, a county signs it on a phone, the prefecture
//! countersigns.

use browser::{Browser, Size};
use testkit::{EngineKind, Kit};

use crate::browser::{log_in, serve, sound};

/// Fills one target of the editor, which is there already.
async fn target(desk: &Browser, n: usize, text: &str, weight: &str) {
    desk.fill(&format!("#t{n}-text"), text).await;
    desk.fill(&format!("[name='targets.{n}.weight']"), weight).await;
}

#[test]
fn a_letter_is_written_at_a_desk_signed_on_a_phone_and_countersigned() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let base = serve(&kit).await;
        let desk = Browser::start(Size::Desktop).await;
        log_in(&kit, &desk, &base, "root.clerk").await;
        desk.goto(&format!("{base}/letters/issues")).await;
        desk.click("aside button.btn-primary").await;
        desk.wait_url("/edit").await;
        desk.click("button[value=add]").await;
        desk.wait_for("#t0-text").await;
        target(&desk, 0, "按期换届", "60").await;
        desk.wait_text("还差 40").await;
        desk.click("button[value=add]").await;
        desk.wait_for("#t1-text").await;
        target(&desk, 1, "开好组织生活会", "30").await;
        desk.wait_text("还差 10").await;
        desk.click("button[value=issue]").await;
        desk.wait_text("与 100 相差 10").await;
        sound(&desk).await;
        desk.click(".page-head a[href$='/edit']").await;
        target(&desk, 1, "开好组织生活会", "40").await;
        desk.wait_text("正好 100").await;
        sound(&desk).await;
        desk.click("button[value=issue]").await;
        desk.click("form[action$='/issue'] button").await;
        desk.click("dialog .btn-primary").await;
        desk.wait_url("done=target_issued").await;
        let phone = Browser::start(Size::Phone).await;
        log_in(&kit, &phone, &base, "n1.secretary").await;
        phone.goto(&format!("{base}/letters")).await;
        sound(&phone).await;
        phone.click(".todo a.btn-primary").await;
        phone.click("#sign button.btn-primary").await;
        phone.click("dialog .btn-primary").await;
        phone.wait_url("done=target_signed").await;
        phone.wait_text("已签待会签").await;
        sound(&phone).await;
        let chief = Browser::start(Size::Desktop).await;
        log_in(&kit, &chief, &base, "root.secretary").await;
        chief.goto(&format!("{base}/letters/issues")).await;
        chief.click("table td.head a").await;
        chief.click("#countersign button.btn-primary").await;
        chief.click("dialog .btn-primary").await;
        chief.wait_url("done=target_countersigned").await;
        sound(&chief).await;
        chief.goto(&format!("{base}/letters/below")).await;
        chief.wait_text("甲县").await;
        sound(&chief).await;
    });
}
