//! The words of a kiosk: for guests what they can do themselves, and else that somebody helps; for staff the words of the desk.

use std::sync::Arc;

use super::{
    find,
    mask::mask,
    rules::{self, Trouble},
};
use crate::{
    domain::{Blocker, Card, CardStatus, Decision, Deed, Problem, ProblemCode, Validity},
    engine::{JobView, Stage},
    ui::screens::{
        Scene,
        encode::{
            EncodeForm, card_hint,
            words::{self, Mark},
        },
        lock::Cover,
        problem::tell,
    },
};

/// The name in a row: covered until its card is chosen.
pub(super) fn name(scene: &Scene<'_>, form: &EncodeForm, card: &Card) -> String {
    let is_chosen = form.selected() == Some(&card.subject);
    let name = words::holder(card);
    cover(scene).filter(|_| !is_chosen).map_or_else(|| name.to_owned(), |cover| cover(name))
}

/// How names are covered here; `None` where they need not be.
pub(super) fn cover(scene: &Scene<'_>) -> Option<Cover> {
    scene.snapshot.settings.loaded.settings.kiosk.mask_names.then_some(mask)
}

/// Doors and times in a row, from the most words to the fewest: the end of the stay is what is left. A guest who does not say a
/// room does not learn it from a row.
pub(super) fn details(scene: &Scene<'_>, form: &EncodeForm, card: &Card) -> Vec<String> {
    let clock = scene.clock_in(&card.zone);
    let Validity { starts_at, ends_at } = card.validity;
    let (stay, end) = (clock.range(starts_at, ends_at), clock.range(starts_at.filter(|_| ends_at.is_none()), ends_at));
    let knows_room = find::knows_door(card, &form.query.text);
    let is_chosen = form.selected() == Some(&card.subject);
    let doors = card.doors.as_deref().filter(|_| knows_room || is_chosen || rules::is_staff(scene.snapshot));
    let Some(doors) = doors else { return vec![stay, end] };
    let (all, few) = (words::doors(scene, Some(doors)), few_doors(scene, doors));
    if stay.is_empty() {
        return vec![all, few];
    }
    vec![format!("{all} · {stay}"), format!("{all} · {end}"), format!("{few} · {stay}"), format!("{few} · {end}"), end]
}

/// "412 and 13 more".
fn few_doors(scene: &Scene<'_>, doors: &[Arc<str>]) -> String {
    let rest = doors.len().saturating_sub(1);
    match doors.first() {
        Some(first) if rest > 0 => scene.t_count("kiosk-more-doors", rest, &[("door", first)]),
        Some(_) | None => words::doors(scene, Some(doors)),
    }
}

/// What tells a card from another of the same guest for the same doors and days: its name, as at a desk, and where names are
/// covered, which of them it is.
pub(super) fn told_apart(scene: &Scene<'_>, form: &EncodeForm, rows: &[usize], at: usize) -> String {
    let card = |at: usize| rows.get(at).and_then(|row| form.listed.card(*row));
    let Some(own) = card(at) else { return String::new() };
    // Those of one guest stand together, and staff may see a list of thousands.
    let near = at.saturating_sub(find::AT_MOST)..rows.len().min(at + find::AT_MOST + 1);
    let alike: Vec<_> = near.filter(|at| card(*at).is_some_and(|other| is_alike(own, other))).collect();
    let place = alike.iter().position(|other| *other == at).unwrap_or(0) + 1;
    match alike.len() {
        ..2 => String::new(),
        _several if rules::is_staff(scene.snapshot) && cover(scene).is_none() => own.name.to_string(),
        several => scene.t_with("kiosk-one-of", &[("place", &place.to_string()), ("count", &several.to_string())]),
    }
}

fn is_alike(one: &Card, other: &Card) -> bool {
    (&one.guest, &one.doors, &one.validity) == (&other.guest, &other.doors, &other.validity)
}

/// The state of a card: as at a desk, and for guests in their words.
pub(super) fn mark(scene: &Scene<'_>, card: &Card) -> Mark {
    let mark = words::mark(scene, card);
    let key = match CardStatus::of(card, scene.now) {
        _ if rules::is_staff(scene.snapshot) => None,
        CardStatus::ToEncode => Some("kiosk-to-make"),
        CardStatus::EncodeAgain => Some("kiosk-make-again"),
        CardStatus::Encoded(_) => Some("kiosk-made"),
        CardStatus::BeingDeleted
        | CardStatus::Expired
        | CardStatus::Problem
        | CardStatus::NotReady
        | CardStatus::Unknown
        | CardStatus::StartsLater => None,
    };
    key.map(|key| Mark { text: scene.t(key), ..mark.clone() }).unwrap_or(mark)
}

/// The state of a card that is being made.
pub(super) fn job_mark(scene: &Scene<'_>, job: &JobView) -> Mark {
    let mark = words::job_mark(scene, job);
    let key = match &job.stage {
        _ if rules::is_staff(scene.snapshot) => None,
        Stage::Queued | Stage::Submitting | Stage::Waiting => Some("kiosk-being-made"),
        Stage::Succeeded { .. } | Stage::Decided(Decision::Written) => Some("kiosk-is-made"),
        Stage::Failed(_) | Stage::NotExecuted(_) | Stage::NotWritten(_) | Stage::Decided(Decision::NotWritten) => {
            Some("kiosk-is-not-made")
        }
        Stage::LetGo | Stage::Uncertain(..) => None,
    };
    key.map(|key| Mark { text: scene.t(key), ..mark.clone() }).unwrap_or(mark)
}

