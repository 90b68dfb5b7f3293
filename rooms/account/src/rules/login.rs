//! Logins and names of persons.

use kernel::{
    Fault,
    text::{length, tidy},
};

/// The login as it is stored and compared: lower case. 2 to 40 letters, digits, dots, hyphens, underscores.
///
/// # Errors
/// The fault `account_login` of the field `login`.
pub fn login_of(text: &str) -> Result<String, Fault> {
    let login = tidy(text).to_lowercase();
    let fits = (2..=40).contains(&login.len())
        && login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b));
    if fits { Ok(login) } else { Err(Fault::of("login", "account_login")) }
}

/// A person's name: 1 to 40 characters.
///
/// # Errors
/// The faults `required` and `too_long` of the field `name`.
pub(crate) fn name_of(text: &str) -> Result<String, Fault> {
    let name = tidy(text);
    match length(&name) {
        0 => Err(Fault::of("name", "required")),
        n if n > 40 => Err(Fault::of("name", "too_long").with("most", 40).with("length", n)),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    //! Logins as people type them.
    use super::*;

    #[test]
    fn a_login_is_brought_to_one_form_or_refused() {
        assert_eq!(login_of(" ＨanJi-dj "), Ok("hanji-dj".to_owned()));
        for odd in ["", "a", "韩集", "a b", "a@b", &"x".repeat(41)] {
            assert!(login_of(odd).is_err(), "{odd}");
        }
        assert!(name_of("  ").is_err() && name_of(&"字".repeat(41)).is_err());
    }
}
