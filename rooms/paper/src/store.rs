//! All SQL of the room: the register.

pub(crate) mod register;

/// Every statement of this room, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("register::OF_SUBJECT", register::OF_SUBJECT),
    ("register::OF_CODE", register::OF_CODE),
    ("register::LAST_SEQ", register::LAST_SEQ),
    ("register::ADD", register::ADD),
    ("register::ADD_CODE", register::ADD_CODE),
    ("register::ORG_CODE", register::ORG_CODE),
];
