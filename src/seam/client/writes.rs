//! Calls that reach a card. Each goes out once; what a failure means, [`SeamError::submission`] says.

use serde_json::json;

use crate::domain::{AccessMethodId, AttemptReport, EncoderId, Subject};

use super::{Answer, Client, SeamError, reads::with_request};
use crate::seam::ScanReport;

impl Client {
    /// `/acs/encoders/encode_credential`: writes a card, with exactly one of the two ids that the call takes.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`]; ask [`SeamError::submission`] whether a card may exist.
    pub async fn encode(&self, encoder: &EncoderId, subject: &Subject) -> Result<Answer<AttemptReport>, SeamError> {
        let encoder = encoder.as_str();
        let body = match subject {
            Subject::Credential(id) => json!({"acs_encoder_id": encoder, "acs_credential_id": id.as_str()}),
            Subject::AccessMethod(id) => json!({"acs_encoder_id": encoder, "access_method_id": id.as_str()}),
        };
        self.act("/acs/encoders/encode_credential", body).await.map(with_request)
    }

    /// `/access_methods/encode`: the same for an access method, by the call that Seam's guides show.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode).
    pub async fn encode_access_method(
        &self,
        encoder: &EncoderId,
        method: &AccessMethodId,
    ) -> Result<Answer<AttemptReport>, SeamError> {
        let body = json!({"acs_encoder_id": encoder.as_str(), "access_method_id": method.as_str()});
        self.act("/access_methods/encode", body).await.map(with_request)
    }

    /// `/acs/encoders/scan_credential`: waits for a card and reads it.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode).
    pub async fn scan(&self, encoder: &EncoderId) -> Result<Answer<ScanReport>, SeamError> {
        self.act("/acs/encoders/scan_credential", json!({"acs_encoder_id": encoder.as_str()})).await
    }
}
