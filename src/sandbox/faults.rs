//! Everything that can go wrong on purpose: with a request and its answer, and with an encode or scan attempt.

use std::time::Duration;

use serde_json::Value;

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
    /// The request waits this long before anything is done with it; then it is worked on, even if its sender is gone.
    Late(Duration),
    /// The work is done; a 200 with HTML instead of JSON.
    NotJson,
    /// The work is done; a 200 with the right content type and JSON that breaks off in its middle.
    BrokenJson,
    /// The work is done; the JSON is right, the content type says `text/plain`.
    WrongContentType,
    /// The work is done; the connection closes in the middle of the body.
    TruncatedBody,
    /// The work is done; the `Date` header is off by this many seconds.
    DateSkew(i64),
    /// The work is done; the whole HTTP answer is put on the connection twice.
    Twice,
    /// The answer is an older one: attempts are still `pending`, credentials and access methods are as before their last
    /// write, and events end before the last write. What was never written is answered as it is.
    Stale,
    /// The work is done; the answer is about another attempt, the newest other one or one that nobody knows.
    OtherAttempt,
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
    /// It writes the card, but says `pending` for ever.
    StaysPending,
    /// It ends with a status that is none of Seam's three, and writes nothing.
    Status(String),
    /// It succeeds, but from then on `/action_attempts/get` does not know it.
    Vanishes,
    /// `/action_attempts/get` never knows it, not even while the encoder works.
    VanishesEarly {
        /// Whether the card is written in the end.
        written: bool,
    },
    /// It succeeds, but its `result` is this instead of a credential.
    Result(Value),
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
