//! What is said about a document besides its text, and which of it may be stored.

use kernel::{Fault, Faults, OrgId, text::length};

use crate::rules::{Kind, Slot};

/// Most characters of a title.
pub(crate) const TITLE_MOST: usize = 200;
/// Most characters of a number (文号).
pub(crate) const NUMBER_MOST: usize = 60;

/// What is said about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its sort.
    pub kind: Kind,
    /// Its place in the “1+3”, if it has one.
    pub framework: Option<Slot>,
    /// The domain of a work procedure; empty for all others.
    pub domain: String,
    /// Whether its clauses are to be put into work.
    pub demands_work: bool,
    /// Its title.
    pub title: String,
    /// Its number, such as 示组发〔2026〕3号; may be empty.
    pub number: String,
}

impl About {
    /// A document of this sort and title and nothing more.
    #[must_use]
    pub fn new(kind: Kind, title: &str) -> Self {
        Self {
            kind,
            framework: None,
            domain: String::new(),
            demands_work: false,
            title: title.trim().to_owned(),
            number: String::new(),
        }
    }

    /// Everything that may not be stored.
    #[must_use]
    pub fn faults(&self, domains: &[&str]) -> Faults {
        let mut faults = Faults::new();
        if self.title.trim().is_empty() {
            faults.push(Fault::of("title", "required"));
        }
        for (field, text, most) in [("title", &self.title, TITLE_MOST), ("number", &self.number, NUMBER_MOST)] {
            let length = length(text);
            if length > most {
                faults.push(Fault::of(field, "too_long").with("most", most).with("length", length));
            }
        }
        if self.framework.is_some_and(|slot| slot.kind() != self.kind) {
            faults.push(Fault::of("framework", "document_framework_kind"));
        }
        match (self.kind, self.domain.as_str()) {
            (Kind::WorkProcedure, domain) if !domains.contains(&domain) => {
                faults.push(Fault::of("domain", "document_domain_needed"));
            }
            (Kind::WorkProcedure, _) | (_, "") => {}
            _ => faults.push(Fault::of("domain", "document_domain_only_procedures")),
        }
        faults
    }
}

/// Whether organisations of this level keep documents: from the county up, by default.
///
/// # Errors
/// `document_level` otherwise.
pub(crate) fn keeps_documents(level: &str, org: OrgId) -> Result<(), Fault> {
    match level {
        "township" | "village" => Err(Fault::new("document_level").with("org", org)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAINS: &[&str] = &["village", "office"];

    fn codes(about: &About) -> Vec<&'static str> {
        about.faults(DOMAINS).iter().map(|f| f.code).collect()
    }

    #[test]
    fn a_work_procedure_names_its_domain_and_nothing_else_does() {
        let mut about = About::new(Kind::WorkProcedure, "村党支部工作规程");
        assert_eq!(codes(&about), ["document_domain_needed"]);
        about.domain = "village".to_owned();
        assert!(codes(&about).is_empty());
        about.kind = Kind::Regulation;
        assert_eq!(codes(&about), ["document_domain_only_procedures"]);
    }

    #[test]
    fn only_an_opinion_and_plans_have_a_place_in_the_framework() {
        let mut about = About::new(Kind::Plan, "实施方案");
        about.framework = Some(Slot::Plan2);
        assert!(codes(&about).is_empty());
        about.framework = Some(Slot::Opinion);
        assert_eq!(codes(&about), ["document_framework_kind"]);
    }

    #[test]
    fn a_title_is_needed_and_bounded() {
        assert_eq!(codes(&About::new(Kind::Plan, " ")), ["required"]);
        assert_eq!(codes(&About::new(Kind::Plan, &"长".repeat(TITLE_MOST + 1))), ["too_long"]);
    }

    #[test]
    fn documents_are_kept_from_the_county_up() {
        let org = OrgId::new(1);
        assert!(keeps_documents("county", org).is_ok() && keeps_documents("prefecture", org).is_ok());
        assert!(keeps_documents("village", org).is_err() && keeps_documents("township", org).is_err());
    }
}
