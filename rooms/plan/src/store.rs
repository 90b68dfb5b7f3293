//! All SQL of plans. Statements with lists of ids are built from few parts; all others are constants and stand in
//! [`STATEMENTS`].

pub(crate) mod milestone;
pub(crate) mod plan;
pub(crate) mod progress;

/// Every statement of this room, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("plan::GET", plan::GET),
    ("plan::OF_DOCUMENT", plan::OF_DOCUMENT),
    ("plan::INSERT", plan::INSERT),
    ("plan::ORG", plan::ORG),
    ("plan::READABLE", plan::READABLE),
    ("plan::OWNERS", plan::OWNERS),
    ("milestone::GET", milestone::GET),
    ("milestone::INSERT", milestone::INSERT),
    ("milestone::UPDATE", milestone::UPDATE),
    ("milestone::NEXT", milestone::NEXT),
    ("milestone::KEEP", milestone::KEEP),
    ("milestone::FOR_ORG", milestone::FOR_ORG),
    ("milestone::UP_TO", milestone::UP_TO),
    ("milestone::STATES", milestone::STATES),
    ("progress::INSERT", progress::INSERT),
];
