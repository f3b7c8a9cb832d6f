//! `/acs/encoders/simulate/*`: what the next encode or scan on an encoder of a sandbox workspace will come to.

use serde_json::{Value, json};

use crate::domain::{CredentialId, EncoderId};

use super::{Client, Kind, Patience, SeamError};

/// How the next encode fails. Seam simulates these four of its ten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SimulatedEncodeFailure {
    /// `no_credential_on_encoder`.
    NoCard,
    /// `encoding_interrupted`.
    Interrupted,
    /// `uncategorized_error`, for one credential where it is named.
    Uncategorized(Option<CredentialId>),
    /// `action_attempt_expired`, for one credential where it is named.
    Expired(Option<CredentialId>),
}

/// What the next scan finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SimulatedScan {
    /// A card that Seam knows, of this credential where it is named.
    Known(Option<CredentialId>),
    /// A card whose access has changed since, of this credential where it is named.
    NeedsUpdate(Option<CredentialId>),
    /// A card that Seam does not know.
    Unknown,
    /// A blank card.
    Blank,
}

/// How the next scan fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SimulatedScanFailure {
    /// `no_credential_on_encoder`.
    NoCard,
    /// `uncategorized_error`, for one credential where it is named.
    Uncategorized(Option<CredentialId>),
    /// `action_attempt_expired`, for one credential where it is named.
    Expired(Option<CredentialId>),
}

impl Client {
    /// The next encode on this encoder succeeds.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`]; outside of a sandbox workspace Seam refuses.
    pub async fn simulate_encode_success(&self, encoder: &EncoderId) -> Result<(), SeamError> {
        let body = json!({"scenario": "credential_is_issued"});
        self.arm("next_credential_encode_will_succeed", encoder, body).await
    }

    /// The next encode on this encoder fails.
    ///
    /// # Errors
    ///
    /// As [`simulate_encode_success`](Self::simulate_encode_success).
    pub async fn simulate_encode_failure(
        &self,
        encoder: &EncoderId,
        failure: &SimulatedEncodeFailure,
    ) -> Result<(), SeamError> {
        let body = match failure {
            SimulatedEncodeFailure::NoCard => json!({"error_code": "no_credential_on_encoder"}),
            SimulatedEncodeFailure::Interrupted => json!({"error_code": "encoding_interrupted"}),
            SimulatedEncodeFailure::Uncategorized(id) => {
                about("error_code", "uncategorized_error", "acs_credential_id", id.as_ref())
            }
            SimulatedEncodeFailure::Expired(id) => {
                about("error_code", "action_attempt_expired", "acs_credential_id", id.as_ref())
            }
        };
        self.arm("next_credential_encode_will_fail", encoder, body).await
    }

    /// The next scan on this encoder succeeds.
    ///
    /// # Errors
    ///
    /// As [`simulate_encode_success`](Self::simulate_encode_success).
    pub async fn simulate_scan_success(&self, encoder: &EncoderId, found: &SimulatedScan) -> Result<(), SeamError> {
        const ID: &str = "acs_credential_id_on_seam";
        let body = match found {
            SimulatedScan::Known(id) => about("scenario", "credential_exists_on_seam", ID, id.as_ref()),
            SimulatedScan::NeedsUpdate(id) => about("scenario", "credential_on_encoder_needs_update", ID, id.as_ref()),
            SimulatedScan::Unknown => json!({"scenario": "credential_does_not_exist_on_seam"}),
            SimulatedScan::Blank => json!({"scenario": "credential_on_encoder_is_empty"}),
        };
        self.arm("next_credential_scan_will_succeed", encoder, body).await
    }

    /// The next scan on this encoder fails.
    ///
    /// # Errors
    ///
    /// As [`simulate_encode_success`](Self::simulate_encode_success).
    pub async fn simulate_scan_failure(
        &self,
        encoder: &EncoderId,
        failure: &SimulatedScanFailure,
    ) -> Result<(), SeamError> {
        const ID: &str = "acs_credential_id_on_seam";
        let body = match failure {
            SimulatedScanFailure::NoCard => json!({"error_code": "no_credential_on_encoder"}),
            SimulatedScanFailure::Uncategorized(id) => about("error_code", "uncategorized_error", ID, id.as_ref()),
            SimulatedScanFailure::Expired(id) => about("error_code", "action_attempt_expired", ID, id.as_ref()),
        };
        self.arm("next_credential_scan_will_fail", encoder, body).await
    }

    /// The answer is `ok` alone, so the status is all there is to read.
    async fn arm(&self, what: &'static str, encoder: &EncoderId, mut body: Value) -> Result<(), SeamError> {
        body["acs_encoder_id"] = encoder.as_str().into();
        let path = format!("/acs/encoders/simulate/{what}");
        self.transport.call(Kind::Write, Patience::Once, &path, &body).await.map(|_| ())
    }
}

/// A body about one credential, where it is named: the variants forbid further fields.
fn about(key: &str, value: &str, id_key: &str, id: Option<&CredentialId>) -> Value {
    let mut body = json!({key: value});
    if let Some(id) = id {
        body[id_key] = id.as_str().into();
    }
    body
}
