//! Looks the record stream of an old workbook over before the reader builds blocks of cells from it.
//!
//! The reader reserves each sheet's block on the file's word, rows × columns: a file of 2 kB can ask for 100 GB, and a
//! refused allocation ends the process. So the same records are walked here first, only for the places they name.

use super::archive::broken;
use crate::fault::SheetFault;
use crate::limits::Limits;
use crate::words::FaultKind;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const ENCRYPTED: u16 = 0x002F;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00BD;
/// Records that start with a row and a column: number, text, truth value, short number, shared text, formula.
const ONE_CELL: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006];

/// Refuses encrypted workbooks and those whose sheets would unfold beyond the limit.
pub(super) fn check(stream: &[u8], limits: &Limits) -> Result<(), SheetFault> {
    let mut cells = 0_u64;
    for record in records(stream, 0).take_while(|record| record.kind != END) {
        match record.kind {
            ENCRYPTED => return Err(SheetFault::new(FaultKind::Password)),
            SHEET => {
                let start =
                    record.long(0).and_then(|at| usize::try_from(at).ok()).ok_or_else(|| broken("sheet place"))?;
                cells = cells.saturating_add(block_of_sheet(stream, start)?);
            }
            _ => (),
        }
    }
    if cells > limits.xls_cells {
        return Err(broken(format!("{cells} cells > {}", limits.xls_cells)));
    }
    Ok(())
}

struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

impl Record<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        self.data.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn long(&self, at: usize) -> Option<u32> {
        self.data.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
    }
}

/// The records from a place to the end of the stream; a record cut off by the end is left out.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream.get(start..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (&[k0, k1, l0, l1], after) = rest.split_first_chunk::<4>()?;
        let (data, next) = after.split_at_checked(usize::from(u16::from_le_bytes([l0, l1])))?;
        rest = next;
        Some(Record { kind: u16::from_le_bytes([k0, k1]), data })
    })
}

/// The size of the block the reader would build for a sheet: what it declares or what its cells span, if more.
/// Charts embedded in a sheet have records of their own between their begin and end and are passed over.
fn block_of_sheet(stream: &[u8], start: usize) -> Result<u64, SheetFault> {
    let (mut span, mut declared) = (Span::default(), 0);
    let mut depth = 0_u32;
    for record in records(stream, start) {
        match (record.kind, depth) {
            (BEGIN, _) => depth += 1,
            (END, 0 | 1) => break,
            (END, _) => depth -= 1,
            (_, 2..) => (),
            (DIMENSIONS, _) => declared = declared_block(&record)?.max(declared),
            (SEVERAL_NUMBERS, _) => {
                let last = record.data.len().checked_sub(2).and_then(|at| record.short(at));
                span.add(record.short(0), record.short(2));
                span.add(record.short(0), last);
            }
            (kind, _) if ONE_CELL.contains(&kind) => span.add(record.short(0), record.short(2)),
            _ => (),
        }
    }
    // Values and formulas each get a block of this size.
    Ok(span.cells().saturating_mul(2).max(declared))
}

/// Rows × columns as declared. An end before the start would wrap around in the reader.
fn declared_block(record: &Record<'_>) -> Result<u64, SheetFault> {
    let wide = |at: usize| record.long(at).map(u64::from);
    let narrow = |at: usize| record.short(at).map(u64::from);
    let sides = match record.data.len() {
        10 => [narrow(0), narrow(2), narrow(4), narrow(6)],
        14 | 16 => [wide(0), wide(4), narrow(8), narrow(10)],
        _ => return Err(broken("dimensions")),
    };
    let [Some(top), Some(bottom), Some(left), Some(right)] = sides else { return Err(broken("dimensions")) };
    if bottom == 0 || right == 0 {
        return Ok(1);
    }
    // The reader starts at column 0 when the left side is out of range.
    let left = if left > 0xFF || right < left { 0 } else { left };
    let (rows, columns) = (bottom.checked_sub(top), right.checked_sub(left));
    match (rows, columns) {
        (Some(rows @ 1..), Some(columns @ 1..)) => Ok(rows.saturating_mul(columns)),
        _ => Err(broken("dimensions")),
    }
}

/// The rectangle around all cells seen.
#[derive(Default)]
struct Span {
    sides: Option<[u16; 4]>,
}

impl Span {
    fn add(&mut self, row: Option<u16>, column: Option<u16>) {
        let (Some(row), Some(column)) = (row, column) else { return };
        let [top, bottom, left, right] = self.sides.unwrap_or([row, row, column, column]);
        self.sides = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
    }

    fn cells(&self) -> u64 {
        let length = |from: u16, to: u16| u64::from(to - from) + 1;
        self.sides.map_or(0, |[top, bottom, left, right]| length(top, bottom) * length(left, right))
    }
}
