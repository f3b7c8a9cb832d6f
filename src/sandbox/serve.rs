//! One request from the wire to its answer: read it, work on it as a server that its client may leave, answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State as Held};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;

use super::clock::http_date;
use super::faults::Fault;
use super::incoming::Incoming;
use super::line::{Cut, Switch};
use super::moments::{Moment, Moments};
use super::outgoing::{Manner, Outgoing, spoiled, turned_away};
use super::port::Switchboard;
use super::reply::Refusal;
use super::state::State;

const MAX_BODY_BYTES: usize = 1 << 20;

/// What the server and its handles share.
#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    pub(super) board: Arc<Switchboard>,
    pub(super) moments: Moments,
}

impl Shared {
    pub(super) fn new(state: State, board: Arc<Switchboard>) -> Self {
        Self { state: Mutex::new(state), board, moments: Moments::default() }
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
        return too_large(&shared, &switch);
    };
    let path = parts.uri.path().to_owned();
    // The work is a task of its own: it goes on when the connection that asked for it is gone.
    let work = tokio::spawn(handle(Arc::clone(&shared), switch.clone(), parts, body));
    match work.await {
        Ok((request_id, outgoing)) => leave(shared, &switch, path, request_id, outgoing).await,
        Err(_) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    }
}

fn too_large(shared: &Shared, switch: &Switch) -> Response {
    let refusal = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", "The body is too large");
    let request_id = shared.state().new_request_id();
    let date = http_date(shared.state().now(), 0);
    Outgoing::refusal(&refusal, &request_id).send(&request_id, &date, switch)
}

/// Everything up to the answer, with its `seam-request-id`.
async fn handle(shared: Arc<Shared>, switch: Switch, parts: Parts, body: Bytes) -> (String, Outgoing) {
    let incoming = Incoming::new(&mut shared.state(), parts, body);
    let (path, request_id) = (incoming.path(), &incoming.request_id);
    shared.moments.reach(Moment::Received, path, request_id).await;
    if let Some(Fault::Late(length)) = &incoming.fault {
        tokio::time::sleep(*length).await;
    }
    let outgoing = answer(&shared, &switch, &incoming);
    shared.moments.reach(Moment::Worked, path, request_id).await;
    (incoming.request_id, outgoing)
}

fn answer(shared: &Shared, switch: &Switch, incoming: &Incoming) -> Outgoing {
    let mut state = shared.state();
    let fault = incoming.fault.as_ref();
    let early = fault.and_then(|fault| turned_away(fault, incoming.path(), &incoming.request_id));
    let outgoing = early.unwrap_or_else(|| spoiled(&mut state, incoming));
    if let Some(Fault::NetworkDown(length)) = fault {
        shared.board.go_away(*length);
        shared.board.cut_all(Some(switch));
    }
    if !matches!(outgoing.manner, Manner::Reset | Manner::Never) {
        state.note_status(&incoming.request_id, outgoing.status.as_u16());
    }
    outgoing
}

/// Puts the answer on the wire in its manner.
async fn leave(shared: Arc<Shared>, switch: &Switch, path: String, request_id: String, outgoing: Outgoing) -> Response {
    match outgoing.manner {
        Manner::Never => std::future::pending().await,
        Manner::After(length) => tokio::time::sleep(length).await,
        Manner::Reset => switch.cut_after(0, Cut::Reset),
        Manner::Twice => switch.say_twice(),
        Manner::Whole | Manner::Truncated | Manner::Last => (),
    }
    let date = {
        let state = shared.state();
        http_date(state.now(), outgoing.skew_s.saturating_add(state.skew_s))
    };
    let response = outgoing.send(&request_id, &date, switch);
    if shared.moments.is_watched(&path) {
        let sent = switch.sent();
        tokio::spawn(async move {
            if sent.await.is_ok() {
                shared.moments.reach(Moment::Sent, &path, &request_id).await;
            }
        });
    }
    response
}
