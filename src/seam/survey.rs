//! A body read as everything that it could be: the opening for the fuzz targets.

use super::decode::{Fault, Object, envelope, one};
use super::report::{Event, ScanReport};
use super::{Rejection, wire};
use crate::domain;

/// What came of reading a body as one kind of object, alone and as a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The key it stands under alone.
    pub(crate) one: &'static str,
    /// The key a list of it stands under.
    pub(crate) list: &'static str,
    /// How many items the list held, and how many of them were read.
    pub(crate) items: (usize, usize),
    /// Everything that could not be read, with the reason.
    pub(crate) faults: Vec<String>,
}

/// Reads a body as every kind of object.
pub(crate) fn objects(body: &[u8]) -> Vec<Reading> {
    vec![
        reading::<domain::Workspace>(body),
        reading::<domain::System>(body),
        reading::<domain::Encoder>(body),
        reading::<domain::Credential>(body),
        reading::<domain::AcsUser>(body),
        reading::<domain::Door>(body),
        reading::<domain::AccessGrant>(body),
        reading::<domain::AccessMethod>(body),
        reading::<domain::AttemptReport>(body),
        reading::<ScanReport>(body),
        reading::<Event>(body),
    ]
}

/// Reads a body as a refusal: its sentence and what it explains.
pub(crate) fn refusal(body: &[u8]) -> (Rejection, Option<String>) {
    let rejection = Rejection { status: 400, ..Rejection::default() }.read(body);
    let explanation = rejection.explanation();
    (rejection, explanation)
}

/// Reads a text as a time of Seam's.
pub(crate) fn time(text: &str) -> Option<jiff::Timestamp> {
    wire::Time::parse(text)
}

fn reading<T: Object>(body: &[u8]) -> Reading {
    let mut faults: Vec<String> = one::<T>(body).err().iter().map(Fault::to_string).collect();
    let items = match envelope::<T>(body.to_vec()) {
        Ok(envelope) => {
            let held = envelope.held();
            let (values, skipped) = envelope.read::<T>();
            faults.extend(skipped.into_iter().map(|skipped| skipped.reason));
            (held, values.len())
        }
        Err(fault) => {
            faults.push(fault.to_string());
            (0, 0)
        }
    };
    Reading { one: T::ONE, list: T::LIST, items, faults }
}
