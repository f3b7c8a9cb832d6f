//! What a job asks for, strictly in order, and what comes of its request.

use std::{sync::Arc, time::Duration};

use crate::{
    domain::{JobId, Problem, ProblemCode},
    engine::{
        Event, TokenSource,
        actor::Engine,
        asking::Ask,
        calls,
        news::{Heard, News},
    },
    flow::encode::{Effect, Input, Moment, Stage, Submission},
};

/// How many attempts of ended jobs are remembered.
const RECENT_ATTEMPTS: usize = 64;

impl Engine {
    pub(super) fn run_effects(&mut self, id: JobId) {
        loop {
            let Some(job) = self.jobs.get_mut(&id) else { return };
            if job.writing.is_some() {
                return;
            }
            let Some(effect) = job.queue.pop_front() else { return };
            match effect {
                Effect::Record(fact) => self.record(id, fact),
                Effect::Send => self.send(id),
                Effect::Poll(attempt) => self.ask(id, Ask::Attempt(attempt)),
                Effect::ReadSubject => self.ask(id, Ask::Subject),
                Effect::ReadCard { not_before } => self.read_lying_card(id, not_before),
                Effect::WakeAt(at) => job.due = Some(at),
                Effect::Notify(moment) => self.notify(id, moment),
            }
        }
    }

    /// The request goes out once. A task that panics is one whose outcome is unknown.
    fn send(&mut self, id: JobId) {
        let Some(job) = self.jobs.get(&id) else { return };
        if job.is_left || self.is_stopping {
            let problem = Problem::noticed(ProblemCode::Unexpected, "the session ended before anything was sent");
            return self.feed(id, Input::Submitted(Submission::NotExecuted(problem)));
        }
        // Each practice hotel is a new one, and hands out the ids of the one before.
        let is_practice = self.work.as_ref().is_some_and(|work| work.source == TokenSource::Practice);
        let (client, journal, intent) = (Arc::clone(&job.client), job.journal.clone(), job.flow.intent());
        let (encoder, subject) = (intent.encoder.clone(), intent.subject.clone());
        let lost = Problem::noticed(ProblemCode::OutcomeUnknown, "the task that sent the request broke off");
        let fallback = News::Submitted(
            id,
            Box::new(Heard { value: Ok(Duration::ZERO), server_time: None, wall: self.clock.now().wall }),
            Submission::Ambiguous(lost),
        );
        let call = async move {
            let (heard, submission) = calls::submit(&client, &encoder, &subject).await;
            let submission = if is_practice { submission } else { calls::own_reply(&journal, id, submission).await };
            News::Submitted(id, Box::new(heard), submission)
        };
        self.spawn_to_the_end(call, fallback);
    }

    pub(in crate::engine) fn on_submitted(&mut self, id: JobId, heard: &Heard<Duration>, submission: Submission) {
        // A reply to a session that is over says nothing about the token and the link of this one.
        if self.jobs.get(&id).is_some_and(|job| !job.is_left) {
            self.learn(heard);
        }
        if let (Some(job), Ok(round_trip)) = (self.jobs.get_mut(&id), &heard.value) {
            job.flow.answered_after(*round_trip);
        }
        let submission = self.own_reply(submission);
        self.feed(id, Input::Submitted(submission));
    }

    /// The same for attempts of this process, which the journal may not know yet.
    fn own_reply(&mut self, submission: Submission) -> Submission {
        let Submission::Reply(report) = submission else { return submission };
        if self.recent_attempts.contains(&report.id) {
            return calls::mixed_up();
        }
        if self.recent_attempts.len() == RECENT_ATTEMPTS {
            self.recent_attempts.pop_front();
        }
        self.recent_attempts.push_back(report.id.clone());
        Submission::Reply(report)
    }

    fn notify(&mut self, id: JobId, moment: Moment) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if moment == Moment::Ended {
            job.stop_reading();
            job.lock = None;
            job.due = None;
        }
        let job = &self.jobs[&id];
        self.log_moment(id, job, moment);
        let view = Box::new(self.job_view(id, job));
        self.tell(Event::Job { job: view, moment });
        if moment == Moment::Ended {
            self.note_end(id);
            self.after_the_end(id);
            if self.jobs.get(&id).is_some_and(|job| self.is_anothers(job)) {
                self.dismiss(id);
            }
        }
    }

    /// What an ended job changes around it: the row, and what is known about the encoder.
    fn after_the_end(&mut self, id: JobId) {
        let Some(job) = self.jobs.get(&id) else { return };
        let (subject, journal) = (job.flow.intent().subject.clone(), job.journal.clone());
        match job.flow.stage().clone() {
            Stage::Succeeded { card: Some(card), .. } => self.written(&subject, &card.credential),
            Stage::Succeeded { card: None, .. }
            | Stage::Decided(_)
            | Stage::Failed(_)
            | Stage::NotExecuted(_)
            | Stage::NotWritten(_) => self.reread(subject),
            Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => {}
        }
        self.make_room();
        let now = self.clock.now().wall;
        let known = self.histories.clone();
        self.spawn(async move { News::Histories(journal.encoder_histories(now).await.unwrap_or(known)) });
    }
}
