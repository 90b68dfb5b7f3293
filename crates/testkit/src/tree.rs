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

use kernel::{AccountId, Instant, OrgId, OrgPath, PostId, Role};

use crate::planting::{self, NewOrg, NewPerson};

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
    let orgs: Vec<NewOrg> = nodes
        .iter()
        .zip(NODES)
        .map(|(node, (key, name, code, level))| NewOrg {
            id: node.id,
            parent: parent_key(key).and_then(|p| nodes.iter().find(|n| n.key == p)).map(|n| n.id),
            path: node.path.clone(),
            level,
            domain: if *level == "village" { "village" } else { "township" },
            name: (*name).to_owned(),
            code: (*code).to_owned(),
            children: i64::try_from(nodes.iter().filter(|n| parent_key(n.key) == Some(key)).count()).expect("small"),
        })
        .collect();
    planting::orgs(tx, &orgs)?;
    let person = |p: Person| NewPerson {
        org: nodes[p.org].id,
        role: p.role,
        account: p.account,
        post: p.post,
        holder: p.post.raw() + 2000,
        name: format!("{}{}", nodes[p.org].name, p.role.code()),
        login: format!("{}.{}", nodes[p.org].key.replace('/', "."), p.role.code()),
    };
    let people: Vec<NewPerson> = people(&nodes).into_iter().map(person).collect();
    planting::people(tx, &people, now)
}
