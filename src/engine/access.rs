//! Who may do what: PINs, roles, rest.
