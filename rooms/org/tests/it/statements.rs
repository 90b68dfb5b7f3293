//! Every statement of the room is prepared on both engines.

testkit::both_engines! {
    async fn every_statement_is_understood_by_the_engine(kit: testkit::Kit) {
        for (name, text) in org::STATEMENTS {
            let most = (1..=40).rev().find(|n| text.contains(&format!("${n}"))).unwrap_or(0);
            // NULL fits every column; what cannot be prepared fails before it is compared.
            let values = vec![db::Arg::Null; most];
            let text = (*text).to_owned();
            let result = kit.house.db.write(move |tx| {
                let result = tx.exec(&text, &values);
                match result { Ok(_) | Err(db::DbFault::Constraint(_)) => Ok(()), Err(other) => Err(other) }
            }).await;
            assert!(result.is_ok(), "{name}: {result:?}");
        }
    }
}
