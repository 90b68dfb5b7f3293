//! Sheets as people have them: the one of recipients' own values (organisation, number of the target, value), and the
//! columns of a scoring sheet whose rows are pasted.

use office::{ColumnSpec, Limits, Overrides, Row, SheetFault, Table};

use crate::actions::values::ValueRow;

/// What the sheet must have.
const COLUMNS: &[ColumnSpec<'static>] = &[
    ColumnSpec {
        key: "org",
        required: true,
        aliases: &["区划代码", "代码", "单位", "单位名称", "党组织", "党组织名称", "名称", "code", "name"],
    },
    ColumnSpec { key: "seq", required: true, aliases: &["目标序号", "序号", "目标", "number"] },
    ColumnSpec { key: "value", required: true, aliases: &["目标值", "任务数", "指标值"] },
];

/// The columns of a scoring sheet in their usual order, each with the headings it is known by.
pub(crate) const PASTED: [(Pasted, &[&str]); 8] = [
    (Pasted::Project, &["项目", "project"]),
    (Pasted::Text, &["内容", "目标", "目标内容", "text", "target"]),
    (Pasted::Requirement, &["要求", "requirement"]),
    (Pasted::Measure, &["指标", "考核指标", "计量", "measure"]),
    (Pasted::Value, &["目标值", "任务数", "指标值", "value"]),
    (Pasted::Weight, &["分值", "权重", "weight", "points"]),
    (Pasted::Assessment, &["考评方式", "assessment"]),
    (Pasted::Deduction, &["扣分办法", "deduction"]),
];

/// A column of a scoring sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pasted {
    Project,
    Text,
    Requirement,
    Measure,
    Value,
    Weight,
    Assessment,
    Deduction,
}

/// The rows of a file of a form, whatever its kind; blank rows are left out.
///
/// # Errors
/// A file that is no table, lacks a column or is too large, in the words of the sheet reader.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Vec<ValueRow>, SheetFault> {
    let name = if bytes.starts_with(b"PK") { "values.xlsx" } else { "values.csv" };
    let limits = Limits { rows: 200_000, ..Limits::default() };
    let mut table = Table::from_bytes(bytes, name, limits)?;
    let columns = table.find_columns(COLUMNS, &Overrides::default())?;
    let mut rows = Vec::new();
    for row in table.rows_after(columns.heading_row())? {
        let row: Row = row?;
        let text = |key: &str| columns.field(&row, key).text().map(|t| t.map(|t| t.into_owned()).unwrap_or_default());
        // A code typed as a number, or a number of a target, is read as what it shows.
        let org = match columns.field(&row, "org").code() {
            Ok(Some(code)) => code,
            _ => text("org")?,
        };
        let read = ValueRow { row: row.number(), org, seq: text("seq")?, value: text("value")? };
        if !(read.org.is_empty() && read.seq.is_empty() && read.value.is_empty()) {
            rows.push(read);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_by_its_headings_and_blank_rows_are_left_out() {
        let rows =
            read("目标值,单位代码,区划代码,序号\n95%,x,622921,1\n,,,\n3 次,x,甲县,2\n".as_bytes().to_vec()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0].org.as_str(), rows[0].seq.as_str(), rows[0].value.as_str(), rows[0].row),
            ("622921", "1", "95%", 2)
        );
        assert_eq!((rows[1].org.as_str(), rows[1].row), ("甲县", 4));
        assert!(read(b"a,b\n1,2\n".to_vec()).is_err());
    }
}
