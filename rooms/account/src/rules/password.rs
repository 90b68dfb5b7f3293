//! What a new password must be: long, not common, not made of what everybody knows about its owner.
//!
//! Two profiles, because two standards contradict each other (`trust.md` A2, A3): `asvs` forbids demands on
//! composition and age, `dengbao` makes both.

use std::{collections::HashSet, io::Read, sync::LazyLock};

use kernel::{Fault, Faults, Instant, text};

/// Fewest characters.
const FEWEST: usize = 12;
/// Most characters.
const MOST: usize = 128;
/// Letters that must be left when everything known is taken out.
const LETTERS_LEFT: usize = 6;
/// Fewest different characters.
const DIFFERENT: usize = 5;
/// Under `dengbao`: a password is changed after 90 days.
const MOST_AGE_MS: i64 = 90 * Instant::DAY_MS;
/// Common passwords of people here and the words they are made of, one a line.
const COMMON: &str = include_str!("common.txt");
/// The passwords in widest use anywhere; source and licence in `LISTED.md`.
const LISTED: &[u8] = include_bytes!("listed.txt.gz");

/// Every listed password.
static LISTED_ALL: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut text = String::new();
    // What is built in can be read: a test looks at it.
    drop(flate2::read::GzDecoder::new(LISTED).read_to_string(&mut text));
    text.lines().map(str::to_owned).collect()
});

/// Which standard's demands on passwords hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// OWASP ASVS 5: length and lists, no composition, no age.
    #[default]
    Asvs,
    /// GB/T 22239: composition and a greatest age besides.
    Dengbao,
}

impl Profile {
    /// The profile with this name in the configuration.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "asvs" => Some(Self::Asvs),
            "dengbao" => Some(Self::Dengbao),
            _ => None,
        }
    }

    /// Whether a password set at `since` is too old to be kept.
    pub(crate) fn is_stale(self, since: Instant, now: Instant) -> bool {
        self == Self::Dengbao && since.plus_ms(MOST_AGE_MS) < now
    }
}

