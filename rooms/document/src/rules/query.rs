//! What is searched for: terms apart by blanks, each covered by grams; and what a search answers of a text.
//!
//! Every term must stand in the clause (its label counts) or in the title of its document. Nothing is guessed: no
//! synonyms, no pinyin, no other forms of a word or character.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Fault;

use crate::rules::gram::{Folded, Packed, Seqs, code};

/// Most characters of a query.
pub(crate) const QUERY_MOST: usize = 60;
/// Most terms of a query.
pub(crate) const TERMS_MOST: usize = 5;
/// Most grams looked up for a term; what they do not cover, the comparison with the text does.
const GRAMS_MOST: usize = 4;
/// Characters shown before the first hit of a snippet, and altogether.
const BEFORE: usize = 18;
const SHOWN: usize = 90;

/// Two neighbouring characters, or one alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gram {
    first: i64,
    /// None: whatever follows.
    next: Option<i64>,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    chars: Vec<char>,
    grams: Vec<Gram>,
}

/// A query that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    terms: Vec<Term>,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// Too long, too many terms, or nothing but punctuation.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let length = kernel::text::length(text.trim());
        if length > QUERY_MOST {
            return Err(Fault::of("q", "too_long").with("most", QUERY_MOST).with("length", length));
        }
        let mut terms: Vec<Term> = text.split_whitespace().map(Term::of).filter(|t| !t.grams.is_empty()).collect();
        terms.dedup();
        match terms.len() {
            0 => Err(Fault::of("q", "document_query_empty")),
            n if n > TERMS_MOST => Err(Fault::of("q", "document_query_terms").with("most", TERMS_MOST)),
            _ => Ok(Self { terms }),
        }
    }

    /// The first characters of its grams: what the index is asked for.
    pub(crate) fn firsts(&self) -> BTreeSet<i64> {
        self.terms.iter().flat_map(|t| &t.grams).map(|g| g.first).collect()
    }

    /// Clauses of one version that may match, and whether its title may: a superset of what does.
    pub(crate) fn candidates(&self, rows: &BTreeMap<i64, Packed>) -> Seqs {
        let (mut needed, mut said): (Option<Seqs>, Seqs) = (None, Seqs::new());
        for term in &self.terms {
            let mut found = term.candidates(rows);
            if found.remove(&0) {
                // The title says it for every clause; other terms choose among them.
                said.extend(found);
                continue;
            }
            needed = Some(match needed {
                None => found,
                Some(before) => before.intersection(&found).copied().collect(),
            });
        }
        needed.unwrap_or_else(|| {
            said.insert(0);
            said
        })
    }

    /// Whether every term stands in the text or in the title, and at least one in the text.
    pub(crate) fn matches(&self, text: &Folded, title: &Folded) -> bool {
        let in_text = |term: &Term| !text.find_all(&term.chars).is_empty();
        let in_title = |term: &Term| !title.find_all(&term.chars).is_empty();
        self.terms.iter().any(in_text) && self.terms.iter().all(|t| in_text(t) || in_title(t))
    }

    /// Whether every term stands in the title.
    pub(crate) fn matches_title(&self, title: &Folded) -> bool {
        self.terms.iter().all(|term| !title.find_all(&term.chars).is_empty())
    }

    /// The whole text in parts, those that were searched for marked.
    pub(crate) fn mark(&self, text: &str) -> Vec<Part> {
        parts(text, &self.places(text))
    }

    /// The neighbourhood of the first hit in parts; with `…` where something was left out.
    pub(crate) fn snippet(&self, text: &str) -> Vec<Part> {
        let places = self.places(text);
        let first = places.first().map_or(0, |p| p.0);
        let before = text[..first].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
        let end = text[before..].char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| before + at);
        let inside: Vec<(usize, usize)> = places
            .into_iter()
            .filter(|(from, _)| *from < end)
            .map(|(from, to)| (from - before, to.min(end) - before))
            .collect();
        let mut found = parts(&text[before..end], &inside);
        if before > 0 {
            found.insert(0, Part { hit: false, text: "…".to_owned() });
        }
        if end < text.len() {
            found.push(Part { hit: false, text: "…".to_owned() });
        }
        found
    }

    /// Bytes at which any term stands, in order, none overlapping another.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let folded = Folded::of(text);
        let mut found: Vec<(usize, usize)> = self.terms.iter().flat_map(|t| folded.find_all(&t.chars)).collect();
        found.sort_unstable();
        let mut joined: Vec<(usize, usize)> = Vec::new();
        for (from, to) in found {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }
}

impl Term {
    fn of(text: &str) -> Self {
        let chars = Folded::of(text).chars;
        let mut grams = BTreeSet::new();
        for run in chars.split(|c| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
            if let [only] = run {
                grams.insert(Gram { first: code(*only), next: None });
                continue;
            }
            // Every pair, if they are few: what they propose is then hardly ever wrong. Of a long run every second pair and
            // the last cover every character.
            let pairs = run.len() - 1;
            let step = if pairs <= GRAMS_MOST { 1 } else { 2 };
            grams.extend(
                (0..pairs)
                    .step_by(step)
                    .chain([pairs - 1])
                    .map(|n| Gram { first: code(run[n]), next: Some(code(run[n + 1])) }),
            );
        }
        Self { chars, grams: grams.into_iter().take(GRAMS_MOST).collect() }
    }

