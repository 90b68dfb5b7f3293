//! A clock that stands still until a test moves it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use kernel::{Day, Instant};

/// Begins at 2026-11-23 (a Monday) 10:00 in Shanghai.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(1_795_399_200_000)))
    }
}

impl TestClock {
    /// Moves it on by so many minutes.
    pub fn advance_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// Sets it to ten in the morning of a day in Shanghai.
    ///
    /// # Panics
    /// If the text is not a day.
    pub fn set_day(&self, day: &str) {
        let day: Day = day.parse().expect("a day such as 2026-11-23");
        let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("the zone is bundled");
        self.0.store(day.start(&zone).0 + 10 * 3_600_000, Ordering::SeqCst);
    }
}

impl cx::Clock for TestClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}
