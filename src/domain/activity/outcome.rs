//! How an attempt stands, in one word.

use crate::domain::Decision;

/// How an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Under way.
    Open,
    /// Nobody knows whether a card was written.
    Uncertain,
    /// The clerk stopped waiting; the encoder may still write.
    LetGo,
    /// The card was written.
    Succeeded,
    /// The attempt ended without a card that one may hand out.
    Failed,
    /// Nothing was sent, or Seam refused before doing anything.
    NotExecuted,
    /// It had been unknown, and is proved: no card was written.
    NotWritten,
    /// A person settled what the program could not.
    Decided(Decision),
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Uncertain,
        Self::LetGo,
        Self::Succeeded,
        Self::Failed,
        Self::NotExecuted,
        Self::NotWritten,
        Self::Decided(Decision::Written),
        Self::Decided(Decision::NotWritten),
    ];

    /// A stable name, in the file and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Uncertain => "uncertain",
            Self::LetGo => "let-go",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::NotExecuted => "not-executed",
            Self::NotWritten => "not-written",
            Self::Decided(Decision::Written) => "decided-written",
            Self::Decided(Decision::NotWritten) => "decided-not-written",
        }
    }

    /// The outcome with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// Whether the job still goes on.
    pub fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Uncertain | Self::LetGo => true,
            Self::Succeeded | Self::Failed | Self::NotExecuted | Self::NotWritten | Self::Decided(_) => false,
        }
    }

    /// Whether it ended with a card.
    pub fn is_encoded(self) -> bool {
        match self {
            Self::Succeeded | Self::Decided(Decision::Written) => true,
            Self::Open
            | Self::Uncertain
            | Self::LetGo
            | Self::Failed
            | Self::NotExecuted
            | Self::NotWritten
            | Self::Decided(Decision::NotWritten) => false,
        }
    }

    /// Whether the guest stood there without a card that anybody could vouch for.
    pub fn is_failure(self) -> bool {
        match self {
            Self::Failed
            | Self::NotExecuted
            | Self::Uncertain
            | Self::LetGo
            | Self::NotWritten
            | Self::Decided(Decision::NotWritten) => true,
            Self::Open | Self::Succeeded | Self::Decided(Decision::Written) => false,
        }
    }
}
