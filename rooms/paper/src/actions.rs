//! What people do with papers: one verb, one file.

pub(crate) mod batch;
pub(crate) mod check;
pub(crate) mod draw;
pub(crate) mod facts;
pub(crate) mod flaw;
pub(crate) mod fonts;
pub(crate) mod look;
pub(crate) mod print;
pub(crate) mod produce;
pub(crate) mod template;
pub(crate) mod work;
