//! How a command ended: exit codes that scripts can use.

use std::process::ExitCode;

/// The exit codes of `qingdan`, as `--help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// It failed; the message says why.
    Failed,
    /// The input has problems and nothing was written (or, with `--skip-refused`, rows were left out).
    Refused,
    /// What was asked for does not exist, or several things match.
    NotFound,
    /// The database needs `qingdan migrate`, or a newer program.
    WrongSchema,
    /// `check` found something wrong.
    Unsound,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            // 2 is clap's, for wrong usage.
            Outcome::Refused => 3,
            Outcome::NotFound => 4,
            Outcome::WrongSchema => 5,
            Outcome::Unsound => 6,
        })
    }
}
