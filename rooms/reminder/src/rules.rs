//! What belongs on one line. When a line may be shown is a rule of the calendar: `kernel::workday`.

use kernel::{Day, OrgId};
use task_list::{Key, State};

/// Something an organisation owes and was reminded of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The day of the reminder.
    pub day: Day,
    /// Whose list it is.
    pub issuer: OrgId,
    /// The name of whose list it is.
    pub issuer_name: String,
    /// What is owed.
    pub key: Key,
    /// What is to be done.
    pub text: String,
    /// By when.
    pub due_day: Day,
    /// Where it stands.
    pub state: State,
}

/// Everything an organisation is reminded of on one day: one line on its first page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The day from which it is shown.
    pub day: Day,
    /// What is still owed of it, the next deadline first; never empty.
    pub owed: Vec<Owed>,
}

impl Reminder {
    /// Names of those who remind, each once, in the order of what is owed.
    #[must_use]
    pub fn issuers(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for owed in &self.owed {
            if !names.contains(&owed.issuer_name.as_str()) {
                names.push(&owed.issuer_name);
            }
        }
        names
    }
}

/// One reminder for each day, the newest first; what is owed by the next deadline.
#[must_use]
pub(crate) fn by_day(mut owed: Vec<Owed>) -> Vec<Reminder> {
    owed.sort_by_key(|o| (std::cmp::Reverse(o.day), o.due_day, o.key));
    let mut reminders: Vec<Reminder> = Vec::new();
    for one in owed {
        match reminders.last_mut().filter(|last| last.day == one.day) {
            Some(last) => last.owed.push(one),
            None => reminders.push(Reminder { day: one.day, owed: vec![one] }),
        }
    }
    reminders
}

#[cfg(test)]
mod tests {
    use kernel::{ItemId, Month};

    use super::*;

    fn owed(day: &str, issuer: &str, item: i64, due: &str) -> Owed {
        Owed {
            day: day.parse().unwrap(),
            issuer: OrgId::new(1),
            issuer_name: issuer.to_owned(),
            key: Key { org: OrgId::new(9), month: Month(202_611), item: ItemId::new(item) },
            text: String::new(),
            due_day: due.parse().unwrap(),
            state: State::Issued,
        }
    }

    #[test]
    fn all_reminders_of_a_day_are_one_line_and_each_issuer_is_named_once() {
        let lines = by_day(vec![
            owed("2026-11-24", "甲县", 3, "2026-12-04"),
            owed("2026-11-26", "甲县", 1, "2026-12-04"),
            owed("2026-11-26", "示例州", 2, "2026-11-30"),
            owed("2026-11-26", "甲县", 4, "2026-12-01"),
        ]);
        let days: Vec<(String, usize)> = lines.iter().map(|l| (l.day.to_string(), l.owed.len())).collect();
        assert_eq!(days, [("2026-11-26".to_owned(), 3), ("2026-11-24".to_owned(), 1)]);
        assert_eq!(lines[0].issuers(), ["示例州", "甲县"]);
        assert!(by_day(Vec::new()).is_empty());
    }
}
