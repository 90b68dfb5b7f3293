//! Configuration: a file, the environment, flags, in that order; the later wins.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use db::DbUrl;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

/// All settings of the program. Each can stand in the file under its name, or in the environment as
/// `QINGDAN_` and its name in capitals.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: String,
    /// Folder of the embedded database and of attachments.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; empty means `qingdan.db` in the data folder.
    pub db: String,
    /// File of the key under which the signing keys of posts lie encrypted; empty means `qingdan.key` in the data
    /// folder. Made at the first start, readable by its owner only; to be backed up apart from the database.
    pub key_file: PathBuf,
    /// Address under which people reach this server, such as `https://qingdan.example.gov.cn`: it stands on papers and in
    /// their QR codes. Empty means that of the request.
    pub public_url: String,
    /// Folder of fonts (`.ttf`, `.otf`, `.ttc`) that papers prefer to the bundled ones; empty means none.
    pub fonts_dir: PathBuf,
    /// Zone in which months and deadlines run.
    pub zone: String,
    /// Number of this process (0 to 1023) among several that share a database.
    pub node: u16,
    /// Whether pages are reached through TLS: marks cookies `Secure` and sends HSTS.
    pub secure: bool,
    /// Header in which a trusted proxy passes the client's address; empty if none stands in front.
    pub client_address_header: String,
    /// `text` or `json`.
    pub log: String,
    /// Log filter, such as `info` or `qingdan=debug`.
    pub log_level: String,
    /// Password profile: `asvs` (length and lists) or `dengbao` (also composition and age).
    pub password_profile: String,
    /// Connections to PostgreSQL.
    pub connections: usize,
    /// Whether `/metrics` answers callers from other machines too.
    pub metrics_open: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            data: PathBuf::from("qingdan-data"),
            db: String::new(),
            key_file: PathBuf::new(),
            public_url: String::new(),
            fonts_dir: PathBuf::new(),
            zone: "Asia/Shanghai".to_owned(),
            node: 0,
            secure: false,
            client_address_header: String::new(),
            log: "text".to_owned(),
            log_level: "info".to_owned(),
            password_profile: "asvs".to_owned(),
            connections: 16,
            metrics_open: false,
        }
    }
}

/// What flags said; nothing where a flag was not given.
#[derive(Debug, Default, Serialize)]
pub struct Flags {
    /// `--listen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// `--data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// `--db`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub db: Option<String>,
    /// `--public-url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// `--fonts-dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fonts_dir: Option<PathBuf>,
}

/// Variables that are not settings: the tests' own.
const NOT_SETTINGS: [&str; 7] =
    ["test_pg", "test_axe", "test_webdriver", "test_chromium", "target", "update", "no_audit"];

impl Config {
    /// Reads all three sources.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown setting, a value of the wrong kind; the message names it.
    pub fn load(file: Option<&Path>, flags: &Flags) -> Result<Self> {
        let default_file = Path::new("qingdan.toml");
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        match file {
            Some(path) if !path.exists() => anyhow::bail!("there is no configuration file {}", path.display()),
            Some(path) => figment = figment.merge(Toml::file(path)),
            None => figment = figment.merge(Toml::file(default_file)),
        }
        let config: Self = figment
            .merge(Env::prefixed("QINGDAN_").ignore(&NOT_SETTINGS))
            .merge(Serialized::defaults(flags))
            .extract()
            .context("the configuration is not usable")?;
        check_url(&config.public_url).context("the configuration is not usable")?;
        Ok(config)
    }

    /// The address that papers name: the configured one, else this.
    #[must_use]
    pub fn public_or(&self, other: &str) -> String {
        let url = if self.public_url.is_empty() { other } else { &self.public_url };
        url.trim_end_matches('/').to_owned()
    }

    /// Where the key of the house lies.
    #[must_use]
    pub fn key_path(&self) -> PathBuf {
        if self.key_file.as_os_str().is_empty() { self.data.join("qingdan.key") } else { self.key_file.clone() }
    }

    /// The database's address.
    ///
    /// # Errors
    /// If it is neither of the two forms.
    pub fn db_url(&self) -> Result<DbUrl> {
        if self.db.is_empty() {
            return Ok(DbUrl::Sqlite(self.data.join("qingdan.db")));
        }
        self.db.parse().map_err(|e| anyhow::anyhow!("--db: {e}"))
    }
}

/// Most characters of an address: with a check code after it, it still fits into a QR code that phones read.
const URL_MOST: usize = 120;

/// Whether the address can stand on a paper: `http` or `https`, a host, perhaps a port and a path, nothing else.
fn check_url(url: &str) -> Result<()> {
    if url.is_empty() {
        return Ok(());
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
    let host = rest.split('/').next().unwrap_or_default();
    let fits = !host.is_empty() && rest.chars().all(plain) && url.len() <= URL_MOST;
    if fits {
        return Ok(());
    }
    anyhow::bail!("public_url {url:?}: http(s)://HOST[:PORT][/PATH] of at most {URL_MOST} characters is expected")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_file_shows_every_setting_with_its_default() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config.example.toml");
        let shown: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let defaults = toml::Table::try_from(Config::default()).unwrap();
        assert_eq!(shown, defaults);
    }

    #[test]
    fn an_address_that_cannot_stand_on_a_paper_is_named() {
        for good in ["", "http://10.0.0.1:8080", "https://qingdan.example.gov.cn", "https://a.example/qd/"] {
            assert!(check_url(good).is_ok(), "{good}");
        }
        let long = format!("https://{}", "a".repeat(200));
        for bad in [
            "qingdan.example",
            "ftp://a",
            "https://",
            "https:///x",
            "https://a b",
            "https://a?b=c",
            "https://甲",
            &long,
        ] {
            assert!(check_url(bad).unwrap_err().to_string().contains("public_url"), "{bad}");
        }
    }

    #[test]
    fn a_flag_wins_over_the_file_and_an_unknown_setting_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("q.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:1\"\nzone = \"Asia/Urumqi\"\n").unwrap();
        let flags = Flags { listen: Some("127.0.0.1:2".to_owned()), ..Flags::default() };
        let config = Config::load(Some(&file), &flags).unwrap();
        assert_eq!((config.listen.as_str(), config.zone.as_str()), ("127.0.0.1:2", "Asia/Urumqi"));
        std::fs::write(&file, "public_url = \"https://a.example/qd/\"\nfonts_dir = \"a\"").unwrap();
        let flags = Flags { fonts_dir: Some("b".into()), ..Flags::default() };
        let config = Config::load(Some(&file), &flags).unwrap();
        assert_eq!((config.public_or("http://x"), config.fonts_dir), ("https://a.example/qd".to_owned(), "b".into()));
        std::fs::write(&file, "lisen = \"x\"").unwrap();
        let error = format!("{:#}", Config::load(Some(&file), &Flags::default()).unwrap_err());
        assert!(error.contains("lisen"), "{error}");
    }
}
