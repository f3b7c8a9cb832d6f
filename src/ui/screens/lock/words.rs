//! What is said about whose desk it is, about PINs, and until when one waits.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    domain::{PinTrouble, Role},
    engine::{PinRefused, PinView, Session},
    ui::{screens::Scene, text::Texts},
};

/// The property's name, once it is known.
pub(in crate::ui) fn property(scene: &Scene<'_>) -> String {
    match &scene.snapshot.session {
        Session::Connected { workspace, .. } => workspace.name.to_string(),
        Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => {
            scene.t("app-name")
        }
    }
}

/// How long nobody may try now; `None` when one may.
pub(in crate::ui) fn pause(pin: &PinView, now: Timestamp) -> Option<Duration> {
    let next_at = match pin.refused.as_ref()? {
        PinRefused::Wrong { next_at } => (*next_at)?,
        PinRefused::TooSoon { next_at } => *next_at,
        PinRefused::NotSupervisor
        | PinRefused::Unknown
        | PinRefused::NewPin(_)
        | PinRefused::NameTaken
        | PinRefused::NameUnusable
        | PinRefused::LastSupervisor
        | PinRefused::LockedByPolicy
        | PinRefused::NotRecorded(_)
        | PinRefused::NotSaved(_) => return None,
    };
    until(next_at, now)
}

/// How long it is until then; `None` when it has come.
pub(in crate::ui) fn until(then: Timestamp, now: Timestamp) -> Option<Duration> {
    Duration::try_from(then.duration_since(now)).ok().filter(|left| !left.is_zero())
}

/// "12 s", "1:58": what is left, never less than a second.
pub(in crate::ui) fn countdown(texts: &Texts, left: Duration) -> String {
    let seconds = left.as_millis().div_ceil(1000).max(1);
    if seconds < 60 {
        return texts.t_with("span-seconds", &[("n", &seconds.to_string())]);
    }
    let (minutes, rest) = ((seconds / 60).to_string(), format!("{:02}", seconds % 60));
    texts.t_with("pin-countdown", &[("minutes", &minutes), ("seconds", &rest)])
}

/// What somebody is trusted with.
pub(in crate::ui) fn role(scene: &Scene<'_>, role: Role) -> String {
    scene.t(match role {
        Role::Clerk => "role-clerk",
        Role::Supervisor => "role-supervisor",
    })
}

/// When a countdown says something else.
pub(in crate::ui) fn next_second(left: Duration) -> Duration {
    let rest = left.subsec_nanos();
    Duration::from_nanos(u64::from(if rest == 0 { 1_000_000_000 } else { rest }) + 1_000_000)
}

/// Why a PIN, or a change of who signs in, was not taken, in a sentence.
pub(in crate::ui) fn refused(scene: &Scene<'_>, refused: &PinRefused) -> String {
    match refused {
        PinRefused::Wrong { .. } => scene.t("pin-wrong"),
        PinRefused::TooSoon { .. } => scene.t("pin-too-soon"),
        PinRefused::NotSupervisor => scene.t("pin-not-supervisor"),
        PinRefused::Unknown => scene.t("pin-unknown"),
        PinRefused::NewPin(trouble) => new_pin(scene, *trouble),
        PinRefused::NameTaken => scene.t("pin-name-taken"),
        PinRefused::NameUnusable => scene.t("pin-name-unusable"),
        PinRefused::LastSupervisor => scene.t("pin-last-supervisor"),
        PinRefused::LockedByPolicy => scene.t("pin-locked-by-policy"),
        PinRefused::NotRecorded(reason) => scene.t_with("pin-not-recorded", &[("reason", reason)]),
        PinRefused::NotSaved(reason) => scene.t_with("pin-not-saved", &[("reason", reason)]),
    }
}

/// Why a new PIN will not do.
pub(in crate::ui) fn new_pin(scene: &Scene<'_>, trouble: PinTrouble) -> String {
    match trouble {
        PinTrouble::TooShort(least) => scene.t_count("pin-too-short", least, &[]),
        PinTrouble::TooLong => scene.t_count("pin-too-long", crate::domain::LONGEST_PIN, &[]),
        PinTrouble::NotDigits => scene.t("pin-not-digits"),
        PinTrouble::TooSimple => scene.t("pin-too-simple"),
        PinTrouble::Taken => scene.t("pin-taken"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Timestamp {
        format!("2026-11-24T12:00:{text}Z").parse().unwrap()
    }

    #[test]
    fn a_countdown_never_says_nothing_while_something_is_left() {
        let texts = Texts::default();
        let said = |millis| countdown(&texts, Duration::from_millis(millis));
        assert_eq!(said(1), "1 s");
        assert_eq!(said(12_000), "12 s");
        assert_eq!(said(11_001), "12 s");
        assert_eq!(said(118_000), "1:58");
        assert_eq!(said(60_000), "1:00");
    }

    #[test]
    fn the_next_picture_comes_when_the_countdown_changes() {
        assert_eq!(next_second(Duration::from_millis(11_400)), Duration::from_millis(401));
        assert_eq!(next_second(Duration::from_secs(3)), Duration::from_millis(1_001));
    }

    #[test]
    fn a_pause_ends_when_its_moment_has_come() {
        let pin = |next_at| PinView { is_checking: false, refused: Some(PinRefused::Wrong { next_at }) };
        assert_eq!(pause(&pin(Some(seconds("12"))), seconds("00")), Some(Duration::from_secs(12)));
        assert_eq!(pause(&pin(Some(seconds("12"))), seconds("12")), None);
        assert_eq!(pause(&pin(None), seconds("00")), None);
        assert_eq!(pause(&PinView::default(), seconds("00")), None);
    }
}
