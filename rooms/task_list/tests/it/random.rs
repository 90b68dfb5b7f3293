//! Whatever happens in whatever order, the roll-ups are what the assignments give.

use kernel::{ItemId, Role};
use task_list::Seen;
use testkit::Kit;

use crate::support::{VILLAGES, draft, item, seen, sent, sound, told};

/// Small numbers without a library: the same sequence on both engines.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, faces: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % faces
    }
}

/// One random step; most are refused, which is part of the test.
async fn step(kit: &Kit, dice: &mut Dice, items: &[ItemId]) -> bool {
    let village = VILLAGES[dice.roll(4)];
    let town = &village[..5];
    let one: Seen = seen(kit, village, items[dice.roll(items.len())]).await;
    let role = [Role::Clerk, Role::Secretary][dice.roll(2)];
    let (own, above) = (kit.cx(village, role), kit.cx(["n1", town][dice.roll(2)], role));
    let why = "因为".to_owned();
    let today = kit.house.today();
    match dice.roll(11) {
        0 => task_list::sign(&own, "", vec![one]).await.is_ok(),
        1 | 2 => task_list::report(&own, "", one, told(&today.to_string())).await.is_ok(),
        3 => task_list::verify_many(&above, "", vec![one]).await.is_ok(),
        4 => task_list::send_back(&above, "", one, why).await.is_ok(),
        5 => task_list::close_many(&above, "", vec![one]).await.is_ok(),
        6 => task_list::ask_decline(&own, "", one, why).await.is_ok(),
        7 => task_list::answer_decline(&above, "", one, dice.roll(2) == 0, why).await.is_ok(),
        8 => task_list::ask_extension(&own, "", one, today.plus(20), why).await.is_ok(),
        9 => task_list::answer_extension(&above, "", one, dice.roll(2) == 0, why).await.is_ok(),
        _ => dice.roll(4) == 0 && task_list::withdraw_some(&above, "", vec![one], why).await.is_ok(),
    }
}

testkit::both_engines! {
    async fn roll_ups_equal_their_recomputation_after_any_sequence(kit: testkit::Kit) {
        let mut items = Vec::new();
        for due in ["2026-12-04", "2026-11-30"] {
            items.extend(sent(&kit, "n1", draft(&kit, "n1", vec![item("开大会", due), item("上党课", due)])).await.1);
        }
        let mut dice = Dice(20_261_123);
        let mut done = 0;
        for n in 0..420 {
            if n % 40 == 39 {
                kit.clock.advance_minutes(3 * 24 * 60);
                sound(&kit).await;
            }
            done += usize::from(step(&kit, &mut dice, &items).await);
        }
        assert!(done > 60, "only {done} steps were possible");
        sound(&kit).await;
    }

    async fn recomputing_while_others_work_loses_nothing(kit: testkit::Kit) {
        let (_, items) = sent(&kit, "root", draft(&kit, "root", vec![item("开大会", "2026-12-04"), item("上党课", "2026-12-11")])).await;
        let mut tasks = Vec::new();
        for village in VILLAGES {
            let (kit, items) = (kit.clone(), items.clone());
            tasks.push(tokio::spawn(async move {
                for item in items {
                    crate::support::signed(&kit, village, item).await;
                    crate::support::reported(&kit, village, item).await;
                }
            }));
        }
        for _ in 0..6 {
            task_list::recompute(&kit.operator(), crate::support::MONTH).await.unwrap();
        }
        for task in tasks {
            task.await.unwrap();
        }
        sound(&kit).await;
    }
}
