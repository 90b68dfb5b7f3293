//! What searching costs in 2,000 documents of 20 pages, on each engine: the whole page, beside its limit, the index rows
//! of the characters it asks for, read and dropped. Medians of five.
//!
//! `cargo bench -p document --bench search`; PostgreSQL only if `QINGDAN_TEST_PG` names a server.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use db::{Arg, Shape};
use document::{About, Search, Source};
use kernel::{Role, VersionId};
use testkit::measure::{Beside, ROUNDS, median, on_every_engine, rate, settle, timed, told};
use testkit::{Kit, Place, Prefecture};
use tokio::task::JoinSet;

const DOCUMENTS: usize = 2_000;
/// 20 pages of 22 lines of 28 characters.
const CHARACTERS: usize = 20 * 22 * 28;
/// Distinct words, and the characters they are made of.
const WORDS: usize = 8_000;
const CHARS: u64 = 2_400;
/// Documents that hold the rare phrase.
const RARE: usize = 3;
/// Documents entered at the same time.
const AT_ONCE: usize = 16;
/// How long a page of results may take.
const AIM: Duration = Duration::from_millis(100);
const KIT_WORDS: &str = include_str!("../../../crates/kit/words.toml");

fn main() {
    on_every_engine("Searching in 2,000 documents of 20 pages of 22 × 28 characters", run);
}

async fn run(kit: Kit) {
    let all = Prefecture::new("village");
    kit.plant(&all).await;
    let language = Language::new();
    let from = Instant::now();
    enter(&kit, &all, &language).await;
    rate("documents of 20 pages cut, indexed and in force", DOCUMENTS, from.elapsed());
    settle(&kit).await;
    let head = all.head().actor(Role::Clerk);
    let client = kit.client(&document::routes(), &[KIT_WORDS, org::WORDS, document::WORDS]);
    let (cx, client) = (kit.cx_of(head.clone()), kit.log_in_as(&client, &head).await);
    for (what, q) in queries(&language) {
        let search = Search { q: q.clone(), any_time: true, ..Search::default() };
        let found = document::search(&cx, search).await.expect("an answer").documents.len();
        let limit = bare_rows(&kit, &q).await;
        let address = format!("/documents/search?q={}", kit::encode(&q));
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let (took, reply) = timed(client.get(&address)).await;
            assert!(reply.expect(200).body.contains("/documents/search"));
            times.push(took);
        }
        let worst = times.iter().copied().max().unwrap_or_default();
        let beside = [Beside::Worst(worst), Beside::Limit(limit), Beside::Aim(AIM)];
        told(&format!("{what} ({found} documents on the first page)"), median(times), &beside);
    }
}

/// What is searched for, from the rarest to what stands everywhere.
fn queries(language: &Language) -> [(&'static str, String); 7] {
    let word = |rank: usize| language.two_characters(rank);
    let reversed = |word: String| word.chars().rev().collect::<String>();
    [
        ("a phrase of eight characters that three documents hold", language.rare()),
        ("a rare word of two characters", word(WORDS - 400)),
        ("a common word of two characters", word(0)),
        ("three words: common, less common, rare", [word(5), word(100), word(1_500)].join(" ")),
        ("two common words run together", word(0) + &word(1)),
        ("one common character", word(0).chars().take(1).collect()),
        ("common characters that never stand so", reversed(word(0) + &word(1) + &word(2))),
    ]
}

/// The index rows of every second character and the last but one of each term, of every version: what the search asks for.
async fn bare_rows(kit: &Kit, q: &str) -> Duration {
    let mut asked: BTreeSet<char> = BTreeSet::new();
    for term in q.split(' ') {
        let chars: Vec<char> = term.chars().collect();
        asked.extend(chars.iter().step_by(2));
        asked.extend(chars.iter().rev().nth(1));
    }
    let mut shape = Shape::new("SELECT g.version_id, g.follows FROM clause_gram g WHERE g.gram IN ", &[]);
    shape.list(asked.into_iter().map(|c| Arg::from(i64::from(u32::from(c)))));
    let shape = std::sync::Arc::new(shape);
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let shape = std::sync::Arc::clone(&shape);
        let read = kit.house.db.read(move |tx| -> Result<usize, db::DbFault> {
            let rows: Vec<(VersionId, Vec<u8>)> = tx.all(&shape.text, &shape.args)?;
            Ok(rows.len())
        });
        let (took, rows) = timed(read).await;
        assert!(rows.expect("rows") > 0);
        times.push(took);
    }
    median(times)
}

