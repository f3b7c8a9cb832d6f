//! The PIN of standard input, judged, hashed, and compared with everybody else's.

use secrecy::{ExposeSecret, SecretString};

use super::Refused;
use crate::{
    cli::shared::from_input,
    domain::{LONGEST_PIN, Operator, OperatorEntry, PinHash, PinTrouble, Role, check_new_pin},
    settings::{Compared, pin},
};

/// A new PIN that will do, unless it is somebody's already.
pub(super) struct Typed {
    digits: SecretString,
    kept: PinHash,
    compared: Compared,
}

impl Typed {
    pub(super) fn read(role: Role) -> Result<Self, Refused> {
        let digits = from_input().ok_or_else(|| Refused::usage("no PIN came in; pipe it into standard input"))?;
        check_new_pin(digits.expose_secret(), role).map_err(|trouble| Refused::usage(sentence(trouble)))?;
        let kept = pin::hash(digits.expose_secret()).map_err(Refused::failed)?;
        Ok(Self { digits, kept, compared: Compared::default() })
    }

    /// Takes long, so that it is done before the settings are locked.
    pub(super) fn compare(&mut self, people: &[OperatorEntry], own: Option<&Operator>) {
        self.compared.is_taken(self.digits.expose_secret(), people, own);
    }

    /// The hash to keep, where none of these has the same PIN.
    pub(super) fn kept_beside(mut self, people: &[OperatorEntry], own: Option<&Operator>) -> Result<PinHash, Refused> {
        match self.compared.is_taken(self.digits.expose_secret(), people, own) {
            true => Err(Refused::usage(sentence(PinTrouble::Taken))),
            false => Ok(self.kept),
        }
    }
}

fn sentence(trouble: PinTrouble) -> String {
    match trouble {
        PinTrouble::TooShort(least) => format!("this PIN is too short; it needs at least {least} digits"),
        PinTrouble::TooLong => format!("this PIN is too long; it has at most {LONGEST_PIN} digits"),
        PinTrouble::NotDigits => "a PIN has digits only".to_owned(),
        PinTrouble::TooSimple => "this PIN is too simple: one digit again and again, or digits in a row".to_owned(),
        PinTrouble::Taken => "this PIN cannot be used at this desk; choose another PIN".to_owned(),
    }
}
