//! Joins between tables of organisations carry the organisation: rows that a sharded database keeps apart never meet.

use std::collections::{BTreeMap, BTreeSet};

use schema::{CLASSES, Class};

/// Joins by another key than the organisation of both, each with its reason.
const BY_ANOTHER_KEY: &[(&str, &str)] = &[
    ("document::idle::BY_DOCUMENT", "a citation is kept with its clause; whose work cites it is another organisation"),
    ("document::idle::IDLE", "a citation is kept with its clause; whose work cites it is another organisation"),
    ("plan::milestone::FOR_ORG", "whoever answers for a milestone stands below the organisation of its plan"),
    ("plan::milestone::GET", "whoever answers for a milestone stands below the organisation of its plan"),
    ("plan::milestone::UP_TO", "whoever answers for a milestone stands below the organisation of its plan"),
    ("target::step::OF", "a step of a letter is done by either side: its organisation and its post are the doer's"),
];

/// A word of a statement; what stands in brackets is one.
#[derive(Debug)]
enum Word {
    Plain(String),
    Bracket(Vec<Word>),
}

impl Word {
    fn is(&self, text: &str) -> bool {
        matches!(self, Self::Plain(word) if word == text)
    }

    /// The name of a table, of an alias or of a column, which are written small.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Plain(word) if word.starts_with(|c: char| c.is_ascii_lowercase()) => Some(word),
            _ => None,
        }
    }
}

/// The words up to the closing bracket or the end.
fn words(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Vec<Word> {
    let mut found = Vec::new();
    while let Some(c) = rest.next() {
        let alike: fn(char) -> bool = match c {
            ')' => break,
            '(' => {
                found.push(Word::Bracket(words(rest)));
                continue;
            }
            '\'' => {
                while rest.next().is_some_and(|c| c != '\'') {}
                continue;
            }
            c if c.is_whitespace() => continue,
            '=' | '<' | '>' | '!' => |c| matches!(c, '=' | '<' | '>'),
            c if c.is_alphanumeric() || c == '$' => |c| c.is_alphanumeric() || matches!(c, '_' | '.'),
            _ => |_| false,
        };
        let mut word = c.to_string();
        while let Some(next) = rest.next_if(|c| alike(*c)) {
            word.push(next);
        }
        found.push(Word::Plain(word));
    }
    found
}

/// The tables of a query by the names it gives them; a query in their place counts as one without a name of its own.
fn tables(query: &[Word]) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    let mut listing = false;
    for (at, word) in query.iter().enumerate() {
        let opens = ["FROM", "JOIN", "UPDATE"].iter().any(|w| word.is(w));
        let ends = ["WHERE", "ON", "SET", "GROUP", "ORDER", "LIMIT", "SELECT"].iter().any(|w| word.is(w));
        listing = opens || (listing && !ends);
        let Some(next) = query.get(at + 1).filter(|_| opens || (listing && word.is(","))) else { continue };
        let alias = query.get(at + 2).and_then(Word::name);
        let table = if matches!(next, Word::Bracket(_)) { Some("") } else { next.name() };
        if let (Some(table), Some(name)) = (table, alias.or(table)) {
            found.insert(name, table);
        }
    }
    found
}

/// The plain words of a query without those of queries in it, and these queries.
fn parts(query: &[Word]) -> (Vec<&str>, Vec<&[Word]>) {
    let (mut plain, mut inner) = (Vec::new(), Vec::new());
    for word in query {
        match word {
            Word::Plain(word) => plain.push(word.as_str()),
            Word::Bracket(query) if query.first().is_some_and(|w| w.is("SELECT")) => inner.push(query.as_slice()),
            Word::Bracket(words) => {
                let (more, deeper) = parts(words);
                plain.extend(more);
                inner.extend(deeper);
            }
        }
    }
    (plain, inner)
}

/// Columns that a query says are equal, in classes.
#[derive(Debug, Clone, Default)]
struct Equal(Vec<BTreeSet<String>>);

impl Equal {
    fn join(&mut self, a: String, b: String) {
        let (touched, mut rest): (Vec<_>, Vec<_>) =
            self.0.drain(..).partition(|class| class.contains(&a) || class.contains(&b));
        rest.push(touched.into_iter().flatten().chain([a, b]).collect());
        self.0 = rest;
    }

    fn holds(&self, a: &str, b: &str) -> bool {
        let (a, b) = (format!("{a}.org_id"), format!("{b}.org_id"));
        a == b || self.0.iter().any(|class| class.contains(&a) && class.contains(&b))
    }
}

/// What is looked for and what was found.
struct Look<'t> {
    owned: &'t [&'t str],
    joins: usize,
    loose: Vec<String>,
}

impl<'t> Look<'t> {
    fn at(&mut self, query: &'t [Word], outer: &BTreeMap<&'t str, &'t str>, equal: &Equal) {
        for query in query.split(|word| ["UNION", "EXCEPT", "INTERSECT"].iter().any(|w| word.is(w))) {
            self.at_one(query, outer, equal.clone());
        }
    }

