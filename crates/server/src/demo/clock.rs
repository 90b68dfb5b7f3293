//! The demo's clock: it is set to each day on which something happens, so that the story has its times.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use kernel::Instant;

/// A clock that stands where the story is.
#[derive(Debug, Clone, Default)]
pub(super) struct StoryClock(Arc<AtomicI64>);

impl StoryClock {
    pub(super) fn set(&self, instant: Instant) {
        self.0.store(instant.0, Ordering::SeqCst);
    }
}

impl cx::Clock for StoryClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}
