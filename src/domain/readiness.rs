//! Whether "Encode card" may be pressed, and the sentence that says why not.

use jiff::Timestamp;

use super::{AccessMethodKind, Card, CardStatus, Encoder, Notice, Problem, System};

/// What the desk itself knows at this moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Desktop<'a> {
    /// The token was refused, or there is none.
    pub token_rejected: bool,
    /// Seam cannot be reached; the last trouble.
    pub offline: Option<&'a Problem>,
    /// The journal cannot be written.
    pub journal_broken: bool,
    /// Another job holds the encoder.
    pub encoder_busy: bool,
    /// Another job is about this very card.
    pub subject_busy: bool,
}

/// Why the button is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    /// No card is chosen.
    NoCardChosen,
    /// There is no encoder to choose, or none is chosen.
    NoEncoderChosen,
    /// The lock system lists this encoder no more.
    EncoderRemoved,
    /// The encoder is making another card.
    EncoderBusy,
    /// This card is being made, or its outcome is open.
    SubjectBusy,
    /// A mobile key or a code: nothing for an encoder.
    NotACard,
    /// The access method waits for its credential.
    NotReady,
    /// The card is being deleted.
    BeingDeleted,
    /// Encoder and card belong to different lock systems.
    OtherSystem,
    /// There is no connection to Seam.
    Offline,
    /// Seam does not accept the token.
    TokenRejected,
    /// Attempts cannot be written down, so none may be made.
    JournalUnwritable,
    /// It needed a supervisor, and none approved it.
    NotApproved,
    /// Nobody is at the desk.
    NobodySignedIn,
    /// A kiosk makes cards on its own encoder alone.
    OtherEncoder,
}

/// What a clerk has to say yes to, once, before the card is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confirm {
    /// It was written before: earlier cards of this record may stop working.
    Replaces,
    /// It was written before, as a second card beside others: those stay.
    ReplacesJoiner,
    /// Its time is over: the card would open nothing.
    Expired,
}

/// The answer of [`assess`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assessment {
    /// Why the button is off; `None` when it is on.
    pub blocker: Option<Blocker>,
    /// What must be confirmed first.
    pub confirms: Vec<Confirm>,
    /// What predicts a failure, in Seam's words: errors of the lock system and of the card.
    pub troubles: Vec<Notice>,
}

impl Assessment {
    /// Whether a press leads to an encode, after the confirmations.
    pub fn is_allowed(&self) -> bool {
        self.blocker.is_none()
    }
}

/// Judges a press of "Encode card" for this card on this encoder.
pub fn assess(
    card: Option<&Card>,
    encoder: Option<&Encoder>,
    system: Option<&System>,
    desktop: Desktop<'_>,
    now: Timestamp,
) -> Assessment {
    let blocker = desk_blocker(desktop).or_else(|| encoder_blocker(encoder, desktop)).or_else(|| match card {
        Some(card) => card_blocker(card, encoder, desktop, now),
        None => Some(Blocker::NoCardChosen),
    });
    Assessment {
        blocker,
        confirms: card.map(|card| confirms(card, now)).unwrap_or_default(),
        troubles: system.map(|system| system.errors.clone()).unwrap_or_default(),
    }
}

fn desk_blocker(desktop: Desktop<'_>) -> Option<Blocker> {
    if desktop.token_rejected {
        Some(Blocker::TokenRejected)
    } else if desktop.journal_broken {
        Some(Blocker::JournalUnwritable)
    } else if desktop.offline.is_some() {
        Some(Blocker::Offline)
    } else {
        None
    }
}

fn encoder_blocker(encoder: Option<&Encoder>, desktop: Desktop<'_>) -> Option<Blocker> {
    let Some(encoder) = encoder else { return Some(Blocker::NoEncoderChosen) };
    if encoder.removed().is_some() {
        Some(Blocker::EncoderRemoved)
    } else if desktop.encoder_busy {
        Some(Blocker::EncoderBusy)
    } else {
        None
    }
}

fn card_blocker(card: &Card, encoder: Option<&Encoder>, desktop: Desktop<'_>, now: Timestamp) -> Option<Blocker> {
    let is_other_system = matches!((&card.system, encoder), (Some(system), Some(encoder)) if *system != encoder.system);
    if desktop.subject_busy {
        Some(Blocker::SubjectBusy)
    } else if card.kind != AccessMethodKind::Card {
        Some(Blocker::NotACard)
    } else if CardStatus::of(card, now) == CardStatus::BeingDeleted {
        Some(Blocker::BeingDeleted)
    } else if !card.is_ready && !card.is_replacement() {
        Some(Blocker::NotReady)
    } else if is_other_system {
        Some(Blocker::OtherSystem)
    } else {
        None
    }
}

fn confirms(card: &Card, now: Timestamp) -> Vec<Confirm> {
    let joins = card.vendor.as_ref().is_some_and(|vendor| !vendor.joins.is_empty());
    let replaces = card.is_replacement().then_some(if joins { Confirm::ReplacesJoiner } else { Confirm::Replaces });
    let expired = card.validity.is_over(now).then_some(Confirm::Expired);
    expired.into_iter().chain(replaces).collect()
}
