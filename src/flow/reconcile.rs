//! Settling an unknown outcome from what a read of the credential or access method says.
//!
//! Seam has no idempotency key, cannot list attempts by credential and sends no event for a failed encode. What it does
//! have is `issued_at` and `card_number` on the subject; a change of either after the request was sent proves a write.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

use crate::domain::{Intent, Issued, Proof, SubjectState};

/// How far the server's `Date` header may lag behind the moment in which `issued_at` was set: the header has whole seconds
/// and is written by another machine than the one that talks to the lock system.
const DATE_SLACK: SignedDuration = SignedDuration::from_secs(2);

/// What the subject looked like before the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
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
            issued: intent.issued_before,
            card_number: intent.card_number_before.clone(),
            server_time: intent.server_time,
        }
    }
}

/// Compares the subject before and after. `None` is no proof of the contrary: the encoder may still be at it.
pub fn prove(before: &Before, after: &SubjectState) -> Option<Proof> {
    let Issued::Yes(issued_at) = after.issued else { return None };
    // The row may have been stale: an issue from before the request is none of this request's.
    let is_fresh = match (issued_at, before.server_time) {
        (Some(after_at), Some(sent_at)) => after_at + DATE_SLACK >= sent_at,
        (None, _) | (_, None) => true,
    };
    let is_first = before.issued == Issued::No;
    let is_later = match (issued_at, before.issued) {
        (Some(after_at), Issued::Yes(Some(before_at))) => after_at > before_at,
        (Some(after_at), Issued::No | Issued::Unknown | Issued::Yes(None)) => {
            before.server_time.is_some_and(|sent_at| after_at + DATE_SLACK >= sent_at)
        }
        (None, _) => false,
    };
    let is_other_number =
        before.card_number.is_some() && after.card_number.is_some() && before.card_number != after.card_number;
    (((is_first || is_later) && is_fresh) || is_other_number)
        .then(|| Proof::IssuedAfterwards { at: issued_at, card_number: after.card_number.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().unwrap())
    }

    fn before(issued: Issued) -> Before {
        Before { issued, card_number: Some("a1".into()), server_time: at("2026-11-23T13:40:00Z") }
    }

    fn after(issued: Issued, number: &str) -> SubjectState {
        SubjectState { issued, card_number: Some(number.into()), credential: None, server_time: None }
    }

    #[test]
    fn a_first_issue_is_proof() {
        let proof = prove(&before(Issued::No), &after(Issued::Yes(None), "a1"));
        assert!(matches!(proof, Some(Proof::IssuedAfterwards { .. })));
    }

    #[test]
    fn an_issue_that_the_row_did_not_know_of_is_none() {
        let earlier = Issued::Yes(at("2026-11-23T13:30:00Z"));
        assert_eq!(prove(&before(Issued::No), &after(earlier, "a1")), None);
    }

    #[test]
    fn an_older_issue_is_none() {
        let old = Issued::Yes(at("2026-11-20T10:00:00Z"));
        assert_eq!(prove(&before(old), &after(old, "a1")), None);
        assert_eq!(prove(&before(Issued::Unknown), &after(old, "a1")), None);
    }

    #[test]
    fn a_later_issue_or_another_number_is_proof() {
        let old = Issued::Yes(at("2026-11-20T10:00:00Z"));
        let new = Issued::Yes(at("2026-11-23T13:40:03Z"));
        assert!(prove(&before(old), &after(new, "a1")).is_some());
        assert!(prove(&before(old), &after(old, "b2")).is_some());
        assert!(prove(&before(Issued::Unknown), &after(new, "a1")).is_some());
    }

    #[test]
    fn not_issued_proves_nothing() {
        assert_eq!(prove(&before(Issued::No), &after(Issued::No, "a1")), None);
        assert_eq!(prove(&before(Issued::No), &after(Issued::Unknown, "a1")), None);
    }
}
