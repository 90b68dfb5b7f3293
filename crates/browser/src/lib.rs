//! A real browser for tests: Chromium, headless, with an empty profile, driven through chromedriver.
//!
//! ```no_run
//! # async fn story(url: &str) {
//! use browser::{Browser, Size};
//! let browser = Browser::start(Size::Phone).await;
//! browser.goto(url).await;
//! browser.fill("input[name=login]", "li.ming").await;
//! browser.click("button[type=submit]").await;
//! browser.wait_text("本月要办").await;
//! assert!(!browser.has_horizontal_overflow().await);
//! assert_eq!(browser.console_errors().await, Vec::<String>::new());
//! # }
//! ```
//!
//! Every helper waits up to thirty seconds for what it needs and panics with the page's address and
//! words if that does not come; a test has no use for a `Result` here. The helpers are `async` so
//! that a server on the same runtime can answer. `scripts/test.sh` starts chromedriver and names it
//! in the environment; `scripts/test.sh -- cargo test -p …` runs one crate that way.
//!
//! The protocol is spoken here directly (`wire`, `session`): it is JSON over local HTTP, and the
//! ready-made client, fantoccini, brings a crate under MPL-2.0, which `deny.toml` refuses.

mod chromium;
mod keys;
mod session;
mod wire;

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use session::Session;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use wire::Fault;

pub use chromium::Size;

/// How long a helper waits for what it needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it rests between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// How many letters of a page are shown when a test fails.
const EXCERPT: usize = 400;

/// A running browser; it closes when dropped.
#[derive(Debug)]
pub struct Browser {
    // The order matters: the session ends before its profile folder is removed.
    session: Session,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser with an empty profile.
    ///
    /// # Panics
    /// If the environment names no chromedriver or Chromium, or if they do not start.
    pub async fn start(size: Size) -> Self {
        let (driver, binary) = (chromium::driver(), chromium::binary());
        let profile = match tempfile::Builder::new().prefix("qingdan-browser-").tempdir() {
            Ok(profile) => profile,
            Err(error) => panic!("no folder for the browser's profile: {error}"),
        };
        let wishes = chromium::wishes(size, &binary, profile.path());
        match Session::open(&driver, &wishes).await {
            Ok(session) => Self { session, _profile: profile },
            Err(fault) => panic!("chromedriver at {driver} does not start {binary}: {fault}"),
        }
    }

    /// Opens a page and waits until it is loaded.
    ///
    /// # Panics
    /// If the page cannot be reached.
    pub async fn goto(&self, url: &str) {
        if let Err(fault) = self.session.post("url", json!({ "url": url })).await {
            panic!("cannot open {url}: {fault}");
        }
    }

    /// The address of the page.
    ///
    /// # Panics
    /// If the browser does not answer.
    pub async fn url(&self) -> String {
        match self.session.get("url").await {
            Ok(url) => url.as_str().unwrap_or_default().to_owned(),
            Err(fault) => panic!("the browser does not tell its address: {fault}"),
        }
    }

    /// Clicks the first element that matches, as soon as it can be clicked.
    ///
    /// # Panics
    /// If there is nothing to click in time.
    pub async fn click(&self, css: &str) {
        self.until(&format!("click `{css}`"), async || {
            let element = self.session.find(css).await?;
            self.session.run(INTO_SIGHT, json!([css])).await?;
            self.session.post(&format!("element/{element}/click"), json!({})).await
        })
        .await;
    }

    /// Puts `text` into a field in place of what is there. In a `select`, `text` is the value of an
    /// option; in a date or month field it is the value as HTML writes it, `2026-03-01`.
    ///
    /// # Panics
    /// If there is no such field, or no such option, in time.
    pub async fn fill(&self, css: &str, text: &str) {
        self.until(&format!("fill `{css}`"), async || {
            if self.session.run(SET_VALUE, json!([css, text])).await? == json!(true) {
                return Ok(());
            }
            let element = self.session.find(css).await?;
            self.session.post(&format!("element/{element}/clear"), json!({})).await?;
            self.session.post(&format!("element/{element}/value"), json!({ "text": text })).await?;
            Ok(())
        })
        .await;
    }

    /// Presses one key after another, as fast as a keyboard can, wherever the focus is: `j`, `Enter`, `ArrowDown`.
    ///
    /// # Panics
    /// If the browser does not take them, or a key of this name is not known.
    pub async fn press(&self, keys: &[&str]) {
        if let Err(fault) = self.session.post("actions", keys::pressing(keys)).await {
            panic!("the keys {keys:?} were not taken: {fault}\n{}", self.scene().await);
        }
    }

