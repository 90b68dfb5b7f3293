//! The two cookies: the session's and, before log-in, the language's.

use axum::http::HeaderMap;

/// Name of the session cookie over plain HTTP; behind TLS the `__Host-` prefix is added.
pub const SESSION_COOKIE: &str = "qd_session";
/// Name of the language cookie.
pub const LANGUAGE_COOKIE: &str = "qd_lang";

/// The value of the first cookie of this name.
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v.to_owned()))
}

/// Name under which the session is kept.
pub(crate) fn session_name(secure: bool) -> String {
    if secure { format!("__Host-{SESSION_COOKIE}") } else { SESSION_COOKIE.to_owned() }
}

/// `Set-Cookie` that begins a session.
#[must_use]
pub fn session_cookie(token: &str, secure: bool) -> String {
    let mark = if secure { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{mark}", session_name(secure))
}

/// `Set-Cookie` that ends it.
#[must_use]
pub fn clear_session(secure: bool) -> String {
    let mark = if secure { "; Secure" } else { "" };
    format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{mark}", session_name(secure))
}
