//! All SQL of the room: the register, batches, templates.

pub(crate) mod batch;
pub(crate) mod register;
pub(crate) mod template;

/// Every statement of this room, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("register::OF_SUBJECT", register::OF_SUBJECT),
    ("register::OF_CODE", register::OF_CODE),
    ("register::LAST_SEQ", register::LAST_SEQ),
    ("register::ADD", register::ADD),
    ("register::ADD_CODE", register::ADD_CODE),
    ("register::ORG_CODE", register::ORG_CODE),
    ("register::ORG", register::ORG),
    ("template::TEXT", template::TEXT),
    ("template::ADD_TEXT", template::ADD_TEXT),
    ("template::VERSIONS", template::VERSIONS),
    ("template::ADD", template::ADD),
    ("template::AT", template::AT),
    ("batch::GET", batch::GET),
    ("batch::MINE", batch::MINE),
    ("batch::OPEN", batch::OPEN),
    ("batch::ADD", batch::ADD),
    ("batch::CANCEL", batch::CANCEL),
    ("batch::NEXT", batch::NEXT),
    ("batch::CLAIM", batch::CLAIM),
    ("batch::PROGRESS", batch::PROGRESS),
    ("batch::END", batch::END),
    ("batch::SWEEP", batch::SWEEP),
    ("batch::WITH_FILES", batch::WITH_FILES),
];
