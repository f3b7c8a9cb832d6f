//! What an encoder does to the world: writing a card, or refusing to.
//!
//! One credential makes one card. A credential that was written may be written again only while Seam asks for it
//! (`needs_to_be_reissued`); otherwise both systems answer `credential_cannot_be_reissued`.

use serde_json::Value;
use uuid::Uuid;

use super::attempts::Failure;
use super::state::State;
use super::world::{Credential, Lying, OnCard, Stamp, World};

/// Why this encoder would not write this credential.
pub(super) fn allowed(world: &World, encoder: Uuid, card: Uuid) -> Result<(), Failure> {
    let Some(encoder) = world.encoders.get(encoder) else { return Err(Failure::of("encoder_not_online")) };
    let Some(card) = world.credentials.get(card) else { return Err(Failure::of("credential_deleted")) };
    if !encoder.errors.is_empty() {
        return Err(Failure::of("encoder_not_online"));
    }
    if world.systems.get(encoder.acs_system_id).is_some_and(|system| !system.errors.is_empty()) {
        return Err(Failure::of("bridge_disconnected"));
    }
    if card.has("being_deleted") {
        return Err(Failure::of("credential_deleted"));
    }
    if card.acs_system_id != encoder.acs_system_id {
        return Err(Failure::of("incompatible_card_format"));
    }
    if card.is_issued == Some(true) && !card.has("needs_to_be_reissued") {
        return Err(Failure::of("credential_cannot_be_reissued"));
    }
    if !card.errors.is_empty() {
        return Err(Failure::of("uncategorized_error"));
    }
    Ok(())
}

/// Writes the card, changes the world, tells the events, and answers the whole credential.
pub(super) fn write(state: &mut State, encoder: Uuid, card: Uuid) -> Result<Value, Failure> {
    let now = state.now();
    let number = format!("{:016x}", state.world.rng.u64(..));
    let key_id = state.world.rng.u32(100_000..999_999);
    let card_id = state.world.credentials.iter().filter(|card| card.card_number.is_some()).count() + 1;
    let Some(credential) = state.world.credentials.get_mut(card) else { return Err(Failure::of("credential_deleted")) };
    state.past.keep(card, credential, Stamp(now));
    let again = credential.issued_at.is_some();
    issue(credential, Stamp(now), number.clone(), card_id, key_id);
    let (made_for, result) = (credential.made_for, to_value(credential));
    let event = if again { "acs_credential.reissued" } else { "acs_credential.issued" };
    let subject = state.world.credential_subject(card);
    state.world.tell(event, now, subject);
    if let Some(encoder) = state.world.encoders.get_mut(encoder) {
        encoder.card = Lying::Card(OnCard { acs_credential_id: card, card_number: number, written_at: Stamp(now) });
    }
    made_for.into_iter().for_each(|method| issue_method(state, method, again));
    state.written = Some(Stamp(now));
    Ok(result)
}

fn issue(card: &mut Credential, at: Stamp, number: String, card_id: usize, key_id: u32) {
    card.is_issued = Some(true);
    card.issued_at = Some(at);
    card.card_number = Some(number);
    card.is_latest_desired_state_synced_with_provider = Some(true);
    card.latest_desired_state_synced_with_provider_at = Some(at);
    card.warnings.retain(|warning| !warning.is("waiting_to_be_issued") && !warning.is("needs_to_be_reissued"));
    if let Some(metadata) = &mut card.visionline_metadata {
        metadata.card_id = Some(card_id.to_string());
        metadata.is_valid = Some(true);
    }
    if let Some(metadata) = &mut card.assa_abloy_vostio_metadata {
        metadata.key_id = Some(key_id.to_string());
        metadata.key_issuing_request_id = Some(format!("kir-{key_id}"));
    }
}

fn issue_method(state: &mut State, id: Uuid, again: bool) {
    let now = state.now();
    let Some(method) = state.world.methods.get_mut(id) else { return };
    state.past.keep(id, method, Stamp(now));
    method.is_issued = true;
    method.issued_at = Some(Stamp(now));
    method.is_encoding_required = false;
    method.is_ready_for_encoding = false;
    method.display_status = "Issued";
    let event = if again { "access_method.reissued" } else { "access_method.issued" };
    let subject = state.world.method_subject(id);
    state.world.tell(event, now, subject);
}

/// What an error leaves behind besides itself.
pub(super) fn after_error(state: &mut State, card: Uuid, error_type: &str) {
    if error_type != "credential_deleted" {
        return;
    }
    let (now, subject) = (state.now(), state.world.credential_subject(card));
    if state.world.credentials.remove(card).is_some() {
        state.world.tell("acs_credential.deleted", now, subject);
    }
}

pub(super) fn to_value(credential: &Credential) -> Value {
    serde_json::to_value(credential).unwrap_or(Value::Null)
}

/// The make-believe lock system's words for an error type.
pub(super) fn message_of(error_type: &str) -> &'static str {
    match error_type {
        "no_credential_on_encoder" | "no_card_on_encoder" => "No card was found on the encoder.",
        "encoding_interrupted" => "The card was removed before it was written completely.",
        "incompatible_card_format" => "The card does not fit this lock system.",
        "encoder_not_online" => "The encoder is not online.",
        "encoder_communication_timeout" => "The encoder did not answer in time.",
        "bridge_disconnected" => "Seam Bridge is not connected.",
        "credential_cannot_be_reissued" => "This credential has been issued and cannot be issued again.",
        "credential_deleted" => "This credential has been deleted.",
        "credential_not_found" => "No card with this number is registered.",
        "action_attempt_expired" => "The action was not completed in time.",
        "encoder_is_busy" => "The encoder is busy with another card.",
        "uncategorized_error" => "The lock system refused the request (code 4711).",
        _ => "The lock system reported something new.",
    }
}
