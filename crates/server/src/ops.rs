//! Health, readiness, metrics and the embedded web files.

use std::{net::SocketAddr, sync::OnceLock};

use axum::{
    Extension,
    extract::{ConnectInfo, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use kit::{Answer, App, Policy, Routes};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Routes of operations.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/healthz", Policy::Public, alive)
        .get("/readyz", Policy::Public, ready)
        .get("/metrics", Policy::Public, prometheus)
        .get("/assets/{*name}", Policy::Public, asset)
}

/// The process runs.
async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers and has the schema this program needs.
async fn ready(State(app): State<App>) -> Response {
    match app.house.db.schema_state(schema::MIGRATIONS).await {
        Ok(state) if state.applied == state.known => "ready\n".into_response(),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the schema is older than this program\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

static RECORDER: OnceLock<(PrometheusHandle, bool)> = OnceLock::new();

/// Starts collecting. Called once, before serving; `open` lets other machines read.
pub fn start_metrics(open: bool) {
    if RECORDER.get().is_some() {
        return;
    }
    match PrometheusBuilder::new().install_recorder() {
        Ok(handle) => drop(RECORDER.set((handle, open))),
        Err(error) => tracing::warn!(%error, "metrics are not collected"),
    }
}

/// Prometheus' text. Only for this machine unless opened: counts tell how an office works.
async fn prometheus(peer: Option<Extension<ConnectInfo<SocketAddr>>>) -> Response {
    let Some((handle, open)) = RECORDER.get() else {
        return (StatusCode::NOT_FOUND, "metrics are off\n").into_response();
    };
    let near = peer.is_none_or(|Extension(ConnectInfo(p))| p.ip().is_loopback());
    if !near && !open {
        return (StatusCode::FORBIDDEN, "metrics are read on this machine only\n").into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}

/// An embedded file, gzipped where the browser takes it; one with its version in the address is kept for ever.
async fn asset(Path(name): Path<String>, headers: HeaderMap, uri: axum::http::Uri) -> Answer {
    let asset = assets::find(&name).ok_or(cx::AppError::NotFound)?;
    let versioned = uri.query() == Some(format!("v={}", asset.hash).as_str());
    let caching = if versioned { "public, max-age=31536000, immutable" } else { "public, max-age=600" };
    let zipped = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("gzip"));
    let common =
        [(header::CONTENT_TYPE, asset.mime()), (header::CACHE_CONTROL, caching), (header::VARY, "accept-encoding")];
    Ok(if zipped {
        (common, [(header::CONTENT_ENCODING, "gzip")], asset.gzip).into_response()
    } else {
        (common, asset.raw).into_response()
    })
}
