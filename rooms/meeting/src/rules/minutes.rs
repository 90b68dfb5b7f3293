//! The minutes of a meeting and their canonical text: what is adopted, sealed and printed.
//!
//! Canonical lines ([`kernel::lines`]), keys in a fixed order, the version on the first line; the SHA-256 of the
//! text is its seal. People and organisations in it are named as they were called then.

use kernel::{
    Day, DecisionId, Instant, MeetingId, Month, OrgId,
    lines::{NotCanonical, Reader, put, put_instant, put_number},
};

use super::{
    agenda::{Kind, Line},
    plan::Clock,
};

/// The version of a canonical text. Texts are sealed and read for ever, so every version stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Says nothing of rows: a decision without words of a basis counted as without basis.
    One,
    /// Each decision says whether it rests on a row.
    Two,
}

/// First lines of canonical texts. Today's minutes are written in the last version.
const VERSIONS: [(&str, Version); 2] = [("qingdan-minutes/v1", Version::One), ("qingdan-minutes/v2", Version::Two)];

/// Most characters of what people write.
pub(crate) const TEXT_MOST: usize = 8_000;

/// A decision as the minutes tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Which.
    pub id: DecisionId,
    /// What.
    pub text: String,
    /// Who does it, in words.
    pub who: String,
    /// By when.
    pub due: Day,
    /// What it rests on, in words; words alone are no basis.
    pub basis: String,
    /// Whether it rests on no clause and no target: 无依据.
    pub baseless: bool,
}

/// Who was there: organisations and heads, never persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Presence {
    /// Organisations invited.
    pub invited: i64,
    /// Those of them that came; none = not counted.
    pub came: Option<i64>,
    /// Names of those that did not come.
    pub absent: Vec<String>,
    /// Heads of the organisation itself; none = not counted.
    pub own: Option<i64>,
    /// Other heads; none = not counted.
    pub others: Option<i64>,
}

/// The minutes of one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// In which version they are written.
    pub version: Version,
    /// Whose meeting.
    pub org: OrgId,
    /// Its name then.
    pub name: String,
    /// Which meeting.
    pub meeting: MeetingId,
    /// Its title.
    pub title: String,
    /// The month it belongs to.
    pub month: Month,
    /// The day it was held.
    pub day: Day,
    /// When it began.
    pub start: Clock,
    /// Where.
    pub place: String,
    /// Revision, 1 first.
    pub rev: i64,
    /// Seal of the revision before; empty for the first.
    pub previous: String,
    /// When its figures were fixed.
    pub held: Instant,
    /// When this revision was adopted; none = a draft.
    pub adopted: Option<Instant>,
    /// Role of who adopted it, or proposed this revision.
    pub by: String,
    /// Role and organisation of who confirmed a correction.
    pub confirmed: String,
    /// Who was there.
    pub presence: Presence,
    /// The agenda with its figures.
    pub agenda: Vec<Line>,
    /// What was decided.
    pub decisions: Vec<Decided>,
    /// What people wrote.
    pub text: String,
    /// Why it was corrected.
    pub reason: String,
}

/// The canonical text.
#[must_use]
pub fn body(m: &Minutes) -> String {
    let first = VERSIONS.iter().find(|(_, version)| *version == m.version).map_or("", |(first, _)| first);
    let mut out = format!("{first}\n");
    put(&mut out, "organisation", &m.org.to_string());
    put(&mut out, "name", &m.name);
    put(&mut out, "meeting", &m.meeting.to_string());
    put(&mut out, "title", &m.title);
    put(&mut out, "month", &m.month.to_string());
    put(&mut out, "day", &m.day.to_string());
    put(&mut out, "start", &m.start.to_string());
    put(&mut out, "place", &m.place);
    put(&mut out, "revision", &m.rev.to_string());
    put(&mut out, "previous", &m.previous);
    put(&mut out, "held", &m.held.rfc3339());
    put_instant(&mut out, "adopted", m.adopted);
    put(&mut out, "by", &m.by);
    put(&mut out, "confirmed", &m.confirmed);
    put_presence(&mut out, &m.presence);
    put(&mut out, "agenda", &m.agenda.len().to_string());
    for line in &m.agenda {
        put_line(&mut out, line);
    }
    put(&mut out, "decisions", &m.decisions.len().to_string());
    for d in &m.decisions {
        put(&mut out, "decision", &d.id.to_string());
        put(&mut out, "what", &d.text);
        put(&mut out, "who", &d.who);
        put(&mut out, "due", &d.due.to_string());
        put(&mut out, "basis", &d.basis);
        if m.version == Version::Two {
            put(&mut out, "baseless", if d.baseless { "yes" } else { "no" });
        }
    }
    put(&mut out, "text", &m.text);
    put(&mut out, "reason", &m.reason);
    out.push_str("end\n");
    out
}

