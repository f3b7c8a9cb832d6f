//! What an encoder reads: the card that lies on it, beside what Seam knows of it (Seam API, scan a credential).

use serde_json::{Value, json};
use uuid::Uuid;

use super::attempts::Failure;
use super::faults::AttemptFault;
use super::plan::ScanPlan;
use super::state::State;
use super::world::{Credential, Encoder, Lying, OnCard, Stamp};
use super::writing::to_value;

/// Reads what lies on the encoder, unless something else was armed.
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
        Some(ScanPlan::Fault(_)) | None => lying_card(state, encoder),
    }
}

fn lying_card(state: &State, encoder: Option<&Encoder>) -> Result<Value, Failure> {
    match encoder.map(|encoder| &encoder.card) {
        Some(Lying::Nothing) => Err(Failure::of("no_credential_on_encoder")),
        Some(Lying::Blank) | None => Ok(scanned(None, None, None)),
        Some(Lying::Unknown) => Ok(unknown_card(state)),
        Some(Lying::Card(card)) => Ok(written_card(state, card)),
    }
}

fn written_card(state: &State, card: &OnCard) -> Value {
    let Some(credential) = state.world.credentials.get(card.acs_credential_id) else { return unknown_card(state) };
    let stale = credential.card_number.as_ref() != Some(&card.card_number) || credential.has("needs_to_be_reissued");
    compared(state, credential, Some(card), stale)
}

fn known_card(state: &State, encoder: Option<&Encoder>, asked: Option<Uuid>, stale: bool) -> Value {
    let lying = encoder.and_then(|encoder| encoder.card.card());
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
