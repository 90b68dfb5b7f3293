//! Clients that each keep one connection and send one request after another.

use std::{sync::Arc, time::Instant};

use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::{figures::Spread, process::Program, world::World};

type Connection = SendRequest<Full<Bytes>>;

async fn connect(address: &str) -> Result<Connection> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn send(
    connection: &mut Connection,
    method: &str,
    uri: &str,
    token: &str,
    body: &str,
) -> Result<(u16, u64, Bytes)> {
    let mut request = Request::builder().method(method).uri(uri).header("host", "bench");
    if uri.starts_with("/api/") && !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    } else if !token.is_empty() {
        request = request.header("cookie", format!("qd_session={token}"));
    }
    let request = request.header("content-type", "application/json").body(Full::new(Bytes::from(body.to_owned())))?;
    let started = Instant::now();
    connection.ready().await?;
    let response = connection.send_request(request).await?;
    let micros = u64::try_from(started.elapsed().as_micros())?;
    let status = response.status().as_u16();
    Ok((status, micros, response.into_body().collect().await?.to_bytes()))
}

/// One GET on a connection of its own.
pub(crate) async fn get(address: &str, uri: &str, token: &str) -> Result<(u16, Bytes)> {
    let mut connection = connect(address).await?;
    let (status, _, body) = send(&mut connection, "GET", uri, token, "").await?;
    Ok((status, body))
}

/// One JSON call on a connection of its own; anything but success is an error.
pub(crate) async fn call(address: &str, method: &str, uri: &str, token: &str, body: &str) -> Result<serde_json::Value> {
    let mut connection = connect(address).await?;
    let (status, _, answer) = send(&mut connection, method, uri, token, body).await?;
    ensure!(status < 300, "{method} {uri}: {status} {}", String::from_utf8_lossy(&answer));
    Ok(serde_json::from_slice(&answer).unwrap_or(serde_json::Value::Null))
}

/// First byte of some pages (name, address, session) under so many clients.
pub(crate) async fn pages(program: &Program, pages: Vec<(&str, String, String)>, at_once: usize) -> Result<()> {
    println!("\n| page, clients: {at_once} | requests | p50 ms | p99 ms | kB |\n|---|--:|--:|--:|--:|");
    for (name, uri, token) in pages {
        let mut clients = Vec::new();
        for _ in 0..at_once {
            let (address, uri, token) = (program.address.clone(), uri.clone(), token.clone());
            clients.push(tokio::spawn(async move {
                let mut connection = connect(&address).await?;
                let mut times = Vec::new();
                let mut size = 0;
                for _ in 0..25 {
                    let (status, micros, body) = send(&mut connection, "GET", &uri, &token, "").await?;
                    ensure!(status == 200, "{uri} answered {status}");
                    times.push(micros);
                    size = body.len();
                }
                Ok::<_, anyhow::Error>((times, size))
            }));
        }
        let mut all = Vec::new();
        let mut size = 0;
        for client in clients {
            let (times, bytes) = client.await??;
            all.extend(times);
            size = bytes;
        }
        let spread = Spread::of(all);
        println!("| {name} | {} | {:.1} | {:.1} | {} |", spread.count(), spread.ms(50), spread.ms(99), size / 1024);
    }
    Ok(())
}

/// Sign, then report, each a durable commit, with 64 clients; answers how many were signed per second.
pub(crate) async fn transitions(program: &Program, world: &World) -> Result<f64> {
    let work = Arc::new(world.work.clone());
    let item = *world.items.first().context("a list has items")?;
    println!("\n| transition, 64 clients | done | per second | p50 ms | p99 ms |\n|---|--:|--:|--:|--:|");
    let mut signed = 0.0;
    for (verb, body) in [
        ("signature", r#"{"version":1}"#),
        ("report", r#"{"version":2,"answers":{},"note":"","happened_on":"2026-01-01"}"#),
    ] {
        let started = Instant::now();
        let mut clients = Vec::new();
        for lane in 0..64 {
            let (address, work) = (program.address.clone(), Arc::clone(&work));
            clients.push(tokio::spawn(async move {
                let mut connection = connect(&address).await?;
                let mut times = Vec::new();
                for of in work.iter().skip(lane).step_by(64) {
                    let uri = format!("/api/v1/assignments/{}/{}/{item}/{verb}", of.org, crate::world::month().0);
                    let (status, micros, reply) = send(&mut connection, "POST", &uri, &of.token, body).await?;
                    ensure!(status < 300, "{uri}: {status} {}", String::from_utf8_lossy(&reply));
                    times.push(micros);
                }
                Ok::<_, anyhow::Error>(times)
            }));
        }
        let mut all = Vec::new();
        for client in clients {
            all.extend(client.await.context("a client ended badly")??);
        }
        let seconds = started.elapsed().as_secs_f64();
        let spread = Spread::of(all);
        #[expect(clippy::cast_precision_loss, reason = "thousands of requests")]
        let rate = spread.count() as f64 / seconds;
        println!("| {verb} | {} | {rate:.0} | {:.1} | {:.1} |", spread.count(), spread.ms(50), spread.ms(99));
        signed = if verb == "signature" { rate } else { signed };
    }
    Ok(signed)
}
