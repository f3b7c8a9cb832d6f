//! What a cause says about where to look.

use super::{About, Advice, PatternGroup};
use crate::domain::{AttemptRow, Outcome, ProblemCode};

/// Failures that one and the same thing is done about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// How a card is laid down and held.
    Handling,
    /// The cards themselves.
    Plastic,
    /// The encoder is away or silent.
    Hardware,
    /// The bridge or the lock system behind it is away.
    Bridge,
    /// Nothing leaves the property.
    Network,
    /// Seam itself.
    Seam,
    /// What was to be written does not exist or may not be written.
    Records,
    /// The token.
    Token,
    /// Nobody knows whether there is a card, up to now.
    Unsettled,
    /// Something that explains nothing.
    Unexplained,
}

impl Kind {
    /// Those that do not depend on who held the card.
    pub(super) const ALL: [Self; 9] = [
        Self::Plastic,
        Self::Hardware,
        Self::Bridge,
        Self::Network,
        Self::Seam,
        Self::Records,
        Self::Token,
        Self::Unsettled,
        Self::Unexplained,
    ];

    /// The kind of a failure; `None` for what is none, and for what this screen has no advice for: a journal that cannot be
    /// written has a banner of its own at its desk, and an attempt that was let go and settled has no cause.
    pub(super) fn of(row: &AttemptRow) -> Option<Self> {
        if !row.outcome.is_failure() {
            return None;
        }
        match cause(row) {
            None => is_unsettled(row.outcome).then_some(Self::Unsettled),
            Some(code) => Self::of_cause(code, row.outcome),
        }
    }

    fn of_cause(code: ProblemCode, outcome: Outcome) -> Option<Self> {
        Some(match code {
            ProblemCode::NoCard | ProblemCode::CardRemovedEarly => Self::Handling,
            ProblemCode::IncompatibleCard => Self::Plastic,
            ProblemCode::EncoderOffline | ProblemCode::EncoderTimeout => Self::Hardware,
            ProblemCode::BridgeDisconnected | ProblemCode::AttemptExpired => Self::Bridge,
            ProblemCode::NotSent => Self::Network,
            ProblemCode::SlowDown | ProblemCode::SeamTrouble => Self::Seam,
            ProblemCode::CannotBeReissued | ProblemCode::CredentialDeleted | ProblemCode::NotFound => Self::Records,
            ProblemCode::TokenRejected => Self::Token,
            ProblemCode::OutcomeUnknown if is_unsettled(outcome) => Self::Unsettled,
            ProblemCode::OutcomeUnknown | ProblemCode::Uncategorized | ProblemCode::Unexpected => Self::Unexplained,
            ProblemCode::JournalUnwritable => return None,
        })
    }

    pub(super) fn group(self, about: &About) -> PatternGroup {
        match self {
            Self::Handling => PatternGroup::Habit,
            Self::Plastic => PatternGroup::Card,
            Self::Bridge | Self::Network | Self::Seam => PatternGroup::Link,
            Self::Records => PatternGroup::Record,
            Self::Token => PatternGroup::Access,
            Self::Hardware | Self::Unsettled | Self::Unexplained => match about {
                About::Encoder { .. } | About::Operator(_) => PatternGroup::Encoder,
                About::Everywhere => PatternGroup::Link,
            },
        }
    }

    pub(super) fn advice(self, about: &About) -> Advice {
        match (self, about) {
            (Self::Handling, About::Operator(_)) => Advice::ShowThePerson,
            (Self::Handling, About::Encoder { .. } | About::Everywhere) => Advice::ShowTheTeam,
            (Self::Plastic, _) => Advice::ChangeCards,
            // Encoders do not break all at once: what they hang on does.
            (Self::Hardware, About::Everywhere) | (Self::Bridge, _) => Advice::CheckBridge,
            (Self::Hardware, About::Encoder { .. } | About::Operator(_)) => Advice::CheckEncoder,
            (Self::Network, _) => Advice::CheckNetwork,
            (Self::Records, _) => Advice::CheckRecords,
            (Self::Token, _) => Advice::ReplaceToken,
            (Self::Unsettled, _) => Advice::SettleFirst,
            (Self::Seam | Self::Unexplained, _) => Advice::AskSupport,
        }
    }
}

pub(super) fn cause(row: &AttemptRow) -> Option<ProblemCode> {
    row.problem.as_ref().map(|problem| problem.code)
}

fn is_unsettled(outcome: Outcome) -> bool {
    outcome.is_open() && outcome.is_failure()
}
