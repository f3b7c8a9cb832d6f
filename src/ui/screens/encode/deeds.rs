//! The side panel's buttons: which stand there, which one Enter presses, and what each of them does.

use super::{
    doubt,
    form::{Ask, EncodeForm, Focus},
    rules::{self, Remedy, Side},
    support, words,
};
use crate::{
    domain::{Card, Decision, Desk, Problem},
    engine::{Command, JobView, Stage},
    ui::{
        screens::{Action, Actions, Scene},
        text,
    },
};

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Deed {
    /// Make the chosen card.
    Encode,
    /// Make it again after a failure.
    TryAgain,
    /// Ask first whether a card was written.
    CheckThenTryAgain,
    /// Show the choice of encoders.
    OtherEncoder,
    /// Look for another card of this guest.
    OtherCard,
    /// Read the lists again.
    Refresh,
    /// Ask for another token.
    ConnectAgain,
    /// Into the clipboard, for support.
    CopyForSupport,
    /// The result, into the clipboard.
    CopyCard,
    /// Done with this job; the guest stays chosen.
    Close,
    /// On to the next guest; an ended job is done with, an open one goes on in the strip.
    NextGuest,
    /// Stop waiting.
    StopWaiting,
    /// Have the card on the encoder read, to find out how it ended.
    ReadCard,
    /// A person settles it.
    Decide(Decision),
}

/// A button with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Item {
    /// What it does.
    pub(in crate::ui) deed: Deed,
    /// What it says.
    pub(in crate::ui) text: String,
    /// Whether it can be pressed.
    pub(in crate::ui) is_on: bool,
    /// Whether its work goes on.
    pub(in crate::ui) is_busy: bool,
}

/// The foot of the side panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ui) struct Foot {
    /// A sentence above the buttons; while the first one is off, the reason.
    pub(in crate::ui) hint: String,
    /// The one that Enter presses.
    pub(in crate::ui) primary: Option<Item>,
    /// The others.
    pub(in crate::ui) others: Vec<Item>,
}

fn item(scene: &Scene<'_>, deed: Deed, key: &str) -> Item {
    Item { deed, text: scene.t(key), is_on: true, is_busy: false }
}

/// The foot for what the panel is about.
pub(in crate::ui) fn foot(scene: &Scene<'_>, form: &EncodeForm) -> Foot {
    match rules::side(scene.snapshot, form) {
        Side::Nobody | Side::Gone => Foot::default(),
        Side::Ready(card) => ready(scene, form, card),
        Side::Job(job) => of_job(scene, form, job),
    }
}

fn ready(scene: &Scene<'_>, form: &EncodeForm, card: &Card) -> Foot {
    let choice = rules::choice(scene.snapshot, form);
    let assessment = rules::judge(scene, form, Some(card), &choice);
    let is_busy = form.pending().is_some_and(|order| order.subject == card.subject);
    let usual = choice.encoder.and_then(|view| view.history.usual);
    let refused = form.refused.as_ref().filter(|(subject, _)| *subject == card.subject);
    let elsewhere = choice.encoder.and_then(|view| view.busy_at.as_ref());
    let hint = match (&assessment.blocker, refused, usual) {
        (Some(_), _, _) if is_busy => String::new(),
        (Some(blocker), _, _) | (None, Some((_, blocker)), _) => words::blocker(scene, blocker),
        (None, None, _) if elsewhere.is_some() => elsewhere.map(|desk| busy_hint(scene, desk)).unwrap_or_default(),
        (None, None, Some(usual)) => scene.t_with("usual-time", &[("time", &text::seconds(scene.texts, usual))]),
        (None, None, None) => String::new(),
    };
    let encode = Item { is_on: assessment.is_allowed(), is_busy, ..item(scene, Deed::Encode, "encode") };
    Foot { hint, primary: Some(encode), others: Vec::new() }
}

/// Another desk's card lies there: no reason to forbid a press, and one to look first.
fn busy_hint(scene: &Scene<'_>, desk: &Desk) -> String {
    scene.t_with("busy-at-hint", &[("desk", &desk.0)])
}

