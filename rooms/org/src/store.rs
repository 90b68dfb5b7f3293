//! All SQL of the tree. Reads for a day come in pairs: today's from `org`, another day's from `org_history`.

pub(crate) mod audience;
pub(crate) mod audit;
pub(crate) mod names;
pub(crate) mod read;
pub(crate) mod refs;
pub(crate) mod tree;

/// Organisations in one `IN` list; shorter lists are filled up by repeating the last.
pub(crate) const CHUNK: usize = 32;

/// The placeholders `$2` to `$33`.
macro_rules! many {
    () => {
        "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, \
         $25, $26, $27, $28, $29, $30, $31, $32, $33)"
    };
}
pub(crate) use many;

/// Values for [`many!`], after `first`.
pub(crate) fn chunk_args<T: Clone>(first: db::Arg, chunk: &[T]) -> Vec<db::Arg>
where
    db::Arg: From<T>,
{
    let mut args = Vec::with_capacity(CHUNK + 1);
    args.push(first);
    if let Some(last) = chunk.last() {
        args.extend(chunk.iter().cloned().map(db::Arg::from));
        while args.len() <= CHUNK {
            args.push(db::Arg::from(last.clone()));
        }
    }
    args
}

/// Every statement of the room, for the test that prepares each on both engines.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("REF", refs::REF),
    ("SHORT_NAME", refs::SHORT_NAME),
    ("LOAD_ALL", tree::LOAD_ALL),
    ("LOAD_BRANCH", tree::LOAD_BRANCH),
    ("LOAD_ONE", tree::LOAD_ONE),
    ("LAST_ROOT", tree::LAST_ROOT),
    ("LOCK_ROOTS", tree::LOCK_ROOTS),
    ("CODE_HOLDERS", tree::CODE_HOLDERS),
    ("DROP_HISTORY", tree::DROP_HISTORY),
    ("CLOSE_HISTORY", tree::CLOSE_HISTORY),
    ("DROP_CODE", tree::DROP_CODE),
    ("CLOSE_CODE", tree::CLOSE_CODE),
    ("DROP_ORG", tree::DROP_ORG),
    ("ALIASES_OF", names::ALIASES_OF),
    ("ALIAS_RANGE", names::ALIAS_RANGE),
    ("TAGS_OF", names::TAGS_OF),
    ("ADD_TAG", names::ADD_TAG),
    ("DROP_TAG", names::DROP_TAG),
    ("CODE_ON", names::CODE_ON),
    ("LIST_TODAY", read::LIST_TODAY),
    ("LIST_ON", read::LIST_ON),
    ("SEARCH_TODAY", read::SEARCH_TODAY),
    ("SEARCH_ON", read::SEARCH_ON),
    ("CHILDREN_TODAY", read::CHILDREN_TODAY),
    ("CHILDREN_ON", read::CHILDREN_ON),
    ("ROOTS_TODAY", read::ROOTS_TODAY),
    ("ROOTS_ON", read::ROOTS_ON),
    ("SOME_TODAY", read::SOME_TODAY),
    ("SOME_ON", read::SOME_ON),
    ("LINE_TODAY", read::LINE_TODAY),
    ("LINE_ON", read::LINE_ON),
    ("COUNT_TODAY", read::COUNT_TODAY),
    ("COUNT_ON", read::COUNT_ON),
    ("BELOW_TODAY", read::BELOW_TODAY),
    ("BELOW_ON", read::BELOW_ON),
    ("FACTS", read::FACTS),
    ("HISTORY", read::HISTORY),
    ("CHECK_STATES", audit::CHECK_STATES),
    ("CHECK_TREE", audit::CHECK_TREE),
    ("CHECK_HISTORY", audit::CHECK_HISTORY),
    ("CHECK_CODES", audit::CHECK_CODES),
];
