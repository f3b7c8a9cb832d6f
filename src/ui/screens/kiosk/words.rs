//! The words of a kiosk: for guests what they can do themselves, and else that somebody helps; for staff the words of the desk.

use super::{
    find,
    mask::mask,
    rules::{self, Trouble},
};
use crate::{
    domain::{Blocker, Card, Deed, Problem, ProblemCode},
    engine::JobView,
    ui::screens::{
        Scene,
        encode::{EncodeForm, words},
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

/// Doors and times in a row. A guest who does not say a room does not learn it from a row.
pub(super) fn detail(scene: &Scene<'_>, form: &EncodeForm, card: &Card) -> String {
    let validity = scene.clock_in(&card.zone).range(card.validity.starts_at, card.validity.ends_at);
    let knows_room = find::knows_door(card, &form.query.text);
    let is_chosen = form.selected() == Some(&card.subject);
    if !knows_room && !is_chosen && !rules::is_staff(scene.snapshot) {
        return validity;
    }
    let doors = card.doors.as_deref().map(|doors| words::doors(scene, Some(doors)));
    let parts = doors.into_iter().chain([validity]).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
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
    let told = tell(scene, problem, &job.encoder_name);
    if rules::is_staff(scene.snapshot) {
        let body = told.body();
        return [told.title, body];
    }
    let is_card =
        matches!(problem.code, ProblemCode::NoCard | ProblemCode::CardRemovedEarly | ProblemCode::IncompatibleCard);
    let title = if is_card { told.title } else { scene.t("kiosk-failed") };
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

/// What a supervisor's PIN is asked for.
pub(super) fn approval(scene: &Scene<'_>, deed: Deed) -> String {
    scene.t(match deed {
        Deed::LeaveKiosk => "kiosk-approve-leave",
        Deed::EncodeExpired => "kiosk-approve-expired",
        Deed::Settle => "kiosk-approve-settle",
        Deed::ChangeToken
        | Deed::Practice
        | Deed::RecoverJournal
        | Deed::BindEncoder
        | Deed::FollowUp
        | Deed::Export
        | Deed::SaveBundle
        | Deed::Change(_)
        | Deed::ChangeOperators => "kiosk-approve-other",
    })
}
