//! The same facts give the same bytes, other facts others, and what was written can be read.

use kernel::{Instant, ItemId, OrgId};
use proptest::prelude::*;

use super::super::facts::tests::{line, sample};
use super::*;

#[test]
fn the_text_stands_as_it_was_agreed() {
    let mut small = sample();
    small.facts = Facts::of(vec![line(7, State::Signed)], vec![]);
    let expected = "qingdan-statement/v2\norganisation 1004\nname 样板村一\nplace 示例州 / 甲县 / 甲一镇\nmonth 2026-11\n\
        revision 1\nprevious -\ndrafted 2026-11-23T02:00:00Z\npublished 2026-11-23T02:00:00Z\nby secretary\nconfirmed -\n\
        items 1\nitem 7\nnumber 示组交〔2026〕11号\nfrom 甲一镇\ntext 第 7 件事\nbasis 框架 2.3\nbaseless no\ndue 2026-11-26\nstate signed\n\
        late no\nissued 2026-11-03T00:00:00Z\nsigned 2026-11-04T00:00:00Z\nreported -\nverified -\nclosed -\ntenths 40\nvalues 3\n\
        asked 1\nfrom 甲一镇\nrequests 1\ntenths 40\nvalues 3\nbaseless 0\ndeclined 0\nlists 0\n\
        self 按期办结。\\n\\n路灯已修。\nproblems \\-\nreason -\nend\n";
    assert_eq!(body(&small), expected);
    assert_eq!(seal(&body(&small)), seal(expected));
}

#[test]
fn a_text_of_the_first_version_is_read_as_it_was_sealed() {
    let sealed = body(&sample()).replacen("/v2\n", "/v1\n", 1).replace("baseless no\ndue", "due");
    // Then a request was without basis if nobody had written a word.
    let sealed = sealed.replace("basis 框架 2.3\nbaseless yes\ndue", "basis -\ndue");
    let read = parse(&sealed).unwrap();
    assert_eq!((read.version, body(&read)), (Version::One, sealed.clone()));
    let marks: Vec<bool> = read.facts.lines.iter().map(|l| l.baseless).collect();
    assert_eq!((marks, read.facts.asked), (vec![false, true, false], sample().facts.asked));
    assert!(parse(&sealed.replacen("/v1", "/v3", 1)).is_err());
    assert!(parse(&sealed.replacen("/v1", "/v2", 1)).is_err(), "the second version says what rests on a row");
}

#[test]
fn a_damaged_text_is_refused_with_its_line() {
    let text = body(&sample());
    assert_eq!(parse(&text), Ok(sample()));
    assert_eq!(parse("").unwrap_err().line, 1);
    assert_eq!(parse(&text.replace("state declined", "state gone")).unwrap_err().expected, "state");
    for damaged in [
        text.replace("revision 1", "revision +1"),
        text.replace("revision 1", "revision 01"),
        text.replace('\n', "\r\n"),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        text.replace("items 3", "items 4000000000"),
        text.replace("late no", "late maybe"),
        text.replace("baseless yes", "baseless perhaps"),
        text.replace("2026-11-23T02", "2026-11-23T99"),
    ] {
        assert!(parse(&damaged).is_err(), "{damaged}");
    }
}

