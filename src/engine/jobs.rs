//! The jobs: orders are judged, effects are run strictly in order, answers go back in.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::{
    EncodeOrder, Event, TokenSource,
    actor::{Engine, Work},
    asking::Ask,
    calls,
    locks::EncoderLock,
    news::{Heard, News},
};
use crate::{
    domain::{
        Blocker, Card, Confirm, Decision, Desktop, Encoder, Fact, Intent, JobId, Operator, Problem, ProblemCode,
        SystemId, assess,
    },
    flow::encode::{Effect, Encode, Input, Moment, Stage, Submission},
    journal::Journal,
    seam::{Client, SeamError},
};

/// The pause before facts that could not be written are tried again.
pub(super) const BACKLOG_PAUSE: Duration = Duration::from_secs(2);

/// How many attempts of ended jobs are remembered.
const RECENT_ATTEMPTS: usize = 64;

/// An order, and who is at the desk as the button is pressed.
#[derive(Debug, Clone)]
pub(super) struct Pressed {
    pub order: EncodeOrder,
    pub operator: Operator,
}

/// A job with what keeps it going.
pub(super) struct Job {
    pub flow: Encode,
    pub journal: Journal,
    /// The client of the workspace that the job belongs to.
    pub client: Arc<Client>,
    /// The session went on without it: it is only brought to where its facts are safe.
    pub is_left: bool,
    /// It is from before the desk came to rest, or from an earlier run.
    pub is_before: bool,
    /// It had ended before the desk came to rest: nobody sees it any more, also while its end is still being written down.
    pub is_forgotten: bool,
    /// Nobody wants to see it any more; it goes once its end is on record.
    pub is_dismissed: bool,
    /// What it was told while its facts are read once more, before which it does nothing.
    pub held: Option<Vec<Input>>,
    pub usual: Option<Duration>,
    /// Facts that the journal did not take after the request was sent, in their order.
    pub backlog: Vec<Fact>,
    pub(super) queue: VecDeque<Effect>,
    pub(super) writing: Option<Fact>,
    pub(super) is_asking: bool,
    pub(super) due: Option<Duration>,
    pub(super) lock: Option<EncoderLock>,
    /// The card on the encoder is being read.
    pub(super) reading: Option<tokio::task::AbortHandle>,
    /// How often that was asked for.
    pub(super) readings: u32,
}

impl Drop for Job {
    /// A reading that nobody waits for any more must not take the encoder from the next guest.
    fn drop(&mut self) {
        self.stop_reading();
    }
}

impl Job {
    pub(super) fn due(&self) -> Option<Duration> {
        if self.is_asking { None } else { self.due }
    }

    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Whether its request or a write is under way.
    pub(super) fn is_under_way(&self) -> bool {
        let is_unanswered = matches!(self.flow.stage(), Stage::Queued | Stage::Submitting);
        self.is_writing()
            || !self.backlog.is_empty()
            || is_unanswered
            || self.queue.iter().any(|effect| matches!(effect, Effect::Record(_)))
    }

    pub(super) fn new(
        flow: Encode,
        effects: Vec<Effect>,
        work: &Work,
        usual: Option<Duration>,
        lock: EncoderLock,
    ) -> Self {
        Self {
            flow,
            journal: work.journal.clone(),
            client: Arc::clone(&work.client),
            is_left: false,
            is_before: false,
            is_forgotten: false,
            is_dismissed: false,
            held: None,
            usual,
            backlog: Vec::new(),
            queue: effects.into(),
            writing: None,
            is_asking: false,
            due: None,
            lock: Some(lock),
            reading: None,
            readings: 0,
        }
    }

    pub(super) fn stop_reading(&mut self) {
        if let Some(reading) = self.reading.take() {
            reading.abort();
        }
    }
}

impl Engine {
    /// Takes an order, or says why not. A card that is in no list is read first.
    pub(super) fn order(&mut self, order: EncodeOrder) {
        if self.jobs.contains_key(&order.job) {
            return;
        }
        self.touched();
        let pressed = Pressed { order, operator: self.operator() };
        let subject = pressed.order.subject.clone();
        match (&self.work, self.board.catalog.card(&subject).cloned(), self.board.directory.clone()) {
            (_, Some(card), _) => self.take_order(pressed, &card),
            (Some(work), None, Some(directory)) => {
                let client = Arc::clone(&work.client);
                let unread = News::OrderedCard(Box::new((pressed.clone(), calls::broken_off())));
                let read = async move {
                    let card = calls::read_card(&client, &directory, &subject).await;
                    News::OrderedCard(Box::new((pressed, card)))
                };
                self.spawn_answered(read, unread);
            }
            (_, None, _) => self.refuse(pressed.order.job, Blocker::NoCardChosen),
        }
    }

    pub(super) fn on_ordered_card(&mut self, (pressed, heard): (Pressed, Heard<Card>)) {
        self.learn(&heard);
        match heard.value {
            Ok(card) => self.take_order(pressed, &card),
            Err(error) if error.is_token_rejected() => self.refuse(pressed.order.job, Blocker::TokenRejected),
            Err(SeamError::Rejected(rejection)) if rejection.status != 429 => {
                self.refuse(pressed.order.job, Blocker::NoCardChosen);
            }
            Err(_) => self.refuse(pressed.order.job, Blocker::Offline),
        }
    }

    pub(super) fn refuse(&self, job: JobId, blocker: Blocker) {
        self.tell(Event::Refused { job, blocker });
    }

