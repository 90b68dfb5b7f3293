//! Progress of a long command, told on standard error while it works: a line that overwrites itself on a terminal, a
//! plain line every few seconds elsewhere, nothing beside an answer in JSON.

use std::{
    io::{IsTerminal, Write},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use cx::Meter;

/// How often a terminal is told.
const TERMINAL_EVERY: Duration = Duration::from_millis(250);
/// How often a log is told; a command that is done sooner leaves no trace there.
const LOG_EVERY: Duration = Duration::from_secs(5);
/// To the start of the line, and nothing left of what stood there.
const OVER: &str = "\r\x1b[K";

/// What the progress is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// One line per step, overwritten as its count rises.
    Terminal,
    /// Plain lines, one each time.
    Log,
}

/// Tells how far a meter is, from a thread of its own: the command may keep the runtime's threads busy. Ends with its
/// owner, who is thereby sure that a terminal has seen every step.
#[derive(Debug)]
pub struct Progress {
    stop: Option<Sender<()>>,
    teller: Option<JoinHandle<()>>,
}

impl Progress {
    /// On standard error, unless the answer is meant for a script.
    #[must_use]
    pub fn of(meter: &Meter, json: bool) -> Self {
        if json {
            return Self { stop: None, teller: None };
        }
        let err = std::io::stderr();
        if err.is_terminal() {
            Self::told_to(meter, Shown::Terminal, TERMINAL_EVERY, err)
        } else {
            Self::told_to(meter, Shown::Log, LOG_EVERY, err)
        }
    }

    /// Into `out`, every so often.
    #[must_use]
    pub fn told_to(meter: &Meter, shown: Shown, every: Duration, out: impl Write + Send + 'static) -> Self {
        let (stop, stopped) = channel();
        let meter = meter.clone();
        let began = Instant::now();
        let teller = Teller { meter, out, shown, began, ended: 0 };
        let teller = std::thread::spawn(move || teller.run(&stopped, every));
        Self { stop: Some(stop), teller: Some(teller) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(teller) = self.teller.take() {
            // A teller that has lost its terminal is no reason for the command to fail.
            drop(teller.join());
        }
    }
}

struct Teller<W> {
    meter: Meter,
    out: W,
    shown: Shown,
    began: Instant,
    /// Steps whose line on the terminal is finished.
    ended: usize,
}

impl<W: Write> Teller<W> {
    fn run(mut self, stopped: &Receiver<()>, every: Duration) {
        while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
            match self.shown {
                Shown::Terminal => self.overwrite(),
                Shown::Log => self.log(),
            }
        }
        if self.shown == Shown::Terminal {
            self.overwrite();
            if !self.meter.read().is_empty() {
                self.tell("\n");
            }
        }
    }

    /// Finishes the lines of past steps, and writes that of the present one over itself.
    fn overwrite(&mut self) {
        let steps = self.meter.read();
        let Some((present, past)) = steps.split_last() else { return };
        for step in past.iter().skip(self.ended) {
            self.tell(&format!("{OVER}{}\n", line(step)));
        }
        self.ended = past.len();
        self.tell(&format!("{OVER}{} · {} s", line(present), self.began.elapsed().as_secs()));
    }

    fn log(&mut self) {
        if let Some(present) = self.meter.read().last() {
            self.tell(&format!("{} · {} s\n", line(present), self.began.elapsed().as_secs()));
        }
    }

    fn tell(&mut self, text: &str) {
        // What cannot be told is not worth failing for.
        drop(self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()));
    }
}

/// A step and its count, if it counts.
fn line((step, done): &(String, usize)) -> String {
    if *done == 0 { format!("· {step}") } else { format!("· {step}: {done}") }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A terminal that remembers.
    #[derive(Clone, Default)]
    struct Ear(Arc<Mutex<Vec<u8>>>);

    impl Write for Ear {
        fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(buf);
            Ok(buf.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Ear {
        fn heard(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }

        /// Waits until something is told, as a person would.
        fn hears(&self, text: &str) {
            let patience = Instant::now() + Duration::from_secs(20);
            while !self.heard().contains(text) {
                assert!(Instant::now() < patience, "{text:?} was never told: {:?}", self.heard());
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    }

    #[test]
    fn a_log_hears_the_present_step_and_its_rising_count_while_the_work_goes_on() {
        let (meter, ear) = (Meter::default(), Ear::default());
        let progress = Progress::told_to(&meter, Shown::Log, Duration::from_millis(20), ear.clone());
        meter.step("reading");
        ear.hears("· reading · ");
        meter.add(1_200);
        ear.hears("· reading: 1200 · ");
        meter.add(300);
        ear.hears("· reading: 1500 · ");
        drop(progress);
        let heard = ear.heard();
        assert!(!heard.contains('\r') && heard.ends_with('\n'), "plain lines only: {heard:?}");
        meter.step("after the end");
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(ear.heard(), heard, "nothing after the end");
    }

    #[test]
    fn a_terminal_sees_one_line_a_step_written_over_itself() {
        let (meter, ear) = (Meter::default(), Ear::default());
        let progress = Progress::told_to(&meter, Shown::Terminal, Duration::from_millis(20), ear.clone());
        meter.step("reading");
        meter.add(7);
        ear.hears("\r\x1b[K· reading: 7 · ");
        meter.step("however short");
        meter.step("writing");
        drop(progress);
        let heard = ear.heard();
        for line in ["· reading: 7\n", "· however short\n"] {
            assert_eq!(heard.matches(line).count(), 1, "{line:?} in {heard:?}");
        }
        let last = heard.rsplit(OVER).next().unwrap();
        assert!(last.starts_with("· writing · ") && last.ends_with(" s\n"), "{heard:?}");
    }

    #[test]
    fn who_does_nothing_long_says_nothing() {
        for shown in [Shown::Terminal, Shown::Log] {
            let ear = Ear::default();
            drop(Progress::told_to(&Meter::default(), shown, Duration::from_millis(5), ear.clone()));
            assert_eq!(ear.heard(), "");
        }
    }
}
