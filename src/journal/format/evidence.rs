//! What is known about an outcome that nobody reported, and what settles it.

use serde::{Deserialize, Serialize};

use super::parts::{PersonalV1, text, timestamp};
use crate::domain::{AttemptWord, CardFound, Disproof, Evidence, Proof, RecordWord};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProofV1 {
    AttemptEnded,
    IssuedAfterwards {
        #[serde(default)]
        at: Option<String>,
    },
    Announced {
        #[serde(default)]
        at: Option<String>,
    },
    CardRead,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ProvedNotWrittenV1 {
    pub(super) disproof: DisproofV1,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DisproofV1 {
    CardBlank,
    OtherCard,
    OldCard,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CardFoundV1 {
    Ours,
    OursOfUnknownAge,
    NotOurs(DisproofV1),
    Unknown,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AttemptWordV1 {
    #[default]
    Lost,
    Pending,
    Gone,
    Unclear,
    Claimed,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RecordWordV1 {
    #[default]
    Unread,
    Unchanged,
    Unclear,
    Gone,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct EvidenceV1 {
    attempt: AttemptWordV1,
    record: RecordWordV1,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardFoundV1>,
}

pub(super) fn proof_of(proof: &Proof, personal: &mut PersonalV1) -> ProofV1 {
    match proof {
        Proof::AttemptEnded => ProofV1::AttemptEnded,
        Proof::IssuedAfterwards { at, card_number } => {
            personal.proved_number.clone_from(card_number);
            ProofV1::IssuedAfterwards { at: text(*at) }
        }
        Proof::Announced { at } => ProofV1::Announced { at: text(*at) },
        Proof::CardRead { card_number } => {
            personal.proved_number.clone_from(card_number);
            ProofV1::CardRead
        }
    }
}

pub(super) fn proof_from(stored: ProofV1, card_number: Option<std::sync::Arc<str>>) -> Proof {
    match stored {
        ProofV1::AttemptEnded => Proof::AttemptEnded,
        ProofV1::IssuedAfterwards { at } => Proof::IssuedAfterwards { at: timestamp(at.as_deref()), card_number },
        ProofV1::Announced { at } => Proof::Announced { at: timestamp(at.as_deref()) },
        ProofV1::CardRead => Proof::CardRead { card_number },
    }
}

impl From<Disproof> for DisproofV1 {
    fn from(disproof: Disproof) -> Self {
        match disproof {
            Disproof::CardBlank => Self::CardBlank,
            Disproof::OtherCard => Self::OtherCard,
            Disproof::OldCard => Self::OldCard,
        }
    }
}

impl From<DisproofV1> for Disproof {
    fn from(disproof: DisproofV1) -> Self {
        match disproof {
            DisproofV1::CardBlank => Self::CardBlank,
            DisproofV1::OtherCard => Self::OtherCard,
            DisproofV1::OldCard => Self::OldCard,
        }
    }
}

impl From<Evidence> for EvidenceV1 {
    fn from(evidence: Evidence) -> Self {
        Self {
            attempt: match evidence.attempt {
                AttemptWord::Lost => AttemptWordV1::Lost,
                AttemptWord::Pending => AttemptWordV1::Pending,
                AttemptWord::Gone => AttemptWordV1::Gone,
                AttemptWord::Unclear => AttemptWordV1::Unclear,
                AttemptWord::Claimed => AttemptWordV1::Claimed,
            },
            record: match evidence.record {
                RecordWord::Unread => RecordWordV1::Unread,
                RecordWord::Unchanged => RecordWordV1::Unchanged,
                RecordWord::Unclear => RecordWordV1::Unclear,
                RecordWord::Gone => RecordWordV1::Gone,
            },
            card: evidence.card.map(|card| match card {
                CardFound::Ours => CardFoundV1::Ours,
                CardFound::OursOfUnknownAge => CardFoundV1::OursOfUnknownAge,
                CardFound::NotOurs(disproof) => CardFoundV1::NotOurs(disproof.into()),
                CardFound::Unknown => CardFoundV1::Unknown,
            }),
        }
    }
}

impl From<EvidenceV1> for Evidence {
    fn from(stored: EvidenceV1) -> Self {
        Self {
            attempt: match stored.attempt {
                AttemptWordV1::Lost => AttemptWord::Lost,
                AttemptWordV1::Pending => AttemptWord::Pending,
                AttemptWordV1::Gone => AttemptWord::Gone,
                AttemptWordV1::Unclear => AttemptWord::Unclear,
                AttemptWordV1::Claimed => AttemptWord::Claimed,
            },
            record: match stored.record {
                RecordWordV1::Unread => RecordWord::Unread,
                RecordWordV1::Unchanged => RecordWord::Unchanged,
                RecordWordV1::Unclear => RecordWord::Unclear,
                RecordWordV1::Gone => RecordWord::Gone,
            },
            card: stored.card.map(|card| match card {
                CardFoundV1::Ours => CardFound::Ours,
                CardFoundV1::OursOfUnknownAge => CardFound::OursOfUnknownAge,
                CardFoundV1::NotOurs(disproof) => CardFound::NotOurs(disproof.into()),
                CardFoundV1::Unknown => CardFound::Unknown,
            }),
        }
    }
}