    fn take_order(&mut self, pressed: Pressed, card: &Card) {
        let order = &pressed.order;
        let encoder = self.board.catalog.encoders.iter().find(|encoder| encoder.id == order.encoder).cloned();
        let judged = assess(Some(card), encoder.as_ref(), None, self.desktop(order), self.clock.now().wall);
        let missing: Vec<Confirm> =
            judged.confirms.into_iter().filter(|confirm| !order.confirmed.contains(confirm)).collect();
        match (judged.blocker, encoder) {
            (Some(blocker), _) => self.refuse(order.job, blocker),
            (None, None) => self.refuse(order.job, Blocker::NoEncoderChosen),
            (None, Some(_)) if !missing.is_empty() => {
                self.tell(Event::ConfirmFirst { job: order.job, confirms: missing });
            }
            (None, Some(encoder)) => self.start_job(pressed, card, &encoder),
        }
    }

    fn desktop(&self, order: &EncodeOrder) -> Desktop<'_> {
        let open = || self.jobs.values().filter(|job| job.flow.holds_encoder()).map(|job| job.flow.intent());
        let elsewhere = || self.elsewhere.iter();
        Desktop {
            token_rejected: self.work.as_ref().is_none_or(|work| work.token_rejected),
            offline: self.link.trouble().filter(|problem| problem.code != ProblemCode::SlowDown),
            journal_broken: self.jobs.values().any(|job| !job.backlog.is_empty()),
            encoder_busy: open().any(|intent| intent.encoder == order.encoder)
                || elsewhere().any(|(encoder, _)| *encoder == order.encoder),
            subject_busy: open().any(|intent| intent.subject == order.subject)
                || elsewhere().any(|(_, subject)| *subject == order.subject),
        }
    }

    fn start_job(&mut self, pressed: Pressed, card: &Card, encoder: &Encoder) {
        let order = &pressed.order;
        let Some(work) = &self.work else { return self.refuse(order.job, Blocker::TokenRejected) };
        let lock = match self.locks.take(&encoder.id) {
            Ok(Some(lock)) => lock,
            Ok(None) => return self.refuse(order.job, Blocker::EncoderBusy),
            Err(error) => {
                tracing::error!(%error, "the encoder's lock cannot be made");
                self.journal_trouble = Some(error.to_string().into());
                return self.refuse(order.job, Blocker::JournalUnwritable);
            }
        };
        let intent = self.intent(pressed, card, encoder, work);
        let usual = self.histories.get(&encoder.id).and_then(|history| history.usual);
        let id = intent.job;
        let (flow, effects) = Encode::start(intent, self.now());
        self.dismiss_ended(card);
        if let Some(work) = &self.work {
            self.jobs.insert(id, Job::new(flow, effects, work, usual, lock));
        }
        self.pump(id);
    }

    /// An ended job about the same card gives way to the next one.
    fn dismiss_ended(&mut self, card: &Card) {
        let about = self.jobs.iter().filter(|(_, job)| job.flow.intent().subject == card.subject);
        for id in about.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.dismiss(id);
        }
    }

    fn intent(&self, pressed: Pressed, card: &Card, encoder: &Encoder, work: &Work) -> Intent {
        let Pressed { order, operator } = pressed;
        let system: SystemId = card.system.clone().unwrap_or_else(|| encoder.system.clone());
        Intent {
            job: order.job,
            subject: order.subject,
            encoder: encoder.id.clone(),
            encoder_name: Arc::clone(&encoder.name),
            system,
            workspace: work.workspace.id.clone(),
            card_name: Arc::clone(&card.name),
            guest: card.guest.clone(),
            doors: card.doors.iter().flat_map(|doors| doors.iter().cloned()).collect(),
            operator,
            desk: self.config.desk.clone(),
            issued_before: card.issued,
            card_number_before: card.card_number.clone(),
            server_time: self.now().server,
            retry_of: order.retry_of,
        }
    }

    pub(super) fn stop_waiting(&mut self, id: JobId) {
        self.feed(id, Input::StopWaiting);
    }

    pub(super) fn decide(&mut self, id: JobId, decision: Decision) {
        self.touched();
        self.feed(id, Input::Decide(decision, self.operator()));
    }

    /// An open job cannot be dismissed, and one that has ended goes once its end is on record.
    pub(super) fn dismiss(&mut self, id: JobId) {
        if let Some(job) = self.jobs.get_mut(&id).filter(|job| !job.flow.holds_encoder()) {
            job.is_dismissed = true;
        }
        self.drop_dismissed(id);
    }

    pub(super) fn drop_dismissed(&mut self, id: JobId) {
        if self.jobs.get(&id).is_some_and(|job| job.is_dismissed && !job.is_under_way()) {
            self.jobs.remove(&id);
        }
    }

    /// Gives an input to a job and runs what it asks for.
    pub(super) fn feed(&mut self, id: JobId, input: Input) {
        self.feed_unflushed(id, input);
        self.flush_asks();
    }

    /// The same for one of several, whose looks then share a request.
    pub(super) fn feed_unflushed(&mut self, id: JobId, input: Input) {
        let now = self.now();
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if let Some(held) = &mut job.held {
            return held.push(input);
        }
        let effects = job.flow.handle(input, now);
        job.queue.extend(effects);
        self.run_effects(id);
    }

    pub(super) fn pump(&mut self, id: JobId) {
        self.run_effects(id);
        self.flush_asks();
    }

    fn run_effects(&mut self, id: JobId) {
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

    pub(super) fn on_submitted(&mut self, id: JobId, heard: &Heard<Duration>, submission: Submission) {
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
