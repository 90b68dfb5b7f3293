//! The SQL of statements: sealed revisions, drafts, proposals, remarks. What the facts of a draft are
//! drawn from is read in [`facts`], the circle in [`circle`].

pub(crate) mod circle;
pub(crate) mod facts;

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{AccountId, Instant, Month, OrgId, OrgPath, PostId};

use crate::rules::texts::Texts;

/// Every statement of this room, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("ORG", ORG),
    ("MONTH", MONTH),
    ("SAVE", SAVE),
    ("MARK", MARK),
    ("SHARE", SHARE),
    ("SEALED", SEALED),
    ("REVISIONS", REVISIONS),
    ("SEAL", SEAL),
    ("CORRECTIONS", CORRECTIONS),
    ("PROPOSE", PROPOSE),
    ("DECIDE", DECIDE),
    ("NEWEST", NEWEST),
    ("OPEN_PROPOSALS", OPEN_PROPOSALS),
    ("REMARKS", REMARKS),
    ("REMARK", REMARK),
    ("ALL_SEALED", ALL_SEALED),
    ("ALL_PROPOSED", ALL_PROPOSED),
    ("ALL_MONTHS", ALL_MONTHS),
    ("PLACES", facts::PLACES),
    ("NAMES", facts::NAMES),
    ("ITEMS", facts::ITEMS),
    ("STEPS", facts::STEPS),
    ("NUMBERS", facts::NUMBERS),
    ("OWN_LISTS", facts::OWN_LISTS),
    ("CIRCLE", circle::CIRCLE),
    ("COUNTS", circle::COUNTS),
    ("PUBLISHERS", circle::PUBLISHERS),
    ("COUNT_PUBLISHERS", circle::COUNT_PUBLISHERS),
];

pub(crate) const ORG: &str = "SELECT org_id, path, level, name FROM org WHERE org_id = $1";

rec! {
    /// An organisation as it stands today.
    #[derive(Debug, Clone)]
    pub struct OrgRow {
        /// Who it is.
        pub org: OrgId,
        /// Where it stands.
        pub path: OrgPath,
        /// Its level.
        pub level: String,
        /// What it is called.
        pub name: String,
    }
}

/// The organisation, whoever asks: the caller decides what they may see of it.
pub(crate) fn org(tx: &mut Tx<'_>, org: OrgId) -> Result<OrgRow, AppError> {
    tx.opt(ORG, args![org])?.ok_or(AppError::NotFound)
}

pub(crate) const MONTH: &str = "SELECT rev, first_at, published_at, self_text, problems, is_public, version \
     FROM statement_month WHERE org_id = $1 AND month = $2";

rec! {
    /// What still changes around the statements of a month.
    #[derive(Debug, Clone)]
    pub struct MonthRow {
        /// Newest published revision; 0 = none.
        pub rev: i64,
        /// When the first one was published.
        pub first_at: Option<Instant>,
        /// When the newest one was published.
        pub published_at: Option<Instant>,
        /// The draft's self-assessment.
        pub self_text: String,
        /// The draft's open problems.
        pub problems: String,
        /// Whether there is a public link.
        pub is_public: bool,
        /// Rises with every change; 0 = nobody has written yet.
        pub version: i64,
    }
}

/// What still changes; an untouched month if nobody has written in it.
pub(crate) fn month(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<MonthRow, AppError> {
    let untouched = MonthRow {
        rev: 0,
        first_at: None,
        published_at: None,
        self_text: String::new(),
        problems: String::new(),
        is_public: false,
        version: 0,
    };
    Ok(tx.opt(MONTH, args![org, month])?.unwrap_or(untouched))
}

pub(crate) const SAVE: &str = "INSERT INTO statement_month \
     (org_id, month, rev, first_at, published_at, self_text, problems, is_public, written_by, written_at, version) \
     VALUES ($1, $2, 0, NULL, NULL, $3, $4, 0, $5, $6, 1) \
     ON CONFLICT (org_id, month) DO UPDATE SET self_text = excluded.self_text, problems = excluded.problems, \
     written_by = excluded.written_by, written_at = excluded.written_at, version = statement_month.version + 1 \
     WHERE statement_month.version = $7 AND statement_month.rev = 0";

/// Writes the texts of the draft over the version that its writer has read; false if there is a newer one.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, month): (OrgId, Month),
    texts: &Texts,
    version: i64,
) -> Result<bool, AppError> {
    let (by, now) = (tx.actor().account, tx.now());
    let changed = tx.exec(SAVE, args![org, month, &texts.self_text, &texts.problems, by, now, version])?;
    Ok(changed == 1)
}

pub(crate) const MARK: &str = "UPDATE statement_month SET rev = $3, published_at = $4, \
     first_at = COALESCE(first_at, CAST($4 AS BIGINT)), version = version + 1 \
     WHERE org_id = $1 AND month = $2 AND rev + 1 = $3";

