//! Jobs across sessions: picked up after a restart, left behind when the session ends or changes.

use std::sync::Arc;

use super::{
    TokenSource,
    actor::Engine,
    jobs::{BACKLOG_PAUSE, Job},
    news::News,
};
use crate::{
    domain::{EncoderId, Fact, JobId, Subject},
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
        if let Some(lock) = self.kept_locks.remove(&id) {
            let mut job = Job::new(flow, effects, work, None, lock);
            job.is_before = true;
            self.jobs.insert(id, job);
            return self.pump(id);
        }
        match self.locks.take(&encoder) {
            Ok(Some(lock)) => {
                let mut job = Job::new(flow, Vec::new(), work, None, lock);
                job.held = Some(Vec::new());
                job.is_before = true;
                self.jobs.insert(id, job);
                self.take_over(id);
            }
            Ok(None) => self.leave_elsewhere(encoder, flow.intent().subject.clone()),
            Err(error) => {
                tracing::error!(%error, "the encoder's lock cannot be made");
                self.journal_trouble = Some(error.to_string().into());
                self.leave_elsewhere(encoder, flow.intent().subject.clone());
            }
        }
    }

    fn leave_elsewhere(&mut self, encoder: EncoderId, subject: Subject) {
        self.elsewhere.push((encoder, subject));
        self.resume_at = Some(self.clock.now().since_start + BACKLOG_PAUSE);
    }

    /// Whoever held the encoder until this moment may have ended the job: its facts are read once more under the lock.
    fn take_over(&self, id: JobId) {
        let Some(work) = &self.work else { return };
        let journal = work.journal.clone();
        let broken = News::TakenOver(id, Err("the task that reads the job broke off".to_owned()));
        self.spawn_answered(
            async move { News::TakenOver(id, journal.facts(id).await.map_err(|error| error.to_string())) },
            broken,
        );
    }

    /// A job that ended meanwhile needs nobody. One that cannot be read now is looked at again.
    pub(super) fn on_taken_over(&mut self, id: JobId, facts: Result<Vec<Fact>, String>) {
        let now = self.now();
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let Some(held) = job.held.take() else { return };
        let resumed = facts.map(|facts| encode::resume(&facts, now));
        if let Ok(Some((flow, effects))) = resumed {
            (job.flow, job.queue) = (flow, effects.into());
            self.pump(id);
            return held.into_iter().for_each(|input| self.feed(id, input));
        }
        self.jobs.remove(&id);
        if let Err(reason) = resumed {
            tracing::warn!(%reason, "an open job could not be read");
            self.resume_at = Some(self.clock.now().since_start + BACKLOG_PAUSE);
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