fn put_presence(out: &mut String, p: &Presence) {
    put(out, "invited", &p.invited.to_string());
    put_number(out, "came", p.came);
    put(out, "absent", &p.absent.len().to_string());
    for name in &p.absent {
        put(out, "name", name);
    }
    put_number(out, "own", p.own);
    put_number(out, "others", p.others);
}

fn put_line(out: &mut String, line: &Line) {
    put(out, "kind", line.kind.code());
    put(out, "of", &line.month.map(|m| m.to_string()).unwrap_or_default());
    put_number(out, "n", line.n);
    put_number(out, "total", line.total);
    put(out, "words", &line.text);
    put_number(out, "carried", line.decision.map(DecisionId::raw));
}

/// Reads a canonical text back. Whatever it accepts, [`body`] writes again byte for byte.
///
/// # Errors
/// [`NotCanonical`] where the text stops being one.
pub fn parse(text: &str) -> Result<Minutes, NotCanonical> {
    let mut lines = Reader::new(text);
    let version = lines.one_of(&VERSIONS)?;
    let minutes = Minutes {
        version,
        org: lines.parsed("organisation")?,
        name: lines.value("name")?,
        meeting: lines.parsed("meeting")?,
        title: lines.value("title")?,
        month: lines.parsed("month")?,
        day: lines.parsed("day")?,
        start: lines.parsed("start")?,
        place: lines.value("place")?,
        rev: lines.parsed("revision")?,
        previous: lines.value("previous")?,
        held: lines.instant("held")?,
        adopted: lines.instant_or_none("adopted")?,
        by: lines.value("by")?,
        confirmed: lines.value("confirmed")?,
        presence: presence(&mut lines)?,
        agenda: lines.many("agenda", line)?,
        decisions: lines.many("decisions", |lines| decided(lines, version))?,
        text: lines.value("text")?,
        reason: lines.value("reason")?,
    };
    lines.end()?;
    if body(&minutes) == text { Ok(minutes) } else { Err(lines.wrong("end")) }
}

fn presence(lines: &mut Reader<'_>) -> Result<Presence, NotCanonical> {
    Ok(Presence {
        invited: lines.parsed("invited")?,
        came: lines.parsed_or_none("came")?,
        absent: lines.many("absent", |lines| lines.value("name"))?,
        own: lines.parsed_or_none("own")?,
        others: lines.parsed_or_none("others")?,
    })
}

fn line(lines: &mut Reader<'_>) -> Result<Line, NotCanonical> {
    Ok(Line {
        kind: {
            let code = lines.raw("kind")?;
            Kind::of_code(code).ok_or_else(|| lines.wrong("kind"))?
        },
        month: lines.parsed_or_none("of")?,
        n: lines.parsed_or_none("n")?,
        total: lines.parsed_or_none("total")?,
        text: lines.value("words")?,
        decision: lines.parsed_or_none::<i64>("carried")?.map(DecisionId::new),
    })
}

