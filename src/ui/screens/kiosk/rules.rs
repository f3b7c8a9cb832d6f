//! What a kiosk shows: whether it is ready at all, and who may do what.

use std::sync::Arc;

use super::{
    Forms,
    find::{self, Rows},
};
use crate::{
    domain::{Card, CardStatus, Decision, Duty, Problem, ProblemCode, Subject},
    engine::{JobView, KeyringTrouble, Link, Session, Snapshot, Stage, TokenSource, WelcomeTrouble},
    ui::screens::{
        Scene,
        encode::{
            EncodeForm, is_token_rejected,
            rules::{self, Side},
        },
    },
};

/// What is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum View {
    /// It is starting.
    Wait,
    /// It cannot make cards.
    NotReady(Trouble),
    /// Nobody is here.
    Attract,
    /// Somebody has to sign in first.
    SignIn,
    /// Somebody is here.
    Work,
}

/// Why a kiosk cannot make cards; for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The engine is gone.
    Stopped,
    /// There is no key, or it was not confirmed.
    NoKey,
    /// The keyring does not give it.
    Keyring,
    /// Seam does not take the key.
    KeyRefused,
    /// The record cannot be opened or written.
    Journal,
    /// Seam cannot be reached.
    Offline,
    /// No encoder was chosen.
    NoEncoder,
    /// The encoder is gone from the lock system.
    EncoderGone(Arc<str>),
    /// Nobody knows how the last card on it ended.
    Unsettled(Arc<str>),
}

/// What is on the screen.
pub(super) fn view(scene: &Scene<'_>, form: &EncodeForm, is_stopped: bool) -> View {
    let snapshot = scene.snapshot;
    if is_stopped {
        return View::NotReady(Trouble::Stopped);
    }
    match &snapshot.session {
        Session::Starting => return View::Wait,
        Session::Connecting => return snapshot.link.trouble().map_or(View::Wait, |of| View::NotReady(of_link(of))),
        Session::Welcome(trouble) => return View::NotReady(of_welcome(trouble.as_ref())),
        Session::Confirming { .. } => return View::NotReady(Trouble::NoKey),
        Session::Connected { .. } => {}
    }
    let is_job = matches!(rules::side(snapshot, form), Side::Job(_));
    match trouble(snapshot, form).filter(|_| !is_job) {
        Some(trouble) => View::NotReady(trouble),
        None if snapshot.duty == Duty::Locked => View::SignIn,
        None if snapshot.is_resting => View::Attract,
        None => View::Work,
    }
}

fn of_welcome(trouble: Option<&WelcomeTrouble>) -> Trouble {
    match trouble {
        Some(WelcomeTrouble::Journal(_) | WelcomeTrouble::JournalDamaged(_)) => Trouble::Journal,
        Some(WelcomeTrouble::KeyringRead(KeyringTrouble::Missing)) | None => Trouble::NoKey,
        Some(WelcomeTrouble::KeyringRead(_)) => Trouble::Keyring,
        Some(WelcomeTrouble::Seam(problem)) => of_link(problem),
        Some(WelcomeTrouble::Token(_) | WelcomeTrouble::Practice(_)) => Trouble::NoKey,
    }
}

fn of_link(problem: &Problem) -> Trouble {
    if problem.code == ProblemCode::TokenRejected { Trouble::KeyRefused } else { Trouble::Offline }
}

fn trouble(snapshot: &Snapshot, form: &EncodeForm) -> Option<Trouble> {
    if is_token_rejected(snapshot) {
        return Some(Trouble::KeyRefused);
    }
    if snapshot.journal_trouble.is_some() {
        return Some(Trouble::Journal);
    }
    if let Link::Down { .. } = snapshot.link {
        return Some(Trouble::Offline);
    }
    if snapshot.is_resting || snapshot.catalog.loaded_at.is_none() {
        return at_rest(snapshot);
    }
    encoder_trouble(snapshot, form)
}

/// What is known without any list, so that no guest begins in vain. Who has to sign in first settles an open outcome.
fn at_rest(snapshot: &Snapshot) -> Option<Trouble> {
    let desk = &snapshot.settings.loaded.settings.desk;
    let Some(own) = &snapshot.binding else {
        // The practice hotel brings its own.
        let is_named = desk.encoder.is_some() || desk.encoder_name.is_some() || is_practice(snapshot);
        return (!is_named).then_some(Trouble::NoEncoder);
    };
    let holds = |job: &JobView| job.encoder == own.encoder && is_unsettled(job);
    let is_held = matches!(snapshot.duty, Duty::Unattended(_)) && snapshot.jobs.iter().any(holds);
    is_held.then(|| Trouble::Unsettled(Arc::clone(&own.name)))
}

