//! Every command at the engine's door, by whoever is at the desk.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use keydesk::{
    domain::{
        AccessMethodKind, ActivityFilter, ActivityQuery, Blocker, Card, Confirm, Decision, Deed, FollowUpState, JobId,
        Query, Role, Scope, Setting, SettingKey, Subject,
    },
    engine::{
        BundleOrder, Command, EncodeOrder, Event, ExportFormat, ExportOrder, FollowUpOrder, Keep, Session, Snapshot,
    },
};
use secrecy::SecretString;
use tracing::{Subscriber, field::Visit};
use tracing_subscriber::{Layer, layer::SubscriberExt as _};

use super::{BOS, MIAS, WRONG, connected, fence, kiosk, name, person, sign_in, staffed, typed};
use crate::desk::{Setup, TestDesk};

/// What becomes of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is carried out.
    Passes,
    /// It waits for a supervisor.
    Held(Deed),
    /// Nothing.
    Nothing,
}

/// Who is at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    OnePerson,
    Clerk,
    Supervisor,
    Locked,
    Unattended,
    LockedKiosk,
}

/// Who may, in the words of the rules. What becomes of it by whoever is at the desk follows from it.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Everybody, also nobody.
    Anyone,
    /// The same, but not at a kiosk.
    AnyoneAtDesk,
    /// Whoever is there.
    OnDuty,
    /// The same, and at a kiosk everybody.
    OnDutyOrKiosk,
    /// Whoever is there, but not at a kiosk.
    OnDutyAtDesk,
    /// A supervisor, who may also approve.
    Supervisor(Deed),
    /// The same, also at a kiosk.
    SupervisorAnywhere(Deed),
    /// Whoever is there; at a kiosk only with approval.
    ApprovedAtKiosk(Deed),
    /// At a kiosk with approval, also while it is locked.
    Leave,
    /// The kiosk makes cards on its own encoder.
    OwnEncoder,
}

fn fate(rule: Rule, at: At) -> Fate {
    use Fate::{Held, Nothing, Passes};
    let is_kiosk = matches!(at, At::Unattended | At::LockedKiosk);
    let is_locked = matches!(at, At::Locked | At::LockedKiosk);
    let is_clerk = matches!(at, At::Clerk | At::Unattended);
    match rule {
        Rule::Anyone => Passes,
        Rule::AnyoneAtDesk => {
            if is_kiosk {
                Nothing
            } else {
                Passes
            }
        }
        Rule::OnDutyOrKiosk if is_kiosk => Passes,
        Rule::OnDuty | Rule::OnDutyOrKiosk => {
            if is_locked {
                Nothing
            } else {
                Passes
            }
        }
        Rule::OnDutyAtDesk => {
            if is_locked || is_kiosk {
                Nothing
            } else {
                Passes
            }
        }
        Rule::Supervisor(_) if is_locked || is_kiosk => Nothing,
        Rule::SupervisorAnywhere(_) | Rule::ApprovedAtKiosk(_) | Rule::OwnEncoder if is_locked => Nothing,
        Rule::Supervisor(deed) | Rule::SupervisorAnywhere(deed) if is_clerk => Held(deed),
        Rule::Supervisor(_) | Rule::SupervisorAnywhere(_) => Passes,
        Rule::ApprovedAtKiosk(deed) => {
            if is_kiosk {
                Held(deed)
            } else {
                Passes
            }
        }
        Rule::Leave => {
            if is_kiosk {
                Held(Deed::LeaveKiosk)
            } else {
                Passes
            }
        }
        Rule::OwnEncoder => {
            if is_kiosk {
                Nothing
            } else {
                Passes
            }
        }
    }
}