/// Whether `password` may become the password of somebody of whom the `known` words are known.
///
/// # Errors
/// Every demand that it does not meet, as faults of the field `password`.
pub(crate) fn judge(password: &str, known: &[String], profile: Profile) -> Result<(), Faults> {
    let n = text::length(password);
    if n < FEWEST {
        return Err(vec![fault("account_password_short").with("fewest", FEWEST).with("length", n)]);
    }
    if n > MOST {
        return Err(vec![fault("account_password_long").with("most", MOST).with("length", n)]);
    }
    let plain = password.to_lowercase();
    let mut faults = Faults::new();
    if is_pattern(&plain) {
        faults.push(fault("account_password_pattern"));
    } else if is_common(&plain) {
        faults.push(fault("account_password_common"));
    } else if is_made_of(&plain, known) {
        faults.push(fault("account_password_known"));
    }
    if profile == Profile::Dengbao && kinds(password) < 3 {
        faults.push(fault("account_password_kinds"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn fault(code: &'static str) -> Fault {
    Fault::of("password", code)
}

/// One piece over and over, a run such as `abcdefghijkl` or `210987654321`, or hardly any different characters.
fn is_pattern(plain: &str) -> bool {
    let chars: Vec<char> = plain.chars().collect();
    let repeats = (1..=chars.len() / 2).any(|unit| chars.iter().zip(&chars[unit..]).all(|(a, b)| a == b));
    let step = |by: u32| {
        chars.windows(2).all(|pair| {
            let (a, b) = (u32::from(pair[0]), u32::from(pair[1]));
            a.wrapping_add(by) == b || wraps(pair[0], pair[1]) || wraps(pair[1], pair[0])
        })
    };
    let mut different = chars.clone();
    different.sort_unstable();
    different.dedup();
    repeats || step(1) || step(u32::MAX) || different.len() < DIFFERENT
}

/// A run of digits goes on from 9 to 0.
const fn wraps(a: char, b: char) -> bool {
    a == '9' && b == '0'
}

/// Whether the password is in a list, or is nothing but entries of the lists, digits and signs: at most three of
/// the short list, two of the long one.
fn is_common(plain: &str) -> bool {
    let bare: String = plain.chars().map(straight).filter(|c| c.is_alphanumeric()).collect();
    let trimmed = bare.trim_matches(|c: char| c.is_ascii_digit());
    let as_typed: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let listed = |text: &str| COMMON.lines().any(|line| line == text) || LISTED_ALL.contains(text);
    let listed = |text: &str| !text.is_empty() && listed(text);
    let bare_digits = as_typed.chars().all(|c| c.is_ascii_digit());
    listed(&as_typed)
        || listed(&bare)
        || listed(trimmed)
        || in_pieces(&as_typed, 3)
        || in_two(&as_typed)
        || (bare_digits && as_typed.len() < 14)
}

/// Signs and digits that people write for letters.
const fn straight(c: char) -> char {
    match c {
        '@' => 'a',
        '$' => 's',
        other => other,
    }
}

/// Whether a text is made of at most `most` entries of the list.
fn in_pieces(text: &str, most: usize) -> bool {
    if text.is_empty() {
        return true;
    }
    most > 0
        && COMMON
            .lines()
            .filter(|l| l.len() > 2)
            .any(|line| text.strip_prefix(line).is_some_and(|rest| in_pieces(rest, most - 1)))
}

/// Whether a text is two entries of the long list, one after the other.
fn in_two(text: &str) -> bool {
    let listed = |part: &str| LISTED_ALL.contains(part);
    text.char_indices().skip(1).any(|(at, _)| listed(&text[..at]) && listed(&text[at..]))
}

/// Whether hardly a letter is left when the known words, digits and signs are taken out.
fn is_made_of(plain: &str, known: &[String]) -> bool {
    let mut words: Vec<String> = known.iter().map(|w| w.to_lowercase()).filter(|w| is_word(w)).collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let bare: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let rest = words.iter().fold(bare.clone(), |rest, word| rest.replace(word.as_str(), ""));
    rest != bare && rest.chars().filter(|c| c.is_alphabetic()).count() < LETTERS_LEFT
}

/// Two characters of Chinese or three of anything say something.
fn is_word(word: &str) -> bool {
    let n = word.chars().count();
    n >= 3 || (n == 2 && !word.is_ascii())
}

/// How many of the four kinds of characters are there: small, capital, digit, other.
fn kinds(password: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_lowercase() && !c.is_uppercase() && !c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    //! Good and bad passwords.
    use super::*;

    fn codes(password: &str, profile: Profile) -> Vec<&'static str> {
        let known = ["hanji-dj", "hanji", "韩集镇", "hanjizhen", "qingdan", "清单"].map(str::to_owned);
        judge(password, &known, profile).err().unwrap_or_default().into_iter().map(|f| f.code).collect()
    }

    #[test]
    fn a_sentence_or_random_characters_will_do() {
        for good in [
            "three goats on a red bridge",
            "山上的羊下午三点回到了家里来",
            "kX9-vw2!pLq7zT",
            "  leading blanks count too ",
            &longest(),
        ] {
            assert_eq!(codes(good, Profile::Asvs), [""; 0], "{good}");
        }
    }

    /// 128 different characters.
    fn longest() -> String {
        (0..128_u32).filter_map(|n| char::from_u32(0x4e00 + n * 7)).collect()
    }

    #[test]
    fn length_is_counted_in_characters_and_nothing_is_cut_off() {
        assert_eq!(codes("elevenchars", Profile::Asvs), ["account_password_short"]);
        assert_eq!(codes(&"é".repeat(129), Profile::Asvs), ["account_password_long"]);
    }

    #[test]
    fn common_passwords_are_refused_however_they_are_padded() {
        for bad in [
            "password1234",
            "woaini1314520",
            "qwertyuiop123",
            "Iloveyou5201314",
            "P@ssword2024!",
            "passwordpassword1",
            "admin123admin888",
            "2026112320261",
            "butterfly20261123",
            "SunshineElephant",
            "Dragon!Monkey#",
            "1qaz2wsx3edc4rfv",
        ] {
            assert_eq!(codes(bad, Profile::Asvs), ["account_password_common"], "{bad}");
        }
    }

    #[test]
    fn the_long_list_is_whole() {
        assert_eq!(LISTED_ALL.len(), 10_173);
        assert!(LISTED_ALL.iter().all(|p| p.chars().count() >= 4));
    }

    #[test]
    fn patterns_are_refused() {
        for bad in [
            "aaaaaaaaaaaa",
            "abcabcabcabca",
            "123456789012",
            "210987654321",
            "abcdefghijklm",
            "correct horse correct horse ",
        ] {
            assert_eq!(codes(bad, Profile::Asvs), ["account_password_pattern"], "{bad}");
        }
    }

    #[test]
    fn what_everybody_knows_of_the_owner_is_refused() {
        for bad in ["HanJiZhen2026!!", "hanji-dj-2026-11", "韩集镇韩集镇清单2026xx", "qingdan#hanji#1"] {
            assert_eq!(codes(bad, Profile::Asvs), ["account_password_known"], "{bad}");
        }
        assert!(codes("hanji-goats-cross-bridges", Profile::Asvs).is_empty());
    }

    #[test]
    fn one_profile_asks_for_kinds_and_age_the_other_forbids_both() {
        assert_eq!(codes("three goats on a red bridge", Profile::Dengbao), ["account_password_kinds"]);
        assert!(codes("Three goats on 1 red bridge", Profile::Dengbao).is_empty());
        let (then, now) = (Instant(0), Instant(91 * Instant::DAY_MS));
        assert!(Profile::Dengbao.is_stale(then, now) && !Profile::Asvs.is_stale(then, now));
    }
}
