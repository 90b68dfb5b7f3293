//! Finding columns by their headings, whatever the office calls them.

use crate::cell::{Field, Value};
use crate::fault::{ColumnRef, SheetFault, column_index, column_letter};
use crate::table::Row;
use crate::text::{halfwidth, is_blank};
use crate::words::FaultKind;

static NOTHING: Value = Value::Empty;

/// A column a table should have.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec<'a> {
    /// The name by which the program asks for it; also accepted as a heading.
    pub key: &'a str,
    /// Without it the table is refused.
    pub required: bool,
    /// Headings in use, best first: where two different ones stand in a table, the earlier here wins.
    pub aliases: &'a [&'a str],
}

/// What the user says about columns: `code=区划代码,name=B`. A heading is tried first, then a column letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides(Vec<(String, String)>);

impl Overrides {
    /// Reads `key=heading` pairs parted by commas; an empty text gives none.
    ///
    /// # Errors
    /// `override_syntax`.
    pub fn parse(text: &str) -> Result<Self, SheetFault> {
        let pairs = text.split([',', '，']).map(str::trim).filter(|pair| !pair.is_empty());
        pairs.map(pair).collect::<Result<_, _>>().map(Self)
    }

    fn of(&self, key: &str) -> Option<&str> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, told)| told.as_str())
    }
}

fn pair(text: &str) -> Result<(String, String), SheetFault> {
    let (key, told) = text.split_once(['=', '＝']).map(|(key, told)| (key.trim(), told.trim())).unwrap_or_default();
    if key.is_empty() || told.is_empty() {
        return Err(SheetFault::new(FaultKind::OverrideSyntax).with("text", text));
    }
    Ok((key.to_owned(), told.to_owned()))
}

