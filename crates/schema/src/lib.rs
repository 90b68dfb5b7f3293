//! The schema: migrations in order, and the declared class of every table.
//!
//! The class list is what a Citus set-up is generated from, and what the lint holds the conventions
//! of `architecture.md` §4 against.

use db::Migration;

mod class;

pub use class::{CLASSES, Class, table_class};

/// One migration from its file name.
macro_rules! step {
    ($name:literal) => {
        Migration { name: $name, text: include_str!(concat!("../../../migrations/", $name, ".sql")) }
    };
}

/// All migrations, oldest first. A released one is never edited.
pub const MIGRATIONS: &[Migration] = &[
    step!("0001_house"),
    step!("0002_org"),
    step!("0003_account"),
    step!("0004_access"),
    step!("0005_task_list"),
    step!("0006_statement"),
    step!("0007_workday_2026"),
    step!("0008_document"),
    step!("0009_plan"),
    step!("0010_meeting"),
    step!("0011_standing"),
    step!("0012_target"),
    step!("0013_paper"),
    step!("0014_paper_batch"),
    step!("0015_paper_template"),
    step!("0016_ground"),
    step!("0017_decision_ground"),
    step!("0018_post_key_house"),
    step!("0019_reminder"),
];
