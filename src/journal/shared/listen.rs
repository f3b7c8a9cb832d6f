//! What happens at other desks, as it happens.

use jiff::Timestamp;
use serde::Deserialize;
use sqlx::postgres::PgListener;

use super::{SharedError, SharedRecord, asked, error::explain};
use crate::{
    domain::{Desk, EncoderId},
    journal::outbox::visible_nul,
};

const CHANNEL: &str = "keydesk";
const BUSY: &str = "SELECT encoder_id, desk, since_us FROM keydesk.busy_elsewhere($1)";

/// A desk has shipped something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The desk's name in the record.
    pub desk: Desk,
    /// Encoders that it was about, twenty at most.
    pub encoders: Vec<EncoderId>,
}

/// Another desk's card at an encoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// The encoder.
    pub encoder: EncoderId,
    /// The other desk.
    pub desk: Desk,
    /// Since when, by that desk's clock.
    pub since: Timestamp,
}

#[derive(Deserialize)]
struct Payload {
    desk: String,
    #[serde(default)]
    encoders: Vec<String>,
}

/// Hears of changes, on a connection of its own. It is up to the caller to ask for a new one when it breaks, and then to look
/// once at everything: what happened in between was not heard.
pub struct Changes {
    listener: PgListener,
}

impl Changes {
    /// Waits for the next change. May be dropped at any time, and nothing is lost.
    ///
    /// # Errors
    /// [`SharedError::Away`] once the connection is gone.
    pub async fn next(&mut self) -> Result<Change, SharedError> {
        loop {
            let heard = self.listener.try_recv().await.map_err(|error| explain("say what changes", error))?;
            let Some(heard) = heard else {
                return Err(SharedError::Away { reason: "the connection broke".into() });
            };
            // Whoever may log in may notify, also of what nobody here understands.
            if let Ok(Payload { desk, encoders }) = serde_json::from_str(heard.payload()) {
                let encoders = encoders.into_iter().map(EncoderId::new).collect();
                return Ok(Change { desk: Desk(desk.into()), encoders });
            }
        }
    }
}

impl SharedRecord {
    /// Begins to listen. Whatever is shipped after this returns is heard.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn changes(&self) -> Result<Changes, SharedError> {
        let listening = async {
            let mut listener = PgListener::connect_with(&self.pool).await?;
            listener.eager_reconnect(false);
            listener.listen(CHANNEL).await?;
            Ok(listener)
        };
        Ok(Changes { listener: asked("say what changes", listening).await? })
    }

    /// At which encoders another desk's card is, as far as it was shipped within the last hour: the newest one for each. No
    /// more is told to a desk about others.
    ///
    /// # Errors
    /// [`SharedError::NotAllowed`] for a login that is not that of a desk.
    pub async fn busy_elsewhere(&self, own: &Desk) -> Result<Vec<Busy>, SharedError> {
        let asking = sqlx::query_as(BUSY).bind(visible_nul(&own.0)).fetch_all(&self.pool);
        let rows: Vec<(String, String, i64)> = asked("say which encoders are busy", asking).await?;
        let busy = rows.into_iter().filter_map(|(encoder, desk, since)| {
            let since = Timestamp::from_microsecond(since).ok()?;
            Some(Busy { encoder: EncoderId::new(encoder), desk: Desk(desk.into()), since })
        });
        Ok(busy.collect())
    }
}
