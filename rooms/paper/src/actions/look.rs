//! How a paper is worded and laid out: by the templates in force when it is made, and by the same ever after.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use cx::{AppError, Permit, Tx};
use data_encoding::HEXLOWER;
use press::{Layout, Wording};
use sha2::{Digest, Sha256};

use crate::{
    rules::{
        kind::Kind,
        template::{Template, in_force},
    },
    store::{
        register::{self, PaperRow},
        template,
    },
};

/// Texts that are held ready, each read once; when there are so many, all are forgotten.
const READY_MOST: usize = 64;

static READY: LazyLock<Mutex<Ready>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Ready {
    wordings: HashMap<String, Arc<Wording>>,
    layouts: HashMap<String, Arc<Layout>>,
}

/// How a paper is worded and laid out.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) wording: Arc<Wording>,
    pub(crate) layout: Arc<Layout>,
}

/// The hash under which a text is kept.
pub(crate) fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

/// The text of a template that is in force today in the tree of an organisation.
fn today(tx: &mut Tx<'_>, org: kernel::OrgId, template: Template) -> Result<String, AppError> {
    let (path, _) = register::org(tx, org)?;
    let Some(root) = template::root(tx, &path)? else { return Ok(template.builtin().to_owned()) };
    let (versions, day) = (template::versions(tx, root, template)?, tx.today());
    match in_force(&versions, |v| v.from, day) {
        Some(version) => stored(tx, template, &version.hash),
        None => Ok(template.builtin().to_owned()),
    }
}

/// The text with this hash, or what the program brings if there is none.
pub(crate) fn stored(tx: &mut Tx<'_>, template: Template, hash: &str) -> Result<String, AppError> {
    if hash.is_empty() {
        return Ok(template.builtin().to_owned());
    }
    template::text(tx, hash)?.ok_or_else(|| AppError::Internal(format!("template text {hash} is not there")))
}

/// Chooses how a new paper looks and keeps both texts for ever; answers their hashes.
pub(crate) fn choose(
    tx: &mut Tx<'_>,
    permit: &Permit,
    org: kernel::OrgId,
    kind: Kind,
) -> Result<(String, String), AppError> {
    let wording = today(tx, org, Template::Wording(kind))?;
    let layout = today(tx, org, Template::Layout)?;
    let hashes = (hash(&wording), hash(&layout));
    template::add_text(tx, permit, &hashes.0, &wording)?;
    template::add_text(tx, permit, &hashes.1, &layout)?;
    Ok(hashes)
}

/// How a registered paper looks; one made before there were templates, as the program brings it.
pub(crate) fn of_row(tx: &mut Tx<'_>, kind: Kind, row: &PaperRow) -> Result<Look, AppError> {
    let (wording, layout) = (row.wording.as_deref().unwrap_or_default(), row.layout.as_deref().unwrap_or_default());
    of_hashes(tx, kind, wording, layout)
}

/// The look of two stored texts; empty for what the program brings.
pub(crate) fn of_hashes(tx: &mut Tx<'_>, kind: Kind, wording: &str, layout: &str) -> Result<Look, AppError> {
    // What the program brings differs by kind, so it is held under the name of its kind.
    let key = if wording.is_empty() { kind.code() } else { wording };
    let found = ready(|r| (r.wordings.get(key).cloned(), r.layouts.get(layout).cloned()));
    let wording = match found.0 {
        Some(ready) => ready,
        None => {
            let text = stored(tx, Template::Wording(kind), wording)?;
            let read =
                Arc::new(Wording::read(&text).map_err(|e| AppError::Internal(format!("wording of {kind}: {e}")))?);
            ready(|r| keep(&mut r.wordings, key, &read));
            read
        }
    };
    let layout = match found.1 {
        Some(ready) => ready,
        None => {
            let text = stored(tx, Template::Layout, layout)?;
            let read = Arc::new(Layout::read(&text).map_err(|e| AppError::Internal(e.to_string()))?);
            ready(|r| keep(&mut r.layouts, layout, &read));
            read
        }
    };
    Ok(Look { wording, layout })
}

fn ready<T>(with: impl FnOnce(&mut Ready) -> T) -> T {
    with(&mut READY.lock().unwrap_or_else(PoisonError::into_inner))
}

fn keep<T>(map: &mut HashMap<String, Arc<T>>, key: &str, value: &Arc<T>) {
    if map.len() >= READY_MOST {
        map.clear();
    }
    map.insert(key.to_owned(), Arc::clone(value));
}
