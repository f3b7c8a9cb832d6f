//! Jobs across sessions: picked up after a restart, left behind when the session ends or changes.

use std::sync::Arc;

use super::{
    TokenSource,
    actor::Engine,
    jobs::{BACKLOG_PAUSE, Job},
    news::News,
};
use crate::{
    domain::{Fact, JobId},
    flow::encode::{self, Effect, Encode},
};

impl Engine {
    /// Picks up the jobs that were open when the program ended, unless another process of this machine has them.
    ///
    /// A practice hotel is a new one each time and knows nothing of the attempts of an earlier one.
    /// One that another process follows is left to it, keeps its encoder and its card busy here, and is looked at again.
    pub(super) fn resume(&mut self, open_jobs: &[Vec<Fact>]) {
        let now = self.now();
        self.elsewhere.clear();
        let is_practice = self.work.as_ref().is_none_or(|work| work.source == TokenSource::Practice);
        if is_practice || !self.config.follows_jobs {
            return;
        }
        for (flow, effects) in open_jobs.iter().filter_map(|facts| encode::resume(facts, now)) {
            let is_ours = self.work.as_ref().is_some_and(|work| flow.intent().workspace == work.workspace.id);
            if is_ours && !self.take_back(flow.intent().job) {
                self.follow_again(flow, effects);
            }
        }
    }

    pub(super) fn follow_again(&mut self, flow: Encode, effects: Vec<Effect>) {
        let Some(work) = &self.work else { return };
        let (id, encoder) = (flow.intent().job, flow.intent().encoder.clone());
        let kept = self.kept_locks.remove(&id);
        match kept.map_or_else(|| self.locks.take(&encoder), |lock| Ok(Some(lock))) {
            Ok(Some(lock)) => {
                self.jobs.insert(id, Job::new(flow, effects, work, None, lock));
                self.pump(id);
            }
            Ok(None) | Err(_) => {
                self.elsewhere.push((encoder, flow.intent().subject.clone()));
                self.resume_at = Some(self.clock.now().since_start + BACKLOG_PAUSE);
            }
        }
    }

    /// Whether this process has the job already; one that was left is followed again.
    pub(super) fn take_back(&mut self, id: JobId) -> bool {
        let Some(work) = &self.work else { return false };
        let Some(job) = self.jobs.get_mut(&id) else { return false };
        job.client = Arc::clone(&work.client);
        job.is_left = false;
        job.due = Some(self.clock.since_start());
        true
    }

    pub(super) fn read_open_jobs(&self) {
        let Some(work) = &self.work else { return };
        let journal = work.journal.clone();
        self.spawn(async move { News::OpenJobs(journal.open_jobs().await.map_err(|error| error.to_string())) });
    }

    /// A journal that cannot be read settles nothing: what is followed elsewhere stays busy here.
    pub(super) fn on_open_jobs(&mut self, open_jobs: Result<Vec<Vec<Fact>>, String>) {
        match open_jobs {
            Ok(open_jobs) => self.resume(&open_jobs),
            Err(reason) => {
                tracing::warn!(%reason, "the open jobs could not be read");
                self.resume_at = Some(self.clock.now().since_start + BACKLOG_PAUSE);
            }
        }
    }

    /// The session ends or changes: open jobs stay in the journal, their encoders stay held, and what is under way is
    /// still written down.
    pub(super) fn leave_jobs(&mut self) {
        self.to_ask.clear();
        self.elsewhere.clear();
        let ids: Vec<JobId> = self.jobs.keys().copied().collect();
        for id in ids {
            if let Some(job) = self.jobs.get_mut(&id) {
                job.is_left = true;
                self.drop_left(id);
            }
        }
    }

    pub(super) fn drop_left(&mut self, id: JobId) {
        if !self.jobs.get(&id).is_some_and(|job| job.is_left && !job.is_under_way()) {
            return;
        }
        if let Some(lock) = self.jobs.remove(&id).and_then(|mut job| job.lock.take()) {
            self.kept_locks.insert(id, lock);
        }
    }
}
