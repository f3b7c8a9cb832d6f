//! The calls the server answers, one table: path, whether it reads, its parameters, and the function behind it.

mod access;
mod credentials;
mod doors;
mod encoders;
mod events;
mod people;
mod simulate;

use serde::Serialize;

use super::args::{Args, Field, Kind, may, must};
use super::page::Page;
use super::reply::{Answer, Refusal, many, one};
use super::state::State;
use super::world::{Row, Table};

/// One call of the API.
pub(super) struct Call {
    pub(super) path: &'static str,
    /// Reads answer GET with a query as well as POST; all others POST only.
    pub(super) reads: bool,
    pub(super) fields: &'static [Field],
    /// Refuses parameters that are not listed.
    pub(super) strict: bool,
    pub(super) run: fn(&mut State, &Args) -> Answer,
}

const fn read(path: &'static str, fields: &'static [Field], run: fn(&mut State, &Args) -> Answer) -> Call {
    Call { path, reads: true, fields, strict: false, run }
}

const fn act(path: &'static str, fields: &'static [Field], run: fn(&mut State, &Args) -> Answer) -> Call {
    Call { path, reads: false, fields, strict: false, run }
}

const fn arm(path: &'static str, fields: &'static [Field], run: fn(&mut State, &Args) -> Answer) -> Call {
    Call { path, reads: false, fields, strict: true, run }
}

const TABLES: [&[Call]; 7] =
    [encoders::CALLS, credentials::CALLS, doors::CALLS, people::CALLS, access::CALLS, events::CALLS, simulate::CALLS];

/// The call at a path.
pub(super) fn find(path: &str) -> Option<&'static Call> {
    TABLES.iter().flat_map(|table| table.iter()).find(|call| call.path == path)
}

const LIMIT: Field = may("limit", Kind::Count);
const CURSOR: Field = may("page_cursor", Kind::TextOrNull);
const SEARCH: Field = may("search", Kind::Text);

/// One object by the id in the parameter `<resource>_id`.
fn get<'a, T: Row + Serialize + 'a>(table: &'a Table<T>, resource: &'static str, args: &Args) -> Answer {
    let id = args.id(&format!("{resource}_id"));
    let row = id.and_then(|id| table.get(id)).ok_or_else(|| Refusal::not_found(resource))?;
    one(resource, row)
}

/// One page of the rows that `keep` lets through.
fn page<'a, T: Row + Serialize + 'a>(
    (key, path, default_limit): (&str, &'static str, usize),
    table: &'a Table<T>,
    args: &Args,
    endpoint: &str,
    keep: impl Fn(&T) -> bool,
) -> Answer {
    let page = Page::of(path, args, default_limit)?;
    let rows = table.numbered_from(page.first_row()).filter(|(_, row)| keep(row));
    let (rows, pagination) = page.take(rows, endpoint);
    many(key, rows, Some(&pagination))
}

/// Whether a parameter is absent or agrees.
fn fits<T: PartialEq>(asked: Option<T>, value: Option<T>) -> bool {
    asked.is_none() || asked == value
}

/// The search text in the form that `matches` compares with.
fn needle(args: &Args) -> Option<String> {
    args.text("search").map(str::to_lowercase)
}

pub(super) use encoders::raw_text;
