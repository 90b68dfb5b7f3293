//! The server's own statements: how far reactions have read, and whether a database is a demo.
//!
//! Tables written: `reaction_mark`. Tables read: `happening`.

pub(crate) const MARK: &str = "SELECT at FROM reaction_mark WHERE name = 'moves'";
pub(crate) const SET_MARK: &str = "INSERT INTO reaction_mark (name, at) VALUES ('moves', $1) \
                        ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE reaction_mark.at < excluded.at";
pub(crate) const MOVES: &str = "SELECT happening_id, at, detail FROM happening WHERE at > $1 AND kind IN \
                     ('org.moved', 'org.merged', 'org.replayed', 'org.imported', 'org.altered', 'org.added', 'org.dissolved') ORDER BY at, happening_id";

/// All of them, registered like those of a room.
pub const STATEMENTS: &[(&str, &str)] = &[("MARK", MARK), ("SET_MARK", SET_MARK), ("MOVES", MOVES), ("DEMO", DEMO)];

/// Whether the demo was built here.
pub(crate) const DEMO: &str = "SELECT COUNT(*) FROM happening WHERE org_id = 0 AND kind = $1";
