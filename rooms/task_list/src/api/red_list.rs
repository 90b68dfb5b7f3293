//! The red list of a month in JSON, and the links of a chain.

use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::ground::ChainLink;
use crate::actions::resting::{Baseless, RedList};

/// The red list “tasks without basis” of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RedListJson {
    /// Items sent in the month.
    sent: i64,
    /// Those of them that rest on no row.
    baseless: i64,
    /// Those of these that name a basis in words.
    words_only: i64,
    /// A page of them.
    items: Vec<BaselessJson>,
    /// Where the next page begins.
    next: Option<String>,
}

impl From<RedList> for RedListJson {
    fn from(list: RedList) -> Self {
        Self {
            sent: list.items,
            baseless: list.baseless,
            words_only: list.words_only,
            items: list.rows.items.into_iter().map(BaselessJson::from).collect(),
            next: list.rows.next,
        }
    }
}

/// An item that rests on no row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BaselessJson {
    id: String,
    list: String,
    number: String,
    issuer: String,
    issuer_name: String,
    seq: i64,
    text: String,
    /// In words; empty if there are none.
    basis: String,
    due_day: String,
    orgs: i64,
}

impl From<Baseless> for BaselessJson {
    fn from(row: Baseless) -> Self {
        Self {
            id: row.item.to_string(),
            list: row.list.to_string(),
            number: row.number,
            issuer: row.issuer.to_string(),
            issuer_name: row.issuer_name,
            seq: row.seq,
            text: row.text,
            basis: row.basis,
            due_day: row.due_day.to_string(),
            orgs: row.orgs,
        }
    }
}

/// A link of the chain from a clause down to an item.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChainLinkJson {
    /// `clause` or `target`.
    sort: &'static str,
    /// Who wrote it.
    by: String,
    /// What it is called.
    label: String,
    /// Address of its page.
    address: String,
}

impl From<ChainLink> for ChainLinkJson {
    fn from(link: ChainLink) -> Self {
        Self { sort: link.sort, by: link.by, label: link.label, address: link.address }
    }
}
