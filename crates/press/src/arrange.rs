//! A paper made ready for setting: what both writers need to know, decided once, so that the PDF and
//! the Word document agree.

use serde::Serialize;

use crate::{
    Align, Block, Layout, Paper, PressFault, Proof, Role, Signature, Table,
    chars::{clean, half_widths, numeral},
    qr,
};

/// Lines of a cell beyond which its row may be torn after all: it would not fit on one page.
const ROW_LINES_MOST: usize = 25;

/// A paper made ready for setting.
#[derive(Debug, Serialize)]
pub(crate) struct Arranged {
    pub(crate) head: Option<SetHead>,
    /// Lines of the title.
    pub(crate) title: Vec<String>,
    /// With its colon.
    pub(crate) addressee: String,
    pub(crate) blocks: Vec<Set>,
    pub(crate) attached: Attached,
    pub(crate) signature: Option<SetSignature>,
    pub(crate) annexes: Vec<SetAnnex>,
    pub(crate) colophon: Option<SetColophon>,
    pub(crate) proof: Option<SetProof>,
    /// Year, month and day for the properties of the file.
    pub(crate) date: Option<(i32, u8, u8)>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SetHead {
    pub(crate) issuer: String,
    pub(crate) number: String,
    pub(crate) signer: String,
    /// In half points: as large as the width allows.
    pub(crate) size: u32,
}

/// A part of the body.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Set {
    Heading { level: u8, role: Role, text: String },
    Paragraph { text: String },
    Table(SetTable),
}

#[derive(Debug, Serialize)]
pub(crate) struct SetTable {
    pub(crate) caption: String,
    pub(crate) columns: Vec<SetColumn>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SetColumn {
    pub(crate) head: String,
    /// In twips; all of them together fill the width.
    pub(crate) width: u32,
    pub(crate) align: Align,
}

#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// Cells, each with its lines.
    pub(crate) cells: Vec<Vec<String>>,
    /// Whether it stays in one piece.
    pub(crate) whole: bool,
}

/// The list of what is attached.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Attached {
    pub(crate) label: String,
    /// Numbered, if there are several.
    pub(crate) lines: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum SetSignature {
    /// Both lines end this many twips before the right edge.
    Single {
        by: String,
        by_right: u32,
        day: String,
        day_right: u32,
    },
    Two {
        left: Vec<String>,
        right: Vec<String>,
    },
}

