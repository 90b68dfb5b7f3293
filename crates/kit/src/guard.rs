//! The guard before every handler: who is calling, may they, is the request their own, and what
//! a failure looks like to them.

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::{ConnectInfo, Request, State},
    handler::Handler as _,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use cx::{Actor, AppError, Cx, hash_token, session};
use subtle::ConstantTimeEq;

use crate::{App, Failure, Form, Lang, Policy, Problem, Req, Routes, W, cookie, download, page};

/// Largest body of a request: three photos and a form.
const BODY_MOST: usize = 32 * 1024 * 1024;

/// A router in which every route stands behind the guard with its declared policy.
pub fn guarded(app: &App, routes: &Routes) -> Router {
    let mut router = Router::new();
    for route in routes.all() {
        let guard = from_fn_with_state((app.clone(), route.policy, route.path), stand);
        router = router.route(route.path, route.handler.clone().layer(guard));
    }
    let nowhere = from_fn_with_state((app.clone(), Policy::Public, "-"), stand);
    let otherwise = (|| async { Failure::from(AppError::WrongMethod) }).layer(nowhere.clone());
    let fallback = axum::routing::any(|| async { Failure::from(AppError::NotFound) }).layer(nowhere);
    router.method_not_allowed_fallback(otherwise).fallback_service(fallback.with_state(())).with_state(app.clone())
}

/// Lets a request through to its handler, and turns what failed into a page or a problem.
async fn stand(
    State((app, policy, path)): State<(App, Policy, &'static str)>,
    request: Request,
    next: Next,
) -> Response {
    let started = app.house.now();
    // Asked of the address itself: nothing stands at one that no route has.
    let is_api = request.uri().path().starts_with("/api/");
    let method = request.method().clone();
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, BODY_MOST).await;
    let (caller, trouble) = match identify(&app, &parts.headers, is_api).await {
        Ok(caller) => (caller, None),
        Err(error) => {
            tracing::error!(%error, path, "the caller could not be identified");
            (None, Some(AppError::Busy))
        }
    };
    let mut req = req(&app, &parts.headers, &parts.uri.to_string(), caller, is_api);
    if let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<std::net::SocketAddr>>()
        && req.address.is_empty()
    {
        req.address = peer.ip().to_string();
    }
    let checked = match bytes {
        _ if trouble.is_some() => Err(trouble.unwrap_or(AppError::Busy)),
        Ok(bytes) => admit(&mut req, policy, &method, &parts.headers, bytes, is_api).await,
        Err(_) => Err(kernel::Fault::new("body_too_large").into()),
    };
    let response = match checked {
        Ok(Some(instead)) => instead,
        Ok(None) => {
            parts.extensions.insert(req.clone());
            next.run(Request::from_parts(parts, axum::body::Body::empty())).await
        }
        Err(error) => Failure::from(error).into_response(),
    };
    let mut response = explain(&req, response, is_api);
    if app.demo {
        download::mark(&mut response, req.w.t("shell.demo"));
    }
    count(&method, path, response.status(), req.cx.house().now().0 - started.0);
    response
}

/// Who is calling: a bearer token of the API, else the session cookie, else nobody.
async fn identify(app: &App, headers: &HeaderMap, is_api: bool) -> Result<Option<session::Caller>, AppError> {
    let bearer = text(headers, header::AUTHORIZATION.as_str()).strip_prefix("Bearer ").map(str::to_owned);
    let cookie = cookie::read(headers, &cookie::session_name(app.secure_cookies));
    let (now, today) = (app.house.now(), app.house.today());
    let caller = match (bearer.filter(|_| is_api), cookie) {
        (Some(token), _) => {
            let hash = hash_token(&token);
            app.house.db.read(move |tx| session::by_token(tx, &hash, now, today)).await?
        }
        (None, Some(token)) => {
            let hash = hash_token(&token);
            app.house.db.read(move |tx| session::by_session(tx, &hash, now, today)).await?
        }
        (None, None) => None,
    };
    if let Some(caller) = caller.as_ref().filter(|c| !c.csrf.is_empty() && c.seen_at.plus_ms(60_000) < now) {
        let hash = caller.token_hash.clone();
        app.house.db.write(move |tx| session::touch(tx, &hash, now)).await?;
    }
    Ok(caller)
}

/// The request as handlers see it.
fn req(app: &App, headers: &HeaderMap, uri: &str, caller: Option<session::Caller>, is_api: bool) -> Req {
    let chosen = cookie::read(headers, cookie::LANGUAGE_COOKIE);
    let language = chosen.or_else(|| caller.as_ref().map(|c| c.language.clone()));
    let lang = language.map_or_else(|| accepted(headers), |code| Lang::of(&code));
    let actor = caller.as_ref().map_or_else(Actor::nobody, |c| c.actor.clone());
    let request: kernel::Id<()> = app.house.new_id();
    let source = if is_api { "api" } else { "web" };
    let address = app.client_address_header.as_deref().map(|h| text(headers, h)).unwrap_or_default();
    Req {
        cx: Cx::new(app.house.clone(), actor, source, request.to_string()),
        w: W::new(app.words, lang),
        caller,
        form: Form::default(),
        query: Form::from_query(uri.split_once('?').map_or("", |(_, q)| q)),
        body: Bytes::new(),
        uri: uri.to_owned(),
        htmx: headers.contains_key("hx-request"),
        address,
        agent: text(headers, "user-agent").chars().take(120).collect(),
        idempotency_key: text(headers, "idempotency-key").chars().take(100).collect(),
        host: text(headers, "host"),
        app: app.clone(),
    }
}

