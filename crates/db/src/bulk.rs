//! Many rows at once, by the fastest way each engine has.

use postgres::{binary_copy::BinaryCopyInWriter, types::Type};

use crate::{Arg, DbFault, tx::Conn};

pub(crate) fn insert_many(
    conn: &mut Conn<'_>,
    table: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<Arg>>,
) -> Result<u64, DbFault> {
    let list = columns.join(", ");
    match conn {
        Conn::Lite(conn) => {
            let marks: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
            let mut statement =
                conn.prepare_cached(&format!("INSERT INTO {table} ({list}) VALUES ({})", marks.join(", ")))?;
            let mut count = 0;
            for row in rows {
                count += statement.execute(rusqlite::params_from_iter(&row))? as u64;
            }
            Ok(count)
        }
        Conn::Pg(conn) => {
            let client = &mut conn.client;
            // COPY does not tell its column types; an empty SELECT does.
            let probe = client.prepare(&format!("SELECT {list} FROM {table} WHERE false"))?;
            let types: Vec<Type> = probe.columns().iter().map(|c| c.type_().clone()).collect();
            let sink = client.copy_in(&format!("COPY {table} ({list}) FROM STDIN BINARY"))?;
            let mut writer = BinaryCopyInWriter::new(sink, &types);
            for row in rows {
                let values: Vec<&(dyn postgres::types::ToSql + Sync)> =
                    row.iter().map(|a| a as &(dyn postgres::types::ToSql + Sync)).collect();
                writer.write(&values)?;
            }
            Ok(writer.finish()?)
        }
    }
}
