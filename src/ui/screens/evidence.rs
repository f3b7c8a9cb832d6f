//! The words for what was found out about an outcome that nobody reported, and for what settled it.

use super::Scene;
use crate::domain::{
    AttemptWord, CardFound, Disproof, Evidence, Problem, ProblemCode, Proof, RecordWord, UncertainReason,
};

/// The evidence in one sentence; before the first look has come back, that Keydesk is looking.
pub(in crate::ui) fn known(scene: &Scene<'_>, evidence: Evidence, encoder: &str) -> String {
    let Evidence { attempt, record, card } = evidence;
    if record == RecordWord::Unread && card.is_none() {
        return scene.t("doubt-checking");
    }
    let attempt = match attempt {
        AttemptWord::Lost => "lost",
        AttemptWord::Pending => "pending",
        AttemptWord::Gone => "gone",
        AttemptWord::Unclear => "unclear",
        AttemptWord::Claimed => "claimed",
    };
    let record = match record {
        RecordWord::Unread => "unread",
        RecordWord::Unchanged => "unchanged",
        RecordWord::Unclear => "unclear",
        RecordWord::Gone => "gone",
    };
    let values = [("attempt", attempt), ("record", record), ("card", card_key(card)), ("encoder", encoder)];
    scene.t_with("doubt-known", &values)
}

fn card_key(card: Option<CardFound>) -> &'static str {
    match card {
        None => "none",
        Some(CardFound::Ours | CardFound::OursOfUnknownAge) => "undated",
        Some(CardFound::Unknown) => "unknown",
        Some(CardFound::NotOurs(Disproof::CardBlank)) => "blank",
        Some(CardFound::NotOurs(Disproof::OtherCard)) => "other",
        Some(CardFound::NotOurs(Disproof::OldCard)) => "old",
    }
}

/// Which problem to tell of a doubt, and the sentence that says why; `None` where the problem says it itself.
pub(in crate::ui) fn doubt(reason: UncertainReason, problem: &Problem) -> (Problem, Option<&'static str>) {
    let unknown = || Problem { code: ProblemCode::OutcomeUnknown, details: problem.details.clone() };
    match reason {
        UncertainReason::EncoderSilent => (problem.clone(), None),
        UncertainReason::ReplyLost => (unknown(), Some("doubt-reply-lost")),
        UncertainReason::PendingTooLong => (unknown(), Some("doubt-pending")),
        UncertainReason::AttemptGone => (unknown(), Some("doubt-gone")),
        UncertainReason::Interrupted => (unknown(), Some("doubt-interrupted")),
    }
}

/// What proves that the card was written.
pub(in crate::ui) fn proof(scene: &Scene<'_>, proof: &Proof) -> String {
    let timed = |key: &str, at: &jiff::Timestamp| scene.t_with(key, &[("time", &scene.clock().exact(*at))]);
    match proof {
        Proof::AttemptEnded => scene.t("proof-attempt"),
        Proof::IssuedAfterwards { at: Some(at), .. } => timed("proof-issued-at", at),
        Proof::IssuedAfterwards { at: None, .. } => scene.t("proof-issued"),
        Proof::Announced { at: Some(at) } => timed("proof-announced-at", at),
        Proof::Announced { at: None } => scene.t("proof-announced"),
        Proof::CardRead { .. } => scene.t("proof-card"),
    }
}

/// The key of what proves that no card was written.
pub(in crate::ui) fn disproof_key(disproof: Disproof) -> &'static str {
    match disproof {
        Disproof::CardBlank => "not-written-blank",
        Disproof::OtherCard => "not-written-other",
        Disproof::OldCard => "not-written-old",
    }
}
