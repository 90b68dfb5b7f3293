//! What the work of the story rests on: documents of the prefecture and its five-year plan. All fictitious.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use cx::Cx;
use document::{About, Source};
use kernel::{ClauseId, Day, DocumentId, MilestoneId};
use plan::{Measure, MilestoneDraft, Sense};

use super::{
    Story,
    duties::{self, Paper},
};

/// The clauses and milestones that letters cite.
pub(super) struct Basis {
    /// Every clause of the story with its text.
    clauses: Vec<(ClauseId, String)>,
    /// This year's milestones by their text.
    milestones: BTreeMap<&'static str, MilestoneId>,
}

impl Basis {
    /// The clause that holds these words.
    pub(super) fn clause(&self, words: &str) -> Result<ClauseId> {
        let found = self.clauses.iter().find(|(_, text)| text.contains(words));
        found.map(|(id, _)| *id).with_context(|| format!("no clause says {words}"))
    }

    /// This year's milestone whose text begins with these words, if one does.
    pub(super) fn milestone(&self, words: &str) -> Option<MilestoneId> {
        self.milestones.iter().find(|(text, _)| text.starts_with(words)).map(|(_, id)| *id)
    }
}

/// Enters and publishes the documents, opens the plan and sets its milestones.
pub(super) async fn lay(story: &Story, year: i64) -> Result<Basis> {
    let prefecture = story.places.first().context("the tree has a root")?;
    let cx = story.cx_of(prefecture);
    let from = super::letters::day_of(year, 1, 1)?;
    let mut basis = Basis { clauses: Vec::new(), milestones: BTreeMap::new() };
    for paper in duties::PAPERS {
        let id = publish(&cx, paper, from).await?;
        read(&cx, id, &mut basis).await?;
    }
    let document = publish(&cx, &duties::FIVE_YEARS, from).await?;
    read(&cx, document, &mut basis).await?;
    // Five-year plans begin with the years 1 and 6 of a decade.
    let first = year - (year - 1).rem_euclid(5);
    let plan = plan::open(&cx, "", document, (first, first + 4)).await?;
    for (words, text, counted, values) in duties::MILESTONES {
        for (at, value) in (first..).zip(values) {
            let measure =
                Measure::Number { counted: counted.to_owned(), unit: "%".to_owned(), sense: Sense::AtLeast, value };
            let clause = basis.clause(words)?;
            let draft = MilestoneDraft { year: at, owner: prefecture.org, clause, text: text.to_owned(), measure };
            let id = plan::add(&cx, "", plan, draft).await?;
            if at == year {
                basis.milestones.insert(text, id);
            }
        }
    }
    Ok(basis)
}

async fn publish(cx: &Cx, paper: &Paper, from: Day) -> Result<DocumentId> {
    let mut about = About::new(paper.kind, paper.title);
    about.framework = paper.slot;
    about.demands_work = paper.slot.is_some();
    paper.number.clone_into(&mut about.number);
    let id = document::enter(cx, "", about, Source::Text(paper.text.to_owned())).await.context(paper.title)?;
    document::publish(cx, "", id, 1, from).await.context(paper.title)?;
    Ok(id)
}

async fn read(cx: &Cx, id: DocumentId, basis: &mut Basis) -> Result<()> {
    let reading = document::version(cx, id, None).await?;
    basis.clauses.extend(reading.clauses.into_iter().map(|c| (c.id, c.text)));
    Ok(())
}