#[test]
fn every_single_fact_moves_the_seal() {
    type Change = fn(&mut Statement);
    let base = seal(&body(&sample()));
    let changes: &[Change] = &[
        |s| s.org = OrgId::new(1005),
        |s| s.name.push('甲'),
        |s| s.place.clear(),
        |s| s.month = s.month.plus(1),
        |s| s.rev = 2,
        |s| s.previous = "00".to_owned(),
        |s| s.drafted = s.drafted.plus_ms(1_000),
        |s| s.published = None,
        |s| s.by = "clerk".to_owned(),
        |s| s.confirmed = "clerk".to_owned(),
        |s| s.self_text.push('。'),
        |s| s.problems = String::new(),
        |s| s.reason = "错字".to_owned(),
        |s| drop(s.facts.lines.pop()),
        |s| s.facts.lines.swap(0, 1),
        |s| s.facts.lines[0].item = ItemId::new(99),
        |s| s.facts.lines[0].number.clear(),
        |s| s.facts.lines[0].from.push('乡'),
        |s| s.facts.lines[0].text.push('了'),
        |s| s.facts.lines[0].basis.clear(),
        |s| s.facts.lines[0].baseless = true,
        |s| s.version = Version::One,
        |s| s.facts.lines[0].due = s.facts.lines[0].due.plus(1),
        |s| s.facts.lines[0].state = State::Signed,
        |s| s.facts.lines[0].late = true,
        |s| s.facts.lines[0].issued = Instant(0),
        |s| s.facts.lines[0].signed = None,
        |s| s.facts.lines[0].reported = Some(Instant(0)),
        |s| s.facts.lines[0].verified = Some(Instant(0)),
        |s| s.facts.lines[0].closed = Some(Instant(0)),
        |s| s.facts.lines[0].tenths += 1,
        |s| s.facts.lines[0].values += 1,
        |s| s.facts.asked[0].values += 1,
        |s| s.facts.asked[0].requests += 1,
        |s| s.facts.asked[1].declined += 1,
        |s| s.facts.lists[0].orgs += 1,
        |s| s.facts.lists[0].title.push('单'),
        |s| s.facts.lists[0].sent = Instant(0),
    ];
    let mut seals = std::collections::BTreeSet::from([base]);
    for (n, change) in changes.iter().enumerate() {
        let mut changed = sample();
        change(&mut changed);
        assert!(seals.insert(seal(&body(&changed))), "change {n} left the seal as it was");
    }
}

/// Any text, among them those that could be taken for structure.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\\\nr\n\r-]{0,8}",
        Just("-".to_owned()),
        Just("end".to_owned()),
        Just("甲\nself 乙\nend\n".to_owned()),
    ]
}

fn moment() -> impl Strategy<Value = Instant> {
    (0i64..4_000_000_000).prop_map(|s| Instant(s * 1_000))
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let times = (moment(), prop::option::of(moment()), prop::option::of(moment()), prop::option::of(moment()));
    let one = (any::<i64>(), text(), text(), text(), text(), 0usize..9, any::<bool>(), times, any::<i64>());
    let one =
        one.prop_map(|(item, number, from, text, basis, state, late, (issued, signed, reported, closed), tenths)| {
            let due = issued.day(&jiff::tz::TimeZone::UTC);
            let state = State::ALL[state];
            let item = ItemId::new(item);
            Line {
                item,
                number,
                from,
                text,
                basis,
                baseless: late,
                due,
                state,
                late,
                issued,
                signed,
                reported,
                verified: closed,
                closed,
                tenths,
                values: tenths,
            }
        });
    prop::collection::vec(one, 0..5)
}

fn statements() -> impl Strategy<Value = Statement> {
    (lines(), text(), text(), text(), text(), moment(), prop::option::of(moment()), any::<i64>()).prop_map(
        |(lines, name, self_text, problems, reason, drafted, published, rev)| Statement {
            name: name.clone(),
            place: name.clone(),
            rev,
            drafted,
            published,
            by: reason.clone(),
            facts: Facts::of(
                lines,
                vec![Issued { number: name.clone(), title: name, orgs: rev, tenths: rev, sent: drafted }],
            ),
            self_text,
            problems,
            reason,
            ..sample()
        },
    )
}

proptest! {
    #[test]
    fn the_same_facts_give_the_same_bytes_and_can_be_read_back(statement in statements()) {
        let text = body(&statement);
        prop_assert_eq!(&text, &body(&statement.clone()));
        prop_assert!(!text.contains('\r'));
        prop_assert_eq!(parse(&text), Ok(statement));
    }

    #[test]
    fn two_statements_share_bytes_only_if_they_are_the_same(a in statements(), b in statements()) {
        prop_assert_eq!(a == b, body(&a) == body(&b));
    }

    #[test]
    fn one_changed_character_breaks_the_seal(at in any::<prop::sample::Index>(), other in any::<char>()) {
        let text = body(&sample());
        let mut chars: Vec<char> = text.chars().collect();
        let place = at.index(chars.len());
        prop_assume!(chars[place] != other);
        chars[place] = other;
        let damaged: String = chars.into_iter().collect();
        prop_assert_ne!(seal(&damaged), seal(&text));
    }

    #[test]
    fn no_text_makes_the_reader_stumble(text in "\\PC{0,200}", cut in any::<prop::sample::Index>()) {
        prop_assert!(parse(&text).is_err());
        let whole = body(&sample());
        let end = (0..=cut.index(whole.len())).rev().find(|i| whole.is_char_boundary(*i)).unwrap();
        prop_assert!(parse(&whole[..end]).is_err());
    }
}
