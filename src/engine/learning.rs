//! What the engine learns beside the answers: how the way to Seam is doing, what the clocks say, whether one of them leapt.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{
    Link,
    actor::Engine,
    asking::TRIAL,
    calls,
    news::{Heard, News},
};
use crate::{
    domain::{Problem, Workspace},
    flow::{Now, schedule},
    seam::{Patience, SeamError},
};

/// How often the clocks are compared.
pub(super) const BEAT: Duration = Duration::from_secs(5);

impl Engine {
    /// All three clocks.
    pub(super) fn now(&self) -> Now {
        let now = self.clock.now();
        Now { server: self.server_clock.at(self.clock.of_world()), ..now }
    }

    /// Compares the clocks now and then: after a sleep the lists are old, the server's clock is not known any more, and every
    /// open job wants a look at once. Nothing expires by it.
    pub(super) fn beat(&mut self, now: Duration) -> bool {
        if now < self.beat_at {
            return false;
        }
        let leap = self.watch.look(self.clock.in_world(), self.clock.world_time_of(self.beat_at));
        self.beat_at = now + BEAT;
        if self.journal_trouble.is_some() {
            self.make_room();
        }
        let has_turned = self.turn_the_day();
        let Some(leap) = leap else { return has_turned };
        tracing::info!(?leap, "the clocks leapt");
        self.server_clock.forget();
        self.skew = None;
        self.jobs.values_mut().filter(|job| job.due.is_some()).for_each(|job| job.due = Some(now));
        self.refresh();
        true
    }

    /// Asks what names no guest, so that a desk at rest that was cut off hears when Seam is within reach again.
    pub(super) fn probe(&self) {
        let Some(work) = self.work.as_ref().filter(|work| !work.token_rejected) else { return };
        let client = Arc::clone(&work.client);
        let ask = async move { News::Probed(Box::new(Heard::of(client.workspace(Patience::Once).await))) };
        self.spawn_answered(ask, News::Probed(Box::new(calls::broken_off())));
    }

    pub(super) fn on_probed(&mut self, heard: &Heard<Workspace>) {
        if let Some(problem) = self.learn(heard)
            && self.retry_at.is_none()
            && self.work.as_ref().is_some_and(|work| !work.token_rejected)
        {
            self.link_down(problem, None, heard.wall);
        }
    }

    /// What would have asked again may have been given up with the lists.
    pub(super) fn keep_asking(&mut self) {
        if matches!(self.link, Link::Down { .. }) {
            self.retry_at.get_or_insert(self.clock.since_start());
        }
    }

    /// Learns from a call's end: the link, the server's clock, the token. Gives the problem when there is one.
    pub(super) fn learn<T>(&mut self, heard: &Heard<T>) -> Option<Problem> {
        match &heard.value {
            Ok(_) => {
                self.link = Link::Up;
                self.failures = 0;
                self.retry_at = None;
                self.accepted_again();
                self.learn_time(heard.server_time, heard.wall);
                None
            }
            Err(error) => {
                self.learn_error(error, heard.wall);
                Some(error.problem())
            }
        }
    }

    /// An answer to the token that counted as refused takes the refusal back.
    fn accepted_again(&mut self) {
        self.trial_at = None;
        if let Some(work) = self.work.as_mut().filter(|_| self.pending.is_none()) {
            work.token_rejected = false;
        }
    }

    fn learn_time(&mut self, server_time: Option<Timestamp>, wall: Timestamp) {
        let Some(server_time) = server_time else { return };
        let since_start = self.clock.of_world();
        self.server_clock.observe(server_time, since_start);
        let ahead = self.server_clock.lead_of(wall, since_start);
        self.skew = ahead.filter(|ahead| ahead.abs() > SignedDuration::from_secs(60));
    }

    fn learn_error(&mut self, error: &SeamError, wall: Timestamp) {
        tracing::warn!(%error, request = ?error.request(), "a call to Seam failed");
        if error.is_token_rejected() {
            if let Some(work) = &mut self.work {
                work.token_rejected = true;
            }
            let now = self.clock.since_start();
            self.trial_at.get_or_insert(now + TRIAL);
        } else if is_link_trouble(error) {
            self.link_down(error.problem(), error.retry_after(), wall);
        }
    }

    fn link_down(&mut self, problem: Problem, retry_after: Option<Duration>, wall: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        let pause = schedule::trouble_pause(self.failures, retry_after, fastrand::f64());
        let since = match &self.link {
            Link::Down { since, .. } => *since,
            Link::Unknown | Link::Up => wall,
        };
        let retry_at = wall.saturating_add(SignedDuration::try_from(pause).unwrap_or_default()).unwrap_or(wall);
        self.link = Link::Down { problem, since, retry_at };
        self.retry_at = Some(self.clock.since_start() + pause);
    }
}

/// Whether it is the way to Seam that is broken, rather than what was asked.
fn is_link_trouble(error: &SeamError) -> bool {
    match error {
        SeamError::NotSent { .. } | SeamError::Ambiguous { .. } | SeamError::Unavailable { .. } => true,
        SeamError::Rejected(rejection) => rejection.status == 429,
        SeamError::Undecodable { .. } => false,
    }
}
