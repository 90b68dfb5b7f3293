//! A document's XML as a stream of what we care about: tags by their local names, texts with entities resolved.

use quick_xml::events::{BytesStart, Event as Raw};

use super::ProseFault;

/// Deepest nesting of elements.
const DEPTH_MOST: usize = 512;

/// What happens next.
pub(super) enum Event<'a> {
    /// An element opens.
    Start(Tag<'a>),
    /// An element closes; its local name.
    End(&'a str),
    /// Text.
    Text(&'a str),
}

/// An open tag.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    raw: &'a BytesStart<'a>,
}

impl Tag<'_> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// The value of an attribute by its local name.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut all = self.raw.attributes();
        let found = all.with_checks(false).filter_map(Result::ok).find(|a| a.key.local_name().as_ref() == name)?;
        found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// `val`, where Word keeps nearly everything.
    pub(super) fn val(&self) -> Option<String> {
        self.get("val")
    }

    /// `val` as a number.
    pub(super) fn number(&self) -> Option<i64> {
        self.val().and_then(|v| v.parse().ok())
    }

    /// A switch: on unless it says otherwise.
    pub(super) fn flag(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }
}

/// Hands every event to `each`. Empty elements open and close. A document with a type of its own is refused: it could
/// define entities.
pub(super) fn each(text: &str, mut each: impl FnMut(Event<'_>) -> Result<(), ProseFault>) -> Result<(), ProseFault> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| ProseFault::Broken)? {
            Raw::Start(tag) => {
                depth += 1;
                if depth > DEPTH_MOST {
                    return Err(ProseFault::Broken);
                }
                let name = tag.local_name();
                each(Event::Start(Tag { name: name.as_ref(), raw: &tag }))?;
            }
            Raw::Empty(tag) => {
                let name = tag.local_name();
                each(Event::Start(Tag { name: name.as_ref(), raw: &tag }))?;
                each(Event::End(name.as_ref()))?;
            }
            Raw::End(tag) => {
                depth = depth.saturating_sub(1);
                each(Event::End(tag.local_name().as_ref()))?;
            }
            Raw::Text(text) => each(Event::Text(&text.xml10_content()))?,
            Raw::CData(text) => each(Event::Text(&text.xml10_content()))?,
            Raw::GeneralRef(entity) => {
                let resolved = entity.resolve_char_ref().map_err(|_| ProseFault::Broken)?;
                let known = match (resolved, &*entity) {
                    (Some(c), _) => Some(c),
                    (None, "lt") => Some('<'),
                    (None, "gt") => Some('>'),
                    (None, "amp") => Some('&'),
                    (None, "quot") => Some('"'),
                    (None, "apos") => Some('\''),
                    _ => None,
                };
                let c = known.ok_or(ProseFault::Broken)?;
                each(Event::Text(c.encode_utf8(&mut [0; 4])))?;
            }
            Raw::DocType(_) => return Err(ProseFault::Broken),
            Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => {}
            Raw::Eof => return if depth == 0 { Ok(()) } else { Err(ProseFault::Broken) },
        }
    }
}
