//! The limit of single transitions on PostgreSQL: the bare engine with the same durability, the same rows of the same
//! database, one commit for each, over some connections at once. No HTTP, no session, nothing decided.

use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use postgres::{Client, NoTls, Statement};

use crate::world::{Work, World, month};

/// What signing for an assignment reads and writes, in its order.
const STATEMENTS: [&str; 7] = [
    "SELECT state, late, due_day, version, path, issuer_id FROM assignment WHERE org_id = $1 AND month = $2 AND item_id = $3",
    "UPDATE assignment SET state = 2, changed_at = $5, version = version + 1 WHERE org_id = $1 AND month = $2 AND item_id = $3 \
     AND version = $4",
    "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, by_org_id, by_post_id, by_account_id, reason, detail) \
     VALUES ($1, $2, $3, $4, 'signed', $5, $1, $1, $1, '', '{}')",
    "INSERT INTO standing (org_id, month, path, owed, first_due, issued, signed, reported, returned, verified, closed, declined, \
     excused, withdrawn) VALUES ($1, $2, $3, 0, '9999-12-31', -1, 1, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT (org_id, month, path) \
     DO UPDATE SET issued = standing.issued + excluded.issued, signed = standing.signed + excluded.signed",
    "INSERT INTO roll_up (org_id, month, child_id, due_day, late, state, n) VALUES ($3, $1, $4, $2, 0, 1, -1), \
     ($3, $1, $4, $2, 0, 2, 1), ($5, $1, $6, $2, 0, 1, -1), ($5, $1, $6, $2, 0, 2, 1), ($7, $1, $8, $2, 0, 1, -1), \
     ($7, $1, $8, $2, 0, 2, 1) ON CONFLICT (org_id, month, child_id, due_day, late, state) DO UPDATE SET n = roll_up.n + excluded.n",
    "INSERT INTO item_tally (org_id, item_id, child_id, late, state, n) VALUES ($1, $2, $3, 0, 1, -1), ($1, $2, $3, 0, 2, 1) \
     ON CONFLICT (org_id, item_id, child_id, late, state) DO UPDATE SET n = item_tally.n + excluded.n",
    "INSERT INTO happening (org_id, happening_id, at, kind, account_id, post_id, role, source, request_id, object, result, detail) \
     VALUES ($1, $2, $3, 'bench.signed', $1, $1, 'clerk', 'api', 'bench', '', 'done', '{}')",
];

/// Connections of the clients, and of the program's pool.
const CONNECTIONS: [usize; 2] = [64, 16];

/// The faster of both, transitions per second.
pub(crate) async fn limits(url: &str, world: &World) -> Result<f64> {
    let (url, world) = (url.to_owned(), world.clone());
    // The client of this library blocks, which no thread of the runtime may.
    tokio::task::spawn_blocking(move || {
        let mut best = 0.0_f64;
        for (connections, item) in CONNECTIONS.into_iter().zip(world.items.iter().skip(1)) {
            best = best.max(single_commits(&url, &world, *item, connections)?);
        }
        Ok(best)
    })
    .await?
}

/// Signs once for everybody, with so many connections; answers transitions per second.
fn single_commits(url: &str, world: &World, item: i64, connections: usize) -> Result<f64> {
    let started = Instant::now();
    let done = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..connections)
            .map(|lane| {
                let mine = world.work.iter().skip(lane).step_by(connections);
                scope.spawn(move || lane_of(url, mine, item))
            })
            .collect();
        lanes.into_iter().map(|lane| lane.join().map_err(|_| anyhow!("a connection ended badly"))?).sum::<Result<u32>>()
    })?;
    let rate = f64::from(done) / started.elapsed().as_secs_f64();
    println!("limit, bare engine, {connections} connections, a commit each: {rate:.0} transitions/s");
    Ok(rate)
}

fn lane_of<'a>(url: &str, work: impl Iterator<Item = &'a Work>, item: i64) -> Result<u32> {
    let mut client = Client::connect(url, NoTls)?;
    let prepared = STATEMENTS.iter().map(|text| client.prepare(text)).collect::<Result<Vec<_>, _>>()?;
    let mut done = 0;
    for of in work {
        sign(&mut client, &prepared, of, item)?;
        done += 1;
    }
    Ok(done)
}

fn sign(client: &mut Client, prepared: &[Statement], of: &Work, item: i64) -> Result<()> {
    let [get, update, step, standing, rolls, tallies, record] = prepared else {
        return Err(anyhow!("another number of statements"));
    };
    let [town, county, root] = *of.above.as_slice() else { return Err(anyhow!("another number of superiors")) };
    let (month, due, at) = (month().0, month().last_day().to_string(), 1_i64);
    let mut tx = client.transaction()?;
    let row = tx.query_opt(get, &[&of.org, &month, &item])?.context("an assignment of everybody")?;
    let version: i64 = row.get(3);
    tx.execute(update, &[&of.org, &month, &item, &version, &at])?;
    tx.execute(step, &[&of.org, &month, &item, &version, &at])?;
    tx.execute(standing, &[&of.org, &month, &of.path.as_str()])?;
    tx.execute(rolls, &[&month, &due, &root, &county, &county, &town, &town, &of.org])?;
    tx.execute(tallies, &[&root, &item, &county])?;
    tx.execute(record, &[&of.org, &item, &at])?;
    Ok(tx.commit()?)
}
