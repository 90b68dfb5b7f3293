//! The command line, as `--help` teaches it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use kernel::{Day, Role};

const AFTER: &str = "\
Configuration comes from qingdan.toml (or --config), then the environment (QINGDAN_DB, QINGDAN_LISTEN, \
QINGDAN_DATA, …), then flags; the later wins.

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 input refused, nothing written (or rows left out) · \
4 not found or ambiguous · 5 schema too old or too new · 6 check found problems

First steps:
  qingdan demo                                a working month on the real tree of Linxia, in the browser
  qingdan --db sqlite:./q.db migrate          an empty database
  qingdan --db sqlite:./q.db org import divisions.csv --as-of 2016-06-30
  qingdan --db sqlite:./q.db org replay changes.csv
  qingdan --db sqlite:./q.db account admins 6229     three administrators with one-time passwords
  qingdan --db sqlite:./q.db serve";

/// 清单 Qingdan: the accountability ledger of a tree of organisations.
#[derive(Debug, Parser)]
#[command(name = "qingdan", version, after_help = AFTER)]
pub struct Cli {
    /// Configuration file (default: qingdan.toml if it is there).
    #[arg(long, global = true)]
    pub config: Option<PathBuf>,
    /// Database: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE.
    #[arg(long, global = true)]
    pub db: Option<String>,
    /// Folder of the embedded database and of attachments (default ./qingdan-data).
    #[arg(long, global = true)]
    pub data: Option<PathBuf>,
    /// Address under which people reach the server: it stands on papers and in their QR codes (default: that of the
    /// request, at the command line http:// and the configured address).
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Folder of fonts that papers prefer to the bundled ones.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub fonts_dir: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages and the API.
    Serve(Listen),
    /// Make a database with the real tree and a living month if there is none, then serve it.
    Demo(Demo),
    /// Bring the database's schema up to date.
    Migrate(Json),
    /// Organisations: import, replay changes, show, count.
    #[command(subcommand)]
    Org(Org),
    /// Accounts and posts.
    #[command(subcommand)]
    Account(Account),
    /// Check the integrity of a database: tree, letters and their signatures, roll-ups, statements.
    Check(Json),
    /// Copy the embedded database and its attachments into a new folder, also while serving.
    Backup {
        /// The folder to make.
        folder: PathBuf,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Put a backup in the place of the embedded database, also while serving; the state before is kept beside it.
    Restore {
        /// A folder made by `backup`.
        folder: PathBuf,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Print an official paper into a file, with its number and check code; printed again, it keeps both.
    Paper(Paper),
    /// Print the OpenAPI document.
    Openapi,
    /// Print the configuration in force, without passwords.
    Config,
}

/// One paper, or a batch of them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Paper {
    /// Many papers at once.
    #[command(subcommand)]
    pub batch: Option<PaperBatch>,
    /// list (a task list as one recipient got it), statement (a published one), letter, minutes (adopted ones) or
    /// procedure (a work procedure).
    #[arg(required = true)]
    pub kind: Option<String>,
    /// ORGANISATION/ID as in the address of its page: 1001/77 for a list, 1001/2026-11 for a statement, 1001/78 or
    /// 1001/78.2 (its second revision) for a letter, minutes or a procedure.
    #[arg(required = true)]
    pub id: Option<String>,
    /// pdf or docx.
    #[arg(long, default_value = "pdf")]
    pub format: String,
    /// The file to write.
    #[arg(short, long, required = true)]
    pub output: Option<PathBuf>,
    /// Print JSON.
    #[command(flatten)]
    pub json: Json,
}

/// Many papers at once.
#[derive(Debug, Subcommand)]
pub enum PaperBatch {
    /// Print all papers of a list, of an issue of letters, or of a branch's statements into one ZIP file.
    Batch(BatchOf),
}

/// What a batch is of.
#[derive(Debug, Args)]
pub struct BatchOf {
    /// list, letter or statement.
    pub kind: String,
    /// ORGANISATION/ID: who issued it and the list or issue; for statements the top of the branch and the month, such as
    /// 1001/2026-11.
    pub id: String,
    /// pdf or docx.
    #[arg(long, default_value = "pdf")]
    pub format: String,
    /// The ZIP file to write.
    #[arg(short, long)]
    pub output: PathBuf,
    /// Print JSON.
    #[command(flatten)]
    pub json: Json,
}

/// Where to listen.
#[derive(Debug, Args)]
pub struct Listen {
    /// Address and port (default 127.0.0.1:8080).
    #[arg(long)]
    pub listen: Option<String>,
}

/// Options of the demo.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to listen.
    #[command(flatten)]
    pub listen: Listen,
    /// Only make the database; do not serve.
    #[arg(long)]
    pub prepare_only: bool,
}

