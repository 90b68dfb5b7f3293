//! Words for codes of the tree; a word that a file brought and nobody translated is shown as it is.

use kernel::text::thousands;
use kit::W;

/// The label of a code under a prefix of the words, else the code.
fn label(w: &W, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}.{code}");
    if w.has(&key) { w.t(&key).to_owned() } else { code.to_owned() }
}

/// A level.
pub(super) fn level(w: &W, code: &str) -> String {
    label(w, "org.level", code)
}

/// A kind of division, or the sector that stands in its place.
pub(super) fn division(w: &W, code: &str) -> String {
    if w.has(&format!("org.division.{code}")) { label(w, "org.division", code) } else { label(w, "org.domain", code) }
}

/// A kind of organisation.
pub(super) fn kind(w: &W, code: &str) -> String {
    label(w, "org.kind", code)
}

/// A domain.
pub(super) fn domain(w: &W, code: &str) -> String {
    label(w, "org.domain", code)
}

/// What brought a state about.
pub(super) fn op(w: &W, code: &str) -> String {
    label(w, "org.op", code)
}

/// `8 counties · 131 townships · 1,197 villages`, in the order of levels.
pub(super) fn counts(w: &W, below: &[(String, i64)]) -> String {
    let order = |level: &str| {
        ["province", "prefecture", "county", "township", "village"].iter().position(|l| *l == level).unwrap_or(9)
    };
    let mut sorted: Vec<&(String, i64)> = below.iter().filter(|(_, n)| *n > 0).collect();
    sorted.sort_by_key(|(level, _)| order(level));
    let one = |(level, n): &&(String, i64)| {
        let key = format!("org.count.{level}");
        if w.has(&key) { w.n(&key, thousands(*n)) } else { format!("{} {level}", thousands(*n)) }
    };
    sorted.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// A name with what stands below it, or alone.
pub(super) fn heading(w: &W, name: &str, below: &str) -> String {
    if below.is_empty() { name.to_owned() } else { w.f("org.tree.heading", &[("name", &name), ("below", &below)]) }
}
