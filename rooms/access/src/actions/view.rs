//! Reading who holds which post, and what waits for a second person.

use cx::{AppError, Cx};
use kernel::{OrgId, Page, Paged};

use crate::{
    access,
    store::{self, HolderRow, OrgRow, PostRow, WaitingRow},
};

/// The posts of an organisation and who held each from when to when.
#[derive(Debug)]
pub(crate) struct Posts {
    pub(crate) org: OrgRow,
    pub(crate) posts: Vec<(PostRow, Vec<HolderRow>)>,
    /// Appointments that wait; only for those who administer posts.
    pub(crate) waiting: Vec<WaitingRow>,
    /// The organisations right below.
    pub(crate) below: Vec<(OrgId, String)>,
}

/// The posts of an organisation in the actor's branch.
pub(crate) async fn posts(cx: &Cx, org: OrgId) -> Result<Posts, AppError> {
    cx.read(move |tx| {
        let org = store::org(tx, org)?;
        tx.permit(&access::VIEW_POSTS, &org.path)?;
        let holders = store::holders(tx, org.id)?;
        let of = |p: &PostRow| holders.iter().filter(|h| h.post == p.id).cloned().collect();
        let posts = store::posts(tx, org.id)?.into_iter().map(|p| {
            let held = of(&p);
            (p, held)
        });
        let posts = posts.collect();
        let role = tx.actor().seat.role;
        let waiting = if role.is_admin() { store::waiting_at(tx, org.id)? } else { Vec::new() };
        let below = store::children(tx, org.id)?;
        Ok(Posts { org, posts, waiting, below })
    })
    .await
}

/// What waits for a second person in the actor's branch, the oldest first.
pub(crate) async fn waiting(cx: &Cx, page: Page) -> Result<Paged<WaitingRow>, AppError> {
    cx.read(move |tx| {
        tx.permit(&access::DECIDE, tx.place())?;
        let place = tx.place().clone();
        let after = page.after.as_deref().and_then(|a| a.parse().ok()).unwrap_or(0);
        let rows = store::waiting(tx, &place, after, page.size + 1)?;
        Ok(Paged::from_surplus(rows, &page, |r| r.id.to_string()))
    })
    .await
}
