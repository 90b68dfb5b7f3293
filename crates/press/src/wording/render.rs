//! Filling a wording with facts.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::ErrorKind;
use minijinja::value::{Serde, Value};

use super::{AnnexPart, Flaw, Part, PartyPart, SignaturePart, Text, Wording, WordingFault};
use crate::{Annex, Block, Colophon, Column, Head, Paper, Party, Signature, Table};

/// Blocks and rows beyond which a paper is refused: no paper of an office is that long.
const PARTS_MOST: usize = 20_000;

/// The names that texts may use at one place.
type Scope = BTreeMap<String, Value>;

/// What one of a list is called if the file does not say.
const ONE: &str = "it";

pub(super) fn paper(wording: &Wording, facts: &serde_json::Value) -> Result<Paper, WordingFault> {
    let scope = scope_of(facts);
    let mut fill = Fill { wording, parts: 0 };
    let frame = &wording.file.paper;
    let one = |text: &Text| fill_text(wording, text, &scope);
    let maybe = |text: &Option<Text>| text.as_ref().map_or_else(|| Ok(String::new()), &one);
    let head = match &frame.head {
        Some(head) => {
            Some(Head { issuer: one(&head.issuer)?, number: maybe(&head.number)?, signer: maybe(&head.signer)? })
        }
        None => None,
    };
    let colophon = match &frame.colophon {
        Some(c) => Some(Colophon { copies: maybe(&c.copies)?, office: one(&c.office)?, day: one(&c.day)? }),
        None => None,
    };
    Ok(Paper {
        head,
        title: one(&frame.title)?,
        addressee: maybe(&frame.addressee)?,
        attached: frame.attached.iter().map(one).collect::<Result<_, _>>()?,
        signature: frame.signature.as_ref().map(|s| signature(wording, s, &scope)).transpose()?,
        colophon,
        day: one(&frame.day)?,
        blocks: fill.blocks(&wording.file.block, &scope)?,
        annexes: fill.annexes(&wording.file.annex, &scope)?,
        proof: None,
    })
}

fn scope_of(facts: &serde_json::Value) -> Scope {
    let fields = facts.as_object().into_iter().flatten();
    fields.map(|(name, value)| (name.clone(), Value::from(Serde(value)))).collect()
}

fn fill_text(wording: &Wording, text: &Text, scope: &Scope) -> Result<String, WordingFault> {
    let filled = wording.jinja.render_str(text.get_ref(), scope);
    filled.map_err(|e| fault(wording, text, &e))
}

/// The fault of a placeholder, in the line of the file.
fn fault(wording: &Wording, text: &Text, error: &minijinja::Error) -> WordingFault {
    let within = error.line().unwrap_or(1).saturating_sub(1);
    let said = error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
    let flaw = match error.kind() {
        ErrorKind::SyntaxError => Flaw::Syntax(said),
        ErrorKind::OutOfFuel => Flaw::Endless,
        _ => Flaw::Unfilled { expression: text.get_ref().trim().to_owned(), said },
    };
    WordingFault { line: wording.line(text) + within, flaw }
}

fn signature(wording: &Wording, part: &SignaturePart, scope: &Scope) -> Result<Signature, WordingFault> {
    let at = Some(&part.kind);
    let need = |text: &Option<Text>| match text {
        Some(text) => fill_text(wording, text, scope),
        None => Err(wording.fault(at, Flaw::Signature)),
    };
    let party = |party: &Option<PartyPart>| match party {
        Some(p) => Ok(Party {
            role: fill_text(wording, &p.role, scope)?,
            by: fill_text(wording, &p.by, scope)?,
            hand: fill_text(wording, &p.hand, scope)?,
            day: fill_text(wording, &p.day, scope)?,
        }),
        None => Err(wording.fault(at, Flaw::Signature)),
    };
    match part.kind.get_ref().as_str() {
        "single" => Ok(Signature::Single { by: need(&part.by)?, day: need(&part.day)? }),
        "two" => Ok(Signature::Two { left: party(&part.left)?, right: party(&part.right)? }),
        _ => Err(wording.fault(at, Flaw::Signature)),
    }
}

struct Fill<'a> {
    wording: &'a Wording,
    parts: usize,
}

