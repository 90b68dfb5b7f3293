//! Audiences in the JSON interface of every room that sends something to organisations.

use cx::AppError;
use kernel::{Fault, OrgId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rules::{Audience, Choice};

/// To whom something goes: a union of choices and named organisations.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AudienceBody {
    /// Choices; who fits one is in.
    #[serde(default)]
    clauses: Vec<ChoiceBody>,
    /// Ids of organisations.
    #[serde(default)]
    named: Vec<String>,
    /// Whether one's own organisation may be among them.
    #[serde(default)]
    include_self: bool,
}

/// Everything at or below one place that fits every condition; an empty condition fits all.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoiceBody {
    /// Id of the organisation at whose place it begins.
    under: String,
    /// Levels.
    #[serde(default)]
    levels: Vec<String>,
    /// Domains.
    #[serde(default)]
    domains: Vec<String>,
    /// Tags, one of which must be there.
    #[serde(default)]
    tags: Vec<String>,
}

impl AudienceBody {
    /// The audience.
    ///
    /// # Errors
    /// A fault of `audience` for what is no id.
    pub fn read(&self) -> Result<Audience, AppError> {
        let choice = |c: &ChoiceBody| {
            let (levels, domains, tags) = (c.levels.clone(), c.domains.clone(), c.tags.clone());
            Ok(Choice { under: id(&c.under)?, levels, domains, tags })
        };
        Ok(Audience {
            clauses: self.clauses.iter().map(choice).collect::<Result<_, AppError>>()?,
            named: self.named.iter().map(|text| id(text)).collect::<Result<_, AppError>>()?,
            include_self: self.include_self,
        })
    }

    /// A stored audience as it would be sent.
    #[must_use]
    pub fn of(audience: &Audience) -> Self {
        let choice = |c: &Choice| ChoiceBody {
            under: c.under.to_string(),
            levels: c.levels.clone(),
            domains: c.domains.clone(),
            tags: c.tags.clone(),
        };
        Self {
            clauses: audience.clauses.iter().map(choice).collect(),
            named: audience.named.iter().map(ToString::to_string).collect(),
            include_self: audience.include_self,
        }
    }
}

fn id(text: &str) -> Result<OrgId, AppError> {
    text.parse().map_err(|_| Fault::of("audience", "org_named_unknown").with("value", text).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_is_read_as_it_was_told_and_what_is_no_id_is_named() {
        let choice = Choice {
            under: OrgId::new(7),
            levels: vec!["county".to_owned()],
            domains: Vec::new(),
            tags: vec!["水库移民".to_owned()],
        };
        let audience = Audience { clauses: vec![choice], named: vec![OrgId::new(8)], include_self: true };
        assert_eq!(AudienceBody::of(&audience).read().unwrap(), audience);
        let body = AudienceBody { named: vec!["甲县".to_owned()], ..AudienceBody::default() };
        let Err(AppError::Invalid(faults)) = body.read() else { panic!("a name is no id") };
        assert_eq!((faults[0].field.as_deref(), faults[0].code), (Some("audience"), "org_named_unknown"));
    }
}
