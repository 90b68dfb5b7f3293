//! Table files as users have them, behind our own types.
//!
//! Reads `.csv`, `.csv.gz`, `.tsv`, `.xlsx` and `.xls` row by row, finds the columns by their headings, turns cells into
//! codes and dates, and writes sheets as `.xlsx` or `.csv`. It knows no room of the house: what a column means is told
//! by the caller as [`ColumnSpec`]s, what is wrong is told back as a [`SheetFault`] that points at row, column and value.
//!
//! ```no_run
//! use office::{ColumnSpec, Limits, Overrides, Table};
//! # fn main() -> Result<(), office::SheetFault> {
//! let specs = [ColumnSpec { key: "code", required: true, aliases: &["区划代码", "代码"] }];
//! let mut table = Table::open("divisions.csv", Limits::default())?;
//! let columns = table.find_columns(&specs, &Overrides::parse("code=A")?)?;
//! for row in table.rows_after(columns.heading_row())? {
//!     let row = row?;
//!     let code = columns.field(&row, "code").code()?;
//! }
//! # Ok(()) }
//! ```

mod cell;
mod date;
mod encoding;
mod fault;
mod heading;
mod limits;
mod prose;
mod table;
mod text;
mod words;
mod write;

pub use cell::{Field, Value, clean_code};
pub use date::{Date, Ymd, read_date};
pub use encoding::Encoding;
pub use fault::{ColumnRef, SheetFault, column_index, column_letter};
pub use heading::{ColumnSpec, Columns, Overrides, fold_heading};
pub use limits::Limits;
pub use prose::{Paragraph, ProseFault, ProseLimits, read_prose};
pub use table::{Row, Rows, Table};
pub use text::{looks_damaged, tidy_text, to_halfwidth};
pub use words::FaultKind;
pub use write::{Cell, OutColumn, OutSheet, write_csv, write_xlsx, write_xlsx_book};
