//! What handlers share: the house, the words, and what the server wires in.

use std::sync::Arc;

use cx::{Actor, House};

use crate::{W, Words};

/// State of all handlers. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Wiring>);

/// What the server wires in: kit names no room, so menus come from outside.
pub struct Wiring {
    /// The shared house.
    pub house: House,
    /// All words of the program.
    pub words: &'static Words,
    /// The menu of an actor.
    pub nav: fn(&Actor, &W) -> Vec<NavGroup>,
    /// Whether this database holds demo data, which every page then says.
    pub demo: bool,
    /// Whether cookies are marked `Secure` (behind TLS).
    pub secure_cookies: bool,
    /// Address under which people reach the server, if it is configured: for links on paper.
    pub public_url: Option<String>,
    /// Header in which a trusted proxy passes the client's address, if one stands in front.
    pub client_address_header: Option<String>,
}

/// A titled group of the menu.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// Its heading.
    pub title: &'static str,
    /// Its entries.
    pub items: Vec<NavItem>,
}

/// One entry of the menu.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// Its label.
    pub label: &'static str,
    /// Its icon in `icons.svg`.
    pub icon: &'static str,
    /// Whether it stands in the bar at the bottom of a phone.
    pub on_phone: bool,
}

impl App {
    /// The state over this wiring.
    #[must_use]
    pub fn new(wiring: Wiring) -> Self {
        Self(Arc::new(wiring))
    }
}

impl std::ops::Deref for App {
    type Target = Wiring;
    fn deref(&self) -> &Wiring {
        &self.0
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("house", &self.house).finish_non_exhaustive()
    }
}
