//! The jobs: orders are judged, effects are run strictly in order, answers go back in.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use super::{
    EncodeOrder, Event, TokenSource,
    actor::{Engine, Work},
    calls,
    locks::EncoderLock,
    news::{Heard, News},
};
use crate::{
    domain::{
        ActionAttemptId, AttemptReport, Blocker, Card, Confirm, Decision, Desktop, Encoder, Fact, Intent, JobId,
        Problem, ProblemCode, Subject, SubjectState, SystemId, assess,
    },
    flow::{
        Now,
        encode::{self, Effect, Encode, Input, Moment, Stage, Submission},
    },
    journal::Journal,
    seam::Client,
};

/// Looks that fall due this close together are taken together, so that several attempts share one request.
const TOGETHER: Duration = Duration::from_millis(300);

/// The pause before facts that could not be written are tried again.
const BACKLOG_PAUSE: Duration = Duration::from_secs(2);

/// How soon after a refused token the attempt is looked at again; by then there may be another one.
const PARKED: Duration = Duration::from_secs(5);

/// A job with what keeps it going.
pub(super) struct Job {
    pub flow: Encode,
    pub journal: Journal,
    /// The client of the workspace that the job belongs to.
    pub client: Arc<Client>,
    /// The session went on without it: it is only brought to where its facts are safe.
    pub is_left: bool,
    pub usual: Option<Duration>,
    /// Facts that the journal did not take after the request was sent, in their order.
    pub backlog: Vec<Fact>,
    queue: VecDeque<Effect>,
    writing: Option<Fact>,
    is_asking: bool,
    due: Option<Duration>,
    lock: Option<EncoderLock>,
}

impl Job {
    pub(super) fn due(&self) -> Option<Duration> {
        if self.is_asking { None } else { self.due }
    }

    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Whether its request or a write is under way.
    fn is_under_way(&self) -> bool {
        let is_unanswered = matches!(self.flow.stage(), Stage::Queued | Stage::Submitting);
        self.is_writing() || is_unanswered || self.queue.iter().any(|effect| matches!(effect, Effect::Record(_)))
    }

    fn new(flow: Encode, effects: Vec<Effect>, work: &Work, usual: Option<Duration>, lock: EncoderLock) -> Self {
        Self {
            flow,
            journal: work.journal.clone(),
            client: Arc::clone(&work.client),
            is_left: false,
            usual,
            backlog: Vec::new(),
            queue: effects.into(),
            writing: None,
            is_asking: false,
            due: None,
            lock: Some(lock),
        }
    }
}

impl Engine {
    /// Takes an order, or says why not. A card that is in no list is read first.
    pub(super) fn order(&mut self, order: EncodeOrder) {
        if self.jobs.contains_key(&order.job) {
            return;
        }
        match (&self.work, self.board.catalog.card(&order.subject).cloned(), self.board.directory.clone()) {
            (_, Some(card), _) => self.take_order(order, &card),
            (Some(work), None, Some(directory)) => {
                let client = Arc::clone(&work.client);
                self.spawn(async move {
                    let card = calls::read_card(&client, &directory, &order.subject).await;
                    News::OrderedCard(Box::new((order, card)))
                });
            }
            (_, None, _) => self.refuse(order.job, Blocker::NoCardChosen),
        }
    }

    pub(super) fn on_ordered_card(&mut self, (order, heard): (EncodeOrder, Heard<Card>)) {
        self.learn(&heard);
        match heard.value {
            Ok(card) => self.take_order(order, &card),
            Err(error) if error.is_token_rejected() => self.refuse(order.job, Blocker::TokenRejected),
            Err(error) if error.is_not_found() => self.refuse(order.job, Blocker::NoCardChosen),
            Err(_) => self.refuse(order.job, Blocker::Offline),
        }
    }

    fn refuse(&self, job: JobId, blocker: Blocker) {
        self.tell(Event::Refused { job, blocker });
    }