/// A sentence about a job: in the desk's words for staff, in others for guests, who know of no encoder and of no name of one.
pub(super) fn of_job(scene: &Scene<'_>, job: &JobView, desk: &str, guest: &str) -> String {
    let key = if rules::is_staff(scene.snapshot) { desk } else { guest };
    scene.t_with(key, &[("encoder", &job.encoder_name)])
}

/// How a card that is to be read lies there.
pub(super) fn reading(scene: &Scene<'_>, job: &JobView) -> String {
    if rules::is_staff(scene.snapshot) {
        return card_hint(scene, job);
    }
    scene.t(match &job.card_trouble {
        _ if job.is_reading_card => "kiosk-read-now",
        Some(problem) if problem.code == ProblemCode::NoCard => "kiosk-read-none",
        Some(_) => "kiosk-read-failed",
        None => "kiosk-read-hint",
    })
}

/// "until Thu 26 Nov 11:00".
pub(super) fn until(scene: &Scene<'_>, card: &Card) -> Option<String> {
    let ends_at = card.validity.ends_at?;
    Some(scene.t_with("kiosk-until", &[("time", &scene.clock_in(&card.zone).long(ends_at))]))
}

/// Why no card can be made now.
pub(super) fn blocker(scene: &Scene<'_>, blocker: &Blocker) -> String {
    if rules::is_staff(scene.snapshot) {
        return words::blocker(scene, blocker);
    }
    let can_wait = matches!(blocker, Blocker::EncoderBusy | Blocker::Offline | Blocker::NotReady);
    scene.t(if can_wait { "kiosk-blocked-moment" } else { "kiosk-blocked-staff" })
}

/// A failure: its title, and what to do.
pub(super) fn failure(scene: &Scene<'_>, job: &JobView, problem: &Problem) -> [String; 2] {
    if rules::is_staff(scene.snapshot) {
        let told = tell(scene, problem, &job.encoder_name);
        let body = told.body();
        return [told.title, body];
    }
    let title = scene.t(match () {
        () if problem.code == ProblemCode::NoCard => "kiosk-no-card",
        () if problem.code == ProblemCode::CardRemovedEarly => "kiosk-removed",
        () if problem.code == ProblemCode::IncompatibleCard => "kiosk-other-card",
        () => "kiosk-failed",
    });
    [title, scene.t(guest_next(problem.code).unwrap_or("kiosk-ask-staff"))]
}

/// What a guest can do about it; `None` where staff is needed.
pub(super) fn guest_next(code: ProblemCode) -> Option<&'static str> {
    match code {
        ProblemCode::NoCard => Some("kiosk-next-no-card"),
        ProblemCode::CardRemovedEarly => Some("kiosk-next-removed"),
        ProblemCode::IncompatibleCard => Some("kiosk-next-other-card"),
        ProblemCode::SlowDown | ProblemCode::NotSent => Some("kiosk-next-moment"),
        ProblemCode::EncoderOffline
        | ProblemCode::EncoderTimeout
        | ProblemCode::BridgeDisconnected
        | ProblemCode::CannotBeReissued
        | ProblemCode::CredentialDeleted
        | ProblemCode::AttemptExpired
        | ProblemCode::Uncategorized
        | ProblemCode::OutcomeUnknown
        | ProblemCode::TokenRejected
        | ProblemCode::NotFound
        | ProblemCode::SeamTrouble
        | ProblemCode::JournalUnwritable
        | ProblemCode::Unexpected => None,
    }
}

/// What staff has to do about a kiosk that is not ready.
pub(super) fn for_staff(scene: &Scene<'_>, trouble: &Trouble) -> String {
    let of = |key: &str, encoder: &str| scene.t_with(key, &[("encoder", encoder)]);
    match trouble {
        Trouble::Stopped => scene.t("kiosk-staff-stopped"),
        Trouble::NoKey => scene.t("kiosk-staff-no-key"),
        Trouble::Keyring => scene.t("kiosk-staff-keyring"),
        Trouble::KeyRefused => scene.t("kiosk-staff-key-refused"),
        Trouble::Journal => scene.t("kiosk-staff-journal"),
        Trouble::Offline => scene.t("kiosk-staff-offline"),
        Trouble::NoEncoder => scene.t("kiosk-staff-no-encoder"),
        Trouble::EncoderGone(name) => of("kiosk-staff-encoder-gone", name),
        Trouble::Unsettled(name) => of("kiosk-staff-unsettled", name),
    }
}

/// What the button does for which a PIN was entered.
pub(super) fn approve(deed: Deed) -> &'static str {
    approval_keys(deed).1
}

/// What a supervisor's PIN is asked for.
pub(super) fn approval(scene: &Scene<'_>, deed: Deed) -> String {
    scene.t(approval_keys(deed).0)
}

/// What the PIN is for, and the words on its button.
fn approval_keys(deed: Deed) -> (&'static str, &'static str) {
    match deed {
        Deed::LeaveKiosk => ("kiosk-approve-leave", "kiosk-approve-leave-button"),
        Deed::EncodeExpired => ("kiosk-approve-expired", "kiosk-approve-expired-button"),
        Deed::Settle => ("kiosk-approve-settle", "kiosk-approve-settle-button"),
        Deed::ChangeToken
        | Deed::Practice
        | Deed::RecoverJournal
        | Deed::BindEncoder
        | Deed::FollowUp
        | Deed::Export
        | Deed::SaveBundle
        | Deed::Change(_)
        | Deed::ChangeOperators => ("kiosk-approve-other", "kiosk-approve"),
    }
}