/// A place in the table for each kind of command: without one this does not compile, and without a row the test fails.
fn kind(command: &Command) -> usize {
    match command {
        Command::Connect { .. } => 0,
        Command::ConfirmConnect(_) => 1,
        Command::CancelConnect => 2,
        Command::StartPractice => 3,
        Command::RecoverJournal => 4,
        Command::RetryKeyring => 5,
        Command::ForgetToken => 6,
        Command::ReplaceToken => 7,
        Command::Refresh => 8,
        Command::Find(_) => 9,
        Command::LookAt(_) => 10,
        Command::Encode(_) => 11,
        Command::StopWaiting(_) => 12,
        Command::ReadCard(_) => 13,
        Command::Decide(..) => 14,
        Command::Dismiss(_) => 15,
        Command::BindEncoder(_) => 16,
        Command::ShowActivity(_) => 17,
        Command::ShowRows { .. } => 18,
        Command::HideActivity => 19,
        Command::ShowAttempt(_) => 20,
        Command::HideAttempt => 21,
        Command::AskSeamAgain(_) => 22,
        Command::FollowUp(_) => 23,
        Command::Export(_) => 24,
        Command::CancelExport => 25,
        Command::DismissExport => 26,
        Command::Touch => 27,
        Command::Begin => 28,
        Command::SignIn(_) => 29,
        Command::Lock => 30,
        Command::Approve(_) => 31,
        Command::CancelApproval => 32,
        Command::Set(_) => 33,
        Command::AddOperator { .. } => 34,
        Command::ChangePin { .. } => 35,
        Command::ChangeRole { .. } => 36,
        Command::RemoveOperator(_) => 37,
        Command::LeaveKiosk => 38,
        Command::SaveBundle(_) => 39,
        Command::DismissBundle => 40,
        Command::Shutdown => 41,
        Command::Stay => 42,
    }
}
const KINDS: usize = 43;

