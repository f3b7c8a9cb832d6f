//! What a job is told, by a person or by an answer.

use crate::{
    domain::{Decision, JobId},
    engine::actor::Engine,
    flow::encode::Input,
};

impl Engine {
    pub(in crate::engine) fn stop_waiting(&mut self, id: JobId) {
        self.feed(id, Input::StopWaiting);
    }

    pub(in crate::engine) fn decide(&mut self, id: JobId, decision: Decision) {
        self.touched();
        self.feed(id, Input::Decide(decision, self.operator()));
    }

    /// An open job cannot be dismissed, and one that has ended goes once its end is on record.
    pub(in crate::engine) fn dismiss(&mut self, id: JobId) {
        if let Some(job) = self.jobs.get_mut(&id).filter(|job| !job.flow.holds_encoder()) {
            job.is_dismissed = true;
        }
        self.drop_dismissed(id);
    }

    pub(in crate::engine) fn drop_dismissed(&mut self, id: JobId) {
        if self.jobs.get(&id).is_some_and(|job| job.is_dismissed && !job.is_under_way()) {
            self.jobs.remove(&id);
        }
    }

    /// Gives an input to a job and runs what it asks for.
    pub(in crate::engine) fn feed(&mut self, id: JobId, input: Input) {
        self.feed_unflushed(id, input);
        self.flush_asks();
    }

    /// The same for one of several, whose looks then share a request.
    pub(in crate::engine) fn feed_unflushed(&mut self, id: JobId, input: Input) {
        let now = self.now();
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if let Some(held) = &mut job.held {
            return held.push(input);
        }
        let effects = job.flow.handle(input, now);
        job.queue.extend(effects);
        self.run_effects(id);
    }

    pub(in crate::engine) fn pump(&mut self, id: JobId) {
        self.run_effects(id);
        self.flush_asks();
    }
}
