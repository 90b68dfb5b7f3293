//! The menu of each role: what they use every day, and nothing they may not.

use cx::Actor;
use kernel::Role;
use kit::{NavGroup, NavItem, W};

/// An entry: address, key of its label, icon, whether it stands in a phone's bottom bar.
type Entry = (&'static str, &'static str, &'static str, bool);

const MONTH: &[Entry] = &[
    ("/", "nav.home", "home", true),
    ("/board", "nav.board", "board", true),
    ("/queue", "nav.queue", "check", true),
    ("/lists", "nav.lists", "send", false),
    ("/statements", "nav.statements", "statement", true),
    ("/meetings", "nav.meetings", "meeting", false),
];
const VILLAGE_MONTH: &[Entry] = &[
    ("/", "nav.home", "home", true),
    ("/lists", "nav.lists", "list", true),
    ("/statements", "nav.statements", "statement", true),
    ("/meetings", "nav.meetings", "meeting", false),
];
const BASIS: &[Entry] = &[
    ("/documents", "nav.documents", "book", false),
    ("/plans", "nav.plans", "target", false),
    ("/letters", "nav.letters", "sign", false),
    ("/reach", "nav.reach", "tree", false),
];
const TREE: &[Entry] = &[
    ("/orgs", "nav.tree", "tree", false),
    ("/responsible", "nav.responsible", "users", false),
    ("/hand-over", "nav.hand_over", "clip", false),
];
const SYSTEM: &[Entry] = &[
    ("/", "nav.desk", "home", true),
    ("/accounts", "nav.accounts", "users", true),
    ("/papers/templates", "nav.templates", "file", false),
];
const SECURITY: &[Entry] = &[("/", "nav.desk", "home", true), ("/approvals", "nav.approvals", "shield", true)];
const AUDIT: &[Entry] = &[("/", "nav.desk", "home", true), ("/audit", "nav.audit", "audit", true)];
const ME: &[Entry] = &[("/me", "nav.me", "user", true)];

/// The menu of whoever acts.
#[must_use]
pub fn menu(actor: &Actor, w: &W) -> Vec<NavGroup> {
    let group = |title: &str, entries: &[Entry]| NavGroup {
        title: w.t(title),
        items: entries
            .iter()
            .map(|(href, label, icon, on_phone)| NavItem { href, label: w.t(label), icon, on_phone: *on_phone })
            .collect(),
    };
    let seat = &actor.seat;
    let mine = group("nav.group.mine", ME);
    match seat.role {
        Role::Secretary | Role::Clerk | Role::Leader => {
            // Who has nobody below has no board to keep: four entries are enough.
            let month = if seat.leads { MONTH } else { VILLAGE_MONTH };
            vec![group("nav.group.month", month), group("nav.group.basis", BASIS), group("nav.group.tree", TREE), mine]
        }
        Role::SystemAdmin => vec![group("nav.group.admin", SYSTEM), mine],
        Role::SecurityAdmin => vec![group("nav.group.admin", SECURITY), mine],
        Role::AuditAdmin => vec![group("nav.group.admin", AUDIT), mine],
        Role::Nobody if actor.account.raw() != 0 => vec![mine],
        Role::Nobody | Role::Operator => Vec::new(),
    }
}
