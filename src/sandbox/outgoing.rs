//! An answer on its way out: what it says, how it leaves, and what faults make of it.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use tokio::time::Instant;

use super::faults::Fault;
use super::incoming::Incoming;
use super::line::{Cut, Switch};
use super::past;
use super::reply::Refusal;
use super::state::State;

const PROXY_PAGE: &str =
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";

/// How an answer leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Whole,
    After(Duration),
    Twice,
    Truncated,
    Reset,
    Never,
    Last,
}

/// An answer before it is put on the wire.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) status: StatusCode,
    pub(super) content_type: &'static str,
    pub(super) body: Vec<u8>,
    pub(super) retry_after_s: Option<u32>,
    pub(super) skew_s: i64,
    pub(super) manner: Manner,
}

impl Outgoing {
    pub(super) fn json(status: StatusCode, body: Vec<u8>) -> Self {
        let content_type = "application/json; charset=utf-8";
        Self { status, content_type, body, retry_after_s: None, skew_s: 0, manner: Manner::Whole }
    }

    pub(super) fn page(status: StatusCode, body: &str) -> Self {
        Self { content_type: "text/html", ..Self::json(status, body.as_bytes().to_vec()) }
    }

    pub(super) fn refusal(refusal: &Refusal, request_id: &str) -> Self {
        Self::json(refusal.status, refusal.body(request_id))
    }

    /// Puts the answer on the wire; a truncated one ends in the middle of its body.
    pub(super) fn send(self, request_id: &str, date: &str, switch: &Switch) -> Response {
        let length = self.body.len();
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let mut put = |name: &'static str, value: &str| {
            HeaderValue::from_str(value).ok().and_then(|value| response.headers_mut().insert(name, value));
        };
        put("content-type", self.content_type);
        put("date", date);
        put("seam-request-id", request_id);
        if let Some(seconds) = self.retry_after_s {
            put("retry-after", &seconds.to_string());
        }
        if self.manner == Manner::Last {
            put("connection", "close");
        }
        if self.manner == Manner::Truncated {
            let head: usize =
                response.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
            switch.cut_after(head + 36 + length / 2, Cut::Close);
        }
        response
    }
}

/// The answer of a fault that comes before any work; `None` for those that come after it.
pub(super) fn turned_away(fault: &Fault, path: &str, request_id: &str) -> Option<Outgoing> {
    let refuse =
        |status, kind: &str, message: &str| Outgoing::refusal(&Refusal::new(status, kind, message), request_id);
    let silent = |manner| Outgoing { manner, ..Outgoing::page(StatusCode::OK, "") };
    Some(match fault {
        Fault::Unauthorized => Outgoing::refusal(&Refusal::unauthorized(), request_id),
        Fault::Forbidden => refuse(StatusCode::FORBIDDEN, "forbidden", "This key may not do that"),
        Fault::BadRequest => refuse(StatusCode::BAD_REQUEST, "invalid_input", "This request cannot be taken"),
        Fault::NotFound => Outgoing::refusal(&Refusal::not_found(resource_of(path)), request_id),
        Fault::RateLimited { retry_after_s } => Outgoing {
            retry_after_s: *retry_after_s,
            ..refuse(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests")
        },
        Fault::ServerError => {
            refuse(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", "Something went wrong")
        }
        Fault::BadGateway => Outgoing::page(StatusCode::BAD_GATEWAY, PROXY_PAGE),
        Fault::Unavailable => Outgoing::page(StatusCode::SERVICE_UNAVAILABLE, ""),
        Fault::ResetBefore => silent(Manner::Reset),
        Fault::Hang => silent(Manner::Never),
        Fault::ResetAfter
        | Fault::HangAfter
        | Fault::Late(_)
        | Fault::NotJson
        | Fault::BrokenJson
        | Fault::WrongContentType
        | Fault::TruncatedBody
        | Fault::Twice
        | Fault::Stale
        | Fault::OtherAttempt
        | Fault::DateSkew(_)
        | Fault::Slow(_)
        | Fault::NetworkDown(_)
        | Fault::Trouble(_)
        | Fault::BridgeDown(_) => return None,
    })
}

/// The honest answer, with what a fault after the work does to it.
pub(super) fn spoiled(state: &mut State, incoming: &Incoming) -> Outgoing {
    let mut outgoing = match incoming.work(state) {
        Ok(body) => Outgoing::json(StatusCode::OK, body),
        Err(refusal) => Outgoing::refusal(&refusal, &incoming.request_id),
    };
    match &incoming.fault {
        Some(Fault::ResetAfter) => outgoing.manner = Manner::Reset,
        Some(Fault::HangAfter) => outgoing.manner = Manner::Never,
        Some(Fault::NotJson) => {
            outgoing = Outgoing::page(StatusCode::OK, "<html><body>Please sign in to the network</body></html>");
        }
        Some(Fault::BrokenJson) => outgoing.body.truncate(outgoing.body.len() / 2),
        Some(Fault::WrongContentType) => outgoing.content_type = "text/plain",
        Some(Fault::TruncatedBody) => outgoing.manner = Manner::Truncated,
        Some(Fault::Twice) => outgoing.manner = Manner::Twice,
        Some(Fault::Stale) => outgoing.body = state.past.older(&outgoing.body),
        Some(Fault::OtherAttempt) => outgoing.body = past::about_another(state, &outgoing.body),
        Some(Fault::DateSkew(seconds)) => outgoing.skew_s = *seconds,
        Some(Fault::Slow(length)) => outgoing.manner = Manner::After(*length),
        Some(Fault::NetworkDown(_)) => outgoing.manner = Manner::Last,
        Some(Fault::BridgeDown(length)) => state.break_system(incoming.body(), *length),
        Some(Fault::Trouble(length)) => state.trouble_until = Some(Instant::now() + *length),
        Some(
            Fault::Unauthorized
            | Fault::Forbidden
            | Fault::BadRequest
            | Fault::NotFound
            | Fault::RateLimited { .. }
            | Fault::ServerError
            | Fault::BadGateway
            | Fault::Unavailable
            | Fault::ResetBefore
            | Fault::Hang
            | Fault::Late(_),
        )
        | None => (),
    }
    outgoing
}

/// The resource that a 404 on this path is about.
fn resource_of(path: &str) -> &'static str {
    let resources = [
        ("/acs/encoders/encode_credential", "acs_credential"),
        ("/acs/encoders", "acs_encoder"),
        ("/acs/credentials", "acs_credential"),
        ("/acs/systems", "acs_system"),
        ("/acs/users", "acs_user"),
        ("/acs/entrances", "acs_entrance"),
        ("/access_grants", "access_grant"),
        ("/access_methods", "access_method"),
        ("/action_attempts", "action_attempt"),
        ("/user_identities", "user_identity"),
        ("/events", "event"),
    ];
    resources.iter().find(|(prefix, _)| path.starts_with(prefix)).map_or("workspace", |(_, resource)| resource)
}