pub(crate) const SEAL: &str = "INSERT INTO statement \
     (org_id, month, rev, path, body, hash, published_at, by_account_id, by_post_id, confirmed_account_id, confirmed_post_id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// A revision on its way to be sealed.
#[derive(Debug)]
pub(crate) struct Sealing<'a> {
    pub(crate) org: OrgId,
    pub(crate) month: Month,
    pub(crate) rev: i64,
    pub(crate) path: &'a OrgPath,
    pub(crate) body: &'a str,
    pub(crate) hash: &'a str,
    pub(crate) by: (AccountId, PostId),
    pub(crate) confirmed: Option<(AccountId, PostId)>,
}

/// Adds a sealed revision; false if it is not the next one any more.
pub(crate) fn seal(tx: &mut Tx<'_>, _: &Permit, s: &Sealing<'_>) -> Result<bool, AppError> {
    let now = tx.now();
    if tx.exec(MARK, args![s.org, s.month, s.rev, now])? != 1 {
        return Ok(false);
    }
    let (account, post) = (s.confirmed.map(|c| c.0), s.confirmed.map(|c| c.1));
    tx.exec(SEAL, args![s.org, s.month, s.rev, s.path, s.body, s.hash, now, s.by.0, s.by.1, account, post])?;
    Ok(true)
}

pub(crate) const SHARE: &str = "UPDATE statement_month SET is_public = $3, version = version + 1 \
     WHERE org_id = $1 AND month = $2 AND rev > 0 AND is_public <> $3";

/// Opens or closes the public link; false if nothing changed.
pub(crate) fn share(tx: &mut Tx<'_>, _: &Permit, (org, month): (OrgId, Month), public: bool) -> Result<bool, AppError> {
    Ok(tx.exec(SHARE, args![org, month, public])? == 1)
}

pub(crate) const SEALED: &str =
    "SELECT rev, body, hash, published_at FROM statement WHERE org_id = $1 AND month = $2 AND rev = $3";

rec! {
    /// A sealed revision.
    #[derive(Debug, Clone)]
    pub struct Sealed {
        /// Revision.
        pub rev: i64,
        /// The canonical text.
        pub body: String,
        /// Its seal.
        pub hash: String,
        /// When it was published.
        pub published_at: Instant,
    }
}

/// One sealed revision.
pub(crate) fn sealed(tx: &mut Tx<'_>, org: OrgId, month: Month, rev: i64) -> Result<Option<Sealed>, AppError> {
    Ok(tx.opt(SEALED, args![org, month, rev])?)
}

pub(crate) const REVISIONS: &str =
    "SELECT rev, hash, published_at FROM statement WHERE org_id = $1 AND month = $2 ORDER BY rev LIMIT 100";

/// Every revision: number, seal, when published.
pub(crate) fn revisions(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Vec<(i64, String, Instant)>, AppError> {
    Ok(tx.all(REVISIONS, args![org, month])?)
}

pub(crate) const CORRECTIONS: &str = "SELECT rev, attempt, stage, body, hash, by_account_id, by_post_id, by_role, at, \
     decided_role, decided_org_name, decided_at, decided_reason \
     FROM statement_correction WHERE org_id = $1 AND month = $2 ORDER BY rev, attempt LIMIT 200";

rec! {
    /// A proposed correction and what became of it.
    #[derive(Debug, Clone)]
    pub struct Correction {
        /// Revision it would be.
        pub rev: i64,
        /// Which proposal for that revision, 1 first.
        pub attempt: i64,
        /// `proposed`, `confirmed`, `refused`.
        pub stage: String,
        /// The canonical text as proposed.
        pub body: String,
        /// Its seal.
        pub hash: String,
        /// Who proposed it; never shown.
        pub by_account: AccountId,
        /// From which post.
        pub by_post: PostId,
        /// In which role.
        pub by_role: String,
        /// When.
        pub at: Instant,
        /// Role of who decided; empty while nobody has.
        pub decided_role: String,
        /// Their organisation's name at that time.
        pub decided_org: String,
        /// When.
        pub decided_at: Option<Instant>,
        /// Why it was refused.
        pub decided_reason: String,
    }
}

/// Every proposal of a month, oldest first.
pub(crate) fn corrections(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Vec<Correction>, AppError> {
    Ok(tx.all(CORRECTIONS, args![org, month])?)
}

pub(crate) const PROPOSE: &str = "INSERT INTO statement_correction \
     (org_id, month, rev, attempt, stage, body, hash, by_account_id, by_post_id, by_role, at, \
     decided_account_id, decided_role, decided_org_name, decided_at, decided_reason) \
     VALUES ($1, $2, $3, $4, 'proposed', $5, $6, $7, $8, $9, $10, NULL, '', '', NULL, '')";

/// Adds a proposal.
pub(crate) fn propose(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, month): (OrgId, Month),
    (rev, attempt): (i64, i64),
    (body, hash): (&str, &str),
) -> Result<(), AppError> {
    let (account, seat, now) = (tx.actor().account, tx.actor().seat.clone(), tx.now());
    tx.exec(PROPOSE, args![org, month, rev, attempt, body, hash, account, seat.post, seat.role.code(), now])?;
    Ok(())
}

pub(crate) const DECIDE: &str = "UPDATE statement_correction SET stage = $5, decided_account_id = $6, \
     decided_role = $7, decided_org_name = $8, decided_at = $9, decided_reason = $10 \
     WHERE org_id = $1 AND month = $2 AND rev = $3 AND attempt = $4 AND stage = 'proposed'";

/// Sets down what was decided of a proposal; false if it was decided already.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, month): (OrgId, Month),
    (rev, attempt): (i64, i64),
    (stage, reason): (&str, &str),
) -> Result<bool, AppError> {
    let (account, seat, now) = (tx.actor().account, tx.actor().seat.clone(), tx.now());
    let role = seat.role.code();
    let changed =
        tx.exec(DECIDE, args![org, month, rev, attempt, stage, account, role, &seat.org_name, now, reason])?;
    Ok(changed == 1)
}

