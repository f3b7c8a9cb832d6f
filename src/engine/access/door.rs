//! The door: which command passes, which waits for a supervisor, and which does nothing.

use crate::{
    domain::{Blocker, Confirm, Deed, Duty, EncoderId, SettingKey},
    engine::{Command, Mode},
};

/// What the door knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) mode: Mode,
    pub(super) duty: &'a Duty,
    /// Whether people sign in here.
    pub(super) has_people: bool,
    /// Nobody has begun at it.
    pub(super) is_resting: bool,
    /// The encoder of this desk.
    pub(super) binding: Option<&'a EncoderId>,
}

/// What becomes of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// It is carried out.
    Let,
    /// It waits for a supervisor's PIN.
    Hold(Deed),
    /// Nothing.
    Closed(Closed),
}

/// Why a command does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// Nobody is at the desk.
    Nobody,
    /// A kiosk makes cards, and nothing else.
    Kiosk,
    /// Not on this encoder.
    OtherEncoder,
}

impl Closed {
    /// The same as the answer to an order.
    pub(super) fn blocker(self) -> Blocker {
        match self {
            Self::Nobody => Blocker::NobodySignedIn,
            Self::Kiosk => Blocker::NotApproved,
            Self::OtherEncoder => Blocker::OtherEncoder,
        }
    }
}

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Anybody, also while the desk is locked.
    Anyone,
    /// Whoever is at the desk.
    OnDuty,
    /// A supervisor, or whoever has one's approval.
    Supervisor(Deed),
    /// Whoever has a supervisor's approval, be they one themselves.
    Approved(Deed),
}

/// What holds for one command.
struct Rule {
    name: &'static str,
    is_for_kiosk: bool,
    who: Who,
}

