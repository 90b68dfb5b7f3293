//! All SQL of this room. Reads take a unit of work; writes ask for a permit besides.

pub(crate) mod first;

use cx::{AppError, Permit, Tx};
use db::{Arg, args, rec};
use kernel::{AccountId, Day, HolderId, Id, Instant, OrgId, OrgPath, PostId};

rec! {
    /// An organisation as this room needs it.
    #[derive(Debug, Clone)]
    pub(crate) struct OrgRow {
        pub(crate) id: OrgId,
        pub(crate) name: String,
        pub(crate) path: OrgPath,
        pub(crate) level: String,
    }
}

rec! {
    /// A post.
    #[derive(Debug, Clone)]
    pub(crate) struct PostRow {
        pub(crate) id: PostId,
        pub(crate) title: String,
        pub(crate) role: String,
        pub(crate) first_responsible: bool,
        pub(crate) from: Day,
        pub(crate) to: Day,
    }
}

rec! {
    /// A person in a post of one organisation.
    #[derive(Debug, Clone)]
    pub(crate) struct HolderRow {
        pub(crate) id: HolderId,
        pub(crate) post: PostId,
        pub(crate) account: AccountId,
        pub(crate) login: String,
        pub(crate) name: String,
        pub(crate) from: Day,
        pub(crate) to: Day,
    }
}

rec! {
    /// A post of one person, wherever it is.
    #[derive(Debug, Clone)]
    pub(crate) struct HeldRow {
        pub(crate) account: AccountId,
        pub(crate) holder: HolderId,
        pub(crate) org: OrgId,
        pub(crate) org_name: String,
        pub(crate) path: OrgPath,
        pub(crate) title: String,
        pub(crate) role: String,
        pub(crate) from: Day,
        pub(crate) to: Day,
    }
}

rec! {
    /// An account in a list.
    #[derive(Debug, Clone)]
    pub(crate) struct ListedRow {
        pub(crate) id: AccountId,
        pub(crate) login: String,
        pub(crate) name: String,
        pub(crate) must_change: bool,
        pub(crate) disabled_at: Option<Instant>,
        pub(crate) created_at: Instant,
    }
}

rec! {
    /// A grant that waits for a second person, or was decided.
    #[derive(Debug, Clone)]
    pub(crate) struct RequestRow {
        pub(crate) org: OrgId,
        pub(crate) id: Id<()>,
        pub(crate) post: PostId,
        pub(crate) account: AccountId,
        pub(crate) from: Day,
        pub(crate) to: Day,
        pub(crate) state: String,
        pub(crate) asked_by: AccountId,
        pub(crate) asked_at: Instant,
    }
}

rec! {
    /// A waiting grant with the names a person needs to decide.
    #[derive(Debug, Clone)]
    pub(crate) struct WaitingRow {
        pub(crate) org: OrgId,
        pub(crate) id: Id<()>,
        pub(crate) org_name: String,
        pub(crate) title: String,
        pub(crate) role: String,
        pub(crate) login: String,
        pub(crate) name: String,
        pub(crate) from: Day,
        pub(crate) to: Day,
        pub(crate) asked_at: Instant,
        pub(crate) asked_by: String,
    }
}

/// The most accounts whose posts one statement fetches.
pub(crate) const BATCH: usize = 50;

pub(crate) const ORG: &str = "SELECT org_id, name, path, level FROM org WHERE org_id = $1 AND until_day > $2";
pub(crate) const CHILDREN: &str =
    "SELECT org_id, name FROM org WHERE parent_id = $1 AND until_day > $2 ORDER BY sort_key, org_id LIMIT 1000";
pub(crate) const POST: &str =
    "SELECT post_id, title, role, first_responsible, from_day, to_day FROM post WHERE org_id = $1 AND post_id = $2";
pub(crate) const POSTS: &str = "SELECT post_id, title, role, first_responsible, from_day, to_day FROM post \
     WHERE org_id = $1 ORDER BY first_responsible DESC, from_day, post_id LIMIT 500";
pub(crate) const FIRST_POSTS: &str = "SELECT post_id, title, role, first_responsible, from_day, to_day FROM post \
     WHERE org_id = $1 AND first_responsible = 1 AND to_day > $2 AND to_day > from_day";
