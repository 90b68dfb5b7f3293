//! What the stories share: one subject of every kind, ready to be printed.

use std::process::Command;

use document::{About, Source};
use kernel::{DocumentId, IssueId, MeetingId, Role};
use org::{Audience, Choice};
use paper::{Edition, Format, Printed, Subject};
use target::{IssueDraft, Key, Seen, TargetDraft};
use testkit::Kit;

/// The published statement of an organisation that was asked for nothing this month.
pub(crate) async fn published(kit: &Kit, org: &str) -> Subject {
    let texts = statement::Texts { self_text: "本月按期办结。".to_owned(), problems: String::new() };
    let month = kernel::Month(202_611);
    let publication = statement::Publication { org: kit.org(org), month, texts, version: 0, seen: String::new() };
    statement::publish(&kit.cx(org, Role::Secretary), "", publication).await.unwrap();
    Subject::Statement(kit.org(org), month)
}

fn edition<I>(id: I) -> Edition<I> {
    Edition { id, rev: None }
}

/// Prints as whoever acts at `org`.
pub(crate) async fn print(kit: &Kit, org: &str, subject: Subject, format: Format) -> Result<Printed, cx::AppError> {
    paper::print(&kit.cx(org, Role::Secretary), subject, format, "http://x", false).await
}

/// The text of a PDF, as another program reads it.
pub(crate) fn text(printed: &Printed) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, &printed.bytes).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output();
    let read = read.expect("pdftotext is needed: scripts/setup.sh installs it (poppler-utils)");
    // Lines and columns are broken where they must be: only what is printed counts.
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect()
}

/// So many targets of a county's letter, the first with rare characters.
fn targets(count: i64) -> Vec<TargetDraft> {
    let weight = 1_000 / count;
    let target = |n: i64| TargetDraft {
        project: "组织建设".to_owned(),
        text: format!("第{n}项：屲上村、癿藏镇、枹罕镇、埉坪村、䃎石村按期换届，不留空档"),
        requirement: "按期完成并报备".to_owned(),
        measure: "换届完成率".to_owned(),
        value: format!("{n}%"),
        weight: if n == 1 { 1_000 - weight * (count - 1) } else { weight },
        assessment: "查阅台账".to_owned(),
        deduction: "每少一项扣 1 分".to_owned(),
        basis: if n == 1 { "会议口头要求".to_owned() } else { String::new() },
        ..TargetDraft::default()
    };
    (1..=count).map(target).collect()
}

/// A letter of `root` to the counties, with so many targets.
pub(crate) async fn letter(kit: &Kit, count: i64) -> IssueId {
    let choice =
        Choice { under: kit.org("root"), levels: vec!["county".to_owned()], domains: Vec::new(), tags: Vec::new() };
    let draft = IssueDraft {
        year: 2026,
        title: "党建工作目标责任书".to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: Audience { clauses: vec![choice], named: Vec::new(), include_self: false },
        from: "2026-01-01".parse().unwrap(),
        until: "2026-12-31".parse().unwrap(),
        upper: None,
        targets: targets(count),
        cuts: Vec::new(),
    };
    let cx = kit.cx("root", Role::Clerk);
    let id = target::create(&cx, "", draft).await.unwrap();
    target::issue(&cx, "", id, 1).await.unwrap();
    id
}

/// That letter as `n1` got it.
pub(crate) fn of_n1(kit: &Kit, id: IssueId) -> Subject {
    Subject::Letter(kit.org("n1"), edition(id))
}

fn proof(cx: &cx::Cx) -> account::Proof {
    account::Proof::of_session(&cx::session::Caller::proved(cx.actor().clone(), cx.house().now()))
}

/// The secretary of `n1` signs the letter.
pub(crate) async fn signed(kit: &Kit, id: IssueId) {
    let cx = kit.cx("n1", Role::Secretary);
    let key = Key { org: kit.org("n1"), issue: id };
    let found = target::letter(&cx, key, None).await.unwrap();
    target::sign(&cx, "", proof(&cx), Seen { key, rev: found.row.rev, version: found.row.version }).await.unwrap();
}

/// The secretary of `root` countersigns whatever waits.
pub(crate) async fn countersigned(kit: &Kit, id: IssueId) {
    let cx = kit.cx("root", Role::Secretary);
    let which = target::Which::SignedBy(kit.house.now());
    target::countersign(&cx, "", proof(&cx), id, which).await.unwrap();
}