/// The word for a command in the log, which knows neither guests nor keys.
pub(super) fn name(command: &Command, at: Standing<'_>) -> &'static str {
    rule(command, at).name
}

/// Judges a command.
pub(super) fn judge(command: &Command, at: Standing<'_>) -> Entry {
    let is_free = at.mode != Mode::Kiosk && matches!(at.duty, Duty::OnePerson(_));
    if at.mode == Mode::Script || is_free {
        return Entry::Let;
    }
    let rule = rule(command, at);
    if at.mode == Mode::Kiosk && !rule.is_for_kiosk {
        return Entry::Closed(Closed::Kiosk);
    }
    let is_empty = *at.duty == Duty::Locked || at.is_resting;
    match rule.who {
        Who::Anyone => Entry::Let,
        Who::Approved(deed) => Entry::Hold(deed),
        Who::OnDuty | Who::Supervisor(_) if is_empty => Entry::Closed(Closed::Nobody),
        Who::OnDuty | Who::Supervisor(_) if is_elsewhere(command, at) => Entry::Closed(Closed::OtherEncoder),
        Who::OnDuty => Entry::Let,
        Who::Supervisor(_) if at.duty.is_supervisor() => Entry::Let,
        Who::Supervisor(deed) => Entry::Hold(deed),
    }
}

/// Whether a card is asked for that this kiosk's own encoder would not write.
fn is_elsewhere(command: &Command, at: Standing<'_>) -> bool {
    let Command::Encode(order) = command else { return false };
    at.mode == Mode::Kiosk && at.binding != Some(&order.encoder)
}

fn rule(command: &Command, at: Standing<'_>) -> Rule {
    use Who::{Anyone, Approved, OnDuty, Supervisor};
    let desk = |name, who| Rule { name, is_for_kiosk: false, who };
    let both = |name, who| Rule { name, is_for_kiosk: true, who };
    match command {
        Command::Connect { .. } => desk("connect", Supervisor(Deed::ChangeToken)),
        Command::ConfirmConnect(_) => desk("confirm connect", Supervisor(Deed::ChangeToken)),
        Command::CancelConnect => desk("cancel connect", OnDuty),
        Command::StartPractice => desk("start practice", Supervisor(Deed::Practice)),
        Command::RecoverJournal => desk("recover journal", Supervisor(Deed::RecoverJournal)),
        // Nobody is at a kiosk that has no key yet.
        Command::RetryKeyring if at.mode == Mode::Kiosk => both("retry keyring", Anyone),
        Command::RetryKeyring => desk("retry keyring", OnDuty),
        Command::ForgetToken => desk("forget token", Supervisor(Deed::ChangeToken)),
        Command::ReplaceToken => desk("replace token", Supervisor(Deed::ChangeToken)),
        Command::Refresh => both("refresh", OnDuty),
        Command::Find(_) => both("find", OnDuty),
        Command::LookAt(_) => both("look at", OnDuty),
        Command::Encode(order) if order.confirmed.contains(&Confirm::Expired) => {
            both("encode", Supervisor(Deed::EncodeExpired))
        }
        Command::Encode(_) => both("encode", OnDuty),
        Command::StopWaiting(_) => both("stop waiting", Anyone),
        Command::ReadCard(_) => both("read card", OnDuty),
        Command::Decide(..) if at.mode == Mode::Kiosk => both("decide", Supervisor(Deed::Settle)),
        Command::Decide(..) => both("decide", OnDuty),
        Command::Dismiss(_) => both("dismiss", Anyone),
        Command::BindEncoder(_) if at.has_people && at.binding.is_some() => {
            desk("bind encoder", Supervisor(Deed::BindEncoder))
        }
        Command::BindEncoder(_) => desk("bind encoder", OnDuty),
        Command::ShowActivity(_) => desk("show activity", OnDuty),
        Command::ShowRows { .. } => desk("show rows", OnDuty),
        Command::HideActivity => desk("hide activity", Anyone),
        Command::ShowAttempt(_) => desk("show attempt", OnDuty),
        Command::HideAttempt => desk("hide attempt", Anyone),
        Command::AskSeamAgain(_) => desk("ask Seam again", OnDuty),
        Command::FollowUp(_) => desk("follow up", Supervisor(Deed::FollowUp)),
        Command::Export(_) => desk("export", Supervisor(Deed::Export)),
        Command::CancelExport => desk("cancel export", OnDuty),
        Command::DismissExport => desk("dismiss export", Anyone),
        Command::Touch => both("touch", Anyone),
        Command::Begin => both("begin", Anyone),
        Command::SignIn(_) => both("sign in", Anyone),
        Command::Lock => both("lock", Anyone),
        // At a kiosk the guest's data goes whoever stays.
        Command::Stay => desk("stay", OnDuty),
        Command::Approve(_) => both("approve", Anyone),
        Command::CancelApproval => both("cancel approval", Anyone),
        Command::Set(setting) => desk("set", set(setting.key())),
        Command::AddOperator { .. } => desk("add operator", Supervisor(Deed::ChangeOperators)),
        Command::ChangePin { who, present: Some(_), .. } if at.duty.operator() == Some(who) => {
            desk("change own PIN", OnDuty)
        }
        Command::ChangePin { .. } => desk("change PIN", Supervisor(Deed::ChangeOperators)),
        Command::ChangeRole { .. } => desk("change role", Supervisor(Deed::ChangeOperators)),
        Command::RemoveOperator(_) => desk("remove operator", Supervisor(Deed::ChangeOperators)),
        Command::LeaveKiosk if at.mode == Mode::Kiosk => both("leave kiosk", Approved(Deed::LeaveKiosk)),
        Command::LeaveKiosk => desk("leave kiosk", Anyone),
        Command::SaveBundle(_) => desk("save bundle", Supervisor(Deed::SaveBundle)),
        Command::DismissBundle => desk("dismiss bundle", Anyone),
        Command::Shutdown => both("shutdown", Anyone),
    }
}

fn set(key: SettingKey) -> Who {
    if key.is_supervisors() { Who::Supervisor(Deed::Change(key)) } else { Who::OnDuty }
}