/// Holds the policy and the proof that the request is the caller's own.
async fn admit(
    req: &mut Req,
    policy: Policy,
    method: &Method,
    headers: &HeaderMap,
    body: Bytes,
    is_api: bool,
) -> Result<Option<Response>, AppError> {
    let content_type = text(headers, "content-type");
    let unsafe_method = !matches!(*method, Method::GET | Method::HEAD);
    if unsafe_method {
        req.form = Form::read(&content_type, body.clone()).await?;
        req.body = body;
    }
    if !matches!(policy, Policy::Public) {
        let Some(caller) = &req.caller else {
            let login = format!("/login?next={}", encode(&req.uri));
            return if is_api || unsafe_method {
                Err(AppError::Unauthenticated)
            } else {
                Ok(Some(page::redirect(&login)))
            };
        };
        if caller.must_change && !matches!(policy, Policy::Account) {
            return if is_api {
                Err(AppError::Forbidden("must_change"))
            } else {
                Ok(Some(page::redirect("/me/password")))
            };
        }
        if !policy.admits(caller.actor.seat.role) {
            return Err(AppError::Forbidden("policy"));
        }
        if unsafe_method && !caller.may_write {
            return Err(AppError::Forbidden("token_reads_only"));
        }
    }
    if unsafe_method {
        same_origin(headers)?;
        own_request(req, headers)?;
    }
    Ok(None)
}

/// A browser tells where a request was made; one made elsewhere is refused.
fn same_origin(headers: &HeaderMap) -> Result<(), AppError> {
    let site = text(headers, "sec-fetch-site");
    if !site.is_empty() {
        return if matches!(site.as_str(), "same-origin" | "none") {
            Ok(())
        } else {
            Err(AppError::Forbidden("origin"))
        };
    }
    let origin = text(headers, "origin");
    let host = text(headers, "host");
    let same = origin.is_empty() || origin.split_once("://").is_some_and(|(_, h)| h == host);
    if same { Ok(()) } else { Err(AppError::Forbidden("origin")) }
}

/// A session's request must carry the session's own token; bearer tokens cannot be sent by accident.
fn own_request(req: &Req, headers: &HeaderMap) -> Result<(), AppError> {
    let Some(caller) = req.caller.as_ref().filter(|c| !c.csrf.is_empty()) else { return Ok(()) };
    let header = text(headers, "x-csrf-token");
    let sent = req.form.opt("csrf").unwrap_or(&header);
    let same: bool = sent.as_bytes().ct_eq(caller.csrf.as_bytes()).into();
    if same { Ok(()) } else { Err(AppError::Forbidden("csrf")) }
}

/// Turns a failure into a page or a problem, and logs our own faults once.
fn explain(req: &Req, response: Response, is_api: bool) -> Response {
    let Some(failure) = response.extensions().get::<Failure>().cloned() else { return response };
    if let AppError::Internal(error) = &*failure.0 {
        tracing::error!(request = req.cx.request_id(), error, "a request failed");
    }
    let mut answer = if is_api {
        Problem::of(&failure, &req.w, req.cx.request_id()).response()
    } else if matches!(&*failure.0, AppError::Unauthenticated) {
        page::redirect("/login")
    } else {
        page::failure_page(req, &failure)
    };
    // A session that was renewed before the act failed is the caller's session all the same.
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        answer.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    if let AppError::SlowDown(seconds) = &*failure.0
        && let Ok(value) = seconds.to_string().parse()
    {
        answer.headers_mut().insert(header::RETRY_AFTER, value);
    }
    answer
}

fn count(method: &Method, path: &'static str, status: StatusCode, took_ms: i64) {
    let labels =
        [("method", method.as_str().to_owned()), ("route", path.to_owned()), ("status", status.as_str().to_owned())];
    metrics::counter!("qingdan_http_requests_total", &labels).increment(1);
    let seconds = std::time::Duration::from_millis(u64::try_from(took_ms).unwrap_or(0)).as_secs_f64();
    metrics::histogram!("qingdan_http_request_seconds", "route" => path).record(seconds);
}

/// The first language a browser prefers that we speak.
fn accepted(headers: &HeaderMap) -> Lang {
    let wanted = text(headers, "accept-language");
    let first = wanted.split(',').next().unwrap_or_default();
    if first.starts_with("en") { Lang::En } else { Lang::Zh }
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
}

/// Percent-encodes what may not stand in a query.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || b"-_.~/".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}
