//! Every sort of page of the demo under axe-core, on a wide screen and on a phone, light and dark: nothing serious or
//! critical stands in anybody's way.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use browser::{Browser, Size};
use db::{Db, DbFault, DbUrl, Settings};
use serde_json::Value;
use tempfile::TempDir;

use crate::browser::enter;

/// Answers what is wrong on the present page: that it has to be moved sideways, and a line for each rule with the first
/// places, all rules in light, colours again in dark. Nothing moves meanwhile, for a colour on its way to another would be measured.
const LOOK: &str = "
    const calm = new CSSStyleSheet();
    calm.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }');
    document.adoptedStyleSheets = [calm];
    const wrong = (theme, found) => found.violations
        .filter(v => v.impact === 'serious' || v.impact === 'critical')
        .map(v => `${theme}, ${v.id}: ` + v.nodes.slice(0, 3).map(n =>
            n.html.slice(0, 160) + ' – ' + n.any.concat(n.all, n.none).map(c => c.message)[0]).join(' | '));
    const look = async theme => {
        document.documentElement.setAttribute('data-bs-theme', theme);
        const rules = theme === 'dark' ? { runOnly: ['color-contrast'] } : {};
        return wrong(theme, await axe.run(document, { ...rules, resultTypes: ['violations'] }));
    };
    const { scrollWidth, clientWidth } = document.documentElement;
    const beside = scrollWidth > clientWidth + 1 ? [`the page is ${scrollWidth} px wide on a screen of ${clientWidth}`] : [];
    return look('light').then(async light => beside.concat(light, await look('dark')));
";

/// Answers the addresses of this program to which the page leads.
const LINKS: &str = "
    return Array.from(document.querySelectorAll('a[href]:not([download])'), a => new URL(a.href))
        .filter(to => to.origin === location.origin).map(to => to.pathname + to.search);
";

/// The editor of a draft.
const DRAFT: &str = "SELECT '/lists/' || t.list_id || '/edit' FROM task_list t, org o \
    WHERE t.org_id = o.org_id AND o.name = '韩集镇' AND t.stage = 'draft' LIMIT 1";

/// The statement of a closed month.
const PUBLISHED: &str = "SELECT org_id || '/' || substr(month, 1, 4) || '-' || substr(month, 5) FROM statement LIMIT 1";

/// The page of the API, which makes itself from the document it has fetched.
const API: &str = "/api/docs";

/// What is no page, by a part of its address.
const FILES: &[&str] =
    &[".csv", ".xlsx", ".ics", "/pdf", "/docx", "/photos/", "/file", "/text", "/assets/", "/api/v1/", "/api/openapi"];

/// Who walks on which screen; each finds the way by links alone.
const WIDE: &[&str] = &["linxiaxian", "system", "security", "audit"];
const PHONE: &[&str] = &["hanjicun", "hanji"];

/// Sorts of pages that must have been met, so that a lost link does not pass for a page without faults.
const MET: &[&str] = &[
    "/",
    "/accounts",
    "/accounts/#",
    "/api/docs",
    "/approvals",
    "/assignments/#/#/#",
    "/audit",
    "/audit/#/#",
    "/board",
    "/check/#",
    "/clauses/#",
    "/documents",
    "/documents/#",
    "/documents/new",
    "/hand-over",
    "/hand-over/#",
    "/letters",
    "/letters/#/#",
    "/lists/#",
    "/lists/#/edit",
    "/lists/#/remind",
    "/lists/new",
    "/login",
    "/me",
    "/meetings/#/#",
    "/meetings/new",
    "/month/#",
    "/orgs/#",
    "/orgs/#/posts",
    "/papers/batches/new",
    "/papers/templates",
    "/papers/templates/letter",
    "/plans",
    "/plans/#",
    "/queue",
    "/reach",
    "/responsible",
    "/statements/#/#",
    "/targets/#",
];

/// The demo as somebody who tries the program has it, served until dropped.
struct Demo {
    child: Child,
    folder: TempDir,
    base: String,
    /// One-time passwords by login.
    codes: BTreeMap<String, String>,
}

