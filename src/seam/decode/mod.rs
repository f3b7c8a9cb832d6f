//! From the bytes of an answer to objects of the domain, item by item.

use std::{borrow::Cow, fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{error::Category, value::RawValue};

use crate::domain::{self, AttemptReport, Skipped};

use super::{
    report::{Event, ScanReport},
    wire::{self, Flag, Maybe, MissingField, Verbatim},
};

const TOO_LONG: &str = "it is too long";
/// The most items of a page; lists without pages come as one.
const MOST_ON_A_PAGE: usize = 200_000;
/// How many unreadable items of a page are told in the log.
const TOLD: usize = 20;

/// Something that stands in Seam's answers, alone under one key or in a list under another.
pub(super) trait Object: Sized + Send + 'static {
    /// How it stands on the wire.
    type Wire<'a>: Deserialize<'a> + TryInto<Self, Error = MissingField>;
    /// The key it stands under alone.
    const ONE: &'static str;
    /// The key a list of it stands under.
    const LIST: &'static str;
}

macro_rules! objects {
    ($($domain:ty = $wire:ident, $one:literal, $list:literal;)*) => {$(
        impl Object for $domain {
            type Wire<'a> = wire::$wire<'a>;
            const ONE: &'static str = $one;
            const LIST: &'static str = $list;
        }
    )*};
}

objects! {
    domain::Workspace = Workspace, "workspace", "workspaces";
    domain::System = System, "acs_system", "acs_systems";
    domain::Encoder = Encoder, "acs_encoder", "acs_encoders";
    domain::Credential = Credential, "acs_credential", "acs_credentials";
    domain::AcsUser = AcsUser, "acs_user", "acs_users";
    domain::Door = Entrance, "acs_entrance", "acs_entrances";
    domain::AccessGrant = AccessGrant, "access_grant", "access_grants";
    domain::AccessMethod = AccessMethod, "access_method", "access_methods";
    AttemptReport = ActionAttempt, "action_attempt", "action_attempts";
    ScanReport = ActionAttempt, "action_attempt", "action_attempts";
    Event = Event, "event", "events";
}

/// Why something cannot be read: where, and what is wrong with it. Never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub path: String,
    pub reason: String,
}

impl Fault {
    fn at(path: &str, reason: impl Into<String>) -> Self {
        Self { path: path.to_owned(), reason: reason.into() }
    }

    /// More than any of Seam's.
    pub(super) fn too_long(path: &str) -> Self {
        Self::at(path, TOO_LONG)
    }

    /// The same, seen from above; `.` is the object itself.
    fn under(self, above: &str) -> Self {
        let path = if self.path == "." { above.to_owned() } else { format!("{above}.{}", self.path) };
        Self { path, ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// `pagination`, as far as it is followed. `next_page_url` is not: the token goes to the endpoint alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Continuation {
    pub cursor: Option<String>,
}

/// A page of a list, split into items that are not looked into: enough to ask for the next page.
pub(super) struct Envelope {
    text: String,
    items: Vec<Range<usize>>,
    pub next: Continuation,
}

/// Reads the object of an answer.
pub(super) fn one<T: Object>(body: &[u8]) -> Result<T, Fault> {
    let text = String::from_utf8_lossy(body);
    let found = split(&text, T::ONE)?;
    let raw = found.value.ok_or_else(|| Fault::at(T::ONE, "it is missing"))?;
    parse(raw.get()).map_err(|fault| fault.under(T::ONE))
}

/// Splits a page of a list. A null list is an empty one; a missing one is a fault.
pub(super) fn envelope<T: Object>(body: Vec<u8>) -> Result<Envelope, Fault> {
    let text = String::from_utf8(body).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let found = split(&text, T::LIST)?;
    let list = found.value.ok_or_else(|| Fault::at(T::LIST, "it is missing"))?.get();
    let items: Vec<&RawValue> = match list.as_bytes().first() {
        Some(b'[') => items_of(list).map_err(|error| Fault::at(T::LIST, kind_of(&error)))?,
        _ if list == "null" => Vec::new(),
        _ => return Err(Fault::at(T::LIST, "it is no list")),
    };
    if items.len() > MOST_ON_A_PAGE {
        return Err(Fault::too_long(T::LIST));
    }
    let start = text.as_ptr() as usize;
    let range = |item: &RawValue| {
        let from = item.get().as_ptr() as usize - start;
        from..from + item.get().len()
    };
    let (items, next) = (items.into_iter().map(range).collect(), found.next);
    Ok(Envelope { text, items, next })
}

/// The items, and one more than may be where there are more: what is behind it is read over.
fn items_of(list: &str) -> serde_json::Result<Vec<&RawValue>> {
    struct Items;
    impl<'de> Visitor<'de> for Items {
        type Value = Vec<&'de RawValue>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while items.len() <= MOST_ON_A_PAGE {
                match source.next_element()? {
                    Some(item) => items.push(item),
                    None => return Ok(items),
                }
            }
            while source.next_element::<IgnoredAny>()?.is_some() {}
            Ok(items)
        }
    }
    serde_json::Deserializer::from_str(list).deserialize_seq(Items)
}

