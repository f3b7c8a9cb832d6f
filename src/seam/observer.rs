//! What is told about each call, and never what was in it.

use std::{fmt, sync::Arc, time::Duration};

use jiff::Timestamp;

use super::{error::SeamError, transport::Reply};
use crate::domain::RequestId;

/// One request and what became of it. Seam takes everything as POST with a body, so that the path names no guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// When it was sent, by this computer's clock.
    pub at: Timestamp,
    /// The path.
    pub path: Arc<str>,
    /// The HTTP status, where there was one.
    pub status: Option<u16>,
    /// `seam-request-id`, where there was one.
    pub request: Option<RequestId>,
    /// Until the last byte of the answer, or until there was none.
    pub took: Duration,
    /// Bytes of the request's body.
    pub sent: usize,
    /// Bytes of the answer's body, as far as it was of use.
    pub received: usize,
    /// What went wrong, in words without names and secrets.
    pub trouble: Option<String>,
}

impl Call {
    /// What an answer tells; the rest is whoever sent it to say.
    pub(super) fn of(result: &Result<Reply, SeamError>) -> Self {
        let (status, request, received, trouble) = match result {
            Ok(reply) => (Some(reply.status), reply.request.clone(), reply.body.len(), None),
            Err(error) => (error.status(), error.request().cloned(), 0, Some(error.to_string())),
        };
        Self {
            at: Timestamp::UNIX_EPOCH,
            path: "".into(),
            status,
            request,
            took: Duration::ZERO,
            sent: 0,
            received,
            trouble,
        }
    }
}

/// Hears of every call after it, in the task that made it: it must not block.
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(Call) + Send + Sync>);

impl Observer {
    /// Hears of calls with this.
    pub fn new(hear: impl Fn(Call) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }

    pub(super) fn tell(&self, call: Call) {
        (self.0)(call);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
