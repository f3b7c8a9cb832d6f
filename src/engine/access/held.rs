//! What waits for a supervisor's PIN.

use std::{sync::Arc, time::Duration};

use super::{
    door::{self, Closed, Entry, Standing},
    pins::Purpose,
};
use crate::{
    domain::{AccessFact, Blocker, Deed, JobId, Operator},
    engine::{Asked, Command, Event, FollowUpOrder, PinTry, actor::Engine},
};

/// So long a command waits for a supervisor; whoever comes later does not know any more what it was about.
const PATIENCE: Duration = Duration::from_secs(120);

/// A command that waits.
pub(super) struct Held {
    number: u64,
    deed: Deed,
    command: Command,
    asked: Option<Arc<Asked>>,
    until: Duration,
    /// Who asked for it.
    operator: Option<Operator>,
}

impl Held {
    pub(super) fn deed(&self) -> Deed {
        self.deed
    }

    /// What exactly it is about.
    pub(super) fn asked(&self) -> Option<Arc<Asked>> {
        self.asked.clone()
    }

    /// When it waits no longer.
    pub(super) fn until(&self) -> Duration {
        self.until
    }

    fn encode(&self) -> Option<JobId> {
        if let Command::Encode(order) = &self.command { Some(order.job) } else { None }
    }

    /// The attempt that it is about.
    fn job(&self) -> Option<JobId> {
        if let Command::Decide(job, _) | Command::FollowUp(FollowUpOrder { job, .. }) = &self.command {
            return Some(*job);
        }
        self.encode()
    }
}

impl Engine {
    /// Every command comes through here. Whoever touches a desk whose time is over finds it at rest. `false` when nothing
    /// that is shown can have changed by it.
    pub(in crate::engine) fn command(&mut self, command: Command) -> bool {
        let has_rested = self.look_at_rest();
        let is_touch = matches!(command, Command::Touch);
        let command = self.keep_to_visible(command);
        match door::judge(&command, self.standing()) {
            Entry::Let => self.carry_out(command),
            Entry::Hold(deed) => self.hold(deed, command),
            Entry::Closed(why) => self.turn_away(&command, why),
        }
        has_rested || !is_touch
    }

    fn standing(&self) -> Standing<'_> {
        Standing {
            mode: self.config.mode,
            duty: &self.access.duty,
            has_people: self.access.has_people(),
            is_resting: self.access.is_resting,
            binding: self.binding.as_ref().map(|binding| &binding.encoder),
        }
    }

    fn turn_away(&self, command: &Command, why: Closed) {
        tracing::info!(command = door::name(command, self.standing()), ?why, "a command does nothing");
        if let Command::Encode(order) = command {
            self.refuse(order.job, why.blocker());
        }
    }

    /// One at a time: what a supervisor is about to approve is not changed under their fingers.
    fn hold(&mut self, deed: Deed, command: Command) {
        self.touched();
        if matches!(&command, Command::Set(setting) if self.is_unfit(setting)) {
            return;
        }
        if let Some(held) = &self.access.held {
            let is_twice = matches!(&command, Command::Encode(order) if held.encode() == Some(order.job));
            if !is_twice {
                tracing::info!(command = door::name(&command, self.standing()), "another command waits for approval");
                self.refuse_order(&command);
            }
            return;
        }
        let asked = self.asked(&command);
        if let (Command::Encode(order), None) = (&command, &asked) {
            // Nobody could see whose card it is.
            return self.refuse(order.job, Blocker::NoCardChosen);
        }
        self.access.holds += 1;
        self.access.has_lapsed = false;
        self.access.pins.forget_refusal();
        self.access.held = Some(Held {
            number: self.access.holds,
            deed,
            asked: asked.map(Arc::new),
            command,
            until: self.clock.since_start() + PATIENCE,
            operator: self.access.duty.operator().cloned(),
        });
    }

    /// Nobody approves what waits; whoever asked for it hears so.
    pub(in crate::engine) fn drop_held(&mut self) {
        self.access.has_lapsed = false;
        if let Some(held) = self.access.held.take() {
            self.access.pins.forget_refusal();
            self.refuse_order(&held.command);
            self.tell(Event::NotApproved(held.deed));
        }
    }

    fn refuse_order(&self, command: &Command) {
        if let Command::Encode(order) = command {
            self.refuse(order.job, Blocker::NotApproved);
        }
    }

    pub(in crate::engine) fn drop_overdue(&mut self, now: Duration) -> bool {
        let is_overdue = self.access.held.as_ref().is_some_and(|held| held.until <= now);
        if is_overdue {
            self.drop_held();
        }
        is_overdue
    }

    pub(in crate::engine) fn approve(&mut self, pin: PinTry) {
        if let Some(held) = &self.access.held {
            let purpose = Purpose::Approve(held.number);
            self.check_pin(pin, purpose);
        }
    }

    /// A supervisor's PIN was right: what it was typed for happens, once, if it is still what was shown.
    pub(super) fn approved(&mut self, number: u64, approver: &Operator) {
        let is_meant = |held: &&Held| held.number == number;
        let Some(held) = self.access.held.as_ref().filter(is_meant) else { return };
        if self.asked(&held.command).as_ref() != held.asked.as_deref() {
            tracing::info!(deed = held.deed.key(), "what waited for approval has changed; it does not happen");
            self.drop_held();
            self.access.has_lapsed = true;
            return;
        }
        let Some(held) = self.access.held.take() else { return };
        self.touched();
        let (deed, job, operator) = (held.deed, held.job(), held.operator);
        tracing::info!(deed = deed.key(), "approved");
        self.note_access(AccessFact::Approved { deed, approver: approver.clone(), operator, job });
        if deed == Deed::LeaveKiosk {
            self.leave_kiosk(approver.clone());
        } else {
            self.carry_out(held.command);
        }
    }

    /// Its window may close.
    fn leave_kiosk(&mut self, by: Operator) {
        self.access.may_leave = true;
        self.note_access(AccessFact::KioskLeft { by });
    }
}