/// Known once the lists were read. Staff that has signed in sees an open outcome and settles it.
fn encoder_trouble(snapshot: &Snapshot, form: &EncodeForm) -> Option<Trouble> {
    let choice = rules::choice(snapshot, form);
    if let Some(name) = choice.missing {
        return Some(Trouble::EncoderGone(name));
    }
    let Some(own) = snapshot.binding.as_ref().and_then(|own| snapshot.encoder(&own.encoder)) else {
        return Some(Trouble::NoEncoder);
    };
    if own.encoder.removed().is_some() {
        return Some(Trouble::EncoderGone(Arc::clone(&own.encoder.name)));
    }
    let held = snapshot.jobs.iter().any(|job| Some(job.job) == own.busy && is_unsettled(job));
    (held && !is_staff(snapshot)).then(|| Trouble::Unsettled(Arc::clone(&own.encoder.name)))
}

/// Whether nobody knows how it ended.
pub(super) fn is_unsettled(job: &JobView) -> bool {
    matches!(job.stage, Stage::LetGo | Stage::Uncertain(..))
}

/// Whether somebody signed in, so that no guest is alone with it.
pub(super) fn is_staff(snapshot: &Snapshot) -> bool {
    matches!(snapshot.duty, Duty::SignedIn(_))
}

/// Whether the keyboard is on the screen: while something is typed, and before a guest has said who they are.
pub(super) fn has_keyboard(scene: &Scene<'_>, forms: &Forms<'_>) -> bool {
    let is_new = forms.encode.selected().is_none() && forms.encode.query.text.is_empty();
    forms.kiosk.types || (is_new && !is_staff(scene.snapshot))
}

/// Whether a card of whoever is here is being made, which nobody can leave behind: the engine would start over the moment that
/// it ends, and nobody would read how. The cards of somebody before have no names here.
pub(super) fn is_under_way(scene: &Scene<'_>, form: &EncodeForm) -> bool {
    let is_anothers = |job: &JobView| job.is_resumed || (job.guest.is_none() && job.card_name.is_empty());
    let is_made = |job: &JobView| matches!(job.stage, Stage::Queued | Stage::Submitting | Stage::Waiting);
    form.pending().is_some() || scene.snapshot.jobs.iter().any(|job| is_made(job) && !is_anothers(job))
}

/// Whether the list is where one goes from the chosen card: from one that is not made yet, and from one that was where the list
/// has others.
pub(super) fn leads_back(scene: &Scene<'_>, form: &EncodeForm) -> bool {
    let is_free = match rules::side(scene.snapshot, form) {
        Side::Job(job) => job.stage.is_terminal() && next_card(scene, form).is_none() && has_others(scene, form),
        Side::Nobody | Side::Gone | Side::Ready(_) => true,
    };
    is_free && form.pending().is_none()
}

fn has_others(scene: &Scene<'_>, form: &EncodeForm) -> bool {
    others(scene, form).any(|card| scene.snapshot.job_of(&card.subject).is_none())
}

/// The listed cards besides the chosen one.
fn others<'a>(scene: &Scene<'_>, form: &'a EncodeForm) -> impl Iterator<Item = &'a Card> {
    let rows = if let Rows::These(rows) = find::rows(scene, form) { rows } else { Vec::new() };
    let cards = rows.into_iter().filter_map(|row| form.listed.card(row));
    cards.filter(|card| form.selected() != Some(&card.subject))
}

/// The next card of a guest whose card was just made: one for the same doors that waits to be made. Staff has a list for that.
pub(super) fn next_card(scene: &Scene<'_>, form: &EncodeForm) -> Option<Subject> {
    let Side::Job(job) = rules::side(scene.snapshot, form) else { return None };
    let is_made = matches!(job.stage, Stage::Succeeded { .. } | Stage::Decided(Decision::Written));
    if !is_made || is_staff(scene.snapshot) {
        return None;
    }
    let is_same =
        |card: &&Card| card.guest.is_some() && card.guest == job.guest && card.doors.as_ref() == Some(&job.doors);
    let waits = |card: &&Card| {
        let status = CardStatus::of(card, scene.now);
        let is_free = scene.snapshot.job_of(&card.subject).is_none();
        is_free && matches!(status, CardStatus::ToEncode | CardStatus::EncodeAgain)
    };
    others(scene, form).filter(is_same).find(waits).map(|card| card.subject.clone())
}

/// Whether the hotel is a make-believe one.
pub(super) fn is_practice(snapshot: &Snapshot) -> bool {
    matches!(snapshot.session, Session::Connected { source: TokenSource::Practice, .. })
}
