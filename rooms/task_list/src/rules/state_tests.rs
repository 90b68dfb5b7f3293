//! The state machine: a table of every step from every state, and random lives.

use proptest::prelude::*;

use super::*;

type Step = (&'static str, fn(Duty) -> Result<Duty, Fault>, &'static [(State, State)]);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-11-20")
}

use State::{Closed, Declined, Excused, Issued, Reported, Returned, Signed, Verified, Withdrawn};

/// Every step and the moves it may make; from every other state it is refused.
const STEPS: &[Step] = &[
    ("sign", |d| d.sign(), &[(Issued, Signed)]),
    ("report", |d| d.report(today(), today()), &[(Signed, Reported), (Returned, Reported)]),
    ("verify between", |d| d.verify(Verifier::Between), &[(Reported, Verified)]),
    ("verify as issuer", |d| d.verify(Verifier::Issuer), &[(Reported, Closed), (Verified, Closed)]),
    ("return between", |d| d.send_back(Verifier::Between), &[(Reported, Returned)]),
    ("return as issuer", |d| d.send_back(Verifier::Issuer), &[(Reported, Returned), (Verified, Returned)]),
    ("close", |d| d.close(), &[(Verified, Closed)]),
    ("decline", |d| d.decline(), &[(Issued, Declined), (Signed, Declined)]),
    ("excuse", |d| d.answer_decline(true, Issued), &[(Declined, Excused)]),
    ("keep", |d| d.answer_decline(false, Signed), &[(Declined, Signed)]),
    (
        "withdraw",
        |d| d.withdraw(),
        &[
            (Issued, Withdrawn),
            (Signed, Withdrawn),
            (Reported, Withdrawn),
            (Returned, Withdrawn),
            (Verified, Withdrawn),
            (Declined, Withdrawn),
        ],
    ),
];

#[test]
fn every_step_is_possible_from_its_states_and_from_no_other() {
    for (name, step, moves) in STEPS {
        for state in State::ALL {
            let result = step(Duty { state, ..Duty::issued(day("2026-11-30")) });
            let wanted = moves.iter().find(|(from, _)| *from == state).map(|(_, to)| *to);
            assert_eq!(result.ok().map(|d| d.state), wanted, "{name} from {state:?}");
        }
    }
}

#[test]
fn codes_and_names_lead_back_to_their_state() {
    for state in State::ALL {
        assert_eq!(State::of_code(state.code()), Some(state));
        assert_eq!(State::of_name(state.name()), Some(state));
        assert!(state.word().ends_with(state.name()));
    }
    assert_eq!(State::of_code(0), None);
    assert_eq!(State::of_code(10), None);
}

#[test]
fn late_is_decided_by_the_day_of_the_report_not_by_the_day_stated() {
    let duty = Duty { state: Signed, ..Duty::issued(day("2026-11-19")) };
    let late = duty.report(today(), day("2026-11-10")).unwrap();
    assert!(late.late);
    assert!(!duty.report(day("2026-11-19"), day("2026-11-19")).unwrap().late, "the last day is in time");
    assert_eq!(duty.report(today(), day("2026-11-21")).unwrap_err().code, "task_list_day_to_come");
}

#[test]
fn an_extension_moves_the_deadline_only_when_it_is_granted() {
    let duty = Duty::issued(day("2026-11-25"));
    assert!(duty.ask_extension(today(), day("2026-11-25")).is_err(), "not later");
    assert!(duty.ask_extension(today(), day("2028-11-25")).is_err(), "more than a year");
    let asked = duty.ask_extension(today(), day("2026-12-05")).unwrap();
    assert_eq!(asked.ask_extension(today(), day("2026-12-06")).unwrap_err().code, "task_list_state");
    assert_eq!(asked.answer_extension(true).unwrap().due_day, day("2026-12-05"));
    assert_eq!(asked.answer_extension(false).unwrap(), duty);
    assert!(duty.answer_extension(true).is_err());
    let reported = asked.sign().unwrap().report(today(), today()).unwrap();
    assert_eq!(reported.asked_day, None, "a report makes the request pointless");
}

#[test]
fn a_verifier_stands_between_the_issuer_and_the_assignee() {
    let path = |text: &str| OrgPath::parse(text).unwrap();
    let (root, county, town, village) =
        (path("0001/"), path("0001/0001/"), path("0001/0001/0001/"), path("0001/0001/0001/0001/"));
    let of = |place: &OrgPath, issuer: &OrgPath| Verifier::of(place == issuer, place, issuer, &village);
    assert_eq!(of(&county, &county), Some(Verifier::Issuer));
    assert_eq!(of(&town, &county), Some(Verifier::Between));
    assert_eq!(of(&root, &county), None, "who stands above the issuer has no say");
    assert_eq!(of(&village, &county), None, "nobody verifies their own report");
    assert_eq!(of(&path("0001/0002/"), &root), None, "another branch");
    assert_eq!(of(&village, &village), Some(Verifier::Issuer), "an item of one's own list for oneself");
}

proptest! {
    /// Whatever is tried in whatever order: each accepted step is a move of the table, and what is
    /// not open never moves again.
    #[test]
    fn no_sequence_of_steps_reaches_a_forbidden_state(tries in prop::collection::vec(0..STEPS.len(), 0..40)) {
        let mut duty = Duty::issued(day("2026-11-30"));
        for n in tries {
            let (name, step, moves) = &STEPS[n];
            if let Ok(next) = step(duty) {
                prop_assert!(moves.contains(&(duty.state, next.state)), "{} from {:?} to {:?}", name, duty.state, next.state);
                prop_assert!(duty.state.is_open());
                duty = next;
            }
        }
    }

    /// A pending request for a later day exists only while the organisation owes an answer.
    #[test]
    fn a_request_is_pending_only_while_something_is_owed(tries in prop::collection::vec(0..STEPS.len() + 2, 0..40)) {
        let mut duty = Duty::issued(day("2026-11-25"));
        for n in tries {
            let next = match n.checked_sub(STEPS.len()) {
                None => (STEPS[n].1)(duty),
                Some(0) => duty.ask_extension(today(), duty.due_day.plus(3)),
                Some(_) => duty.answer_extension(true),
            };
            duty = next.unwrap_or(duty);
            prop_assert!(duty.asked_day.is_none() || duty.state.is_owed(), "{:?}", duty);
        }
    }
}
