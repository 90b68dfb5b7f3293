//! A correction of adopted minutes: one open proposal at a time, decided by a second person.

use kernel::{AccountId, Fault};

/// The number of the next proposal for revision `rev`. `made` are all proposals: (revision, whether it is open).
///
/// # Errors
/// `meeting_proposal_open` while another waits.
pub(crate) fn next_attempt(rev: i64, made: impl Iterator<Item = (i64, bool)>) -> Result<i64, Fault> {
    let mut next = 1;
    for (of, open) in made {
        if open {
            return Err(Fault::new("meeting_proposal_open"));
        }
        if of == rev {
            next += 1;
        }
    }
    Ok(next)
}

/// Whoever proposed does not decide, in whatever post.
///
/// # Errors
/// `meeting_second_person`.
pub(crate) fn second_person(proposed: AccountId, decides: AccountId) -> Result<(), Fault> {
    if proposed == decides { Err(Fault::new("meeting_second_person")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposals_are_counted_and_one_waits_at_a_time() {
        assert_eq!(next_attempt(2, [].into_iter()), Ok(1));
        assert_eq!(next_attempt(2, [(2, false), (2, false)].into_iter()), Ok(3));
        assert_eq!(next_attempt(3, [(2, false)].into_iter()), Ok(1));
        assert!(next_attempt(2, [(2, false), (2, true)].into_iter()).is_err());
    }

    #[test]
    fn nobody_confirms_what_they_proposed() {
        let (a, b) = (AccountId::new(1), AccountId::new(2));
        assert!(second_person(a, b).is_ok() && second_person(a, a).is_err());
    }
}
