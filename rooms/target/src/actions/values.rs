//! Recipients' own values: a small sheet of organisation, target number and value, tried first, then kept with the
//! draft; a recipient without a row gets the target's own value.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cx::{AppError, Cx, Happening, Recorded};
use kernel::{Fault, IssueId, OrgId, TargetId, text::length};
use serde_json::json;

use super::submission;
use crate::access::{self, WRITE};
use crate::store::issuing::{self, Value};
use crate::store::{issue, party, target};

/// The most rows of one sheet.
pub const ROWS_MOST: usize = 100_000;
/// Problems told at most; the count tells the rest.
const PROBLEMS_MOST: usize = 200;

/// One row of the sheet as it was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ValueRow {
    /// Its row number.
    pub row: u32,
    /// Code or name of the recipient.
    pub org: String,
    /// Number of the target in the issue.
    pub seq: String,
    /// The value.
    pub value: String,
}

/// A row that cannot be taken: where, why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BadRow {
    /// Row number.
    pub row: u32,
    /// Which column: `org`, `seq`, `value`.
    pub column: String,
    /// Code of the fault.
    pub code: String,
    /// What stands there, shortened.
    pub value: String,
}

/// What a sheet comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct ValuesReport {
    /// Rows taken.
    pub accepted: i64,
    /// Recipients among them.
    pub recipients: i64,
    /// Rows refused, all of them counted.
    pub refused: i64,
    /// The first of them.
    pub problems: Vec<BadRow>,
    /// Whether anything was written: only if no row was refused.
    pub written: bool,
}

/// Tries a sheet, or keeps its values with the draft in place of those before. With a refused row nothing is kept.
///
/// # Errors
/// [`AppError::NotFound`] for another organisation's issue; a fault once it is issued; [`AppError::Conflict`].
pub async fn set_values(
    cx: &Cx,
    once: &str,
    (id, version): (IssueId, i64),
    rows: Vec<ValueRow>,
    dry_run: bool,
) -> Result<ValuesReport, AppError> {
    let key = if dry_run { String::new() } else { submission("values", id, once) };
    cx.write_once(&key, move |tx| {
        let row = issue::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WRITE, row.org)?;
        row.stage.edit()?;
        if rows.len() > ROWS_MOST {
            return Err(Fault::of("file", "target_rows_most").with("most", ROWS_MOST).into());
        }
        if row.version != version {
            return Err(AppError::Conflict(Vec::new()));
        }
        let targets = target::of_issue(tx, id)?;
        let draft = row.draft(Vec::new(), Vec::new());
        let issuer = org::org_in(tx, row.org)?;
        let audience = org::resolve_in(tx, issuer, &draft.audience)?;
        let members: BTreeSet<OrgId> = org::members_in(tx, &audience)?.into_keys().collect();
        let names = Names::of(party::orgs(tx, &members)?);
        let seqs: HashMap<i64, TargetId> = targets.iter().map(|t| (t.seq, t.id)).collect();
        let (values, mut report) = judged(&rows, &names, &seqs);
        if dry_run || report.refused > 0 {
            return Ok(Recorded::unchanged(report));
        }
        report.written = true;
        issuing::set_values(tx, &permit, &row, &values)?;
        let detail = json!({ "values": report.accepted, "recipients": report.recipients });
        Ok(Happening::new("target.values_set", row.org, id).detail(detail).answer(report))
    })
    .await
}

/// Recipients by what a sheet calls them.
struct Names {
    codes: HashMap<String, OrgId>,
    names: HashMap<String, Vec<OrgId>>,
}

impl Names {
    fn of(orgs: HashMap<OrgId, party::OrgRow>) -> Self {
        let mut names: HashMap<String, Vec<OrgId>> = HashMap::new();
        let mut codes = HashMap::new();
        for (id, org) in orgs {
            codes.insert(org.code, id);
            names.entry(org.name).or_default().push(id);
        }
        Self { codes, names }
    }

    fn find(&self, typed: &str) -> Result<OrgId, &'static str> {
        let typed = kernel::text::tidy(typed);
        if let Some(id) = self.codes.get(&typed) {
            return Ok(*id);
        }
        match self.names.get(&typed).map(Vec::as_slice) {
            Some([one]) => Ok(*one),
            Some(_) => Err("target_value_ambiguous"),
            None => Err("target_value_org"),
        }
    }
}