fn of_job(scene: &Scene<'_>, form: &EncodeForm, job: &JobView) -> Foot {
    let next = || Some(item(scene, Deed::NextGuest, "next-guest"));
    match &job.stage {
        Stage::Queued | Stage::Submitting => {
            let stop = Item { is_on: false, ..item(scene, Deed::StopWaiting, "stop-waiting") };
            Foot { others: vec![stop], ..Foot::default() }
        }
        Stage::Waiting => {
            let others = vec![item(scene, Deed::StopWaiting, "stop-waiting")];
            Foot { hint: scene.t("stop-waiting-hint"), others, ..Foot::default() }
        }
        Stage::LetGo => Foot { hint: scene.t("decide-hint"), primary: None, others: decisions(scene) },
        Stage::Uncertain(..) => {
            let read = item(scene, Deed::ReadCard, if job.is_reading_card { "reading-card" } else { "read-card" });
            let read = Item { is_on: !job.is_parked, is_busy: job.is_reading_card, ..read };
            Foot { hint: doubt::card_hint(scene, job), primary: Some(read), others: decisions(scene) }
        }
        Stage::Succeeded { .. } => {
            Foot { primary: next(), others: vec![copy(scene, form, Deed::CopyCard, "copy-card")], ..Foot::default() }
        }
        Stage::Decided(Decision::Written) => Foot { primary: next(), ..Foot::default() },
        Stage::NotWritten(_) | Stage::Decided(Decision::NotWritten) => {
            let again = again(scene, form, job, Deed::TryAgain);
            Foot { primary: Some(again), others: vec![item(scene, Deed::NextGuest, "next-guest")], ..Foot::default() }
        }
        Stage::Failed(problem) | Stage::NotExecuted(problem) => failed(scene, form, job, problem),
    }
}

fn decisions(scene: &Scene<'_>) -> Vec<Item> {
    vec![
        item(scene, Deed::Decide(Decision::Written), "decide-written"),
        item(scene, Deed::Decide(Decision::NotWritten), "decide-not-written"),
        item(scene, Deed::NextGuest, "next-guest"),
    ]
}

fn copy(scene: &Scene<'_>, form: &EncodeForm, deed: Deed, key: &str) -> Item {
    item(scene, deed, if form.copied { "copied" } else { key })
}

fn failed(scene: &Scene<'_>, form: &EncodeForm, job: &JobView, problem: &Problem) -> Foot {
    let primary = remedy_item(scene, form, job, problem);
    let mut others = Vec::new();
    if scene.snapshot.encoders.len() > 1 && primary.deed == Deed::TryAgain {
        others.push(item(scene, Deed::OtherEncoder, "other-encoder"));
    }
    if primary.deed == Deed::OtherEncoder {
        others.push(again(scene, form, job, Deed::TryAgain));
    }
    if primary.deed != Deed::Close {
        others.push(item(scene, Deed::Close, "close"));
    }
    Foot { hint: hint_of(scene, form, job, &primary), primary: Some(primary), others }
}

/// Why trying again is off, or what to look at before it.
fn hint_of(scene: &Scene<'_>, form: &EncodeForm, job: &JobView, primary: &Item) -> String {
    if primary.is_busy || primary.deed != Deed::TryAgain {
        return String::new();
    }
    if primary.is_on {
        let elsewhere = rules::choice(scene.snapshot, form).encoder.and_then(|view| view.busy_at.as_ref());
        return elsewhere.map(|desk| busy_hint(scene, desk)).unwrap_or_default();
    }
    let blocker = card_of(scene, form, job).and_then(|card| {
        let choice = rules::choice(scene.snapshot, form);
        rules::judge(scene, form, Some(card), &choice).blocker
    });
    blocker.map(|blocker| words::blocker(scene, &blocker)).unwrap_or_default()
}

fn remedy_item(scene: &Scene<'_>, form: &EncodeForm, job: &JobView, problem: &Problem) -> Item {
    match rules::remedy(scene, form, job, problem) {
        Remedy::TryAgain => again(scene, form, job, Deed::TryAgain),
        Remedy::TryAgainIn(seconds) => Item {
            text: scene.t_with("try-again-in", &[("seconds", &seconds.to_string())]),
            is_on: false,
            ..item(scene, Deed::TryAgain, "try-again")
        },
        Remedy::CheckThenTryAgain => {
            Item { text: scene.t("check-then-try"), ..again(scene, form, job, Deed::CheckThenTryAgain) }
        }
        Remedy::OtherEncoder => item(scene, Deed::OtherEncoder, "choose-other-encoder"),
        Remedy::OtherCard => item(scene, Deed::OtherCard, "find-other-card"),
        Remedy::Refresh => item(scene, Deed::Refresh, "refresh-lists"),
        Remedy::ConnectAgain => item(scene, Deed::ConnectAgain, "connect-again"),
        Remedy::CopyForSupport => copy(scene, form, Deed::CopyForSupport, "copy-for-support"),
        Remedy::Close => item(scene, Deed::Close, "close"),
    }
}

