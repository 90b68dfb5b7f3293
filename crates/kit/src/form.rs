//! What a form sent, and how it is shown again with everything typed still in it.

use std::collections::HashMap;

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use cx::AppError;
use kernel::{Fault, Faults};

use crate::W;

/// Largest file of a form.
const FILE_MOST: usize = 10 * 1024 * 1024;

/// The fields of a sent form, in order; several may share a name.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    /// Files sent with it.
    pub files: Vec<Upload>,
}

/// A file sent with a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name of the field.
    pub field: String,
    /// Its name on the sender's device, without folders; what a person may be shown, never a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl Form {
    /// Reads a body; anything but the two form encodings gives an empty form.
    pub(crate) async fn read(content_type: &str, body: Bytes) -> Result<Self, AppError> {
        if content_type.starts_with("application/x-www-form-urlencoded") {
            return Ok(Self { fields: url_decoded(&body), files: Vec::new() });
        }
        if content_type.starts_with("multipart/form-data") {
            return Self::multipart(content_type, body).await;
        }
        Ok(Self::default())
    }

    async fn multipart(content_type: &str, body: Bytes) -> Result<Self, AppError> {
        fn broken<E>(_: E) -> AppError {
            Fault::new("form_broken").into()
        }
        let request = Request::builder().header(CONTENT_TYPE, content_type).body(Body::from(body)).map_err(broken)?;
        let mut parts = Multipart::from_request(request, &()).await.map_err(broken)?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            if let Some(file) = part.file_name().map(base_name) {
                let bytes = part.bytes().await.map_err(broken)?;
                if bytes.len() > FILE_MOST {
                    return Err(Fault::of(name, "file_too_large").with("most", "10 MB").into());
                }
                if !bytes.is_empty() {
                    form.files.push(Upload { field: name, name: file, bytes });
                }
            } else {
                form.fields.push((without_nul(&name), without_nul(&part.text().await.map_err(broken)?)));
            }
        }
        Ok(form)
    }

    /// A form from pairs: what tests and other faces hold.
    #[must_use]
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        Self { fields: pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(), files: Vec::new() }
    }

    /// A form from the query of an address.
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        Self { fields: url_decoded(query.as_bytes()), files: Vec::new() }
    }

    /// The first value of this name, trimmed; empty if it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// The first value of this name, if it was sent and is not blank.
    #[must_use]
    pub fn opt(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|v| !v.is_empty())
    }

    /// All values of this name that are not blank.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// Whether a box of this name was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        matches!(self.get(name), "1" | "on" | "true")
    }

    /// A parsed value; a fault of that field if it is missing or is not one.
    ///
    /// # Errors
    /// `required` if nothing was typed, else the fault `code` of the field.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str, code: &'static str) -> Result<T, Fault> {
        let typed = self.get(name);
        if typed.trim().is_empty() {
            return Err(Fault::of(name, "required"));
        }
        typed.parse().map_err(|_| Fault::of(name, code).with("value", typed))
    }

    /// All fields as sent.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

/// The last part of a file's name, whatever slashes its sender uses, at most 120 characters.
fn base_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// Without NUL: no text of people holds it, and PostgreSQL stores none.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// Decodes `a=b&c=d`.
fn url_decoded(bytes: &[u8]) -> Vec<(String, String)> {
    let decode = |part: &[u8]| {
        let mut out = Vec::with_capacity(part.len());
        let mut i = 0;
        while i < part.len() {
            let hex = |n: usize| part.get(i + n).and_then(|b| char::from(*b).to_digit(16));
            match (part[i], hex(1), hex(2)) {
                (b'+', ..) => out.push(b' '),
                (b'%', Some(high), Some(low)) => {
                    out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                    i += 2;
                }
                (b, ..) => out.push(b),
            }
            i += 1;
        }
        without_nul(&String::from_utf8_lossy(&out))
    };
    bytes
        .split(|b| *b == b'&')
        .filter(|p| !p.is_empty())
        .map(|pair| {
            let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            (decode(&pair[..at]), decode(pair.get(at + 1..).unwrap_or_default()))
        })
        .collect()
}

/// A form as a template shows it: values, and the sentence of each fault beside its field.
#[derive(Debug, Clone, Default)]
pub struct FormView {
    values: HashMap<String, Vec<String>>,
    errors: Vec<(String, String)>,
}

impl FormView {
    /// An empty form with these values.
    #[must_use]
    pub fn of(values: &[(&str, &str)]) -> Self {
        Self::again(&Form::from_pairs(values))
    }

    /// The form as it was sent.
    #[must_use]
    pub fn again(form: &Form) -> Self {
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in form.pairs() {
            values.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        Self { values, errors: Vec::new() }
    }

    /// The same with the sentences of these faults.
    #[must_use]
    pub fn refused(mut self, faults: &Faults, w: &W) -> Self {
        self.errors = faults.iter().map(|f| (f.field.clone().unwrap_or_default(), w.fault(f))).collect();
        self
    }

    /// The value of a field; empty if there is none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|v| v.first()).map_or("", String::as_str)
    }

    /// Whether a field holds this value: for boxes and choices.
    #[must_use]
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|v| v.iter().any(|x| x == value))
    }

    /// All values of a field.
    #[must_use]
    pub fn values(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// The sentence of the field's fault; empty if it has none.
    #[must_use]
    pub fn error(&self, name: &str) -> &str {
        self.errors.iter().find(|(n, _)| n == name).map_or("", |(_, s)| s)
    }

    /// All faults: field and sentence, for the summary at the top.
    #[must_use]
    pub fn errors(&self) -> &[(String, String)] {
        &self.errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sent_form_is_read_with_its_repeated_names_and_odd_bytes() {
        let form = Form { fields: url_decoded("a=%E4%B8%80&b=1&b=2&c=%zz+x&d".as_bytes()), files: Vec::new() };
        assert_eq!(form.get("a"), "一");
        assert_eq!(form.all("b").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.get("c"), "%zz x");
        assert_eq!(form.get("d"), "");
    }

    #[test]
    fn a_files_name_is_no_path() {
        assert_eq!(base_name("C:\\我的\\办法.docx"), "办法.docx");
        assert_eq!(base_name("../../etc/passwd"), "passwd");
    }
}
