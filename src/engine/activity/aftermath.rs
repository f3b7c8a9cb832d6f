//! What happens to an attempt after it has ended: Seam is asked once more, and somebody says what is done about it.

use std::sync::Arc;

use crate::{
    domain::{AttemptReport, AttemptStatus, Details, Fact, FactKind, FollowUp, JobId, Problem, ProblemCode, Reasked},
    engine::{
        AttemptDetails, FollowUpOrder,
        actor::Engine,
        calls,
        news::{Heard, News},
    },
    flow::encode::Input,
    seam::Patience,
};

impl Engine {
    /// An attempt that goes on is followed anyway, and looked at at once. One of another desk is that desk's to ask about, and
    /// one of another workspace is nothing that this token knows.
    pub(in crate::engine) fn ask_seam_again(&mut self, job: JobId) {
        if self.jobs.get(&job).is_some_and(|job| job.flow.holds_encoder()) {
            return self.feed(job, Input::Due);
        }
        let Some(work) = self.work.as_ref().filter(|work| !work.token_rejected) else { return };
        let (client, workspace) = (Arc::clone(&work.client), work.workspace.id.clone());
        let Some(watched) = self.attempt.as_mut().filter(|watched| watched.shows(job)) else { return };
        let is_askable = |details: &&Arc<AttemptDetails>| {
            details.is_own && !details.is_asking && details.workspace() == Some(&workspace)
        };
        let attempt = watched.details.as_ref().filter(is_askable);
        let Some(attempt) = attempt.and_then(|details| details.row.attempt.clone()) else { return };
        watched.change(|details| (details.is_asking, details.ask_trouble) = (true, None));
        let ask =
            async move { News::Reasked(job, Box::new(Heard::of(client.attempt(Patience::Once, &attempt).await))) };
        self.spawn_answered(ask, News::Reasked(job, Box::new(calls::broken_off())));
    }

    pub(in crate::engine) fn on_reasked(&mut self, job: JobId, heard: Heard<AttemptReport>) {
        self.learn(&heard);
        let answer = match heard.value {
            Ok(report) => Ok((answer(&report), report.request)),
            Err(error) if calls::is_unknown_attempt(&error) => Ok((Reasked::Gone, error.request().cloned())),
            Err(error) => Err(error.problem()),
        };
        let trouble = answer.as_ref().err().cloned();
        if let Some(watched) = self.attempt.as_mut().filter(|watched| watched.shows(job)) {
            watched.change(|details| (details.is_asking, details.ask_trouble) = (false, trouble));
        }
        if let Ok((answer, request)) = answer {
            self.note_down(job, FactKind::Reasked { answer, request });
        }
    }

    /// Notes of any desk's attempt are written into this desk's record, from where they travel.
    pub(in crate::engine) fn follow_up(&mut self, order: FollowUpOrder) {
        let note = order.kept_note();
        let operator = self.operator();
        self.note_down(order.job, FactKind::FollowedUp(FollowUp { state: order.state, note, operator }));
    }

    fn note_down(&mut self, job: JobId, kind: FactKind) {
        let Some(work) = &self.work else { return };
        let (journal, fact) = (work.journal.clone(), Fact { job, at: self.clock.now().wall, kind });
        self.last_words += 1;
        let write = async move { News::Noted(journal.record(&fact).await.map_err(|error| error.to_string())) };
        self.spawn_to_the_end(write, News::Noted(Err("the write to the journal broke off".to_owned())));
    }

    pub(in crate::engine) fn on_noted(&mut self, written: Result<(), String>) {
        self.last_words = self.last_words.saturating_sub(1);
        match written {
            Ok(()) => self.record_grew(),
            Err(reason) => {
                tracing::error!(%reason, "a note could not be written down");
                self.journal_trouble = Some(reason.into());
            }
        }
    }

    /// The record of this desk holds something new: whoever looks at it sees it, and it is shipped.
    pub(in crate::engine) fn record_grew(&mut self) {
        self.activity_changed();
        self.sharing.wake();
        // A write has read the pages beside it, and nobody at rest has to do with their names.
        if self.access.is_resting {
            self.wipe();
        }
    }
}

fn answer(report: &AttemptReport) -> Reasked {
    match &report.status {
        AttemptStatus::Pending | AttemptStatus::Other(_) => Reasked::Pending,
        AttemptStatus::Success(card) => Reasked::Succeeded(card.clone()),
        AttemptStatus::Error { error_type, message } => {
            let details = Details {
                error_type: Some(Arc::clone(error_type)),
                message: Some(Arc::clone(message)),
                attempt: Some(report.id.clone()),
                request: report.request.clone(),
                ..Details::default()
            };
            Reasked::Failed(Problem::new(ProblemCode::from_seam(error_type), details))
        }
    }
}
