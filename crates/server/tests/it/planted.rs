//! A house with one of everything: what is sent to an address meets a real object, its rules and its statements.

use std::collections::BTreeMap;

use document::{About, Kind, Source};
use kernel::{Day, DocumentId, ListId, Month, Role};
use org::{Audience, Choice};
use testkit::Kit;

/// The month of everything.
const MONTH: Month = Month(202_611);

/// What the parameters of a route name. The first line counts whose beginning is that of the route (without `/api/v1`).
const OBJECTS: &[(&str, &str, &str)] = &[
    ("/assets/", "{*name}", "file"),
    ("/orgs/{id}/alter", "{id}", "leaving"),
    ("/orgs/{id}/dissolve", "{id}", "leaving"),
    ("/orgs/{id}/merge", "{id}", "leaving"),
    ("/orgs/{id}/move", "{id}", "leaving"),
    ("/orgs/", "{id}", "other township"),
    ("/orgs/", "{org}", "township"),
    ("/orgs/", "{post}", "post"),
    ("/orgs/", "{holder}", "holder"),
    ("/me/tokens/", "{token}", "token"),
    ("/accounts/", "{id}", "account"),
    ("/approvals/", "{id}", "county"),
    ("/approvals/", "{request}", "request"),
    ("/audit/", "{id}", "county"),
    ("/audit/", "{record}", "record"),
    ("/documents/{id}/draft", "{id}", "drafted document"),
    ("/documents/{id}/discard", "{id}", "drafted document"),
    ("/documents/{id}/publi", "{id}", "drafted document"),
    ("/documents/{id}/replaces", "{id}", "drafted document"),
    ("/documents/", "{id}", "document"),
    ("/documents/", "{seq}", "first"),
    ("/clauses/", "{id}", "clause"),
    ("/plans/", "{id}", "plan"),
    ("/milestones/", "{id}", "milestone"),
    ("/letters/issues/{id}/countersign", "{id}", "issue"),
    ("/letters/issues/{id}/template", "{id}", "issue"),
    ("/letters/issues/", "{id}", "drafted issue"),
    ("/letter-issues/{id}/countersign", "{id}", "issue"),
    ("/letter-issues/{id}/template", "{id}", "issue"),
    ("/letter-issues/", "{id}", "drafted issue"),
    ("/letters/{org}/{issue}/sign", "{org}", "county"),
    ("/letters/{org}/{issue}/sign", "{issue}", "issue from above"),
    ("/letters/", "{org}", "township"),
    ("/letters/", "{issue}", "issue"),
    ("/targets/", "{id}", "target"),
    ("/lists/{id}/withdraw", "{id}", "list"),
    ("/lists/{id}/remind", "{id}", "list"),
    ("/lists/", "{id}", "drafted list"),
    ("/month/", "{month}", "month"),
    ("/assignments/{org}/{month}/{item}/split", "{org}", "township"),
    ("/assignments/", "{org}", "village"),
    ("/assignments/", "{month}", "month"),
    ("/assignments/", "{item}", "item"),
    ("/assignments/", "{hash}", "hash"),
    ("/statements/{org}/{month}/draft", "{org}", "county"),
    ("/statements/{org}/{month}/publish", "{org}", "county"),
    ("/statements/{org}/{month}/publication", "{org}", "county"),
    ("/statements/", "{org}", "village"),
    ("/statements/", "{month}", "month"),
    ("/statements/", "{rev}", "second"),
    ("/s/", "{org}", "village"),
    ("/s/", "{month}", "month"),
    ("/meetings/series/", "{series}", "series"),
    ("/meetings/{org}/{meeting}/move", "{meeting}", "planned meeting"),
    ("/meetings/{org}/{meeting}/cancel", "{meeting}", "planned meeting"),
    ("/meetings/{org}/{meeting}/topics", "{meeting}", "planned meeting"),
    ("/meetings/{org}/{meeting}/hold", "{meeting}", "planned meeting"),
    ("/meetings/{org}/{meeting}/correction", "{meeting}", "adopted meeting"),
    ("/meetings/", "{org}", "county"),
    ("/meetings/", "{meeting}", "held meeting"),
    ("/meetings/", "{line}", "topic"),
    ("/meetings/", "{decision}", "decision"),
    ("/meetings/", "{rev}", "second"),
    ("/decisions/", "{org}", "county"),
    ("/decisions/", "{decision}", "decision"),
    ("/calendar/", "{token}", "hash"),
    ("/papers/batches/", "{id}", "batch"),
    ("/papers/templates/", "{name}", "template"),
    ("/papers/", "{kind}", "kind"),
    ("/papers/", "{org}", "county"),
    ("/papers/", "{id}", "list"),
    ("/papers/", "{format}", "format"),
    ("/check/", "{code}", "hash"),
    ("/hand-over/", "{org}", "township"),
];

