//! Where each table lives when the database is spread over machines.

/// How a table is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Small and rarely written: a copy everywhere.
    Reference,
    /// Owned by an organisation: sharded by `org_id`, which leads its primary key.
    ByOrg,
    /// Sharded by a key of its own, named here.
    ByOwnKey(&'static str),
}

/// Every table of the schema and its class.
pub const CLASSES: &[(&str, Class)] = &[
    ("schema_step", Class::Reference),
    ("happening", Class::ByOrg),
    ("reaction_mark", Class::ByOwnKey("name")),
    ("submission", Class::ByOwnKey("account_id")),
    ("org", Class::ByOrg),
    ("org_history", Class::ByOrg),
    ("org_code", Class::ByOwnKey("code")),
    ("org_alias", Class::ByOrg),
    ("org_tag", Class::ByOrg),
    ("account", Class::ByOwnKey("account_id")),
    ("account_login", Class::ByOwnKey("login")),
    ("session", Class::ByOwnKey("token_hash")),
    ("login_failure", Class::ByOwnKey("bucket")),
    ("api_token", Class::ByOwnKey("token_hash")),
    ("post", Class::ByOrg),
    ("holder", Class::ByOrg),
    ("grant_request", Class::ByOrg),
    ("letter_issue", Class::ByOrg),
    ("target", Class::Reference),
    ("target_cut", Class::ByOrg),
    ("letter_value", Class::ByOrg),
    ("letter", Class::ByOrg),
    ("letter_target", Class::ByOrg),
    ("letter_step", Class::ByOrg),
    ("letter_seal", Class::ByOrg),
    ("letter_signature", Class::ByOrg),
    ("post_key", Class::ByOrg),
    ("letter_setting", Class::ByOrg),
    ("task_list", Class::ByOrg),
    ("item", Class::Reference),
    ("assignment", Class::ByOrg),
    ("assignment_step", Class::ByOrg),
    ("evidence", Class::ByOrg),
    ("roll_up", Class::ByOrg),
    ("item_tally", Class::ByOrg),
    ("standing", Class::ByOrg),
    ("workday", Class::Reference),
    ("reminder", Class::ByOrg),
    ("statement", Class::ByOrg),
    ("statement_month", Class::ByOrg),
    ("statement_correction", Class::ByOrg),
    ("statement_remark", Class::ByOrg),
    ("document", Class::ByOrg),
    ("document_version", Class::ByOrg),
    ("clause", Class::ByOrg),
    ("clause_replacement", Class::ByOrg),
    ("citation", Class::ByOwnKey("clause_id")),
    ("clause_gram", Class::ByOwnKey("gram")),
    ("plan", Class::ByOrg),
    ("milestone", Class::ByOrg),
    ("milestone_history", Class::ByOrg),
    ("milestone_progress", Class::ByOrg),
    ("meeting_series", Class::ByOrg),
    ("meeting", Class::ByOrg),
    ("meeting_guest", Class::ByOrg),
    ("agenda_line", Class::ByOrg),
    ("decision", Class::ByOrg),
    ("minutes", Class::ByOrg),
    ("minutes_correction", Class::ByOrg),
    ("calendar_feed", Class::ByOwnKey("token_hash")),
    ("paper", Class::ByOrg),
    ("paper_code", Class::ByOwnKey("code")),
    ("paper_batch", Class::ByOrg),
    ("paper_text", Class::ByOwnKey("hash")),
    ("paper_template", Class::ByOrg),
];

/// The class of a table, if it is declared.
#[must_use]
pub fn table_class(table: &str) -> Option<Class> {
    CLASSES.iter().find(|(name, _)| *name == table).map(|(_, class)| *class)
}
