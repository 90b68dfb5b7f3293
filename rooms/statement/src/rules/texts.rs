//! What an organisation writes into a statement and what may not stand there.

use kernel::{Fault, Faults};

use super::personal;

/// Most characters of the self-assessment and of the open problems (`domain.md` §5).
pub(crate) const STATED_MOST: usize = 1_000;
/// Most characters of a remark, of a correction's reason and of a refusal's.
pub(crate) const REMARK_MOST: usize = 400;

/// The two texts that the organisation adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// 自评.
    pub self_text: String,
    /// 存在的问题.
    pub problems: String,
}

impl Texts {
    /// Texts as they were typed, brought to one form.
    #[must_use]
    pub fn of(self_text: &str, problems: &str) -> Self {
        Self { self_text: one_form(self_text), problems: one_form(problems) }
    }

    /// Everything that is wrong with a draft: it may be incomplete and may still hold what only a
    /// publication may not.
    #[must_use]
    pub fn draft_faults(&self) -> Faults {
        [too_long("self_text", &self.self_text, STATED_MOST), too_long("problems", &self.problems, STATED_MOST)]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Everything that is wrong with what is to be published.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let mut faults = self.draft_faults();
        if self.self_text.is_empty() {
            faults.push(Fault::of("self_text", "required"));
        }
        faults.extend(personal_fault("self_text", &self.self_text));
        faults.extend(personal_fault("problems", &self.problems));
        faults
    }
}

/// Everything that is wrong with a reason or remark in `field`.
#[must_use]
pub(crate) fn note_faults(field: &str, text: &str) -> Faults {
    written_faults(field, text, REMARK_MOST)
}

/// Everything that is wrong with a text in `field` that must be there, has at most so many characters, and may be
/// published: it names no number that points to a person.
#[must_use]
pub fn written_faults(field: &str, text: &str, most: usize) -> Faults {
    let missing = text.is_empty().then(|| Fault::of(field, "required"));
    missing.into_iter().chain(too_long(field, text, most)).chain(personal_fault(field, text)).collect()
}

/// Typed text in one form: lines end with LF, no other control characters, no blank ends.
#[must_use]
pub fn one_form(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines.chars().filter(|c| *c == '\n' || !is_unseen(*c)).collect();
    kept.trim().to_owned()
}

/// Characters that nobody sees or that turn the direction of others: they do not belong on a paper.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

fn too_long(field: &str, text: &str, most: usize) -> Option<Fault> {
    let length = kernel::text::length(text);
    (length > most).then(|| Fault::of(field, "too_long").with("most", most).with("length", length))
}

/// The refusal of a number that points to a person; it shows where, never the number itself.
fn personal_fault(field: &str, text: &str) -> Option<Fault> {
    let found = personal::find(text).into_iter().next()?;
    Some(Fault::of(field, found.kind.fault()).with("masked", found.masked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_in_one_form_whatever_the_browser_sent() {
        assert_eq!(one_form(" 甲\r\n乙\r丙\u{0}\u{202e}\u{200b} \n"), "甲\n乙\n丙");
    }

    #[test]
    fn lengths_count_characters_and_every_problem_is_named() {
        let fine = Texts::of(&"好".repeat(1_000), "");
        assert!(fine.faults().is_empty());
        let long = Texts::of(&"好".repeat(1_001), "张三 13912345678");
        let codes: Vec<_> = long.faults().into_iter().map(|f| (f.field.unwrap(), f.code)).collect();
        let expected = [("self_text", "too_long"), ("problems", "statement_mobile")];
        assert_eq!(codes, expected.map(|(f, c)| (f.to_owned(), c)));
        assert_eq!(Texts::of("", "").faults()[0].code, "required");
        assert!(Texts::of("", "").draft_faults().is_empty());
    }

    #[test]
    fn a_refusal_shows_the_number_masked() {
        let fault = Texts::of("电话13912345678", "").faults().remove(0);
        assert_eq!(fault.values, [("masked", "139******78".to_owned())]);
        assert_eq!(note_faults("reason", "").len(), 1);
        assert_eq!(note_faults("reason", &"因".repeat(401))[0].code, "too_long");
    }
}
