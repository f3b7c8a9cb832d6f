//! Seam's calls with their types: reads in [`reads`], what makes cards in [`writes`], the sandbox's in [`simulate`].

mod reads;
mod simulate;
mod writes;

use std::{fmt, sync::Arc};

use serde_json::Value;

use super::{
    answer::Answer,
    config::ClientConfig,
    decode::{Object, one},
    error::SeamError,
    pages::{Pages, unreadable},
    retry::{Kind, Patience},
    token::Token,
    transport::{Reply, Transport},
};

pub use reads::EntranceFilter;
pub use simulate::{SimulatedEncodeFailure, SimulatedScan, SimulatedScanFailure};

/// Seam, as one token sees it. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Client {
    transport: Arc<Transport>,
    token: Token,
}

impl Client {
    /// A client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`SeamError::NotSent`] when the certificates, the proxy or the token cannot be used.
    pub fn new(config: &ClientConfig) -> Result<Self, SeamError> {
        Ok(Self { transport: Arc::new(Transport::new(config)?), token: config.token.clone() })
    }

    /// The token that it was made with.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Closes the connections that no call is using, since their buffers hold what was read. The next call makes new ones.
    pub fn hang_up(&self) {
        self.transport.hang_up();
    }

    async fn get<T: Object>(
        &self,
        patience: Patience,
        path: &'static str,
        body: Value,
    ) -> Result<Answer<T>, SeamError> {
        object(self.transport.call(Kind::Read, patience, path, &body).await?)
    }

    /// Sends something that changes the world: once.
    async fn act<T: Object>(&self, path: &'static str, body: Value) -> Result<Answer<T>, SeamError> {
        object(self.transport.call(Kind::Write, Patience::Once, path, &body).await?)
    }

    fn list<T: Object>(&self, patience: Patience, path: &'static str, body: Value) -> Pages<T> {
        Pages::start(Arc::clone(&self.transport), patience, path, body)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("token", &self.token).finish_non_exhaustive()
    }
}

fn object<T: Object>(reply: Reply) -> Result<Answer<T>, SeamError> {
    let Reply { body, is_json, status, request, server_time } = reply;
    match one(&body) {
        Ok(value) => Ok(Answer { value, request, server_time, skipped: Vec::new() }),
        Err(fault) => Err(unreadable(fault, is_json, status, request)),
    }
}
