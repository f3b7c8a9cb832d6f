//! What an encoder does to the world: writing a card, refusing to, reading what lies on it.
//!
//! One credential makes one card. A credential that was written may be written again only while Seam asks for it
//! (`needs_to_be_reissued`); otherwise both systems answer `credential_cannot_be_reissued`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::attempts::Failure;
use super::faults::{AttemptFault, ScanPlan};
use super::state::State;
use super::world::{Credential, Encoder, OnCard, Stamp, World};

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
    let again = credential.issued_at.is_some();
    issue(credential, Stamp(now), number.clone(), card_id, key_id);
    let (made_for, result) = (credential.made_for, to_value(credential));
    let event = if again { "acs_credential.reissued" } else { "acs_credential.issued" };
    let subject = state.world.credential_subject(card);
    state.world.tell(event, now, subject);
    if let Some(encoder) = state.world.encoders.get_mut(encoder) {
        encoder.card = Some(OnCard { acs_credential_id: card, card_number: number, written_at: Stamp(now) });
    }
    made_for.into_iter().for_each(|method| issue_method(state, method, again));
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

/// Reads what lies on the encoder: as armed, else the last card written there, else a blank one.
pub(super) fn scan(
    state: &State,
    encoder: Uuid,
    plan: Option<&ScanPlan>,
    fault: Option<&AttemptFault>,
) -> Result<Value, Failure> {
    if let Some(AttemptFault::Error { error_type, .. }) = fault {
        return Err(Failure::of(error_type));
    }
    let encoder = state.world.encoders.get(encoder);
    match plan {
        Some(ScanPlan::Fault(AttemptFault::Error { error_type, .. })) => Err(Failure::of(error_type)),
        Some(ScanPlan::Empty) => Ok(scanned(None, None, None)),
        Some(ScanPlan::Unknown) => Ok(unknown_card(state)),
        Some(ScanPlan::Known { acs_credential_id, stale }) => {
            Ok(known_card(state, encoder, *acs_credential_id, *stale))
        }
        Some(ScanPlan::Fault(_)) | None => Ok(lying_card(state, encoder)),
    }
}

fn lying_card(state: &State, encoder: Option<&Encoder>) -> Value {
    let Some(card) = encoder.and_then(|encoder| encoder.card.as_ref()) else { return scanned(None, None, None) };
    match state.world.credentials.get(card.acs_credential_id) {
        Some(credential) => {
            let stale =
                credential.card_number.as_ref() != Some(&card.card_number) || credential.has("needs_to_be_reissued");
            compared(state, credential, Some(card), stale)
        }
        None => unknown_card(state),
    }
}

fn known_card(state: &State, encoder: Option<&Encoder>, asked: Option<Uuid>, stale: bool) -> Value {
    let lying = encoder.and_then(|encoder| encoder.card.as_ref());
    let id = asked.or(lying.map(|card| card.acs_credential_id));
    let named = id.and_then(|id| state.world.credentials.get(id));
    let issued =
        || state.world.credentials.iter().find(|card| card.is_issued == Some(true) && card.access_method == "card");
    match named.or_else(issued) {
        Some(credential) => compared(state, credential, lying.filter(|card| Some(card.acs_credential_id) == id), stale),
        None => unknown_card(state),
    }
}

fn compared(state: &State, credential: &Credential, lying: Option<&OnCard>, stale: bool) -> Value {
    let mut ends_at = credential.ends_at;
    if stale {
        ends_at = Stamp(ends_at.0.checked_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(ends_at.0));
    }
    let mut on_encoder = json!({
        "card_number": lying.map(|card| &card.card_number).or(credential.card_number.as_ref()),
        "created_at": lying.map(|card| card.written_at).or(credential.issued_at),
        "starts_at": credential.starts_at,
        "ends_at": ends_at,
        "is_issued": true,
    });
    if let Some(metadata) = &credential.visionline_metadata {
        on_encoder["visionline_metadata"] = json!({
            "card_format": "rfid48",
            "card_id": metadata.card_id.as_deref().unwrap_or("1"),
            "cancelled": false, "discarded": false, "overridden": false, "overwritten": false,
            "expired": ends_at < Stamp(state.now()),
            "number_of_issued_cards": 1,
            "pending_auto_update": false,
            "guest_acs_entrance_ids": metadata.guest_acs_entrance_ids.clone().unwrap_or_default(),
            "common_acs_entrance_ids": metadata.common_acs_entrance_ids.clone().unwrap_or_default(),
        });
    }
    let warning = stale.then_some("acs_credential_on_encoder_out_of_sync");
    scanned(Some(on_encoder), Some(to_value(credential)), warning)
}

fn unknown_card(state: &State) -> Value {
    let at = Stamp(state.now());
    let on_encoder = json!({
        "card_number": "00c0ffee00c0ffee", "created_at": at, "starts_at": at, "ends_at": at, "is_issued": true
    });
    scanned(Some(on_encoder), None, Some("acs_credential_on_seam_not_found"))
}

fn scanned(on_encoder: Option<Value>, on_seam: Option<Value>, warning: Option<&str>) -> Value {
    let text = match warning {
        Some("acs_credential_on_encoder_out_of_sync") => "The card differs from the credential. Encode it again.",
        _ => "Seam does not know this card.",
    };
    let warnings: Vec<Value> =
        warning.map(|code| json!({"warning_code": code, "warning_message": text})).into_iter().collect();
    json!({"acs_credential_on_encoder": on_encoder, "acs_credential_on_seam": on_seam, "warnings": warnings})
}

fn to_value(credential: &Credential) -> Value {
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
