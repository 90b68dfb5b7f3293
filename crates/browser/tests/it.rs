//! The driver on a page of its own, served from this test.

use std::io::{Read, Write};
use std::net::TcpListener;

use browser::{Browser, Size};

const PAGE: &str = r#"<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>试页</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head><body>
<h1>本月要办</h1>
<input name="who" value="old"><input name="day" type="date">
<select name="state"><option value="open">开</option><option value="done">完</option></select>
<button onclick="setTimeout(() => {
  document.querySelector('p').textContent = ['who', 'day', 'state'].map(n => document.getElementsByName(n)[0].value).join(' ')
}, 100)">写</button><p></p>
<div id="wide" style="display:none;width:3000px">宽</div>
<a href="/next">下一页</a></body></html>"#;

const NEXT: &str =
    "<!doctype html><meta charset=\"utf-8\"><link rel=icon href=\"data:,\"><h2>到了</h2><script>nothing()</script>";

/// Serves the two pages until the test ends; returns the address.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut request = [0; 4096];
                let length = stream.read(&mut request).unwrap_or(0);
                let page = if request[..length].starts_with(b"GET /next") { NEXT } else { PAGE };
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n";
                let answer = format!("{head}Content-Length: {}\r\n\r\n{page}", page.len());
                // A browser may open a connection ahead of need and leave it.
                let _ = stream.write_all(answer.as_bytes());
            });
        }
    });
    format!("http://{address}/")
}

#[tokio::test]
async fn a_page_is_read_filled_and_left() {
    let browser = Browser::start(Size::Phone).await;
    let address = serve();
    browser.goto(&address).await;
    assert_eq!(browser.text("h1").await, "本月要办");
    browser.fill("[name=who]", "李明").await;
    browser.fill("[name=day]", "2026-03-01").await;
    browser.fill("[name=state]", "done").await;
    browser.click("button").await;
    browser.wait_text("李明 2026-03-01 done").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());

    browser.eval("document.querySelector('[name=who]').select()").await;
    browser.press(&["j", "/", "Tab"]).await;
    assert_eq!(browser.eval("return document.querySelector('[name=who]').value").await, "j/");
    assert_eq!(browser.eval("return document.activeElement.name").await, "day");
    browser.eval("document.querySelector('a').focus()").await;
    browser.press(&["Enter"]).await;
    browser.wait_for("h2").await;
    assert_eq!(browser.url().await, format!("{address}next"));
    let errors = browser.console_errors().await;
    assert!(errors.len() == 1 && errors[0].contains("nothing is not defined"), "{errors:?}");
}

#[tokio::test]
async fn screens_have_their_size_and_overflow_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    for (size, width, language) in [(Size::Phone, 390, "zh-CN"), (Size::Desktop, 1440, "zh-CN")] {
        let browser = Browser::start(size).await;
        browser.goto(&serve()).await;
        assert_eq!(browser.eval("return window.innerWidth").await, width);
        assert_eq!(browser.eval("return navigator.language").await, language);
        assert!(!browser.has_horizontal_overflow().await);
        let picture = folder.path().join("new/page.png");
        browser.screenshot(&picture).await;
        assert!(std::fs::read(&picture).expect("it was written").starts_with(b"\x89PNG"));
        browser.eval("document.getElementById('wide').style.display = 'block'").await;
        assert!(browser.has_horizontal_overflow().await);
    }
}

#[tokio::test]
#[should_panic(expected = "could not wait for `#never`")]
async fn a_wait_in_vain_says_what_was_awaited() {
    let browser = Browser::start(Size::Desktop).await;
    browser.goto(&serve()).await;
    browser.wait_for("#never").await;
}
