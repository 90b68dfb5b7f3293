//! What is wrong with a template, as faults in the reader's language that name the line.

use kernel::Fault;
use press::{Flaw, WordingFault};

/// The fault of a wording or layout.
#[must_use]
pub(crate) fn flawed(found: &WordingFault) -> Fault {
    let of = |code: &'static str| Fault::new(code).with("line", found.line);
    match &found.flaw {
        Flaw::Syntax(said) => of("paper_template_syntax").with("said", said),
        Flaw::UnknownKey(key) => of("paper_template_unknown_key").with("key", key),
        Flaw::MissingKey(key) => of("paper_template_missing_key").with("key", key),
        Flaw::UnknownName { name, known } => of("paper_template_unknown_name").with("name", name).with("known", known),
        Flaw::Unfilled { expression, said } => {
            of("paper_template_unfilled").with("expression", expression).with("said", said)
        }
        Flaw::NotAList(expression) => of("paper_template_not_a_list").with("expression", expression),
        Flaw::BlockSort => of("paper_template_block"),
        Flaw::HeadingLevel => of("paper_template_heading"),
        Flaw::NoColumns => of("paper_template_columns"),
        Flaw::Signature => of("paper_template_signature"),
        Flaw::Endless => of("paper_template_endless"),
        Flaw::OutOfRange { key, value, least, most } => {
            let told = of("paper_template_range").with("key", key).with("value", value);
            told.with("least", least).with("most", most)
        }
        Flaw::NoFont(key) => of("paper_template_font").with("key", key),
        Flaw::NotAColour { key, value } => of("paper_template_colour").with("key", key).with("value", value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use press::{Layout, Wording};

    #[test]
    fn whoever_writes_a_template_is_told_the_line_and_what_to_put_there() {
        let fault = flawed(&Wording::read("[words]\ntag = 1\n").unwrap_err());
        assert_eq!(fault.code, "paper_template_unknown_key");
        assert_eq!(fault.values, [("line", "2".to_owned()), ("key", "tag".to_owned())]);
        let broken = Layout::default_text().replace("top = 37", "top = 370");
        let fault = flawed(&Layout::examine(&broken).unwrap_err());
        assert_eq!(fault.code, "paper_template_range");
        assert!(fault.values.contains(&("key", "page.top + page.bottom".to_owned())), "{fault:?}");
        let fault = flawed(&Wording::read("[words").unwrap_err());
        assert_eq!(fault.code, "paper_template_syntax");
    }
}
