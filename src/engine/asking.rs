//! Looking at what is open: attempts together where several are due, subjects one by one.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use super::{
    actor::Engine,
    calls,
    jobs::Job,
    news::{Heard, News},
};
use crate::{
    domain::{ActionAttemptId, AttemptReport, CardOnEncoder, JobId, Problem, ProblemCode, SubjectState},
    flow::{encode::Input, reconcile::Before},
    seam::Client,
};

/// What a look is at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// The attempt.
    Attempt(ActionAttemptId),
    /// The credential or access method, and its events.
    Subject,
}

/// Looks that fall due this close together are taken together, so that several attempts share one request.
const TOGETHER: Duration = Duration::from_millis(300);

/// How soon after a refused token the attempt is looked at again; by then there may be another one.
const PARKED: Duration = Duration::from_secs(5);

/// How often a refused token is tried once more while a job waits for an answer.
pub(super) const TRIAL: Duration = Duration::from_secs(30);

impl Engine {
    pub(super) fn ask(&mut self, id: JobId, what: Ask) {
        if self.is_stopping {
            return;
        }
        if let Some(job) = self.jobs.get_mut(&id).filter(|job| !job.is_asking && !job.is_left) {
            job.is_asking = true;
            job.due = None;
            self.to_ask.push((id, what));
        }
    }

    /// Wakes what is due, and what would be due in a moment along with it.
    pub(super) fn wake_jobs(&mut self, now: Duration) {
        if !self.jobs.values().filter_map(Job::due).any(|due| due <= now) {
            return;
        }
        let is_near = |job: &Job| job.due().is_some_and(|due| due <= now + TOGETHER);
        let near: BTreeSet<JobId> = self.jobs.iter().filter(|(_, job)| is_near(job)).map(|(id, _)| *id).collect();
        let is_parked = self.is_parked(now);
        for id in near {
            self.wake(id, now, is_parked);
        }
        self.flush_asks();
    }

    /// Whether nobody may ask. Now and then one look is tried all the same: a single refusal may have been a mistake.
    fn is_parked(&mut self, now: Duration) -> bool {
        let is_parked = self.work.as_ref().is_none_or(|work| work.token_rejected);
        let is_trial = is_parked && self.work.is_some() && self.trial_at.is_some_and(|at| at <= now);
        if is_trial {
            self.trial_at = Some(now + TRIAL);
        }
        is_parked && !is_trial
    }

    /// What a refused token keeps from being asked is tried again a little later.
    fn wake(&mut self, id: JobId, now: Duration, is_parked: bool) {
        if let Some(job) = self.jobs.get_mut(&id) {
            job.due = is_parked.then_some(now + PARKED);
        }
        self.feed_unflushed(id, if is_parked { Input::Parked } else { Input::Due });
    }

    pub(super) fn flush_asks(&mut self) {
        let Some(work) = &self.work else { return };
        let (client, can_list) = (Arc::clone(&work.client), work.can_list_attempts);
        let mut attempts: Vec<(JobId, ActionAttemptId)> = Vec::new();
        for (id, what) in std::mem::take(&mut self.to_ask) {
            match (what, self.jobs.get(&id)) {
                (Ask::Attempt(attempt), Some(_)) => attempts.push((id, attempt)),
                (Ask::Subject, Some(job)) => self.read_subject(id, job.flow.before().clone(), Arc::clone(&client)),
                (_, None) => {}
            }
        }
        if !attempts.is_empty() {
            let broken = attempts.iter().map(|(id, _)| (*id, calls::broken_off())).collect();
            let poll = async move { News::Attempts(calls::poll(&client, attempts, can_list).await) };
            self.spawn_answered(poll, News::Attempts(broken));
        }
    }

    fn read_subject(&self, id: JobId, before: Before, client: Arc<Client>) {
        let read = async move { News::Read(id, Box::new(calls::read_record(&client, &before).await)) };
        self.spawn_answered(read, News::Read(id, Box::new(calls::broken_off())));
    }

    /// The card on the encoder is read with the job's own client: it is about that workspace.
    pub(super) fn read_lying_card(&mut self, id: JobId, not_before: Duration) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.stop_reading();
        job.readings += 1;
        let number = job.readings;
        let (client, encoder, clock) = (Arc::clone(&job.client), job.flow.intent().encoder.clone(), self.clock);
        let read = async move {
            tokio::time::sleep_until(clock.instant(not_before)).await;
            News::CardRead(id, number, calls::read_lying_card(&client, &encoder, clock).await)
        };
        let broken = Problem::noticed(ProblemCode::Unexpected, "the task that reads the card broke off");
        let inner = self.tasks.spawn(read);
        if let Some(job) = self.jobs.get_mut(&id) {
            job.reading = Some(inner.abort_handle());
        }
        self.spawn(async move { inner.await.unwrap_or(News::CardRead(id, number, Err(broken))) });
    }

    /// What an earlier reading found says nothing where another one was asked for since.
    pub(super) fn on_card_read(&mut self, id: JobId, number: u32, read: Result<Box<CardOnEncoder>, Problem>) {
        if self.jobs.get(&id).is_none_or(|job| job.readings != number) {
            return;
        }
        let input = match read {
            Ok(card) => Input::CardRead(card),
            Err(problem) => Input::CardUnread(problem),
        };
        self.feed(id, input);
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
            Err(error) if error.is_not_found() => Input::SubjectGone,
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
