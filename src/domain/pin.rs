//! What a PIN has to be like, and how long one waits after wrong ones.

use std::time::Duration;

use super::Role;

/// The longest PIN, in digits.
pub const LONGEST_PIN: usize = 12;

/// Why a new PIN is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinTrouble {
    /// It has fewer digits than this.
    TooShort(usize),
    /// It has more than [`LONGEST_PIN`] digits.
    TooLong,
    /// Something in it is no digit.
    NotDigits,
    /// One digit again and again, or digits in a row: the first that anybody tries.
    TooSimple,
    /// Somebody has it. Whose it is, nobody is told.
    Taken,
}

/// The least number of digits.
pub fn least_digits(role: Role) -> usize {
    match role {
        Role::Clerk => 4,
        Role::Supervisor => 6,
    }
}

/// Judges a new PIN.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_new_pin(pin: &str, role: Role) -> Result<(), PinTrouble> {
    let least = least_digits(role);
    if !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        Err(PinTrouble::NotDigits)
    } else if pin.len() < least {
        Err(PinTrouble::TooShort(least))
    } else if pin.len() > LONGEST_PIN {
        Err(PinTrouble::TooLong)
    } else if is_simple(pin.as_bytes()) {
        Err(PinTrouble::TooSimple)
    } else {
        Ok(())
    }
}

/// Whether each digit follows from the one before by the same step of -1, 0 or 1, nine and zero being neighbours.
fn is_simple(digits: &[u8]) -> bool {
    [0, 1, 9]
        .iter()
        .any(|step| digits.windows(2).all(|pair| matches!(pair, [a, b] if (a - b'0' + step) % 10 == b - b'0')))
}

/// How many wrong PINs cost nothing: a finger slips.
pub const FREE_TRIES: u32 = 3;

/// How long nobody may try after so many wrong PINs in a row: 5 s, 15 s, 1 min, 5 min, then 15 min each time. Everybody's
/// wrong tries end there, since a colleague must not be locked out for a shift by whoever presses keys.
pub fn pause_after(wrong: u32) -> Duration {
    let seconds = match wrong.saturating_sub(FREE_TRIES) {
        0 if wrong < FREE_TRIES => 0,
        0 => 5,
        1 => 15,
        2 => 60,
        3 => 300,
        _ => 900,
    };
    Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anybody_would_try_first_is_refused() {
        let judged = |pin| check_new_pin(pin, Role::Clerk);
        for simple in ["0000", "1234", "7890", "9876", "3210", "89012", "777777777777"] {
            assert_eq!(judged(simple), Err(PinTrouble::TooSimple), "{simple}");
        }
        for fine in ["2580", "1357", "1122", "4711"] {
            assert_eq!(judged(fine), Ok(()), "{fine}");
        }
        assert_eq!(judged("258"), Err(PinTrouble::TooShort(4)));
        assert_eq!(judged("25801357902580"), Err(PinTrouble::TooLong));
        assert_eq!(judged("２５８０"), Err(PinTrouble::NotDigits));
        assert_eq!(check_new_pin("47114", Role::Supervisor), Err(PinTrouble::TooShort(6)));
    }

    #[test]
    fn the_pause_grows_and_stays_bounded() {
        let seconds: Vec<u64> = (0..10).map(|wrong| pause_after(wrong).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 5, 15, 60, 300, 900, 900, 900]);
        assert_eq!(pause_after(u32::MAX).as_secs(), 900);
    }
}