    fn candidates(&self, rows: &BTreeMap<i64, Packed>) -> Seqs {
        let mut found: Option<Seqs> = None;
        for gram in &self.grams {
            let seqs = rows.get(&gram.first).map(|packed| packed.clauses(gram.next)).unwrap_or_default();
            let both: Seqs = match found {
                None => seqs,
                Some(before) => before.intersection(&seqs).copied().collect(),
            };
            if both.is_empty() {
                return both;
            }
            found = Some(both);
        }
        found.unwrap_or_default()
    }
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whether it is what was searched for.
    pub hit: bool,
    /// What it says.
    pub text: String,
}

fn parts(text: &str, places: &[(usize, usize)]) -> Vec<Part> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |hit, from: usize, to: usize| {
        if from < to {
            out.push(Part { hit, text: text[from..to].to_owned() });
        }
    };
    for (from, to) in places {
        push(false, at, *from);
        push(true, *from, *to);
        at = *to;
    }
    push(false, at, text.len());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::gram::index;

    /// Clauses that a search through the index finds, compared with the texts; 0 is the title.
    fn search(query: &str, title: &str, clauses: &[&str]) -> Vec<i64> {
        let query = Query::parse(query).unwrap();
        let numbered = (1..).zip(clauses.iter().copied());
        let follows = index(std::iter::once((0, title)).chain(numbered));
        let firsts = query.firsts();
        let rows = follows.iter().filter(|(gram, _)| firsts.contains(gram)).map(|(g, f)| (*g, Packed::of(f)));
        let title = Folded::of(title);
        let candidates = query.candidates(&rows.collect());
        candidates
            .into_iter()
            .filter(|seq| match usize::try_from(*seq).unwrap() {
                0 => query.matches_title(&title),
                n => query.matches(&Folded::of(clauses[n - 1]), &title),
            })
            .collect()
    }

    const CLAUSES: &[&str] =
        &["第一条健全组织生活制度", "第二条组织生活会每年一次", "第三条 Word 文档 A4 纸", "第四条三会一课"];

    #[test]
    fn words_single_characters_and_latin_are_found() {
        assert_eq!(search("组织生活", "考核办法", CLAUSES), [1, 2]);
        assert_eq!(search("组织生活会", "考核办法", CLAUSES), [2]);
        assert_eq!(search("课", "考核办法", CLAUSES), [4]);
        assert_eq!(search("一", "考核办法", CLAUSES), [1, 2, 4]);
        assert_eq!(search("word", "考核办法", CLAUSES), [3]);
        assert_eq!(search("ａ４", "考核办法", CLAUSES), [3]);
        assert_eq!(search("A", "考核办法", CLAUSES), [3]);
        assert_eq!(search("生活组织", "考核办法", CLAUSES), Vec::<i64>::new());
    }

    #[test]
    fn a_title_is_found_and_says_its_words_for_every_clause() {
        assert_eq!(search("考核办法", "考核办法", CLAUSES), [0]);
        assert_eq!(search("考核 第三条", "考核办法", CLAUSES), [3]);
        assert_eq!(search("考核 办法", "考核办法", CLAUSES), [0]);
        assert_eq!(search("考核 一次", "考核一次办法", CLAUSES), [0, 2]);
        assert_eq!(search("考核 三会", "学习办法", CLAUSES), Vec::<i64>::new());
    }

    #[test]
    fn punctuation_is_compared_where_it_stands_between_words() {
        assert_eq!(search("1+3", "框架", &["“1+3”框架", "1 和 3"]), [1]);
        assert_eq!(Query::parse("，。").unwrap_err().code, "document_query_empty");
        assert_eq!(Query::parse("一 二 三 四 五 六").unwrap_err().code, "document_query_terms");
        assert_eq!(Query::parse(&"长".repeat(61)).unwrap_err().code, "too_long");
    }

    #[test]
    fn hits_are_marked_and_a_snippet_shows_where_they_stand() {
        let query = Query::parse("生活 会").unwrap();
        let marked = query.mark("组织生活会每年开会");
        let hits: Vec<(bool, &str)> = marked.iter().map(|p| (p.hit, p.text.as_str())).collect();
        assert_eq!(hits, [(false, "组织"), (true, "生活会"), (false, "每年开"), (true, "会")]);
        let long = format!("{}组织生活{}", "前".repeat(60), "后".repeat(200));
        let snippet = query.snippet(&long);
        assert_eq!((snippet[0].text.as_str(), snippet[2].text.as_str()), ("…", "生活"));
        assert_eq!(snippet.last().map(|p| p.text.as_str()), Some("…"));
    }

    proptest! {
        #[test]
        fn what_the_index_finds_is_what_a_look_at_every_text_finds(
            query in "[甲乙ab1]{1,4}( [甲乙ab1]{1,2})?",
            title in "[甲乙ab1，]{0,6}",
            clauses in prop::collection::vec("[甲乙abＡ1， ]{0,14}", 0..8),
        ) {
            let texts: Vec<&str> = clauses.iter().map(String::as_str).collect();
            let parsed = Query::parse(&query).unwrap();
            let folded = Folded::of(&title);
            let mut plain: Vec<i64> = if parsed.matches_title(&folded) { vec![0] } else { Vec::new() };
            plain.extend((1..).zip(&texts).filter(|(_, t)| parsed.matches(&Folded::of(t), &folded)).map(|(n, _)| n));
            let found = search(&query, &title, &texts);
            prop_assert_eq!(found, plain);
        }

        #[test]
        fn marking_keeps_the_text(query in "\\PC{1,20}", text in "\\PC{0,300}") {
            if let Ok(query) = Query::parse(&query) {
                let joined: String = query.mark(&text).into_iter().map(|p| p.text).collect();
                prop_assert_eq!(joined, text.clone());
                let _ = query.snippet(&text);
            }
        }
    }
}
