//! Small forms that stand folded in a page of many, one for each thing to do with a post or its holder.

use kit::FormView;

/// One field of such a form.
pub(super) struct Input {
    /// Unlike any other on the page.
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// `date` or `text`.
    pub(super) kind: &'static str,
    pub(super) optional: bool,
    /// What is proposed, or what was typed and not taken.
    pub(super) value: String,
    pub(super) error: String,
}

/// A folded form; open if it is the one that was not taken.
pub(super) struct Act {
    pub(super) action: String,
    pub(super) open: bool,
    /// On the fold and on the button.
    pub(super) word: &'static str,
    /// The question before it is done; empty if it can be put right afterwards.
    pub(super) ask: &'static str,
    pub(super) fields: Vec<Input>,
}

/// A form of the page that was not taken: what was typed, what is wrong, and which form it was by its address.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) form: FormView,
    pub(super) action: String,
}

impl Refused {
    /// Whether it was the form of this address.
    pub(super) fn is(&self, action: &str) -> bool {
        self.action == action
    }
}

impl Act {
    /// A form without fields.
    pub(super) fn new(action: String, word: &'static str, ask: &'static str, refused: &Refused) -> Self {
        Self { open: refused.is(&action), action, word, ask, fields: Vec::new() }
    }

    /// The same with a field more.
    pub(super) fn field(
        mut self,
        (name, kind, optional): (&'static str, &'static str, bool),
        label: &'static str,
        proposed: &str,
        refused: &Refused,
    ) -> Self {
        let again = self.open;
        self.fields.push(Input {
            id: format!("{name}-{}", self.action.replace('/', "-")),
            name,
            label,
            kind,
            optional,
            value: if again { refused.form.value(name).to_owned() } else { proposed.to_owned() },
            error: if again { refused.form.error(name).to_owned() } else { String::new() },
        });
        self
    }
}
