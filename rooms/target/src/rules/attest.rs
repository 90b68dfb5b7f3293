//! What a signature says, word for word: who signs which letter for which side, when, and what its text digests to.

use kernel::{Id, Instant, IssueId, OrgId, PostId};

/// Whose signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Who signs for the targets.
    Recipient,
    /// Who set them.
    Issuer,
}

impl Side {
    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Issuer => "issuer",
        }
    }

    /// The side of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Recipient, Self::Issuer].into_iter().find(|s| s.code() == code)
    }
}

/// Everything that one signature binds together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// For which side.
    pub side: Side,
    /// Whose letter.
    pub letter_org: OrgId,
    /// Of which issue.
    pub issue: IssueId,
    /// Which revision.
    pub rev: i64,
    /// Organisation of the post that signs.
    pub org: OrgId,
    /// Its name on the day.
    pub org_name: String,
    /// The post.
    pub post: PostId,
    /// Its title on the day.
    pub post_title: String,
    /// The person who held it.
    pub name: String,
    /// The key.
    pub key: Id<()>,
    /// Its algorithm.
    pub algorithm: String,
    /// When, in whole seconds.
    pub at: Instant,
    /// Digest of the letter's canonical text.
    pub hash: String,
}

impl Attestation {
    /// The bytes that are signed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = seal::Lines::new("qingdan-letter-signature/v1");
        out.put("side", &self.side.code()).put("letter", &format!("{}/{}/{}", self.letter_org, self.issue, self.rev));
        out.put("organisation", &self.org).put("name", &self.org_name);
        out.put("post", &self.post).put("title", &self.post_title).put("person", &self.name);
        out.put("key", &self.key).put("algorithm", &self.algorithm).put("at", &self.at.rfc3339());
        out.put("sha256", &self.hash);
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_binds_side_letter_post_person_time_and_text() {
        let attestation = Attestation {
            side: Side::Issuer,
            letter_org: OrgId::new(2),
            issue: IssueId::new(77),
            rev: 1,
            org: OrgId::new(1),
            org_name: "示例州".to_owned(),
            post: PostId::new(9),
            post_title: "书记".to_owned(),
            name: "张三".to_owned(),
            key: Id::new(5),
            algorithm: "ed25519".to_owned(),
            at: Instant(1_795_399_200_000),
            hash: "ab".repeat(32),
        };
        assert_eq!(
            attestation.text(),
            format!(
                "qingdan-letter-signature/v1\nside issuer\nletter 2/77/1\norganisation 1\nname 示例州\npost 9\ntitle 书记\n\
                 person 张三\nkey 5\nalgorithm ed25519\nat 2026-11-23T02:00:00Z\nsha256 {}\nend\n",
                "ab".repeat(32)
            )
        );
        assert_eq!(Side::of_code("issuer"), Some(Side::Issuer));
    }
}
