//! Printing a paper: drawn, registered once for each state of its subject, set.

use cx::{AppError, Cx, Happening, Recorded, Tx};
use data_encoding::HEXLOWER;
use kernel::Fault;
use press::{Layout, Paper, PressFault, Proof};
use sha2::{Digest, Sha256};

use super::{
    draw::{Drawn, draw_for_actor},
    flaw::flawed,
    look::{self, Look},
};
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
    let made = registered(cx, subject).await?;
    let (row, base) = (made.row.clone(), base.to_owned());
    let bytes = tokio::task::spawn_blocking(move || made.set(&base, demo, format)).await;
    let bytes = bytes.map_err(|e| AppError::Internal(format!("printing: {e}")))??;
    let name = name::file(&row.title, format);
    Ok(Printed { bytes, name, format, number: row.number, hash: row.hash, code: row.code })
}

/// A registered paper, ready to be set.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) row: PaperRow,
    drawn: Drawn,
    look: Look,
}

impl Made {
    /// Its file, with what proves it: takes a core for some milliseconds.
    pub(crate) fn set(&self, base: &str, demo: bool, format: Format) -> Result<Vec<u8>, AppError> {
        let mut paper = worded(&self.look, &self.drawn, demo)?;
        let url = format!("{}/check/{}", base.trim_end_matches('/'), self.row.code);
        paper.proof = Some(Proof { number: self.row.number.clone(), hash: self.row.hash.clone(), url });
        set(&paper, &self.look.layout, format)
    }
}

/// The file of a paper in a layout.
pub(crate) fn set(paper: &Paper, layout: &Layout, format: Format) -> Result<Vec<u8>, AppError> {
    let set = match format {
        Format::Pdf => press::pdf(paper, layout, &super::fonts::fonts()?),
        Format::Docx => press::docx(paper, layout),
    };
    set.map_err(|fault| match fault {
        PressFault::NoGlyph(_) => Fault::new("paper_no_glyph").with("characters", fault).into(),
        other => AppError::Internal(other.to_string()),
    })
}

/// The paper of these facts, before anything proves it.
pub(crate) fn worded(look: &Look, drawn: &Drawn, demo: bool) -> Result<Paper, AppError> {
    let mut facts = drawn.facts.clone();
    facts["demo"] = demo.into();
    // A template was tried on a sample; what it stumbles over in real facts is the administrator's to put right.
    Ok(look.wording.paper(&facts).map_err(|e| flawed(&e))?)
}

/// The hash of what a paper states.
pub(crate) fn hash(kind: Kind, drawn: &Drawn) -> String {
    // Keys of the facts are in order, so the same facts are the same text.
    HEXLOWER.encode(&Sha256::digest(format!("{kind}\n{}", drawn.facts)))
}

async fn registered(cx: &Cx, subject: Subject) -> Registered {
    let found = registered_many(cx, vec![subject]).await?.pop();
    found.unwrap_or(Err(AppError::NotFound))
}

/// A registered paper, or why it is not printed.
pub(crate) type Registered = Result<Made, AppError>;

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
        Ok((Some(row), drawn)) => {
            let look = look::of_row(tx, subject.kind(), &row)?;
            Ok(Some(Ok(Made { row, drawn, look })))
        }
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
            let hashes = look::choose(tx, &permit, subject.org(), subject.kind())?;
            let look = look::of_hashes(tx, subject.kind(), &hashes.0, &hashes.1)?;
            let title = match worded(&look, &drawn, false) {
                Ok(paper) => paper.title.replace('\n', ""),
                Err(refused) => {
                    made.push(Err(refused));
                    continue;
                }
            };
            let row = new_row(tx, subject, &drawn, (title, hashes))?;
            register::add(tx, &permit, &row)?;
            happenings.push(Happening::new("paper.made", row.org, &row.number));
            made.push(Ok(Made { row, drawn, look }));
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

fn new_row(
    tx: &mut Tx<'_>,
    subject: Subject,
    drawn: &Drawn,
    (title, (wording, layout)): (String, (String, String)),
) -> Result<PaperRow, AppError> {
    let (org, kind, year) = (subject.org(), subject.kind(), drawn.day.month().year());
    let seq = register::last_seq(tx, org, kind.code(), year)? + 1;
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
        wording: Some(wording),
        layout: Some(layout),
    })
}