pub(crate) const ADD_POST: &str = "INSERT INTO post (org_id, post_id, title, role, first_responsible, from_day, to_day, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
pub(crate) const HOLD_POST: &str = "UPDATE post SET version = version + 1 WHERE org_id = $1 AND post_id = $2";
pub(crate) const END_POST: &str =
    "UPDATE post SET to_day = $1, version = version + 1 WHERE org_id = $2 AND post_id = $3 AND to_day > $1";
pub(crate) const END_HOLDERS: &str = "UPDATE holder SET to_day = CASE WHEN from_day > $1 THEN from_day ELSE $1 END \
     WHERE org_id = $2 AND post_id = $3 AND to_day > $1";
pub(crate) const HOLDERS: &str = "SELECT h.holder_id, h.post_id, h.account_id, a.login, a.name, h.from_day, h.to_day FROM holder h \
     JOIN account a ON a.account_id = h.account_id WHERE h.org_id = $1 AND h.to_day > h.from_day ORDER BY h.from_day DESC, h.holder_id LIMIT 1000";
pub(crate) const HOLDER: &str = "SELECT h.holder_id, h.post_id, h.account_id, a.login, a.name, h.from_day, h.to_day FROM holder h \
     JOIN account a ON a.account_id = h.account_id WHERE h.org_id = $1 AND h.holder_id = $2";
pub(crate) const TERMS_OF_POST: &str =
    "SELECT from_day, to_day FROM holder WHERE org_id = $1 AND post_id = $2 AND to_day > from_day";
pub(crate) const ADD_HOLDER: &str =
    "INSERT INTO holder (org_id, holder_id, post_id, account_id, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6)";
pub(crate) const RELIEVE: &str = "UPDATE holder SET to_day = $1 WHERE org_id = $2 AND holder_id = $3 AND to_day > $1";
pub(crate) const HELD: &str = "SELECT h.account_id, h.holder_id, o.org_id, o.name, o.path, p.title, p.role, h.from_day, h.to_day FROM holder h \
     JOIN post p ON p.org_id = h.org_id AND p.post_id = h.post_id JOIN org o ON o.org_id = h.org_id \
     WHERE h.account_id = $1 AND h.to_day > h.from_day ORDER BY h.to_day DESC, h.from_day DESC, h.holder_id LIMIT 200";
pub(crate) const HELD_BY_MANY: &str = "SELECT h.account_id, h.holder_id, o.org_id, o.name, o.path, p.title, p.role, h.from_day, h.to_day FROM holder h \
     JOIN post p ON p.org_id = h.org_id AND p.post_id = h.post_id JOIN org o ON o.org_id = h.org_id \
     WHERE o.path >= $1 AND o.path < $2 AND h.to_day > $3 AND h.to_day > h.from_day AND h.account_id IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53) \
     ORDER BY o.path, h.from_day, h.holder_id";
pub(crate) const HOME: &str = "SELECT o.org_id, o.name, o.path, o.level FROM account a JOIN org o ON o.org_id = a.home_org_id WHERE a.account_id = $1";
pub(crate) const LIST: &str = "SELECT a.account_id, a.login, a.name, a.must_change, a.disabled_at, a.created_at FROM account a \
     WHERE a.login > $1 AND (EXISTS (SELECT 1 FROM holder h JOIN org o ON o.org_id = h.org_id WHERE h.account_id = a.account_id AND o.path >= $2 AND o.path < $3) \
     OR EXISTS (SELECT 1 FROM org o WHERE o.org_id = a.home_org_id AND o.path >= $2 AND o.path < $3)) \
     AND ($4 = '' OR LOWER(a.login) LIKE $4 ESCAPE '!' OR LOWER(a.name) LIKE $4 ESCAPE '!' \
     OR EXISTS (SELECT 1 FROM holder h JOIN org o ON o.org_id = h.org_id WHERE h.account_id = a.account_id AND o.path >= $2 AND o.path < $3 \
     AND (LOWER(o.name) LIKE $4 ESCAPE '!' OR LOWER(o.search) LIKE $4 ESCAPE '!'))) \
     AND ($5 = '' OR ($5 = 'waiting' AND a.must_change = 1 AND a.disabled_at IS NULL) OR ($5 = 'disabled' AND a.disabled_at IS NOT NULL)) \
     ORDER BY a.login LIMIT $6";
