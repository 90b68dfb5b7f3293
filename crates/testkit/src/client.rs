//! A client that speaks to an app in process: pages, forms and JSON.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use tower::ServiceExt;

/// A browser or an API caller.
#[derive(Debug, Clone)]
pub struct Client {
    router: Router,
    cookie: String,
    csrf: String,
    bearer: String,
    key: String,
    language: &'static str,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as text.
    pub body: String,
    /// Its body, as it came.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// Where a redirect leads; empty if it is none.
    #[must_use]
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is not JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("not JSON ({e}): {}", self.body))
    }

    /// Asserts the status, showing the body if it differs.
    ///
    /// # Panics
    /// If the status differs.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "body: {}", self.body);
        self
    }
}

impl Client {
    /// A client to this router.
    #[must_use]
    pub const fn new(router: Router) -> Self {
        Self {
            router,
            cookie: String::new(),
            csrf: String::new(),
            bearer: String::new(),
            key: String::new(),
            language: "zh",
        }
    }

    /// The same client with a session.
    #[must_use]
    pub fn with_session(&self, token: &str, csrf: &str) -> Self {
        Self { cookie: format!("{}={token}", kit::SESSION_COOKIE), csrf: csrf.to_owned(), ..self.clone() }
    }

    /// The same client with an API token.
    #[must_use]
    pub fn with_bearer(&self, token: &str) -> Self {
        Self { bearer: token.to_owned(), ..self.clone() }
    }

    /// The same client sending this `Idempotency-Key`.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self.clone() }
    }

    /// The same client reading English pages.
    #[must_use]
    pub fn in_english(&self) -> Self {
        Self { language: "en", ..self.clone() }
    }

    /// GET.
    pub async fn get(&self, uri: &str) -> Reply {
        self.send("GET", uri, "", String::new()).await
    }

    /// POST of a form, with the session's own token.
    pub async fn post(&self, uri: &str, fields: &[(&str, &str)]) -> Reply {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let body = all.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect::<Vec<_>>().join("&");
        self.send("POST", uri, "application/x-www-form-urlencoded", body).await
    }

    /// A request as another site would forge it: with the session's cookie, without its token.
    pub async fn forge(&self, method: &str, uri: &str) -> Reply {
        let forger = Self { csrf: String::new(), ..self.clone() };
        forger.send(method, uri, "application/x-www-form-urlencoded", "name=x".to_owned()).await
    }

    /// POST of a form as browsers send one that may hold files, with the session's own token.
    pub async fn multipart(&self, uri: &str, fields: &[(&str, &str)]) -> Reply {
        let all = std::iter::once(("csrf", self.csrf.as_str())).chain(fields.iter().copied());
        let part = |(name, value): (&str, &str)| {
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = all.map(part).collect::<String>() + "--edge--\r\n";
        self.send("POST", uri, "multipart/form-data; boundary=edge", body).await
    }

    /// A JSON request of any method.
    pub async fn json(&self, method: &str, uri: &str, body: &serde_json::Value) -> Reply {
        self.send(method, uri, "application/json", body.to_string()).await
    }

    /// Any request with any body.
    ///
    /// # Panics
    /// If the app itself fails to answer.
    pub async fn send(&self, method: &str, uri: &str, content_type: &str, body: String) -> Reply {
        let mut request = Request::builder().method(method).uri(uri);
        let mut cookies = vec![format!("{}={}", kit::LANGUAGE_COOKIE, self.language)];
        if !self.cookie.is_empty() {
            cookies.push(self.cookie.clone());
        }
        request = request.header("cookie", cookies.join("; ")).header("host", "qingdan.test");
        if !self.bearer.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.bearer));
        } else if content_type == "application/json" {
            request = request.header("x-csrf-token", &self.csrf);
        }
        if !self.key.is_empty() {
            request = request.header("idempotency-key", &self.key);
        }
        if method != "GET" {
            request = request.header("sec-fetch-site", "same-origin");
        }
        if !content_type.is_empty() {
            request = request.header("content-type", content_type);
        }
        let request = request.body(Body::from(body)).expect("a well-formed request");
        let response = self.router.clone().oneshot(request).await.expect("the app answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a whole body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: parts.status, headers: parts.headers, body, bytes: bytes.into() }
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
