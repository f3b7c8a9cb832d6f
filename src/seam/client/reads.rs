//! Calls that change nothing. Each says how patient it is, since the engine polls on a schedule of its own.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::domain::{
    AccessGrant, AccessGrantId, AccessMethod, AccessMethodId, AcsUser, ActionAttemptId, AttemptReport, Credential,
    CredentialId, Door, Encoder, EncoderId, IssueEvent, Subject, SubjectState, System, SystemId, Workspace,
};

use super::{Answer, Client, Pages, Patience, SeamError};
use crate::seam::{Event, ScanReport};

/// How many items a page holds: Seam's own default, since no maximum is stated.
const PAGE: usize = 500;
/// How many attempts are asked for at once.
const ATTEMPTS_AT_ONCE: usize = 100;

/// Which doors `/acs/entrances/list` lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntranceFilter {
    /// All of the workspace.
    All,
    /// Those that a credential opens.
    Credential(CredentialId),
    /// Those that an access method opens.
    AccessMethod(AccessMethodId),
}

impl Client {
    /// `/workspaces/get`: the cheapest look at whether a token is accepted.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn workspace(&self, patience: Patience) -> Result<Answer<Workspace>, SeamError> {
        self.get(patience, "/workspaces/get", json!({})).await
    }

    /// `/acs/systems/list`, which has no pages.
    pub fn systems(&self, patience: Patience) -> Pages<System> {
        self.list(patience, "/acs/systems/list", json!({}))
    }

    /// `/acs/systems/get`.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn system(&self, patience: Patience, id: &SystemId) -> Result<Answer<System>, SeamError> {
        self.get(patience, "/acs/systems/get", json!({"acs_system_id": id.as_str()})).await
    }

    /// `/acs/encoders/list`. Older forms of Seam's schema ask for exactly one filter, so name the systems where they are
    /// known; without any, all encoders are asked for.
    pub fn encoders(&self, patience: Patience, systems: &[SystemId]) -> Pages<Encoder> {
        let mut body = json!({"limit": PAGE});
        if !systems.is_empty() {
            body["acs_system_ids"] = systems.iter().map(SystemId::as_str).collect();
        }
        self.list(patience, "/acs/encoders/list", body)
    }

    /// `/acs/encoders/get`.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn encoder(&self, patience: Patience, id: &EncoderId) -> Result<Answer<Encoder>, SeamError> {
        self.get(patience, "/acs/encoders/get", json!({"acs_encoder_id": id.as_str()})).await
    }

    /// `/acs/credentials/list`: all kinds, issued or not, since Seam filters by neither.
    pub fn credentials(&self, patience: Patience) -> Pages<Credential> {
        self.list(patience, "/acs/credentials/list", json!({"limit": PAGE}))
    }

    /// `/acs/credentials/get`.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn credential(&self, patience: Patience, id: &CredentialId) -> Result<Answer<Credential>, SeamError> {
        self.get(patience, "/acs/credentials/get", json!({"acs_credential_id": id.as_str()})).await
    }

    /// `/acs/credentials/list_accessible_entrances`, which has no pages.
    pub fn accessible_entrances(&self, patience: Patience, id: &CredentialId) -> Pages<Door> {
        let body = json!({"acs_credential_id": id.as_str()});
        self.list(patience, "/acs/credentials/list_accessible_entrances", body)
    }

    /// `/acs/users/list`.
    pub fn users(&self, patience: Patience) -> Pages<AcsUser> {
        self.list(patience, "/acs/users/list", json!({"limit": PAGE}))
    }

    /// `/acs/entrances/list`.
    pub fn entrances(&self, patience: Patience, filter: &EntranceFilter) -> Pages<Door> {
        let body = match filter {
            EntranceFilter::All => json!({"limit": PAGE}),
            EntranceFilter::Credential(id) => json!({"limit": PAGE, "acs_credential_id": id.as_str()}),
            EntranceFilter::AccessMethod(id) => json!({"limit": PAGE, "access_method_id": id.as_str()}),
        };
        self.list(patience, "/acs/entrances/list", body)
    }

    /// `/access_grants/list`.
    pub fn grants(&self, patience: Patience) -> Pages<AccessGrant> {
        self.list(patience, "/access_grants/list", json!({"limit": PAGE}))
    }

    /// `/access_methods/list` of one grant: a method does not name its grant, so the list has to.
    pub fn access_methods(&self, patience: Patience, grant: &AccessGrantId) -> Pages<AccessMethod> {
        self.list(patience, "/access_methods/list", json!({"access_grant_id": grant.as_str()}))
    }

    /// `/access_methods/get`.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn access_method(
        &self,
        patience: Patience,
        id: &AccessMethodId,
    ) -> Result<Answer<AccessMethod>, SeamError> {
        self.get(patience, "/access_methods/get", json!({"access_method_id": id.as_str()})).await
    }

    /// Whether a subject was written, by a read of it: what a lost answer is compared with.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn subject_state(
        &self,
        patience: Patience,
        subject: &Subject,
    ) -> Result<Answer<SubjectState>, SeamError> {
        match subject {
            Subject::Credential(id) => {
                let answer = self.credential(patience, id).await?;
                let server_time = answer.server_time;
                Ok(answer.map(|credential| SubjectState {
                    issued: credential.issued,
                    card_number: credential.card_number.clone(),
                    credential: Some(Box::new(credential)),
                    server_time,
                    announced: None,
                }))
            }
            Subject::AccessMethod(id) => {
                let answer = self.access_method(patience, id).await?;
                let server_time = answer.server_time;
                Ok(answer.map(|method| SubjectState {
                    issued: method.issued,
                    card_number: None,
                    credential: None,
                    server_time,
                    announced: None,
                }))
            }
        }
    }

    /// `/action_attempts/get` of an encode.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn attempt(&self, patience: Patience, id: &ActionAttemptId) -> Result<Answer<AttemptReport>, SeamError> {
        self.get(patience, "/action_attempts/get", attempt_body(id)).await.map(with_request)
    }

    /// `/action_attempts/get` of a scan.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn scan_attempt(
        &self,
        patience: Patience,
        id: &ActionAttemptId,
    ) -> Result<Answer<ScanReport>, SeamError> {
        self.get(patience, "/action_attempts/get", attempt_body(id)).await
    }

    /// `/action_attempts/list` of some encodes. Those that Seam does not know are left out of the answer. A token for which
    /// [`can_list_attempts`](super::Token::can_list_attempts) is false is refused.
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn attempts(
        &self,
        patience: Patience,
        ids: &[ActionAttemptId],
    ) -> Result<Answer<Vec<AttemptReport>>, SeamError> {
        let mut whole = Answer { value: Vec::new(), request: None, server_time: None, skipped: Vec::new() };
        for some in ids.chunks(ATTEMPTS_AT_ONCE) {
            let ids: Value = some.iter().map(ActionAttemptId::as_str).collect();
            let pages =
                self.list::<AttemptReport>(patience, "/action_attempts/list", json!({"action_attempt_ids": ids}));
            let answer = pages.all().await?;
            let request = answer.request;
            whole
                .value
                .extend(answer.value.into_iter().map(|report| AttemptReport { request: request.clone(), ..report }));
            whole.skipped.extend(answer.skipped);
            (whole.request, whole.server_time) = (request, answer.server_time);
        }
        Ok(whole)
    }

    /// `/events/list` since a moment, of one credential where it is named; at most one page, which is all that Seam has.
    pub fn events(&self, patience: Patience, since: Timestamp, credential: Option<&CredentialId>) -> Pages<Event> {
        let mut body = json!({"since": since.to_string(), "limit": PAGE});
        if let Some(id) = credential {
            body["acs_credential_id"] = id.as_str().into();
        }
        self.list(patience, "/events/list", body)
    }

    /// The `issued` and `reissued` events of a credential or an access method since a moment (`/events/list`).
    ///
    /// # Errors
    ///
    /// Any [`SeamError`].
    pub async fn issue_events(
        &self,
        since: Timestamp,
        subject: &Subject,
    ) -> Result<Answer<Vec<IssueEvent>>, SeamError> {
        let (kind, key) = match subject {
            Subject::Credential(_) => ("acs_credential", "acs_credential_id"),
            Subject::AccessMethod(_) => ("access_method", "access_method_id"),
        };
        let kinds = [format!("{kind}.issued"), format!("{kind}.reissued")];
        let body = json!({"since": since.to_string(), "limit": PAGE, "event_types": kinds, key: subject.id()});
        let events = self.list::<Event>(Patience::Once, "/events/list", body).all().await?;
        let is_asked = |event: &Event| kinds.iter().any(|kind| *kind == *event.kind) && event.is_about(subject);
        Ok(events.map(|events| events.into_iter().filter(is_asked).map(IssueEvent::from).collect()))
    }
}

fn attempt_body(id: &ActionAttemptId) -> Value {
    json!({"action_attempt_id": id.as_str()})
}

/// A report keeps the request id of the answer it came in.
pub(super) fn with_request(mut answer: Answer<AttemptReport>) -> Answer<AttemptReport> {
    answer.value.request.clone_from(&answer.request);
    answer
}