    /// The visible text of the first element that matches.
    ///
    /// # Panics
    /// If there is none in time.
    pub async fn text(&self, css: &str) -> String {
        let what = format!("read `{css}`");
        let text = self.until(&what, async || {
            let element = self.session.find(css).await?;
            self.session.get(&format!("element/{element}/text")).await
        });
        text.await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until something matches.
    ///
    /// # Panics
    /// If nothing does in time.
    pub async fn wait_for(&self, css: &str) {
        self.until(&format!("wait for `{css}`"), async || self.session.find(css).await).await;
    }

    /// Waits until the page shows `text`.
    ///
    /// # Panics
    /// If it does not in time.
    pub async fn wait_text(&self, text: &str) {
        self.until(&format!("wait for the words “{text}”"), async || {
            match self.session.run(SHOWS_TEXT, json!([text])).await? {
                Value::Bool(true) => Ok(()),
                _ => Err(Fault::new("no such text", "the page does not show them")),
            }
        })
        .await;
    }

    /// Waits until the address holds `part`: a form was taken and its answer has been opened. Whoever
    /// opens another page before that may overtake the form.
    ///
    /// # Panics
    /// If it does not in time.
    pub async fn wait_url(&self, part: &str) {
        self.until(&format!("wait for an address with `{part}`"), async || {
            let url = self.session.get("url").await?;
            if url.as_str().unwrap_or_default().contains(part) {
                return Ok(());
            }
            Err(Fault::new("another address", "the form may not have been taken yet"))
        })
        .await;
    }

    /// Runs a script (a function body, its arguments in `arguments`) and returns what it returns.
    ///
    /// # Panics
    /// If the script throws.
    pub async fn eval(&self, script: &str) -> Value {
        match self.session.run(script, json!([])).await {
            Ok(value) => value,
            Err(fault) => panic!("the script failed on {}: {fault}\n{script}", self.url().await),
        }
    }

    /// Whether the page is wider than the screen, so that one would have to scroll sideways.
    ///
    /// # Panics
    /// If the browser does not answer.
    pub async fn has_horizontal_overflow(&self) -> bool {
        self.eval(TOO_WIDE).await == json!(true)
    }

    /// What the console has reported as an error since the last call: failed scripts, refused
    /// policies, missing files.
    ///
    /// # Panics
    /// If the browser does not answer.
    pub async fn console_errors(&self) -> Vec<String> {
        let log = match self.session.post("se/log", json!({ "type": "browser" })).await {
            Ok(log) => log,
            Err(fault) => panic!("the browser does not show its console: {fault}"),
        };
        let entries = log.as_array().map(Vec::as_slice).unwrap_or_default();
        let errors = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        errors.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Writes what the screen shows to a PNG file; the folders above it are made.
    ///
    /// # Panics
    /// If there is no picture, or it cannot be written.
    pub async fn screenshot(&self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        if let Err(reason) = self.try_screenshot(path).await {
            panic!("no screenshot in {}: {reason}", path.display());
        }
    }

    async fn try_screenshot(&self, path: &Path) -> Result<(), String> {
        let picture = self.session.get("screenshot").await.map_err(|fault| fault.to_string())?;
        let picture = picture.as_str().unwrap_or_default();
        let bytes = data_encoding::BASE64.decode(picture.as_bytes()).map_err(|error| error.to_string())?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        std::fs::write(path, bytes).map_err(|error| error.to_string())
    }

    /// Tries until it works; any fault counts as “not yet”, for a page may be about to change.
    async fn until<T>(&self, what: &str, attempt: impl AsyncFn() -> Result<T, Fault>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let fault = match attempt().await {
                Ok(done) => return done,
                Err(fault) => fault,
            };
            if Instant::now() >= deadline {
                panic!("could not {what}: {fault}\n{}", self.scene().await);
            }
            sleep(PAUSE).await;
        }
    }

    /// Where the browser is and what it shows, for the message of a failed test.
    async fn scene(&self) -> String {
        let shown = self.session.run("return location.href + '\\n' + document.body.innerText", json!([])).await;
        match shown {
            Ok(shown) => format!("at {}", shown.as_str().unwrap_or_default().chars().take(EXCERPT).collect::<String>()),
            Err(fault) => format!("and the page cannot be read: {fault}"),
        }
    }
}

/// Keys do not fill a list or a date in every language of the browser; a value does.
const SET_VALUE: &str = "
    const [css, text] = arguments, field = document.querySelector(css);
    if (!field) return false;
    const listed = field.tagName === 'SELECT';
    if (!listed && !['date', 'month', 'week', 'time', 'datetime-local', 'range', 'color'].includes(field.type)) return false;
    field.value = text;
    if (field.value !== text) throw new Error('the field does not take ' + text);
    for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
    return true;";

/// In the middle of the screen nothing lies over an element: neither the bar at the top nor the one at the bottom.
const INTO_SIGHT: &str = "
    document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' });";

const SHOWS_TEXT: &str = "return document.body.innerText.includes(arguments[0])";

const TOO_WIDE: &str = "
    const page = document.documentElement;
    return Math.max(page.scrollWidth, document.body.scrollWidth) > page.clientWidth;";