pub(crate) const COUNTS: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN a.must_change = 1 AND a.disabled_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) FROM account a \
     WHERE EXISTS (SELECT 1 FROM holder h JOIN org o ON o.org_id = h.org_id WHERE h.account_id = a.account_id AND o.path >= $1 AND o.path < $2) \
     OR EXISTS (SELECT 1 FROM org o WHERE o.org_id = a.home_org_id AND o.path >= $1 AND o.path < $2)";
pub(crate) const ADD_REQUEST: &str = "INSERT INTO grant_request (org_id, request_id, post_id, account_id, from_day, to_day, state, asked_by, asked_at, decided_by, decided_at) \
     VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, NULL, NULL)";
pub(crate) const REQUEST: &str = "SELECT org_id, request_id, post_id, account_id, from_day, to_day, state, asked_by, asked_at FROM grant_request \
     WHERE org_id = $1 AND request_id = $2";
pub(crate) const DECIDE: &str = "UPDATE grant_request SET state = $1, decided_by = $2, decided_at = $3 WHERE org_id = $4 AND request_id = $5 AND state = 'pending'";
pub(crate) const DROP_REQUESTS: &str = "UPDATE grant_request SET state = 'refused', decided_by = $1, decided_at = $2 WHERE org_id = $3 AND post_id = $4 AND state = 'pending'";
pub(crate) const WAITING: &str = "SELECT r.org_id, r.request_id, o.name, p.title, p.role, a.login, a.name, r.from_day, r.to_day, r.asked_at, COALESCE(b.login, '') \
     FROM grant_request r JOIN org o ON o.org_id = r.org_id JOIN post p ON p.org_id = r.org_id AND p.post_id = r.post_id \
     JOIN account a ON a.account_id = r.account_id LEFT JOIN account b ON b.account_id = r.asked_by \
     WHERE r.state = 'pending' AND o.path >= $1 AND o.path < $2 AND r.request_id > $3 ORDER BY r.request_id LIMIT $4";
pub(crate) const WAITING_AT: &str = "SELECT r.org_id, r.request_id, o.name, p.title, p.role, a.login, a.name, r.from_day, r.to_day, r.asked_at, COALESCE(b.login, '') \
     FROM grant_request r JOIN org o ON o.org_id = r.org_id JOIN post p ON p.org_id = r.org_id AND p.post_id = r.post_id \
     JOIN account a ON a.account_id = r.account_id LEFT JOIN account b ON b.account_id = r.asked_by \
     WHERE r.org_id = $1 AND r.state = 'pending' ORDER BY r.request_id LIMIT 200";

/// Every statement of this room, for the tests that prepare and lint them.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("access.org", ORG),
    ("access.firsts", first::FIRSTS),
    ("access.first_counts", first::FIRST_COUNTS),
    ("access.children", CHILDREN),
    ("access.post", POST),
    ("access.posts", POSTS),
    ("access.first_posts", FIRST_POSTS),
    ("access.add_post", ADD_POST),
    ("access.hold_post", HOLD_POST),
    ("access.end_post", END_POST),
    ("access.end_holders", END_HOLDERS),
    ("access.holders", HOLDERS),
    ("access.holder", HOLDER),
    ("access.terms_of_post", TERMS_OF_POST),
    ("access.add_holder", ADD_HOLDER),
    ("access.relieve", RELIEVE),
    ("access.held", HELD),
    ("access.held_by_many", HELD_BY_MANY),
    ("access.home", HOME),
    ("access.list", LIST),
    ("access.counts", COUNTS),
    ("access.add_request", ADD_REQUEST),
    ("access.request", REQUEST),
    ("access.decide", DECIDE),
    ("access.drop_requests", DROP_REQUESTS),
    ("access.waiting", WAITING),
    ("access.waiting_at", WAITING_AT),
];

