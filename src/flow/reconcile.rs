//! Settling an unknown outcome from what a read of the record, Seam's events and the card on the encoder say.
//!
//! Seam has no idempotency key, cannot list attempts by credential and sends no event for a failed encode. What it does
//! have is `issued_at` and `card_number` on the record and an event for each issue; a change after the request was sent proves
//! a write. That nothing changed proves nothing, since the encoder may still be at it: only the card itself can show that it
//! was not written, and only together with a record that has not changed. That rests on one thing: an encoder does one thing
//! at a time, in the order in which it was asked, so that a card which it reads later than the request could reach it is a
//! card that the request did not write.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

use crate::domain::{
    AttemptWord, CardFound, CardOnEncoder, Disproof, EncoderId, Evidence, Intent, Issued, Proof, RecordWord, Subject,
    SubjectState,
};

/// How far the server's `Date` header may lag behind the moment in which `issued_at` was set: the header has whole seconds
/// and is written by another machine than the one that talks to the lock system.
const DATE_SLACK: SignedDuration = SignedDuration::from_secs(2);

/// What the subject looked like before the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// What was asked for.
    pub subject: Subject,
    /// Where.
    pub encoder: EncoderId,
    /// `is_issued`, `issued_at`.
    pub issued: Issued,
    /// `card_number`.
    pub card_number: Option<Arc<str>>,
    /// The server's own clock shortly before the request, where an answer told it.
    pub server_time: Option<Timestamp>,
}

impl Before {
    /// As the intent has it.
    pub fn of(intent: &Intent) -> Self {
        Self {
            subject: intent.subject.clone(),
            encoder: intent.encoder.clone(),
            issued: intent.issued_before,
            card_number: intent.card_number_before.clone(),
            server_time: intent.server_time,
        }
    }

    /// From when on an event may be this request's; `None` while the server's clock is not known.
    pub fn events_since(&self) -> Option<Timestamp> {
        self.server_time?.checked_sub(DATE_SLACK).ok()
    }

    /// Whether something that the server dates so may have come of this request. `None` where nobody can tell.
    fn is_fresh(&self, at: Option<Timestamp>) -> Option<bool> {
        Some(at? >= self.events_since()?)
    }
}

/// Whether a card was made before the request, by its own date.
pub fn is_from_before(before: &Before, issued: Issued) -> bool {
    let Issued::Yes(Some(at)) = issued else { return false };
    let is_known = matches!(before.issued, Issued::Yes(Some(before_at)) if at <= before_at);
    is_known || before.is_fresh(Some(at)) == Some(false)
}

/// What a record says that proves nothing: the same as before, or something else that this request may or may not have done.
pub fn tell_record(before: &Before, after: &SubjectState) -> RecordWord {
    let would_show = match before.issued {
        Issued::No | Issued::Yes(Some(_)) => true,
        Issued::Unknown | Issued::Yes(None) => before.card_number.is_some(),
    };
    let is_same = would_show
        && before.issued == after.issued
        && (before.card_number.is_none() || before.card_number == after.card_number)
        && after.announced.is_none();
    if is_same { RecordWord::Unchanged } else { RecordWord::Unclear }
}

/// Compares the subject before and after. `None` is no proof of the contrary: the encoder may still be at it.
pub fn prove(before: &Before, after: &SubjectState) -> Option<Proof> {
    proved_by_record(before, after).or_else(|| proved_by_event(before, after))
}

fn proved_by_record(before: &Before, after: &SubjectState) -> Option<Proof> {
    let Issued::Yes(issued_at) = after.issued else { return None };
    // The row may have been stale: an issue from before the request is none of this request's.
    let is_fresh = before.is_fresh(issued_at);
    // Without the server's clock nobody knows how old the row is that the desk began with.
    before.server_time?;
    let is_first = before.issued == Issued::No && is_fresh != Some(false);
    let is_later = match (issued_at, before.issued) {
        (Some(after_at), Issued::Yes(Some(before_at))) => after_at > before_at && is_fresh != Some(false),
        (Some(_), Issued::No | Issued::Unknown | Issued::Yes(None)) => is_fresh == Some(true),
        (None, _) => false,
    };
    let is_other_number = before.card_number.is_some()
        && after.card_number.is_some()
        && before.card_number != after.card_number
        && is_fresh != Some(false);
    (is_first || is_later || is_other_number)
        .then(|| Proof::IssuedAfterwards { at: issued_at, card_number: after.card_number.clone() })
}

/// An event that names another encoder is another desk's, and one of an issue that was known before is none of this request's.
fn proved_by_event(before: &Before, after: &SubjectState) -> Option<Proof> {
    let event = after.announced.as_ref()?;
    let is_here = event.encoder.as_ref().is_none_or(|encoder| *encoder == before.encoder);
    let is_known = match before.issued {
        Issued::Yes(Some(before_at)) => event.at.is_none_or(|at| at <= before_at),
        Issued::Yes(None) | Issued::No | Issued::Unknown => false,
    };
    (is_here && !is_known && before.is_fresh(event.at) == Some(true)).then_some(Proof::Announced { at: event.at })
}

/// What the card that lies on the encoder is.
///
/// An access method does not name its credential, so that only a blank card says anything about it.
pub fn tell_card(before: &Before, card: &CardOnEncoder) -> CardFound {
    if !card.has_data {
        return CardFound::NotOurs(Disproof::CardBlank);
    }
    match (&before.subject, &card.credential) {
        (_, None) => CardFound::Unknown,
        (Subject::AccessMethod(_), Some(_)) => CardFound::OursOfUnknownAge,
        (Subject::Credential(id), Some(credential)) if *id != credential.id => CardFound::NotOurs(Disproof::OtherCard),
        (Subject::Credential(_), Some(_)) => tell_age(before, card),
    }
}

/// Seam does not say what `created_at` of a card means, so that an early one counts for nothing; a late one does.
fn tell_age(before: &Before, card: &CardOnEncoder) -> CardFound {
    let (is_first, is_fresh) = (before.issued == Issued::No, before.is_fresh(card.created_at) == Some(true));
    let is_other_number =
        card.card_number.is_some() && before.card_number.is_some() && card.card_number != before.card_number;
    match card.is_out_of_sync {
        true if is_first || is_fresh => CardFound::OursOfUnknownAge,
        true => CardFound::NotOurs(Disproof::OldCard),
        false if is_first || is_fresh || is_other_number => CardFound::Ours,
        false => CardFound::OursOfUnknownAge,
    }
}

/// Whether it is proved that no card was written: the card on the encoder is not the one that was asked for, the record is
/// unchanged, and Seam does not still wait for the encoder.
pub fn disprove(evidence: &Evidence) -> Option<Disproof> {
    let is_unchanged = match evidence.record {
        RecordWord::Unchanged => true,
        RecordWord::Unread | RecordWord::Unclear | RecordWord::Gone => false,
    };
    let is_over = match evidence.attempt {
        AttemptWord::Lost | AttemptWord::Gone | AttemptWord::Unclear => true,
        AttemptWord::Pending | AttemptWord::Claimed => false,
    };
    match evidence.card {
        Some(CardFound::NotOurs(disproof)) if is_unchanged && is_over => Some(disproof),
        Some(CardFound::NotOurs(_) | CardFound::Ours | CardFound::OursOfUnknownAge | CardFound::Unknown) | None => None,
    }
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
