//! Creating and ending posts.

use cx::{AppError, Cx, Happening};
use kernel::{Day, Fault, OrgId, PostId};
use serde_json::json;

use super::submission;
use crate::{
    access,
    rules::{NewPost, Term},
    store::{self, PostRow},
};

/// Creates a post that stands from a day on. At most one post of an organisation is first responsible on any day.
///
/// # Errors
/// [`AppError::NotFound`] outside the actor's branch; the faults `access_from_far` and `access_first_taken`.
pub async fn create_post(cx: &Cx, org: OrgId, new: NewPost, from: Day, once: &str) -> Result<PostId, AppError> {
    let what = format!("{org} {from} {} {} {}", new.role.code(), new.first_responsible, new.title);
    cx.write_once(&submission("create", what, once), move |tx| {
        let org = store::org(tx, org)?;
        let permit = tx.permit(&access::CREATE_POST, &org.path)?;
        let term = Term::of(from, Day::FOREVER, tx.today())?;
        if new.first_responsible && !store::first_posts(tx, org.id, term.from)?.is_empty() {
            return Err(Fault::of("first_responsible", "access_first_taken").into());
        }
        let post = PostRow {
            id: tx.new_id(),
            title: new.title.clone(),
            role: new.role.code().to_owned(),
            first_responsible: new.first_responsible,
            from: term.from,
            to: term.to,
        };
        store::add_post(tx, &permit, org.id, &post)?;
        let detail = json!({ "role": post.role, "first_responsible": post.first_responsible, "from": term.from });
        Ok(Happening::new("access.post_created", org.id, post.id).detail(detail).answer(post.id))
    })
    .await
}

/// Ends a post with the end of the day before `day`: whoever holds it is relieved, what waits is refused.
///
/// # Errors
/// [`AppError::NotFound`] outside the actor's branch; the fault `access_end_past`.
pub async fn end_post(cx: &Cx, org: OrgId, post: PostId, day: Day, once: &str) -> Result<(), AppError> {
    cx.write_once(&submission("end", format!("{org} {post} {day}"), once), move |tx| {
        let org = store::org(tx, org)?;
        let permit = tx.permit(&access::END_POST, &org.path)?;
        let found = store::post(tx, org.id, post)?;
        if day < tx.today() || day < found.from {
            return Err(Fault::of("day", "access_end_past").into());
        }
        if !store::end_post(tx, &permit, org.id, post, day)? {
            return Err(Fault::of("day", "access_over").into());
        }
        Ok(Happening::new("access.post_ended", org.id, post).detail(json!({ "to": day })).answer(()))
    })
    .await
}
