//! Papers as they leave the press: where every line stands, and what the files say.

use std::io::Read;
use std::process::Command;

use typst::layout::{Frame, FrameItem, Point};

use crate::{Fonts, Layout, Paper, PressFault, docx, missing_glyphs, pdf, sample};

/// A line of a page: how far from the top in points, and its text.
type Line = (i64, String);

/// The lines of every page, from top to bottom.
fn pages(paper: &Paper) -> Vec<Vec<Line>> {
    let set = pdf::set(paper, &Layout::default(), &Fonts::bundled().unwrap()).unwrap();
    set.pages().iter().map(|page| lines(&page.frame)).collect()
}

fn lines(frame: &Frame) -> Vec<Line> {
    let mut pieces: Vec<(i64, i64, String)> = Vec::new();
    collect(frame, Point::zero(), &mut pieces);
    pieces.sort();
    let mut out: Vec<Line> = Vec::new();
    for (y, _, text) in pieces {
        match out.last_mut() {
            Some((at, line)) if *at == y => line.push_str(&text),
            _ => out.push((y, text)),
        }
    }
    out
}

fn collect(frame: &Frame, at: Point, out: &mut Vec<(i64, i64, String)>) {
    for (pos, item) in frame.items() {
        let pos = at + *pos;
        match item {
            FrameItem::Group(group) => collect(&group.frame, pos, out),
            FrameItem::Text(text) => out.push((points(pos.y.to_pt()), points(pos.x.to_pt()), text.text.to_string())),
            _ => {}
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a page is some hundred points high")]
fn points(value: f64) -> i64 {
    value.round() as i64
}

fn has(page: &[Line], text: &str) -> bool {
    page.iter().any(|(_, line)| line.contains(text))
}

#[test]
fn a_full_page_holds_22_lines_of_28_characters() {
    let pages = pages(&sample::plain());
    let body: Vec<&Line> = pages[1].iter().filter(|(_, line)| !line.contains('—')).collect();
    assert_eq!(body.len(), 22);
    assert!(body.iter().all(|(_, line)| line.chars().count() == 28), "{body:?}");
    // From the first line to the last the type area is filled, give or take one line.
    assert_eq!((body[0].0, body[21].0 - body[0].0), (125, (21 * 579 + 10) / 20));
}

#[test]
fn a_table_repeats_its_head_and_is_cut_between_rows_only() {
    let pages = pages(&sample::list());
    let with_rows: Vec<&Vec<Line>> = pages[..4].iter().filter(|page| has(page, "次会议纪要")).collect();
    assert!(with_rows.len() > 1, "the table is too short to be cut");
    for page in with_rows {
        assert_eq!(page.iter().filter(|(_, line)| line.contains("办结期限")).count(), 1);
        let (first, last) = (count(page, "四议两公开"), count(page, "须附照片一张"));
        assert_eq!(first, last, "every row that begins on a page ends there");
    }
}

fn count(page: &[Line], text: &str) -> usize {
    page.iter().map(|(_, line)| line.matches(text).count()).sum()
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    let tables = (0..14).map(sample::tail_of_table);
    let texts = (1..40).map(sample::tail_of_text);
    let lists = (1..25).map(|lines| Paper {
        attached: vec!["基层名册".to_owned(), "基层说明".to_owned()],
        ..sample::tail_of_text(lines)
    });
    for paper in tables.chain(texts).chain(lists) {
        let pages = pages(&paper);
        let last = pages.last().unwrap();
        assert!(has(last, "2026年12月1日"));
        let is_body = |line: &str| {
            line.contains("基层")
                || line.contains("压实")
                || line.contains("须附照片")
                || line.contains("会议纪要")
                || line.contains("清单明责")
                || line.contains("办结期限")
        };
        let by = last.iter().position(|(_, line)| line.ends_with("县委") || line.ends_with("委员会")).unwrap();
        assert!(last[..by].iter().any(|(_, line)| is_body(line)), "{last:?}");
    }
}

#[test]
fn a_page_number_stands_outside_on_both_sides_of_a_sheet() {
    let set = pdf::set(&sample::plain(), &Layout::default(), &Fonts::bundled().unwrap()).unwrap();
    let x = |n: usize| {
        let mut pieces = Vec::new();
        collect(&set.pages()[n].frame, Point::zero(), &mut pieces);
        pieces.into_iter().find(|(_, _, text)| text.contains('—')).unwrap().1
    };
    assert!(x(0) > 400 && x(1) < 150);
}

#[test]
fn the_pages_of_a_list_are_as_they_were_agreed() {
    let page = |(n, page): (usize, Vec<Line>)| {
        let lines: String = page.iter().map(|(y, line)| format!("{y:4} {line}\n")).collect();
        format!("page {}\n{lines}", n + 1)
    };
    let text: String = pages(&sample::list()).into_iter().enumerate().map(page).collect();
    golden("list.txt", &text);
}

#[test]
fn the_word_documents_are_as_they_were_agreed() {
    for (name, paper) in
        [("list.xml", sample::list()), ("letter.xml", sample::letter()), ("upward.xml", sample::upward())]
    {
        let bytes = docx(&paper, &Layout::default()).unwrap();
        golden(name, &part(&bytes, "word/document.xml").replace("><", ">\n<"));
    }
}

#[test]
fn a_word_document_names_the_offices_own_fonts_and_repeats_heads_of_tables() {
    let bytes = docx(&sample::list(), &Layout::default()).unwrap();
    let styles = part(&bytes, "word/styles.xml");
    for font in ["仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体", "宋体"] {
        assert!(styles.contains(&format!("w:eastAsia=\"{font}\"")), "{font}");
    }
    assert!(styles.contains("w:line=\"579\" w:lineRule=\"exact\""));
    let text = part(&bytes, "word/document.xml");
    assert_eq!(text.matches("<w:tblHeader/>").count(), 2);
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(part(&bytes, "word/footer2.xml").contains("w:val=\"left\""));
    assert!(part(&bytes, "word/_rels/document.xml.rels").contains("media/qr.png"));
}

#[test]
fn all_parts_of_a_word_document_are_well_formed_whatever_the_texts_hold() {
    let mut paper = sample::list();
    paper.title = "</w:t><script>&\"'\u{0}\u{1b}\u{fffe}".to_owned();
    paper.addressee = "#set page(fill: red) $x$ *a* `b` @c".to_owned();
    let bytes = docx(&paper, &Layout::default()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let names: Vec<String> =
        (0..archive.len()).map(|n| archive.by_index(n).unwrap().name().unwrap().to_string()).collect();
    let names: Vec<String> = names.into_iter().filter(|n| n.ends_with(".xml") || n.ends_with(".rels")).collect();
    assert_eq!(names.len(), 9);
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        roxmltree::Document::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    assert!(part(&bytes, "word/document.xml").contains("&lt;script&gt;&amp;&quot;"));
}

#[test]
fn no_text_of_a_paper_is_taken_for_markup() {
    let mut paper = sample::tail_of_text(2);
    paper.title = "#panic() $x$ *粗* _斜_ `代码` @引用 <标签> // 注释".to_owned();
    let pages = pages(&paper);
    assert!(has(&pages[0], "#panic() $x$ *粗*"), "{:?}", pages[0]);
    assert!(has(&pages[0], "// 注释"));
}

#[test]
fn a_long_run_of_letters_and_figures_is_broken_and_stays_on_the_sheet() {
    let long = "acb0a49c44dc0f9069e7350c7a44d3179189d70c12abde8a7c0648bccb43812e";
    let mut paper = sample::tail_of_table(1);
    paper.blocks.insert(0, sample::paragraph(&format!("封存文本摘要（SHA-256）：{long}。")));
    let Some(crate::Block::Table(table)) = paper.blocks.last_mut() else { unreachable!() };
    table.rows[0][0] = format!("{long}尾");
    let read = read_pdf(&pdf(&paper, &Layout::default(), &Fonts::bundled().unwrap()).unwrap());
    let read: String = read.split_whitespace().collect();
    assert!(read.contains(&format!("{long}。")), "{read}");
    assert!(read.contains('尾'), "{read}");
}

#[test]
fn a_pdf_file_gives_its_text_back() {
    let mut paper = sample::list();
    paper.blocks.push(sample::paragraph("㛃堃、𬶋、〇"));
    let bytes = pdf(&paper, &Layout::default(), &Fonts::bundled().unwrap()).unwrap();
    let text = read_pdf(&bytes);
    for wanted in [
        "松组发〔2026〕11号",
        "屲上村、癿藏镇、枹罕镇、埉坪村、䃎石村",
        "㛃堃、𬶋、〇",
        "（一）规范组织生活",
        "附件2",
        "—2—",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}

/// The text of a PDF file, by a reader that is not ours.
fn read_pdf(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, bytes).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output();
    let read = read.expect("pdftotext is needed: scripts/setup.sh installs it (poppler-utils)");
    assert!(read.status.success(), "{read:?}");
    String::from_utf8(read.stdout).unwrap()
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let (paper, layout, fonts) = (sample::letter(), Layout::default(), Fonts::bundled().unwrap());
    assert!(pdf(&paper, &layout, &fonts).unwrap() == pdf(&paper, &layout, &fonts).unwrap());
    assert!(docx(&paper, &layout).unwrap() == docx(&paper, &layout).unwrap());
}

#[test]
fn a_character_without_a_glyph_is_refused_by_name() {
    let fonts = Fonts::bundled().unwrap();
    let mut paper = sample::letter();
    paper.blocks.push(sample::paragraph("𠮷村与\u{E123}村"));
    let refused = pdf(&paper, &Layout::default(), &fonts).unwrap_err();
    assert_eq!(refused, PressFault::NoGlyph(vec!['\u{E123}', '𠮷']));
    assert!(refused.to_string().contains("𠮷 (U+20BB7)"), "{refused}");
    assert!(missing_glyphs("清单 \u{200b}\n\u{FE0F}", &fonts).is_empty());
}

#[test]
fn every_name_in_the_real_tree_can_be_printed() {
    let fonts = Fonts::bundled().unwrap();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    let mut seen = 0;
    for file in std::fs::read_dir(data)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "csv"))
    {
        let text = std::fs::read_to_string(&file).unwrap();
        let missing = missing_glyphs(&text, &fonts);
        assert!(missing.is_empty(), "{}: {missing:?}", file.display());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn a_row_too_high_for_a_page_is_torn_rather_than_lost() {
    let mut paper = sample::tail_of_table(2);
    let Some(crate::Block::Table(table)) = paper.blocks.first_mut() else { unreachable!() };
    table.rows[0][1] = "长".repeat(900) + "尾";
    let pages = pages(&paper);
    assert!(pages.iter().any(|page| has(page, "尾")), "{pages:?}");
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(std::io::Cursor::new(bytes))
        .unwrap()
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Compares with what stands in `golden/`; `QINGDAN_UPDATE=1` writes it anew, to be looked at.
fn golden(name: &str, text: &str) {
    let path = format!("{}/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a test is told by its environment to write the golden files anew")]
    if std::env::var("QINGDAN_UPDATE").is_ok() {
        std::fs::write(&path, text).unwrap();
    }
    let agreed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == agreed, "{name} is not as agreed; look at it after QINGDAN_UPDATE=1 cargo test -p press");
}
