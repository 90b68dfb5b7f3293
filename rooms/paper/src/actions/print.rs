//! Printing a paper: drawn, registered once for each state of its subject, set.

use cx::{AppError, Cx, Happening, Recorded, Tx};
use data_encoding::HEXLOWER;
use kernel::Fault;
use press::{Layout, Paper, PressFault, Proof, Wording};
use sha2::{Digest, Sha256};

use super::draw::{Drawn, draw_for_actor};
use crate::{
    access::PRINT,
    rules::{
        address::Subject,
        code,
        kind::{Format, Kind},
        name,
    },
    store::register::{self, PaperRow},
};

/// A printed paper.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// Its number in the register.
    pub number: String,
    /// Hash of the facts it states.
    pub hash: String,
    /// The code by which it is checked.
    pub code: String,
}

/// Prints what the actor may read. The first time a subject is printed as it stands now, the paper is registered; later it
/// keeps its number and code. `base` is the address of this server, before `/check/…`; a paper of a demo says so.
///
/// # Errors
/// Not found outside the actor's sight; a character that no font can print is named.
pub async fn print(cx: &Cx, subject: Subject, format: Format, base: &str, demo: bool) -> Result<Printed, AppError> {
    let (row, drawn) = registered(cx, subject).await?;
    let paper = proved(subject.kind(), &row, &drawn, base, demo)?;
    let bytes = tokio::task::spawn_blocking(move || set(&paper, format)).await;
    let bytes = bytes.map_err(|e| AppError::Internal(format!("printing: {e}")))??;
    let name = name::file(&row.title, format);
    Ok(Printed { bytes, name, format, number: row.number, hash: row.hash, code: row.code })
}

/// The paper of these facts with what proves it.
pub(crate) fn proved(kind: Kind, row: &PaperRow, drawn: &Drawn, base: &str, demo: bool) -> Result<Paper, AppError> {
    let mut paper = worded(kind, drawn, demo)?;
    let url = format!("{}/check/{}", base.trim_end_matches('/'), row.code);
    paper.proof = Some(Proof { number: row.number.clone(), hash: row.hash.clone(), url });
    Ok(paper)
}

/// The file of a paper: takes a core for some milliseconds.
pub(crate) fn set(paper: &Paper, format: Format) -> Result<Vec<u8>, AppError> {
    let layout = Layout::default();
    let set = match format {
        Format::Pdf => press::pdf(paper, &layout, &super::fonts::fonts()?),
        Format::Docx => press::docx(paper, &layout),
    };
    set.map_err(|fault| match fault {
        PressFault::NoGlyph(_) => Fault::new("paper_no_glyph").with("characters", fault).into(),
        other => AppError::Internal(other.to_string()),
    })
}

/// The wording that the program brings for a kind.
pub(crate) const fn builtin(kind: Kind) -> &'static str {
    match kind {
        Kind::List => include_str!("../wordings/list.toml"),
        Kind::Statement => include_str!("../wordings/statement.toml"),
        Kind::Letter => include_str!("../wordings/letter.toml"),
        Kind::Minutes => include_str!("../wordings/minutes.toml"),
        Kind::Procedure => include_str!("../wordings/procedure.toml"),
    }
}

/// The paper of these facts, before anything proves it.
pub(crate) fn worded(kind: Kind, drawn: &Drawn, demo: bool) -> Result<Paper, AppError> {
    let text = builtin(kind);
    let mut facts = drawn.facts.clone();
    facts["demo"] = demo.into();
    let paper = Wording::read(text).and_then(|wording| wording.paper(&facts));
    paper.map_err(|e| AppError::Internal(format!("wording of {kind}: {e}")))
}

/// The hash of what a paper states.
pub(crate) fn hash(kind: Kind, drawn: &Drawn) -> String {
    // Keys of the facts are in order, so the same facts are the same text.
    HEXLOWER.encode(&Sha256::digest(format!("{kind}\n{}", drawn.facts)))
}

