//! Files at the door of the tree: editions, lists of changes, aliases; problems told with row and column.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use cx::{AppError, Cx, Meter};
use kernel::{Day, Fault};
use kit::{Lang, W, Words};
use office::{ColumnSpec, Columns, Field, Limits, Overrides, Row, SheetFault, Table};
use serde::Serialize;

use crate::{
    actions::{check, import, learn, replay},
    rules::{Change, ImportRow, Moved, Refusal, Symbols},
};

/// Problems listed at most; the count tells the rest.
const PROBLEMS_MOST: usize = 1_000;

/// What an edition's sheet must and may have.
const EDITION: &[ColumnSpec<'static>] = &[
    ColumnSpec {
        key: "code",
        required: true,
        aliases: &["区划代码", "行政区划代码", "统计用区划代码", "代码", "编码", "机构代码", "单位代码"],
    },
    ColumnSpec {
        key: "name",
        required: true,
        aliases: &["名称", "区划名称", "单位名称", "机构名称", "党组织名称", "全称"],
    },
    ColumnSpec {
        key: "parent",
        required: true,
        aliases: &["parent_code", "上级代码", "上级区划代码", "父级代码", "上级编码", "上级", "隶属"],
    },
    ColumnSpec { key: "level", required: false, aliases: &["层级", "级别", "行政级别"] },
    ColumnSpec { key: "kind", required: false, aliases: &["类别", "类型", "建制", "城乡分类"] },
];

/// What a list of changes must and may have.
const CHANGES: &[ColumnSpec<'static>] = &[
    ColumnSpec { key: "year_to", required: true, aliases: &["年份", "版本年份", "至年份", "year"] },
    ColumnSpec { key: "op", required: true, aliases: &["变动", "变动类型", "操作"] },
    ColumnSpec { key: "level", required: false, aliases: &["层级"] },
    ColumnSpec { key: "old_code", required: true, aliases: &["原代码", "旧代码"] },
    ColumnSpec { key: "old_name", required: false, aliases: &["原名称", "旧名称"] },
    ColumnSpec { key: "new_code", required: true, aliases: &["新代码", "现代码"] },
    ColumnSpec { key: "new_name", required: true, aliases: &["新名称", "现名称"] },
    ColumnSpec { key: "new_kind", required: false, aliases: &["新类别", "现类别"] },
    ColumnSpec { key: "new_parent", required: false, aliases: &["新上级", "新上级代码", "现上级代码"] },
    ColumnSpec { key: "note", required: false, aliases: &["备注", "说明"] },
];

/// What a list of aliases must and may have.
const ALIASES: &[ColumnSpec<'static>] = &[
    ColumnSpec { key: "alias", required: true, aliases: &["别名", "曾用名"] },
    ColumnSpec { key: "code", required: true, aliases: &["代码", "区划代码"] },
    ColumnSpec { key: "alias_kind", required: false, aliases: &["类别", "kind"] },
];

/// A problem of a file: where, what, and in whose words.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Problem {
    /// Row as the user sees it; none for the whole file.
    pub row: Option<u32>,
    /// Column as the user sees it: letter and heading, `C 上级代码`; empty if it concerns none.
    pub column: String,
    /// Code of the fault.
    pub code: String,
    /// The value found, shortened.
    pub value: String,
    /// The sentence in Chinese.
    pub message_zh: String,
    /// The sentence in English.
    pub message_en: String,
}

/// What came of importing a file.
#[derive(Debug, Clone, Serialize)]
pub struct ImportReport {
    /// The day from which the file holds.
    pub as_of: Day,
    /// Rows that add or change something.
    pub accepted: usize,
    /// Among them new organisations.
    pub added: usize,
    /// Among them changed organisations.
    pub changed: usize,
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// Rows refused, all of them counted.
    pub refused_total: usize,
    /// The first of the refused rows.
    pub refused: Vec<Problem>,
    /// Whether anything was written.
    pub written: bool,
    /// Branches that stand elsewhere now.
    #[serde(skip)]
    pub moved: Vec<Moved>,
}

/// What came of replaying a list of changes.
#[derive(Debug, Clone, Serialize)]
pub struct ReplayReport {
    /// Each day with how many changes of which kind were made.
    pub days: Vec<ReplayDay>,
    /// Changes made.
    pub applied: usize,
    /// Changes that had been made already.
    pub unchanged: usize,
    /// Rows refused, all of them counted.
    pub refused_total: usize,
    /// The first of the refused rows.
    pub refused: Vec<Problem>,
    /// Whether anything was written.
    pub written: bool,
    /// Branches that stand elsewhere now.
    #[serde(skip)]
    pub moved: Vec<Moved>,
}