    fn take_order(&mut self, order: EncodeOrder, card: &Card) {
        let encoder = self.board.catalog.encoders.iter().find(|encoder| encoder.id == order.encoder).cloned();
        let judged = assess(Some(card), encoder.as_ref(), None, self.desktop(&order), self.clock.now().wall);
        let missing: Vec<Confirm> =
            judged.confirms.into_iter().filter(|confirm| !order.confirmed.contains(confirm)).collect();
        match (judged.blocker, encoder) {
            (Some(blocker), _) => self.refuse(order.job, blocker),
            (None, None) => self.refuse(order.job, Blocker::NoEncoderChosen),
            (None, Some(_)) if !missing.is_empty() => {
                self.tell(Event::ConfirmFirst { job: order.job, confirms: missing });
            }
            (None, Some(encoder)) => self.start_job(order, card, &encoder),
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

    fn start_job(&mut self, order: EncodeOrder, card: &Card, encoder: &Encoder) {
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
        let intent = self.intent(order, card, encoder, work);
        let usual = self.histories.get(&encoder.id).and_then(|history| history.usual);
        let id = intent.job;
        let (flow, effects) = Encode::start(intent, self.clock.now());
        self.dismiss_ended(card);
        if let Some(work) = &self.work {
            self.jobs.insert(id, Job::new(flow, effects, work, usual, lock));
        }
        self.pump(id);
    }

    /// An ended job about the same card gives way to the next one.
    fn dismiss_ended(&mut self, card: &Card) {
        self.jobs.retain(|_, job| job.flow.holds_encoder() || job.flow.intent().subject != card.subject);
    }

    fn intent(&self, order: EncodeOrder, card: &Card, encoder: &Encoder, work: &Work) -> Intent {
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
            operator: self.config.operator.clone(),
            desk: self.config.desk.clone(),
            issued_before: card.issued,
            card_number_before: card.card_number.clone(),
            server_time: self.server_time,
            retry_of: order.retry_of,
        }
    }

    /// Picks up the jobs that were open when the program ended, unless another process of this machine has them.
    ///
    /// A practice hotel is a new one each time and knows nothing of the attempts of an earlier one.
    /// One that another process follows is left to it, keeps its encoder and its card busy here, and is looked at again.
    pub(super) fn resume(&mut self, open_jobs: &[Vec<Fact>]) {
        let now = self.clock.now();
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

    fn follow_again(&mut self, flow: Encode, effects: Vec<Effect>) {
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
    fn take_back(&mut self, id: JobId) -> bool {
        let Some(work) = &self.work else { return false };
        let Some(job) = self.jobs.get_mut(&id) else { return false };
        job.client = Arc::clone(&work.client);
        job.is_left = false;
        true
    }

    pub(super) fn read_open_jobs(&self) {
        let Some(work) = &self.work else { return };
        let journal = work.journal.clone();
        self.spawn(async move { News::OpenJobs(journal.open_jobs().await.unwrap_or_default()) });
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

    fn drop_left(&mut self, id: JobId) {
        if !self.jobs.get(&id).is_some_and(|job| job.is_left && !job.is_under_way()) {
            return;
        }
        if let Some(Job { lock: Some(lock), .. }) = self.jobs.remove(&id) {
            self.kept_locks.insert(id, lock);
        }
    }

    pub(super) fn stop_waiting(&mut self, id: JobId) {
        self.feed(id, Input::StopWaiting);
    }

    pub(super) fn decide(&mut self, id: JobId, decision: Decision) {
        self.feed(id, Input::Decide(decision, self.config.operator.clone()));
    }

    /// An open job cannot be dismissed.
    pub(super) fn dismiss(&mut self, id: JobId) {
        if self.jobs.get(&id).is_some_and(|job| !job.flow.holds_encoder() && job.backlog.is_empty()) {
            self.jobs.remove(&id);
        }
    }

    /// Gives an input to a job and runs what it asks for.
    fn feed(&mut self, id: JobId, input: Input) {
        let now = self.clock.now();
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let effects = job.flow.handle(input, now);
        job.queue.extend(effects);
        self.pump(id);
    }

    fn pump(&mut self, id: JobId) {
        loop {
            let Some(job) = self.jobs.get_mut(&id) else { return };
            if job.writing.is_some() {
                return;
            }
            let Some(effect) = job.queue.pop_front() else { break };
            match effect {
                Effect::Record(fact) => self.record(id, fact),
                Effect::Send => self.send(id),
                Effect::Poll(_) | Effect::ReadSubject => self.ask(id),
                Effect::WakeAt(at) => job.due = Some(at),
                Effect::Notify(moment) => self.notify(id, moment),
            }
        }
        self.flush_asks();
    }

    /// One durable write. While older facts of the job are not written, a later one queues behind them.
    fn record(&mut self, id: JobId, fact: Fact) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if !job.backlog.is_empty() {
            job.backlog.push(fact);
            return;
        }
        job.writing = Some(fact.clone());
        let journal = job.journal.clone();
        let write = async move {
            let written = journal.record(&fact).await;
            News::Recorded(id, written.map_err(|error| error.to_string()))
        };
        self.spawn_to_the_end(write, News::Recorded(id, Err("the write to the journal broke off".to_owned())));
    }

    pub(super) fn on_recorded(&mut self, id: JobId, written: Result<(), String>) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let fact = job.writing.take();
        match written {
            Ok(()) => {
                self.journal_trouble = None;
                self.feed(id, Input::Recorded);
                self.drop_left(id);
            }
            Err(reason) if *job.flow.stage() == Stage::Queued => {
                self.journal_trouble = Some(reason.as_str().into());
                self.feed(id, Input::RecordFailed(reason));
            }
            Err(reason) => {
                tracing::error!(%reason, job = %id, "a fact could not be written after the request was sent");
                job.backlog.extend(fact);
                self.journal_trouble = Some(reason.into());
                self.retry_backlog(id);
                self.pump(id);
            }
        }
    }

    fn retry_backlog(&mut self, id: JobId) {
        let Some(job) = self.jobs.get(&id) else { return };
        let (journal, facts) = (job.journal.clone(), job.backlog.clone());
        self.spawn(async move {
            tokio::time::sleep(BACKLOG_PAUSE).await;
            let mut written = Vec::new();
            for fact in facts {
                if journal.record(&fact).await.is_err() {
                    break;
                }
                written.push(fact);
            }
            News::Backlog(id, written)
        });
    }

    pub(super) fn on_backlog(&mut self, id: JobId, written: Vec<Fact>) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.backlog.drain(..written.len().min(job.backlog.len()));
        if job.backlog.is_empty() {
            self.journal_trouble = None;
        } else {
            self.retry_backlog(id);
        }
    }

    /// The request goes out once. A task that panics is one whose outcome is unknown.
    fn send(&mut self, id: JobId) {
        let Some(job) = self.jobs.get(&id) else { return };
        if job.is_left || self.is_stopping {
            let problem = Problem::noticed(ProblemCode::Unexpected, "the session ended before anything was sent");
            return self.feed(id, Input::Submitted(Submission::NotExecuted(problem)));
        }
        let (client, intent) = (Arc::clone(&job.client), job.flow.intent());
        let (encoder, subject) = (intent.encoder.clone(), intent.subject.clone());
        let lost = Problem::noticed(ProblemCode::OutcomeUnknown, "the task that sent the request broke off");
        let fallback = News::Submitted(
            id,
            Box::new(Heard { value: Ok(()), server_time: None, wall: self.clock.now().wall }),
            Submission::Ambiguous(lost),
        );
        let call = async move {
            let (heard, submission) = calls::submit(&client, &encoder, &subject).await;
            News::Submitted(id, Box::new(heard), submission)
        };
        self.spawn_to_the_end(call, fallback);
    }

    pub(super) fn on_submitted(&mut self, id: JobId, heard: &Heard<()>, submission: Submission) {
        self.learn(heard);
        self.feed(id, Input::Submitted(submission));
    }

    fn ask(&mut self, id: JobId) {
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

    fn wake(&mut self, id: JobId) -> Option<JobId> {
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

    fn flush_asks(&mut self) {
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

    fn read_subject(&self, id: JobId, subject: Subject, client: Arc<Client>) {
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

    fn answered(&mut self, id: JobId) {
        if let Some(job) = self.jobs.get_mut(&id) {
            job.is_asking = false;
        }
    }

    fn notify(&mut self, id: JobId, moment: Moment) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if moment == Moment::Ended {
            job.lock = None;
            job.due = None;
        }
        tracing::info!(job = %id, ?moment, attempt = ?job.flow.attempt(), "encode");
        let view = Box::new(self.job_view(id, &self.jobs[&id]));
        self.tell(Event::Job { job: view, moment });
        if moment == Moment::Ended {
            self.after_the_end(id);
        }
    }

    /// What an ended job changes around it: the row, and what is known about the encoder.
    fn after_the_end(&mut self, id: JobId) {
        let Some(job) = self.jobs.get(&id) else { return };
        let (subject, journal) = (job.flow.intent().subject.clone(), job.journal.clone());
        match job.flow.stage().clone() {
            Stage::Succeeded { card: Some(card), .. } => self.written(&subject, &card.credential),
            Stage::Succeeded { card: None, .. } | Stage::Decided(_) | Stage::Failed(_) | Stage::NotExecuted(_) => {
                self.reread(subject);
            }
            Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => {}
        }
        let now = self.clock.now().wall;
        let known = self.histories.clone();
        self.spawn(async move { News::Histories(journal.encoder_histories(now).await.unwrap_or(known)) });
    }
}
