//! [`Req`]: what a handler needs of its request.

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::request::Parts,
};
use cx::{AppError, Cx, session::Caller};
use kernel::Page;

use crate::{App, Failure, Form, Lang, Shell, W};

/// What the guard learned of a request; the one extractor of pages and API handlers.
#[derive(Debug, Clone)]
pub struct Req {
    /// The context for actions.
    pub cx: Cx,
    /// The words in the caller's language.
    pub w: W,
    /// The live session or token, if any.
    pub caller: Option<Caller>,
    /// The sent form; empty for reading requests.
    pub form: Form,
    /// The query of the address.
    pub query: Form,
    /// Raw body of a JSON request.
    pub body: axum::body::Bytes,
    /// Path and query of the address.
    pub uri: String,
    /// Whether htmx asks for a part of a page.
    pub htmx: bool,
    /// The client's address, for slowing down guessers; never stored beside a person.
    pub address: String,
    /// The `User-Agent`, shortened: shown to the owner of the session only.
    pub agent: String,
    /// Value of the `Idempotency-Key` header, if sent.
    pub idempotency_key: String,
    /// The name by which this server was called: the `Host` header.
    pub host: String,
    pub(crate) app: App,
}

impl Req {
    /// What handlers share.
    #[must_use]
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// The address of this server, for links on paper: as it is configured, else as the request named it.
    #[must_use]
    pub fn base(&self) -> String {
        if let Some(url) = &self.app.public_url {
            return url.clone();
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || ".:-[]".contains(c);
        let host = if !self.host.is_empty() && self.host.chars().all(plain) { self.host.as_str() } else { "localhost" };
        format!("{}://{host}", if self.app.secure_cookies { "https" } else { "http" })
    }

    /// The frame of a page.
    #[must_use]
    pub fn shell(&self) -> Shell {
        Shell::of(self)
    }

    /// The page of a list that the query asks for.
    #[must_use]
    pub fn page(&self) -> Page {
        Page::new(self.query.opt("after").map(str::to_owned), self.query.get("size").parse().ok())
    }

    /// Language of the pages.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.w.lang
    }

    /// The submission key: the form's hidden field, or the header of an API call.
    #[must_use]
    pub fn once(&self) -> String {
        self.form.opt("once").map_or_else(|| self.idempotency_key.clone(), str::to_owned)
    }

    /// The JSON body as `T`.
    ///
    /// # Errors
    /// [`AppError::Invalid`] that says where the text stops being a `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, AppError> {
        if holds_nul(&self.body) {
            return Err(kernel::Fault::new("json").with("why", "NUL").into());
        }
        serde_json::from_slice(&self.body).map_err(|e| kernel::Fault::new("json").with("why", e.to_string()).into())
    }

    /// Demands that the person proved who they are within the last ten minutes (`trust.md` B5).
    ///
    /// # Errors
    /// [`AppError::Forbidden`] `prove` otherwise; API tokens never pass.
    pub fn proved_recently(&self) -> Result<(), AppError> {
        let now = self.cx.house().now();
        match &self.caller {
            Some(caller) if caller.proved_at.plus_ms(600_000) > now => Ok(()),
            _ => Err(AppError::Forbidden("prove")),
        }
    }
}

/// Whether a JSON text writes the character NUL, which no stored text may hold.
fn holds_nul(body: &[u8]) -> bool {
    let escape = b"\\u0000";
    body.windows(escape.len()).enumerate().filter(|(_, part)| part == escape).any(|(at, _)| {
        // A backslash that is itself escaped escapes nothing.
        body[..at].iter().rev().take_while(|b| **b == b'\\').count().is_multiple_of(2)
    })
}

impl<S: Send + Sync> FromRequestParts<S> for Req {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        // Only the guard puts it there; a route outside the guard cannot run its handler.
        parts.extensions.get::<Self>().cloned().ok_or_else(|| AppError::Unauthenticated.into())
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Req {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Failure> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
