//! Coming to rest: nobody is here, and nothing is known of any guest.
//!
//! A job whose outcome is open keeps its intent in memory, since somebody has to settle it, and holds its encoder. Whoever
//! comes next at a kiosk sees that there is one, and neither for whom nor which card; somebody who signs in at a desk sees
//! it whole.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    domain::{AccessFact, Details, Duty, LockCause, Problem},
    engine::{
        JobView, Mode, Stage,
        actor::{Board, Engine},
        jobs::Job,
    },
    flow::{
        Now,
        rest::{Look, Rules},
    },
};

/// How long before it a person is told.
const WARNING_AT_DESK: Duration = Duration::from_secs(120);
const WARNING_AT_KIOSK: Duration = Duration::from_secs(15);

/// A time since the start by the wall clock.
pub(super) fn wall(now: Now, since_start: Duration) -> Timestamp {
    let left = SignedDuration::try_from(since_start.saturating_sub(now.since_start)).unwrap_or(SignedDuration::MAX);
    now.wall.saturating_add(left).unwrap_or(Timestamp::MAX)
}

impl Engine {
    /// Somebody is here.
    pub(in crate::engine) fn touched(&mut self) {
        self.access.untouched.touch(self.clock.now());
    }

    /// Looks whether the desk comes to rest; `true` when something changed.
    pub(in crate::engine) fn look_at_rest(&mut self) -> bool {
        let (now, rules, is_busy) = (self.clock.now(), self.rest_rules(), self.is_making_a_card());
        let before = self.access.rests_at;
        (self.access.rests_at, self.access.next_look) = (None, None);
        match self.access.untouched.look(now, rules, is_busy) {
            Look::Awake { next } => self.access.next_look = next,
            Look::Warning { rests_at } => {
                (self.access.rests_at, self.access.next_look) = (Some(rests_at), Some(rests_at));
            }
            Look::Rest { is_wanted } => {
                self.rest(if is_wanted { LockCause::Hand } else { LockCause::Idle });
                return true;
            }
        }
        before != self.access.rests_at
    }

    fn rest_rules(&self) -> Option<Rules> {
        let idle = &self.access.settings.loaded.settings.idle;
        match (self.config.mode, &self.access.duty) {
            _ if self.access.is_resting => None,
            (Mode::Kiosk, _) => Some(Rules {
                after: Duration::from_secs(idle.kiosk_reset_after_seconds.into()),
                warning: WARNING_AT_KIOSK,
            }),
            (Mode::Desk, Duty::SignedIn(_)) => Some(Rules {
                after: Duration::from_secs(60 * u64::from(idle.lock_after_minutes)),
                warning: WARNING_AT_DESK,
            }),
            (Mode::Desk, Duty::OnePerson(_) | Duty::Unattended(_) | Duty::Locked) | (Mode::Script, _) => None,
        }
    }

    /// Nobody can tell how long a card takes that nobody may ask about: with a key that is refused, or without a way to
    /// Seam, the names do not stay for it.
    fn is_making_a_card(&self) -> bool {
        let is_asked = self.link.trouble().is_none();
        self.jobs.values().filter(|job| !job.is_left && !job.is_before).any(|job| match job.flow.stage() {
            Stage::Queued | Stage::Submitting => true,
            Stage::Waiting => is_asked && !job.flow.is_parked(),
            Stage::LetGo | Stage::Uncertain(..) => false,
            // Its end is told once it is on record.
            Stage::Succeeded { .. }
            | Stage::Failed(_)
            | Stage::NotExecuted(_)
            | Stage::NotWritten(_)
            | Stage::Decided(_) => job.lock.is_some(),
        })
    }

    /// What the desk does by itself at a time.
    pub(in crate::engine) fn next_of_access(&self) -> impl Iterator<Item = Duration> {
        let held = self.access.held.as_ref().map(super::held::Held::until);
        self.access.next_look.into_iter().chain(held)
    }

