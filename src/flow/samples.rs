//! What the tests of this room talk about.

use crate::domain::{AccessMethodKind, Credential, Issued, Validity};

/// A card credential that says nothing but its id.
pub(super) fn credential(id: &str) -> Credential {
    Credential {
        id: id.into(),
        system: "s".into(),
        user: None,
        identity: None,
        kind: AccessMethodKind::Card,
        name: "Guest card".into(),
        product: None,
        validity: Validity::default(),
        issued: Issued::Unknown,
        card_number: None,
        synced: None,
        warnings: Vec::new(),
        errors: Vec::new(),
        vendor: None,
    }
}
