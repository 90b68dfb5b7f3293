//! `serve`: logging, the listener, a graceful stop.

use std::{future::IntoFuture, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use cx::House;
use tokio::{net::TcpListener, signal, sync::Notify};
use tracing_subscriber::EnvFilter;

use crate::{config::Config, ops, outcome::Outcome, wiring};

/// How long requests under way may take after the program was told to stop.
const DRAIN: Duration = Duration::from_secs(5);

/// Starts structured logging to standard error. Nothing logged names a person.
pub(super) fn start_logging(config: &Config) {
    let filter = EnvFilter::try_new(&config.log_level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if config.log == "json" { builder.json().try_init() } else { builder.compact().try_init() };
    drop(started);
}

pub(super) async fn serve(config: &Config) -> Result<Outcome> {
    let house = crate::keys::ready_to_sign(config, super::ready_house(config).await?).await?;
    let demo = super::demo::is_demo(&house).await?;
    listen(config, house, demo).await
}

/// Serves until the process is told to stop, then lets requests under way finish.
pub(super) async fn listen(config: &Config, house: House, demo: bool) -> Result<Outcome> {
    ops::start_metrics(config.metrics_open);
    let app = wiring::app(config, house.clone(), demo)?;
    let listener =
        TcpListener::bind(&config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    println!("http://{address}");
    tracing::info!(%address, db = %house.db.url(), "serving");
    tokio::spawn(crate::reactions::papers(house.clone(), demo));
    tokio::spawn(crate::reactions::background(house));
    let stopping = Arc::new(Notify::new());
    let told = Arc::clone(&stopping);
    let serving = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            told_to_stop().await;
            told.notify_one();
        });
    // A client that keeps its connection open must not keep the program running.
    let patience = async {
        stopping.notified().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! { result = serving.into_future() => result?, () = patience => {} }
    tracing::info!("stopped");
    Ok(Outcome::Done)
}

/// Resolves on Ctrl-C or SIGTERM.
async fn told_to_stop() {
    let interrupt = async { drop(signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => drop(stream.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
    tracing::info!("told to stop: requests under way finish");
}