/// An organisation that exists today; whether the actor may know of it, the permit decides.
pub(crate) fn org(tx: &mut Tx<'_>, id: OrgId) -> Result<OrgRow, AppError> {
    let today = tx.today();
    tx.opt(ORG, args![id, today])?.ok_or(AppError::NotFound)
}

/// The organisations right below one.
pub(crate) fn children(tx: &mut Tx<'_>, id: OrgId) -> Result<Vec<(OrgId, String)>, AppError> {
    let today = tx.today();
    Ok(tx.all(CHILDREN, args![id, today])?)
}

/// A post of an organisation.
pub(crate) fn post(tx: &mut Tx<'_>, org: OrgId, id: PostId) -> Result<PostRow, AppError> {
    tx.opt(POST, args![org, id])?.ok_or(AppError::NotFound)
}

/// All posts of an organisation, those first responsible first.
pub(crate) fn posts(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<PostRow>, AppError> {
    Ok(tx.all(POSTS, args![org])?)
}

/// Its first responsible posts that do not end before `day`.
pub(crate) fn first_posts(tx: &mut Tx<'_>, org: OrgId, day: Day) -> Result<Vec<PostRow>, AppError> {
    Ok(tx.all(FIRST_POSTS, args![org, day])?)
}

/// Adds a post.
pub(crate) fn add_post(tx: &mut Tx<'_>, _: &Permit, org: OrgId, p: &PostRow) -> Result<(), AppError> {
    tx.exec(ADD_POST, args![org, p.id, &p.title, &p.role, p.first_responsible, p.from, p.to])?;
    Ok(())
}

/// Takes hold of a post until the unit of work ends: two appointments to it come one after the other.
pub(crate) fn hold_post(tx: &mut Tx<'_>, _: &Permit, org: OrgId, id: PostId) -> Result<(), AppError> {
    tx.exec(HOLD_POST, args![org, id])?;
    Ok(())
}

/// Ends a post and whatever is held of it; answers whether it was not over already.
pub(crate) fn end_post(tx: &mut Tx<'_>, _: &Permit, org: OrgId, id: PostId, day: Day) -> Result<bool, AppError> {
    let (now, who) = (tx.now(), tx.actor().account);
    tx.exec(END_HOLDERS, args![day, org, id])?;
    tx.exec(DROP_REQUESTS, args![who, now, org, id])?;
    Ok(tx.exec(END_POST, args![day, org, id])? > 0)
}

/// Who holds, held and will hold the posts of an organisation.
pub(crate) fn holders(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<HolderRow>, AppError> {
    Ok(tx.all(HOLDERS, args![org])?)
}

/// One of them.
pub(crate) fn holder(tx: &mut Tx<'_>, org: OrgId, id: HolderId) -> Result<HolderRow, AppError> {
    tx.opt(HOLDER, args![org, id])?.ok_or(AppError::NotFound)
}

/// The days on which a post is held.
pub(crate) fn terms_of_post(tx: &mut Tx<'_>, org: OrgId, id: PostId) -> Result<Vec<(Day, Day)>, AppError> {
    Ok(tx.all(TERMS_OF_POST, args![org, id])?)
}

/// Adds a holder.
pub(crate) fn add_holder(tx: &mut Tx<'_>, _: &Permit, r: &RequestRow, id: HolderId) -> Result<(), AppError> {
    tx.exec(ADD_HOLDER, args![r.org, id, r.post, r.account, r.from, r.to])?;
    Ok(())
}

/// Ends what somebody holds; answers whether it was not over already.
pub(crate) fn relieve(tx: &mut Tx<'_>, _: &Permit, org: OrgId, id: HolderId, day: Day) -> Result<bool, AppError> {
    Ok(tx.exec(RELIEVE, args![day, org, id])? > 0)
}

/// What somebody holds, held and will hold, the latest first.
pub(crate) fn held(tx: &mut Tx<'_>, id: AccountId) -> Result<Vec<HeldRow>, AppError> {
    Ok(tx.all(HELD, args![id])?)
}

/// What at most [`BATCH`] persons hold in a branch today or later.
pub(crate) fn held_by_many(tx: &mut Tx<'_>, place: &OrgPath, ids: &[AccountId]) -> Result<Vec<HeldRow>, AppError> {
    let (from, until) = place.range();
    let mut args: Vec<Arg> = vec![from.into(), until.into(), tx.today().into()];
    let padded = ids.iter().copied().chain(std::iter::repeat(AccountId::new(0)));
    args.extend(padded.take(BATCH).map(Arg::from));
    Ok(tx.all(HELD_BY_MANY, &args)?)
}

/// The organisation whose administrator opened an account, if one did.
pub(crate) fn home(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<OrgRow>, AppError> {
    Ok(tx.opt(HOME, args![id])?)
}

/// What a list of accounts is narrowed to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Part of a login, a name or the name of an organisation, in small letters; empty for all.
    pub(crate) text: String,
    /// `waiting`, `disabled` or empty for all.
    pub(crate) state: String,
}

/// Accounts of a branch by login, from after `after`.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    place: &OrgPath,
    w: &Wanted,
    after: &str,
    most: i64,
) -> Result<Vec<ListedRow>, AppError> {
    let (from, until) = place.range();
    let pattern = if w.text.is_empty() {
        String::new()
    } else {
        format!("%{}%", w.text.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
    };
    Ok(tx.all(LIST, args![after, from, until, pattern, &w.state, most])?)
}

/// How many accounts a branch has, and how many of them were never used since their password was given.
pub(crate) fn counts(tx: &mut Tx<'_>, place: &OrgPath) -> Result<(i64, i64), AppError> {
    let (from, until) = place.range();
    Ok(tx.one(COUNTS, args![from, until])?)
}

/// Adds a grant that waits for a second person.
pub(crate) fn add_request(tx: &mut Tx<'_>, _: &Permit, r: &RequestRow) -> Result<(), AppError> {
    tx.exec(ADD_REQUEST, args![r.org, r.id, r.post, r.account, r.from, r.to, r.asked_by, r.asked_at])?;
    Ok(())
}

/// A grant that waits or was decided.
pub(crate) fn request(tx: &mut Tx<'_>, org: OrgId, id: Id<()>) -> Result<RequestRow, AppError> {
    tx.opt(REQUEST, args![org, id])?.ok_or(AppError::NotFound)
}

/// Notes a decision; answers whether it was still open.
pub(crate) fn decide(tx: &mut Tx<'_>, _: &Permit, r: &RequestRow, state: &str) -> Result<bool, AppError> {
    let (now, who) = (tx.now(), tx.actor().account);
    Ok(tx.exec(DECIDE, args![state, who, now, r.org, r.id])? > 0)
}

/// Waiting grants of a branch, the oldest first, from after `after`.
pub(crate) fn waiting(tx: &mut Tx<'_>, place: &OrgPath, after: i64, most: i64) -> Result<Vec<WaitingRow>, AppError> {
    let (from, until) = place.range();
    Ok(tx.all(WAITING, args![from, until, after, most])?)
}

/// Waiting grants of one organisation.
pub(crate) fn waiting_at(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<WaitingRow>, AppError> {
    Ok(tx.all(WAITING_AT, args![org])?)
}

/// Adds posts and their holders, many at once.
pub(crate) fn add_many(
    tx: &mut Tx<'_>,
    _: &Permit,
    posts: &[(OrgId, PostRow)],
    holders: &[RequestRow],
) -> Result<(), AppError> {
    let columns = ["org_id", "post_id", "title", "role", "first_responsible", "from_day", "to_day", "version"];
    let values = posts.iter().map(|(org, p)| {
        vec![
            (*org).into(),
            p.id.into(),
            p.title.as_str().into(),
            p.role.as_str().into(),
            p.first_responsible.into(),
            p.from.into(),
            p.to.into(),
            1_i64.into(),
        ]
    });
    tx.insert_many("post", &columns, values)?;
    let columns = ["org_id", "holder_id", "post_id", "account_id", "from_day", "to_day"];
    let values = holders
        .iter()
        .map(|h| vec![h.org.into(), h.id.into(), h.post.into(), h.account.into(), h.from.into(), h.to.into()]);
    tx.insert_many("holder", &columns, values)?;
    Ok(())
}
