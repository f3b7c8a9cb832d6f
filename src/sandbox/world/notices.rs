//! Times and the `errors` and `warnings` entries that most of Seam's objects carry.

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// A time in Seam's millisecond form, `2026-11-23T13:41:07.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp(pub(crate) Timestamp);

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:.3}", self.0))
    }
}

/// An error (`error_code`) or a warning (`warning_code`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Notice {
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning_code: Option<&'static str>,
    message: String,
    created_at: Stamp,
}

impl Notice {
    pub(crate) fn error(code: impl Into<String>, message: impl Into<String>, at: Timestamp) -> Self {
        Self { error_code: Some(code.into()), warning_code: None, message: message.into(), created_at: Stamp(at) }
    }

    pub(crate) fn warning(code: &'static str, at: Timestamp) -> Self {
        let message = match code {
            "waiting_to_be_issued" => "The card has not been encoded yet.",
            "needs_to_be_reissued" => "The access changed after the card was encoded. Encode the card again.",
            "being_deleted" => "This is being deleted.",
            "schedule_modified" => "The start was moved so that it does not lie in the past.",
            "schedule_externally_modified" => "The times were changed in the lock system.",
            _ => "The lock system reported a problem.",
        };
        Self { error_code: None, warning_code: Some(code), message: message.into(), created_at: Stamp(at) }
    }

    pub(crate) fn is(&self, code: &str) -> bool {
        self.error_code.as_deref() == Some(code) || self.warning_code == Some(code)
    }
}