impl Fill<'_> {
    fn blocks(&mut self, parts: &[Part], scope: &Scope) -> Result<Vec<Block>, WordingFault> {
        let mut out = Vec::new();
        for part in parts {
            if self.stands(part.when.as_ref(), scope)? {
                self.block(part, scope, &mut out)?;
            }
        }
        Ok(out)
    }

    fn block(&mut self, part: &Part, scope: &Scope, out: &mut Vec<Block>) -> Result<(), WordingFault> {
        if let Some(text) = &part.text {
            self.count(text)?;
            let filled = fill_text(self.wording, text, scope)?;
            // What turns out to be nothing leaves no empty line.
            if !filled.trim().is_empty() {
                out.push(match &part.heading {
                    Some(level) => Block::Heading { level: *level.get_ref(), text: filled, own: part.own },
                    None => Block::Paragraph { text: filled },
                });
            }
        } else if let Some(list) = &part.table {
            out.push(Block::Table(self.table(part, list, scope)?));
        } else if let Some(list) = &part.each {
            for (n, one) in self.list(list, scope)?.into_iter().enumerate() {
                self.count(list)?;
                out.extend(self.blocks(&part.block, &inner(part, scope, n, one))?);
            }
        }
        Ok(())
    }

    fn table(&mut self, part: &Part, list: &Text, scope: &Scope) -> Result<Table, WordingFault> {
        let mut rows = Vec::new();
        for (n, one) in self.list(list, scope)?.into_iter().enumerate() {
            self.count(list)?;
            let scope = inner(part, scope, n, one);
            rows.push(part.columns.iter().map(|c| fill_text(self.wording, &c.text, &scope)).collect::<Result<_, _>>()?);
        }
        let column = |c: &super::ColumnPart| Column { head: c.head.clone(), width: c.width, align: c.align };
        let caption = part.caption.as_ref().map(|c| fill_text(self.wording, c, scope)).transpose()?;
        Ok(Table { caption: caption.unwrap_or_default(), columns: part.columns.iter().map(column).collect(), rows })
    }

    fn annexes(&mut self, parts: &[AnnexPart], scope: &Scope) -> Result<Vec<Annex>, WordingFault> {
        let mut out = Vec::new();
        for part in parts {
            if self.stands(part.when.as_ref(), scope)? {
                let title = fill_text(self.wording, &part.title, scope)?;
                out.push(Annex { title, blocks: self.blocks(&part.block, scope)? });
            }
        }
        Ok(out)
    }

    fn evaluate(&self, text: &Text, scope: &Scope) -> Result<Value, WordingFault> {
        let compiled = self.wording.jinja.compile_expression(text.get_ref());
        compiled.and_then(|e| e.eval(scope)).map_err(|e| fault(self.wording, text, &e))
    }

    fn stands(&self, condition: Option<&Text>, scope: &Scope) -> Result<bool, WordingFault> {
        condition.map_or(Ok(true), |text| Ok(self.evaluate(text, scope)?.is_true()))
    }

    fn list(&self, text: &Text, scope: &Scope) -> Result<Vec<Value>, WordingFault> {
        let value = self.evaluate(text, scope)?;
        let is_list = value.kind() == minijinja::value::ValueKind::Seq;
        let items = is_list.then(|| value.try_iter().ok()).flatten();
        let none = || self.wording.fault(Some(text), Flaw::NotAList(text.get_ref().clone()));
        items.map(Iterator::collect).ok_or_else(none)
    }

    fn count(&mut self, at: &Text) -> Result<(), WordingFault> {
        self.parts += 1;
        if self.parts <= PARTS_MOST { Ok(()) } else { Err(self.wording.fault(Some(at), Flaw::Endless)) }
    }
}

/// The scope within a loop: one of the list under its name, and its number.
fn inner(part: &Part, scope: &Scope, n: usize, one: Value) -> Scope {
    let mut scope = scope.clone();
    scope.insert(part.called.clone().unwrap_or_else(|| ONE.to_owned()), one);
    scope.insert("n".to_owned(), Value::from(n + 1));
    scope
}

/// Whether every name is known, reached by the sample or not.
pub(super) fn names(wording: &Wording, sample: &serde_json::Value) -> Result<(), WordingFault> {
    let known: BTreeSet<String> = sample.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let frame = &wording.file.paper;
    let mut texts: Vec<&Text> = vec![&frame.title, &frame.day];
    texts.extend(frame.addressee.iter().chain(&frame.attached));
    if let Some(head) = &frame.head {
        texts.extend([Some(&head.issuer), head.number.as_ref(), head.signer.as_ref()].into_iter().flatten());
    }
    if let Some(s) = &frame.signature {
        texts.extend(s.by.iter().chain(&s.day));
        let parties = s.left.iter().chain(&s.right);
        texts.extend(parties.flat_map(|p| [&p.role, &p.by, &p.hand, &p.day]));
    }
    if let Some(c) = &frame.colophon {
        texts.extend(c.copies.iter().chain([&c.office, &c.day]));
    }
    for text in texts {
        known_text(wording, text, &known)?;
    }
    known_parts(wording, &wording.file.block, &known)?;
    for annex in &wording.file.annex {
        known_text(wording, &annex.title, &known)?;
        known_expression(wording, annex.when.as_ref(), &known)?;
        known_parts(wording, &annex.block, &known)?;
    }
    Ok(())
}

fn known_parts(wording: &Wording, parts: &[Part], known: &BTreeSet<String>) -> Result<(), WordingFault> {
    for part in parts {
        known_expression(wording, part.when.as_ref(), known)?;
        known_expression(wording, part.table.as_ref(), known)?;
        known_expression(wording, part.each.as_ref(), known)?;
        let mut inside = known.clone();
        inside.extend([part.called.clone().unwrap_or_else(|| ONE.to_owned()), "n".to_owned()]);
        for text in part.text.iter().chain(&part.caption) {
            known_text(wording, text, known)?;
        }
        for column in &part.columns {
            known_text(wording, &column.text, &inside)?;
        }
        known_parts(wording, &part.block, &inside)?;
    }
    Ok(())
}

fn known_text(wording: &Wording, text: &Text, known: &BTreeSet<String>) -> Result<(), WordingFault> {
    let template = wording.jinja.template_from_str(text.get_ref()).map_err(|e| fault(wording, text, &e))?;
    all_known(wording, text, known, template.undeclared_variables(false))
}

fn known_expression(wording: &Wording, text: Option<&Text>, known: &BTreeSet<String>) -> Result<(), WordingFault> {
    let Some(text) = text else { return Ok(()) };
    let compiled = wording.jinja.compile_expression(text.get_ref()).map_err(|e| fault(wording, text, &e))?;
    all_known(wording, text, known, compiled.undeclared_variables(false))
}

fn all_known(
    wording: &Wording,
    text: &Text,
    known: &BTreeSet<String>,
    used: impl IntoIterator<Item = String>,
) -> Result<(), WordingFault> {
    match used.into_iter().filter(|name| !known.contains(name)).min() {
        None => Ok(()),
        Some(name) => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            Err(wording.fault(Some(text), Flaw::UnknownName { name, known: known.join(", ") }))
        }
    }
}
