//! To whom something is issued: a union of choices over the issuer's own subtree, and named organisations.

use std::collections::BTreeSet;

use kernel::{Fault, Faults, OrgId, OrgPath};

/// The most choices of one audience.
pub const AUDIENCE_CHOICES_MOST: usize = 20;
/// The most named organisations of one audience.
pub const NAMED_MOST: usize = 500;

/// A choice of organisations, as data: evaluated when it is shown as a count and again when something is issued.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Audience {
    /// Choices; an organisation that fits one is in.
    #[serde(default)]
    pub clauses: Vec<Choice>,
    /// Organisations named one by one.
    #[serde(default)]
    pub named: Vec<OrgId>,
    /// Whether the issuer may be among them.
    #[serde(default)]
    pub include_self: bool,
}

/// One choice: everything at or below a place that fits every condition.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Choice {
    /// The organisation at whose place the choice begins.
    pub under: OrgId,
    /// Levels that fit; empty means any.
    #[serde(default)]
    pub levels: Vec<String>,
    /// Domains that fit; empty means any.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Tags of which at least one must be there; empty means any.
    #[serde(default)]
    pub tags: Vec<String>,
}

impl Audience {
    /// The canonical text: what is stored.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }

    /// Reads a stored audience; what cannot be read chooses nobody.
    #[must_use]
    pub fn stored(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Whether nobody is chosen at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.named.is_empty()
    }

    /// Every organisation it mentions, once: their places are what [`Audience::inside`] needs.
    #[must_use]
    pub fn mentioned(&self) -> BTreeSet<OrgId> {
        self.clauses.iter().map(|c| c.under).chain(self.named.iter().copied()).collect()
    }

    /// Limits of numbers and codes.
    #[must_use]
    pub fn check(&self) -> Faults {
        let codes = |list: &[String]| list.len() <= 20 && list.iter().all(|c| (1..=40).contains(&c.chars().count()));
        let sound = self.clauses.len() <= AUDIENCE_CHOICES_MOST
            && self.named.len() <= NAMED_MOST
            && self.clauses.iter().all(|c| codes(&c.levels) && codes(&c.domains) && codes(&c.tags));
        if sound { Vec::new() } else { vec![Fault::of("audience", "org_audience_large")] }
    }

    /// Nobody issues to whom they do not lead: every mentioned organisation must stand at or below the
    /// issuer. `places` are the places found for [`Audience::mentioned`].
    ///
    /// # Errors
    /// If one is unknown or stands elsewhere.
    pub fn inside(&self, issuer: &OrgPath, places: &[OrgPath]) -> Result<(), Fault> {
        let known = places.len() == self.mentioned().len();
        if known && places.iter().all(|p| issuer.contains(p)) {
            Ok(())
        } else {
            Err(Fault::of("audience", "org_audience_outside"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(id: i64) -> Choice {
        Choice { under: OrgId::new(id), levels: vec!["village".to_owned()], domains: Vec::new(), tags: Vec::new() }
    }

    #[test]
    fn an_audience_stays_inside_the_issuers_subtree() {
        let county = OrgPath::parse("0001/0002/").unwrap();
        let below = OrgPath::parse("0001/0002/0001/").unwrap();
        let beside = OrgPath::parse("0001/0003/").unwrap();
        let audience = Audience { clauses: vec![under(1)], named: vec![OrgId::new(2)], include_self: false };
        assert!(audience.inside(&county, &[county.clone(), below.clone()]).is_ok());
        assert!(audience.inside(&county, &[below.clone(), beside]).is_err());
        assert!(audience.inside(&county, &[below]).is_err(), "an unknown organisation is not inside");
    }

    #[test]
    fn an_audience_reads_back_and_rubbish_chooses_nobody() {
        let audience = Audience { clauses: vec![under(7)], named: vec![], include_self: true };
        assert_eq!(Audience::stored(&audience.canonical()), audience);
        assert!(Audience::stored("rubbish").is_empty());
        let large = Audience { clauses: vec![under(1); 21], ..Audience::default() };
        assert_eq!(large.check()[0].code, "org_audience_large");
    }
}