/// Every command, in an order in which none spoils the next; what ends a session comes last.
fn table(snapshot: &Snapshot) -> Vec<(Command, Rule)> {
    let job = JobId::generate();
    let subject = || Subject::Credential("nobody".into());
    // In the lists, so that a supervisor sees what it is, and nothing for an encoder, so that nothing is made.
    let is_no_card = |card: &&Card| card.kind != AccessMethodKind::Card;
    let no_card = snapshot.catalog.cards.iter().find(is_no_card).map_or_else(subject, |card| card.subject.clone());
    let encoder = |own: &str| match snapshot.encoders.iter().find(|view| &*view.encoder.name == own) {
        Some(view) => view.encoder.id.clone(),
        None => "unknown".into(),
    };
    let order = |own: &str, confirmed: Vec<Confirm>| {
        let (job, encoder) = (JobId::generate(), encoder(own));
        let subject = if confirmed.is_empty() { subject() } else { no_card.clone() };
        Command::Encode(EncodeOrder { job, subject, encoder, confirmed, retry_of: None })
    };
    let export = || ExportOrder {
        path: "/nonexistent/a.csv".into(),
        format: ExportFormat::Csv,
        scope: Scope::ThisDesk,
        filter: ActivityFilter::default(),
        with_guests: false,
    };
    let bundle = BundleOrder { path: "/nonexistent/b.zip".into(), with_guests: false, about: Vec::new() };
    let secret = || SecretString::from("0000");
    let deeds = Deed::ChangeOperators;
    let nobody = || name("Nobody");
    vec![
        (Command::Touch, Rule::Anyone),
        (Command::Begin, Rule::Anyone),
        (Command::Refresh, Rule::OnDuty),
        (Command::Find(Query::default()), Rule::OnDuty),
        (Command::LookAt(subject()), Rule::OnDuty),
        (order("Front Desk 1", vec![]), Rule::OnDuty),
        (order("Front Desk 2", vec![]), Rule::OwnEncoder),
        (order("Front Desk 1", vec![Confirm::Expired]), Rule::SupervisorAnywhere(Deed::EncodeExpired)),
        (Command::StopWaiting(job), Rule::Anyone),
        (Command::ReadCard(job), Rule::OnDuty),
        (Command::Decide(job, Decision::Written), Rule::ApprovedAtKiosk(Deed::Settle)),
        (Command::Dismiss(job), Rule::Anyone),
        // The desk is bound by the name of its encoder.
        (Command::BindEncoder(encoder("Front Desk 2")), Rule::Supervisor(Deed::BindEncoder)),
        (Command::ShowActivity(ActivityQuery::default()), Rule::OnDutyAtDesk),
        (Command::ShowRows { offset: 0, limit: 5 }, Rule::OnDutyAtDesk),
        (Command::HideActivity, Rule::AnyoneAtDesk),
        (Command::ShowAttempt(job), Rule::OnDutyAtDesk),
        (Command::HideAttempt, Rule::AnyoneAtDesk),
        (Command::AskSeamAgain(job), Rule::OnDutyAtDesk),
        (
            Command::FollowUp(FollowUpOrder { job, state: FollowUpState::Solved, note: None }),
            Rule::Supervisor(Deed::FollowUp),
        ),
        (Command::Export(export()), Rule::Supervisor(Deed::Export)),
        (Command::CancelExport, Rule::OnDutyAtDesk),
        (Command::DismissExport, Rule::AnyoneAtDesk),
        (Command::SaveBundle(bundle), Rule::Supervisor(Deed::SaveBundle)),
        (Command::DismissBundle, Rule::AnyoneAtDesk),
        (Command::Set(Setting::KeepMonths(6)), Rule::Supervisor(Deed::Change(SettingKey::KeepMonths))),
        (Command::Set(Setting::UiSounds(true)), Rule::OnDutyAtDesk),
        (Command::AddOperator { person: person(" ", Role::Clerk), pin: secret() }, Rule::Supervisor(deeds)),
        (Command::ChangePin { who: nobody(), pin: secret(), present: Some(secret()) }, Rule::Supervisor(deeds)),
        (Command::ChangePin { who: name("Bo"), pin: secret(), present: None }, Rule::Supervisor(deeds)),
        (Command::ChangeRole { who: nobody(), role: Role::Supervisor, pin: Some(secret()) }, Rule::Supervisor(deeds)),
        (Command::RemoveOperator(nobody()), Rule::Supervisor(deeds)),
        (Command::LeaveKiosk, Rule::Leave),
        (Command::Approve(typed(None, WRONG)), Rule::Anyone),
        (Command::CancelApproval, Rule::Anyone),
        (Command::RecoverJournal, Rule::Supervisor(Deed::RecoverJournal)),
        (Command::Connect { token: SecretString::from(""), workspace: None }, Rule::Supervisor(Deed::ChangeToken)),
        (Command::ConfirmConnect(Keep::ThisSession), Rule::Supervisor(Deed::ChangeToken)),
        (Command::StartPractice, Rule::Supervisor(Deed::Practice)),
        (Command::ReplaceToken, Rule::Supervisor(Deed::ChangeToken)),
        (Command::CancelConnect, Rule::OnDutyAtDesk),
        (Command::RetryKeyring, Rule::OnDutyOrKiosk),
        (Command::ForgetToken, Rule::Supervisor(Deed::ChangeToken)),
        (Command::SignIn(typed(Some("Nobody"), WRONG)), Rule::Anyone),
        (Command::Stay, Rule::OnDutyAtDesk),
        (Command::Lock, Rule::Anyone),
        (Command::Shutdown, Rule::Anyone),
    ]
}

/// The names of commands that the engine's log says did nothing.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[derive(Default)]
struct Line {
    message: String,
    command: Option<String>,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            "command" => self.command = Some(format!("{value:?}")),
            _ => {}
        }
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        let mut line = Line::default();
        event.record(&mut line);
        if line.message == "a command does nothing" {
            self.0.lock().unwrap().extend(line.command);
        }
    }
}

