//! Where a command goes, and what is told.

use jiff::tz::TimeZone;

use super::Engine;
use crate::{
    engine::{Command, Event},
    flow::encode::Input,
};

impl Engine {
    pub(in crate::engine) fn carry_out(&mut self, command: Command) {
        match command {
            Command::Connect { token, workspace } => self.connect(token, workspace),
            Command::ConfirmConnect(keep) => self.confirm(keep),
            Command::CancelConnect => self.cancel_connect(),
            Command::StartPractice => self.open_practice(),
            Command::RecoverJournal => self.recover_journal(),
            Command::RetryKeyring => self.retry_keyring(),
            Command::ForgetToken => self.forget(),
            Command::ReplaceToken => self.replace(),
            Command::Refresh => self.refresh(),
            Command::Find(query) => self.search(query),
            Command::LookAt(subject) => self.look_at(subject),
            Command::Encode(order) => self.order(order),
            Command::StopWaiting(job) => self.stop_waiting(job),
            Command::ReadCard(job) => self.feed(job, Input::ReadCard),
            Command::Decide(job, decision) => self.decide(job, decision),
            Command::Dismiss(job) => {
                self.saw_end(job);
                self.dismiss(job);
            }
            Command::BindEncoder(encoder) => self.bind(encoder),
            Command::ShowActivity(query) => self.show_activity(query),
            Command::ShowRows { offset, limit } => self.show_rows(offset, limit),
            Command::HideActivity => self.hide_activity(),
            Command::ShowAttempt(job) => self.show_attempt(job),
            Command::HideAttempt => self.hide_attempt(),
            Command::AskSeamAgain(job) => self.ask_seam_again(job),
            Command::FollowUp(order) => self.follow_up(order),
            Command::Export(order) => self.start_export(order),
            Command::CancelExport => self.cancel_export(),
            Command::DismissExport => self.dismiss_export(),
            Command::Touch => self.touched(),
            Command::Begin => self.begin(),
            Command::SignIn(pin) => self.sign_in(pin),
            Command::Lock => self.lock(),
            Command::Stay => self.stay(),
            Command::Approve(pin) => self.approve(pin),
            Command::CancelApproval => self.drop_held(),
            Command::Set(setting) => self.set(setting),
            Command::AddOperator { person, pin } => self.add_operator(person, pin),
            Command::ChangePin { who, pin, present } => self.change_pin(who, pin, present),
            Command::ChangeRole { who, role, pin } => self.change_role(who, role, pin),
            Command::RemoveOperator(who) => self.remove_operator(who),
            Command::SaveBundle(order) => self.save_bundle(order),
            Command::DismissBundle => self.dismiss_bundle(),
            // A kiosk is left with a PIN alone, and the loop ends itself.
            Command::LeaveKiosk | Command::Shutdown => {}
        }
    }

    pub(in crate::engine) fn tell(&self, event: Event) {
        let _ = self.end.events.send(event);
    }

    /// The property's zone, else this desk's.
    pub(in crate::engine) fn zone(&self) -> TimeZone {
        self.board.directory.as_ref().map_or_else(TimeZone::system, |directory| directory.zone().clone())
    }
}
