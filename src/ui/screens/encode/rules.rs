//! What the card screen shows and allows, worked out from the snapshot and the form alone.

use std::{sync::Arc, time::Duration};

use super::form::{Ask, EncodeForm, Wish};
use crate::{
    domain::{Again, Assessment, Card, Desktop, JobId, Problem, ProblemCode, assess},
    engine::{EncoderView, JobView, Session, Snapshot, Stage},
    ui::screens::{Action, Scene},
};

/// What the side panel is about.
#[derive(Debug, Clone, Copy)]
pub(in crate::ui) enum Side<'a> {
    /// Nobody is chosen.
    Nobody,
    /// The chosen card stands in the list no more.
    Gone,
    /// A card that waits for the button.
    Ready(&'a Card),
    /// A job, from the button to its end.
    Job(&'a JobView),
}

/// What the side panel is about: the newest job of the chosen card, else the card.
pub(in crate::ui) fn side<'a>(snapshot: &'a Snapshot, form: &EncodeForm) -> Side<'a> {
    let Some(subject) = form.selected() else { return Side::Nobody };
    match (snapshot.job_of(subject), form.card(snapshot)) {
        (Some(job), _) => Side::Job(job),
        (None, Some(card)) => Side::Ready(card),
        (None, None) => Side::Gone,
    }
}

/// The jobs that the side panel does not show; they stand in the strip.
pub(in crate::ui) fn other_jobs<'a>(snapshot: &'a Snapshot, form: &EncodeForm) -> Vec<&'a JobView> {
    let shown = form.selected().and_then(|subject| snapshot.job_of(subject)).map(|job| job.job);
    snapshot.jobs.iter().filter(|job| Some(job.job) != shown).collect()
}

/// Which encoder a press of the button would use.
#[derive(Debug, Clone, Default)]
pub(in crate::ui) struct Choice<'a> {
    /// The encoder.
    pub(in crate::ui) encoder: Option<&'a EncoderView>,
    /// The name of the one this desk is bound to, when the list lacks it.
    pub(in crate::ui) missing: Option<Arc<str>>,
    /// There is one encoder and it is the one in use: nothing to choose.
    pub(in crate::ui) is_only: bool,
}

/// Chooses by what was clicked, then by what the desk is bound to, then the only one there is. Never swaps silently: while
/// the desk's own encoder is missing, a person chooses.
pub(in crate::ui) fn choice<'a>(snapshot: &'a Snapshot, form: &EncodeForm) -> Choice<'a> {
    let bound = snapshot.binding.as_ref();
    let is_loaded = snapshot.catalog.loaded_at.is_some() || !snapshot.encoders.is_empty();
    let missing = bound.filter(|bound| is_loaded && snapshot.encoder(&bound.encoder).is_none());
    let missing = missing.map(|bound| Arc::clone(&bound.name));
    let clicked = form.encoder.as_ref().and_then(|id| snapshot.encoder(id));
    let own = bound.and_then(|bound| snapshot.encoder(&bound.encoder));
    let only = match &*snapshot.encoders {
        [only] if missing.is_none() && form.encoder.as_ref().is_none_or(|id| *id == only.encoder.id) => Some(only),
        _ => None,
    };
    let lost = form.encoder.is_some() && clicked.is_none();
    let encoder = clicked.or(only).or(own.filter(|_| !lost));
    Choice { encoder, missing, is_only: only.is_some() }
}

/// Whether the button may be pressed now, for this card on this encoder.
pub(in crate::ui) fn judge(
    scene: &Scene<'_>,
    form: &EncodeForm,
    card: Option<&Card>,
    choice: &Choice<'_>,
) -> Assessment {
    let (snapshot, encoder) = (scene.snapshot, choice.encoder);
    let system = encoder.and_then(|view| snapshot.catalog.system(&view.encoder.system));
    let pending = form.pending();
    let is_sent_there = encoder.is_some_and(|view| pending.is_some_and(|order| order.encoder == view.encoder.id));
    let is_sent = card.is_some_and(|card| pending.is_some_and(|order| order.subject == card.subject));
    let is_open = card.is_some_and(|card| snapshot.job_of(&card.subject).is_some_and(|job| !job.stage.is_terminal()));
    let desktop = Desktop {
        token_rejected: is_token_rejected(snapshot),
        offline: snapshot.link.trouble(),
        journal_broken: snapshot.journal_trouble.is_some(),
        encoder_busy: is_sent_there || encoder.is_some_and(|view| view.busy.is_some()),
        subject_busy: is_sent || is_open,
    };
    assess(card, encoder.map(|view| &view.encoder), system, desktop, scene.now)
}

/// Whether Seam no longer accepts the token.
pub(in crate::ui) fn is_token_rejected(snapshot: &Snapshot) -> bool {
    match &snapshot.session {
        Session::Connected { token_rejected, .. } => *token_rejected,
        Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => false,
    }
}

