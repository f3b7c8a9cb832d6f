//! The words for a problem: what happened, why, what to do, who can help, and what support needs to know.

use super::Scene;
use crate::domain::{Helper, Problem, ProblemCode};

/// The keys of a cause's title, explanation and next step.
pub(in crate::ui) fn keys(code: ProblemCode) -> [&'static str; 3] {
    match code {
        ProblemCode::NoCard => ["problem-no-card-title", "problem-no-card-cause", "problem-no-card-next"],
        ProblemCode::CardRemovedEarly => {
            ["problem-card-removed-early-title", "problem-card-removed-early-cause", "problem-card-removed-early-next"]
        }
        ProblemCode::IncompatibleCard => {
            ["problem-incompatible-card-title", "problem-incompatible-card-cause", "problem-incompatible-card-next"]
        }
        ProblemCode::EncoderOffline => {
            ["problem-encoder-offline-title", "problem-encoder-offline-cause", "problem-encoder-offline-next"]
        }
        ProblemCode::EncoderTimeout => {
            ["problem-encoder-timeout-title", "problem-encoder-timeout-cause", "problem-encoder-timeout-next"]
        }
        ProblemCode::BridgeDisconnected => [
            "problem-bridge-disconnected-title",
            "problem-bridge-disconnected-cause",
            "problem-bridge-disconnected-next",
        ],
        ProblemCode::CannotBeReissued => {
            ["problem-cannot-be-reissued-title", "problem-cannot-be-reissued-cause", "problem-cannot-be-reissued-next"]
        }
        ProblemCode::CredentialDeleted => {
            ["problem-credential-deleted-title", "problem-credential-deleted-cause", "problem-credential-deleted-next"]
        }
        ProblemCode::AttemptExpired => {
            ["problem-attempt-expired-title", "problem-attempt-expired-cause", "problem-attempt-expired-next"]
        }
        ProblemCode::Uncategorized => {
            ["problem-uncategorized-title", "problem-uncategorized-cause", "problem-uncategorized-next"]
        }
        ProblemCode::OutcomeUnknown => {
            ["problem-outcome-unknown-title", "problem-outcome-unknown-cause", "problem-outcome-unknown-next"]
        }
        ProblemCode::TokenRejected => {
            ["problem-token-rejected-title", "problem-token-rejected-cause", "problem-token-rejected-next"]
        }
        ProblemCode::NotFound => ["problem-not-found-title", "problem-not-found-cause", "problem-not-found-next"],
        ProblemCode::SlowDown => ["problem-slow-down-title", "problem-slow-down-cause", "problem-slow-down-next"],
        ProblemCode::NotSent => ["problem-not-sent-title", "problem-not-sent-cause", "problem-not-sent-next"],
        ProblemCode::SeamTrouble => {
            ["problem-seam-trouble-title", "problem-seam-trouble-cause", "problem-seam-trouble-next"]
        }
        ProblemCode::JournalUnwritable => {
            ["problem-journal-unwritable-title", "problem-journal-unwritable-cause", "problem-journal-unwritable-next"]
        }
        ProblemCode::Unexpected => ["problem-unexpected-title", "problem-unexpected-cause", "problem-unexpected-next"],
    }
}

/// A cause in two or three words, for a row and inside a sentence.
pub(in crate::ui) fn short(scene: &Scene<'_>, code: ProblemCode) -> String {
    scene.t(match code {
        ProblemCode::NoCard => "cause-no-card",
        ProblemCode::CardRemovedEarly => "cause-card-removed-early",
        ProblemCode::IncompatibleCard => "cause-incompatible-card",
        ProblemCode::EncoderOffline => "cause-encoder-offline",
        ProblemCode::EncoderTimeout => "cause-encoder-timeout",
        ProblemCode::BridgeDisconnected => "cause-bridge-disconnected",
        ProblemCode::CannotBeReissued => "cause-cannot-be-reissued",
        ProblemCode::CredentialDeleted => "cause-credential-deleted",
        ProblemCode::AttemptExpired => "cause-attempt-expired",
        ProblemCode::Uncategorized => "cause-uncategorized",
        ProblemCode::OutcomeUnknown => "cause-outcome-unknown",
        ProblemCode::TokenRejected => "cause-token-rejected",
        ProblemCode::NotFound => "cause-not-found",
        ProblemCode::SlowDown => "cause-slow-down",
        ProblemCode::NotSent => "cause-not-sent",
        ProblemCode::SeamTrouble => "cause-seam-trouble",
        ProblemCode::JournalUnwritable => "cause-journal-unwritable",
        ProblemCode::Unexpected => "cause-unexpected",
    })
}

