//! The jobs: orders are judged, effects are run strictly in order, answers go back in.

mod effects;
mod feed;
mod order;

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::{EncodeOrder, actor::Work, locks::EncoderLock};
use crate::{
    domain::{Fact, Operator},
    flow::encode::{Effect, Encode, Input, Stage},
    journal::Journal,
    seam::Client,
};

/// The pause before facts that could not be written are tried again.
pub(super) const BACKLOG_PAUSE: Duration = Duration::from_secs(2);

/// An order, and who is at the desk as the button is pressed.
#[derive(Debug, Clone)]
pub(super) struct Pressed {
    pub order: EncodeOrder,
    pub operator: Operator,
}

/// A job with what keeps it going.
pub(super) struct Job {
    pub flow: Encode,
    pub journal: Journal,
    /// The client of the workspace that the job belongs to.
    pub client: Arc<Client>,
    /// The session went on without it: it is only brought to where its facts are safe.
    pub is_left: bool,
    /// It is from before the desk came to rest, or from an earlier run.
    pub is_before: bool,
    /// It had ended before the desk came to rest: nobody sees it any more, also while its end is still being written down.
    pub is_forgotten: bool,
    /// Nobody wants to see it any more; it goes once its end is on record.
    pub is_dismissed: bool,
    /// What it was told while its facts are read once more, before which it does nothing.
    pub held: Option<Vec<Input>>,
    pub usual: Option<Duration>,
    /// Facts that the journal did not take after the request was sent, in their order.
    pub backlog: Vec<Fact>,
    pub(super) queue: VecDeque<Effect>,
    pub(super) writing: Option<Fact>,
    pub(super) is_asking: bool,
    pub(super) due: Option<Duration>,
    pub(super) lock: Option<EncoderLock>,
    /// The card on the encoder is being read.
    pub(super) reading: Option<tokio::task::AbortHandle>,
    /// How often that was asked for.
    pub(super) readings: u32,
}

impl Drop for Job {
    /// A reading that nobody waits for any more must not take the encoder from the next guest.
    fn drop(&mut self) {
        self.stop_reading();
    }
}

impl Job {
    pub(super) fn due(&self) -> Option<Duration> {
        if self.is_asking { None } else { self.due }
    }

    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Whether its request or a write is under way.
    pub(super) fn is_under_way(&self) -> bool {
        let is_unanswered = matches!(self.flow.stage(), Stage::Queued | Stage::Submitting);
        self.is_writing()
            || !self.backlog.is_empty()
            || is_unanswered
            || self.queue.iter().any(|effect| matches!(effect, Effect::Record(_)))
    }

    pub(super) fn new(
        flow: Encode,
        effects: Vec<Effect>,
        work: &Work,
        usual: Option<Duration>,
        lock: EncoderLock,
    ) -> Self {
        Self {
            flow,
            journal: work.journal.clone(),
            client: Arc::clone(&work.client),
            is_left: false,
            is_before: false,
            is_forgotten: false,
            is_dismissed: false,
            held: None,
            usual,
            backlog: Vec::new(),
            queue: effects.into(),
            writing: None,
            is_asking: false,
            due: None,
            lock: Some(lock),
            reading: None,
            readings: 0,
        }
    }

    pub(super) fn stop_reading(&mut self) {
        if let Some(reading) = self.reading.take() {
            reading.abort();
        }
    }
}
