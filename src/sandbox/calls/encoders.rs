//! Workspace, encoders, encode, scan, and the attempts they begin (Seam API: ACS encoders, action attempts).

use serde_json::Value;
use uuid::Uuid;

use super::{Args, CURSOR, Call, Kind, LIMIT, act, get, may, must, page, read};
use crate::sandbox::attempts::Work;
use crate::sandbox::faults::AttemptFault;
use crate::sandbox::page::Page;
use crate::sandbox::plan::ScanPlan;
use crate::sandbox::reply::{Answer, Refusal, many, one};
use crate::sandbox::state::State;

pub(super) const CALLS: &[Call] = &[
    read("/workspaces/get", &[], |state, _| one("workspace", &state.world.workspace)),
    read(
        "/acs/encoders/list",
        &[
            may("acs_system_id", Kind::Id),
            may("acs_system_ids", Kind::Ids),
            may("acs_encoder_ids", Kind::Ids),
            LIMIT,
            CURSOR,
        ],
        list,
    ),
    read("/acs/encoders/get", &[must("acs_encoder_id", Kind::Id)], |state, args| {
        get(&state.world.encoders, "acs_encoder", args)
    }),
    act(
        "/acs/encoders/encode_credential",
        &[must("acs_encoder_id", Kind::Id), may("acs_credential_id", Kind::Id), may("access_method_id", Kind::Id)],
        encode,
    ),
    act("/access_methods/encode", &[must("acs_encoder_id", Kind::Id), must("access_method_id", Kind::Id)], encode),
    act(
        "/acs/encoders/scan_credential",
        &[must("acs_encoder_id", Kind::Id), may("salto_ks_metadata", Kind::Object)],
        scan,
    ),
    read("/action_attempts/get", &[must("action_attempt_id", Kind::Id)], |state, args| {
        let id = args.id("action_attempt_id").unwrap_or_default();
        attempt(state, id)
    }),
    read(
        "/action_attempts/list",
        &[may("action_attempt_ids", Kind::Ids), may("device_id", Kind::Id), LIMIT, CURSOR],
        list_attempts,
    ),
];

fn list(state: &mut State, args: &Args) -> Answer {
    let (system, systems, ids) = (args.id("acs_system_id"), args.ids("acs_system_ids"), args.ids("acs_encoder_ids"));
    let form = ("acs_encoders", "/acs/encoders/list", 500);
    page(form, &state.world.encoders, args, &state.endpoint, |encoder| {
        system.is_none_or(|id| id == encoder.acs_system_id)
            && systems.as_ref().is_none_or(|list| list.contains(&encoder.acs_system_id))
            && ids.as_ref().is_none_or(|list| list.contains(&encoder.acs_encoder_id))
    })
}

fn list_attempts(state: &mut State, args: &Args) -> Answer {
    let ids = args.ids("action_attempt_ids");
    let page = Page::of("/action_attempts/list", args, 500)?;
    let wanted = |id: &Uuid| ids.as_ref().is_none_or(|ids| ids.contains(id)) && !args.has("device_id");
    let rows = state.attempts.numbered().filter(|(_, attempt)| wanted(&attempt.action_attempt_id));
    let (rows, pagination) = page.take(rows, &state.endpoint);
    many("action_attempts", rows, Some(&pagination))
}

fn attempt(state: &State, id: Uuid) -> Answer {
    one("action_attempt", state.attempts.get(id).ok_or_else(|| Refusal::not_found("action_attempt"))?)
}

fn encoder_of(state: &State, args: &Args) -> Result<Uuid, Refusal> {
    let id = args.id("acs_encoder_id").filter(|id| state.world.encoders.get(*id).is_some());
    id.ok_or_else(|| Refusal::not_found("acs_encoder"))
}

fn encode(state: &mut State, args: &Args) -> Answer {
    let encoder = encoder_of(state, args)?;
    let card = credential_of(state, args)?;
    let armed = state.plan.next_encode(encoder);
    let fault = armed.or_else(|| scripted(state, card));
    let id = state.begin(encoder, Work::Encode { acs_credential_id: card }, fault);
    if let Some(seen) = state.encodes.iter_mut().rfind(|seen| seen.request_id == state.request_at_hand) {
        seen.action_attempt_id = Some(id.to_string());
    }
    begun(state, id)
}

/// The answer that begins an attempt, even one that no later call will know.
fn begun(state: &State, id: Uuid) -> Answer {
    one("action_attempt", state.attempts.known(id).ok_or_else(|| Refusal::not_found("action_attempt"))?)
}

/// The attempt fault that a practice guest's card carries.
fn scripted(state: &mut State, card: Uuid) -> Option<AttemptFault> {
    let script = state.world.credentials.get(card)?.script.clone()?;
    if script.once
        && let Some(card) = state.world.credentials.get_mut(card)
    {
        card.script = None;
    }
    script.attempt
}

/// The credential to write. Seam's prose wants exactly one of the two ids; what it answers otherwise is not stated.
fn credential_of(state: &State, args: &Args) -> Result<Uuid, Refusal> {
    match (args.id("acs_credential_id"), args.id("access_method_id")) {
        (Some(card), None) => card_to_write(state, card),
        (None, Some(method)) => method_to_write(state, method),
        (Some(_), Some(_)) => {
            Err(Refusal::invalid(&[("access_method_id", "Give acs_credential_id or access_method_id, not both")]))
        }
        (None, None) => Err(Refusal::invalid(&[("acs_credential_id", "Give acs_credential_id or access_method_id")])),
    }
}

fn card_to_write(state: &State, id: Uuid) -> Result<Uuid, Refusal> {
    let card = state.world.credentials.get(id).ok_or_else(|| Refusal::not_found("acs_credential"))?;
    if card.access_method != "card" {
        return Err(Refusal::invalid(&[("acs_credential_id", "Expected a credential whose access_method is card")]));
    }
    Ok(id)
}

fn method_to_write(state: &State, id: Uuid) -> Result<Uuid, Refusal> {
    let method = state.world.methods.get(id).ok_or_else(|| Refusal::not_found("access_method"))?;
    let refuse = |problem| Err(Refusal::invalid(&[("access_method_id", problem)]));
    match method.acs_credential_id {
        _ if method.mode != "card" => refuse("Expected an access method whose mode is card"),
        None => refuse("This access method is not ready for encoding yet"),
        Some(card) => Ok(card),
    }
}

fn scan(state: &mut State, args: &Args) -> Answer {
    let encoder = encoder_of(state, args)?;
    let plan = state.plan.next_scan(encoder);
    let fault = match &plan {
        Some(ScanPlan::Fault(fault)) => Some(fault.clone()),
        Some(_) | None => None,
    };
    let id = state.begin(encoder, Work::Scan(plan), fault);
    begun(state, id)
}

/// A body's id as text, for the log of encode requests, before anything is checked.
pub(in crate::sandbox) fn raw_text(body: &[u8], name: &str) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    body.get(name)?.as_str().map(str::to_owned)
}