impl Envelope {
    /// How many bytes it holds.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// How many items it holds.
    pub(super) fn held(&self) -> usize {
        self.items.len()
    }

    /// Reads the items; those that cannot be read are reported by their place and skipped.
    pub(super) fn read<T: Object>(self) -> (Vec<T>, Vec<Skipped>) {
        let mut values = Vec::with_capacity(self.items.len());
        let mut skipped = Vec::new();
        for (place, range) in self.items.into_iter().enumerate() {
            match parse(self.text.get(range).unwrap_or_default()) {
                Ok(value) => values.push(value),
                Err(fault) => {
                    let reason = fault.under(&format!("{}[{place}]", T::LIST)).to_string();
                    if skipped.len() < TOLD {
                        tracing::warn!(list = T::LIST, %reason, "skipped an item that cannot be read");
                    }
                    skipped.push(Skipped { list: T::LIST, reason });
                }
            }
        }
        (values, skipped)
    }
}

/// Reads one object. The path to a fault is looked for only when there is one.
fn parse<T: Object>(json: &str) -> Result<T, Fault> {
    if !json.starts_with('{') {
        return Err(Fault::at(".", "it is no object"));
    }
    match serde_json::from_str::<T::Wire<'_>>(json) {
        Ok(wire) => wire.try_into().map_err(|MissingField(field)| Fault::at(field, "it is missing")),
        Err(error) => Err(located::<T>(json).unwrap_or_else(|| Fault::at(".", kind_of(&error)))),
    }
}

fn located<T: Object>(json: &str) -> Option<Fault> {
    let mut source = serde_json::Deserializer::from_str(json);
    let error = serde_path_to_error::deserialize::<_, T::Wire<'_>>(&mut source).err()?;
    Some(Fault::at(&error.path().to_string(), kind_of(error.inner())))
}

/// What is wrong, without the words of the parser: they may quote the value.
fn kind_of(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        Category::Io => "it cannot be read",
        Category::Syntax => "it is not proper JSON",
        Category::Data => "it does not fit, or stands there twice",
        Category::Eof => "it breaks off",
    }
}

/// An answer split at its top: the value under one key, and where the list goes on.
struct Split<'a> {
    value: Option<&'a RawValue>,
    next: Continuation,
}

fn split<'a>(text: &'a str, key: &'static str) -> Result<Split<'a>, Fault> {
    let mut source = serde_json::Deserializer::from_str(text);
    let found = SplitAt(key).deserialize(&mut source).map_err(|error| Fault::at("$", kind_of(&error)))?;
    source.end().map_err(|error| Fault::at("$", kind_of(&error)))?;
    Ok(found)
}

/// Reads the top of an answer, whose key is known at run time alone.
struct SplitAt(&'static str);

impl<'de> DeserializeSeed<'de> for SplitAt {
    type Value = Split<'de>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for SplitAt {
    type Value = Split<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut found = Split { value: None, next: Continuation::default() };
        while let Some(Key(name)) = fields.next_key()? {
            if name == self.0 {
                found.value = Some(fields.next_value()?);
            } else if name == "pagination" {
                found.next = fields.next_value::<Maybe<Pagination<'_>>>()?.0.unwrap_or_default().into();
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// A key, borrowed unless it is escaped.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(name)))
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }
        source.deserialize_str(KeyVisitor)
    }
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Pagination<'a> {
    has_next_page: Flag,
    next_page_cursor: Verbatim<'a>,
}

/// An absent `has_next_page` leaves the word to the cursor.
impl From<Pagination<'_>> for Continuation {
    fn from(wire: Pagination<'_>) -> Self {
        let is_last = wire.has_next_page.0 == Some(false);
        Self { cursor: wire.next_page_cursor.0.get().filter(|_| !is_last).map(str::to_owned) }
    }
}

#[cfg(test)]
mod tests;
