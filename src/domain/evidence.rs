//! What settles an outcome that nobody reported, and what is known while nothing does.

use std::sync::Arc;

use jiff::Timestamp;

use super::Credential;

/// What shows that a card was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The attempt ended after all.
    AttemptEnded,
    /// `issued_at` or `card_number` changed after the request was sent.
    IssuedAfterwards {
        /// The new `issued_at`.
        at: Option<Timestamp>,
        /// The number of the card.
        card_number: Option<Arc<str>>,
    },
    /// Seam told an `issued` or `reissued` event of this subject after the request was sent.
    Announced {
        /// `occurred_at`.
        at: Option<Timestamp>,
    },
    /// The card on the encoder carries what was asked for.
    CardRead {
        /// Its number.
        card_number: Option<Arc<str>>,
    },
}

/// What shows that no card was written: what lies on the encoder, while the record has not changed either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disproof {
    /// The card that lies there is blank.
    CardBlank,
    /// The card that lies there carries another credential.
    OtherCard,
    /// The card that lies there carries this credential as it was before.
    OldCard,
}

impl Disproof {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CardBlank, Self::OtherCard, Self::OldCard];
}

/// What the card that was read on the encoder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardFound {
    /// What was asked for stands on it.
    Ours,
    /// It carries this credential, and nothing says whether from before or from now.
    OursOfUnknownAge,
    /// What the attempt would have overwritten is still there.
    NotOurs(Disproof),
    /// Something stands on it that Seam does not know.
    Unknown,
}

/// The last word about the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AttemptWord {
    /// Its id never arrived.
    #[default]
    Lost,
    /// It waits for the encoder.
    Pending,
    /// Seam does not know it.
    Gone,
    /// It ended without saying whether a card was written.
    Unclear,
    /// It ended well, without saying of which card.
    Claimed,
}

/// The last word about the credential's or access method's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RecordWord {
    /// It could not be read so far.
    #[default]
    Unread,
    /// It is as it was before the request.
    Unchanged,
    /// It is another than before, and nothing shows that this request changed it.
    Unclear,
    /// Seam does not know it any more.
    Gone,
}

/// All that was found out about an outcome that is not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Evidence {
    /// The attempt.
    pub attempt: AttemptWord,
    /// The record.
    pub record: RecordWord,
    /// The card on the encoder, once it was read.
    pub card: Option<CardFound>,
}

/// A card as an encoder read it, and what Seam knows about it (`SCAN_CREDENTIAL`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardOnEncoder {
    /// Whether anything stands on it.
    pub has_data: bool,
    /// Its number.
    pub card_number: Option<Arc<str>>,
    /// When what stands on it was made, by the server's clock.
    pub created_at: Option<Timestamp>,
    /// The credential that Seam knows for it.
    pub credential: Option<Box<Credential>>,
    /// It differs from what Seam wants on it (`acs_credential_on_encoder_out_of_sync`).
    pub is_out_of_sync: bool,
}

/// An `issued` or `reissued` event of a credential or an access method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueEvent {
    /// `occurred_at`.
    pub at: Option<Timestamp>,
    /// `acs_encoder_id`, where the event names one.
    pub encoder: Option<super::EncoderId>,
}
