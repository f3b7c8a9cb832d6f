//! Erasing what is too old, now and then, beside everything else.

use std::time::Duration;

use super::{actor::Engine, news::News};
use crate::{domain::RetentionRun, journal::JournalError};

/// A start is busy enough without it.
const AFTER_START: Duration = Duration::from_secs(60);
/// Days are erased by the day; a desk that never stops shall not lag behind by much.
const EVERY: Duration = Duration::from_secs(6 * 3_600);

impl Engine {
    /// A journal was opened. A command that only looks erases nothing.
    pub(super) fn plan_retention(&mut self) {
        let is_window = self.config.follows_jobs && self.config.retention.is_some();
        self.retain_at = is_window.then(|| self.clock.since_start() + AFTER_START);
    }

    pub(super) fn retain(&mut self) {
        let (Some(work), Some(retention)) = (&self.work, self.config.retention) else { return };
        let (journal, now) = (work.journal.clone(), self.clock.now().wall);
        self.spawn(async move { News::Retained(journal.retain(&retention, now).await) });
        self.retain_at = Some(self.clock.since_start() + EVERY);
    }

    pub(super) fn on_retained(&mut self, run: Result<RetentionRun, JournalError>) {
        match run {
            // A look has read names too.
            Ok(run) if run.erased == 0 && run.removed == 0 && self.access.is_resting => self.wipe(),
            Ok(run) if run.erased == 0 && run.removed == 0 => {}
            Ok(run) => {
                tracing::info!(erased = run.erased, removed = run.removed, "what was too old is gone from the record");
                self.record_grew();
            }
            Err(error) => tracing::warn!(%error, "what is too old could not be erased; it is tried again"),
        }
    }
}
