//! A calendar as RFC 5545 writes it: UTC times, lines folded at 75 octets, texts escaped.
//!
//! No METHOD stands in it: a subscribed calendar is published, not sent as an invitation.

use kernel::Instant;

/// One meeting in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for life, whatever changes.
    pub uid: String,
    /// Rises with every change of time, place or standing.
    pub sequence: i64,
    /// When it last changed.
    pub changed: Instant,
    /// When it begins.
    pub starts: Instant,
    /// When it ends.
    pub ends: Instant,
    /// Its title and whose it is.
    pub summary: String,
    /// Where; empty if not said.
    pub place: String,
    /// Why it was moved or cancelled; empty if it was not.
    pub note: String,
    /// Whether it is cancelled.
    pub cancelled: bool,
}

/// Longest line in octets, without its line break.
const LINE: usize = 75;

/// The whole calendar.
#[must_use]
pub fn calendar(name: &str, events: &[Event]) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Qingdan//Meetings//ZH");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    for event in events {
        put(&mut out, event);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn put(out: &mut String, e: &Event) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", e.uid));
    line(out, &format!("SEQUENCE:{}", e.sequence));
    line(out, &format!("DTSTAMP:{}", stamp(e.changed)));
    line(out, &format!("LAST-MODIFIED:{}", stamp(e.changed)));
    line(out, &format!("DTSTART:{}", stamp(e.starts)));
    line(out, &format!("DTEND:{}", stamp(e.ends)));
    line(out, &format!("SUMMARY:{}", escaped(&e.summary)));
    if !e.place.is_empty() {
        line(out, &format!("LOCATION:{}", escaped(&e.place)));
    }
    if !e.note.is_empty() {
        line(out, &format!("DESCRIPTION:{}", escaped(&e.note)));
    }
    line(out, if e.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    line(out, "END:VEVENT");
}

/// `20261125T010000Z`.
fn stamp(at: Instant) -> String {
    at.rfc3339().chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// A TEXT value (§3.3.11); what no TEXT may hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One content line, folded between characters (§3.1): the blank that begins a continuation counts.
fn line(out: &mut String, text: &str) {
    let mut octets = 0;
    for c in text.chars() {
        if octets + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "m-1-2@qingdan".to_owned(),
            sequence: 3,
            changed: Instant(1_796_054_400_000),
            starts: Instant(1_796_058_000_000),
            ends: Instant(1_796_063_400_000),
            summary: summary.to_owned(),
            place: String::new(),
            note: String::new(),
            cancelled: false,
        }
    }

    #[test]
    fn times_are_utc_and_texts_are_escaped() {
        let text = calendar("例会", &[Event { cancelled: true, ..event("一,二;三\\四\n五") }]);
        assert!(text.contains("DTSTART:20261130T170000Z\r\n"), "{text}");
        assert!(text.contains("SUMMARY:一\\,二\\;三\\\\四\\n五\r\n"), "{text}");
        assert!(text.contains("STATUS:CANCELLED\r\n") && !text.contains("METHOD"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_octets_and_unfolding_gives_it_back(summary in "\\PC{0,200}") {
            let text = calendar("", &[event(&summary)]);
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{} octets: {line}", line.len());
                prop_assert!(!line.contains('\n') && !line.contains('\r'));
            }
            let unfolded = text.replace("\r\n ", "");
            let expected = format!("SUMMARY:{}\r\n", escaped(&summary));
            prop_assert!(unfolded.contains(&expected));
        }
    }
}
