//! Automatic numbering: Word keeps the numbers of paragraphs as counters outside the text.

use std::collections::{HashMap, HashSet};

use super::{ProseFault, count, xml};

/// Levels of one numbering.
const LEVELS: usize = 9;
/// Characters of a number at most: a pattern may be anything.
const NUMBER_MOST: usize = 40;

/// One level: where it begins, in which form it counts, and the pattern in which the counts stand.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    form: String,
    pattern: String,
    /// Counts of levels above stand in digits.
    legal: bool,
    /// Goes on counting whatever happens above.
    keeps: bool,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, form: "decimal".to_owned(), pattern: String::new(), legal: false, keeps: false, style: None }
    }
}

/// A numbering as paragraphs name it.
#[derive(Debug, Clone, Default)]
struct Num {
    pattern: String,
    /// Level → where this numbering begins anew.
    starts: HashMap<usize, i64>,
    /// Levels that this numbering has of its own.
    levels: HashMap<usize, Level>,
}

/// The numberings of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: HashMap<String, Vec<Level>>,
    nums: HashMap<String, Num>,
    counters: HashMap<String, [Option<i64>; LEVELS]>,
    /// Numberings that have begun anew already: (numbering, level).
    begun: HashSet<(String, usize)>,
}

impl Numbering {
    /// Reads the part; a document without one has no numbers.
    pub(super) fn read(text: &str) -> Result<Self, ProseFault> {
        let mut reading = Reading::default();
        xml::each(text, |event| {
            match event {
                xml::Event::Start(tag) => reading.start(&tag),
                xml::Event::End(name) => reading.end(name),
                xml::Event::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(reading.numbering)
    }

    /// The level of the numbering that belongs to a style, 0 if none does.
    pub(super) fn level_of(&self, num: &str, style: &str) -> usize {
        let pattern = self.nums.get(num).and_then(|num| self.patterns.get(&num.pattern));
        let place = pattern.and_then(|levels| levels.iter().position(|level| level.style.as_deref() == Some(style)));
        place.unwrap_or(0)
    }

    /// Counts one paragraph on and gives its number; none for bullets and unknown numberings.
    pub(super) fn next(&mut self, num_id: &str, level: usize) -> Option<String> {
        let num = self.nums.get(num_id)?.clone();
        let levels: Vec<Level> = (0..LEVELS).map(|n| self.level(&num, n)).collect();
        let at = levels.get(level)?;
        let counters = self.counters.entry(num.pattern.clone()).or_default();
        let anew = num.starts.get(&level).filter(|_| self.begun.insert((num_id.to_owned(), level)));
        let next = match (anew, counters[level]) {
            (Some(start), _) => *start,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => at.start,
        };
        counters[level] = Some(next);
        for deeper in level + 1..LEVELS {
            if !levels[deeper].keeps {
                counters[deeper] = None;
            }
        }
        if at.form == "bullet" {
            return None;
        }
        let counts = *counters;
        let number = filled(&at.pattern, |n| {
            let own = levels.get(n)?;
            let form = if at.legal && n < level { "decimal" } else { own.form.as_str() };
            Some(count::written(form, counts.get(n).copied().flatten().unwrap_or(own.start)))
        });
        let number: String = number.chars().filter(|c| !c.is_control()).take(NUMBER_MOST).collect();
        Some(number).filter(|n| !n.trim().is_empty())
    }

    fn level(&self, num: &Num, n: usize) -> Level {
        let own = num.levels.get(&n);
        let shared = || self.patterns.get(&num.pattern).and_then(|levels| levels.get(n));
        own.or_else(shared).cloned().unwrap_or_default()
    }
}

/// `第%1条` with the counts in it.
fn filled(pattern: &str, count: impl Fn(usize) -> Option<String>) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = chars.peek().and_then(|d| d.to_digit(10)).and_then(|d| usize::try_from(d).ok());
        match digit.filter(|d| c == '%' && *d > 0) {
            Some(digit) => {
                chars.next();
                out.push_str(&count(digit - 1).unwrap_or_default());
            }
            None => out.push(c),
        }
    }
    out
}

/// What is open while the part is read.
#[derive(Default)]
struct Reading {
    numbering: Numbering,
    pattern: Option<(String, Vec<Level>)>,
    num: Option<(String, Num)>,
    level: Option<(usize, Level)>,
    /// The level whose start a numbering changes.
    changed: Option<usize>,
}

impl Reading {
    fn start(&mut self, tag: &xml::Tag<'_>) {
        let place = |name| tag.get(name).and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < LEVELS);
        match tag.name {
            "abstractNum" => self.pattern = tag.get("abstractNumId").map(|id| (id, vec![Level::default(); LEVELS])),
            "num" => self.num = tag.get("numId").map(|id| (id, Num::default())),
            "lvl" => self.level = place("ilvl").map(|n| (n, Level::default())),
            "lvlOverride" => self.changed = place("ilvl"),
            "abstractNumId" => {
                if let Some((_, num)) = &mut self.num {
                    num.pattern = tag.val().unwrap_or_default();
                }
            }
            "startOverride" => {
                if let (Some((_, num)), Some(level), Some(start)) = (&mut self.num, self.changed, tag.number()) {
                    num.starts.insert(level, start);
                }
            }
            _ => {
                if let Some((_, level)) = &mut self.level {
                    level.learn(tag);
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "abstractNum" => self.numbering.patterns.extend(self.pattern.take()),
            "num" => self.numbering.nums.extend(self.num.take()),
            "lvlOverride" => self.changed = None,
            "lvl" => {
                let Some((n, level)) = self.level.take() else { return };
                if let Some((_, num)) = &mut self.num {
                    num.levels.insert(n, level);
                } else if let Some(place) = self.pattern.as_mut().and_then(|(_, levels)| levels.get_mut(n)) {
                    *place = level;
                }
            }
            _ => {}
        }
    }
}

impl Level {
    fn learn(&mut self, tag: &xml::Tag<'_>) {
        match tag.name {
            "start" => self.start = tag.number().unwrap_or(1),
            "numFmt" => self.form = tag.val().unwrap_or_default(),
            "lvlText" => self.pattern = tag.val().unwrap_or_default(),
            "isLgl" => self.legal = tag.flag(),
            "lvlRestart" => self.keeps = tag.number() == Some(0),
            "pStyle" => self.style = tag.val(),
            _ => {}
        }
    }
}