/// "Try again", or "Encode on Concierge" when another encoder has been chosen since.
fn again(scene: &Scene<'_>, form: &EncodeForm, job: &JobView, deed: Deed) -> Item {
    let choice = rules::choice(scene.snapshot, form);
    let other = choice.encoder.filter(|view| view.encoder.id != job.encoder);
    let text = other
        .map_or_else(|| scene.t("try-again"), |view| scene.t_with("encode-on", &[("encoder", &view.encoder.name)]));
    let is_on =
        card_of(scene, form, job).is_some_and(|card| rules::judge(scene, form, Some(card), &choice).is_allowed());
    let is_busy = form.pending().is_some_and(|order| order.subject == job.subject);
    Item { deed, text, is_on, is_busy }
}

fn card_of<'a>(scene: &Scene<'a>, form: &EncodeForm, job: &JobView) -> Option<&'a Card> {
    form.card(scene.snapshot).filter(|card| card.subject == job.subject)
}

/// Does what a button says.
pub(in crate::ui) fn act(scene: &Scene<'_>, form: &mut EncodeForm, deed: Deed) -> Actions {
    match rules::side(scene.snapshot, form) {
        Side::Nobody | Side::Gone => Vec::new(),
        Side::Ready(card) if deed == Deed::Encode => {
            let choice = rules::choice(scene.snapshot, form);
            rules::press(scene, form, card, &choice, None).into_iter().collect()
        }
        Side::Ready(_) => Vec::new(),
        Side::Job(job) => act_on_job(scene, form, job, deed),
    }
}

fn act_on_job(scene: &Scene<'_>, form: &mut EncodeForm, job: &JobView, deed: Deed) -> Actions {
    let dismiss = || Action::Tell(Command::Dismiss(job.job));
    match deed {
        Deed::Encode => Vec::new(),
        Deed::TryAgain => try_again(scene, form, job),
        Deed::CheckThenTryAgain => {
            form.ask = Some(Ask::CheckedFirst(job.job));
            Vec::new()
        }
        Deed::OtherEncoder => {
            form.focus = Some(Focus::Encoders);
            Vec::new()
        }
        Deed::OtherCard => vec![dismiss(), form.search_everywhere(words::job_holder(job).to_owned())],
        Deed::Refresh => vec![dismiss(), Action::Tell(Command::Refresh)],
        Deed::ConnectAgain => vec![Action::Tell(Command::ReplaceToken)],
        Deed::CopyForSupport => {
            form.copied = true;
            vec![Action::Copy(support::of_job(scene, job))]
        }
        Deed::CopyCard => {
            form.copied = true;
            vec![Action::Copy(support::of_card(scene, form.card(scene.snapshot), job))]
        }
        Deed::Close => {
            form.focus = Some(Focus::Primary);
            vec![dismiss()]
        }
        Deed::NextGuest if job.stage.is_terminal() => vec![dismiss(), form.next_guest()],
        Deed::NextGuest => vec![form.next_guest()],
        Deed::StopWaiting => vec![Action::Tell(Command::StopWaiting(job.job))],
        Deed::ReadCard => vec![Action::Tell(Command::ReadCard(job.job))],
        Deed::Decide(decision) => vec![Action::Tell(Command::Decide(job.job, decision))],
    }
}

/// Another try with the same guest, on the encoder that is chosen now.
pub(in crate::ui) fn try_again(scene: &Scene<'_>, form: &mut EncodeForm, job: &JobView) -> Actions {
    let choice = rules::choice(scene.snapshot, form);
    let Some(card) = card_of(scene, form, job) else { return Vec::new() };
    rules::press(scene, form, card, &choice, Some(job.job)).into_iter().collect()
}

#[cfg(test)]
#[path = "deeds_tests.rs"]
mod tests;