/// What a county has of everything, and its branch below it, by the names of the table.
pub(crate) struct Planted(BTreeMap<&'static str, String>);

impl Planted {
    /// Plants one of everything.
    pub(crate) async fn in_house(kit: &Kit) -> Self {
        let mut planted = Self(BTreeMap::new());
        let orgs = [("county", "n1"), ("township", "n1/t1"), ("village", "n1/t1/v1"), ("other township", "n1/t2")];
        orgs.into_iter().chain([("leaving", "n2/t2/v2")]).for_each(|(name, key)| planted.put(name, kit.org(key)));
        for (name, text) in [("first", "1"), ("second", "2"), ("file", "app.css"), ("template", "letter")] {
            planted.put(name, text);
        }
        for (name, text) in [("kind", "list"), ("format", "docx"), ("hash", &"0".repeat(64))] {
            planted.put(name, text);
        }
        planted.put("month", MONTH);
        planted.documents(kit).await;
        planted.letters(kit).await;
        let list = planted.lists(kit).await;
        planted.statement(kit).await;
        planted.meetings(kit).await;
        planted.people(kit).await;
        let of = paper::Of::List(kit.org("n1"), list);
        let batch = paper::order(&secretary(kit), "", of, paper::Format::Docx, "http://x".to_owned()).await;
        planted.put("batch", batch.unwrap());
        planted.put("record", stored(kit, "SELECT MAX(happening_id) FROM happening WHERE org_id = $1", "n1").await);
        planted
    }

    fn put(&mut self, name: &'static str, object: impl std::fmt::Display) {
        self.0.insert(name, object.to_string());
    }

    /// The address of a route with what is planted.
    ///
    /// # Panics
    /// If nothing is planted for one of its parameters: add it here.
    pub(crate) fn fill(&self, path: &str) -> String {
        let route = path.strip_prefix("/api/v1").unwrap_or(path);
        let parts = path.split('/').map(|part| if part.starts_with('{') { self.object(route, part) } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    fn object<'a>(&'a self, route: &str, part: &str) -> &'a str {
        let mut fitting =
            OBJECTS.iter().filter(|(begins, parameter, _)| route.starts_with(begins) && *parameter == part);
        let (_, _, name) = fitting.next().unwrap_or_else(|| panic!("nothing is planted for {part} of {route}"));
        &self.0[name]
    }

    async fn documents(&mut self, kit: &Kit) {
        let clerk = kit.cx("n1", Role::Clerk);
        self.put("drafted document", entered(kit, Kind::Regulation).await);
        let document = entered(kit, Kind::FiveYearPlan).await;
        document::publish(&clerk, "", document, 1, day("2026-01-01")).await.unwrap();
        self.put("document", document);
        let clause = document::version(&clerk, document, None).await.unwrap().clauses.last().unwrap().id;
        self.put("clause", clause);
        let plan = plan::open(&clerk, "", document, (2026, 2030)).await.unwrap();
        self.put("plan", plan);
        let measure = plan::Measure::Number {
            counted: "达标村占全部村的比例".to_owned(),
            unit: "%".to_owned(),
            sense: plan::Sense::AtLeast,
            value: 90_000,
        };
        let text = "活动场所达标村占比".to_owned();
        let draft = plan::MilestoneDraft { year: 2026, owner: kit.org("n1"), clause, text, measure };
        self.put("milestone", plan::add(&clerk, "", plan, draft).await.unwrap());
    }

    async fn letters(&mut self, kit: &Kit) {
        let issued = async |by: &str, level: &str| {
            let clerk = kit.cx(by, Role::Clerk);
            let id = target::create(&clerk, "", letter(kit, by, level)).await.unwrap();
            target::issue(&clerk, "", id, 1).await.unwrap();
            id
        };
        self.put("issue from above", issued("root", "county").await);
        self.put("issue", issued("n1", "township").await);
        self.put("target", stored(kit, "SELECT MAX(target_id) FROM target WHERE issuer_id = $1", "n1").await);
        let draft = target::create(&kit.cx("n1", Role::Clerk), "", letter(kit, "n1", "township")).await;
        self.put("drafted issue", draft.unwrap());
    }

    async fn lists(&mut self, kit: &Kit) -> ListId {
        let clerk = kit.cx("n1", Role::Clerk);
        self.put("drafted list", task_list::create(&clerk, "", list(kit)).await.unwrap());
        let id = task_list::create(&clerk, "", list(kit)).await.unwrap();
        task_list::send(&clerk, "", id, 1, task_list::AT_ONCE_MOST).await.unwrap();
        self.put("list", id);
        self.put("item", task_list::list(&clerk, id).await.unwrap().items[0].item.id);
        id
    }

    /// A village published, and proposes a correction.
    async fn statement(&self, kit: &Kit) {
        let (cx, org) = (kit.cx("n1/t1/v1", Role::Secretary), kit.org("n1/t1/v1"));
        let texts = |text: &str| statement::Texts { self_text: text.to_owned(), problems: String::new() };
        let first =
            statement::Publication {
                org, month: MONTH, texts: texts("按期办结。"), version: 0, seen: String::new()
            };
        statement::publish(&cx, "", first).await.unwrap();
        let reason = "漏写一项".to_owned();
        let second = statement::Proposal { org, month: MONTH, base: 1, texts: texts("都已办结。"), reason };
        statement::propose(&cx, "", second).await.unwrap();
    }

    async fn meetings(&mut self, kit: &Kit) {
        let cx = secretary(kit);
        let rhythm = meeting::Rhythm::Day(25);
        let series =
            meeting::SeriesDraft { plan: sitting(kit), rhythm, shift: meeting::Shift::Next, from: MONTH.plus(1) };
        self.put("series", meeting::save_series(&cx, "", None, series).await.unwrap());
        let called = async || meeting::call(&cx, "", sitting(kit), kit.house.today()).await.unwrap();
        let planned = called().await;
        meeting::add_topic(&cx, "", planned, 1, "冬季取暖用电安全").await.unwrap();
        self.put("planned meeting", planned);
        self.put("topic", stored(kit, "SELECT MAX(line_id) FROM agenda_line WHERE org_id = $1", "n1").await);
        for name in ["held meeting", "adopted meeting"] {
            let id = called().await;
            meeting::hold(&cx, "", id, 1).await.unwrap();
            self.put(name, id);
            let decided = meeting::decide(&cx, "", id, decision(kit)).await.unwrap();
            if name == "held meeting" {
                self.put("decision", decided);
                continue;
            }
            let version = meeting::meeting(&cx, kit.org("n1"), id).await.unwrap().row.version;
            meeting::adopt(&cx, "", id, version, "会议通报了台账。").await.unwrap();
            let correction = ("会议通报了台账情况。".to_owned(), "漏写两字".to_owned());
            meeting::propose(&cx, "", id, 1, correction).await.unwrap();
        }
    }

    /// A vacant post, somebody in office, an appointment that waits, and a token.
    async fn people(&mut self, kit: &Kit) {
        let admin = kit.cx("root", Role::SystemAdmin);
        let vacant = async |key: &str, role: Role| {
            let post = access::NewPost { title: "专干".to_owned(), role, first_responsible: false };
            access::create_post(&admin, kit.org(key), post, kit.house.today(), "").await.unwrap()
        };
        self.put("post", vacant("n1/t2", Role::Clerk).await);
        self.put("account", kit.actor("n1/t2", Role::Leader).account);
        self.put("holder", stored(kit, "SELECT MIN(holder_id) FROM holder WHERE org_id = $1", "n1/t2").await);
        let login = "n1.newcomer".to_owned();
        let people = vec![(login.clone(), "马文海".to_owned())];
        account::plant(&kit.operator(), people, "three goats on a red bridge").await.unwrap();
        let post = vacant("n1", Role::AuditAdmin).await;
        let wanted = access::Appointment { org: kit.org("n1"), post, login, from: kit.house.today(), to: Day::FOREVER };
        match access::appoint(&admin, wanted, "").await.unwrap() {
            access::Outcome::Waits(request) => self.put("request", request),
            other => panic!("an administrator is appointed by two: {other:?}"),
        }
        let (owner, hash, now) = (secretary(kit).actor().clone(), "ab".repeat(32), kit.house.now());
        self.put("token", &hash[..16]);
        let add = move |tx: &mut db::Tx<'_>| {
            let (account, post) = (owner.account, owner.seat.post);
            tx.exec(TOKEN, db::args![hash.as_str(), account, post, now, now.plus_ms(86_400_000)])
        };
        let added: Result<u64, db::DbFault> = kit.house.db.write(add).await;
        added.unwrap();
    }
}

