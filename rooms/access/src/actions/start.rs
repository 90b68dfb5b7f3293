//! The first three administrators of a new database: there is no default account (`trust.md` A9).

use account::OneTimePassword;
use cx::{AppError, Cx, Happening};
use kernel::{Day, Fault, OrgId, Role};

use crate::{
    access,
    store::{self, PostRow, RequestRow},
};

/// One of the three, with the code that its person replaces within 72 hours. Shown once, kept nowhere.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// Its login: `system`, `security` or `audit`.
    pub login: &'static str,
    /// What it is there for.
    pub role: Role,
    /// The one-time password.
    pub code: OneTimePassword,
}

/// Opens the accounts and posts of the three administrators at the root organisation.
/// `titles` names the three posts, which are also the accounts' names until persons are named.
///
/// # Errors
/// The fault `access_not_new` when there are accounts already; the operator only.
pub async fn first_administrators(
    cx: &Cx,
    org: OrgId,
    titles: [&'static str; 3],
) -> Result<Vec<FirstAdministrator>, AppError> {
    let kinds = [("system", Role::SystemAdmin), ("security", Role::SecurityAdmin), ("audit", Role::AuditAdmin)];
    let (mut made, mut hashes) = (Vec::new(), Vec::new());
    for (login, role) in kinds {
        let (code, hash) = account::fresh_code().await?;
        made.push(FirstAdministrator { login, role, code });
        hashes.push(hash);
    }
    cx.write(move |tx| {
        let permit = tx.permit(&access::START, tx.place())?;
        let org = store::org(tx, org)?;
        if account::count(tx)? > 0 {
            return Err(Fault::new("access_not_new").into());
        }
        let (from, to, now) = (tx.today(), Day::FOREVER, tx.now());
        for (((login, role), hash), title) in kinds.iter().zip(&hashes).zip(titles) {
            let account = account::open_in(tx, &permit, login, title, hash)?;
            let (title, role) = (title.to_owned(), role.code().to_owned());
            let post = PostRow { id: tx.new_id(), title, role, first_responsible: false, from, to };
            store::add_post(tx, &permit, org.id, &post)?;
            let (id, post, state, asked_by) = (tx.new_id(), post.id, String::new(), tx.actor().account);
            let held = RequestRow { org: org.id, id, post, account, from, to, state, asked_by, asked_at: now };
            let holder = tx.new_id();
            store::add_holder(tx, &permit, &held, holder)?;
        }
        Ok(Happening::new("access.started", org.id, org.id).answer(()))
    })
    .await?;
    Ok(made)
}