/// Enters all documents: a tenth of the prefecture, the others of its counties.
async fn enter(kit: &Kit, all: &Prefecture, language: &Language) {
    let owners: Vec<&Place> = (0..DOCUMENTS)
        .map(|n| if n % 10 == 0 { all.head() } else { &all.counties()[n % all.counties().len()] })
        .collect();
    let mut open = JoinSet::new();
    for (n, owner) in owners.into_iter().enumerate() {
        if open.len() >= AT_ONCE {
            open.join_next().await.expect("some are open").expect("a document is in force");
        }
        let cx = kit.cx_of(owner.actor(Role::Secretary));
        let (title, text, today) = (language.title(n), language.text(n), kit.house.today());
        open.spawn(async move {
            let about = About::new(document::Kind::Regulation, &title);
            let id = document::enter(&cx, "", about, Source::Text(text)).await.expect("a document is entered");
            document::publish(&cx, "", id, 1, today).await.expect("it is in force");
        });
    }
    while let Some(done) = open.join_next().await {
        done.expect("a document is in force");
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// An invented language: words of two to four characters, of which few are said often and most seldom, as in any.
struct Language {
    words: Vec<String>,
    /// For each word, how often it and those before it are said.
    sums: Vec<u64>,
}

impl Language {
    fn new() -> Self {
        let mut chance = Chance(1);
        let mut words = BTreeSet::new();
        let mut ordered = Vec::new();
        while ordered.len() < WORDS {
            let length = [2, 2, 2, 2, 2, 2, 2, 3, 3, 4][usize::try_from(chance.below(10)).expect("small")];
            let word: String = (0..length).map(|_| character(&mut chance)).collect();
            if words.insert(word.clone()) {
                ordered.push(word);
            }
        }
        let mut sum = 0;
        let mut sums = Vec::new();
        for rank in 0..WORDS as u64 {
            sum += 10_000_000 / (rank + 10);
            sums.push(sum);
        }
        Self { words: ordered, sums }
    }

    fn word(&self, chance: &mut Chance) -> &str {
        let at = chance.below(self.sums[WORDS - 1]);
        &self.words[self.sums.partition_point(|sum| *sum <= at)]
    }

    /// The first word of two characters from this rank on.
    fn two_characters(&self, rank: usize) -> String {
        self.words[rank..].iter().find(|w| w.chars().count() == 2).cloned().unwrap_or_default()
    }

    /// A phrase that nobody says by chance.
    fn rare(&self) -> String {
        [7_000, 7_200, 7_400, 7_600].map(|rank| self.two_characters(rank)).concat()
    }

    fn title(&self, n: usize) -> String {
        let mut chance = Chance(7_000_000 + n as u64);
        let words: String = (0..3).map(|_| self.word(&mut chance)).collect();
        format!("{words}办法（{n}）")
    }

    /// Clauses of three sentences until the pages are full.
    fn text(&self, n: usize) -> String {
        let mut chance = Chance(1_000_000 + n as u64);
        let (mut text, mut length, mut clause) = (String::new(), 0, 0);
        while length < CHARACTERS {
            clause += 1;
            let mut line = format!("第{clause}条　");
            for _ in 0..3 {
                for _ in 0..4 + chance.below(4) {
                    line += self.word(&mut chance);
                }
                line.push('，');
                for _ in 0..3 + chance.below(4) {
                    line += self.word(&mut chance);
                }
                line.push('。');
            }
            if clause == 50 && n % (DOCUMENTS / RARE + 1) == 1 {
                line += &self.rare();
            }
            length += line.chars().count();
            text += &line;
            text.push('\n');
        }
        text
    }
}

/// A character; some stand in many words, most in few.
fn character(chance: &mut Chance) -> char {
    let at = chance.below(CHARS) * chance.below(CHARS) / CHARS;
    u32::try_from(at).ok().and_then(|at| char::from_u32(0x4e00 + 8 * at)).expect("a character")
}
