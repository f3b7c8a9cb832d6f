//! The snapshot: what everything looks like from outside.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use super::{EncoderView, JobView, Session, Snapshot, actor::Engine, jobs::Job};
use crate::{
    domain::{Encoder, EncoderHistory, EncoderId, JobId},
    flow::Now,
};

impl Engine {
    /// Publishes the state and calls the window.
    pub(super) fn publish(&mut self) {
        self.keep_session_true();
        self.log_session();
        let snapshot = Snapshot {
            session: self.session.clone(),
            has_work: self.work.is_some(),
            keyring: self.keyring.clone(),
            link: self.link.clone(),
            catalog: Arc::clone(&self.board.catalog),
            is_loading: self.board.is_loading,
            found: Arc::clone(&self.board.found),
            encoders: self.encoders_in_order().map(|encoder| self.encoder_view(encoder)).collect(),
            binding: self.binding.clone(),
            jobs: self.shown_jobs(),
            journal_trouble: self.journal_trouble.clone(),
            followed_elsewhere: self.elsewhere.len(),
            recovered: self.recovered.clone(),
            clock_skew: self.skew,
            zone: self.zone(),
            activity: self.activity_view(),
            attempt: self.attempt_view(),
            export: self.exporting.view.clone(),
            shared: self.sharing.state.clone(),
            mode: self.config.mode,
            endpoint: self.config.endpoint.as_str().into(),
            bundle: self.bundle.clone(),
            ..Snapshot::default()
        };
        let snapshot = self.access.show(self.clock.now(), snapshot);
        self.end.snapshots.send_replace(Arc::new(snapshot));
        (self.wake)();
    }

    fn shown_jobs(&self) -> Arc<[JobView]> {
        let jobs = self.jobs.iter().filter(|(_, job)| !job.is_forgotten);
        jobs.map(|(id, job)| self.job_view(*id, job)).collect()
    }

    fn keep_session_true(&mut self) {
        if let (Session::Connected { token_rejected, .. }, Some(work)) = (&mut self.session, &self.work) {
            *token_rejected = work.token_rejected;
        }
    }

    fn log_session(&mut self) {
        let name = match &self.session {
            Session::Starting => "starting",
            Session::Welcome(None) => "welcome",
            Session::Welcome(Some(_)) => "welcome with trouble",
            Session::Connecting => "connecting",
            Session::Confirming { .. } => "confirming",
            Session::Connected { .. } => "connected",
        };
        if std::mem::replace(&mut self.logged_session, name) != name {
            tracing::info!(session = name, "the session changed");
        }
    }

    /// This desk's own encoder comes first, the others by name.
    fn encoders_in_order(&self) -> impl Iterator<Item = &Encoder> {
        let is_own = |encoder: &&Encoder| self.binding.as_ref().is_some_and(|own| own.encoder == encoder.id);
        let all = &self.board.catalog.encoders;
        all.iter().filter(is_own).chain(all.iter().filter(move |encoder| !is_own(encoder)))
    }

    fn encoder_view(&self, encoder: &Encoder) -> EncoderView {
        EncoderView {
            history: self.histories.get(&encoder.id).cloned().unwrap_or_else(EncoderHistory::default),
            busy: self.job_on(&encoder.id),
            busy_at: self.sharing.busy.get(&encoder.id).cloned(),
            encoder: encoder.clone(),
        }
    }

    fn job_on(&self, encoder: &EncoderId) -> Option<JobId> {
        let mut open = self.jobs.iter().filter(|(_, job)| job.flow.holds_encoder());
        open.find(|(_, job)| &job.flow.intent().encoder == encoder).map(|(id, _)| *id)
    }

    pub(super) fn job_view(&self, id: JobId, job: &Job) -> JobView {
        let view = self.whole_view(id, job);
        if self.is_anothers(job) { Self::without_guest(view) } else { view }
    }

    fn whole_view(&self, id: JobId, job: &Job) -> JobView {
        let intent = job.flow.intent();
        let after = |moment: Now| after(job, moment);
        JobView {
            job: id,
            subject: intent.subject.clone(),
            encoder: intent.encoder.clone(),
            encoder_name: Arc::clone(&intent.encoder_name),
            card_name: Arc::clone(&intent.card_name),
            guest: intent.guest.clone(),
            doors: intent.doors.clone().into(),
            stage: job.flow.stage().clone(),
            started_at: job.flow.started().wall,
            shown_from: self.shown_from(job),
            accepted_after: job.flow.accepted().map(after),
            took: job.flow.ended().map(after),
            attempt: job.flow.attempt().cloned(),
            request: job.flow.request().cloned(),
            usual: job.usual,
            has_journal_gap: !job.backlog.is_empty(),
            evidence: job.flow.evidence(),
            is_reading_card: job.flow.is_reading_card(),
            card_trouble: job.flow.card_trouble().cloned(),
            is_parked: job.flow.is_parked(),
            is_resumed: job.flow.is_resumed(),
        }
    }

    /// Counted back from now, so that a clock that was set changes no elapsed time. What began before this run has only its
    /// record.
    fn shown_from(&self, job: &Job) -> Timestamp {
        let (started, now) = (job.flow.started(), self.now());
        if job.flow.is_resumed() {
            return started.wall;
        }
        let ran = now.since_start.saturating_sub(started.since_start);
        now.wall.checked_sub(ran).unwrap_or(started.wall)
    }
}

/// By the monotonic clock; a job picked up after a restart has only the wall clock, which is good enough to show.
fn after(job: &Job, moment: Now) -> Duration {
    let start = job.flow.started();
    if job.flow.is_resumed() {
        return Duration::try_from(moment.wall.duration_since(start.wall)).unwrap_or_default();
    }
    moment.since_start.saturating_sub(start.since_start)
}
