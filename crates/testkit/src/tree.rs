//! One small invented tree, the same in every test.
//!
//! ```text
//! root 示例州
//! ├─ n1 甲县 ├─ t1 甲一镇 ├─ v1 样板村一 · v2 样板村二
//! │         └─ t2 甲二乡 ├─ v1 样板村三 · v2 样板村四
//! └─ n2 乙县 ├─ t1 乙一镇 ├─ v1 样板村五 · v2 样板村六
//!           └─ t2 乙二乡 ├─ v1 样板村七 · v2 样板村八
//! ```
//! Each organisation has a secretary, a clerk and (from township up) a leader; the root has the
//! three administrators.

use db::args;
use kernel::{AccountId, Day, Instant, OrgId, OrgPath, PostId, Role};

/// (key, name, code, level) of every organisation; a key's parent is the key before its last `/`.
pub const NODES: &[(&str, &str, &str, &str)] = &[
    ("root", "示例州", "9901", "prefecture"),
    ("n1", "甲县", "990101", "county"),
    ("n1/t1", "甲一镇", "990101101", "township"),
    ("n1/t1/v1", "样板村一", "990101101201", "village"),
    ("n1/t1/v2", "样板村二", "990101101202", "village"),
    ("n1/t2", "甲二乡", "990101201", "township"),
    ("n1/t2/v1", "样板村三", "990101201201", "village"),
    ("n1/t2/v2", "样板村四", "990101201202", "village"),
    ("n2", "乙县", "990102", "county"),
    ("n2/t1", "乙一镇", "990102101", "township"),
    ("n2/t1/v1", "样板村五", "990102101201", "village"),
    ("n2/t1/v2", "样板村六", "990102101202", "village"),
    ("n2/t2", "乙二乡", "990102201", "township"),
    ("n2/t2/v1", "样板村七", "990102201201", "village"),
    ("n2/t2/v2", "样板村八", "990102201202", "village"),
];

/// One organisation of the tree.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) id: OrgId,
    pub(crate) path: OrgPath,
}

/// One post and its holder.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) org: usize,
    pub(crate) role: Role,
    pub(crate) account: AccountId,
    pub(crate) post: PostId,
}

/// Day since which everything of the tree exists.
pub(crate) const SINCE: &str = "2016-06-30";

/// Where each node stands: parents before children, ordinals from 1.
pub(crate) fn nodes() -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut children = std::collections::HashMap::<String, i64>::new();
    for (index, (key, name, _, _)) in NODES.iter().enumerate() {
        let parent = parent_key(key);
        let ordinal = children.entry(parent.unwrap_or_default().to_owned()).or_insert(0);
        *ordinal += 1;
        let above =
            parent.and_then(|p| out.iter().find(|n| n.key == p)).map_or_else(OrgPath::everything, |n| n.path.clone());
        let path = above.child(*ordinal).expect("few children");
        let id = OrgId::new(1001 + i64::try_from(index).expect("small"));
        out.push(Node { key, name, id, path });
    }
    out
}

pub(crate) fn parent_key(key: &str) -> Option<&str> {
    match key {
        "root" => None,
        other => Some(other.rsplit_once('/').map_or("root", |(parent, _)| parent)),
    }
}

/// The roles of each organisation.
pub(crate) fn people(nodes: &[Node]) -> Vec<Person> {
    let mut out = Vec::new();
    for (org, node) in nodes.iter().enumerate() {
        let mut roles = vec![Role::Secretary, Role::Clerk];
        if node.path.depth() <= 3 {
            roles.push(Role::Leader);
        }
        if node.path.depth() == 1 {
            roles.extend([Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]);
        }
        for role in roles {
            let n = i64::try_from(out.len()).expect("small");
            out.push(Person { org, role, account: AccountId::new(5001 + n), post: PostId::new(7001 + n) });
        }
    }
    out
}

/// Writes the tree and its people.
pub(crate) fn plant(tx: &mut db::Tx<'_>, now: Instant) -> Result<(), db::DbFault> {
    let nodes = nodes();
    let (since, forever) = (SINCE.parse::<Day>().expect("a day"), Day::FOREVER);
    for (node, (key, name, code, level)) in nodes.iter().zip(NODES) {
        let parent = parent_key(key).and_then(|p| nodes.iter().find(|n| n.key == p)).map(|n| n.id);
        let domain = if *level == "village" { "village" } else { "township" };
        let depth = i64::try_from(node.path.depth()).expect("small");
        let next = i64::try_from(nodes.iter().filter(|n| parent_key(n.key) == Some(key)).count()).expect("small") + 1;
        tx.exec(
            "INSERT INTO org (org_id, parent_id, path, depth, level, kind, division_kind, domain, name, code, search, sort_key, since_day, until_day, merged_into, next_child, version) \
             VALUES ($1, $2, $3, $4, $5, 'committee', $5, $6, $7, $8, $7, $8, $9, $10, NULL, $11, 1)",
            args![node.id, parent, &node.path, depth, *level, domain, *name, *code, since, forever, next],
        )?;
        tx.exec(
            "INSERT INTO org_history (org_id, from_day, to_day, op, parent_id, path, depth, level, kind, division_kind, domain, name, code, sort_key, note) \
             VALUES ($1, $2, $3, 'add', $4, $5, $6, $7, 'committee', $7, $8, $9, $10, $10, '')",
            args![node.id, since, forever, parent, &node.path, depth, *level, domain, *name, *code],
        )?;
        tx.exec(
            "INSERT INTO org_code (code, from_day, to_day, org_id) VALUES ($1, $2, $3, $4)",
            args![*code, since, forever, node.id],
        )?;
    }
    for person in people(&nodes) {
        let node = &nodes[person.org];
        let name = format!("{}{}", node.name, person.role.code());
        let login = format!("{}.{}", node.key.replace('/', "."), person.role.code());
        tx.exec(
            "INSERT INTO account (account_id, login, name, password_hash, must_change, one_time_until, password_at, disabled_at, language, created_at, home_org_id, version) \
             VALUES ($1, $2, $3, 'none', 0, NULL, $4, NULL, 'zh', $4, 0, 1)",
            args![person.account, &login, name, now],
        )?;
        tx.exec("INSERT INTO account_login (login, account_id) VALUES ($1, $2)", args![&login, person.account])?;
        tx.exec(
            "INSERT INTO post (org_id, post_id, title, role, first_responsible, from_day, to_day, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
            args![node.id, person.post, person.role.code(), person.role.code(), person.role == Role::Secretary, since, forever],
        )?;
        tx.exec(
            "INSERT INTO holder (org_id, holder_id, post_id, account_id, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6)",
            args![node.id, person.post.raw() + 2000, person.post, person.account, since, forever],
        )?;
    }
    Ok(())
}
