//! The month a page is about, and the ways to the months beside it.

use kernel::Month;
use kit::Req;

use super::{link, view};

/// The month of a page with its neighbours.
#[derive(Debug, Clone)]
pub(crate) struct When {
    pub(crate) month: Month,
    pub(crate) name: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// The month that `typed` names; the present one if it names none.
pub(crate) fn when(req: &Req, typed: &str) -> When {
    let now = req.cx.house().month();
    let month = typed.parse().unwrap_or(now);
    let name = |m: Month| view::month_name(&req.w, m, now);
    When { month, name: name(month), before: name(month.plus(-1)), after: name(month.plus(1)) }
}

impl When {
    /// `path` for the month before and the month after, with the other filters kept.
    pub(crate) fn beside(&self, path: &str, kept: &[(&str, &str)]) -> (String, String) {
        let at = |n: i64| {
            let month = self.month.plus(n).0.to_string();
            let pairs: Vec<(&str, &str)> =
                [("month", month.as_str())].into_iter().chain(kept.iter().copied()).collect();
            link::with_query(path, &pairs)
        };
        (at(-1), at(1))
    }
}
