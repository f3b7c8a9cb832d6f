//! The shared record of many desks, in PostgreSQL.
//!
//! Every desk keeps writing its own journal first; [`ship`] brings its events into the record, in their order and each once,
//! because the record's head of a journal is the only memory of what arrived. A desk's login may run three functions and
//! read no table; a supervisor's may read and change nothing.
//!
//! How to drive it: call [`ship`] after each change of the journal and whenever [`Changes::next`] fails or a pause is over.
//! After an error for which [`SharedError::is_passing`] holds, pause for a second and double the pause up to a minute, with
//! some chance in it, so that fifty desks do not come back at once; after any other, say its sentence and wait for a change
//! of the settings. [`ship`] may be dropped at any await: the next call asks the record how far it came.

mod address;
mod admin;
mod buckets;
mod error;
mod filter;
mod listen;
mod overview;
mod questions;
mod row;
mod ship;
mod verify;

use std::{future::Future, time::Duration};

use secrecy::SecretString;
use sqlx::{PgPool, postgres::PgPoolOptions};

pub use address::{AddressError, SharedAddress};
pub use admin::{Login, SharedAdmin};
pub use error::SharedError;
pub use listen::{Busy, Change, Changes};
pub use ship::{Shipped, ship, waiting};
pub use verify::StreamVerdict;

/// How long a connection may take to come about.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// How long an answer may take; the server gives up before.
const QUERY_LIMIT: Duration = Duration::from_secs(35);
/// How long a new connection is kept without use.
const IDLE_LIMIT: Duration = Duration::from_secs(300);
/// Connections of one desk: one that ships, one that listens, two for questions.
const CONNECTIONS: u32 = 4;

/// The shared record, as one login sees it. Clones share the connections.
#[derive(Debug, Clone)]
pub struct SharedRecord {
    pool: PgPool,
}

impl SharedRecord {
    /// Connects. A connection that breaks later is made anew by the next call.
    ///
    /// # Errors
    /// [`SharedError::Address`] for a variable that leads elsewhere, [`SharedError::Away`], [`SharedError::Slow`],
    /// [`SharedError::Refused`], [`SharedError::Untrusted`].
    pub async fn connect(address: &SharedAddress, password: Option<&SecretString>) -> Result<Self, SharedError> {
        let options = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(CONNECT_LIMIT)
            .idle_timeout(IDLE_LIMIT)
            .test_before_acquire(true);
        let connecting = options.connect_with(address.options(password)?);
        let pool = limited(CONNECT_LIMIT, "connect", connecting).await?;
        Ok(Self { pool })
    }

    /// Lets its connections go.
    pub async fn close(&self) {
        // A server that is away does not say goodbye.
        let _ = tokio::time::timeout(CONNECT_LIMIT, self.pool.close()).await;
    }
}

/// Waits no longer than this for the server.
async fn limited<T>(
    limit: Duration,
    operation: &'static str,
    call: impl Future<Output = sqlx::Result<T>>,
) -> Result<T, SharedError> {
    let answer = tokio::time::timeout(limit, call).await.map_err(|_| SharedError::Slow { limit })?;
    answer.map_err(|error| error::explain(operation, error))
}

/// A question of the usual length.
async fn asked<T>(operation: &'static str, call: impl Future<Output = sqlx::Result<T>>) -> Result<T, SharedError> {
    limited(QUERY_LIMIT, operation, call).await
}
