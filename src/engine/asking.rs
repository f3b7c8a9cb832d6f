//! Looking at what is open: attempts together where several are due, subjects one by one.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use super::{
    actor::Engine,
    calls,
    jobs::Job,
    news::{Heard, News},
};
use crate::{
    domain::{ActionAttemptId, AttemptReport, JobId, Subject, SubjectState},
    flow::{
        Now,
        encode::{Effect, Input},
    },
    seam::Client,
};

/// Looks that fall due this close together are taken together, so that several attempts share one request.
const TOGETHER: Duration = Duration::from_millis(300);

/// How soon after a refused token the attempt is looked at again; by then there may be another one.
const PARKED: Duration = Duration::from_secs(5);

impl Engine {
    pub(super) fn ask(&mut self, id: JobId) {
        if self.is_stopping {
            return;
        }
        if let Some(job) = self.jobs.get_mut(&id).filter(|job| !job.is_asking && !job.is_left) {
            job.is_asking = true;
            job.due = None;
            self.to_ask.push(id);
        }
    }

    /// Wakes what is due, and what would be due in a moment along with it.
    pub(super) fn wake_jobs(&mut self, now: Duration) {
        if !self.jobs.values().filter_map(Job::due).any(|due| due <= now) {
            return;
        }
        let is_near = |job: &Job| job.due().is_some_and(|due| due <= now + TOGETHER);
        let near: BTreeSet<JobId> = self.jobs.iter().filter(|(_, job)| is_near(job)).map(|(id, _)| *id).collect();
        let asks: Vec<_> = near.into_iter().flat_map(|id| self.wake(id)).collect();
        for id in asks {
            self.ask(id);
        }
        self.flush_asks();
    }

    pub(super) fn wake(&mut self, id: JobId) -> Option<JobId> {
        let now: Now = self.clock.now();
        let is_parked = self.work.as_ref().is_none_or(|work| work.token_rejected);
        let job = self.jobs.get_mut(&id)?;
        job.due = is_parked.then_some(now.since_start + PARKED);
        let effects = job.flow.handle(Input::Due, now);
        let (asks, others): (Vec<_>, Vec<_>) =
            effects.into_iter().partition(|effect| matches!(effect, Effect::Poll(_) | Effect::ReadSubject));
        job.queue.extend(others);
        self.pump(id);
        (!asks.is_empty() && !is_parked).then_some(id)
    }

    pub(super) fn flush_asks(&mut self) {
        let Some(work) = &self.work else { return };
        let (client, can_list) = (Arc::clone(&work.client), work.can_list_attempts);
        let mut attempts: Vec<(JobId, ActionAttemptId)> = Vec::new();
        for id in std::mem::take(&mut self.to_ask) {
            let Some(job) = self.jobs.get(&id) else { continue };
            match job.flow.attempt() {
                Some(attempt) => attempts.push((id, attempt.clone())),
                None => self.read_subject(id, job.flow.intent().subject.clone(), Arc::clone(&client)),
            }
        }
        if !attempts.is_empty() {
            let broken = attempts.iter().map(|(id, _)| (*id, calls::broken_off())).collect();
            let poll = async move { News::Attempts(calls::poll(&client, attempts, can_list).await) };
            self.spawn_answered(poll, News::Attempts(broken));
        }
    }

    pub(super) fn read_subject(&self, id: JobId, subject: Subject, client: Arc<Client>) {
        let read = async move { News::Read(id, Box::new(calls::read_state(&client, &subject).await)) };
        self.spawn_answered(read, News::Read(id, Box::new(calls::broken_off())));
    }

    pub(super) fn on_attempts(&mut self, reports: Vec<(JobId, Heard<AttemptReport>)>) {
        for (id, heard) in reports {
            self.learn(&heard);
            self.answered(id);
            let input = match heard.value {
                Ok(report) => Input::Observed(report),
                Err(error) if calls::is_unknown_attempt(&error) => Input::Gone,
                Err(error) => Input::Trouble { retry_after: error.retry_after(), jitter: fastrand::f64() },
            };
            self.feed(id, input);
        }
    }

    pub(super) fn on_read(&mut self, id: JobId, heard: Heard<SubjectState>) {
        self.learn(&heard);
        self.answered(id);
        let input = match heard.value {
            Ok(state) => Input::Read(Box::new(state)),
            Err(error) => Input::Trouble { retry_after: error.retry_after(), jitter: fastrand::f64() },
        };
        self.feed(id, input);
    }

    pub(super) fn answered(&mut self, id: JobId) {
        if let Some(job) = self.jobs.get_mut(&id) {
            job.is_asking = false;
        }
    }
}
