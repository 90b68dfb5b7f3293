//! Many posts and holders at once: for demo data and tests, the operator only.

use cx::{AppError, Cx, Happening};
use kernel::{AccountId, Day, Id, OrgId, PostId};

use crate::{
    access,
    rules::NewPost,
    store::{self, PostRow, RequestRow},
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

/// Plants posts; answers their ids in the order given. That nobody gets two posts that do not go together
/// is the planter's care.
///
/// # Errors
/// [`AppError::NotFound`] for anybody but the operator.
pub async fn plant(cx: &Cx, posts: Vec<PlantedPost>) -> Result<Vec<PostId>, AppError> {
    cx.write(move |tx| {
        let permit = tx.permit(&access::START, tx.place())?;
        let (now, operator) = (tx.now(), tx.actor().account);
        let (mut rows, mut holders) = (Vec::with_capacity(posts.len()), Vec::new());
        for planted in &posts {
            let (id, from): (PostId, Day) = (tx.new_id(), planted.from);
            if let Some(account) = planted.holder {
                let (id_of_holder, state): (Id<()>, String) = (tx.new_id(), String::new());
                holders.push(RequestRow {
                    org: planted.org,
                    id: id_of_holder,
                    post: id,
                    account,
                    from,
                    to: Day::FOREVER,
                    state,
                    asked_by: operator,
                    asked_at: now,
                });
            }
            let p = &planted.post;
            let (title, role) = (p.title.clone(), p.role.code().to_owned());
            let row = PostRow { id, title, role, first_responsible: p.first_responsible, from, to: Day::FOREVER };
            rows.push((planted.org, row));
        }
        store::add_many(tx, &permit, &rows, &holders)?;
        let ids: Vec<PostId> = rows.iter().map(|(_, p)| p.id).collect();
        Ok(Happening::new("access.planted", tx.actor().seat.org, ids.len()).answer(ids))
    })
    .await
}
