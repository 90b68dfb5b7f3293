//! The canonical text of a letter: what both sides sign.
//!
//! UTF-8 in Unicode NFC, one fact a line, lines end with LF, keys in a fixed order, the version on the first line.
//! The same facts always give the same bytes; what people read of a sealed letter is rendered from this text. It holds
//! the names and codes that both parties had on the day of sealing.

use kernel::{Day, Instant, IssueId, OrgId, TargetId};

use super::draft::Kind;

/// Which canonical text a letter has or will have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// A remark took the place of a basis, and a target that carries on another named no basis.
    One,
    /// Says of each target whether it rests on rows.
    Two,
}

/// First lines of canonical texts. Today's letters are written in the last version.
const VERSIONS: [(&str, Version); 2] = [("qingdan-letter/v1", Version::One), ("qingdan-letter/v2", Version::Two)];

/// One side of a letter, as it was on the day of sealing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The organisation.
    pub org: OrgId,
    /// Its division code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Title of its first-responsible post.
    pub post: String,
}

/// One line of the assessment sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The target.
    pub target: TargetId,
    /// What it rests on, in words: the clause, the target it carries on, a remark; empty if on nothing.
    pub basis: String,
    /// Whether it rests on no clause and no upper target: 无依据, whatever a remark says.
    pub baseless: bool,
    /// 项目.
    pub project: String,
    /// 内容.
    pub text: String,
    /// 要求.
    pub requirement: String,
    /// By figure or judgement.
    pub kind: Kind,
    /// What is measured.
    pub measure: String,
    /// The value to reach.
    pub value: String,
    /// 分值, in tenths.
    pub weight: i64,
    /// 考评方式.
    pub assessment: String,
    /// 扣分办法.
    pub deduction: String,
}

/// A letter, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Which canonical text it has.
    pub version: Version,
    /// Number of the issue.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its year.
    pub year: i64,
    /// The issue.
    pub issue: IssueId,
    /// Revision, 1 for the first.
    pub rev: i64,
    /// Digest of the revision before; empty for the first.
    pub previous: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// Who issues.
    pub issuer: Party,
    /// Who signs for it.
    pub recipient: Party,
    /// Why it was revised; empty for the first.
    pub reason: String,
    /// The sheet.
    pub lines: Vec<SheetLine>,
    /// When it was sealed, in whole seconds.
    pub sealed: Instant,
}

impl Letter {
    /// What its weights come to, in tenths.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.lines.iter().map(|l| l.weight).sum()
    }
}

/// An instant as canonical texts keep it: whole seconds.
#[must_use]
pub(crate) const fn whole_seconds(at: Instant) -> Instant {
    Instant(at.0 - at.0.rem_euclid(1_000))
}

/// The canonical text.
#[must_use]
pub(crate) fn body(letter: &Letter) -> String {
    let first = VERSIONS.iter().find(|(_, version)| *version == letter.version).map_or("", |(first, _)| first);
    let mut out = seal::Lines::new(first);
    out.put("number", &letter.number).put("title", &letter.title).put("year", &letter.year);
    out.put("issue", &letter.issue).put("revision", &letter.rev).put("previous", &letter.previous);
    out.put("from", &letter.from).put("until", &letter.until);
    for (side, party) in [("issuer", &letter.issuer), ("recipient", &letter.recipient)] {
        out.put(side, &party.org).put("code", &party.code).put("name", &party.name).put("post", &party.post);
    }
    out.put("reason", &letter.reason).put("targets", &letter.lines.len());
    for line in &letter.lines {
        out.put("target", &line.target).put("basis", &line.basis);
        if letter.version == Version::Two {
            out.put("baseless", &yes_no(line.baseless));
        }
        out.put("project", &line.project)
            .put("text", &line.text)
            .put("requirement", &line.requirement)
            .put("kind", &line.kind.code());
        out.put("measure", &line.measure).put("value", &line.value).put("weight", &line.weight);
        out.put("assessment", &line.assessment).put("deduction", &line.deduction);
    }
    out.put("weights", &letter.weight()).put("sealed", &letter.sealed.rfc3339());
    out.end()
}

const fn yes_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// Reads a canonical text back. Whatever it accepts, [`body`] writes again byte for byte.
///
/// # Errors
/// The line where the text stops being one.
pub(crate) fn parse(text: &str) -> Result<Letter, seal::NotLines> {
    let (mut r, version) = seal::Reader::of(text, &VERSIONS)?;
    let letter = Letter {
        version,
        number: r.value("number")?,
        title: r.value("title")?,
        year: r.parsed("year")?,
        issue: r.parsed("issue")?,
        rev: r.parsed("revision")?,
        previous: r.value("previous")?,
        from: r.parsed("from")?,
        until: r.parsed("until")?,
        issuer: party(&mut r, "issuer")?,
        recipient: party(&mut r, "recipient")?,
        reason: r.value("reason")?,
        lines: r.many("targets", |r| line(r, version))?,
        sealed: {
            r.value("weights")?;
            instant(&r.value("sealed")?).ok_or_else(|| r.wrong("sealed"))?
        },
    };
    r.end()?;
    // Two spellings of one fact, or a wrong sum, would be another text: only the one that `body` writes counts.
    if body(&letter) == text { Ok(letter) } else { Err(seal::NotLines { line: 0, expected: "the canonical spelling" }) }
}

