//! Seam's objects as they stand on the wire, every field of them, all lenient.
//!
//! Nothing in here fails for an unknown field, an unknown value, a null, or a value of another kind than documented: such
//! a field reads as absent. What an item must have is asked for where it is turned into the domain ([`convert`]).

mod access;
mod attempt;
mod convert;
mod credential;
mod lenient;
mod place;
mod time;

pub use access::{
    AccessGrant, AccessMethod, AcsUser, Event, Mutation, RequestedAccessMethod, SaltoKsUser, SaltoSpaceUser, Schedule,
};
pub use attempt::{ActionAttempt, CredentialOnEncoder, Failure, ScanResult, ScanWarningItem, VisionlineOnEncoder};
pub use convert::MissingField;
pub use credential::{Akiles, Credential, ErrorItem, Visionline, Vostio, WarningItem};
pub use lenient::{Flag, List, Maybe, Number, Text, Verbatim};
pub use place::{
    AmbianceDoor, AvigilonDoor, BrivoDoor, CommunityDoor, ConnectWebview, Encoder, Entrance, HotekDoor, LatchDoor,
    Location, SaltoKsDoor, SaltoSpaceDoor, System, VisionlineDoor, VisionlineProfile, VisionlineSystem, VostioDoor,
    Workspace,
};
pub use time::Time;

/// Declares objects of Seam's: a struct each, in which a missing field reads as absent. None has `Debug`: they hold names.
macro_rules! wire_objects {
    ($($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Default, serde::Deserialize)]
        #[cfg_attr(test, derive(serde::Serialize))]
        #[serde(default, bound(deserialize = "'de: 'a"))]
        #[expect(missing_docs, reason = "the fields are Seam's own, by their own names")]
        pub struct $name<'a> {
            $($(#[$note])* pub $field: $kind,)*
        }
    )*};
}
use wire_objects;

#[cfg(test)]
mod tests;