impl Demo {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_qingdan"))
            .current_dir(folder.path())
            .args(["--data", "d", "demo", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = child.stdout.take().unwrap();
        let mut demo = Self { child, folder, base: String::new(), codes: BTreeMap::new() };
        for line in BufReader::new(told).lines() {
            let line = line.unwrap();
            if line.starts_with("http://") {
                demo.base = line;
                return demo;
            }
            if let [login, code, ..] = line.split_whitespace().collect::<Vec<_>>()[..] {
                demo.codes.insert(login.to_owned(), code.to_owned());
            }
        }
        panic!("the demo does not serve");
    }

    /// The one value that a query answers.
    async fn ask(&self, sql: &'static str) -> String {
        let db = Db::open(&DbUrl::Sqlite(self.folder.path().join("d/qingdan.db")), &Settings::default()).unwrap();
        let found: Result<(String,), DbFault> = db.read(move |tx| tx.one(sql, &[])).await;
        found.unwrap().0
    }

    /// The code on a paper of this statement.
    fn printed(&self, statement: &str) -> String {
        let told = Command::new(env!("CARGO_BIN_EXE_qingdan"))
            .current_dir(self.folder.path())
            .args(["--data", "d", "paper", "statement", statement, "--format", "docx", "-o", "paper.docx", "--json"])
            .output()
            .unwrap();
        let told: Value = serde_json::from_slice(&told.stdout).unwrap_or_else(|e| panic!("{e}: {told:?}"));
        told["code"].as_str().unwrap().to_owned()
    }

    /// Pages to which nothing leads this person: a draft below another's pages; the check of a paper, whose address is
    /// on the paper; the page of the API, which only those who write programs want.
    async fn besides(&self, login: &str) -> Vec<String> {
        match login {
            "hanji" => vec![self.ask(DRAFT).await, API.to_owned()],
            "system" => vec![format!("/check/{}", self.printed(&self.ask(PUBLISHED).await)), API.to_owned()],
            _ => Vec::new(),
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What several walks have met.
#[derive(Default)]
struct Met {
    sorts: BTreeSet<String>,
    wrong: Vec<String>,
}

/// The sort of a page: its address without numbers and codes.
fn sort(path: &str) -> String {
    let coded = |part: &str| part.contains(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase());
    let path = path.split('?').next().unwrap();
    path.split('/').map(|part| if coded(part) { "#" } else { part }).collect::<Vec<_>>().join("/")
}

#[expect(clippy::disallowed_methods, reason = "the test script speaks to tests through the environment")]
fn axe() -> String {
    let path = std::env::var("QINGDAN_TEST_AXE").unwrap_or_default();
    std::fs::read_to_string(&path).unwrap_or_else(|e| {
        panic!("QINGDAN_TEST_AXE does not name axe.min.js ({path:?}: {e}): run `scripts/test.sh`, which fetches it")
    })
}

/// Opens a page, looks at it, and answers where it leads.
async fn open(browser: &Browser, at: (&str, &str), look: &str, met: &mut Met) -> Vec<String> {
    let (base, path) = at;
    browser.goto(&format!("{base}{path}")).await;
    if path == API {
        browser.wait_for(".opblock").await;
    }
    let wrong = browser.eval(look).await;
    met.wrong.extend(wrong.as_array().unwrap().iter().filter_map(Value::as_str).map(|w| format!("{path}: {w}")));
    met.sorts.insert(sort(path));
    let links = browser.eval(LINKS).await;
    let links = links.as_array().unwrap().iter().filter_map(Value::as_str);
    links.filter(|to| !FILES.iter().any(|part| to.contains(part))).map(str::to_owned).collect()
}

/// Opens one page of each sort that somebody comes to by links from their first page, or from those besides.
async fn walk(demo: &Demo, size: Size, login: &str, look: &str) -> Met {
    let (mut met, mut sorts) = (Met::default(), BTreeSet::new());
    let browser = Browser::start(size).await;
    open(&browser, (&demo.base, "/login"), look, &mut met).await;
    enter(&browser, &demo.base, login, &demo.codes[login]).await;
    let mut ways = VecDeque::from(["/".to_owned()]);
    ways.extend(demo.besides(login).await);
    while let Some(path) = ways.pop_front() {
        if sorts.insert(sort(&path)) {
            ways.extend(open(&browser, (&demo.base, &path), look, &mut met).await);
        }
    }
    met
}

/// One after the other on one screen.
async fn walks(demo: &Demo, size: Size, logins: &[&str], look: &str) -> Met {
    let mut met = Met::default();
    for login in logins {
        let found = walk(demo, size, login, look).await;
        met.sorts.extend(found.sorts);
        met.wrong.extend(found.wrong.into_iter().map(|w| format!("{login} on {size:?}, {w}")));
    }
    met
}

#[test]
fn no_page_of_the_demo_has_a_serious_barrier_wide_or_narrow_light_or_dark() {
    let (demo, look) = (Demo::start(), format!("{}\n{LOOK}", axe()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (wide, phone) = runtime.block_on(async {
        tokio::join!(walks(&demo, Size::Desktop, WIDE, &look), walks(&demo, Size::Phone, PHONE, &look))
    });
    let wrong: Vec<String> = wide.wrong.into_iter().chain(phone.wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let missed: Vec<_> = MET.iter().filter(|s| !wide.sorts.contains(**s) && !phone.sorts.contains(**s)).collect();
    assert!(missed.is_empty(), "no way led to {missed:?}");
}
