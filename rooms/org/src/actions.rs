//! What is done with the tree: each a unit of work from loading to the record.

pub(crate) mod change;
pub(crate) mod check;
pub(crate) mod effect;
pub(crate) mod find;
pub(crate) mod import;
pub(crate) mod learn;
pub(crate) mod naming;
pub(crate) mod replay;
pub(crate) mod tag;
pub(crate) mod view;

use std::collections::HashMap;

use cx::{AppError, Tx};
use kernel::{Day, Fault, OrgId};
use serde_json::{Value, json};

use crate::rules::{self, Moved, Outcome, Refusal, Tree, Wish};

/// No change is dated later than today: `org` holds today's state.
fn not_future(tx: &Tx<'_>, day: Day, field: &str) -> Result<(), AppError> {
    if day > tx.today() { Err(Fault::of(field, "org_future").with("value", day).into()) } else { Ok(()) }
}

/// A source of fresh identities for plans.
fn ids<'a>(tx: &'a Tx<'_>) -> impl FnMut() -> OrgId + 'a {
    || tx.new_id()
}

/// Judges wishes and applies those accepted, in memory. With refusals and without `skip` nothing is applied.
fn carry_out(
    tree: &mut Tree,
    day: Day,
    wishes: Vec<Wish>,
    refused: &mut Vec<Refusal>,
    skip: bool,
) -> Option<(Outcome, HashMap<&'static str, usize>)> {
    let verdicts = rules::judge(tree, day, &wishes);
    let accepted = if verdicts.is_empty() {
        wishes
    } else {
        let kept = wishes.into_iter().enumerate().filter(|(n, _)| !verdicts.contains_key(n)).map(|(_, w)| w).collect();
        refused.extend(verdicts.into_values());
        refused.sort_by_key(|r| r.row);
        kept
    };
    if !refused.is_empty() && !skip {
        return None;
    }
    let mut by_op = HashMap::new();
    for wish in &accepted {
        *by_op.entry(wish.op).or_insert(0) += 1;
    }
    match rules::apply(tree, day, &accepted) {
        Ok(outcome) => Some((outcome, by_op)),
        Err(refusal) => {
            refused.push(refusal);
            None
        }
    }
}

/// Moves as the record and the reactions read them.
pub(crate) fn moved_json(moved: &[Moved]) -> Value {
    let one = |m: &Moved| json!({"org": m.org, "from": m.from.as_str(), "to": m.to.as_str(), "day": m.day});
    Value::Array(moved.iter().map(one).collect())
}
