//! Rows copied from a spreadsheet and pasted into the editor: one target a row, columns by their headings or, without
//! headings, in the order of the scoring sheet.

use super::editor_form::TargetForm;
use crate::rules::draft::TARGETS_MOST;
use crate::sheet::{PASTED, Pasted as Column};

/// The targets of a pasted text, as typed: what does not fit is said when the form is saved.
pub(super) fn rows(pasted: &str) -> Vec<TargetForm> {
    let cells = cells(pasted);
    let mut lines = cells.iter().filter(|line| line.iter().any(|c| !c.is_empty())).peekable();
    let headings: Option<Vec<Option<Column>>> = lines.peek().and_then(|line| headings(line));
    if headings.is_some() {
        lines.next();
    }
    let columns = headings.unwrap_or_else(|| PASTED.iter().map(|c| Some(c.0)).collect());
    lines.take(TARGETS_MOST + 1).map(|line| row(line, &columns)).collect()
}

/// The columns of a line of headings; nothing if it is none: it must name the text.
fn headings(line: &[String]) -> Option<Vec<Option<Column>>> {
    let known = |cell: &String| {
        let word = cell.to_lowercase();
        PASTED.iter().find(|(_, names)| names.contains(&word.as_str())).map(|c| c.0)
    };
    let found: Vec<Option<Column>> = line.iter().map(known).collect();
    (found.contains(&Some(Column::Text)) && found.iter().flatten().count() > 1).then_some(found)
}

fn row(line: &[String], columns: &[Option<Column>]) -> TargetForm {
    let mut target = TargetForm { kind: "metric".to_owned(), ..TargetForm::default() };
    if let [only] = line {
        target.text.clone_from(only);
        return target;
    }
    for (cell, column) in line.iter().zip(columns) {
        let field = match column {
            Some(Column::Project) => &mut target.project,
            Some(Column::Text) => &mut target.text,
            Some(Column::Requirement) => &mut target.requirement,
            Some(Column::Measure) => &mut target.measure,
            Some(Column::Value) => &mut target.value,
            Some(Column::Weight) => &mut target.weight,
            Some(Column::Assessment) => &mut target.assessment,
            Some(Column::Deduction) => &mut target.deduction,
            None => continue,
        };
        field.clone_from(cell);
    }
    target
}

/// Cells as spreadsheets copy them: tabs between, a line a row; a cell of several lines stands in quotation marks.
fn cells(pasted: &str) -> Vec<Vec<String>> {
    let mut lines = vec![Vec::new()];
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = pasted.chars().peekable();
    let end = |cell: &mut String, lines: &mut Vec<Vec<String>>| {
        if let Some(line) = lines.last_mut() {
            line.push(std::mem::take(cell).trim().to_owned());
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => end(&mut cell, &mut lines),
            '\n' if !quoted => {
                end(&mut cell, &mut lines);
                lines.push(Vec::new());
            }
            '\r' => {}
            other => cell.push(other),
        }
    }
    end(&mut cell, &mut lines);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_headings_are_in_the_order_of_the_scoring_sheet() {
        let found =
            rows("组织建设\t按期换届\t不漏一村\t完成率\t100%\t60\t查阅\t每少一村扣 1 分\r\n\r\n\t开好会\t\t\t\t40\n");
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].project.as_str(), found[0].text.as_str(), found[0].weight.as_str()),
            ("组织建设", "按期换届", "60")
        );
        assert_eq!(
            (found[1].text.as_str(), found[1].weight.as_str(), found[0].deduction.as_str()),
            ("开好会", "40", "每少一村扣 1 分")
        );
    }

    #[test]
    fn headings_say_where_a_column_stands_and_quoted_cells_hold_lines() {
        let found = rows("分值\t内容\t备注\n60.5\t\"第一行\n第\"\"二\"\"行\"\t不读\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].weight, "60.5");
        assert!(found[0].text.contains("第一行") && found[0].text.contains("第\"二\"行"), "{}", found[0].text);
    }

    #[test]
    fn lines_of_words_are_targets_and_nothing_is_nothing() {
        let found = rows("按期换届\n开好会");
        assert_eq!(found.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["按期换届", "开好会"]);
        assert!(rows(" \n\t\t\n").is_empty() && rows("").is_empty());
        assert_eq!(rows(&"x\n".repeat(5_000)).len(), TARGETS_MOST + 1);
        assert_eq!(rows("\"not closed\tx").len(), 1);
    }
}
