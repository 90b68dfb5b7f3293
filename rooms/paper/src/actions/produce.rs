//! Making the papers of a batch into one file: some at a time, so that memory does not grow with their number.

use std::{
    io::{Seek, Write},
    mem,
};

use cx::{AppError, Cx};
use kernel::OrgPath;
use press::Bundle;
use serde::{Deserialize, Serialize};

use super::{
    batch::{Recipient, page},
    print::{Registered, registered_many},
};
use crate::rules::{
    kind::Format,
    name,
    order::{Of, REFUSED_SHOWN},
};

/// Papers of one step: registered in one commit, then set.
const STEP: i64 = 10;

/// What a batch is made of, and how.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) of: Of,
    pub(crate) format: Format,
    /// Address of this server.
    pub(crate) base: String,
    pub(crate) demo: bool,
}

/// A paper that could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Whose.
    pub org: String,
    /// Code of why.
    pub code: String,
    /// The characters that no font has, if that is why.
    pub characters: String,
}

/// For whom a batch is made.
pub(crate) trait Customer: Send {
    /// Whoever acts, as they stand now: asked anew for each step.
    fn cx(&mut self) -> impl Future<Output = Result<Cx, AppError>> + Send;
    /// Hears how far it is; false to stop.
    fn hear(&mut self, done: i64, refused: &[Refused]) -> impl Future<Output = Result<bool, AppError>> + Send;
}

/// Writes all papers of a job into a file; none if the customer said to stop.
pub(crate) async fn produce<W: Write + Seek + Send + 'static>(
    job: &Job,
    file: W,
    customer: &mut impl Customer,
) -> Result<Option<W>, AppError> {
    let mut work = Work { bundle: Bundle::new(file), job: job.clone(), done: 0, refused: Vec::new() };
    let mut after = Some(OrgPath::everything());
    while let Some(from) = after {
        let (cx, of) = (customer.cx().await?, job.of);
        let (recipients, next) = cx.read(move |tx| page(tx, of, &from, STEP)).await?;
        let subjects = recipients.iter().map(|r| of.one(r.org)).collect();
        let papers: Vec<(Recipient, Registered)> =
            recipients.into_iter().zip(registered_many(&cx, subjects).await?).collect();
        let stepped = tokio::task::spawn_blocking(move || work.step(papers).map(|()| work)).await;
        work = stepped.map_err(|e| AppError::Internal(format!("printing: {e}")))??;
        if !customer.hear(work.done, &work.refused).await? {
            return Ok(None);
        }
        after = next;
    }
    Ok(Some(work.bundle.end().map_err(|e| unwritten(&e))?))
}

struct Work<W: Write + Seek> {
    bundle: Bundle<W>,
    job: Job,
    done: i64,
    refused: Vec<Refused>,
}

impl<W: Write + Seek> Work<W> {
    fn step(&mut self, papers: Vec<(Recipient, Registered)>) -> Result<(), AppError> {
        for (recipient, registered) in papers {
            self.done += 1;
            match self.add(&recipient, registered) {
                Ok(()) => {}
                Err(AppError::NotFound) => self.refuse(recipient.name, "not_found", String::new()),
                Err(AppError::Invalid(faults)) => {
                    let fault = faults.into_iter().next().unwrap_or_else(|| kernel::Fault::new("not_found"));
                    let characters = fault.values.iter().find(|(key, _)| *key == "characters");
                    self.refuse(recipient.name, fault.code, characters.map(|(_, v)| v.clone()).unwrap_or_default());
                }
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn add(&mut self, recipient: &Recipient, registered: Registered) -> Result<(), AppError> {
        let (made, job) = (registered?, &self.job);
        let bytes = made.set(&job.base, job.demo, job.format)?;
        let name = name::in_batch(self.done, (&recipient.name, &made.row.title, &made.row.number), job.format);
        self.bundle.add(&name, &bytes).map_err(|e| unwritten(&e))
    }

    fn refuse(&mut self, org: String, code: &str, characters: String) {
        if self.refused.len() < REFUSED_SHOWN {
            self.refused.push(Refused { org, code: code.to_owned(), characters });
        }
    }
}

fn unwritten(error: &std::io::Error) -> AppError {
    AppError::Internal(format!("batch: {error}"))
}

/// A batch that somebody at the command line waits for.
struct Waiting<F> {
    cx: Cx,
    told: F,
    refused: Vec<Refused>,
}

impl<F: FnMut(i64) + Send> Customer for Waiting<F> {
    async fn cx(&mut self) -> Result<Cx, AppError> {
        Ok(self.cx.clone())
    }

    async fn hear(&mut self, done: i64, refused: &[Refused]) -> Result<bool, AppError> {
        self.refused = refused.to_vec();
        (self.told)(done);
        Ok(true)
    }
}

/// Makes a batch at once into a file of the caller's; `told` hears how many papers are done. Answers the papers that
/// could not be printed, at most fifty.
///
/// # Errors
/// As [`super::batch::plan`]; if the file cannot be written.
pub async fn make_batch<W: Write + Seek + Send + 'static>(
    cx: &Cx,
    (of, format): (Of, Format),
    (base, demo): (&str, bool),
    file: W,
    told: impl FnMut(i64) + Send,
) -> Result<Vec<Refused>, AppError> {
    let job = Job { of, format, base: base.to_owned(), demo };
    let mut customer = Waiting { cx: cx.clone(), told, refused: Vec::new() };
    produce(&job, file, &mut customer).await?;
    Ok(mem::take(&mut customer.refused))
}
