//! Keeping the picture of one attempt true.

use std::sync::Arc;

use super::{Asked, Source, source::Recorded};
use crate::{
    domain::{JobId, Operator, times},
    engine::{AttemptDetails, SharedState, actor::Engine, news::News},
};

/// What somebody looks at.
pub(in crate::engine) struct WatchedAttempt {
    pub(in crate::engine) job: JobId,
    /// `None` until it was read.
    pub(in crate::engine) details: Option<Arc<AttemptDetails>>,
    /// The reading that is under way.
    reading: Option<Asked>,
    is_stale: bool,
}

impl WatchedAttempt {
    /// Whether this one is on the screen.
    pub(in crate::engine) fn shows(&self, job: JobId) -> bool {
        self.details.as_ref().is_some_and(|details| details.row.job == job)
    }

    /// Changes what is shown, once it was read.
    pub(in crate::engine) fn change(&mut self, change: impl FnOnce(&mut AttemptDetails)) {
        if let Some(details) = &mut self.details {
            change(Arc::make_mut(details));
        }
    }
}

impl Engine {
    pub(in crate::engine) fn attempt_view(&self) -> Option<Arc<AttemptDetails>> {
        self.attempt.as_ref().and_then(|watched| watched.details.clone())
    }

    /// What is shown stays until the other attempt was read.
    pub(in crate::engine) fn show_attempt(&mut self, job: JobId) {
        self.saw_end(job);
        let details = self.attempt.take().and_then(|watched| watched.details);
        self.attempt = Some(WatchedAttempt { job, details, reading: None, is_stale: false });
        self.reread_attempt();
    }

    pub(in crate::engine) fn hide_attempt(&mut self) {
        self.attempt = None;
    }

    /// This desk's own record first: what it does not know is another desk's.
    pub(in crate::engine) fn reread_attempt(&mut self) {
        let Some(work) = &self.work else { return };
        let own = Source::Desk(work.journal.clone());
        let is_up = matches!(self.sharing.state, SharedState::Up { .. });
        let shared = self.sharing.record.clone().filter(|_| is_up).map(Source::Shared);
        let Some(watched) = &mut self.attempt else { return };
        if watched.reading.is_some() {
            watched.is_stale = true;
            return;
        }
        let (job, number) = (watched.job, self.numbers.next());
        (watched.reading, watched.is_stale) = (Some(number), false);
        let broken = News::Attempt(number, Err("the task that reads the attempt broke off".to_owned()));
        let only = self.only_own();
        self.spawn_answered(async move { News::Attempt(number, read(own, shared, job, only).await) }, broken);
    }

    pub(in crate::engine) fn on_attempt(&mut self, number: Asked, read: Result<Option<(Recorded, bool)>, String>) {
        let Some(watched) = self.attempt.as_mut().filter(|watched| watched.reading == Some(number)) else { return };
        let job = watched.job;
        watched.reading = None;
        match read {
            Ok(Some((recorded, is_own))) => watched.take_in(recorded, is_own),
            Ok(None) => self.attempt_unread(),
            Err(reason) => {
                tracing::warn!(%reason, %job, "an attempt could not be read");
                self.attempt_unread();
                self.say_in_activity(reason);
            }
        }
        if self.attempt.as_ref().is_some_and(|watched| watched.is_stale) {
            self.reread_attempt();
        }
    }
}

impl Engine {
    /// What was read before stays on the screen, be it of another attempt: somebody may be writing a note about it.
    fn attempt_unread(&mut self) {
        let shown = self.attempt.as_ref().and_then(|watched| watched.details.as_ref()).map(|details| details.row.job);
        match (&mut self.attempt, shown) {
            (Some(watched), Some(shown)) => watched.job = shown,
            (attempt, _) => *attempt = None,
        }
    }
}

/// A clerk's own attempts are all in this desk's record.
async fn read(
    own: Source,
    shared: Option<Source>,
    job: JobId,
    only: Option<Operator>,
) -> Result<Option<(Recorded, bool)>, String> {
    let recorded = own.attempt(job).await?;
    if let Some(only) = only {
        return Ok(recorded.and_then(|recorded| of_alone(recorded, &only)).map(|recorded| (recorded, true)));
    }
    if let Some(recorded) = recorded {
        return Ok(Some((recorded, true)));
    }
    let Some(shared) = shared else { return Ok(None) };
    Ok(shared.attempt(job).await?.map(|recorded| (recorded, false)))
}

fn of_alone((row, facts, mut related): Recorded, only: &Operator) -> Option<Recorded> {
    related.retain(|row| row.operator == *only);
    (row.operator == *only).then_some((row, facts, related))
}

impl WatchedAttempt {
    fn take_in(&mut self, (row, facts, related): Recorded, is_own: bool) {
        let before = self.details.take().filter(|before| before.row.job == row.job);
        let (is_asking, ask_trouble) = match before {
            Some(before) => (before.is_asking, before.ask_trouble.clone()),
            None => (false, None),
        };
        let times = times(&facts);
        let details = AttemptDetails { row, facts, times, related, is_asking, ask_trouble, is_own };
        self.details = Some(Arc::new(details));
    }
}
