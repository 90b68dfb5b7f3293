//! One WebDriver session: its commands, and its end.

use serde_json::{Value, json};

use crate::wire::{self, Fault};

/// The name under which the protocol returns an element (W3C WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An open session; it ends when dropped.
#[derive(Debug)]
pub(crate) struct Session {
    host: String,
    path: String,
}

impl Session {
    /// Opens a session at the driver, `http://host:port`.
    pub(crate) async fn open(driver: &str, wishes: &Value) -> Result<Self, Fault> {
        let Some(host) = driver.strip_prefix("http://") else {
            return Err(Fault::new("no such address", "chromedriver's address begins with http://"));
        };
        let host = host.trim_end_matches('/').to_owned();
        let opened = wire::call(&host, "POST", "/session", Some(wishes)).await?;
        match opened["sessionId"].as_str() {
            Some(id) => Ok(Self { host, path: format!("/session/{id}") }),
            None => Err(Fault::new("no session", &opened.to_string())),
        }
    }

    pub(crate) async fn get(&self, command: &str) -> Result<Value, Fault> {
        wire::call(&self.host, "GET", &format!("{}/{command}", self.path), None).await
    }

    pub(crate) async fn post(&self, command: &str, body: Value) -> Result<Value, Fault> {
        wire::call(&self.host, "POST", &format!("{}/{command}", self.path), Some(&body)).await
    }

    /// The protocol's name of the first element that matches.
    pub(crate) async fn find(&self, css: &str) -> Result<String, Fault> {
        let found = self.post("element", json!({ "using": "css selector", "value": css })).await?;
        match found[ELEMENT].as_str() {
            Some(element) => Ok(element.to_owned()),
            None => Err(Fault::new("no such element", &found.to_string())),
        }
    }

    /// Runs a function body with these arguments.
    pub(crate) async fn run(&self, script: &str, arguments: Value) -> Result<Value, Fault> {
        self.post("execute/sync", json!({ "script": script, "args": arguments })).await
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Without a runtime: a test that panics may be leaving it. A browser that is left over is
        // ended with chromedriver, by the script that started it.
        if let Err(error) = wire::call_blocking(&self.host, "DELETE", &self.path) {
            eprintln!("the browser's session does not end: {error}");
        }
    }
}
