//! A request on its way in: take note, meet a fault, check the token, find the call, run it.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};

use super::args::Args;
use super::calls::{self, Call};
use super::faults::Fault;
use super::reply::{Answer, Refusal};
use super::state::{SeenEncode, SeenRequest, State};

/// A request that was read whole, and the fault it meets.
#[derive(Debug)]
pub(super) struct Incoming {
    parts: Parts,
    body: Bytes,
    pub(super) request_id: String,
    pub(super) fault: Option<Fault>,
}

impl Incoming {
    pub(super) fn new(state: &mut State, parts: Parts, body: Bytes) -> Self {
        let mut incoming = Self { parts, body, request_id: state.new_request_id(), fault: None };
        incoming.note_encode(state);
        incoming.fault = incoming.meet(state);
        state.note(SeenRequest {
            method: incoming.parts.method.to_string(),
            path: incoming.path().to_owned(),
            request_id: incoming.request_id.clone(),
            status: None,
        });
        incoming
    }

    /// The path without its query.
    pub(super) fn path(&self) -> &str {
        self.parts.uri.path()
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    fn is_encode(&self) -> bool {
        matches!(self.path(), "/acs/encoders/encode_credential" | "/access_methods/encode")
    }

    fn note_encode(&self, state: &mut State) {
        if self.is_encode() {
            state.encodes.push(SeenEncode {
                acs_encoder_id: calls::raw_text(&self.body, "acs_encoder_id").unwrap_or_default(),
                acs_credential_id: calls::raw_text(&self.body, "acs_credential_id"),
                access_method_id: calls::raw_text(&self.body, "access_method_id"),
                request_id: self.request_id.clone(),
                action_attempt_id: None,
            });
        }
    }

    /// The fault this request meets: an armed one, a spell of trouble, or what a practice guest's card carries.
    fn meet(&self, state: &mut State) -> Option<Fault> {
        if let Some(armed) = state.plan.meet(self.path()) {
            return Some(armed);
        }
        let authorized = self.authorize(state).is_ok();
        if authorized && state.in_trouble() && calls::find(self.path()).is_some_and(|call| call.reads) {
            return Some(if state.requests.len().is_multiple_of(2) { Fault::Unavailable } else { Fault::BadGateway });
        }
        if authorized && self.is_encode() { state.scripted_request_fault(&self.body) } else { None }
    }

    /// Does what the request asks for.
    pub(super) fn work(&self, state: &mut State) -> Answer {
        let path = self.path();
        let call = calls::find(path);
        let call =
            call.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "not_found", format!("There is no {path}")))?;
        let method = &self.parts.method;
        if *method != Method::POST && !(call.reads && *method == Method::GET) {
            let message = format!("{path} does not accept {method}");
            return Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message));
        }
        self.authorize(state)?;
        let args = self.arguments(call)?;
        state.request_at_hand.clone_from(&self.request_id);
        (call.run)(state, &args)
    }

    fn arguments(&self, call: &Call) -> Result<Args, Refusal> {
        let args = if self.parts.method == Method::GET {
            Args::from_query(self.parts.uri.query().unwrap_or_default(), call.fields)
        } else {
            let kind = self.header(header::CONTENT_TYPE.as_str()).unwrap_or_default();
            if !self.body.is_empty() && !kind.trim_start().to_ascii_lowercase().starts_with("application/json") {
                let message = "A request with a body must have the content type application/json";
                return Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_content_type", message));
            }
            Args::from_json(&self.body)?
        };
        args.check(call.fields, call.strict)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// An API key opens its workspace; a personal access token needs the workspace named beside it (Seam API,
    /// authentication).
    fn authorize(&self, state: &State) -> Result<(), Refusal> {
        let token = self.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
        let keys = &state.keys;
        let workspace_named = self.header("seam-workspace") == Some(keys.workspace_id.as_str());
        match token {
            Some(token) if token == keys.api_key => Ok(()),
            Some(token) if token == keys.personal_access_token && workspace_named => Ok(()),
            Some(_) | None => Err(Refusal::unauthorized()),
        }
    }
}