/// A press of the button: an order, a question, or nothing while it is off.
pub(in crate::ui) fn press(
    scene: &Scene<'_>,
    form: &mut EncodeForm,
    card: &Card,
    choice: &Choice<'_>,
    retry_of: Option<JobId>,
) -> Option<Action> {
    let assessment = judge(scene, form, Some(card), choice);
    let encoder = choice.encoder.filter(|_| assessment.is_allowed())?;
    let is_retry = retry_of.is_some();
    let given = |confirm| is_retry && form.has_said_yes(&card.subject, confirm);
    let (confirmed, open): (Vec<_>, Vec<_>) = assessment.confirms.into_iter().partition(|&confirm| given(confirm));
    let (subject, encoder) = (card.subject.clone(), encoder.encoder.id.clone());
    if open.is_empty() {
        return Some(Action::Encode { subject, encoder, confirmed, retry_of });
    }
    form.ask = Some(Ask::Confirm { order: Wish { subject, encoder, confirmed, retry_of }, open });
    None
}

/// What the first button of a failed job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Remedy {
    /// Make the card again, on the encoder that is chosen now.
    TryAgain,
    /// The same, after a pause of this many seconds.
    TryAgainIn(u64),
    /// The same, after the clerk has looked that no card was written.
    CheckThenTryAgain,
    /// Choose another encoder.
    OtherEncoder,
    /// Look for another card of this guest.
    OtherCard,
    /// Read the lists again.
    Refresh,
    /// A supervisor connects the desk again.
    ConnectAgain,
    /// Hand the details on.
    CopyForSupport,
    /// Nothing to do here.
    Close,
}

/// The remedy that is safe for a failed job.
pub(in crate::ui) fn remedy(scene: &Scene<'_>, form: &EncodeForm, job: &JobView, problem: &Problem) -> Remedy {
    let chosen = choice(scene.snapshot, form).encoder.map(|view| &view.encoder.id);
    match problem.code.again() {
        Again::Yes | Again::OtherCard => Remedy::TryAgain,
        Again::OtherEncoder if chosen == Some(&job.encoder) && scene.snapshot.encoders.len() > 1 => {
            Remedy::OtherEncoder
        }
        Again::OtherEncoder => Remedy::TryAgain,
        Again::Once if form.is_retry(job.job) => Remedy::CopyForSupport,
        Again::Once => Remedy::TryAgain,
        Again::CheckFirst => Remedy::CheckThenTryAgain,
        Again::OtherCredential => Remedy::OtherCard,
        Again::AfterPause => match rest_of_pause(scene, job, problem).as_secs_f64().ceil() as u64 {
            0 => Remedy::TryAgain,
            seconds => Remedy::TryAgainIn(seconds),
        },
        Again::No => remedy_of_cause(problem.code),
    }
}

fn remedy_of_cause(code: ProblemCode) -> Remedy {
    match code {
        ProblemCode::TokenRejected => Remedy::ConnectAgain,
        ProblemCode::CredentialDeleted | ProblemCode::NotFound => Remedy::Refresh,
        ProblemCode::Unexpected => Remedy::CopyForSupport,
        ProblemCode::NoCard
        | ProblemCode::CardRemovedEarly
        | ProblemCode::IncompatibleCard
        | ProblemCode::EncoderOffline
        | ProblemCode::EncoderTimeout
        | ProblemCode::BridgeDisconnected
        | ProblemCode::CannotBeReissued
        | ProblemCode::AttemptExpired
        | ProblemCode::Uncategorized
        | ProblemCode::OutcomeUnknown
        | ProblemCode::SlowDown
        | ProblemCode::NotSent
        | ProblemCode::SeamTrouble
        | ProblemCode::JournalUnwritable => Remedy::Close,
    }
}

/// How much of the pause that Seam asked for is left.
pub(in crate::ui) fn rest_of_pause(scene: &Scene<'_>, job: &JobView, problem: &Problem) -> Duration {
    let pause = problem.details.retry_after.unwrap_or_default() + job.took.unwrap_or_default();
    pause.saturating_sub(elapsed(scene, job))
}

/// The time since the button was pressed; the time it took, once it is over.
pub(in crate::ui) fn elapsed(scene: &Scene<'_>, job: &JobView) -> Duration {
    Duration::try_from(scene.now.duration_since(job.shown_from)).unwrap_or_default()
}

/// The problem that a job ended with, or that makes it doubtful.
pub(in crate::ui) fn problem(stage: &Stage) -> Option<&Problem> {
    match stage {
        Stage::Failed(problem) | Stage::NotExecuted(problem) | Stage::Uncertain(_, problem) => Some(problem),
        Stage::Queued
        | Stage::Submitting
        | Stage::Waiting
        | Stage::LetGo
        | Stage::Succeeded { .. }
        | Stage::NotWritten(_)
        | Stage::Decided(_) => None,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
