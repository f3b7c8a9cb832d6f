//! The state of a card at a glance.

use jiff::Timestamp;

use super::{Card, Issued, Tab};

/// What a row says about itself, in the order in which it matters to a clerk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardStatus {
    /// Its deletion is under way; nothing can be done with it.
    BeingDeleted,
    /// Its time is over.
    Expired,
    /// Seam reports an error on it, or the lock system has made it invalid.
    Problem,
    /// It was written, and its access has changed since.
    EncodeAgain,
    /// It was written and is fine.
    Encoded(Option<Timestamp>),
    /// An access method whose credential is still being prepared.
    NotReady,
    /// Seam does not say whether it was written.
    Unknown,
    /// Not written, and its stay starts on a later day.
    StartsLater,
    /// Not written; today's work.
    ToEncode,
}

impl CardStatus {
    /// The state of a card at a moment.
    pub fn of(card: &Card, now: Timestamp) -> Self {
        if card.has_warning("being_deleted") {
            return Self::BeingDeleted;
        }
        if card.validity.is_over(now) {
            return Self::Expired;
        }
        let invalidated = card.vendor.as_ref().is_some_and(|vendor| vendor.is_valid == Some(false));
        if !card.errors.is_empty() || (invalidated && card.is_replacement()) {
            return Self::Problem;
        }
        Self::by_issue(card, now)
    }

    fn by_issue(card: &Card, now: Timestamp) -> Self {
        let needs_card = card.has_warning("needs_to_be_reissued");
        match card.issued {
            Issued::Yes(_) if needs_card => Self::EncodeAgain,
            Issued::Yes(at) => Self::Encoded(at),
            Issued::No | Issued::Unknown if !card.is_ready => Self::NotReady,
            Issued::Unknown => Self::Unknown,
            Issued::No if card.validity.starts_on_later_day(now, &card.zone) => Self::StartsLater,
            Issued::No => Self::ToEncode,
        }
    }

    /// Whether a row in this state stands on a tab. A row that waits for a card and needs a look stands on both tabs.
    pub fn is_on(self, tab: Tab, issued: Issued) -> bool {
        match tab {
            Tab::All => true,
            Tab::Encoded => matches!(self, Self::Encoded(_)),
            Tab::NeedsAttention => matches!(self, Self::EncodeAgain | Self::Problem | Self::Unknown),
            Tab::ToEncode => match self {
                Self::ToEncode | Self::StartsLater | Self::NotReady | Self::EncodeAgain | Self::Unknown => true,
                Self::Problem => !matches!(issued, Issued::Yes(_)),
                Self::Encoded(_) | Self::BeingDeleted | Self::Expired => false,
            },
        }
    }
}
