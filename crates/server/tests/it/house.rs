//! The whole app over a test house.

use testkit::{Client, Kit};

/// A client to all routes of the program, not logged in.
pub(crate) fn client(kit: &Kit) -> Client {
    kit.client(&server::wiring::routes(), server::wiring::WORDS)
}

/// Every seat of the invented tree that the matrix tries: three levels, each role, an outsider, administrators.
pub(crate) const SEATS: &[(&str, kernel::Role)] = &[
    ("root", kernel::Role::Clerk),
    ("n1", kernel::Role::Secretary),
    ("n1", kernel::Role::Leader),
    ("n1/t1", kernel::Role::Clerk),
    ("n1/t1/v1", kernel::Role::Secretary),
    ("n2/t1/v1", kernel::Role::Clerk),
    ("root", kernel::Role::SystemAdmin),
    ("root", kernel::Role::SecurityAdmin),
    ("root", kernel::Role::AuditAdmin),
];

/// Fills the parameters of a route with something well formed.
pub(crate) fn fill(path: &str, kit: &Kit, org: &str) -> String {
    let id = kit.org(org).to_string();
    path.replace("{*name}", "app.css")
        .replace("{org}", &id)
        .replace("{month}", "202611")
        .replace("{item}", "1")
        .replace("{hash}", &"0".repeat(64))
        .replace("{rev}", "1")
        .split('/')
        .map(|part| if part.starts_with('{') { id.as_str() } else { part })
        .collect::<Vec<_>>()
        .join("/")
}
