//! Which fields of an attempt are written, for all formats alike.

use std::{sync::Arc, time::Duration};

use jiff::tz::TimeZone;

use super::Selection;
use crate::domain::{AttemptRow, Details, FollowUpState, Guest, Subject};

/// What stands in one field.
#[derive(Debug)]
pub(super) enum Cell<'a> {
    /// Somebody else's words.
    Text(&'a str),
    /// This program's own: a time, an id of its own.
    Own(String),
    Number(u64),
    List(&'a [Arc<str>]),
    Nothing,
}

/// A field.
pub(super) struct Column {
    pub(super) name: &'static str,
    /// Whether it may name a guest or a card.
    is_personal: bool,
    pub(super) of: for<'a> fn(&'a AttemptRow, &TimeZone) -> Cell<'a>,
}

const fn column(name: &'static str, of: for<'a> fn(&'a AttemptRow, &TimeZone) -> Cell<'a>) -> Column {
    Column { name, is_personal: false, of }
}

const fn personal(name: &'static str, of: for<'a> fn(&'a AttemptRow, &TimeZone) -> Cell<'a>) -> Column {
    Column { name, is_personal: true, of }
}

const COLUMNS: [Column; 23] = [
    column("job_id", |row, _| Cell::Own(row.job.to_string())),
    column("at", |row, _| Cell::Own(row.at.to_string())),
    column("at_local", |row, zone| Cell::Own(row.at.display_with_offset(zone.to_offset(row.at)).to_string())),
    column("desk", |row, _| Cell::Text(&row.desk.0)),
    column("operator", |row, _| Cell::Text(&row.operator.0)),
    column("encoder", |row, _| Cell::Text(&row.encoder_name)),
    column("acs_encoder_id", |row, _| Cell::Text(row.encoder.as_str())),
    column("acs_credential_id", |row, _| match &row.subject {
        Subject::Credential(id) => Cell::Text(id.as_str()),
        Subject::AccessMethod(_) => Cell::Nothing,
    }),
    column("access_method_id", |row, _| match &row.subject {
        Subject::Credential(_) => Cell::Nothing,
        Subject::AccessMethod(id) => Cell::Text(id.as_str()),
    }),
    personal("guest", |row, _| text(row.guest.as_ref().map(Guest::full_name))),
    personal("card_number", |row, _| text(row.card_number.as_deref())),
    column("doors", |row, _| Cell::List(&row.doors)),
    column("outcome", |row, _| Cell::Text(row.outcome.key())),
    column("cause", |row, _| text(row.problem.as_ref().map(|problem| problem.code.key()))),
    column("error_type", |row, _| text(details(row).and_then(|details| details.error_type.as_deref()))),
    personal("error_message", |row, _| text(details(row).and_then(|details| details.message.as_deref()))),
    column("http_status", |row, _| number(details(row).and_then(|details| details.http_status).map(u64::from))),
    column("retry_after_ms", |row, _| number(details(row).and_then(|details| details.retry_after).map(milliseconds))),
    column("action_attempt_id", |row, _| text(row.attempt.as_ref().map(|id| id.as_str()))),
    column("request_id", |row, _| text(row.request.as_ref().map(|id| id.as_str()))),
    column("duration_ms", |row, _| number(row.duration.map(milliseconds))),
    column("retry_of", |row, _| row.retry_of.map_or(Cell::Nothing, |job| Cell::Own(job.to_string()))),
    column("follow_up", |row, _| text(row.follow_up.map(FollowUpState::key))),
];

/// Those that a selection asks for, in order.
pub(super) fn columns(selection: &Selection) -> impl Iterator<Item = &'static Column> {
    const { &COLUMNS }.iter().filter(|column| selection.with_guests || !column.is_personal)
}

fn details(row: &AttemptRow) -> Option<&Details> {
    row.problem.as_ref().map(|problem| &*problem.details)
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Nothing, Cell::Text)
}

fn number<'a>(number: Option<u64>) -> Cell<'a> {
    number.map_or(Cell::Nothing, Cell::Number)
}

pub(super) fn milliseconds(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
