//! Files that leave the program.

use axum::{http::header, response::Response};

use crate::encode;

/// Lets the name of a file that leaves a demo say so: a sheet without it would tell invented progress of real places.
pub(crate) fn mark(response: &mut Response, mark: &str) {
    let disposition = response.headers().get(header::CONTENT_DISPOSITION).and_then(|v| v.to_str().ok());
    let Some(marked) = disposition.and_then(|d| marked(d, mark)).and_then(|d| d.parse().ok()) else { return };
    response.headers_mut().insert(header::CONTENT_DISPOSITION, marked);
}

/// The disposition of an attachment, its name in front of it marked; none if it is shown in the browser.
fn marked(disposition: &str, mark: &str) -> Option<String> {
    const NAMED: &str = "filename*=UTF-8''";
    let rest = disposition.strip_prefix("attachment")?;
    let mark = encode(mark).replace('/', "_");
    if let Some((before, name)) = rest.split_once(NAMED) {
        return Some(format!("attachment{before}{NAMED}{mark}-{name}"));
    }
    let plain = rest.split_once("filename=\"").and_then(|(_, name)| name.split('"').next()).unwrap_or("file");
    Some(format!("attachment{rest}; {NAMED}{mark}-{}", encode(plain)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_demo_is_marked_in_its_name_whatever_name_it_has() {
        let both = "attachment; filename=\"export.csv\"; filename*=UTF-8''%E7%9C%8B.csv";
        assert_eq!(
            marked(both, "演示").unwrap(),
            "attachment; filename=\"export.csv\"; filename*=UTF-8''%E6%BC%94%E7%A4%BA-%E7%9C%8B.csv"
        );
        let plain = "attachment; filename=\"letters-2026.csv\"";
        assert_eq!(
            marked(plain, "Demo · x").unwrap(),
            format!("{plain}; filename*=UTF-8''Demo%20%C2%B7%20x-letters-2026.csv")
        );
        assert_eq!(marked("inline; filename=\"preview.pdf\"", "x"), None, "a paper that is shown says it itself");
    }
}
