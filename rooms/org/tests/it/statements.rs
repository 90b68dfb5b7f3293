//! Every statement of the room is prepared on both engines.

testkit::both_engines! {
    async fn every_statement_is_understood_by_the_engine(kit: testkit::Kit) {
        for (name, text) in org::STATEMENTS {
            let most = (1..=40).rev().find(|n| text.contains(&format!("${n}"))).unwrap_or(0);
            // What fits every place of a statement: nothing for PostgreSQL, which checks types, a number for SQLite.
            let filler = if kit.house.db.engine() == db::Engine::Sqlite { db::Arg::Int(1) } else { db::Arg::Null };
            let values = vec![filler; most];
            let text = (*text).to_owned();
            let result = kit.house.db.write(move |tx| {
                let result = if text.starts_with("SELECT") { tx.each(&text, &values, |_| Ok(())) } else { tx.exec(&text, &values).map(drop) };
                match result { Ok(_) | Err(db::DbFault::Constraint(_)) => Ok(()), Err(other) => Err(other) }
            }).await;
            assert!(result.is_ok(), "{name}: {result:?}");
        }
    }
}