/// A meeting of `n1` with its townships, held; its minutes say this.
pub(crate) async fn minutes(kit: &Kit, words: &str) -> (MeetingId, Subject) {
    let choice =
        Choice { under: kit.org("n1"), levels: vec!["township".to_owned()], domains: Vec::new(), tags: Vec::new() };
    let audience = Audience { clauses: vec![choice], named: Vec::new(), include_self: false };
    let plan = meeting::Plan {
        title: "党建工作例会".to_owned(),
        start: meeting::Clock(9 * 60),
        lasts: 90,
        place: "三楼会议室".to_owned(),
        invited: meeting::Invited { audience: audience.clone(), ..meeting::Invited::default() },
    };
    let (clerk, secretary, org) = (kit.cx("n1", Role::Clerk), kit.cx("n1", Role::Secretary), kit.org("n1"));
    let id = meeting::call(&clerk, "", plan, kit.house.today()).await.unwrap();
    meeting::hold(&secretary, "", id, 1).await.unwrap();
    let decision = meeting::DecisionDraft {
        text: "补齐第三季度会议记录".to_owned(),
        audience,
        who: String::new(),
        due_day: "2026-12-25".parse().unwrap(),
        basis: "规程 第三条".to_owned(),
        ground: task_list::Ground::default(),
    };
    meeting::decide(&secretary, "", id, decision).await.unwrap();
    let version = meeting::meeting(&secretary, org, id).await.unwrap().row.version;
    meeting::adopt(&secretary, "", id, version, words).await.unwrap();
    (id, Subject::Minutes(org, edition(id)))
}

/// A document of `n1` of this sort, in force since the first of the month.
pub(crate) async fn document(kit: &Kit, kind: document::Kind) -> (DocumentId, Subject) {
    let mut about = About::new(kind, "示例工作规程");
    about.domain = if kind == document::Kind::WorkProcedure { "village".to_owned() } else { String::new() };
    about.number = "示组发〔2026〕3号".to_owned();
    let text = "示例工作规程\n第一章　总则\n第一条　为了规范工作，制定本规程。\n第二条　工作包括：\n（一）日常工作；\n\
                （二）年度工作。\n第二章　附则\n第三条　本规程自发布之日起施行。";
    let id = document::enter(&kit.cx("n1", Role::Clerk), "", about, Source::Text(text.to_owned())).await.unwrap();
    document::publish(&kit.cx("n1", Role::Secretary), "", id, 1, "2026-11-01".parse().unwrap()).await.unwrap();
    (id, Subject::Procedure(kit.org("n1"), edition(id)))
}

/// A client to the pages and the API of papers.
pub(crate) fn client(kit: &Kit) -> testkit::Client {
    kit.client(&paper::routes(), &[include_str!("../../../../crates/kit/words.toml"), paper::WORDS])
}

/// The words of a paper in the order of its cells, without the white space between them: of a PDF as another program
/// reads it, of a Word file as it is stored.
pub(crate) fn words(format: Format, bytes: &[u8]) -> String {
    if format == Format::Docx {
        let document = part(bytes, "word/document.xml");
        let runs = document.split("<w:t").skip(1).filter_map(|run| run.split_once('>')?.1.split_once("</w:t>"));
        let all: String = runs.map(|(text, _)| text).collect();
        return all.replace("&amp;", "&").split_whitespace().collect();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, bytes).unwrap();
    let read = Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output();
    let read = read.expect("pdftotext is needed: scripts/setup.sh installs it (poppler-utils)");
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect()
}

/// A text of a Word file.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let found = entries(bytes).into_iter().find(|(known, _)| known == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).1).unwrap()
}

/// A clause of `n1` in force, and what it is called.
pub(crate) async fn clause(kit: &Kit) -> (kernel::ClauseId, &'static str) {
    let (id, _) = document(kit, document::Kind::Regulation).await;
    let reading = document::version(&kit.cx("n1", Role::Clerk), id, None).await.unwrap();
    let found = reading.clauses.iter().find(|c| c.label == "第一条").unwrap();
    (found.id, "《示例工作规程》第一条")
}

/// An item due on 4 December that rests on a clause, or on these words alone.
pub(crate) fn item(text: &str, clause: Option<kernel::ClauseId>, basis: &str) -> task_list::ItemDraft {
    task_list::ItemDraft {
        text: text.to_owned(),
        requirement: "按期完成".to_owned(),
        basis: basis.to_owned(),
        ground: task_list::Ground { clause, ..task_list::Ground::default() },
        due_day: "2026-12-04".parse().unwrap(),
        form: task_list::Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    }
}

/// A list of `n1` with these items to its townships, as its editor holds it.
pub(crate) fn list_draft(kit: &Kit, items: Vec<task_list::ItemDraft>) -> task_list::ListDraft {
    let choice =
        Choice { under: kit.org("n1"), levels: vec!["township".to_owned()], domains: Vec::new(), tags: Vec::new() };
    task_list::ListDraft {
        month: kernel::Month(202_611),
        title: "十一月交办单".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: Audience { clauses: vec![choice], named: Vec::new(), include_self: false },
        items,
    }
}

/// That list, sent; answers it and its number.
pub(crate) async fn sent(kit: &Kit, items: Vec<task_list::ItemDraft>) -> (kernel::ListId, String) {
    let cx = kit.cx("n1", Role::Clerk);
    let id = task_list::create(&cx, "", list_draft(kit, items)).await.unwrap();
    let sent = task_list::send(&cx, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
    (id, sent.number)
}

/// Names and first bytes of the files in an archive.
pub(crate) fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let read = |n: usize| {
        let mut file = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().to_string(), bytes)
    };
    (0..count).map(read).collect()
}
