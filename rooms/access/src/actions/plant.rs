//! Posts and their holders set up from the server itself: one person with a post, or many at once for demo data
//! and tests. The operator only.

use std::collections::HashMap;

use account::OneTimePassword;
use cx::{AppError, Cx, Happening, Recorded, Tx};
use kernel::{AccountId, Day, Fault, Id, OrgId, OrgPath, PostId, Role};

use crate::{
    access,
    rules::{self, Holding, NewPost, Term},
    store::{self, BATCH, PostRow, RequestRow},
};

/// A post to be planted, and who holds it.
#[derive(Debug, Clone)]
pub struct PlantedPost {
    /// Its organisation.
    pub org: OrgId,
    /// What it is.
    pub post: NewPost,
    /// Its holder, if one.
    pub holder: Option<AccountId>,
    /// First day of the post and of its holder.
    pub from: Day,
}

/// A person who gets an account and a post at once.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// Log-in name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Organisation of the post.
    pub org: OrgId,
    /// The post, from today on.
    pub post: NewPost,
}

/// Plants posts; answers their ids in the order given.
///
/// # Errors
/// [`AppError::NotFound`] for anybody but the operator; the faults `access_admins` and `access_admin_business` if
/// somebody would hold posts that do not go together.
pub async fn plant(cx: &Cx, posts: Vec<PlantedPost>) -> Result<Vec<PostId>, AppError> {
    cx.write(move |tx| {
        let permit = tx.permit(&access::START, tx.place())?;
        go_together(tx, &posts)?;
        let (mut rows, mut holders) = (Vec::with_capacity(posts.len()), Vec::new());
        for planted in &posts {
            let (row, holder) = rows_of(tx, planted);
            holders.extend(holder);
            rows.push((planted.org, row));
        }
        store::add_many(tx, &permit, &rows, &holders)?;
        let ids: Vec<PostId> = rows.iter().map(|(_, p)| p.id).collect();
        Ok(Happening::new("access.planted", tx.actor().seat.org, ids.len()).answer(ids))
    })
    .await
}

/// Opens an account and gives it a post in one unit of work; answers the one-time password, which is kept nowhere.
///
/// # Errors
/// [`AppError::NotFound`] for anybody but the operator; faults of `login` and `name`; the fault
/// `account_login_taken`; the fault `access_first_taken`.
pub async fn add_person(cx: &Cx, newcomer: Newcomer) -> Result<OneTimePassword, AppError> {
    let (code, hash) = account::fresh_code().await?;
    cx.write(move |tx| {
        let permit = tx.permit(&access::START, tx.place())?;
        let org = store::org(tx, newcomer.org)?;
        let from = tx.today();
        if newcomer.post.first_responsible && !store::first_posts(tx, org.id, from)?.is_empty() {
            return Err(Fault::of("first_responsible", "access_first_taken").into());
        }
        let account = account::open_in(tx, &permit, &newcomer.login, &newcomer.name, &hash)?;
        let post = newcomer.post.clone();
        let (row, holder) = rows_of(tx, &PlantedPost { org: org.id, post, holder: Some(account), from });
        let holders: Vec<RequestRow> = holder.into_iter().collect();
        store::add_many(tx, &permit, &[(org.id, row.clone())], &holders)?;
        let happened = vec![
            Happening::new("account.opened", org.id, account),
            Happening::new("access.post_created", org.id, row.id),
            Happening::new("access.appointed", org.id, row.id),
        ];
        Ok(Recorded::many(happened, ()))
    })
    .await?;
    Ok(code)
}

/// The rows of a planted post and of its holder.
fn rows_of(tx: &Tx<'_>, planted: &PlantedPost) -> (PostRow, Option<RequestRow>) {
    let (id, from, to): (PostId, Day, Day) = (tx.new_id(), planted.from, Day::FOREVER);
    let holder = planted.holder.map(|account| {
        let (request, state): (Id<()>, String) = (tx.new_id(), String::new());
        let (asked_by, asked_at) = (tx.actor().account, tx.now());
        RequestRow { org: planted.org, id: request, post: id, account, from, to, state, asked_by, asked_at }
    });
    let p = &planted.post;
    let (title, role) = (p.title.clone(), p.role.code().to_owned());
    (PostRow { id, title, role, first_responsible: p.first_responsible, from, to }, holder)
}

/// Whether nobody would hold posts that do not go together, counting what they hold already and what is planted
/// before in the same batch.
fn go_together(tx: &mut Tx<'_>, posts: &[PlantedPost]) -> Result<(), AppError> {
    let mut holders: Vec<AccountId> = posts.iter().filter_map(|p| p.holder).collect();
    holders.sort_unstable();
    holders.dedup();
    let mut held: HashMap<AccountId, Vec<Holding>> = HashMap::new();
    for some in holders.chunks(BATCH) {
        for row in store::held_by_many(tx, &OrgPath::everything(), some)? {
            // A role that is not known goes with nothing: it must not slip through.
            let role = Role::of_post(&row.role).unwrap_or(Role::SystemAdmin);
            let term = Term { from: row.from, to: row.to };
            held.entry(row.account).or_default().push(Holding { role, term });
        }
    }
    for planted in posts {
        let Some(account) = planted.holder else { continue };
        let (role, term) = (planted.post.role, Term { from: planted.from, to: Day::FOREVER });
        let mine = held.entry(account).or_default();
        rules::go_together(mine, role, term).map_err(|code| Fault::of("login", code))?;
        mine.push(Holding { role, term });
    }
    Ok(())
}
