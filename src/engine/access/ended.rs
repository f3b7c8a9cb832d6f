//! Cards that end as a desk locks, or behind its lock: whoever asked for them still learns how.

use super::Access;
use crate::{
    domain::{Decision, Duty, JobId, Operator, Person, Role},
    engine::{CardEnd, EndedUnseen, Mode, Stage, actor::Engine},
};

/// Such a card.
#[derive(Debug)]
pub(super) struct Ended {
    job: JobId,
    end: CardEnd,
    /// In whose name it was made.
    operator: Operator,
    /// Somebody has begun since.
    was_told: bool,
}

impl Access {
    /// What whoever is here may know of it.
    pub(super) fn ended_unseen(&self) -> Option<EndedUnseen> {
        let ended = self.ended.as_ref()?;
        let may_look = match &self.duty {
            Duty::SignedIn(Person { role: Role::Supervisor, .. }) | Duty::OnePerson(_) => true,
            Duty::SignedIn(Person { name, role: Role::Clerk }) => *name == ended.operator,
            Duty::Locked | Duty::Unattended(_) => false,
        };
        Some(EndedUnseen { job: ended.job, end: ended.end, may_look })
    }

    /// Somebody begins, and sees it from now on.
    pub(super) fn tell_ended(&mut self) {
        if let Some(ended) = &mut self.ended {
            ended.was_told = true;
        }
    }

    /// The desk locks: what somebody was told is not told again.
    pub(super) fn forget_told(&mut self) {
        self.ended = self.ended.take().filter(|ended| !ended.was_told);
    }
}

impl Engine {
    /// A job has ended. Of several that nobody saw, the one that was not made is told.
    pub(in crate::engine) fn note_end(&mut self, id: JobId) {
        let is_unseen = self.access.is_resting || self.access.untouched.wants_rest();
        let Some(job) = self.jobs.get(&id).filter(|_| is_unseen && self.config.mode == Mode::Desk) else { return };
        let Some(end) = end_of(job.flow.stage()) else { return };
        let operator = job.flow.intent().operator.clone();
        if self.access.ended.as_ref().is_none_or(|before| before.was_told || before.end <= end) {
            self.access.ended = Some(Ended { job: id, end, operator, was_told: false });
        }
    }

    /// Somebody has looked at a job, or wants to hear of it no more.
    pub(in crate::engine) fn saw_end(&mut self, id: JobId) {
        let is_other = |ended: &Ended| ended.job != id;
        self.access.ended = self.access.ended.take().filter(is_other);
    }

    /// Nobody locks: what ended meanwhile is on the screen.
    pub(super) fn saw_all_ends(&mut self) {
        self.access.ended = None;
    }
}

fn end_of(stage: &Stage) -> Option<CardEnd> {
    match stage {
        Stage::Succeeded { .. } | Stage::Decided(Decision::Written) => Some(CardEnd::Made),
        Stage::Failed(_) | Stage::NotExecuted(_) | Stage::NotWritten(_) | Stage::Decided(Decision::NotWritten) => {
            Some(CardEnd::NotMade)
        }
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => None,
    }
}
