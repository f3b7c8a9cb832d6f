//! Bringing a journal's events into the shared record.

use super::{SharedError, SharedRecord, asked};
use crate::journal::{
    Journal,
    chain::Hash,
    outbox::{Shipment, agrees},
};

/// How many events travel at once.
const BATCH: u32 = 500;
const HEAD: &str = "SELECT last_seq, last_hash FROM keydesk.head($1)";
const APPEND: &str = "SELECT last_seq, last_hash FROM keydesk.append($1, $2, $3::text::jsonb, $4::text::jsonb)";

/// How far shipping came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// So many events were brought.
    pub sent: u64,
    /// So many are still to be brought: those that were written meanwhile.
    pub waiting: u64,
}

/// The last event of a journal that is in the record.
#[derive(Debug, Clone, sqlx::FromRow)]
struct Head {
    last_seq: i64,
    last_hash: Vec<u8>,
}

/// Brings one batch after the other until the record holds all events that the journal held when the last batch was read.
/// May be dropped at any await.
///
/// # Errors
/// [`SharedError::OlderCopy`] before anything is sent, where the record holds other events than the journal;
/// [`SharedError::NotThisDesk`], [`SharedError::NotAllowed`], and whatever keeps the server from answering.
pub async fn ship(journal: &Journal, shared: &SharedRecord) -> Result<Shipped, SharedError> {
    let genesis = journal.genesis().await?;
    let mut head = shared.head(&genesis).await?;
    let mut sent = 0;
    loop {
        let shipment = journal.shipment(head.last_seq, BATCH).await?;
        if !agrees(&shipment, head.last_seq, &head.last_hash) {
            return Err(SharedError::OlderCopy { theirs: head.last_seq, ours: shipment.newest });
        }
        if shipment.last.is_none() {
            return Ok(Shipped { sent, waiting: shipment.waiting });
        }
        head = shared.append(&shipment).await?;
        sent += shipment.count;
        if shipment.waiting == 0 {
            return Ok(Shipped { sent, waiting: 0 });
        }
    }
}

/// How many events of the journal the record does not hold yet.
///
/// # Errors
/// As [`ship`].
pub async fn waiting(journal: &Journal, shared: &SharedRecord) -> Result<u64, SharedError> {
    let head = shared.head(&journal.genesis().await?).await?;
    let shipment = journal.shipment(head.last_seq, 0).await?;
    if agrees(&shipment, head.last_seq, &head.last_hash) {
        return Ok(shipment.waiting);
    }
    Err(SharedError::OlderCopy { theirs: head.last_seq, ours: shipment.newest })
}

impl SharedRecord {
    /// A stream that has not begun stands at its genesis.
    async fn head(&self, genesis: &Hash) -> Result<Head, SharedError> {
        let asking = sqlx::query_as(HEAD).bind(&genesis[..]).fetch_optional(&self.pool);
        let head: Option<Head> = asked("say how far this desk came", asking).await?;
        Ok(head.unwrap_or_else(|| Head { last_seq: 0, last_hash: genesis.to_vec() }))
    }

    async fn append(&self, shipment: &Shipment) -> Result<Head, SharedError> {
        let appending = sqlx::query_as(APPEND)
            .bind(&shipment.genesis[..])
            .bind(shipment.cut)
            .bind(&shipment.events)
            .bind(&shipment.attempts)
            .fetch_one(&self.pool);
        asked("take this desk's events", appending).await
    }
}
