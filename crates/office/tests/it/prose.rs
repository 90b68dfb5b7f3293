//! Texts as users have them: what Word keeps outside the text comes back, and no file breaks the reader.

use office::{Paragraph, ProseFault, ProseLimits, read_prose};
use proptest::prelude::*;

use crate::support::{compound, package};

const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="r"><Relationship Id="1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// Articles in Chinese counts, items under them in parentheses, numbers under these in digits; and one that begins anew.
const NUMBERING: &str = r#"<w:numbering>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="Article"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"#;

const STYLES: &str = r#"<w:styles>
<w:style w:type="paragraph" w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Article"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>
</w:styles>"#;

/// A Word document whose body is this.
fn word(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}<w:sectPr/></w:body></w:document>");
    package(&[
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
    ])
}

fn read(bytes: &[u8]) -> Result<Vec<Paragraph>, ProseFault> {
    read_prose(bytes, &ProseLimits::default())
}

/// Numbers and texts of a document, `第一条|text`.
fn lines(body: &str) -> Vec<String> {
    let paragraphs = read(&word(body)).expect("the body is read");
    paragraphs
        .into_iter()
        .map(|p| if p.number.is_empty() { p.text } else { format!("{}|{}", p.number, p.text) })
        .collect()
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn num(num: &str, level: &str) -> String {
    format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>"#)
}

#[test]
fn numbers_that_word_keeps_outside_the_text_are_counted() {
    let body = [
        p("", "办法"),
        p(&num("1", "0"), "甲"),
        p(&num("1", "1"), "乙"),
        p(&num("1", "1"), "丙"),
        p(&num("1", "2"), "丁"),
        p(&num("1", "0"), "戊"),
        p(&num("1", "1"), "己"),
        p(&num("2", "0"), "点"),
        p(&num("3", "0"), "重新"),
        p(&num("3", "0"), "接着"),
        p(&num("0", "0"), "无号"),
        p(&num("9", "0"), "未知"),
    ];
    let expected = [
        "办法",
        "第一条|甲",
        "（一）|乙",
        "（二）|丙",
        "1.2.1|丁",
        "第二条|戊",
        "（一）|己",
        "点",
        "第一条|重新",
        "第二条|接着",
        "无号",
        "未知",
    ];
    assert_eq!(lines(&body.concat()), expected);
}

#[test]
fn numbers_and_headings_come_from_styles_too() {
    let style = |id: &str| format!(r#"<w:pStyle w:val="{id}"/>"#);
    let off = format!("{}{}", style("Article"), num("0", "0"));
    let body = [
        p(&style("Article"), "甲"),
        p(&style("Sub"), "乙"),
        p(&style("Article"), "丙"),
        p(&off, "丁"),
        p(&style("A"), "戊"),
    ];
    assert_eq!(lines(&body.concat()), ["第一条|甲", "（一）|乙", "第二条|丙", "丁", "戊"]);
    let found =
        read(&word(&[p(&style("H2"), "小标题"), p(r#"<w:outlineLvl w:val="0"/>"#, "大"), p("", "正文")].concat()))
            .unwrap();
    assert_eq!(found.iter().map(|p| p.heading).collect::<Vec<_>>(), [Some(2), Some(1), None]);
}

#[test]
fn the_accepted_text_of_tracked_changes_is_read() {
    let body = format!(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins>\
         <w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p>{}\
         <w:p><w:pPr>{}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>整段删去</w:delText></w:r></w:del></w:p>{}{}",
        p("", "后半"),
        num("1", "0"),
        p(&num("1", "0"), "仍是第一条"),
        p(r#"<w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>"#, "曾是标题"),
    );
    assert_eq!(lines(&body), ["甲增新处", "前半，后半", "第一条|仍是第一条", "曾是标题"]);
    assert_eq!(read(&word(&body)).unwrap().last().unwrap().heading, None);
}

#[test]
fn tables_are_rows_and_a_frame_of_one_cell_is_text() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let gone = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", cell(&p("", "删行")));
    let body = format!(
        "<w:tbl>{}{}{gone}</w:tbl><w:tbl>{}</w:tbl>",
        row(&[cell(&p("", "项目")), cell(&p("", "分值"))]),
        row(&[cell(&format!("{}{}", p("", "组织"), p("", "生活"))), cell(&p("", "10"))]),
        row(&[cell(&format!("{}{}", p(&num("1", "0"), "框内"), p("", "两段")))]),
    );
    assert_eq!(lines(&body), ["项目\t分值", "组织 生活\t10", "第一条|框内", "两段"]);
}

#[test]
fn boxes_fields_breaks_and_entities_are_read_as_they_look() {
    let body = "<w:p><w:r><w:t>一&amp;二&#x4e09;</w:t><w:tab/><w:t xml:space=\"preserve\">四 </w:t><w:br/><w:t>五</w:t><w:instrText>PAGE</w:instrText></w:r>\
        <w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    assert_eq!(lines(body), ["框", "一&二三\t四 \n五"]);
}

#[test]
fn text_files_of_every_usual_encoding_are_read() {
    let text = "第一条　甲\r\n第二条 乙\r第三条 丙";
    let (gb, ..) = encoding_rs::GB18030.encode(text);
    let utf16 = |mark: [u8; 2], swap: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(swap)).collect::<Vec<u8>>()
    };
    for bytes in [
        text.as_bytes().to_vec(),
        [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        gb.into_owned(),
        utf16([0xFF, 0xFE], u16::to_le_bytes),
        utf16([0xFE, 0xFF], u16::to_be_bytes),
    ] {
        let found: Vec<String> = read(&bytes).unwrap().into_iter().map(|p| p.text).collect();
        assert_eq!(found, ["第一条　甲", "第二条 乙", "第三条 丙"]);
    }
}

#[test]
fn what_gives_no_text_is_named_for_what_it_is() {
    let only = |part: &str, content: &str| package(&[(part, content.as_bytes())]);
    let entity = "<!DOCTYPE d [<!ENTITY x \"y\">]><w:document><w:p><w:t>&x;</w:t></w:p></w:document>";
    let table: Vec<(ProseFault, Vec<u8>)> = vec![
        (ProseFault::Empty, Vec::new()),
        (ProseFault::Empty, b" \n\n ".to_vec()),
        (ProseFault::Empty, word("<w:p/>")),
        (ProseFault::OldWord, compound("/WordDocument", b"text")),
        (ProseFault::OldWord, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 short".to_vec()),
        (ProseFault::Password, compound("/EncryptedPackage", b"secret")),
        (ProseFault::Pdf, b"%PDF-1.7".to_vec()),
        (ProseFault::Unknown, b"{\\rtf1 text}".to_vec()),
        (ProseFault::Unknown, b"<html><body>text".to_vec()),
        (ProseFault::Unknown, b"\x00\x01\x02".to_vec()),
        (ProseFault::Unknown, only("xl/workbook.xml", "<workbook/>")),
        (ProseFault::Broken, b"PK\x03\x04 and nothing more".to_vec()),
        (ProseFault::Broken, only("word/document.xml", "<w:document><w:p>")),
        (ProseFault::Broken, only("word/document.xml", entity)),
        (ProseFault::Broken, only("word/document.xml", &"<a>".repeat(2_000))),
        (ProseFault::Encoding, b"text \xff\xff\xff\x80 more".to_vec()),
    ];
    for (expected, bytes) in table {
        assert_eq!(read(&bytes).err(), Some(expected), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
    }
}

#[test]
fn what_wants_more_than_it_may_is_stopped() {
    let limits = ProseLimits { part_bytes: 1 << 20, paragraphs: 5, chars: 40, ..ProseLimits::default() };
    let bomb = package(&[("word/document.xml", " ".repeat(8 << 20).as_bytes())]);
    assert!(bomb.len() < 50_000);
    assert_eq!(read_prose(&bomb, &limits), Err(ProseFault::TooBig));
    assert_eq!(read_prose(&[b'a'; 11 << 20], &limits), Err(ProseFault::TooBig));
    assert_eq!(read_prose("行\n".repeat(9).as_bytes(), &limits), Err(ProseFault::TooLong));
    assert_eq!(read_prose(&word(&p("", "甲").repeat(9)), &limits), Err(ProseFault::TooLong));
    assert_eq!(read_prose(&word(&p("", &"长".repeat(41))), &limits), Err(ProseFault::TooLong));
    let many: Vec<(String, Vec<u8>)> = (0..30).map(|n| (format!("p{n}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    assert_eq!(read_prose(&package(&many), &ProseLimits { zip_entries: 20, ..limits }), Err(ProseFault::TooBig));
}

proptest! {
    #[test]
    fn damaged_documents_are_faults_or_texts_and_nothing_else(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = word(&[p(&num("1", "0"), "甲"), p("", "乙")].concat());
        let n = at.index(bytes.len());
        bytes[n] = byte;
        let _ = read(&bytes);
        let _ = read(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn any_soup_of_tags_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(vec![
        "<w:p>", "</w:p>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "甲",
        "<w:del>", "</w:del>", "<w:pPr>", "</w:pPr>", "<w:numId w:val=\"1\"/>", "<w:ilvl w:val=\"99\"/>", "<w:ilvl w:val=\"-1\"/>", "&amp;", "<w:tab/>",
    ]), 0..40)) {
        let _ = read(&word(&parts.concat()));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
        let _ = read(&[b"PK\x03\x04".as_slice(), &bytes].concat());
    }
}
