//! What can be done on the sheet.

use super::{
    form::{Ask, AttemptForm, Leave},
    support,
};
use crate::{
    domain::{Decision, JobId},
    engine::{AttemptDetails, Command},
    ui::screens::{Action, Actions, Scene},
};

/// Something a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Close the sheet.
    Close,
    /// Show another attempt.
    Show(JobId),
    /// Show the one that was shown before.
    Back,
    /// Ask Seam once more.
    AskSeam,
    /// Into the clipboard, for support.
    Copy,
    /// Save what is done about it.
    Save,
    /// Have the card on the encoder read.
    ReadCard,
    /// Settle it, after a question.
    Decide(Decision),
}

/// Does it.
pub(super) fn act(scene: &Scene<'_>, form: &mut AttemptForm, details: &AttemptDetails, deed: Deed) -> Actions {
    let job = details.row.job;
    match deed {
        Deed::Close => leave(form, details, Leave::Close),
        Deed::Show(next) => leave(form, details, Leave::Show(next)),
        Deed::Back => {
            form.trail.last().copied().map(|back| leave(form, details, Leave::Back(back))).unwrap_or_default()
        }
        Deed::AskSeam => vec![Action::Tell(Command::AskSeamAgain(job))],
        Deed::Copy => {
            form.is_copied = true;
            vec![Action::Copy(support::text(scene, details))]
        }
        Deed::Save => vec![Action::Tell(Command::FollowUp(form.order(details)))],
        Deed::ReadCard => vec![Action::Tell(Command::ReadCard(job))],
        Deed::Decide(decision) => {
            form.ask = Some(Ask::Decide(decision));
            Actions::new()
        }
    }
}

/// Leaves the attempt, or asks first when something would be lost.
fn leave(form: &mut AttemptForm, details: &AttemptDetails, to: Leave) -> Actions {
    if form.is_unsaved(details) && !form.is_saving() {
        form.ask = Some(Ask::Lose(to));
        return Actions::new();
    }
    go(form, details, to)
}

/// Leaves the attempt.
pub(super) fn go(form: &mut AttemptForm, details: &AttemptDetails, to: Leave) -> Actions {
    let command = match to {
        Leave::Close => Command::HideAttempt,
        Leave::Show(job) => {
            form.trail.push(details.row.job);
            Command::ShowAttempt(job)
        }
        Leave::Back(job) => {
            form.trail.pop();
            Command::ShowAttempt(job)
        }
    };
    vec![Action::Tell(command)]
}
