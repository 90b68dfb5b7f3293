//! A list and its items as they are written: limits of texts, photos with reasons, a basis or none.

use kernel::{ClauseId, Day, DecisionId, Fault, Faults, ItemId, Month, TargetId, text};

use super::{Audience, form::Form, price};

/// The most items one list may have.
pub(crate) const ITEMS_MOST: usize = 60;
/// Characters of an item's text beyond which it is refused.
pub(crate) const TEXT_MOST: usize = 4_000;
/// Characters of a remark on the basis at most.
pub(crate) const REMARK_MOST: usize = 200;
/// The most photos one item may ask for.
pub(crate) const PHOTOS_MOST: i64 = 3;

/// A list as its editor holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDraft {
    /// The month it belongs to.
    pub month: Month,
    /// Its title.
    pub title: String,
    /// Whether deadlines under three working days are meant.
    pub urgent: bool,
    /// Who approved a price over the target, county level or above; empty if nobody had to.
    pub approval: String,
    /// Who gets it.
    pub audience: Audience,
    /// The items, in order.
    pub items: Vec<ItemDraft>,
}

/// What an item rests on: a clause of a document, a target of a letter, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ground {
    /// The clause.
    pub clause: Option<ClauseId>,
    /// The target.
    pub target: Option<TargetId>,
    /// What these were called on the day of writing; the program's words, nobody types them.
    pub words: String,
}

impl Ground {
    /// Whether it names no row that can be opened.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.clause.is_none() && self.target.is_none()
    }

    /// Whether an item that names this is without basis, 无依据: no clause, no target, and no superior's item that it
    /// carries on. Words alone are no basis, whoever wrote them. The one meaning: `store::ground` and the drafts of
    /// statements say the same in SQL.
    #[must_use]
    pub fn is_baseless(&self, split_of: Option<ItemId>) -> bool {
        self.is_none() && split_of.is_none()
    }

    /// The basis as a reader sees it: what can be opened, then the remark of whoever wrote the item.
    #[must_use]
    pub fn with(&self, remark: &str) -> String {
        let parts = [self.words.trim(), remark.trim()];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// One item as its editor holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDraft {
    /// What is to be done.
    pub text: String,
    /// When it counts as done.
    pub requirement: String,
    /// A remark on what it rests on, such as a circular that is no document here.
    pub basis: String,
    /// What it rests on; nothing is shown as 无依据, whatever the remark says.
    pub ground: Ground,
    /// Last day on which a report is in time.
    pub due_day: Day,
    /// What is asked.
    pub form: Form,
    /// Photos asked for, 0 to `PHOTOS_MOST`.
    pub photos: i64,
    /// Why photos are necessary.
    pub photos_reason: String,
    /// The decision of a meeting that it carries out.
    pub decision: Option<DecisionId>,
    /// The superior's item this one carries on, in a list that splits it.
    pub split_of: Option<ItemId>,
}

impl ItemDraft {
    /// Its price in tenths of a minute.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        price::minutes(&self.form, self.photos)
    }

    /// Whether it is without basis, 无依据.
    #[must_use]
    pub fn is_baseless(&self) -> bool {
        self.ground.is_baseless(self.split_of)
    }

    fn check(&self, n: usize, faults: &mut Faults) {
        let at = |name: &str| format!("items.{n}.{name}");
        if !(1..=TEXT_MOST).contains(&text::length(self.text.trim())) {
            faults.push(Fault::of(at("text"), "task_list_item_text").with("most", TEXT_MOST));
        }
        if text::length(&self.requirement) > 1_000 {
            faults.push(Fault::of(at("requirement"), "task_list_long").with("most", 1_000));
        }
        if text::length(&self.basis) > REMARK_MOST {
            faults.push(Fault::of(at("basis"), "task_list_long").with("most", REMARK_MOST));
        }
        if !(0..=PHOTOS_MOST).contains(&self.photos) {
            faults.push(Fault::of(at("photos"), "task_list_photos_most").with("most", PHOTOS_MOST));
        }
        let reason = text::length(self.photos_reason.trim());
        if reason > 200 || (self.photos > 0 && reason < 4) {
            faults.push(Fault::of(at("photos_reason"), "task_list_photos_reason"));
        }
        faults.extend(self.form.check(&at("form")));
    }
}

