//! The list of tolerated breaches, which may only shrink.

use super::tree::{EXCEPTIONS, Tree};
use super::{Excuse, Finding};

const RULE: &str = "exceptions";

/// One line of the list.
struct Exception {
    line: usize,
    rule: String,
    path: String,
    item: String,
    ceiling: Option<usize>,
}

/// Takes away the findings the list excuses, and adds one for each line that excuses nothing.
pub(crate) fn apply(tree: &Tree, findings: Vec<Finding>) -> Vec<Finding> {
    let Some(list) = tree.file(EXCEPTIONS) else { return findings };
    let (listed, mut left) = parse(&list.text);
    let mut used = vec![false; listed.len()];
    for finding in findings {
        match listed.iter().position(|exception| exception.names(&finding)) {
            Some(n) => {
                used[n] = true;
                left.extend(over_the_ceiling(&listed[n], finding));
            }
            None => left.push(finding),
        }
    }
    for (exception, _) in listed.iter().zip(used).filter(|(_, used)| !used) {
        let advice = format!("{} {} breaks no rule any more: delete this line", exception.path, exception.item);
        left.push(Finding::new(EXCEPTIONS, exception.line, RULE, advice));
    }
    left
}

impl Exception {
    fn names(&self, finding: &Finding) -> bool {
        let Some(excuse) = &finding.excuse else { return false };
        let item = self.item == excuse.item || (self.rule == "never" && self.item == "*");
        item && self.rule == finding.rule && self.path == finding.path
    }
}

/// The finding again, if it has outgrown what the list allows.
fn over_the_ceiling(exception: &Exception, mut finding: Finding) -> Option<Finding> {
    let ceiling = exception.ceiling?;
    let Excuse { size, .. } = finding.excuse.as_ref()?;
    if *size <= ceiling {
        return None;
    }
    finding.advice = format!("{}; the exception allows {ceiling}, and the list may only shrink", finding.advice);
    Some(finding)
}

fn parse(text: &str) -> (Vec<Exception>, Vec<Finding>) {
    let (mut listed, mut faults) = (Vec::new(), Vec::new());
    for (n, line) in text.lines().enumerate() {
        let said = line.split('#').next().unwrap_or_default();
        let parts: Vec<&str> = said.split_whitespace().collect();
        if parts.is_empty() {
            continue;
        }
        match exception(n + 1, &parts) {
            Some(_) if !line.contains('#') => {
                faults.push(Finding::new(EXCEPTIONS, n + 1, RULE, "say why, after a `#`"));
            }
            Some(exception) => listed.push(exception),
            None => {
                let advice = "write `rule path item ceiling # why`, as the head of the file shows";
                faults.push(Finding::new(EXCEPTIONS, n + 1, RULE, advice));
            }
        }
    }
    (listed, faults)
}

fn exception(line: usize, parts: &[&str]) -> Option<Exception> {
    let (rule, path, item, ceiling) = match *parts {
        [rule @ ("file-lines" | "fn-lines"), path, item, ceiling] => (rule, path, item, Some(ceiling.parse().ok()?)),
        ["never", path, item] => ("never", path, item, None),
        _ => return None,
    };
    Some(Exception { line, rule: rule.to_owned(), path: path.to_owned(), item: item.to_owned(), ceiling })
}

#[cfg(test)]
mod tests {
    //! What a line of the list can do.
    use super::*;

    fn long_fn(size: usize) -> Vec<Finding> {
        vec![Finding::new("a.rs", 1, "fn-lines", "too long").excusable("go", size)]
    }

    fn left(list: &str, findings: Vec<Finding>) -> Vec<String> {
        let tree = Tree::of(&[(EXCEPTIONS, list)]);
        apply(&tree, findings).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_listed_breach_is_excused_up_to_its_ceiling() {
        assert!(left("# head\nfn-lines a.rs go 90 # old\n", long_fn(90)).is_empty());
        assert_eq!(left("fn-lines a.rs go 90 # old", long_fn(91)).len(), 1);
        assert_eq!(left("fn-lines a.rs other 90 # old", long_fn(90)).len(), 2);
    }

    #[test]
    fn a_check_may_name_every_word() {
        let found = || vec![Finding::new("a.rs", 1, "never", "x").excusable("face_*", 0)];
        assert!(left("never a.rs * # the check itself", found()).is_empty());
        assert!(left("never a.rs face_* # a font has faces", found()).is_empty());
        assert_eq!(left("never b.rs * # the check itself", found()).len(), 2);
    }

    #[test]
    fn a_line_without_a_breach_is_an_error() {
        let left = left("fn-lines a.rs go 90 # old", vec![]);
        assert_eq!(left.len(), 1);
        assert!(left[0].contains("delete this line"), "{left:?}");
    }

    #[test]
    fn a_line_needs_its_form_and_a_reason() {
        assert!(left("fn-lines a.rs go", vec![])[0].contains("as the head of the file shows"));
        assert!(left("never a.rs word", vec![])[0].contains("say why"));
    }
}
