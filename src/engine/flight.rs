//! What stands in the log about a job, and about the calls to Seam around its failure, so that a file for support that is
//! written a day later still tells them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Moment, Stage, actor::Engine, jobs::Job};
use crate::{
    domain::{Guest, JobId},
    seam::{Call, Observer},
};

/// The `target` of these lines in the log.
pub(super) const TARGET: &str = "keydesk::flight";

/// How long before and after a failure calls are told.
const AROUND: Duration = Duration::from_secs(120);

/// More than ten minutes of a desk at work.
const MOST_CALLS: usize = 5_000;

/// The latest calls. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Flight(Arc<Mutex<Calls>>);

#[derive(Default)]
struct Calls {
    latest: VecDeque<(Instant, Call)>,
    /// How many of the latest, from the front, are in the log or will never be.
    told: usize,
    told_until: Option<Instant>,
}

impl Flight {
    pub(super) fn observer(&self) -> Observer {
        let flight = self.clone();
        Observer::new(move |call| flight.heard(Instant::now(), call))
    }

    fn heard(&self, now: Instant, call: Call) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if calls.latest.len() == MOST_CALLS {
            calls.latest.pop_front();
            calls.told = calls.told.saturating_sub(1);
        }
        if calls.told_until.is_some_and(|until| now <= until) {
            log(&call);
            calls.told = calls.latest.len() + 1;
        }
        calls.latest.push_back((now, call));
    }

    /// Tells what was called shortly before, and from here on for a while.
    pub(super) fn failed(&self, now: Instant) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_near = |(at, _): &&(Instant, Call)| now.saturating_duration_since(*at) <= AROUND;
        calls.latest.iter().skip(calls.told).filter(is_near).for_each(|(_, call)| log(call));
        calls.told = calls.latest.len();
        calls.told_until = Some(now + AROUND);
    }

    /// Those that are still known, the oldest first.
    pub(super) fn latest(&self) -> Vec<Call> {
        let calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        calls.latest.iter().map(|(_, call)| call.clone()).collect()
    }
}

fn log(call: &Call) {
    tracing::info!(
        target: TARGET,
        at = %call.at,
        method = "POST",
        path = &*call.path,
        status = call.status,
        request = call.request.as_ref().map(|id| id.as_str()),
        ms = u64::try_from(call.took.as_millis()).unwrap_or(u64::MAX),
        sent = call.sent,
        received = call.received,
        trouble = call.trouble.as_deref(),
        "call"
    );
}

impl Engine {
    /// One line for each moment of a job; its guest stands in it only where the settings allow names.
    pub(super) fn log_moment(&self, id: JobId, job: &Job, moment: Moment) {
        let intent = job.flow.intent();
        let guest = intent.guest.as_ref().filter(|_| self.may_log_names()).map(Guest::full_name);
        let stage = job.flow.stage();
        tracing::info!(job = %id, ?moment, attempt = ?job.flow.attempt(), end = end(stage), guest, "encode");
        if is_failure(stage) {
            self.flight.failed(Instant::now());
        }
    }

    fn may_log_names(&self) -> bool {
        self.access.settings.loaded.settings.logs.names
    }
}

fn is_failure(stage: &Stage) -> bool {
    match stage {
        Stage::Failed(_) | Stage::NotExecuted(_) | Stage::NotWritten(_) | Stage::Uncertain(..) | Stage::LetGo => true,
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::Succeeded { .. } | Stage::Decided(_) => false,
    }
}

/// The cause, where there is one.
fn end(stage: &Stage) -> Option<&'static str> {
    match stage {
        Stage::Failed(problem) | Stage::NotExecuted(problem) | Stage::Uncertain(_, problem) => Some(problem.code.key()),
        Stage::NotWritten(_) => Some("not-written"),
        Stage::Succeeded { .. } => Some("succeeded"),
        Stage::Decided(_) => Some("decided"),
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo => None,
    }
}

#[cfg(test)]
#[path = "flight_tests.rs"]
mod tests;
