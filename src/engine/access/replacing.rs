//! One's own PIN is replaced: that somebody else has the new one is a guess at theirs that was right.
//!
//! It counts as a wrong PIN without a name does, on the disk before anything is compared, and only a supervisor's PIN clears that:
//! whoever guesses is freed neither by their own PIN nor by a new one that nobody has.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::{
    begun::{Begun, Worth},
    pins::{Checked, Purpose},
};
use crate::{
    domain::{Operator, OperatorEntry},
    engine::actor::Engine,
    settings::{Compared, pin},
};

impl Engine {
    /// After the present one was right.
    pub(super) fn compare_pin(&mut self, own: Operator, new: SecretString) {
        let Some(begun) = self.begin_try(None) else { return };
        let people = self.access.settings.loaded.settings.operators.clone();
        let purpose = Purpose::Replace(own.clone());
        self.start_check(None, purpose, move || compare(&begun, new, &people, &own));
    }

    pub(super) fn pin_was_free(&mut self, purpose: Purpose, new: SecretString, compared: Compared) {
        let now = self.clock.now();
        self.access.pins.tries.was_right(None, Worth::Itself, now.wall);
        match purpose {
            Purpose::Replace(own) if self.access.duty.operator() == Some(&own) => {
                self.change_own_pin(own, new, compared);
            }
            Purpose::Replace(_) | Purpose::SignIn(_) | Purpose::Approve(_) | Purpose::Change(_) => {
                tracing::info!("somebody else is at the desk meanwhile; the PIN stays");
            }
        }
    }
}

fn compare(begun: &Begun, new: SecretString, people: &[OperatorEntry], own: &Operator) -> Checked {
    if let Err(error) = begun.write() {
        tracing::error!(%error, "a PIN cannot be counted, so it is not compared");
        return Checked::NotRecorded(error.to_string());
    }
    let mut compared = Compared::default();
    if compared.is_taken(new.expose_secret(), people, Some(own)) {
        return Checked::Wrong;
    }
    begun.forgive(Worth::Itself);
    Checked::Free(new, compared)
}

/// A PIN that is on its way to be kept.
pub(super) fn hashed(pin: &SecretString) -> Result<crate::domain::PinHash, Arc<str>> {
    pin::hash(pin.expose_secret()).map_err(|error| error.to_string().into())
}