/// The changes of one day.
#[derive(Debug, Clone, Serialize)]
pub struct ReplayDay {
    /// The day.
    pub day: Day,
    /// How many changes of which kind.
    pub changes: BTreeMap<String, usize>,
}

/// What came of loading aliases.
#[derive(Debug, Clone, Serialize)]
pub struct AliasReport {
    /// Aliases that were new.
    pub added: u64,
    /// Rows refused.
    pub refused: Vec<Problem>,
}

/// The room's own words, for reports that no request's language governs.
static OWN: LazyLock<Words> = LazyLock::new(|| Words::load(&[crate::WORDS]).unwrap_or_default());

fn sentence(lang: Lang, fault: &Fault) -> String {
    W::new(&OWN, lang).fault(fault)
}

/// The columns of an opened sheet, to name them in problems.
struct Headings(BTreeMap<&'static str, String>);

impl Headings {
    fn of(columns: &Columns, specs: &[ColumnSpec<'static>]) -> Self {
        let blank = Row::new(columns.heading_row(), Vec::new());
        let named = |spec: &ColumnSpec<'static>| {
            let column = columns.field(&blank, spec.key).column()?;
            Some((spec.key, format!("{} {}", column.letter, column.heading)))
        };
        Self(specs.iter().filter_map(named).collect())
    }

    fn problem(&self, refusal: &Refusal) -> Problem {
        let fault = refusal.fault(refusal.column);
        let place = self.0.get(refusal.column).cloned().unwrap_or_default();
        let (zh, en) = (sentence(Lang::Zh, &fault), sentence(Lang::En, &fault));
        Problem {
            row: (refusal.row > 0).then_some(refusal.row),
            column: place,
            code: refusal.code.to_owned(),
            value: refusal.value.clone(),
            message_zh: zh,
            message_en: en,
        }
    }

    fn problems(&self, refused: &[Refusal]) -> Vec<Problem> {
        refused.iter().take(PROBLEMS_MOST).map(|r| self.problem(r)).collect()
    }
}

impl From<SheetFault> for Problem {
    fn from(fault: SheetFault) -> Self {
        let column = fault.column.as_ref().map(|c| format!("{} {}", c.letter, c.heading).trim().to_owned());
        Self {
            row: fault.row,
            column: column.unwrap_or_default(),
            code: fault.code().to_owned(),
            value: fault.value.clone().unwrap_or_default(),
            message_zh: fault.message_zh(),
            message_en: fault.message_en(),
        }
    }
}

/// Rows read from a sheet: those that could be read, and the problems of the others.
struct Read<T> {
    rows: Vec<T>,
    problems: Vec<Problem>,
    headings: Headings,
}

/// Where a sheet lies.
#[derive(Debug, Clone)]
pub enum Sheet {
    /// On the server's disk.
    File(PathBuf),
    /// In memory: its bytes and its name.
    Upload(Arc<[u8]>, String),
}

impl Sheet {
    fn open(&self) -> Result<Table, SheetFault> {
        match self {
            Self::File(path) => Table::open(path, Limits::default()),
            Self::Upload(bytes, name) => Table::from_bytes(Arc::clone(bytes), name, Limits::default()),
        }
    }
}

/// How a sheet is imported.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// What the user says about the columns, `code=区划代码,name=B`.
    pub columns: String,
    /// From which day it holds; today if none.
    pub as_of: Option<Day>,
    /// Only tell what would happen.
    pub dry_run: bool,
    /// Import the good rows although others are refused.
    pub skip_refused: bool,
}

