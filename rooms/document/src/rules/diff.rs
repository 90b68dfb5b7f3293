//! What changed inside a text, character by character, so that a reader sees the words and not the letters.

/// A run of a compared text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Where it stands.
    pub side: In,
    /// What it says.
    pub text: String,
}

/// In which of two texts a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum In {
    /// In both.
    Both,
    /// In the old one only.
    Old,
    /// In the new one only.
    New,
}

/// Most changes that are looked for; texts that differ more are shown one after the other.
const CHANGES_MOST: usize = 600;
/// A run that both have between two changes is shown as changed if it is no longer than this.
const STRAY: usize = 1;

/// The runs of two texts: those of both and the old make the old text, those of both and the new the new one.
#[must_use]
pub(crate) fn diff(old: &str, new: &str) -> Vec<Run> {
    let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - front;
    let back = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let (middle_a, middle_b) = (&a[front..a.len() - back], &b[front..b.len() - back]);
    let mut runs = Runs::default();
    runs.add(In::Both, &a[..front]);
    for (side, part) in smoothed(steps(middle_a, middle_b)) {
        runs.add(side, &part);
    }
    runs.add(In::Both, &a[a.len() - back..]);
    runs.0
}

#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    fn add(&mut self, side: In, chars: &[char]) {
        if chars.is_empty() {
            return;
        }
        match self.0.last_mut().filter(|last| last.side == side) {
            Some(last) => last.text.extend(chars),
            None => self.0.push(Run { side, text: chars.iter().collect() }),
        }
    }
}

type Step = (In, Vec<char>);

/// The shortest way from one text to the other, by Myers' method: `ways[d][k]` is how far one comes with `d` changes
/// on the diagonal `k`.
fn steps(a: &[char], b: &[char]) -> Vec<Step> {
    let (n, m) = (a.len(), b.len());
    let most = (n + m).min(CHANGES_MOST);
    let width = 2 * most + 1;
    let mut reach = vec![0_usize; width + 2];
    let mut ways: Vec<Vec<usize>> = Vec::new();
    for d in 0..=most {
        ways.push(reach.clone());
        for k in (0..=2 * d).step_by(2).map(|k| k + most - d) {
            // `k` counts diagonals from `most` changes below; x - y = k - most.
            let down = k == most - d || (k != most + d && reach[k] < reach[k + 2]);
            let mut x = if down { reach[k + 2] } else { reach[k] + 1 };
            let Some(mut y) = (x + most).checked_sub(k) else { continue };
            while x < n && y < m && a[x] == b[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach[k + 1] = x;
            if x >= n && y >= m {
                return way_back(a, b, &ways, most, d);
            }
        }
    }
    vec![(In::Old, a.to_vec()), (In::New, b.to_vec())]
}

fn way_back(a: &[char], b: &[char], ways: &[Vec<usize>], most: usize, changes: usize) -> Vec<Step> {
    let (mut x, mut y) = (a.len(), b.len());
    let mut steps: Vec<Step> = Vec::new();
    for d in (1..=changes).rev() {
        let reach = &ways[d];
        let k = x + most - y;
        let down = k == most - d || (k != most + d && reach[k] < reach[k + 2]);
        let before_x = if down { reach[k + 2] } else { reach[k] };
        let before_k = if down { k + 1 } else { k - 1 };
        let before_y = before_x + most - before_k;
        while x > before_x && y > before_y && x > 0 && y > 0 && a[x - 1] == b[y - 1] {
            (x, y) = (x - 1, y - 1);
            steps.push((In::Both, vec![a[x]]));
        }
        if down {
            y -= 1;
            steps.push((In::New, vec![b[y]]));
        } else {
            x -= 1;
            steps.push((In::Old, vec![a[x]]));
        }
    }
    while x > 0 {
        x -= 1;
        steps.push((In::Both, vec![a[x]]));
    }
    steps.reverse();
    steps
}

/// Gathers changes: what was old before what is new, and no lone letter of both between them.
fn smoothed(steps: Vec<Step>) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::new();
    let (mut gone, mut added): (Vec<char>, Vec<char>) = (Vec::new(), Vec::new());
    let mut same: Vec<char> = Vec::new();
    for (side, part) in steps {
        match side {
            In::Both => same.extend(part),
            change => {
                if !same.is_empty() {
                    if same.len() <= STRAY && !(gone.is_empty() && added.is_empty()) {
                        gone.extend(&same);
                        added.extend(&same);
                    } else {
                        out.push((In::Old, std::mem::take(&mut gone)));
                        out.push((In::New, std::mem::take(&mut added)));
                        out.push((In::Both, same.clone()));
                    }
                    same.clear();
                }
                if change == In::Old { gone.extend(part) } else { added.extend(part) }
            }
        }
    }
    out.extend([(In::Old, gone), (In::New, added), (In::Both, same)]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let run = |r: Run| match r.side {
            In::Both => r.text,
            In::Old => format!("[-{}]", r.text),
            In::New => format!("[+{}]", r.text),
        };
        diff(old, new).into_iter().map(run).collect()
    }

    #[test]
    fn changed_words_are_marked_inside_the_text() {
        assert_eq!(
            shown("每季度召开一次党员大会。", "每季度至少召开一次党员大会。"),
            "每季度[+至少]召开一次党员大会。"
        );
        assert_eq!(shown("每月开会", "每季开会"), "每[-月][+季]开会");
        assert_eq!(shown("本办法自发布之日起施行", "本办法自2026年起施行"), "本办法自[-发布之日][+2026年]起施行");
        assert_eq!(shown("甲", "甲"), "甲");
        assert_eq!(shown("", "甲"), "[+甲]");
        assert_eq!(shown("甲", ""), "[-甲]");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn texts_that_share_nothing_much_are_shown_one_after_the_other() {
        let (old, new) = ("甲".repeat(5_000), "乙".repeat(5_000));
        assert_eq!(diff(&old, &new).len(), 2);
    }

    fn side(runs: &[Run], of: In) -> String {
        runs.iter().filter(|r| r.side == In::Both || r.side == of).map(|r| r.text.as_str()).collect()
    }

    proptest! {
        #[test]
        fn both_texts_come_out_whole(old in "[甲乙丙丁]{0,40}", new in "[甲乙丙丁]{0,40}") {
            let runs = diff(&old, &new);
            prop_assert_eq!(side(&runs, In::Old), old);
            prop_assert_eq!(side(&runs, In::New), new);
        }

        #[test]
        fn any_texts_at_all_come_out_whole(old in "\\PC{0,120}", new in "\\PC{0,120}") {
            let runs = diff(&old, &new);
            prop_assert_eq!(side(&runs, In::Old), old);
            prop_assert_eq!(side(&runs, In::New), new);
        }
    }
}
