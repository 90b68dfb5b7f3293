//! What the stories share: assignments written by hand, a published statement, an app.

use db::Arg;
use kernel::{Month, Role};
use statement::{Asked, Publication, Published, Shown, Texts};
use testkit::{Client, Kit};

pub(crate) const MONTH: Month = Month(202_611);

/// 2026-11-03 08:00 in Shanghai.
pub(crate) const ISSUED: i64 = 1_793_664_000_000;

/// Runs one statement on the database, past all rooms.
pub(crate) async fn sql(kit: &Kit, text: &'static str, args: Vec<Arg>) -> u64 {
    let done: Result<u64, db::DbFault> = kit.house.db.write(move |tx| tx.exec(text, &args)).await;
    done.unwrap()
}

/// One assignment of `org` from `issuer` in a state; items with an even number rest on words alone.
pub(crate) async fn given(kit: &Kit, org: &str, issuer: &str, item: i64, state: i64) {
    let (org_id, issuer_id, path) = (kit.org(org), kit.org(issuer), kit.path(org));
    let list = issuer_id.raw() * 10;
    let number = format!("示组交〔2026〕{}号", issuer_id.raw());
    sql(
        kit,
        "INSERT INTO task_list (org_id, list_id, month, title, number, stage, audience, urgent, approval, split_item_id, orgs, minutes, written_by, written_at, sent_by, sent_at, version) \
         VALUES ($1, $2, $3, '十一月交办单', $4, 'sent', '{}', 0, '', NULL, 4, 45, 1, $5, 1, $5, 1) ON CONFLICT (org_id, list_id) DO NOTHING",
        vec![issuer_id.into(), list.into(), MONTH.into(), number.into(), ISSUED.into()],
    )
    .await;
    let (basis, clause, ground) =
        if item % 2 == 0 { ("电话通知", None, "") } else { ("", Some(23_i64), "框架 2.3") };
    sql(
        kit,
        "INSERT INTO item (item_id, list_id, issuer_id, month, seq, text, requirement, basis, due_day, form, photos, photos_reason, minutes, asks, split_of, visible, clause_id, ground) \
         VALUES ($1, $2, $3, $4, $1, $5, '', $6, '2026-11-20', '[]', 0, '', 45, 3, NULL, 1, $7, $8) ON CONFLICT (item_id) DO NOTHING",
        vec![item.into(), list.into(), issuer_id.into(), MONTH.into(), format!("第 {item} 件事").into(), basis.into(), clause.into(), ground.into()],
    )
    .await;
    sql(
        kit,
        "INSERT INTO assignment (org_id, month, item_id, list_id, issuer_id, path, state, due_day, late, issued_at, changed_at, reported_at, happened_on, answer, note, asked_day, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, '2026-11-20', 0, $8, $8, $9, NULL, NULL, NULL, NULL, 1)",
        vec![
            org_id.into(),
            MONTH.into(),
            item.into(),
            list.into(),
            issuer_id.into(),
            (&path).into(),
            state.into(),
            (ISSUED + item).into(),
            (state >= 3).then_some(ISSUED + 86_400_000).into(),
        ],
    )
    .await;
    for (seq, kind) in (1_i64..).zip(["signed", "verified", "closed"]) {
        sql(
            kit,
            "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, on_day, by_org_id, by_post_id, by_account_id, reason, detail) \
             VALUES ($1, $2, $3, $4, $5, $6, NULL, $1, 1, 1, '', '{}')",
            vec![org_id.into(), MONTH.into(), item.into(), seq.into(), kind.into(), (ISSUED + seq * 90_000_000).into()],
        )
        .await;
    }
}

pub(crate) fn texts() -> Texts {
    Texts { self_text: "本月按期办结。".to_owned(), problems: "活动场所漏雨。".to_owned() }
}

pub(crate) fn publication(kit: &Kit, org: &str) -> Publication {
    Publication { org: kit.org(org), month: MONTH, texts: texts(), version: 0, seen: String::new() }
}

/// Publishes the month of `org` by its secretary.
pub(crate) async fn published(kit: &Kit, org: &str) -> Published {
    statement::publish(&kit.cx(org, Role::Secretary), "", publication(kit, org)).await.unwrap()
}

/// The statement of `org` as the holder of a post sees it.
pub(crate) async fn shown(kit: &Kit, as_who: (&str, Role), org: &str, rev: Option<i64>) -> Result<Shown, cx::AppError> {
    statement::show(&kit.cx(as_who.0, as_who.1), kit.org(org), MONTH, Asked { rev, correct: false }).await
}

/// Breaches that `qingdan check` would report.
pub(crate) async fn breaches(kit: &Kit) -> Vec<String> {
    kit.operator().read(statement::check).await.unwrap()
}

/// An app of this room and a client that is not logged in.
pub(crate) fn app(kit: &Kit) -> Client {
    kit.client(&statement::routes(), &[statement::WORDS, include_str!("../../../../crates/kit/words.toml")])
}

/// A client of the holder of that post.
pub(crate) async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    kit.log_in(&app(kit), org, role).await
}

/// Address of the statement of `org`.
pub(crate) fn page(kit: &Kit, org: &str) -> String {
    format!("/statements/{}/{MONTH}", kit.org(org))
}

/// How often a kind of happening was recorded.
pub(crate) async fn happened(kit: &Kit, kind: &'static str) -> i64 {
    let found: Result<(i64,), db::DbFault> =
        kit.house.db.read(move |tx| tx.one("SELECT COUNT(*) FROM happening WHERE kind = $1", &[kind.into()])).await;
    found.unwrap().0
}
