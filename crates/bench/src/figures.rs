//! Medians and percentiles of measured times.

/// Times in microseconds, summed up.
#[derive(Debug)]
pub(crate) struct Spread {
    sorted: Vec<u64>,
}

impl Spread {
    pub(crate) fn of(mut times: Vec<u64>) -> Self {
        times.sort_unstable();
        Self { sorted: times }
    }

    /// The time below which `percent` of all lie, in milliseconds.
    pub(crate) fn ms(&self, percent: usize) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        let index = (self.sorted.len() * percent / 100).min(last);
        #[expect(clippy::cast_precision_loss, reason = "microseconds of a benchmark are small")]
        let micros = self.sorted.get(index).copied().unwrap_or(0) as f64;
        micros / 1000.0
    }

    pub(crate) fn count(&self) -> usize {
        self.sorted.len()
    }
}
