//! [`Meter`]: how far a long action is, moved by the action and read by whoever waits for it.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

/// Counts what a long action has done, step by step. Cheap to clone: all clones count together. An action only
/// counts; who watches decides whether and where anything is told.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// The steps begun, and what those before the present one came to.
    steps: Mutex<Vec<(String, usize)>>,
    /// The count of the present one.
    done: AtomicUsize,
}

impl Meter {
    /// A new step begins; its count starts at nothing.
    pub fn step(&self, what: &str) {
        let mut steps = self.steps();
        let before = self.0.done.swap(0, Ordering::Relaxed);
        if let Some(last) = steps.last_mut() {
            last.1 = before;
        }
        steps.push((what.to_owned(), 0));
    }

    /// So many more are done of the step.
    pub fn add(&self, n: usize) {
        self.0.done.fetch_add(n, Ordering::Relaxed);
    }

    /// The steps begun so far, each with its count; the present one is the last.
    #[must_use]
    pub fn read(&self) -> Vec<(String, usize)> {
        let mut steps = self.steps().clone();
        if let Some(last) = steps.last_mut() {
            last.1 = self.0.done.load(Ordering::Relaxed);
        }
        steps
    }

    fn steps(&self) -> MutexGuard<'_, Vec<(String, usize)>> {
        self.0.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
