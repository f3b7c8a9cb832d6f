//! The chain: every event carries a hash over what it says and over the hash of the event before it.
//!
//! The hash is SHA-256 (FIPS 180-4) over a name of what is hashed and then every field behind its length, so that no two
//! rows read as the same bytes. What is personal enters as SHA-256 over a random salt and the text: once both are erased,
//! the digest that stays tells nothing about a guest, and the chain holds.

use sha2::{Digest, Sha256};

use super::format::EventRow;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// As long as is needed for nobody to try all guests' names against a digest.
const SALT_BYTES: usize = 16;
const EVENT: &str = "keydesk journal event 1";

/// Bytes for a hash: fields, each behind its length as eight bytes, the most significant first.
pub(super) struct Canonical(Sha256);

impl Canonical {
    /// What is hashed goes in front, so that the hash of one kind of thing is never that of another.
    pub(super) fn of(what: &str) -> Self {
        Self(Sha256::new()).bytes(what.as_bytes())
    }

    pub(super) fn bytes(mut self, field: &[u8]) -> Self {
        self.0.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(field);
        self
    }

    pub(super) fn number(self, field: i64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    pub(super) fn hash(self) -> Hash {
        self.0.finalize().into()
    }
}

/// The salt of one row's personal part, and its digest.
#[derive(Debug, Clone)]
pub(super) struct PersonalSeal {
    pub(super) salt: Option<Vec<u8>>,
    pub(super) digest: Option<Vec<u8>>,
}

impl PersonalSeal {
    /// A fresh salt where there is something personal.
    pub(super) fn fresh(personal: Option<&str>) -> sqlx::Result<Self> {
        let Some(text) = personal else { return Ok(Self { salt: None, digest: None }) };
        let mut salt = [0; SALT_BYTES];
        getrandom::fill(&mut salt).map_err(|error| sqlx::Error::Encode(error.into()))?;
        Ok(Self { digest: Some(personal_digest(&salt, text).to_vec()), salt: Some(salt.to_vec()) })
    }
}

fn personal_digest(salt: &[u8], personal: &str) -> Hash {
    Sha256::new().chain_update(salt).chain_update(personal).finalize().into()
}

/// The hash of an event that stands at `seq` behind the event with the hash `prev`.
pub(super) fn event_hash(seq: i64, row: &EventRow, digest: Option<&[u8]>, prev: &[u8]) -> Hash {
    Canonical::of(EVENT)
        .number(seq)
        .bytes(row.job_id.as_bytes())
        .number(row.job_seq)
        .number(row.at_us)
        .bytes(row.kind.as_bytes())
        .number(row.format)
        .bytes(row.payload.as_bytes())
        .bytes(digest.unwrap_or_default())
        .bytes(prev)
        .hash()
}

/// What of a sealed row does not fit the rest of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It has no hash.
    Unsealed,
    /// Its hash is that of other words.
    Content,
    /// What is personal is not what its digest was made of.
    Personal,
}

/// An event as it stands in the file.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct SealedRow {
    pub(super) seq: i64,
    #[sqlx(flatten)]
    pub(super) event: EventRow,
    pub(super) personal_salt: Option<Vec<u8>>,
    pub(super) personal_digest: Option<Vec<u8>>,
    pub(super) prev_hash: Option<Vec<u8>>,
    pub(super) hash: Option<Vec<u8>>,
}

impl SealedRow {
    /// Whether the row fits itself. Whether it stands where it belongs is for its neighbours to say.
    pub(super) fn check(&self) -> Result<(), Flaw> {
        if self.hash.is_none() {
            return Err(Flaw::Unsealed);
        }
        if !self.fits_at(self.seq) {
            return Err(Flaw::Content);
        }
        if self.personal_fits() { Ok(()) } else { Err(Flaw::Personal) }
    }

    /// Whether its hash is what it would have been given at `seq`.
    pub(super) fn fits_at(&self, seq: i64) -> bool {
        let prev = self.prev_hash.as_deref().unwrap_or_default();
        let hash = event_hash(seq, &self.event, self.personal_digest.as_deref(), prev);
        self.hash.as_deref() == Some(hash.as_slice())
    }

    fn personal_fits(&self) -> bool {
        match (&self.event.personal, &self.personal_salt, &self.personal_digest) {
            (None, None, _) => true,
            (Some(text), Some(salt), Some(digest)) => personal_digest(salt, text).as_slice() == digest.as_slice(),
            (Some(_), _, _) | (None, Some(_), _) => false,
        }
    }

    /// Whether there was something personal that is erased now.
    pub(super) fn is_erased(&self) -> bool {
        self.event.personal.is_none() && self.personal_digest.is_some()
    }
}

/// Every column of [`SealedRow`], and then which rows.
macro_rules! select_sealed {
    ($rows:literal) => {
        concat!(
            "SELECT event.seq, event.job_id, event.job_seq, event.at_us, event.kind, event.format, event.payload, \
             event.personal, event.personal_salt, event.personal_digest, event.prev_hash, event.hash FROM event ",
            $rows
        )
    };
}
pub(super) use select_sealed;

/// The same from a file of before the chain.
macro_rules! select_unsealed {
    ($rows:literal) => {
        concat!(
            "SELECT event.seq, event.job_id, event.job_seq, event.at_us, event.kind, event.format, event.payload, \
             event.personal, NULL AS personal_salt, NULL AS personal_digest, NULL AS prev_hash, NULL AS hash FROM event ",
            $rows
        )
    };
}
pub(super) use select_unsealed;

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> EventRow {
        EventRow {
            job_id: "job".into(),
            job_seq: 2,
            at_us: 3,
            kind: "kind".into(),
            format: 1,
            payload: "{}".into(),
            personal: Some("Lucía".into()),
        }
    }

    #[test]
    fn the_bytes_that_are_hashed_never_change() {
        let known = hex(&event_hash(1, &row(), Some(&[7; 32]), &[9; 32]));
        let mut bytes = Vec::new();
        let eight = |number: i64| number.to_be_bytes().to_vec();
        let fields = [
            EVENT.into(),
            eight(1),
            "job".into(),
            eight(2),
            eight(3),
            "kind".into(),
            eight(1),
            "{}".into(),
            vec![7; 32],
            vec![9; 32],
        ];
        for field in fields {
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field);
        }
        assert_eq!(known, hex(&Sha256::digest(&bytes)));
    }

    #[test]
    fn a_letter_that_moves_to_the_next_field_is_another_hash() {
        let moved = EventRow { kind: "kin".into(), payload: "d{}".into(), ..row() };
        assert_ne!(event_hash(1, &row(), None, &[0; 32]), event_hash(1, &moved, None, &[0; 32]));
    }

    #[test]
    fn two_rows_about_the_same_guest_share_no_digest() {
        let [one, two] = [PersonalSeal::fresh(Some("Lucía")).unwrap(), PersonalSeal::fresh(Some("Lucía")).unwrap()];
        assert_ne!(one.digest, two.digest);
        assert_eq!(one.salt.unwrap().len(), SALT_BYTES);
        assert!(PersonalSeal::fresh(None).unwrap().digest.is_none());
    }
}