const TOKEN: &str = "INSERT INTO api_token (token_hash, account_id, post_id, label, may_write, created_at, until, revoked_at) \
    VALUES ($1, $2, $3, 'x', 1, $4, $5, NULL)";

/// The one number that a query about an organisation answers.
async fn stored(kit: &Kit, sql: &'static str, key: &str) -> i64 {
    let org = kit.org(key);
    let found: Result<(i64,), db::DbFault> = kit.house.db.read(move |tx| tx.one(sql, db::args![org])).await;
    found.unwrap().0
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn secretary(kit: &Kit) -> cx::Cx {
    kit.cx("n1", Role::Secretary)
}

/// Everybody of a level below an organisation; of every level if it is empty.
fn below(kit: &Kit, key: &str, level: &str) -> Audience {
    let levels = Some(level.to_owned()).filter(|l| !l.is_empty()).into_iter().collect();
    let choice = Choice { under: kit.org(key), levels, domains: Vec::new(), tags: Vec::new() };
    Audience { clauses: vec![choice], named: Vec::new(), include_self: false }
}

async fn entered(kit: &Kit, kind: Kind) -> DocumentId {
    let text = "一、主要目标\n（一）村级活动场所全部达标。\n（二）第一责任人培训全覆盖。\n二、保障措施\n加强经费保障。";
    let about = About::new(kind, "示例规划（演示数据·虚构）");
    document::enter(&kit.cx("n1", Role::Clerk), "", about, Source::Text(text.to_owned())).await.unwrap()
}

fn letter(kit: &Kit, by: &str, level: &str) -> target::IssueDraft {
    let target = target::TargetDraft {
        project: "组织建设".to_owned(),
        text: "按期换届".to_owned(),
        measure: "完成率".to_owned(),
        value: "100%".to_owned(),
        weight: target::WHOLE,
        basis: "会议口头要求".to_owned(),
        ..target::TargetDraft::default()
    };
    target::IssueDraft {
        year: 2026,
        title: "党建工作目标责任书".to_owned(),
        domain: String::new(),
        level: String::new(),
        audience: below(kit, by, level),
        from: day("2026-01-01"),
        until: day("2026-12-31"),
        upper: None,
        targets: vec![target],
        cuts: Vec::new(),
    }
}

fn list(kit: &Kit) -> task_list::ListDraft {
    let item = task_list::ItemDraft {
        text: "开展主题党日".to_owned(),
        requirement: String::new(),
        basis: "规程 第三条".to_owned(),
        ground: task_list::Ground::default(),
        due_day: day("2026-11-30"),
        form: task_list::Form::default(),
        photos: 0,
        photos_reason: String::new(),
        decision: None,
        split_of: None,
    };
    task_list::ListDraft {
        month: MONTH,
        title: "本月任务".to_owned(),
        urgent: false,
        approval: String::new(),
        audience: below(kit, "n1", ""),
        items: vec![item],
    }
}

fn sitting(kit: &Kit) -> meeting::Plan {
    meeting::Plan {
        title: "党建工作例会".to_owned(),
        start: meeting::Clock(9 * 60),
        lasts: 90,
        place: "三楼会议室".to_owned(),
        invited: meeting::Invited { audience: below(kit, "n1", "township"), ..meeting::Invited::default() },
    }
}

fn decision(kit: &Kit) -> meeting::DecisionDraft {
    meeting::DecisionDraft {
        text: "补齐第三季度会议记录".to_owned(),
        audience: below(kit, "n1", "township"),
        who: String::new(),
        due_day: day("2026-12-25"),
        basis: "规程 第三条".to_owned(),
        ground: task_list::Ground::default(),
    }
}
