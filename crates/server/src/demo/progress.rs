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

/// Tells on standard error, every two seconds, that a long step still runs; ends with its owner.
#[derive(Debug)]
pub struct Ticker {
    stop: std::sync::mpsc::Sender<()>,
}

impl Ticker {
    /// Begins to tell; a step shorter than two seconds says nothing.
    #[must_use]
    pub fn start(what: &'static str) -> Self {
        let (stop, stopped) = std::sync::mpsc::channel();
        // A thread of its own: the step may keep the runtime's threads busy.
        std::thread::spawn(move || {
            let every = std::time::Duration::from_secs(2);
            let mut seconds = 0;
            while stopped.recv_timeout(every) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                seconds += 2;
                eprintln!("· {what}: {seconds} s");
            }
        });
        Self { stop }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        // A ticker that has ended hears nothing, and need not.
        let _ = self.stop.send(());
    }
}