impl ListDraft {
    /// Every rule of writing that the draft breaks; prices and deadlines are judged when it is sent.
    #[must_use]
    pub fn check(&self) -> Faults {
        let mut faults = Vec::new();
        if !(1..=100).contains(&text::length(self.title.trim())) {
            faults.push(Fault::of("title", "task_list_title").with("most", 100));
        }
        if text::length(&self.approval) > 200 {
            faults.push(Fault::of("approval", "task_list_long").with("most", 200));
        }
        if self.items.len() > ITEMS_MOST {
            faults.push(Fault::of("items", "task_list_items_most").with("most", ITEMS_MOST));
        }
        for (n, item) in self.items.iter().enumerate() {
            item.check(n, &mut faults);
        }
        faults.extend(self.audience.check());
        faults
    }

    /// What a village has to give for it, in all.
    #[must_use]
    pub fn load(&self) -> price::Load {
        self.items.iter().fold(price::Load::default(), |sum, item| {
            sum.plus(&price::Load { requests: 1, minutes: item.minutes(), values: price::values(&item.form) })
        })
    }
}

/// A reason given by a person: not empty, at most 400 characters.
///
/// # Errors
/// The fault of the field `reason`.
pub(crate) fn reason(typed: &str) -> Result<String, Fault> {
    let typed = typed.trim();
    if (1..=400).contains(&text::length(typed)) {
        Ok(typed.to_owned())
    } else {
        Err(Fault::of("reason", "task_list_reason"))
    }
}

/// A note that may be empty: at most 400 characters.
///
/// # Errors
/// The fault of the field `note`.
pub(crate) fn note(typed: &str) -> Result<String, Fault> {
    let typed = typed.trim();
    if text::length(typed) <= 400 {
        Ok(typed.to_owned())
    } else {
        Err(Fault::of("note", "task_list_long").with("most", 400))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> ItemDraft {
        ItemDraft {
            text: "开好支部党员大会".to_owned(),
            requirement: String::new(),
            basis: "第十二条".to_owned(),
            ground: Ground::default(),
            due_day: "2026-11-30".parse().unwrap(),
            form: Form::default(),
            photos: 0,
            photos_reason: String::new(),
            decision: None,
            split_of: None,
        }
    }

    #[test]
    fn an_item_rests_on_a_row_that_can_be_opened_and_words_alone_are_no_basis() {
        let bare = ItemDraft { basis: " ".to_owned(), ..item() };
        assert!(bare.is_baseless());
        assert!(item().is_baseless(), "its basis is words alone");
        let words = "《目标责任书》3. 开好支部党员大会".to_owned();
        let ground = Ground { clause: None, target: Some(TargetId::new(7)), words };
        assert!(!ItemDraft { ground: ground.clone(), ..bare.clone() }.is_baseless());
        let clause = Ground { clause: Some(ClauseId::new(3)), ..Ground::default() };
        assert!(!ItemDraft { ground: clause, ..bare.clone() }.is_baseless());
        assert!(!ItemDraft { split_of: Some(ItemId::new(9)), ..bare }.is_baseless());
        assert_eq!(ground.with(" 第十二条 "), "《目标责任书》3. 开好支部党员大会 · 第十二条");
        assert_eq!(Ground::default().with("第十二条"), "第十二条");
    }

    fn codes(item: ItemDraft) -> Vec<&'static str> {
        let list = ListDraft {
            month: Month(202_611),
            title: "十一月".to_owned(),
            urgent: false,
            approval: String::new(),
            audience: Audience::default(),
            items: vec![item],
        };
        list.check().iter().map(|f| f.code).collect()
    }

    #[test]
    fn an_item_has_a_text_of_bounded_length_and_photos_have_a_reason() {
        assert!(codes(item()).is_empty());
        assert_eq!(codes(ItemDraft { text: "字".repeat(4_001), ..item() }), ["task_list_item_text"]);
        assert_eq!(codes(ItemDraft { text: " ".to_owned(), ..item() }), ["task_list_item_text"]);
        assert_eq!(codes(ItemDraft { photos: 1, ..item() }), ["task_list_photos_reason"]);
        assert_eq!(
            codes(ItemDraft { photos: 4, photos_reason: "现场情况".to_owned(), ..item() }),
            ["task_list_photos_most"]
        );
        assert!(codes(ItemDraft { photos: 3, photos_reason: "现场情况".to_owned(), ..item() }).is_empty());
        assert_eq!(codes(ItemDraft { photos: -1, ..item() }), ["task_list_photos_most"]);
    }

    #[test]
    fn a_reason_is_a_sentence_and_a_note_may_be_empty() {
        assert!(reason("  ").is_err());
        assert_eq!(reason(" 材料不全 ").unwrap(), "材料不全");
        assert!(note(&"字".repeat(401)).is_err());
        assert_eq!(note("").unwrap(), "");
    }
}