fn decided(lines: &mut Reader<'_>, version: Version) -> Result<Decided, NotCanonical> {
    let (id, text, who) = (lines.parsed("decision")?, lines.value("what")?, lines.value("who")?);
    let (due, basis) = (lines.parsed("due")?, lines.value("basis")?);
    let baseless = match version {
        Version::One => basis.is_empty(),
        Version::Two => match lines.raw("baseless")? {
            "yes" => true,
            "no" => false,
            _ => return Err(lines.wrong("baseless")),
        },
    };
    Ok(Decided { id, text, who, due, basis, baseless })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Minutes {
        Minutes {
            version: Version::Two,
            org: OrgId::new(1002),
            name: "甲县".to_owned(),
            meeting: MeetingId::new(9),
            title: "党建工作例会".to_owned(),
            month: Month(202_611),
            day: "2026-11-25".parse().unwrap(),
            start: Clock(540),
            place: "三楼会议室".to_owned(),
            rev: 1,
            previous: String::new(),
            held: Instant(1_796_054_400_000),
            adopted: None,
            by: "secretary".to_owned(),
            confirmed: String::new(),
            presence: Presence {
                invited: 2,
                came: Some(1),
                absent: vec!["甲二乡".to_owned()],
                own: None,
                others: Some(3),
            },
            agenda: vec![
                Line::figure(Kind::Overdue, Month(202_610), None, Some(0)),
                Line::words(Kind::Decision, "修路灯".to_owned(), Some(DecisionId::new(4))),
            ],
            decisions: vec![Decided {
                id: DecisionId::new(5),
                text: "检修活动场所".to_owned(),
                who: "甲县".to_owned(),
                due: "2026-12-31".parse().unwrap(),
                basis: "口头通知".to_owned(),
                baseless: true,
            }],
            text: "会议听取了汇报。\n\n无异议。".to_owned(),
            reason: String::new(),
        }
    }

    #[test]
    fn the_text_stands_as_it_was_agreed() {
        let expected = "qingdan-minutes/v2\norganisation 1002\nname 甲县\nmeeting 9\ntitle 党建工作例会\nmonth 2026-11\nday 2026-11-25\n\
            start 09:00\nplace 三楼会议室\nrevision 1\nprevious -\nheld 2026-11-30T16:00:00Z\nadopted -\nby secretary\nconfirmed -\n\
            invited 2\ncame 1\nabsent 1\nname 甲二乡\nown -\nothers 3\nagenda 2\n\
            kind overdue\nof 2026-10\nn -\ntotal 0\nwords -\ncarried -\nkind decision\nof -\nn -\ntotal -\nwords 修路灯\ncarried 4\n\
            decisions 1\ndecision 5\nwhat 检修活动场所\nwho 甲县\ndue 2026-12-31\nbasis 口头通知\nbaseless yes\n\
            text 会议听取了汇报。\\n\\n无异议。\nreason -\nend\n";
        assert_eq!(body(&sample()), expected);
        assert_eq!(parse(expected), Ok(sample()));
    }

    #[test]
    fn a_text_of_the_first_version_is_read_as_it_was_sealed() {
        let sealed = body(&sample()).replacen("/v2\n", "/v1\n", 1).replace("baseless yes\n", "");
        let read = parse(&sealed).unwrap();
        assert_eq!((read.version, read.decisions[0].baseless, body(&read)), (Version::One, false, sealed.clone()));
        assert!(parse(&sealed.replacen("/v1", "/v2", 1)).is_err(), "the second version says what rests on a row");
    }

    #[test]
    fn a_damaged_text_is_refused() {
        let text = body(&sample());
        for damaged in [
            text.replace("n -\ntotal 0", "n 0\ntotal 00"),
            text.replace("kind overdue", "kind gossip"),
            text.replace("baseless yes", "baseless perhaps"),
            text.replace("start 09:00", "start 9:00"),
            text.replace("agenda 2", "agenda 4000000000"),
            text.trim_end().to_owned(),
            format!("{text}\n"),
        ] {
            assert!(parse(&damaged).is_err(), "{damaged}");
        }
    }

    proptest! {
        #[test]
        fn whatever_people_write_is_read_back(text in "\\PC{0,60}", reason in "[\\\\\\-nr\n]{0,9}", n in prop::option::of(0i64..9), rev in 1i64..9) {
            let mut minutes = sample();
            (minutes.text, minutes.reason, minutes.rev, minutes.presence.came) = (text, reason, rev, n);
            prop_assert_eq!(parse(&body(&minutes)), Ok(minutes));
        }
    }
}
