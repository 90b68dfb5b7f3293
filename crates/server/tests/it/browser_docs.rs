//! The page to try the API, in a real browser: every operation is on it, and one answers.

use browser::{Browser, Size};
use serde_json::Value;
use testkit::{EngineKind, Kit};

use crate::browser::{log_in, serve, sound};

/// How many operations the document has.
fn operations() -> usize {
    let document: Value = serde_json::from_str(&server::openapi::api().to_json().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let verbs = |path: &Value| {
        let keys = path.as_object().unwrap().keys();
        keys.filter(|key| matches!(key.as_str(), "get" | "post" | "put" | "patch" | "delete")).count()
    };
    paths.values().map(verbs).sum()
}

/// The block of an operation.
fn block(path: &str, rest: &str) -> String {
    format!(".opblock-get:has([data-path='{path}']) {rest}")
}

#[test]
fn the_page_of_the_api_lists_every_operation_and_tries_one_with_the_session_of_the_reader() {
    testkit::run(EngineKind::Sqlite, |kit: Kit| async move {
        let base = serve(&kit).await;
        let desk = Browser::start(Size::Desktop).await;
        log_in(&kit, &desk, &base, "n1.clerk").await;
        desk.goto(&format!("{base}/api/docs")).await;
        desk.wait_for(".opblock").await;
        sound(&desk).await;
        let shown = desk.eval("return document.querySelectorAll('.opblock').length").await;
        assert_eq!(shown.as_u64(), u64::try_from(operations()).ok());
        desk.click(&block("/api/v1/me", ".opblock-summary-control")).await;
        desk.click(&block("/api/v1/me", ".try-out__btn")).await;
        desk.click(&block("/api/v1/me", ".execute")).await;
        let live = block("/api/v1/me", ".live-responses-table .response");
        assert_eq!(desk.text(&format!("{live} .response-col_status")).await, "200");
        let answer = desk.text(&format!("{live} .highlight-code code")).await;
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["login"], "n1.clerk");
        assert_eq!(answer["seats"][0]["org"], kit.org("n1").to_string());
        sound(&desk).await;
    });
}