/// Output for scripts.
#[derive(Debug, Args, Clone, Copy)]
pub struct Json {
    /// Print JSON for scripts.
    #[arg(long)]
    pub json: bool,
}

/// Commands on organisations.
#[derive(Debug, Subcommand)]
pub enum Org {
    /// Import an edition of the tree from .csv, .csv.gz, .xlsx or .xls; the same file twice changes nothing.
    Import {
        /// The file.
        file: PathBuf,
        /// Which heading (or column letter) holds what: code=…,name=…,parent=…,level=…,kind=…
        #[arg(long, value_name = "KEY=HEADING,…")]
        columns: Option<String>,
        /// Day from which the file's state holds (default today).
        #[arg(long)]
        as_of: Option<Day>,
        /// Say what would happen, write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Write the good rows although others are refused.
        #[arg(long)]
        skip_refused: bool,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Apply a list of changes (rename, recode, reclassify, move, add, remove, merge, split).
    Replay {
        /// The file.
        changes: PathBuf,
        /// Month and day on which an edition's changes take effect.
        #[arg(long, default_value = "06-30", value_name = "MM-DD")]
        day: MonthDay,
        /// Say what would happen, write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Learn short, full and former names by which organisations are looked for (columns alias, code, alias_kind).
    Aliases {
        /// The file.
        file: PathBuf,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Show an organisation by code, name, former name, path or pinyin initials.
    Show {
        /// What to look for.
        query: String,
        /// As of which day (default today).
        #[arg(long)]
        as_of: Option<Day>,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Count organisations by level.
    Count {
        /// Only this organisation and below (code).
        #[arg(long)]
        under: Option<String>,
        /// Only this level.
        #[arg(long)]
        level: Option<String>,
        /// As of which day (default today).
        #[arg(long)]
        as_of: Option<Day>,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
}

/// Commands on accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Make the three administrators of an organisation, each with a one-time password.
    Admins {
        /// Code of the organisation.
        org: String,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Make an account with a post and print its one-time password.
    Add {
        /// Log-in name.
        login: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// Code of the organisation of the post.
        #[arg(long)]
        org: String,
        /// secretary, clerk, leader, system_admin, security_admin or audit_admin.
        #[arg(long, value_parser = role)]
        role: Role,
        /// Title of the post.
        #[arg(long)]
        title: Option<String>,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// List accounts.
    List(Json),
    /// Give an account a new one-time password; the person must choose their own at log-in.
    Reset {
        /// Log-in name.
        login: String,
        /// Print JSON.
        #[command(flatten)]
        json: Json,
    },
    /// Stop an account and end its sessions.
    Disable {
        /// Log-in name.
        login: String,
    },
    /// Let a stopped account log in again, with the password it had.
    Enable {
        /// Log-in name.
        login: String,
    },
}

/// A role that posts can carry.
fn role(text: &str) -> Result<Role, String> {
    let all = Role::OF_POSTS.map(Role::code).join(", ");
    Role::of_post(text).ok_or_else(|| format!("one of {all} is expected"))
}

/// A month and a day of any year, written `06-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthDay(pub i8, pub i8);

impl std::str::FromStr for MonthDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        // 2000 had every day that any year can have.
        let real = parsed.filter(|(month, day)| Day::new(2000, *month, *day).is_some());
        real.map(|(month, day)| Self(month, day))
            .ok_or_else(|| "a month and a day such as 06-30 are expected".to_owned())
    }
}