/// Opens a sheet and reads every row with `each`; a fault of one cell refuses its row only.
fn read<T>(
    meter: &Meter,
    sheet: &Sheet,
    columns: &str,
    specs: &[ColumnSpec<'static>],
    mut each: impl FnMut(&Columns, &Row) -> Result<T, SheetFault>,
) -> Result<Read<T>, SheetFault> {
    meter.step("reading the rows");
    let mut table = sheet.open()?;
    let columns = table.find_columns(specs, &Overrides::parse(columns)?)?;
    let mut read = Read { rows: Vec::new(), problems: Vec::new(), headings: Headings::of(&columns, specs) };
    for row in table.rows_after(columns.heading_row())? {
        match each(&columns, &row?) {
            Ok(one) => read.rows.push(one),
            Err(fault) => read.problems.push(fault.into()),
        }
        meter.add(1);
    }
    Ok(read)
}

/// Refusals that stand for rows which could not be read, so that the file counts as having problems.
fn unread(problems: &[Problem]) -> Vec<Refusal> {
    problems.iter().map(|p| Refusal::new(p.row.unwrap_or(0), "", "org_unread", "")).collect()
}

/// Problems of reading and of judging in the order of rows.
fn all_problems(read: &[Problem], headings: &Headings, refused: &[Refusal]) -> Vec<Problem> {
    let judged: Vec<Refusal> = refused.iter().filter(|r| r.code != "org_unread").cloned().collect();
    let mut all = read.to_vec();
    all.extend(headings.problems(&judged));
    all.sort_by_key(|p| p.row);
    all.truncate(PROBLEMS_MOST);
    all
}

/// A report about a file that could not be read at all.
fn whole_file(fault: SheetFault) -> (usize, Vec<Problem>) {
    (1, vec![fault.into()])
}

fn needed(field: Field<'_>, text: Option<String>) -> Result<String, SheetFault> {
    field.needed(text)
}

fn text(field: Field<'_>) -> Result<String, SheetFault> {
    Ok(field.text()?.map(|t| kernel::text::tidy(&t)).unwrap_or_default())
}

fn name(field: Field<'_>) -> Result<String, SheetFault> {
    Ok(field.name()?.map(|t| kernel::text::tidy(&t)).unwrap_or_default())
}

/// The rows of an edition.
fn read_edition(meter: &Meter, sheet: &Sheet, columns: &str) -> Result<Read<ImportRow>, SheetFault> {
    let mut symbols = Symbols::default();
    read(meter, sheet, columns, EDITION, |columns, row| {
        let field = |key| columns.field(row, key);
        Ok(ImportRow {
            row: row.number(),
            code: needed(field("code"), field("code").code()?)?.into(),
            name: needed(field("name"), Some(name(field("name"))?).filter(|n| !n.is_empty()))?.into(),
            parent: symbols.get(&field("parent").code()?.unwrap_or_default()),
            level: symbols.get(&text(field("level"))?),
            kind: symbols.get(&text(field("kind"))?),
        })
    })
}

/// [`import_sheet`] of a file on the server.
///
/// # Errors
/// As [`import_sheet`].
pub async fn import_file(
    cx: &Cx,
    path: &Path,
    columns: &str,
    as_of: Option<Day>,
    dry_run: bool,
    skip_refused: bool,
) -> Result<ImportReport, AppError> {
    let how = How { columns: columns.to_owned(), as_of, dry_run, skip_refused };
    import_sheet(cx, Sheet::File(path.to_owned()), how).await
}

/// Imports an edition of the tree from a sheet (CSV, CSV.gz, XLSX, XLS). A file with problems changes nothing unless
/// `skip_refused`.
///
/// # Errors
/// A day in the future, or a failure of the database. Problems of the file are in the report.
pub async fn import_sheet(cx: &Cx, sheet: Sheet, how: How) -> Result<ImportReport, AppError> {
    let day = how.as_of.unwrap_or_else(|| cx.house().today());
    // Reading a workbook takes a while: other requests go on meanwhile.
    let (meter, columns) = (cx.meter().clone(), how.columns.clone());
    let read = tokio::task::spawn_blocking(move || read_edition(&meter, &sheet, &columns)).await;
    let read = read.map_err(|e| AppError::Internal(e.to_string()))?;
    let (dry_run, skip_refused) = (how.dry_run, how.skip_refused);
    let mut report = ImportReport {
        as_of: day,
        accepted: 0,
        added: 0,
        changed: 0,
        unchanged: 0,
        refused_total: 0,
        refused: Vec::new(),
        written: false,
        moved: Vec::new(),
    };
    let read = match read {
        Ok(read) => read,
        Err(fault) => {
            (report.refused_total, report.refused) = whole_file(fault);
            return Ok(report);
        }
    };
    let wanted = import::Wanted {
        rows: Arc::new(read.rows),
        unread: unread(&read.problems),
        as_of: Some(day),
        dry_run,
        skip_refused,
    };
    let done = import::import(cx, wanted).await?;
    report.refused_total = done.refused.len();
    report.refused = all_problems(&read.problems, &read.headings, &done.refused);
    (report.added, report.changed, report.unchanged) = (done.added, done.changed, done.unchanged);
    report.accepted = done.added + done.changed;
    (report.written, report.moved) = (done.written, done.moved);
    Ok(report)
}

/// Replays a list of changes. The edition of year Y takes effect on `month_day` of Y (30 June by default).
///
/// # Errors
/// An impossible day or one in the future, or a failure of the database. Problems of the file are in the report.
pub async fn replay_file(
    cx: &Cx,
    path: &Path,
    month_day: Option<(i8, i8)>,
    dry_run: bool,
) -> Result<ReplayReport, AppError> {
    let read = read(cx.meter(), &Sheet::File(path.to_owned()), "", CHANGES, |columns, row| {
        let field = |key| columns.field(row, key);
        let code = |key| Ok::<String, SheetFault>(field(key).code()?.unwrap_or_default());
        let year = needed(field("year_to"), field("year_to").code()?)?;
        Ok(Change {
            row: row.number(),
            year: year.parse().unwrap_or(0),
            op: needed(field("op"), Some(text(field("op"))?).filter(|t| !t.is_empty()))?,
            level: text(field("level"))?,
            old_code: code("old_code")?,
            old_name: name(field("old_name"))?,
            new_code: code("new_code")?,
            new_name: name(field("new_name"))?,
            new_kind: text(field("new_kind"))?,
            new_parent: code("new_parent")?,
            note: text(field("note"))?,
        })
    });
    let mut report = ReplayReport {
        days: Vec::new(),
        applied: 0,
        unchanged: 0,
        refused_total: 0,
        refused: Vec::new(),
        written: false,
        moved: Vec::new(),
    };
    let read = match read {
        Ok(read) => read,
        Err(fault) => {
            (report.refused_total, report.refused) = whole_file(fault);
            return Ok(report);
        }
    };
    let (years, bad): (Vec<Change>, Vec<Change>) = read.rows.into_iter().partition(|c| (1900..=9998).contains(&c.year));
    let mut refusals = unread(&read.problems);
    refusals.extend(bad.iter().map(|c| Refusal::new(c.row, "year_to", "org_year", "")));
    let wanted =
        replay::Wanted { changes: Arc::new(years), unread: refusals, month_day: month_day.unwrap_or((6, 30)), dry_run };
    let done = replay::replay(cx, wanted).await?;
    let day = |(day, changes): (Day, BTreeMap<&'static str, usize>)| ReplayDay {
        day,
        changes: changes.into_iter().map(|(op, n)| (op.to_owned(), n)).collect(),
    };
    report.days = done.days.into_iter().map(day).collect();
    (report.applied, report.unchanged) = (done.applied, done.unchanged);
    report.refused_total = done.refused.len();
    report.refused = all_problems(&read.problems, &read.headings, &done.refused);
    (report.written, report.moved) = (done.written, done.moved);
    Ok(report)
}

/// Loads aliases (short, full, former names) from a sheet `alias,code,alias_kind`.
///
/// # Errors
/// A failure of the database. Problems of the file are in the report.
pub async fn load_aliases(cx: &Cx, path: &Path) -> Result<AliasReport, AppError> {
    let read = read(cx.meter(), &Sheet::File(path.to_owned()), "", ALIASES, |columns, row| {
        let field = |key| columns.field(row, key);
        Ok(learn::Alias {
            row: row.number(),
            alias: needed(field("alias"), Some(name(field("alias"))?).filter(|t| !t.is_empty()))?
                .chars()
                .take(100)
                .collect(),
            code: needed(field("code"), field("code").code()?)?,
            kind: Some(text(field("alias_kind"))?).filter(|t| !t.is_empty()).unwrap_or_else(|| "other".to_owned()),
        })
    });
    let read = match read {
        Ok(read) => read,
        Err(fault) => return Ok(AliasReport { added: 0, refused: whole_file(fault).1 }),
    };
    let (added, refused) = learn::learn(cx, Arc::new(read.rows)).await?;
    Ok(AliasReport { added, refused: all_problems(&read.problems, &read.headings, &refused) })
}

/// Everything that is wrong with the tree, a sentence each in both languages; empty for a sound one.
///
/// # Errors
/// A failure of the database.
pub async fn check(cx: &Cx) -> Result<Vec<String>, AppError> {
    let found = check::check(cx).await?;
    Ok(found.iter().map(|f| format!("{} / {}", sentence(Lang::Zh, f), sentence(Lang::En, f))).collect())
}
