//! What commands tell: lines on standard output, and faults in the words of the pages.

use std::{fmt, io::Write, sync::LazyLock};

use kernel::Faults;
use kit::{Lang, W, Words};

/// Prints a line to standard output, as `println!` does, but goes on when nobody reads any more (`| head`): what a
/// command does, and how it ends, does not depend on who watches.
macro_rules! say {
    ($($arg:tt)*) => { $crate::say::line(format_args!($($arg)*)) };
}
pub(crate) use say;

/// One line; see [`say!`].
pub(crate) fn line(text: fmt::Arguments<'_>) {
    drop(writeln!(std::io::stdout().lock(), "{text}"));
}

/// Whether the terminal's language is Chinese.
pub(crate) fn speaks_chinese() -> bool {
    ["LC_ALL", "LANG"].iter().any(|v| std::env::var_os(v).is_some_and(|l| l.to_string_lossy().starts_with("zh")))
}

static ALL: LazyLock<Words> = LazyLock::new(|| Words::load(crate::wiring::WORDS).unwrap_or_default());

/// Tells every fault on standard error, in the terminal's language.
pub(crate) fn faults(faults: &Faults) {
    let w = W::new(&ALL, if speaks_chinese() { Lang::Zh } else { Lang::En });
    for fault in faults {
        let field = fault.field.as_deref().map_or_else(String::new, |f| format!("{f}: "));
        eprintln!("qingdan: {field}{}", w.fault(fault));
    }
}