fn helper_key(helper: Helper) -> &'static str {
    match helper {
        Helper::Clerk => "helper-clerk",
        Helper::ClerkThenIt => "helper-clerk-then-it",
        Helper::It => "helper-it",
        Helper::ClerkThenSupervisor => "helper-clerk-then-supervisor",
        Helper::Supervisor => "helper-supervisor",
        Helper::Nobody => "helper-nobody",
    }
}

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Told {
    /// What happened.
    pub(in crate::ui) title: String,
    /// Why, as far as it is known.
    pub(in crate::ui) cause: String,
    /// What to do.
    pub(in crate::ui) next: String,
    /// Who can fix it.
    pub(in crate::ui) who: String,
}

/// Tells a problem that came up on an encoder.
pub(in crate::ui) fn tell(scene: &Scene<'_>, problem: &Problem, encoder: &str) -> Told {
    let [title, cause, next] = keys(problem.code);
    let seconds = problem.details.retry_after.map_or(1, |pause| pause.as_secs().max(1)).to_string();
    let values = [("encoder", encoder), ("seconds", &*seconds)];
    let say = |key: &str| scene.t_with(key, &values);
    Told { title: say(title), cause: say(cause), next: say(next), who: scene.t(helper_key(problem.code.helper())) }
}

impl Told {
    /// Cause and next step as one paragraph.
    pub(in crate::ui) fn body(&self) -> String {
        format!("{} {}", self.cause, self.next)
    }
}

/// What stands behind a problem, one fact a line: foreign words and ids, for whoever is asked for help.
pub(in crate::ui) fn details(scene: &Scene<'_>, problem: &Problem) -> String {
    let details = &problem.details;
    let status = details.http_status.map(|status| status.to_string());
    let facts = [
        ("detail-type", details.error_type.as_deref()),
        ("detail-message", details.message.as_deref()),
        ("detail-status", status.as_deref()),
        ("detail-attempt", details.attempt.as_ref().map(|id| id.as_str())),
        ("detail-request", details.request.as_ref().map(|id| id.as_str())),
    ];
    let lines: Vec<_> = facts
        .into_iter()
        .filter_map(|(key, value)| value.map(|value| scene.t_with(key, &[("value", value)])))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::Details, engine::Snapshot, ui::text::Texts};

    fn told(code: ProblemCode) -> Told {
        let (snapshot, texts) = (Snapshot::default(), Texts::default());
        let scene = Scene { snapshot: &snapshot, texts: &texts, now: jiff::Timestamp::UNIX_EPOCH };
        tell(&scene, &Problem::new(code, Details::default()), "Front Desk 1")
    }

    fn short_of(code: ProblemCode) -> String {
        let (snapshot, texts) = (Snapshot::default(), Texts::default());
        short(&Scene { snapshot: &snapshot, texts: &texts, now: jiff::Timestamp::UNIX_EPOCH }, code)
    }

    #[test]
    fn every_cause_has_words_of_its_own() {
        let mut titles = std::collections::BTreeSet::new();
        for code in ProblemCode::ALL {
            let told = told(code);
            for (text, key) in [&told.title, &told.cause, &told.next].into_iter().zip(keys(code)) {
                assert!(text != key && text.len() > 5 && !text.contains('$'), "{key}: {text:?}");
            }
            assert!(keys(code)[0].contains(code.key()), "{code:?}");
            assert!(!told.who.is_empty());
            let brief = short_of(code);
            assert!((5..=32).contains(&brief.chars().count()), "{brief:?}");
            assert!(titles.insert(told.title), "{code:?} has its own title");
        }
    }

    #[test]
    fn headlines_speak_no_jargon() {
        for code in ProblemCode::ALL {
            let title = told(code).title.to_lowercase();
            for word in ["invalid", "error", "action attempt", "credential", "http"] {
                assert!(!title.contains(word), "{title:?} says {word:?}");
            }
        }
    }

    #[test]
    fn the_encoder_is_called_by_its_name() {
        assert!(told(ProblemCode::EncoderOffline).title.contains("Front Desk 1"));
    }

    #[test]
    fn details_are_lines_and_name_what_is_known_alone() {
        let (snapshot, texts) = (Snapshot::default(), Texts::default());
        let scene = Scene { snapshot: &snapshot, texts: &texts, now: jiff::Timestamp::UNIX_EPOCH };
        let problem = Problem::new(
            ProblemCode::NoCard,
            Details { http_status: Some(200), message: Some("no card".into()), ..Details::default() },
        );
        assert_eq!(details(&scene, &problem).lines().count(), 2);
        assert!(details(&scene, &Problem::new(ProblemCode::NoCard, Details::default())).is_empty());
    }
}
