//! Shipping this desk's events to the shared record, beside everything else.
//!
//! One task ships: it connects, ships until nothing waits, and then sleeps until the record grows or a minute has passed, and
//! tells meanwhile what other desks do. What goes wrong is told once and tried again after a growing pause. Nothing waits for it.

use std::{collections::HashMap, convert::Infallible, sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{SharedState, TokenSource, actor::Engine, news::News};
use crate::{
    domain::{Desk, EncoderId},
    flow::schedule,
    journal::{
        Journal,
        shared::{self, Changes, SharedAddress, SharedError, SharedRecord},
    },
    keychain::Keychain,
};

/// How often the server is looked at though nothing happened: a connection that died silently is noticed by it.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long more is listened to after something was heard, in milliseconds. By chance, so that not all desks ask at once.
const GATHER: std::ops::RangeInclusive<u64> = 300..=1_000;

/// Where this desk stands with the shared record.
#[derive(Default)]
pub(super) struct Sharing {
    pub(super) state: SharedState,
    pub(super) record: Option<SharedRecord>,
    /// Since when it does not take this desk's events.
    away_since: Option<Timestamp>,
    /// Why a question was not answered though the events of this desk are taken: its login may not read, say.
    pub(super) refused: Option<Arc<str>>,
    /// Encoders at which another desk's card is being made.
    pub(super) busy: HashMap<EncoderId, Desk>,
    bell: Arc<Notify>,
    /// Counts tasks: what an older one brings back is dropped.
    number: u64,
    cancel: CancellationToken,
}

/// What the task brings back.
#[derive(Debug)]
pub(super) enum SharedNews {
    /// The server answers.
    Connected(SharedRecord),
    /// Events arrived there; so many still wait.
    Shipped(u64),
    /// Another desk's record grew.
    Grew,
    /// At which encoders other desks' cards are being made.
    Busy(HashMap<EncoderId, Desk>),
    /// It does not answer, in words.
    Lost(String),
}

impl Sharing {
    /// The record of this desk grew.
    pub(super) fn wake(&self) {
        self.bell.notify_one();
    }
}

impl Engine {
    /// Begins to ship this desk's record, where a shared one is named. The practice hotel's is nobody's business.
    pub(super) fn share(&mut self) {
        let Some(work) = self.work.as_ref().filter(|work| work.source != TokenSource::Practice) else { return };
        if !self.config.follows_jobs || self.sharing.state != SharedState::Off {
            return;
        }
        let address = match self.config.shared.clone() {
            Ok(None) => return,
            Ok(Some(address)) => address,
            Err(reason) => return self.shared_is_away(reason),
        };
        self.sharing.number += 1;
        self.sharing.cancel = self.cancel.child_token();
        self.sharing.state = SharedState::Connecting;
        let shipping = Shipping {
            journal: work.journal.clone(),
            address,
            keychain: self.config.keychain.clone(),
            desk: self.config.desk.clone(),
            bell: Arc::clone(&self.sharing.bell),
        };
        let (news, origin, number) = (self.news.clone(), self.origin(), self.sharing.number);
        let tell = move |told: SharedNews| drop(news.send((origin, News::Shared(number, told))));
        let cancel = self.sharing.cancel.clone();
        self.tasks.spawn(async move { cancel.run_until_cancelled(shipping.run(tell)).await });
    }

    pub(super) fn stop_sharing(&mut self) {
        self.sharing.cancel.cancel();
        let number = self.sharing.number;
        self.sharing = Sharing { number, ..Sharing::default() };
    }

    pub(super) fn on_shared(&mut self, number: u64, news: SharedNews) {
        if number != self.sharing.number || self.sharing.state == SharedState::Off {
            return;
        }
        match news {
            SharedNews::Connected(record) => {
                self.sharing.record = Some(record);
                self.sharing.refused = None;
            }
            SharedNews::Shipped(waiting) => self.shared_takes(waiting),
            SharedNews::Grew => self.activity_changed(),
            SharedNews::Busy(busy) => self.sharing.busy = busy,
            SharedNews::Lost(reason) => {
                self.shared_is_away(reason.into());
                self.activity_changed();
            }
        }
    }

    /// A server that answers but does not take the events is still away.
    fn shared_takes(&mut self, waiting: u64) {
        let was_up = matches!(self.sharing.state, SharedState::Up { .. });
        self.sharing.away_since = None;
        self.sharing.state = SharedState::Up { waiting };
        if !was_up {
            self.activity_changed();
        }
    }

    fn shared_is_away(&mut self, reason: Arc<str>) {
        let since = *self.sharing.away_since.get_or_insert(self.clock.now().wall);
        self.sharing.busy.clear();
        self.sharing.state = SharedState::Away { reason, since };
    }
}

/// What the task needs.
struct Shipping {
    journal: Journal,
    address: SharedAddress,
    keychain: Keychain,
    desk: Desk,
    bell: Arc<Notify>,
}

impl Shipping {
    async fn run(self, tell: impl Fn(SharedNews) + Send + Sync) {
        let mut failures = 0;
        loop {
            let mut has_shipped = false;
            let reason = self.ship_until_trouble(&tell, &mut has_shipped).await;
            failures = if has_shipped { 1 } else { failures + 1 };
            tracing::warn!(%reason, "the shared record does not answer");
            tell(SharedNews::Lost(reason));
            sleep(schedule::trouble_pause(failures, None, fastrand::f64())).await;
        }
    }

    /// Gives the reason why it ended, in words.
    async fn ship_until_trouble(&self, tell: &(impl Fn(SharedNews) + Sync), has_shipped: &mut bool) -> String {
        let record = match self.connect().await {
            Ok(record) => record,
            Err(reason) => return reason,
        };
        tell(SharedNews::Connected(record.clone()));
        match self.follow(&record, tell, has_shipped).await {
            Ok(never) => match never {},
            Err(error) => error.to_string(),
        }
    }

    async fn connect(&self) -> Result<SharedRecord, String> {
        let name = self.address.keyring_name();
        let password = self.keychain.password(&name).await.map_err(|error| error.to_string())?;
        SharedRecord::connect(&self.address, password.as_ref()).await.map_err(|error| error.to_string())
    }

    async fn follow(
        &self,
        record: &SharedRecord,
        tell: &(impl Fn(SharedNews) + Sync),
        has_shipped: &mut bool,
    ) -> Result<Infallible, SharedError> {
        let mut changes = record.changes().await?;
        loop {
            let shipped = shared::ship(&self.journal, record).await?;
            *has_shipped = true;
            tell(SharedNews::Shipped(shipped.waiting));
            tell(SharedNews::Busy(self.busy(record).await?));
            self.listen(record, tell, &mut changes).await?;
        }
    }

    /// Until there is something to ship, or time to look. Every desk hears of every batch: what is heard within a moment is told
    /// once.
    async fn listen(
        &self,
        record: &SharedRecord,
        tell: &(impl Fn(SharedNews) + Sync),
        changes: &mut Changes,
    ) -> Result<(), SharedError> {
        let due = sleep(LOOK_EVERY);
        tokio::pin!(due);
        loop {
            tokio::select! {
                () = self.bell.notified() => return Ok(()),
                () = &mut due => return Ok(()),
                change = changes.next() => drop(change?),
            }
            let is_due = tokio::select! {
                () = self.bell.notified() => true,
                () = &mut due => true,
                gathered = gather(changes) => gathered.map(|()| false)?,
            };
            tell(SharedNews::Grew);
            if is_due {
                return Ok(());
            }
            tell(SharedNews::Busy(self.busy(record).await?));
        }
    }

    async fn busy(&self, record: &SharedRecord) -> Result<HashMap<EncoderId, Desk>, SharedError> {
        let busy = record.busy_elsewhere(&self.desk).await?;
        Ok(busy.into_iter().map(|busy| (busy.encoder, busy.desk)).collect())
    }
}

/// Hears what else there is for a moment.
async fn gather(changes: &mut Changes) -> Result<(), SharedError> {
    let hearing = async {
        loop {
            if let Err(error) = changes.next().await {
                return error;
            }
        }
    };
    match timeout(Duration::from_millis(fastrand::u64(GATHER)), hearing).await {
        Ok(error) => Err(error),
        Err(_over) => Ok(()),
    }
}
