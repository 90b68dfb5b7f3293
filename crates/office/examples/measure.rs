//! Reads a table file and tells rows, cells and time: `cargo run --release -p office --example measure -- FILE [xlsx]`.
//! With a second word the rows are also written, as `/tmp/measure.xlsx` or `/tmp/measure.csv`.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::time::Instant;

use office::{Cell, Limits, OutColumn, Table, clean_code, write_csv, write_xlsx};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("which file?")?;
    let start = Instant::now();
    let mut table = Table::open(&file, Limits::default())?;
    let opened = start.elapsed();
    let (mut rows, mut cells, mut codes) = (0_u64, 0_usize, 0_usize);
    for row in table.rows()? {
        let row = row?;
        rows += 1;
        cells += row.values().len();
        codes += usize::from(clean_code(row.value(0)).is_ok());
    }
    println!("{rows} rows, {cells} cells, {codes} codes; opened {opened:.1?}, all {:.1?}", start.elapsed());
    if let Some(kind) = args.next() {
        write(&mut table, &kind)?;
    }
    Ok(())
}

fn write(table: &mut Table, kind: &str) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let columns: Vec<_> = ["A", "B", "C", "D", "E"].map(OutColumn::new).to_vec();
    let cells = |row: office::Row| row.values().iter().map(|value| Cell::Text(value.text().into_owned())).collect();
    let rows = table.rows()?.flatten().map(cells);
    let out = BufWriter::new(File::create(format!("/tmp/measure.{kind}"))?);
    let count = if kind == "xlsx" { write_xlsx(out, "A", &columns, rows)? } else { write_csv(out, &columns, rows)? };
    println!("{count} rows written as {kind} in {:.1?}", start.elapsed());
    Ok(())
}
