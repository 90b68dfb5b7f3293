//! The unit of work as rooms see it: statements, time, ids, the actor, permits.

use std::ops::{Deref, DerefMut};

use kernel::{Action, Day, Id, Instant, Month, OrgPath};

use crate::{Actor, AppError, Cx, Meter};

/// Proof that the actor may do one thing to something at one place. Only [`Tx::permit`] makes it,
/// and every store function that writes asks to see it.
#[derive(Debug)]
pub struct Permit {
    action: &'static str,
    _private: (),
}

impl Permit {
    /// Name of the action it was given for.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        self.action
    }
}

/// An open unit of work of one actor. Statements go through to the database's unit.
#[derive(Debug)]
pub struct Tx<'a> {
    db: db::Tx<'a>,
    cx: &'a Cx,
    now: Instant,
}

impl<'a> Tx<'a> {
    pub(crate) const fn new(db: db::Tx<'a>, cx: &'a Cx, now: Instant) -> Self {
        Self { db, cx, now }
    }

    /// The instant at which this unit of work stands: one for all it writes.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Today in the house's zone.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.day(&self.cx.house().zone)
    }

    /// The present month in the house's zone.
    #[must_use]
    pub fn month(&self) -> Month {
        self.today().month()
    }

    /// The house's zone.
    #[must_use]
    pub fn zone(&self) -> &jiff::tz::TimeZone {
        &self.cx.house().zone
    }

    /// Whoever acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        self.cx.actor()
    }

    /// The tree place of the actor's own organisation.
    #[must_use]
    pub fn place(&self) -> &OrgPath {
        &self.cx.actor().seat.path
    }

    /// The key of the house, if it was given.
    #[must_use]
    pub fn house_key(&self) -> Option<&'a seal::HouseKey> {
        self.cx.house().key()
    }

    /// A fresh id.
    #[must_use]
    pub fn new_id<K>(&self) -> Id<K> {
        self.cx.house().new_id()
    }

    /// From where the request came: `web`, `api`, `cli` or `batch`.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.cx.source()
    }

    /// The request's id, as logs name it.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.cx.request_id()
    }

    /// Where a long action counts what it has done.
    #[must_use]
    pub fn meter(&self) -> &'a Meter {
        self.cx.meter()
    }

    /// Whether the actor may do this to what belongs to `target`; what is out of sight is *not found*.
    ///
    /// # Errors
    /// [`AppError::NotFound`] outside the actor's branch, [`AppError::Forbidden`] inside it.
    pub fn permit(&self, action: &'static Action, target: &OrgPath) -> Result<Permit, AppError> {
        let seat = &self.actor().seat;
        if action.allows(seat.role, &seat.path, target) {
            return Ok(Permit { action: action.name, _private: () });
        }
        if seat.path.contains(target) { Err(AppError::Forbidden(action.name)) } else { Err(AppError::NotFound) }
    }

    /// A permit for what concerns the actor's own account and nothing else.
    #[must_use]
    pub const fn permit_self(&self, action: &'static str) -> Permit {
        Permit { action, _private: () }
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = db::Tx<'a>;
    fn deref(&self) -> &Self::Target {
        &self.db
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.db
    }
}
