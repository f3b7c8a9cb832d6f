//! Everything that can go wrong on purpose: with a request and its answer, and with an encode or scan attempt.

use std::collections::VecDeque;
use std::time::Duration;

use uuid::Uuid;

/// What goes wrong with one request or its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 401 `unauthorized`; nothing is done.
    Unauthorized,
    /// 403 `forbidden`; nothing is done.
    Forbidden,
    /// 400 `invalid_input` for no reason that anybody could see; nothing is done.
    BadRequest,
    /// 404 for the resource that the call is about; nothing is done.
    NotFound,
    /// 429, with `Retry-After` in seconds when given; nothing is done.
    RateLimited {
        /// Seconds for the `Retry-After` header.
        retry_after_s: Option<u32>,
    },
    /// 500 `internal_server_error` as JSON; nothing is done.
    ServerError,
    /// 502 with a proxy's HTML page; nothing is done.
    BadGateway,
    /// 503 with an empty body; nothing is done.
    Unavailable,
    /// The connection is reset; nothing is done.
    ResetBefore,
    /// No answer ever comes; nothing is done.
    Hang,
    /// The work is done, then the connection is reset instead of an answer.
    ResetAfter,
    /// The work is done, then no answer ever comes.
    HangAfter,
    /// The work is done; a 200 with HTML instead of JSON.
    NotJson,
    /// The work is done; the JSON is right, the content type says `text/plain`.
    WrongContentType,
    /// The work is done; the connection closes in the middle of the body.
    TruncatedBody,
    /// The work is done; the `Date` header is off by this many seconds.
    DateSkew(i64),
    /// The work is done; the answer comes this much later.
    Slow(Duration),
    /// The work is done and answered; then the port refuses every connection for this long.
    NetworkDown(Duration),
    /// The work is done and answered; then every read answers 503 or a proxy's page for this long.
    Trouble(Duration),
    /// The encoder's access system says `bridge_disconnected` from now on for this long, and its encoders fail with it.
    BridgeDown(Duration),
}

/// What becomes of one encode or scan attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptFault {
    /// It ends with this error type, any of Seam's or a new one; `written` says whether the card was written all the same.
    Error {
        /// `error.type` of the attempt.
        error_type: String,
        /// The world changes as after a success though the attempt says error.
        written: bool,
    },
    /// It stays `pending` for ever and writes nothing.
    NeverEnds,
    /// It ends with a status that is none of Seam's three, and writes nothing.
    Status(String),
    /// It succeeds, but from then on `/action_attempts/get` does not know it.
    Vanishes,
    /// It succeeds whatever the failure rate says.
    Succeeds,
}

impl AttemptFault {
    /// An attempt that ends with `error_type` and writes nothing.
    pub fn error(error_type: impl Into<String>) -> Self {
        Self::Error { error_type: error_type.into(), written: false }
    }
}

/// What goes wrong when a practice guest's card is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) request: Option<Fault>,
    pub(super) attempt: Option<AttemptFault>,
    /// Only the first encode goes wrong; trying again works.
    pub(super) once: bool,
}

#[derive(Debug, Clone)]
struct Armed {
    path: String,
    fault: Fault,
    /// Requests left; `None` until switched off.
    left: Option<u32>,
}

/// Faults that wait for their request or attempt.
#[derive(Debug, Default)]
pub(super) struct Plan {
    requests: Vec<Armed>,
    encodes: VecDeque<(Uuid, AttemptFault)>,
    scans: VecDeque<(Uuid, ScanPlan)>,
}

/// What the next scan on an encoder finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ScanPlan {
    Fault(AttemptFault),
    /// A card that Seam knows; `stale` when it differs from what Seam wants on it.
    Known {
        acs_credential_id: Option<Uuid>,
        stale: bool,
    },
    Unknown,
    Empty,
}

impl Plan {
    /// Arms a fault for requests whose path starts with `path`.
    pub(super) fn arm(&mut self, path: &str, fault: Fault, times: Option<u32>) {
        self.requests.push(Armed { path: path.to_owned(), fault, left: times });
    }

    pub(super) fn disarm(&mut self, path: &str) {
        self.requests.retain(|armed| armed.path != path);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The fault that this request meets, the oldest first.
    pub(super) fn meet(&mut self, path: &str) -> Option<Fault> {
        let at = self.requests.iter().position(|armed| path.starts_with(&armed.path))?;
        let fault = self.requests[at].fault.clone();
        if let Some(left) = &mut self.requests[at].left {
            *left = left.saturating_sub(1);
        }
        self.requests.retain(|armed| armed.left != Some(0));
        Some(fault)
    }

    pub(super) fn arm_encode(&mut self, encoder: Uuid, fault: AttemptFault) {
        self.encodes.push_back((encoder, fault));
    }

    pub(super) fn arm_scan(&mut self, encoder: Uuid, plan: ScanPlan) {
        self.scans.push_back((encoder, plan));
    }

    pub(super) fn next_encode(&mut self, encoder: Uuid) -> Option<AttemptFault> {
        take_first(&mut self.encodes, encoder)
    }

    pub(super) fn next_scan(&mut self, encoder: Uuid) -> Option<ScanPlan> {
        take_first(&mut self.scans, encoder)
    }
}

fn take_first<T>(queue: &mut VecDeque<(Uuid, T)>, encoder: Uuid) -> Option<T> {
    let at = queue.iter().position(|(id, _)| *id == encoder)?;
    queue.remove(at).map(|(_, item)| item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_armed_fault_meets_as_many_requests_as_it_was_armed_for() {
        let mut plan = Plan::default();
        plan.arm("/acs/encoders", Fault::ServerError, Some(2));
        assert_eq!(plan.meet("/acs/credentials/list"), None);
        assert_eq!(plan.meet("/acs/encoders/list"), Some(Fault::ServerError));
        assert_eq!(plan.meet("/acs/encoders/get"), Some(Fault::ServerError));
        assert_eq!(plan.meet("/acs/encoders/get"), None);
    }

    #[test]
    fn a_switched_fault_stays_until_it_is_switched_off() {
        let mut plan = Plan::default();
        plan.arm("/", Fault::Unauthorized, None);
        assert_eq!(plan.meet("/a"), Some(Fault::Unauthorized));
        assert_eq!(plan.meet("/b"), Some(Fault::Unauthorized));
        plan.disarm("/");
        assert_eq!(plan.meet("/a"), None);
    }
}
