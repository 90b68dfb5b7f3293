//! JSON over HTTP/1.1 to chromedriver on this machine: one connection for each command.

use std::fmt;
use std::io::{self, Read, Write};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a command may take; opening a browser on a busy machine is the longest.
const LONGEST: Duration = Duration::from_secs(60);

/// How long the end of a session may take.
const LONGEST_END: Duration = Duration::from_secs(10);

/// Why a command was not carried out: the protocol's word, and the driver's explanation.
#[derive(Debug)]
pub(crate) struct Fault {
    error: String,
    message: String,
}

impl Fault {
    pub(crate) fn new(error: &str, message: &str) -> Self {
        // What follows the first line is the driver's own stack.
        Self { error: error.to_owned(), message: message.lines().next().unwrap_or_default().to_owned() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.error, self.message)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::new("chromedriver does not answer", &error.to_string())
    }
}

/// Sends a command and returns the `value` of the answer.
pub(crate) async fn call(host: &str, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Fault> {
    let exchange = async {
        let mut stream = TcpStream::connect(host).await?;
        stream.write_all(&request(host, method, path, body)).await?;
        let mut answer = Vec::new();
        while !is_whole(&answer) {
            if stream.read_buf(&mut answer).await? == 0 {
                break;
            }
        }
        Ok::<_, io::Error>(answer)
    };
    match timeout(LONGEST, exchange).await {
        Ok(answer) => value(&answer?),
        Err(_) => Err(Fault::new("chromedriver does not answer", &format!("{method} {path} took over {LONGEST:?}"))),
    }
}

/// Sends a command without a body and waits, without a runtime, until it is answered.
pub(crate) fn call_blocking(host: &str, method: &str, path: &str) -> io::Result<()> {
    let mut stream = std::net::TcpStream::connect(host)?;
    stream.set_read_timeout(Some(LONGEST_END))?;
    stream.write_all(&request(host, method, path, None))?;
    let (mut answer, mut chunk) = (Vec::new(), [0; 1024]);
    while !is_whole(&answer) {
        match stream.read(&mut chunk)? {
            0 => break,
            length => answer.extend_from_slice(&chunk[..length]),
        }
    }
    Ok(())
}

fn request(host: &str, method: &str, path: &str, body: Option<&Value>) -> Vec<u8> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

/// Where the body begins and how long it is, once the head is there.
fn frame(answer: &[u8]) -> Option<(usize, usize)> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())?;
    Some((end + 4, length))
}

fn is_whole(answer: &[u8]) -> bool {
    frame(answer).is_some_and(|(start, length)| answer.len() >= start + length)
}

fn value(answer: &[u8]) -> Result<Value, Fault> {
    let broken = || Fault::new("chromedriver's answer is broken", &String::from_utf8_lossy(answer));
    let (start, length) = frame(answer).ok_or_else(broken)?;
    let body = answer.get(start..start + length).ok_or_else(broken)?;
    let mut answer: Value = serde_json::from_slice(body).map_err(|_| broken())?;
    match answer["value"]["error"].as_str() {
        Some(error) => Err(Fault::new(error, answer["value"]["message"].as_str().unwrap_or_default())),
        None => Ok(answer["value"].take()),
    }
}

#[cfg(test)]
mod tests {
    //! Requests and answers as bytes.
    use super::*;

    #[test]
    fn a_request_says_how_long_it_is() {
        let sent = request("127.0.0.1:9", "POST", "/session", Some(&serde_json::json!({ "a": "清" })));
        let text = String::from_utf8(sent).expect("it is text");
        assert!(text.starts_with("POST /session HTTP/1.1\r\nHost: 127.0.0.1:9\r\n"), "{text}");
        assert!(text.ends_with("Content-Length: 11\r\n\r\n{\"a\":\"清\"}"), "{text}");
    }

    #[test]
    fn an_answer_is_read_when_it_is_whole() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"value\":7}";
        assert!(!is_whole(&answer[..answer.len() - 1]));
        assert!(is_whole(answer));
        assert_eq!(value(answer).expect("it is a value"), 7);
    }

    #[test]
    fn an_error_keeps_its_reason() {
        let body = "{\"value\":{\"error\":\"no such element\",\"message\":\"nothing\\nstack\"}}";
        let answer = format!("HTTP/1.1 404 Not Found\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        let fault = value(answer.as_bytes()).expect_err("it is an error");
        assert_eq!(fault.to_string(), "no such element (nothing)");
        assert!(value(b"nonsense").is_err());
    }
}
