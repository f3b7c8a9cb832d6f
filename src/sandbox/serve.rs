//! One request from the wire to its answer: take note, meet a fault, check the token, find the call, run it, answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{ConnectInfo, Request, State as Held};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use tokio::time::Instant;

use super::args::Args;
use super::calls::{self, Call};
use super::clock::http_date;
use super::faults::Fault;
use super::line::{Cut, Switch, Switchboard};
use super::outgoing::{Manner, Outgoing, turned_away};
use super::reply::Refusal;
use super::state::{SeenEncode, SeenRequest, State};

const MAX_BODY_BYTES: usize = 1 << 20;

/// What the server and its handles share.
#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    pub(super) board: Arc<Switchboard>,
}

impl Shared {
    pub(super) fn new(state: State, board: Arc<Switchboard>) -> Self {
        Self { state: Mutex::new(state), board }
    }

    /// The state with every attempt settled whose time has come.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle();
        state
    }
}

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(dispatch).with_state(shared)
}

async fn dispatch(
    Held(shared): Held<Arc<Shared>>,
    ConnectInfo(switch): ConnectInfo<Switch>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        let refusal = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", "The body is too large");
        let request_id = shared.state().new_request_id();
        let date = http_date(shared.state().now(), 0);
        return Outgoing::refusal(&refusal, &request_id).send(&request_id, &date, &switch);
    };
    let (request_id, outgoing) = answer(&shared, &switch, &parts, &body);
    match outgoing.manner {
        Manner::Never => std::future::pending().await,
        Manner::After(length) => tokio::time::sleep(length).await,
        Manner::Reset => switch.cut_after(0, Cut::Reset),
        Manner::Whole | Manner::Truncated | Manner::Last => (),
    }
    let date = http_date(shared.state().now(), outgoing.skew_s);
    outgoing.send(&request_id, &date, &switch)
}

fn answer(shared: &Shared, switch: &Switch, parts: &Parts, body: &[u8]) -> (String, Outgoing) {
    let mut state = shared.state();
    let request_id = state.new_request_id();
    let path = parts.uri.path();
    note_encode(&mut state, path, body, &request_id);
    let fault = fault_of(&mut state, parts, body);
    let early = fault.as_ref().and_then(|fault| turned_away(fault, path, &request_id));
    let outgoing = early.unwrap_or_else(|| spoiled(&mut state, fault.as_ref(), parts, body, &request_id));
    if let Some(Fault::NetworkDown(length)) = fault {
        shared.board.go_away(length);
        shared.board.cut_all(Some(switch));
    }
    let heard = !matches!(outgoing.manner, Manner::Reset | Manner::Never);
    state.note(SeenRequest {
        method: parts.method.to_string(),
        path: path.to_owned(),
        request_id: request_id.clone(),
        status: heard.then_some(outgoing.status.as_u16()),
    });
    (request_id, outgoing)
}

fn is_encode(path: &str) -> bool {
    matches!(path, "/acs/encoders/encode_credential" | "/access_methods/encode")
}

fn note_encode(state: &mut State, path: &str, body: &[u8], request_id: &str) {
    if is_encode(path) {
        state.encodes.push(SeenEncode {
            acs_encoder_id: calls::raw_text(body, "acs_encoder_id").unwrap_or_default(),
            acs_credential_id: calls::raw_text(body, "acs_credential_id"),
            access_method_id: calls::raw_text(body, "access_method_id"),
            request_id: request_id.to_owned(),
            action_attempt_id: None,
        });
    }
}

/// The fault this request meets: an armed one, a spell of trouble, or what a practice guest's card carries.
fn fault_of(state: &mut State, parts: &Parts, body: &[u8]) -> Option<Fault> {
    let path = parts.uri.path();
    if let Some(armed) = state.plan.meet(path) {
        return Some(armed);
    }
    let authorized = authorize(state, parts).is_ok();
    if authorized && state.in_trouble() && calls::find(path).is_some_and(|call| call.reads) {
        return Some(if state.requests.len().is_multiple_of(2) { Fault::Unavailable } else { Fault::BadGateway });
    }
    if authorized && is_encode(path) { state.scripted_request_fault(body) } else { None }
}

/// The honest answer, with what a later fault does to it.
fn spoiled(state: &mut State, fault: Option<&Fault>, parts: &Parts, body: &[u8], request_id: &str) -> Outgoing {
    let mut outgoing = match work(state, parts, body) {
        Ok(body) => Outgoing::json(StatusCode::OK, body),
        Err(refusal) => Outgoing::refusal(&refusal, request_id),
    };
    match fault {
        Some(Fault::ResetAfter) => outgoing.manner = Manner::Reset,
        Some(Fault::HangAfter) => outgoing.manner = Manner::Never,
        Some(Fault::NotJson) => {
            outgoing = Outgoing::page(StatusCode::OK, "<html><body>Please sign in to the network</body></html>");
        }
        Some(Fault::WrongContentType) => outgoing.content_type = "text/plain",
        Some(Fault::TruncatedBody) => outgoing.manner = Manner::Truncated,
        Some(Fault::DateSkew(seconds)) => outgoing.skew_s = *seconds,
        Some(Fault::Slow(length)) => outgoing.manner = Manner::After(*length),
        Some(Fault::NetworkDown(_)) => outgoing.manner = Manner::Last,
        Some(Fault::BridgeDown(length)) => state.break_system(body, *length),
        Some(Fault::Trouble(length)) => state.trouble_until = Some(Instant::now() + *length),
        Some(
            Fault::Unauthorized
            | Fault::Forbidden
            | Fault::BadRequest
            | Fault::NotFound
            | Fault::RateLimited { .. }
            | Fault::ServerError,
        ) => (),
        Some(Fault::BadGateway | Fault::Unavailable | Fault::ResetBefore | Fault::Hang) | None => (),
    }
    outgoing
}

fn work(state: &mut State, parts: &Parts, body: &[u8]) -> Result<Vec<u8>, Refusal> {
    let path = parts.uri.path();
    let call = calls::find(path);
    let call = call.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "not_found", format!("There is no {path}")))?;
    if parts.method != Method::POST && !(call.reads && parts.method == Method::GET) {
        let message = format!("{path} does not accept {}", parts.method);
        return Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message));
    }
    authorize(state, parts)?;
    let args = arguments(call, parts, body)?;
    (call.run)(state, &args)
}

fn arguments(call: &Call, parts: &Parts, body: &[u8]) -> Result<Args, Refusal> {
    let args = if parts.method == Method::GET {
        Args::from_query(parts.uri.query().unwrap_or_default(), call.fields)
    } else {
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !body.is_empty() && !kind.trim_start().to_ascii_lowercase().starts_with("application/json") {
            let message = "A request with a body must have the content type application/json";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_content_type", message));
        }
        Args::from_json(body)?
    };
    args.check(call.fields, call.strict)
}

/// An API key opens its workspace; a personal access token needs the workspace named beside it (Seam API, authentication).
fn authorize(state: &State, parts: &Parts) -> Result<(), Refusal> {
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let token = text("authorization").and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let keys = &state.keys;
    let workspace_named = text("seam-workspace") == Some(keys.workspace_id.as_str());
    match token {
        Some(token) if token == keys.api_key => Ok(()),
        Some(token) if token == keys.personal_access_token && workspace_named => Ok(()),
        Some(_) | None => Err(Refusal::unauthorized()),
    }
}