async fn registered(cx: &Cx, subject: Subject) -> Result<(PaperRow, Drawn), AppError> {
    let found = registered_many(cx, vec![subject]).await?.pop();
    found.unwrap_or(Err(AppError::NotFound))
}

/// A registered paper with its facts, or why it is not printed.
pub(crate) type Registered = Result<(PaperRow, Drawn), AppError>;

/// The papers of these subjects as they stand now, each registered once, in their order.
pub(crate) async fn registered_many(cx: &Cx, subjects: Vec<Subject>) -> Result<Vec<Registered>, AppError> {
    let asked = subjects.clone();
    let known = cx.read(move |tx| asked.into_iter().map(|subject| known(tx, subject)).collect::<Result<Vec<_>, _>>());
    let mut out = known.await?;
    let missing: Vec<usize> = (0..out.len()).filter(|n| out[*n].is_none()).collect();
    if !missing.is_empty() {
        let fresh: Vec<Subject> = missing.iter().map(|n| subjects[*n]).collect();
        for (n, made) in missing.into_iter().zip(register(cx, fresh).await?) {
            out[n] = Some(made);
        }
    }
    Ok(out.into_iter().flatten().collect())
}

/// What is known of a subject without writing anything: nothing if its paper has to be registered first.
fn known(tx: &mut Tx<'_>, subject: Subject) -> Result<Option<Registered>, AppError> {
    match find(tx, subject) {
        Ok((Some(row), drawn)) => Ok(Some(Ok((row, drawn)))),
        Ok((None, _)) => Ok(None),
        Err(refused @ (AppError::NotFound | AppError::Invalid(_))) => Ok(Some(Err(refused))),
        Err(other) => Err(other),
    }
}

async fn register(cx: &Cx, subjects: Vec<Subject>) -> Result<Vec<Registered>, AppError> {
    cx.write(move |tx| {
        let place = tx.place().clone();
        let permit = tx.permit(&PRINT, &place)?;
        let (mut made, mut happenings) = (Vec::new(), Vec::new());
        for subject in subjects.iter().copied() {
            // Somebody may have been faster, or taken it back, since it was looked at.
            if let Some(done) = known(tx, subject)? {
                made.push(done);
                continue;
            }
            let (_, drawn) = find(tx, subject)?;
            let row = new_row(tx, subject, &drawn)?;
            register::add(tx, &permit, &row)?;
            happenings.push(Happening::new("paper.made", row.org, &row.number));
            made.push(Ok((row, drawn)));
        }
        if happenings.is_empty() { Ok(Recorded::unchanged(made)) } else { Ok(Recorded::many(happenings, made)) }
    })
    .await
}

fn find(tx: &mut Tx<'_>, subject: Subject) -> Result<(Option<PaperRow>, Drawn), AppError> {
    let drawn = draw_for_actor(tx, subject)?;
    let (kind, hash) = (subject.kind(), hash(subject.kind(), &drawn));
    Ok((register::of_subject(tx, subject.org(), kind.code(), &subject.id(), &hash)?, drawn))
}

fn new_row(tx: &mut Tx<'_>, subject: Subject, drawn: &Drawn) -> Result<PaperRow, AppError> {
    let (org, kind, year) = (subject.org(), subject.kind(), drawn.day.month().year());
    let seq = register::last_seq(tx, org, kind.code(), year)? + 1;
    let title = worded(kind, drawn, false)?.title.replace('\n', "");
    let secret = cx::fresh_token()?;
    let random: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    let seat = tx.actor().seat.clone();
    Ok(PaperRow {
        org,
        id: tx.new_id(),
        kind: kind.code().to_owned(),
        subject: subject.id(),
        year,
        seq,
        number: name::number(&register::org_code(tx, org)?, kind, year, seq),
        code: code::of_bytes(&random),
        title,
        issuer: drawn.issuer.clone(),
        day: drawn.day.to_string(),
        hash: hash(kind, drawn),
        made_at: tx.now(),
        by_org: seat.org,
        by_post: seat.post,
        by_account: tx.actor().account,
    })
}