    /// As soon as no card is being made.
    pub(in crate::engine) fn lock(&mut self) {
        if self.config.mode == Mode::Script || self.access.is_resting {
            return;
        }
        self.access.untouched.want_rest();
        self.look_at_rest();
    }

    /// The desk does not lock after the card.
    pub(in crate::engine) fn stay(&mut self) {
        if self.access.untouched.wants_rest() {
            self.saw_all_ends();
        }
        self.access.untouched.stay(self.clock.now());
    }

    pub(super) fn rest(&mut self, cause: LockCause) {
        tracing::info!(cause = cause.key(), "the desk comes to rest");
        if let Duty::SignedIn(person) = &self.access.duty {
            let operator = person.name.clone();
            self.note_access(AccessFact::Locked { operator, cause });
        }
        self.access.rests += 1;
        self.access.forget_told();
        self.access.is_resting = true;
        self.access.has_long_pin = false;
        (self.access.rests_at, self.access.next_look) = (None, None);
        self.change_duty(self.duty_at_first());
        self.forget_guests();
        self.drop_held();
        self.access.pins.forget_refusal();
        self.keep_asking();
        // Where nobody has to sign in at a desk, nobody waits for anybody to begin.
        if let Duty::OnePerson(_) = self.access.duty {
            self.wake_up();
        }
    }

    /// Everything that holds a guest's name, but jobs whose outcome is open. What is on its way is dropped when it comes.
    fn forget_guests(&mut self) {
        self.reading.cancel();
        self.reading = self.cancel.child_token();
        self.board = Board { generation: self.board.generation + 1, ..Board::default() };
        self.looked_at = None;
        self.hide_activity();
        self.hide_attempt();
        self.dismiss_export();
        let ids: Vec<_> = self.jobs.keys().copied().collect();
        for id in ids {
            if let Some(job) = self.jobs.get_mut(&id) {
                job.is_before = true;
                job.is_forgotten = !job.flow.holds_encoder();
            }
            self.dismiss(id);
        }
        self.wipe();
    }

    /// Somebody begins: the lists are read.
    pub(super) fn wake_up(&mut self) {
        if std::mem::take(&mut self.access.is_resting) {
            self.access.untouched.take_over(self.clock.now());
            self.access.tell_ended();
            self.refresh();
        }
    }

    /// A guest begins at a kiosk at which nobody has to sign in.
    pub(in crate::engine) fn begin(&mut self) {
        if matches!(self.access.duty, Duty::Unattended(_)) {
            self.touched();
            self.wake_up();
        }
    }

    /// Whether a job is one that whoever is here now has nothing to do with.
    pub(in crate::engine) fn is_anothers(&self, job: &Job) -> bool {
        job.is_before && (self.access.is_resting || self.config.mode == Mode::Kiosk)
    }

    /// The same without a word about for whom and which card it is.
    pub(in crate::engine) fn without_guest(view: JobView) -> JobView {
        JobView {
            guest: None,
            card_name: "".into(),
            doors: [].into(),
            stage: without_words(view.stage),
            card_trouble: view.card_trouble.map(mute),
            ..view
        }
    }
}

/// The written card says whose it is, and so may Seam's own words about a failure.
fn without_words(stage: Stage) -> Stage {
    match stage {
        Stage::Succeeded { .. } => Stage::Succeeded { card: None, proof: None },
        Stage::Uncertain(reason, problem) => Stage::Uncertain(reason, mute(problem)),
        Stage::Failed(problem) => Stage::Failed(mute(problem)),
        Stage::NotExecuted(problem) => Stage::NotExecuted(mute(problem)),
        other @ (Stage::Queued
        | Stage::Submitting
        | Stage::Waiting
        | Stage::LetGo
        | Stage::NotWritten(_)
        | Stage::Decided(_)) => other,
    }
}

fn mute(problem: Problem) -> Problem {
    Problem::new(problem.code, Details { message: None, ..problem.details.as_ref().clone() })
}
