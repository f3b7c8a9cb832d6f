//! Ids as newtypes, so that an encoder can never be passed where a credential is meant.

use std::{fmt, sync::Arc};

/// Declares an id of Seam's: an opaque string. Seam documents UUIDs, which nothing here relies on.
macro_rules! seam_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps the id as Seam wrote it.
            pub fn new(id: impl Into<Arc<str>>) -> Self {
                Self(id.into())
            }

            /// The id as Seam wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }
    )*};
}

seam_id! {
    /// `acs_encoder_id`: a card encoder.
    EncoderId;
    /// `acs_credential_id`: a credential of an access system.
    CredentialId;
    /// `access_method_id`: one way of access that an access grant asked for.
    AccessMethodId;
    /// `access_grant_id`: a person's access to some doors for some time.
    AccessGrantId;
    /// `action_attempt_id`: something Seam was asked to do in the physical world.
    ActionAttemptId;
    /// `acs_entrance_id`: a door.
    EntranceId;
    /// `acs_system_id`: an access system, such as one Visionline installation.
    SystemId;
    /// `acs_user_id`: a person as an access system knows them.
    AcsUserId;
    /// `user_identity_id`: a person across access systems.
    UserIdentityId;
    /// `workspace_id`: the container that a token opens.
    WorkspaceId;
    /// The `seam-request-id` header of an answer, which Seam's support asks for.
    RequestId;
}

/// One press of "Encode card", from its intent to its end. Time-ordered (UUIDv7, RFC 9562 section 5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub uuid::Uuid);

impl JobId {
    /// An id that sorts after all that this desk has made before.
    pub fn generate() -> Self {
        Self(uuid::Uuid::now_v7())
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
