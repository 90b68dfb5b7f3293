//! A correction needs a reason and a second person; one is under way at a time (`trust.md` C5).

use kernel::{AccountId, Fault};

/// Whoever proposed a correction does not decide on it, from whatever post.
///
/// # Errors
/// `statement_second_person`.
pub(crate) fn second_person(proposed: AccountId, decides: AccountId) -> Result<(), Fault> {
    if proposed == decides { Err(Fault::new("statement_second_person")) } else { Ok(()) }
}

/// The number of the next proposal for a revision, from those made so far: `(revision, is open)`.
///
/// # Errors
/// `statement_proposal_open` while another waits for its second person.
pub(crate) fn next_attempt(rev: i64, made: impl Iterator<Item = (i64, bool)>) -> Result<i64, Fault> {
    let mut next = 1;
    for (of, open) in made {
        if open {
            return Err(Fault::new("statement_proposal_open"));
        }
        next += i64::from(of == rev);
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_decides_on_what_they_proposed() {
        assert!(second_person(AccountId::new(1), AccountId::new(2)).is_ok());
        assert_eq!(second_person(AccountId::new(1), AccountId::new(1)).unwrap_err().code, "statement_second_person");
    }

    #[test]
    fn one_proposal_waits_at_a_time_and_refused_ones_are_counted() {
        assert_eq!(next_attempt(3, [(2, false), (3, false), (3, false)].into_iter()), Ok(3));
        assert_eq!(next_attempt(2, std::iter::empty()), Ok(1));
        assert_eq!(next_attempt(2, [(2, true)].into_iter()).unwrap_err().code, "statement_proposal_open");
    }
}
