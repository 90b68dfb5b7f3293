//! The shapes of documents in JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cite::ClauseRef;

/// A clause as other things refer to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseView {
    /// Its id: the reference number.
    pub(crate) id: String,
    /// Id of its document.
    pub(crate) document: String,
    /// Id of the organisation whose document it is.
    pub(crate) org: String,
    /// Name of that organisation.
    pub(crate) owner: String,
    /// Title of the document.
    pub(crate) title: String,
    /// Its number (文号); may be empty.
    pub(crate) number: String,
    /// Number of the version, 1 for the first.
    pub(crate) version: i64,
    /// Label of the clause, such as 第三条; may be empty.
    pub(crate) label: String,
    /// What it says.
    pub(crate) text: String,
    /// First day in force.
    pub(crate) from: String,
    /// First day no more in force; null if no end is set.
    pub(crate) to: Option<String>,
}

impl From<ClauseRef> for ClauseView {
    fn from(c: ClauseRef) -> Self {
        Self {
            to: c.to().map(|day| day.to_string()),
            id: c.clause.to_string(),
            document: c.document.to_string(),
            org: c.org.to_string(),
            owner: c.owner,
            title: c.document_title,
            number: c.document_number,
            version: c.version_seq,
            label: c.label,
            text: c.text,
            from: c.from.to_string(),
        }
    }
}

/// Some clauses.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseList {
    /// The clauses.
    pub(crate) items: Vec<ClauseView>,
    /// Key of the next page; null on the last.
    pub(crate) next: Option<String>,
}