/// A heading as it is compared: half-width, lower case, without blanks, brackets, `_`, `-`, `/` and the `*` of
/// obligatory columns. `单位名称（全称）` and `单位名称(全称)` are one.
#[must_use]
pub fn fold_heading(text: &str) -> String {
    text.chars()
        .map(halfwidth)
        .filter(|c| !is_blank(*c) && !matches!(c, '_' | '(' | ')' | '-' | '/' | '*'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Where each wanted column stands in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    heading_row: u32,
    headings: Vec<String>,
    found: Vec<(String, Option<usize>)>,
}

impl Columns {
    /// Matches a row of headings with the wanted columns.
    ///
    /// # Errors
    /// `column_missing`, `heading_twice`, `override_key_unknown`, `override_heading_missing`; each names what was found.
    pub fn resolve(header: &Row, specs: &[ColumnSpec<'_>], overrides: &Overrides) -> Result<Self, SheetFault> {
        check_keys(specs, overrides)?;
        let heading_row = header.number();
        let found = Headings::of(header).find_all(specs, overrides).map_err(|fault| fault.at_row(heading_row))?;
        let headings = header.values().iter().map(|value| value.text().into_owned()).collect();
        Ok(Self { heading_row, headings, found })
    }

    /// The row of the headings; data begins below.
    #[must_use]
    pub const fn heading_row(&self) -> u32 {
        self.heading_row
    }

    /// The place of a wanted column, counted from 0; none when the table lacks it.
    #[must_use]
    pub fn index(&self, key: &str) -> Option<usize> {
        self.found.iter().find(|(name, _)| name == key).and_then(|(_, index)| *index)
    }

    /// The cell of a row under a wanted column; an empty one when the table lacks the column.
    #[must_use]
    pub fn field<'a>(&'a self, row: &'a Row, key: &str) -> Field<'a> {
        let column = self.index(key).map(|index| (index, self.headings.get(index).map_or("", String::as_str)));
        Field { row: row.number(), column, value: column.map_or(&NOTHING, |(index, _)| row.value(index)) }
    }

    /// Columns that have a heading and that nobody asked for: the user should be told that they are not read.
    #[must_use]
    pub fn ignored(&self) -> Vec<ColumnRef> {
        let used = |index: usize| self.found.iter().any(|(_, found)| *found == Some(index));
        let headings = self.headings.iter().enumerate().filter(|(index, text)| !text.is_empty() && !used(*index));
        headings.map(|(index, text)| ColumnRef::new(index, text)).collect()
    }

    pub(crate) fn is_match(&self) -> bool {
        self.found.iter().any(|(_, index)| index.is_some())
    }
}

fn check_keys(specs: &[ColumnSpec<'_>], overrides: &Overrides) -> Result<(), SheetFault> {
    match overrides.0.iter().find(|(key, _)| !specs.iter().any(|spec| spec.key == key)) {
        Some((key, _)) => {
            let keys: Vec<_> = specs.iter().map(|spec| spec.key).collect();
            Err(SheetFault::new(FaultKind::OverrideKeyUnknown).with("key", key).with("keys", keys.join(", ")))
        }
        None => Ok(()),
    }
}

/// The headings of one row, folded for comparison.
struct Headings {
    folded: Vec<String>,
    written: Vec<String>,
}

impl Headings {
    fn of(header: &Row) -> Self {
        let written: Vec<String> = header.values().iter().map(|value| value.text().replace('\n', "")).collect();
        Self { folded: written.iter().map(|text| fold_heading(text)).collect(), written }
    }

    fn find_all(
        &self,
        specs: &[ColumnSpec<'_>],
        overrides: &Overrides,
    ) -> Result<Vec<(String, Option<usize>)>, SheetFault> {
        specs.iter().map(|spec| Ok((spec.key.to_owned(), self.find(spec, overrides)?))).collect()
    }

    fn find(&self, spec: &ColumnSpec<'_>, overrides: &Overrides) -> Result<Option<usize>, SheetFault> {
        if let Some(told) = overrides.of(spec.key) {
            return self.told(spec.key, told).map(Some);
        }
        for name in spec.aliases.iter().copied().chain([spec.key]) {
            if let Some(index) = self.only(spec.key, name)? {
                return Ok(Some(index));
            }
        }
        if spec.required { Err(self.missing(spec)) } else { Ok(None) }
    }

    /// The column the user told, by heading or, where no heading reads so, by letter.
    fn told(&self, key: &str, told: &str) -> Result<usize, SheetFault> {
        if let Some(index) = self.only(key, told)? {
            return Ok(index);
        }
        let by_letter = column_index(told).filter(|index| *index < self.written.len());
        by_letter.ok_or_else(|| {
            let fault = SheetFault::new(FaultKind::OverrideHeadingMissing).with("key", key).with("heading", told);
            fault.with("found", self.listed())
        })
    }

    /// The one column with this heading. Two of them are a fault: taking the first would be a guess.
    fn only(&self, key: &str, name: &str) -> Result<Option<usize>, SheetFault> {
        let wanted = fold_heading(name);
        let places: Vec<usize> =
            (0..self.folded.len()).filter(|at| !wanted.is_empty() && self.folded[*at] == wanted).collect();
        match places.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            [first, ..] => {
                let letters: Vec<_> = places.iter().map(|at| column_letter(*at)).collect();
                let fault = SheetFault::new(FaultKind::HeadingTwice).with("heading", &self.written[*first]);
                Err(fault.with("letters", letters.join(", ")).with("key", key))
            }
        }
    }

    fn missing(&self, spec: &ColumnSpec<'_>) -> SheetFault {
        let names = if spec.aliases.is_empty() { spec.key.to_owned() } else { spec.aliases.join(" / ") };
        let fault = SheetFault::new(FaultKind::ColumnMissing).with("key", spec.key).with("names", names);
        fault.with("found", self.listed())
    }

    /// The headings for a sentence: enough to recognise the sheet, not the whole of a wide one.
    fn listed(&self) -> String {
        let mut shown: Vec<String> = self
            .written
            .iter()
            .filter(|text| !text.is_empty())
            .take(30)
            .map(|text| text.chars().take(40).collect())
            .collect();
        if self.written.len() > 30 {
            shown.push("…".to_owned());
        }
        if shown.is_empty() { "–".to_owned() } else { shown.join("、") }
    }
}
