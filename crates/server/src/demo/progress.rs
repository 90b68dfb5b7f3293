//! Progress of a long step, told on standard error.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Says what is being done and how far it is.
#[derive(Debug, Default)]
pub struct Progress {
    quiet: bool,
    done: AtomicUsize,
}

impl Progress {
    /// One that speaks.
    #[must_use]
    pub fn loud() -> Self {
        Self::default()
    }

    /// One that says nothing, for tests.
    #[must_use]
    pub fn quiet() -> Self {
        Self { quiet: true, ..Self::default() }
    }

    /// A new step begins.
    pub fn step(&self, what: &str) {
        self.done.store(0, Ordering::Relaxed);
        if !self.quiet {
            eprintln!("· {what}");
        }
    }

    /// So many more are done; tells every thousandth.
    pub fn add(&self, n: usize) {
        let before = self.done.fetch_add(n, Ordering::Relaxed);
        if !self.quiet && before / 1000 != (before + n) / 1000 {
            eprintln!("  {}", before + n);
        }
    }
}
