//! PostgreSQL over TLS, against a server of this test alone with a certificate made for it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
};

use db::{Db, DbFault, DbUrl, Settings};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

/// Makes and starts the server, tells its address, and stops it when nobody listens any more.
const SCRIPT: &str = r#"
set -euo pipefail
work=$1
say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
. "$2"
trap stop_cluster EXIT
start_cluster max_connections=20 fsync=off shared_buffers=16MB
say "$postgres_url"
read -r _ || true
"#;

struct Server {
    child: Child,
    open: Option<ChildStdin>,
    url: String,
}

impl Server {
    fn start(work: &Path) -> Self {
        // Another user owns the server and passes through here.
        std::fs::set_permissions(work, PermissionsExt::from_mode(0o711)).unwrap();
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres.sh");
        let mut child = Command::new("bash")
            .args(["-c", SCRIPT, "tls"])
            .args([work, &library])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        assert!(url.starts_with("postgres://"), "the server did not start");
        Self { open: child.stdin.take(), child, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.open.take());
        drop(self.child.wait());
    }
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Whether the present connection is encrypted, as the server says.
fn encrypted(url: &str) -> Result<bool, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let url: DbUrl = url.parse()?;
    let db = Db::open(&url, &Settings::default()).map_err(|e| e.to_string())?;
    let sql =
        "SELECT CAST(CASE WHEN s.ssl THEN 1 ELSE 0 END AS BIGINT) FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()";
    let found: Result<(bool,), DbFault> = runtime.block_on(db.read(move |tx| tx.one(sql, &[])));
    found.map(|(ssl,)| ssl).map_err(|e| e.to_string())
}

#[test]
fn a_connection_is_as_protected_as_its_address_asks_and_a_wrong_certificate_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, foreign) = (authority("Test authority"), authority("Somebody else"));
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &ours).unwrap();
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    file("server.crt", certificate.pem());
    file("server.key", key.serialize_pem());
    let (ours, foreign) = (file("ours.pem", ours.pem()), file("foreign.pem", foreign.pem()));
    let server = Server::start(folder.path());
    let by_name = server.url.replace("127.0.0.1", "localhost");
    let at = |url: &str, query: &str| encrypted(&format!("{url}?{query}"));

    assert_eq!(encrypted(&server.url), Ok(false), "nothing was asked for");
    assert_eq!(at(&server.url, "sslmode=require"), Ok(true));
    assert_eq!(at(&by_name, &format!("sslmode=verify-full&sslrootcert={ours}")), Ok(true));
    assert_eq!(at(&server.url, &format!("sslmode=verify-ca&sslrootcert={ours}")), Ok(true), "whatever its name");

    let refused = |url: &str, query: String| at(url, &query).unwrap_err();
    let other_name = refused(&server.url, format!("sslmode=verify-full&sslrootcert={ours}"));
    assert!(other_name.contains("for another name than the address says"), "{other_name}");
    for mode in ["require", "verify-ca", "verify-full"] {
        let unknown = refused(&by_name, format!("sslmode={mode}&sslrootcert={foreign}"));
        assert!(unknown.contains("of no authority that sslrootcert names"), "{mode}: {unknown}");
    }
    let unknown = refused(&by_name, "sslmode=verify-full".to_owned());
    assert!(unknown.contains("of no authority that sslrootcert names"), "the machine does not know it: {unknown}");
}

#[test]
fn a_server_without_tls_is_refused_where_tls_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    assert_eq!(encrypted(&server.url), Ok(false));
    let refused = encrypted(&format!("{}?sslmode=require", server.url)).unwrap_err();
    assert!(refused.contains("does not support TLS"), "{refused}");
}
