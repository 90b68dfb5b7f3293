//! Which browser, how large, and with which habits switched off.

use std::path::Path;

use serde_json::{Value, json};

/// The screen of the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 390 × 844 points, a touch screen.
    Phone,
    /// 1440 × 900 points.
    Desktop,
}

impl Size {
    fn metrics(self) -> Value {
        match self {
            Self::Phone => json!({ "width": 390, "height": 844, "pixelRatio": 2.0, "mobile": true, "touch": true }),
            Self::Desktop => {
                json!({ "width": 1440, "height": 900, "pixelRatio": 1.0, "mobile": false, "touch": false })
            }
        }
    }
}

/// No window, no sandbox (tests may run as root, in a container), no talk with anyone but the page.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--accept-lang=zh-CN,zh",
];

/// Where chromedriver listens.
pub(crate) fn driver() -> String {
    named("QINGDAN_TEST_WEBDRIVER", "the address of a chromedriver")
}

/// The Chromium to start.
pub(crate) fn binary() -> String {
    named("QINGDAN_TEST_CHROMIUM", "the path of a Chromium")
}

#[expect(clippy::disallowed_methods, reason = "the test script speaks to tests through the environment")]
fn named(variable: &str, what: &str) -> String {
    match std::env::var(variable) {
        Ok(value) if !value.is_empty() => value,
        _ => panic!(
            "{variable} does not name {what}: run `scripts/test.sh`, or `scripts/test.sh -- cargo test -p <crate>` \
             for one crate; it starts what browser tests need"
        ),
    }
}

/// What a session asks of chromedriver.
pub(crate) fn wishes(size: Size, binary: &str, profile: &Path) -> Value {
    let folder = format!("--user-data-dir={}", profile.display());
    let flags: Vec<&str> = FLAGS.iter().copied().chain([folder.as_str()]).collect();
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": binary,
            "args": flags,
            "mobileEmulation": { "deviceMetrics": size.metrics() },
        },
        "goog:loggingPrefs": { "browser": "ALL" },
    } } })
}
