//! What the stories share: a short regulation, entered and in force, and who cites it.

use cx::{AppError, Cx, Happening};
use document::{About, Citation, Citing, ClauseRef, Kind, Reading, Source};
use kernel::{Action, ClauseId, Day, DocumentId, Reach, Role};
use testkit::{Client, Kit};

pub(crate) const TEXT: &str = "示例考核办法\n第一章　总则\n第一条　为了规范考核，制定本办法。\n第二条　考核包括：\n（一）日常考核；\n（二）年度考核。\n第三条　本办法自发布之日起施行。";

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A regulation that demands work.
pub(crate) fn about() -> About {
    let mut about = About::new(Kind::Regulation, "示例考核办法（演示数据·虚构）");
    about.demands_work = true;
    about.number = "示组发〔2026〕3号".to_owned();
    about
}

/// Enters the regulation of `org` as a draft.
pub(crate) async fn entered(kit: &Kit, org: &str) -> DocumentId {
    document::enter(&kit.cx(org, Role::Clerk), "", about(), Source::Text(TEXT.to_owned())).await.unwrap()
}

/// Enters it and brings it into force on 2026-11-01.
pub(crate) async fn in_force(kit: &Kit, org: &str) -> DocumentId {
    let id = entered(kit, org).await;
    document::publish(&kit.cx(org, Role::Secretary), "", id, 1, day("2026-11-01")).await.unwrap();
    id
}

/// The document as `who` reads it on a day.
pub(crate) async fn read(kit: &Kit, who: (&str, Role), id: DocumentId, on: Option<&str>) -> Result<Reading, AppError> {
    document::version(&kit.cx(who.0, who.1), id, on.map(day)).await
}

/// The clause with this label in the version in force today.
pub(crate) async fn clause(kit: &Kit, org: &str, id: DocumentId, label: &str) -> ClauseId {
    let reading = read(kit, (org, Role::Clerk), id, None).await.unwrap();
    reading.clauses.iter().find(|c| c.label == label).unwrap().id
}

/// Some later room's action.
static REST: Action = Action { name: "test.rest", roles: &[Role::Clerk], reach: Reach::Own };

/// Lets a thing of `org` with this id rest on a clause.
pub(crate) async fn cite(kit: &Kit, org: &'static str, clause: ClauseId, id: i64) -> Result<(), AppError> {
    let (cx, org_id) = (kit.cx(org, Role::Clerk), kit.org(org));
    cx.write(move |tx| {
        let place = tx.place().clone();
        let permit = tx.permit(&REST, &place)?;
        let by =
            Citing {
                kind: "item", id, org: org_id, label: format!("第 {id} 件事"), address: format!("/items/{id}")
            };
        document::cite_in(tx, &permit, &[Citation { clause, by }])?;
        Ok(Happening::new("test.rested", org_id, id).answer(()))
    })
    .await
}

/// Ends that it rests there.
pub(crate) async fn uncite(kit: &Kit, org: &'static str, clause: ClauseId, id: i64) -> usize {
    let (cx, org_id) = (kit.cx(org, Role::Clerk), kit.org(org));
    cx.write(move |tx| {
        let place = tx.place().clone();
        let permit = tx.permit(&REST, &place)?;
        let gone = document::uncite_in(tx, &permit, &[clause], ("item", id))?;
        Ok(Happening::new("test.unrested", org_id, id).answer(gone))
    })
    .await
    .unwrap()
}

/// The clauses as an actor may read them.
pub(crate) async fn refs(cx: &Cx, ids: Vec<ClauseId>) -> Vec<ClauseRef> {
    cx.read(move |tx| document::clauses_in(tx, &ids)).await.unwrap()
}

/// Codes of the faults with which something was refused.
pub(crate) fn codes<T: std::fmt::Debug>(result: Result<T, AppError>) -> Vec<&'static str> {
    match result {
        Err(AppError::Invalid(faults)) => faults.iter().map(|f| f.code).collect(),
        other => panic!("expected faults, got {other:?}"),
    }
}

/// How often a kind of happening was recorded.
pub(crate) async fn happened(kit: &Kit, kind: &'static str) -> i64 {
    let found: Result<(i64,), db::DbFault> =
        kit.house.db.read(move |tx| tx.one("SELECT COUNT(*) FROM happening WHERE kind = $1", &[kind.into()])).await;
    found.unwrap().0
}

/// A client of the holder of that post.
pub(crate) async fn client(kit: &Kit, org: &str, role: Role) -> Client {
    let app = kit.client(&document::routes(), &[document::WORDS, include_str!("../../../../crates/kit/words.toml")]);
    kit.log_in(&app, org, role).await
}
