//! Whatever administrators do in whatever order, nobody comes to hold two of the three administrations, or one and business.

use access::{Appointment, Outcome};
use kernel::{AccountId, Id, Role};
use proptest::prelude::*;
use testkit::Kit;

use crate::{person, post, today};

/// One call of a random sequence.
#[derive(Debug, Clone)]
enum Call {
    Appoint { who: usize, post: usize, from: i64, days: i64, by: usize },
    Decide { which: usize, confirm: bool },
    Relieve { which: usize, after: i64 },
    EndPost { post: usize },
    Wait { days: i64 },
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        6 => (0..3_usize, 0..8_usize, 0..40_i64, 1..60_i64, 0..2_usize)
            .prop_map(|(who, post, from, days, by)| Call::Appoint { who, post, from, days, by }),
        4 => (0..8_usize, any::<bool>()).prop_map(|(which, refuse)| Call::Decide { which, confirm: !refuse || which > 1 }),
        2 => (0..8_usize, 0..20_i64).prop_map(|(which, after)| Call::Relieve { which, after }),
        1 => (0..8_usize).prop_map(|post| Call::EndPost { post }),
        2 => (1..15_i64).prop_map(|days| Call::Wait { days }),
    ]
}

/// Runs a sequence, and after each call looks at what everybody holds on every day to come.
async fn run(kit: &Kit, calls: Vec<Call>) {
    let operator = kit.operator();
    let people = [person(kit, "p0").await, person(kit, "p1").await, person(kit, "p2").await];
    let kinds = [
        ("n1", Role::SystemAdmin),
        ("n1", Role::SecurityAdmin),
        ("n1", Role::AuditAdmin),
        ("n1/t1", Role::SystemAdmin),
        ("n1/t1", Role::AuditAdmin),
        ("n1/t1", Role::Clerk),
        ("n1", Role::Leader),
        ("n1/t1/v1", Role::SecurityAdmin),
    ];
    let (mut posts, mut waiting, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for (key, role) in kinds {
        posts.push((key, post(kit, &operator, key, role).await));
    }
    for call in calls {
        match call {
            Call::Appoint { who, post, from, days, by } => {
                let cx = [&operator, &kit.cx("root", Role::SystemAdmin)][by].clone();
                let (key, id) = posts[post];
                let from = today(kit).plus(from);
                let wanted =
                    Appointment { org: kit.org(key), post: id, login: format!("p{who}"), from, to: from.plus(days) };
                match access::appoint(&cx, wanted, "").await {
                    Ok(Outcome::Waits(request)) => waiting.push((key, request.parse::<Id<()>>().unwrap())),
                    Ok(Outcome::Held(holder)) => held.push((key, holder)),
                    _ => {}
                }
            }
            Call::Decide { which, confirm } if !waiting.is_empty() => {
                let (key, request) = waiting.remove(which % waiting.len());
                let second = kit.cx("root", Role::SecurityAdmin);
                if confirm {
                    if let Ok(holder) = access::confirm(&second, kit.org(key), request, "").await {
                        held.push((key, holder));
                    }
                } else {
                    access::refuse(&second, kit.org(key), request, "").await.ok();
                }
            }
            Call::Relieve { which, after } if !held.is_empty() => {
                let (key, holder) = held[which % held.len()];
                access::relieve(&operator, kit.org(key), holder, today(kit).plus(after), "").await.ok();
            }
            Call::EndPost { post } => {
                let (key, id) = posts[post];
                access::end_post(&operator, kit.org(key), id, today(kit).plus(30), "").await.ok();
            }
            Call::Wait { days } => kit.clock.advance_minutes(days * 24 * 60),
            _ => {}
        }
        for id in people {
            nobody_holds_two(kit, id).await;
        }
    }
}

async fn nobody_holds_two(kit: &Kit, id: AccountId) {
    let today = today(kit);
    let (now_and_later, by_day) = kit
        .operator()
        .read(move |tx| {
            let roles: Vec<(String,)> = tx.all(
                "SELECT DISTINCT p.role FROM holder h JOIN post p ON p.org_id = h.org_id AND p.post_id = h.post_id \
             WHERE h.account_id = $1 AND h.to_day > $2 AND h.to_day > h.from_day AND p.role LIKE '%admin'",
                db::args![id, today],
            )?;
            let mut by_day = Vec::new();
            for n in (0..100).step_by(3) {
                by_day.push(
                    cx::session::seats(tx, id, today.plus(n))?.iter().map(|s| s.role.is_admin()).collect::<Vec<_>>(),
                );
            }
            Ok((roles, by_day))
        })
        .await
        .unwrap();
    assert!(now_and_later.len() <= 1, "{id} holds {now_and_later:?}");
    assert!(
        by_day.iter().all(|day| day.iter().all(|admin| *admin == day[0])),
        "{id} mixes administration and business"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn no_sequence_of_calls_gives_one_account_two_of_the_three(calls in prop::collection::vec(call(), 5..30)) {
        testkit::run(testkit::EngineKind::Sqlite, |kit| async move { run(&kit, calls).await });
    }
}