pub(crate) const NEWEST: &str =
    "SELECT month, rev FROM statement_month WHERE org_id = $1 AND rev > 0 ORDER BY month DESC LIMIT 1";

/// The newest month that an organisation has published, and its newest revision.
pub(crate) fn newest(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<(Month, i64)>, AppError> {
    Ok(tx.opt(NEWEST, args![org])?)
}

pub(crate) const OPEN_PROPOSALS: &str = "SELECT month, rev, by_role, at FROM statement_correction \
     WHERE org_id = $1 AND stage = 'proposed' ORDER BY month DESC, rev, attempt LIMIT $2";

rec! {
    /// A proposed correction that nobody has decided on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OpenProposal {
        /// Month of the statement.
        pub month: Month,
        /// The revision it would be.
        pub rev: i64,
        /// In which role it was proposed.
        pub by_role: String,
        /// When.
        pub at: Instant,
    }
}

/// What of an organisation's statements waits for a second person, at most so many.
pub(crate) fn open_proposals(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<OpenProposal>, AppError> {
    Ok(tx.all(OPEN_PROPOSALS, args![org, most])?)
}

pub(crate) const REMARKS: &str = "SELECT rev, by_org_name, by_role, at, text FROM statement_remark \
     WHERE org_id = $1 AND month = $2 ORDER BY remark_id LIMIT 200";

rec! {
    /// A superior's remark.
    #[derive(Debug, Clone)]
    pub struct Remark {
        /// Revision that stood when it was made.
        pub rev: i64,
        /// Name of the superior organisation at that time.
        pub by_org: String,
        /// Role of who made it.
        pub by_role: String,
        /// When.
        pub at: Instant,
        /// What it says.
        pub text: String,
    }
}

/// Every remark of a month, oldest first.
pub(crate) fn remarks(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Vec<Remark>, AppError> {
    Ok(tx.all(REMARKS, args![org, month])?)
}

pub(crate) const REMARK: &str = "INSERT INTO statement_remark \
     (org_id, month, remark_id, rev, by_org_id, by_org_name, by_post_id, by_role, at, text) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Adds a remark; there is no way to change one.
pub(crate) fn remark(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, month): (OrgId, Month),
    rev: i64,
    text: &str,
) -> Result<(), AppError> {
    let (id, seat, now): (kernel::Id<()>, _, _) = (tx.new_id(), tx.actor().seat.clone(), tx.now());
    let role = seat.role.code();
    tx.exec(REMARK, args![org, month, id, rev, seat.org, &seat.org_name, seat.post, role, now, text])?;
    Ok(())
}

pub(crate) const ALL_SEALED: &str = "SELECT org_id, month, rev, body, hash FROM statement ORDER BY org_id, month, rev";
pub(crate) const ALL_PROPOSED: &str =
    "SELECT org_id, month, rev, body, hash FROM statement_correction ORDER BY org_id, month, rev, attempt";
pub(crate) const ALL_MONTHS: &str = "SELECT org_id, month, rev FROM statement_month ORDER BY org_id, month";

rec! {
    /// A stored text as the check reads it.
    #[derive(Debug)]
    pub(crate) struct Stored {
        pub(crate) org: OrgId,
        pub(crate) month: Month,
        pub(crate) rev: i64,
        pub(crate) body: String,
        pub(crate) hash: String,
    }
}

/// Hands every stored text of `which` ([`ALL_SEALED`] or [`ALL_PROPOSED`]) to `each`, in order.
pub(crate) fn each_stored(tx: &mut Tx<'_>, which: &str, mut each: impl FnMut(Stored)) -> Result<(), AppError> {
    tx.each(which, args![], |row| {
        each(db::FromRow::from_row(row)?);
        Ok(())
    })?;
    Ok(())
}

/// Organisation, month and newest revision of every touched month.
pub(crate) fn all_months(tx: &mut Tx<'_>) -> Result<Vec<(OrgId, Month, i64)>, AppError> {
    Ok(tx.all(ALL_MONTHS, args![])?)
}
