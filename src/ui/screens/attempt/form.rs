//! What a person has begun on the sheet of one attempt, and not yet said.

use egui::{Context, Id};

use crate::{
    domain::{Decision, FactKind, FollowUpState, JobId},
    engine::{AttemptDetails, FollowUpOrder, Snapshot},
};

/// How long a note may be, in characters.
pub(super) const NOTE_LIMIT: usize = 1_000;

/// A question that stands in front of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Whether what was not saved may be lost.
    Lose(Leave),
    /// Whether the outcome is really known.
    Decide(Decision),
}

/// Where to, once the sheet may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// Back to the screen behind it.
    Close,
    /// To another attempt.
    Show(JobId),
    /// Back to the attempt that was shown before.
    Back(JobId),
}

/// The sheet's own state. A note may name a guest, so none of it is ever printed.
#[derive(Default)]
pub(in crate::ui) struct AttemptForm {
    /// The attempt that it belongs to.
    job: Option<JobId>,
    /// The attempts one came by, the latest last.
    pub(super) trail: Vec<JobId>,
    /// The state that was chosen and not saved.
    pub(super) state: Option<FollowUpState>,
    /// What was written and not saved.
    pub(super) note: String,
    /// How many follow-ups there were when one was sent; it is saved once there are more.
    sent: Option<usize>,
    /// Whether the latest one was saved while one looked.
    pub(super) is_saved: bool,
    /// Whether milliseconds and ids are shown.
    pub(super) shows_details: bool,
    /// Whether it was copied.
    pub(super) is_copied: bool,
    /// Whether the note gets the keyboard once it can take it.
    pub(super) wants_note: bool,
    /// The open question.
    pub(super) ask: Option<Ask>,
    /// What had the keyboard before the sheet came.
    before: Option<Id>,
}

impl AttemptForm {
    /// The id of the note's field.
    pub(super) fn note_id() -> Id {
        Id::unique("attempt note")
    }

    /// Takes in what is shown now. Another attempt begins with an empty form.
    pub(super) fn take(&mut self, ctx: &Context, details: &AttemptDetails) {
        if self.job.is_none() {
            self.before = ctx.memory(|memory| memory.focused());
        }
        if self.job != Some(details.row.job) {
            let (trail, before) = (std::mem::take(&mut self.trail), self.before);
            *self = Self { job: Some(details.row.job), trail, before, ..Self::default() };
        }
        let is_on_record = self.sent.is_some_and(|sent| follow_ups(details) > sent);
        if is_on_record {
            self.note.clear();
            (self.state, self.sent, self.is_saved) = (None, None, true);
        }
    }

    /// The sheet is gone: the keyboard goes back to where it was.
    pub(super) fn gone(&mut self, ctx: &Context) {
        if self.job.is_none() {
            return;
        }
        if let Some(id) = self.before {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
        *self = Self::default();
    }

    /// The state that is chosen: what is on record, until another one is.
    pub(super) fn chosen(&self, details: &AttemptDetails) -> FollowUpState {
        self.state.or(details.row.follow_up).unwrap_or(FollowUpState::Open)
    }

    /// Whether something was begun that would be lost.
    pub(super) fn is_unsaved(&self, details: &AttemptDetails) -> bool {
        let recorded = details.row.follow_up.unwrap_or(FollowUpState::Open);
        !self.note.trim().is_empty() || self.chosen(details) != recorded
    }

    /// Whether leaving now would lose a note.
    pub(in crate::ui) fn has_unsaved(&self, snapshot: &Snapshot) -> bool {
        let shown = snapshot.attempt.as_deref().filter(|details| self.job == Some(details.row.job));
        shown.is_some_and(|details| self.is_unsaved(details))
    }

    /// Whether it is on its way to the record.
    pub(super) fn is_saving(&self) -> bool {
        self.sent.is_some()
    }

    /// What was sent did not come to hold, and can be sent again.
    pub(in crate::ui) fn take_back(&mut self) {
        self.sent = None;
    }

    /// Whoever changes something after it was sent may send again.
    pub(super) fn changed(&mut self) {
        (self.sent, self.is_saved) = (None, false);
    }

    /// How many characters the note has.
    pub(super) fn note_length(&self) -> usize {
        self.note.trim().chars().count()
    }

    /// What is to be saved.
    pub(super) fn order(&mut self, details: &AttemptDetails) -> FollowUpOrder {
        self.sent = Some(follow_ups(details));
        let note = Some(self.note.trim()).filter(|note| !note.is_empty()).map(Into::into);
        FollowUpOrder { job: details.row.job, state: self.chosen(details), note }
    }
}

fn follow_ups(details: &AttemptDetails) -> usize {
    details.facts.iter().filter(|fact| matches!(fact.kind, FactKind::FollowedUp(_))).count()
}