#[derive(Debug, Serialize)]
pub(crate) struct SetAnnex {
    pub(crate) label: String,
    pub(crate) title: Vec<String>,
    pub(crate) blocks: Vec<Set>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SetColophon {
    pub(crate) copies: String,
    pub(crate) office: String,
    pub(crate) day: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct SetProof {
    pub(crate) number: String,
    /// The hash in two lines.
    pub(crate) hash: Vec<String>,
    pub(crate) label: String,
    pub(crate) url: String,
    /// The QR code as a picture of lines.
    pub(crate) svg: String,
}

/// Makes a paper ready.
pub(crate) fn arrange(paper: &Paper, layout: &Layout) -> Result<Arranged, PressFault> {
    let labels = &layout.labels;
    let addressee = clean(&paper.addressee);
    let with_colon = |text: String| if text.is_empty() { text } else { text + &labels.colon };
    Ok(Arranged {
        head: paper.head.as_ref().map(|head| SetHead {
            size: head_size(&head.issuer, layout),
            issuer: clean(&head.issuer),
            number: clean(&head.number),
            signer: clean(&head.signer),
        }),
        title: lines(&paper.title),
        addressee: with_colon(addressee),
        blocks: body(&paper.blocks, layout),
        attached: attached(&paper.attached, &labels.attached),
        signature: paper.signature.as_ref().map(|s| signature(s, layout)),
        annexes: annexes(paper, layout),
        colophon: paper.colophon.as_ref().map(|c| SetColophon {
            copies: if c.copies.is_empty() { String::new() } else { labels.copies.clone() + &clean(&c.copies) },
            office: clean(&c.office),
            day: if c.day.is_empty() { String::new() } else { clean(&c.day) + &labels.issued },
        }),
        proof: paper.proof.as_ref().map(|p| proof(p, layout)).transpose()?,
        date: date(&paper.day),
    })
}

/// Texts that the layout adds, for the check of glyphs.
pub(crate) fn label_texts(layout: &Layout) -> Vec<&str> {
    let l = &layout.labels;
    let levels = l.levels.iter().map(String::as_str);
    let others = [
        &l.colon,
        &l.signer,
        &l.attached,
        &l.annex,
        &l.copies,
        &l.issued,
        &l.proof_number,
        &l.proof_hash,
        &l.proof_url,
    ];
    levels.chain(others.into_iter().map(String::as_str)).collect()
}

fn lines(text: &str) -> Vec<String> {
    clean(text).split('\n').map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

/// As large as the width allows, with a little air at both sides.
fn head_size(issuer: &str, layout: &Layout) -> u32 {
    let style = layout.style(Role::Head);
    let halves = u32::try_from(half_widths(issuer)).unwrap_or(u32::MAX).clamp(1, 10_000);
    // Half an em of one half point is five twips.
    let fits = layout.area_width() * 96 / 100 / (halves * 5);
    fits.clamp(style.least.min(style.size), style.size)
}

fn body(blocks: &[Block], layout: &Layout) -> Vec<Set> {
    let mut counts = [0_u32; 4];
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { level, text, own: true } => {
                let level = (*level).clamp(1, 4);
                out.push(Set::Heading { level, role: Role::heading(level), text: lines(text).join("") });
            }
            Block::Heading { level, text, own: false } => {
                let level = (*level).clamp(1, 4);
                let at = usize::from(level) - 1;
                counts[at] += 1;
                counts[at + 1..].fill(0);
                let n = if level <= 2 { numeral(counts[at]) } else { counts[at].to_string() };
                let text = layout.labels.levels[at].replace("{n}", &n) + &lines(text).join("");
                out.push(Set::Heading { level, role: Role::heading(level), text });
            }
            Block::Paragraph { text } => out.extend(lines(text).into_iter().map(|text| Set::Paragraph { text })),
            Block::Table(table) if !table.columns.is_empty() => out.push(Set::Table(set_table(table, layout))),
            Block::Table(_) => {}
        }
    }
    out
}

fn set_table(table: &Table, layout: &Layout) -> SetTable {
    let area = layout.area_width();
    let shares = table.columns.iter().map(|c| u64::from(c.width.max(1))).sum::<u64>().max(1);
    let share = |part: u64| u32::try_from(u64::from(area) * part / shares).unwrap_or(area);
    let mut before = 0;
    let columns: Vec<SetColumn> = table
        .columns
        .iter()
        .map(|c| {
            let from = share(before);
            before += u64::from(c.width.max(1));
            SetColumn { head: clean(&c.head), width: share(before) - from, align: c.align }
        })
        .collect();
    let half = (layout.style(Role::Table).size * 5).max(1);
    let rows = table.rows.iter().map(|row| set_row(row, &columns, half)).collect();
    SetTable { caption: lines(&table.caption).join(""), columns, rows }
}

/// `half` is the width of half a character in twips.
fn set_row(row: &[String], columns: &[SetColumn], half: u32) -> Row {
    let cells: Vec<Vec<String>> =
        (0..columns.len()).map(|n| row.get(n).map(|text| lines(text)).unwrap_or_default()).collect();
    let high = |(cell, column): (&Vec<String>, &SetColumn)| -> usize {
        let holds = usize::try_from(column.width.saturating_sub(170) / half).unwrap_or(1).max(2);
        cell.iter().map(|line| half_widths(line).div_ceil(holds).max(1)).sum()
    };
    let whole = cells.iter().zip(columns).map(high).max().unwrap_or(0) <= ROW_LINES_MOST;
    Row { cells, whole }
}

fn attached(names: &[String], label: &str) -> Attached {
    let names: Vec<String> = names.iter().map(|n| lines(n).join("")).filter(|n| !n.is_empty()).collect();
    let several = names.len() > 1;
    let number = |(n, name): (usize, String)| if several { format!("{}. {name}", n + 1) } else { name };
    Attached { label: label.to_owned(), lines: names.into_iter().enumerate().map(number).collect() }
}

fn annexes(paper: &Paper, layout: &Layout) -> Vec<SetAnnex> {
    let label = &layout.labels.annex;
    let several = paper.annexes.len() > 1;
    let each = |(n, annex): (usize, &crate::Annex)| SetAnnex {
        label: if several { format!("{label}{}", n + 1) } else { label.clone() },
        title: lines(&annex.title),
        blocks: body(&annex.blocks, layout),
    };
    paper.annexes.iter().enumerate().map(each).collect()
}

/// The day ends four characters before the right edge and the name stands in the middle above it; a name
/// too long for that ends at the edge, and the day stands in the middle below it (7.3.5.1).
fn signature(signature: &Signature, layout: &Layout) -> SetSignature {
    match signature {
        Signature::Single { by, day } => {
            let (by, day) = (lines(by).join(""), clean(day));
            let quarter = i64::from(layout.advance()) / 4;
            let wide = |text: &str| i64::try_from(half_widths(text)).unwrap_or(0);
            let four = i64::from(layout.advance()) * 4;
            let shift = (wide(&by) - wide(&day)) * quarter;
            let most = i64::from(layout.area_width()) / 2;
            let right = |value: i64| u32::try_from(value.clamp(0, most)).unwrap_or(0);
            let (by_right, day_right) =
                if four >= shift { (right(four - shift), right(four)) } else { (0, right(shift)) };
            SetSignature::Single { by, by_right, day, day_right }
        }
        Signature::Two { left, right } => SetSignature::Two { left: party(left), right: party(right) },
    }
}

/// The lines of a party: blank ones keep their place, so that both sides stand level.
fn party(party: &crate::Party) -> Vec<String> {
    [&party.role, &party.by, &party.hand, &party.day].into_iter().map(|text| clean(text)).collect()
}

fn proof(proof: &Proof, layout: &Layout) -> Result<SetProof, PressFault> {
    let labels = &layout.labels;
    let url = clean(&proof.url);
    Ok(SetProof {
        number: format!("{} {}", labels.proof_number, clean(&proof.number)),
        hash: halves(&format!("{} {}", labels.proof_hash, clean(&proof.hash))),
        label: labels.proof_url.clone(),
        svg: qr::svg(&url)?,
        url,
    })
}

/// A long line as two of about the same length.
fn halves(line: &str) -> Vec<String> {
    let all: Vec<char> = line.chars().collect();
    all.chunks(all.len().div_ceil(2).max(1)).map(|half| half.iter().collect()).collect()
}

fn date(day: &str) -> Option<(i32, u8, u8)> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some((day.year().into(), u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?))
}