async fn desk(at: At) -> TestDesk {
    let setup = match at {
        At::OnePerson => Setup::default(),
        At::Clerk | At::Supervisor | At::Locked => staffed(),
        At::Unattended => kiosk(false),
        At::LockedKiosk => kiosk(true),
    };
    let mut setup = setup;
    setup.settings.desk.encoder_name = Some("Front Desk 1".into());
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    match at {
        At::Clerk => drop(sign_in(&mut desk, "Bo", BOS).await),
        At::Supervisor => drop(sign_in(&mut desk, "Mia", MIAS).await),
        At::Unattended => assert!(desk.send(Command::Begin)),
        At::OnePerson | At::Locked | At::LockedKiosk => {}
    }
    if !matches!(at, At::Locked | At::LockedKiosk) {
        desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete && snapshot.binding.is_some()).await;
    }
    desk
}

/// What a command that does nothing, or waits, must not change.
fn state(snapshot: &Snapshot) -> impl PartialEq + std::fmt::Debug + use<> {
    let views = (snapshot.activity.is_some(), snapshot.attempt.is_some(), snapshot.export.is_some());
    (
        snapshot.session.clone(),
        snapshot.duty.clone(),
        snapshot.binding.clone(),
        snapshot.settings.clone(),
        snapshot.people.clone(),
        views,
        (snapshot.bundle.is_some(), snapshot.jobs.len(), snapshot.rests, snapshot.may_leave),
    )
}

async fn judged(desk: &mut TestDesk, log: &Log, command: Command) -> Fate {
    let before = state(&desk.handle.snapshot());
    log.take();
    assert!(desk.send(command));
    // Where nobody is, the door turns the fence away too.
    let is_fence_closed = matches!(fence(desk).await, Blocker::NobodySignedIn | Blocker::OtherEncoder);
    let is_closed = log.take().len() > usize::from(is_fence_closed);
    let approval = desk.handle.snapshot().approval;
    let fate = match approval {
        Some(deed) => Fate::Held(deed),
        None if is_closed => Fate::Nothing,
        None => Fate::Passes,
    };
    if fate != Fate::Passes {
        assert_eq!(state(&desk.handle.snapshot()), before, "what does not pass changes nothing");
    }
    fate
}

#[test]
fn the_table_has_a_row_for_every_command() {
    let rows = table(&Snapshot::default());
    let kinds: BTreeSet<usize> = rows.iter().map(|(command, _)| kind(command)).collect();
    assert_eq!(kinds, (0..KINDS).collect());
}

async fn every_command(at: At) {
    let log = Log::default();
    let _logging = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
    let mut desk = desk(at).await;
    let rows = table(&desk.handle.snapshot());
    for (command, rule) in rows {
        let expected = fate(rule, at);
        let shown = format!("{command:?} by {at:?}");
        if matches!(command, Command::Shutdown) {
            assert!(desk.send(command));
            while desk.event().await != Event::Stopped {}
            return;
        }
        let is_lock = matches!(command, Command::Lock);
        let sounds = matches!(command, Command::Set(Setting::UiSounds(_)));
        assert_eq!(judged(&mut desk, &log, command).await, expected, "{shown}");
        assert!(desk.send(Command::CancelApproval));
        if sounds && expected == Fate::Passes {
            desk.wait("the sounds", |snapshot| snapshot.settings.loaded.settings.ui.sounds).await;
        }
        if is_lock {
            let rests = desk.handle.snapshot().rests;
            assert_eq!(rests, u64::from(!matches!(at, At::Locked | At::LockedKiosk)), "{shown}");
        }
        desk.wait("the end of what waits", |snapshot| snapshot.approval.is_none()).await;
        let is_settled = |snapshot: &Snapshot| !matches!(snapshot.session, Session::Starting | Session::Connecting);
        desk.wait("the session", is_settled).await;
    }
}

macro_rules! by {
    ($($test:ident = $at:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $test() {
                every_command(At::$at).await;
            }
        )+
    };
}

by! {
    one_person_may_do_everything = OnePerson,
    a_clerk_makes_cards_and_the_rest_waits_for_a_supervisor = Clerk,
    a_supervisor_may_do_everything = Supervisor,
    a_locked_desk_does_nothing = Locked,
    a_kiosk_makes_cards_and_nothing_else = Unattended,
    a_locked_kiosk_does_nothing = LockedKiosk,
}