    fn at_one(&mut self, query: &'t [Word], outer: &BTreeMap<&'t str, &'t str>, mut equal: Equal) {
        let own = tables(query);
        let (plain, inner) = parts(query);
        let only = own.keys().next().filter(|_| own.len() == 1);
        let column = |word: &str| match (word.split_once('.'), only) {
            (Some(_), _) => Some(word.to_owned()),
            (None, Some(table)) if word == "org_id" => Some(format!("{table}.org_id")),
            _ => None,
        };
        for three in plain.windows(3).filter(|three| three[1] == "=") {
            if let (Some(a), Some(b)) = (column(three[0]), column(three[2])) {
                equal.join(a, b);
            }
        }
        let mine: Vec<&str> =
            own.iter().filter(|(_, table)| self.owned.contains(*table)).map(|(alias, _)| *alias).collect();
        // Whoever stands outside and is asked here is joined as well.
        let asked = |alias: &str| plain.iter().any(|word| word.starts_with(&format!("{alias}.")));
        let outside = outer
            .iter()
            .filter(|(alias, table)| self.owned.contains(*table) && !own.contains_key(*alias) && asked(alias));
        let beside: Vec<&str> = outside.map(|(alias, _)| *alias).collect();
        let Some(first) = mine.first() else {
            return self.deeper(inner, outer, own, &equal);
        };
        for other in mine.iter().skip(1).chain(&beside) {
            self.joins += 1;
            if !equal.holds(first, other) {
                let table = own.get(other).or_else(|| outer.get(other)).copied().unwrap_or_default();
                self.loose.push(format!("{} {first}, {table} {other}", own[first]));
            }
        }
        self.deeper(inner, outer, own, &equal);
    }

    fn deeper(
        &mut self,
        inner: Vec<&'t [Word]>,
        outer: &BTreeMap<&'t str, &'t str>,
        own: BTreeMap<&'t str, &'t str>,
        equal: &Equal,
    ) {
        let around: BTreeMap<&str, &str> = outer.iter().map(|(a, t)| (*a, *t)).chain(own).collect();
        for query in inner {
            self.at(query, &around, equal);
        }
    }
}

/// How many joins between these tables a statement has, and those that do not carry the organisation.
fn look(text: &str, owned: &[&str]) -> (usize, Vec<String>) {
    let words = words(&mut text.chars().peekable());
    let mut look = Look { owned, joins: 0, loose: Vec::new() };
    look.at(&words, &BTreeMap::new(), &Equal::default());
    (look.joins, look.loose)
}

#[test]
fn joins_between_organisation_owned_tables_carry_the_organisation() {
    let owned: Vec<&str> = CLASSES.iter().filter(|(_, c)| *c == Class::ByOrg).map(|(t, _)| *t).collect();
    let (mut joins, mut loose) = (0, BTreeMap::new());
    for (room, name, text) in server::wiring::statements() {
        let (more, found) = look(text, &owned);
        joins += more;
        if !found.is_empty() {
            loose.insert(format!("{room}::{name}"), found);
        }
    }
    assert!(joins > 80, "joins are found: {joins}");
    let unused: Vec<_> = BY_ANOTHER_KEY.iter().filter(|(name, _)| loose.remove(*name).is_none()).collect();
    assert!(unused.is_empty(), "no join needs these exceptions: {unused:#?}");
    assert!(loose.is_empty(), "{loose:#?}");
}

#[test]
fn a_join_without_the_organisation_is_seen_wherever_it_stands() {
    let loose = |text: &str| look(text, &["assignment", "item", "post"]).1.len();
    let (head, a) = ("SELECT a.state FROM assignment a JOIN item i ON i.item_id = a.item_id", "a.org_id = i.org_id");
    assert_eq!(loose(&format!("{head} WHERE a.org_id = $1")), 1);
    assert_eq!(loose(&format!("{head} WHERE a.org_id = $1 AND i.org_id = $1")), 1, "two values are no join");
    assert_eq!(loose(&format!("{head} WHERE {a} AND a.org_id = $1")), 0);
    assert_eq!(loose(&format!("{head} AND {a} UNION ALL {head}")), 1, "each query by itself");
    assert_eq!(loose("SELECT 1 FROM assignment a, item i, post p WHERE a.org_id = i.org_id"), 1);
    assert_eq!(
        loose("SELECT 1 FROM assignment a, item i, post p WHERE a.org_id = i.org_id AND p.org_id = i.org_id"),
        0
    );
    let inner = "SELECT 1 FROM assignment a WHERE EXISTS (SELECT 1 FROM item i WHERE i.item_id = a.item_id";
    assert_eq!((loose(&format!("{inner})")), loose(&format!("{inner} AND {a})"))), (1, 0));
    let update = "UPDATE assignment SET state = 1 WHERE org_id = $1 AND item_id IN (SELECT i.item_id FROM item i WHERE i.org_id =";
    assert_eq!((loose(&format!("{update} $1)")), loose(&format!("{update} assignment.org_id)"))), (0, 0));
    let third =
        "SELECT 1 FROM assignment a JOIN list l ON l.issuer_id = a.org_id JOIN item i ON i.org_id = l.issuer_id";
    assert_eq!(loose(third), 0, "equal through a third table");
}
