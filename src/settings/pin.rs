//! How a PIN is kept: argon2id, slow on purpose and salted, in the PHC string format.

use std::sync::Arc;

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::domain::PinHash;

/// 19 MiB, twice over, on one core: the least that OWASP asks for, and a twentieth of a second at an old desk.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
/// What a hash of somebody else's may ask for: not so little that it is guessed at once, not so much that a desk stands still.
const USABLE_KIB: std::ops::RangeInclusive<u32> = 7_168..=262_144;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 8;
/// Shorter ones are guessed by chance.
const LEAST_OUTPUT_BYTES: usize = 16;

/// Why a PIN cannot be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PinHashError {
    /// The operating system has no random numbers.
    #[error("this computer gives no random numbers, so the PIN cannot be kept: try again, then restart it")]
    Random,
    /// There is not the memory for it.
    #[error("the PIN cannot be hashed: close other programs and try again")]
    Hash,
}

/// Hashes a PIN under a salt of its own. Takes a moment: never where somebody waits for the next frame.
///
/// # Errors
/// When there are no random numbers, or no memory.
pub fn hash(pin: &str) -> Result<PinHash, PinHashError> {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|_| PinHashError::Random)?;
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PinHashError::Hash)?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let kept: PasswordHash = hasher.hash_password_with_salt(pin.as_bytes(), &salt).map_err(|_| PinHashError::Hash)?;
    Ok(PinHash(kept.to_string().into()))
}

/// Whether this is the PIN. What is no usable hash fits none.
pub fn verify(pin: &str, hash: &PinHash) -> bool {
    usable(&hash.0).is_some_and(|kept| Argon2::default().verify_password(pin.as_bytes(), &kept).is_ok())
}

/// Whether a PIN can be checked against it. That of somebody who was shut out fits none.
pub fn is_usable(hash: &PinHash) -> bool {
    usable(&hash.0).is_some()
}

/// What tells this hash from every other, also of the same PIN, and says nothing about the PIN. `None` for what is no usable
/// hash.
pub fn salt(hash: &PinHash) -> Option<Arc<str>> {
    usable(&hash.0)?.salt.map(|salt| salt.to_string().into())
}

fn usable(text: &str) -> Option<PasswordHash> {
    let kept = PasswordHash::new(text).ok()?;
    let params = Params::try_from(&kept).ok()?;
    let is_argon2id = kept.algorithm == ARGON2ID_IDENT && kept.version == Some(Version::V0x13.into());
    let is_affordable = USABLE_KIB.contains(&params.m_cost())
        && (1..=MOST_PASSES).contains(&params.t_cost())
        && (1..=MOST_LANES).contains(&params.p_cost());
    let is_complete = kept.salt.is_some() && kept.hash.is_some_and(|hash| hash.len() >= LEAST_OUTPUT_BYTES);
    (is_argon2id && is_affordable && is_complete).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_fits_its_own_hash_alone_and_no_two_hashes_are_alike() {
        let (kept, again) = (hash("471183").unwrap(), hash("471183").unwrap());
        assert!(kept.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.0);
        assert_eq!(kept.0.split('$').nth(4).map(str::len), Some(22), "a salt of 16 bytes");
        assert_ne!(kept, again);
        assert!(salt(&kept).is_some_and(|salt| kept.0.contains(&*salt)) && salt(&kept) != salt(&again));
        assert!(verify("471183", &kept) && verify("471183", &again));
        for wrong in ["471184", "47118", "4711830", ""] {
            assert!(!verify(wrong, &kept), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_such_hash_fits_no_pin() {
        let salted = "$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
        assert!(
            is_usable(&PinHash(format!("$argon2id$v=19$m=19456,t=2,p=1{salted}").into())),
            "the base of what follows"
        );
        for text in [
            "",
            "471183",
            "$argon2id$",
            &format!("$argon2i$v=19$m=19456,t=2,p=1{salted}"),
            &format!("$argon2id$v=16$m=19456,t=2,p=1{salted}"),
            &format!("$argon2id$m=19456,t=2,p=1{salted}"),
            &format!("$argon2id$v=19$m=64,t=2,p=1{salted}"),
            &format!("$argon2id$v=19$m=4194304,t=2,p=1{salted}"),
            &format!("$argon2id$v=19$m=19456,t=4000000,p=1{salted}"),
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA",
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXM",
        ] {
            assert!(!is_usable(&PinHash(text.into())), "{text}");
            assert!(!verify("471183", &PinHash(text.into())), "{text}");
            assert_eq!(salt(&PinHash(text.into())), None, "{text}");
        }
    }
}