fn party(r: &mut seal::Reader<'_>, side: &'static str) -> Result<Party, seal::NotLines> {
    Ok(Party { org: r.parsed(side)?, code: r.value("code")?, name: r.value("name")?, post: r.value("post")? })
}

fn line(r: &mut seal::Reader<'_>, version: Version) -> Result<SheetLine, seal::NotLines> {
    let (target, basis) = (r.parsed("target")?, r.value("basis")?);
    let baseless = match version {
        Version::One => basis.is_empty(),
        Version::Two => match r.value("baseless")?.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(r.wrong("baseless")),
        },
    };
    Ok(SheetLine {
        target,
        basis,
        baseless,
        project: r.value("project")?,
        text: r.value("text")?,
        requirement: r.value("requirement")?,
        kind: Kind::of_code(&r.value("kind")?).ok_or_else(|| r.wrong("kind"))?,
        measure: r.value("measure")?,
        value: r.value("value")?,
        weight: r.parsed("weight")?,
        assessment: r.value("assessment")?,
        deduction: r.value("deduction")?,
    })
}

/// `2026-11-23T02:00:00Z`.
fn instant(raw: &str) -> Option<Instant> {
    let (day, time) = raw.strip_suffix('Z')?.split_once('T')?;
    let day: Day = day.parse().ok()?;
    let mut seconds = 0;
    for (part, most) in time.splitn(3, ':').zip([24, 60, 60]) {
        let n: i64 = part.parse().ok()?;
        if !(0..most).contains(&n) {
            return None;
        }
        seconds = seconds * 60 + n;
    }
    Some(day.start(&jiff::tz::TimeZone::UTC).plus_ms(seconds * 1_000))
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn letter() -> Letter {
        let party = |org: i64, name: &str| Party {
            org: OrgId::new(org),
            code: format!("99{org}"),
            name: name.to_owned(),
            post: "书记".to_owned(),
        };
        let line = |target: i64, weight: i64| SheetLine {
            target: TargetId::new(target),
            basis: "《意见》第三条".to_owned(),
            baseless: false,
            project: "组织建设".to_owned(),
            text: "按期换届\n不留空档".to_owned(),
            requirement: "-".to_owned(),
            kind: Kind::Metric,
            measure: "换届完成率".to_owned(),
            value: "100%".to_owned(),
            weight,
            assessment: String::new(),
            deduction: "每少一个扣 1 分".to_owned(),
        };
        Letter {
            version: Version::Two,
            number: "州委责〔2026〕1号".to_owned(),
            title: "党建工作目标责任书".to_owned(),
            year: 2026,
            issue: IssueId::new(77),
            rev: 1,
            previous: String::new(),
            from: "2026-01-01".parse().unwrap(),
            until: "2026-12-31".parse().unwrap(),
            issuer: party(1, "示例州"),
            recipient: party(2, "甲县"),
            reason: String::new(),
            lines: vec![line(11, 605), line(12, 395)],
            sealed: Instant(1_795_399_200_000),
        }
    }

    #[test]
    fn a_letter_reads_back_from_its_text() {
        let text = body(&letter());
        assert_eq!(parse(&text), Ok(letter()));
        assert!(text.starts_with("qingdan-letter/v2\nnumber 州委责〔2026〕1号\n") && text.ends_with("Z\nend\n"));
        assert!(text.contains("\ntext 按期换届\\n不留空档\n") && text.contains("\nweights 1000\n"));
    }

    #[test]
    fn a_letter_of_the_first_version_still_reads_and_writes_the_same_bytes() {
        let old = Letter { version: Version::One, ..letter() };
        let text = body(&old);
        assert!(text.starts_with("qingdan-letter/v1\n") && !text.contains("baseless"));
        assert_eq!(parse(&text), Ok(old));
        let bare = parse(&text.replace("basis 《意见》第三条", "basis -")).unwrap();
        assert!(bare.lines.iter().all(|l| l.baseless), "it named no basis");
    }

    #[test]
    fn a_changed_byte_is_another_text_or_none() {
        let text = body(&letter());
        for (n, _) in text.char_indices() {
            let mut bent = text.clone();
            bent.insert(n, '9');
            assert!(parse(&bent) != Ok(letter()), "at {n}");
        }
        assert!(parse(&text.replace("weights 1000", "weights 1001")).is_err());
        assert!(parse(&text.replace("weight 605", "weight 0605")).is_err());
        assert!(parse(&text.replace("revision 1", "revision +1")).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_written_reads_back_as_it_was_written(title in any::<String>(), value in any::<String>(), weight in any::<i32>()) {
            let mut wild = letter();
            wild.title = seal::one_form(&title);
            wild.lines[0].value = seal::one_form(&value);
            wild.lines[1].weight = i64::from(weight);
            prop_assert_eq!(parse(&body(&wild)), Ok(wild));
        }
    }
}
