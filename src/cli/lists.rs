//! `keydesk encoders` and `keydesk credentials`.

use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Exit, Starter, encode::close, out, session};
use crate::{
    domain::{Card, CardStatus, Filter, Guest, Issued, Query, Subject, Tab, fold},
    engine::{Command, EncoderView, Handle, Lists, Snapshot},
};

/// What a list is asked for.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only what matches: guest, door, card number or id; for encoders the name.
    #[arg(long, value_name = "TEXT", default_value = "")]
    search: String,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

pub(super) async fn encoders(args: ListArgs, starter: Starter) -> Exit {
    let mut handle = match starter.work(Lists::EncodersOnly, false).await {
        Ok(handle) => handle,
        Err(exit) => return exit,
    };
    let snapshot = match session::listed(&mut handle).await {
        Ok(snapshot) => snapshot,
        Err(exit) => return exit,
    };
    let wanted = fold(&args.search);
    let found: Vec<_> = snapshot.encoders.iter().filter(|view| fold(&view.encoder.name).contains(&wanted)).collect();
    if args.json {
        found.iter().for_each(|view| out::json(&encoder_json(view)));
    } else {
        let heading = ["NAME", "LAST CARD", "FAILURES", "ID"].map(str::to_owned).to_vec();
        let rows: Vec<_> = std::iter::once(heading).chain(found.iter().map(|view| encoder_row(view))).collect();
        out::table(&rows);
    }
    close(handle).await;
    Exit::Done
}

fn encoder_row(view: &EncoderView) -> Vec<String> {
    vec![
        view.encoder.name.to_string(),
        view.history.last_success.map_or_else(|| "-".to_owned(), |at| at.to_string()),
        view.history.failures_in_row.to_string(),
        view.encoder.id.to_string(),
    ]
}

fn encoder_json(view: &EncoderView) -> Value {
    let failure = view.history.last_failure.as_ref();
    json!({
        "acs_encoder_id": view.encoder.id.as_str(),
        "acs_system_id": view.encoder.system.as_str(),
        "display_name": &*view.encoder.name,
        "is_removed": view.encoder.removed().is_some(),
        "last_success_at": view.history.last_success.map(|at| at.to_string()),
        "last_failure_at": failure.map(|failure| failure.at.to_string()),
        "last_failure": failure.map(|failure| failure.code.key()),
        "failures_in_row": view.history.failures_in_row,
        "usual_ms": view.history.usual.map(|usual| usual.as_millis()),
    })
}

pub(super) async fn credentials(args: ListArgs, starter: Starter) -> Exit {
    match list_credentials(&args, starter).await {
        Ok(()) => Exit::Done,
        Err(exit) => exit,
    }
}

async fn list_credentials(args: &ListArgs, starter: Starter) -> Result<(), Exit> {
    let mut handle = starter.work(Lists::Once, false).await?;
    session::listed(&mut handle).await?;
    let snapshot = search(&mut handle, &args.search).await?;
    let now = Timestamp::now();
    let position = |row: &u32| usize::try_from(*row).ok().and_then(|index| snapshot.catalog.cards.get(index));
    let found: Vec<_> = snapshot.found.rows.iter().filter_map(position).collect();
    if args.json {
        found.iter().for_each(|card| out::json(&card_json(card, now)));
    } else {
        let heading = ["GUEST", "CARD", "DOORS", "VALID UNTIL", "STATE", "ID"].map(str::to_owned).to_vec();
        let rows: Vec<_> = std::iter::once(heading).chain(found.iter().map(|card| card_row(card, now))).collect();
        out::table(&rows);
    }
    if !snapshot.catalog.skipped.is_empty() {
        out::sentence(format!("{} entries could not be read and are left out", snapshot.catalog.skipped.len()));
    }
    close(handle).await;
    Ok(())
}

async fn search(handle: &mut Handle, text: &str) -> Result<std::sync::Arc<Snapshot>, Exit> {
    let complete = handle.wait_for(|snapshot| snapshot.catalog.progress.is_complete);
    complete.await.ok_or(Exit::NotSent)?;
    let query = Query { number: 1, text: text.to_owned(), tab: Tab::All, filter: Filter::AllKinds };
    if !handle.send(Command::Find(query.clone())) {
        return Err(Exit::NotSent);
    }
    let found = handle
        .wait_for(|snapshot| snapshot.found.query == query && snapshot.found.generation == snapshot.catalog.generation);
    found.await.ok_or(Exit::NotSent)
}

fn doors(card: &Card) -> Vec<&str> {
    card.doors.iter().flat_map(|doors| doors.iter()).map(AsRef::as_ref).collect()
}

fn card_row(card: &Card, now: Timestamp) -> Vec<String> {
    let until =
        card.validity.ends_at.map(|at| at.to_zoned_datetime(card.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string());
    vec![
        card.guest.as_ref().map_or("-", Guest::full_name).to_owned(),
        card.name.to_string(),
        doors(card).join(", "),
        until.unwrap_or_else(|| "-".to_owned()),
        status_key(CardStatus::of(card, now)).to_owned(),
        card.subject.id().to_owned(),
    ]
}

fn card_json(card: &Card, now: Timestamp) -> Value {
    let (key, id) = match &card.subject {
        Subject::Credential(id) => ("acs_credential_id", id.as_str()),
        Subject::AccessMethod(id) => ("access_method_id", id.as_str()),
    };
    let (is_issued, issued_at) = match card.issued {
        Issued::Yes(at) => (Some(true), at),
        Issued::No => (Some(false), None),
        Issued::Unknown => (None, None),
    };
    json!({
        key: id,
        "display_name": &*card.name,
        "kind": format!("{:?}", card.kind),
        "guest": card.guest.as_ref().map(Guest::full_name),
        "doors": doors(card),
        "starts_at": card.validity.starts_at.map(|at| at.to_string()),
        "ends_at": card.validity.ends_at.map(|at| at.to_string()),
        "is_issued": is_issued,
        "issued_at": issued_at.map(|at| at.to_string()),
        "card_number": card.card_number.as_deref(),
        "state": status_key(CardStatus::of(card, now)),
    })
}

fn status_key(status: CardStatus) -> &'static str {
    match status {
        CardStatus::BeingDeleted => "being_deleted",
        CardStatus::Expired => "expired",
        CardStatus::Problem => "problem",
        CardStatus::EncodeAgain => "encode_again",
        CardStatus::Encoded(_) => "encoded",
        CardStatus::NotReady => "not_ready",
        CardStatus::Unknown => "unknown",
        CardStatus::StartsLater => "starts_later",
        CardStatus::ToEncode => "to_encode",
    }
}
