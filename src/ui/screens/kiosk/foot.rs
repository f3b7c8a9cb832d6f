//! The buttons of a kiosk: those of the desk that somebody here may press, and a way to be done.

use super::{Forms, rules, words};
use crate::{
    engine::{Command, Stage},
    ui::screens::{
        Action, Actions, Scene,
        encode::{
            deeds::{self, Deed, Item},
            rules::{self as desk, Side},
        },
    },
};

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Press {
    /// What it does.
    pub(super) does: Does,
    /// What it says.
    pub(super) text: String,
    /// Whether it can be pressed.
    pub(super) is_on: bool,
    /// Whether its work goes on.
    pub(super) is_busy: bool,
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// What it does at a desk.
    AsDesk(Deed),
    /// Nobody is here any more.
    Leave,
    /// Go on to the guest's next card.
    Next,
    /// Show what staff can say about an open outcome.
    ShowStaff,
}

/// The foot of the panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Foot {
    /// A sentence above the buttons.
    pub(super) hint: String,
    /// The large one.
    pub(super) primary: Option<Press>,
    /// The others.
    pub(super) others: Vec<Press>,
}

/// The foot for what the panel is about.
pub(super) fn foot(scene: &Scene<'_>, forms: &Forms<'_>) -> Foot {
    let is_staff = rules::is_staff(scene.snapshot);
    let desk = deeds::foot(scene, forms.encode);
    let is_offered = |item: &Item| if is_staff { for_staff(item.deed) } else { for_guests(scene, forms, item.deed) };
    let of_desk = |item| of_desk(scene, item);
    let mut primary = desk.primary.filter(is_offered).map(of_desk);
    let mut others: Vec<_> = desk.others.into_iter().filter(is_offered).map(of_desk).collect();
    let is_unsettled = matches!(desk::side(scene.snapshot, forms.encode), Side::Job(job) if rules::is_unsettled(job));
    if !is_staff && is_unsettled && !forms.kiosk.shows_staff {
        others = vec![press(scene, Does::ShowStaff, "kiosk-staff-settle")];
    }
    if rules::next_card(scene, forms.encode).is_some() {
        primary = Some(press(scene, Does::Next, "kiosk-next-card"));
    }
    if !is_staff && is_over(scene, forms) {
        let done = press(scene, Does::Leave, "kiosk-done");
        match primary {
            Some(_) => others.push(done),
            None => primary = Some(done),
        }
    }
    Foot { hint: hint(scene, forms, primary.as_ref()), primary, others }
}

fn press(scene: &Scene<'_>, does: Does, key: &str) -> Press {
    Press { does, text: scene.t(key), is_on: true, is_busy: false }
}

fn of_desk(scene: &Scene<'_>, item: Item) -> Press {
    let text = match item.deed {
        _ if rules::is_staff(scene.snapshot) => item.text,
        Deed::Encode => scene.t("kiosk-make"),
        Deed::ReadCard if item.is_busy => scene.t("kiosk-reading-card"),
        Deed::ReadCard => scene.t("kiosk-read"),
        Deed::TryAgain
        | Deed::CheckThenTryAgain
        | Deed::OtherEncoder
        | Deed::OtherCard
        | Deed::Refresh
        | Deed::ConnectAgain
        | Deed::CopyForSupport
        | Deed::CopyCard
        | Deed::Close
        | Deed::NextGuest
        | Deed::StopWaiting
        | Deed::Decide(_) => item.text,
    };
    Press { does: Does::AsDesk(item.deed), text, is_on: item.is_on, is_busy: item.is_busy }
}

/// Whether nothing goes on about this card by itself.
fn is_over(scene: &Scene<'_>, forms: &Forms<'_>) -> bool {
    match desk::side(scene.snapshot, forms.encode) {
        Side::Job(job) => job.stage.is_terminal() || rules::is_unsettled(job),
        Side::Nobody | Side::Gone | Side::Ready(_) => false,
    }
}

/// What is offered to whoever signed in: nothing that leads away from the kiosk, and no copies.
fn for_staff(deed: Deed) -> bool {
    match deed {
        Deed::Encode
        | Deed::TryAgain
        | Deed::CheckThenTryAgain
        | Deed::OtherCard
        | Deed::Refresh
        | Deed::Close
        | Deed::NextGuest
        | Deed::StopWaiting
        | Deed::ReadCard
        | Deed::Decide(_) => true,
        Deed::OtherEncoder | Deed::ConnectAgain | Deed::CopyForSupport | Deed::CopyCard => false,
    }
}

/// What is offered to guests: to make the card, to try again what they can help, and to have the card read that they hold.
fn for_guests(scene: &Scene<'_>, forms: &Forms<'_>, deed: Deed) -> bool {
    match deed {
        Deed::Encode | Deed::ReadCard => true,
        Deed::TryAgain => can_help(scene, forms),
        Deed::Decide(_) => forms.kiosk.shows_staff,
        Deed::CheckThenTryAgain
        | Deed::OtherEncoder
        | Deed::OtherCard
        | Deed::Refresh
        | Deed::ConnectAgain
        | Deed::CopyForSupport
        | Deed::CopyCard
        | Deed::Close
        | Deed::NextGuest
        | Deed::StopWaiting => false,
    }
}

/// Whether a guest can do better the next time.
fn can_help(scene: &Scene<'_>, forms: &Forms<'_>) -> bool {
    let Side::Job(job) = desk::side(scene.snapshot, forms.encode) else { return false };
    match &job.stage {
        Stage::Failed(problem) | Stage::NotExecuted(problem) => words::guest_next(problem.code).is_some(),
        Stage::NotWritten(_) | Stage::Decided(_) => true,
        Stage::Queued
        | Stage::Submitting
        | Stage::Waiting
        | Stage::LetGo
        | Stage::Uncertain(..)
        | Stage::Succeeded { .. } => false,
    }
}

/// Why the large button is off, or how long it usually takes.
fn hint(scene: &Scene<'_>, forms: &Forms<'_>, primary: Option<&Press>) -> String {
    let Side::Ready(card) = desk::side(scene.snapshot, forms.encode) else { return String::new() };
    if primary.is_some_and(|press| press.is_busy) {
        return String::new();
    }
    let choice = desk::choice(scene.snapshot, forms.encode);
    let judged = desk::judge(scene, forms.encode, Some(card), &choice).blocker;
    let refused = forms.encode.refused.as_ref().filter(|(subject, _)| *subject == card.subject);
    let blocker = judged.as_ref().or(refused.map(|(_, blocker)| blocker));
    if let Some(blocker) = blocker {
        return words::blocker(scene, blocker);
    }
    let usual = choice.encoder.and_then(|view| view.history.usual);
    let time = usual.map(|usual| crate::ui::text::seconds(scene.texts, usual));
    time.map(|time| scene.t_with("kiosk-usual", &[("time", &time)])).unwrap_or_default()
}

/// Does what a button says.
pub(super) fn act(scene: &Scene<'_>, forms: &mut Forms<'_>, does: Does) -> Actions {
    match does {
        Does::AsDesk(deed) => deeds::act(scene, forms.encode, deed),
        Does::Leave => vec![Action::Tell(Command::Lock)],
        Does::Next => {
            let next = rules::next_card(scene, forms.encode);
            forms.encode.choose(next);
            Actions::new()
        }
        Does::ShowStaff => {
            forms.kiosk.shows_staff = true;
            Actions::new()
        }
    }
}