/// The values of the rows that can be taken, and what is wrong with the others.
fn judged(rows: &[ValueRow], names: &Names, seqs: &HashMap<i64, TargetId>) -> (Vec<Value>, ValuesReport) {
    let mut report = ValuesReport::default();
    let mut values: BTreeMap<(OrgId, TargetId), String> = BTreeMap::new();
    for row in rows {
        match taken(row, names, seqs) {
            Ok((org, target)) if values.contains_key(&(org, target)) => {
                report.refuse(row, "seq", "target_value_twice", &row.seq);
            }
            Ok(key) => drop(values.insert(key, row.value.trim().to_owned())),
            Err((column, code, value)) => report.refuse(row, column, code, value),
        }
    }
    report.accepted = i64::try_from(values.len()).unwrap_or(i64::MAX);
    let recipients: BTreeSet<OrgId> = values.keys().map(|k| k.0).collect();
    report.recipients = i64::try_from(recipients.len()).unwrap_or(i64::MAX);
    (values.into_iter().map(|((org, target), value)| (org, target, value)).collect(), report)
}

type Bad<'a> = (&'static str, &'static str, &'a str);

fn taken<'a>(row: &'a ValueRow, names: &Names, seqs: &HashMap<i64, TargetId>) -> Result<(OrgId, TargetId), Bad<'a>> {
    let org = names.find(&row.org).map_err(|code| ("org", code, row.org.as_str()))?;
    let seq = kernel::text::tidy(&row.seq).parse::<i64>().ok();
    let target = seq.and_then(|n| seqs.get(&n)).copied().ok_or(("seq", "target_value_seq", row.seq.as_str()))?;
    if row.value.trim().is_empty() {
        return Err(("value", "target_value_empty", ""));
    }
    if length(&row.value) > 200 {
        return Err(("value", "target_value_long", row.value.as_str()));
    }
    Ok((org, target))
}

impl ValuesReport {
    fn refuse(&mut self, row: &ValueRow, column: &str, code: &str, value: &str) {
        self.refused += 1;
        if self.problems.len() < PROBLEMS_MOST {
            let value = value.chars().take(40).collect();
            self.problems.push(BadRow { row: row.row, column: column.to_owned(), code: code.to_owned(), value });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_row_is_told_with_its_column_and_the_good_ones_are_counted() {
        let names = Names {
            codes: HashMap::from([("622921".to_owned(), OrgId::new(1)), ("622922".to_owned(), OrgId::new(2))]),
            names: HashMap::from([
                ("甲县".to_owned(), vec![OrgId::new(1)]),
                ("新村".to_owned(), vec![OrgId::new(3), OrgId::new(4)]),
            ]),
        };
        let seqs = HashMap::from([(1, TargetId::new(11)), (2, TargetId::new(12))]);
        let row = |n: u32, org: &str, seq: &str, value: &str| ValueRow {
            row: n,
            org: org.to_owned(),
            seq: seq.to_owned(),
            value: value.to_owned(),
        };
        let rows = [
            row(2, "６２２９２１", "1", "95%"),
            row(3, "甲县", "２", "3 个"),
            row(4, "新村", "1", "1"),
            row(5, "丙县", "1", "1"),
            row(6, "622922", "9", "1"),
            row(7, "622922", "1", " "),
            row(8, "622921", "1", "96%"),
        ];
        let (values, report) = judged(&rows, &names, &seqs);
        assert_eq!(values.len(), 2);
        assert_eq!((report.accepted, report.recipients, report.refused), (2, 1, 5));
        let told: Vec<_> = report.problems.iter().map(|p| (p.row, p.column.as_str(), p.code.as_str())).collect();
        assert_eq!(
            told,
            [
                (4, "org", "target_value_ambiguous"),
                (5, "org", "target_value_org"),
                (6, "seq", "target_value_seq"),
                (7, "value", "target_value_empty"),
                (8, "seq", "target_value_twice"),
            ]
        );
    }
}
