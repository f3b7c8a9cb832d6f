//! Seam's error body, read as far as it is one.

use std::{fmt, sync::Arc, time::Duration};

use serde_json::{Map, Value};

use super::repeated;
use crate::domain::RequestId;

/// The most levels that are looked at in `validation_errors`.
const DEEPEST: usize = 8;

/// A refusal (4xx) with what its body says, where that is Seam's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rejection {
    /// HTTP status.
    pub status: u16,
    /// `error.type`; absent when the body is not Seam's, or when it has not the form of a type.
    pub error_type: Option<Arc<str>>,
    /// `error.message`, in one line and without secrets.
    pub message: Option<Arc<str>>,
    /// `error.validation_errors`, with nested parameters as a dotted path.
    pub validation_errors: Vec<FieldError>,
    /// `seam-request-id`.
    pub request: Option<RequestId>,
    /// `Retry-After`.
    pub retry_after: Option<Duration>,
}

/// What Seam says about one parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The parameter.
    pub field: String,
    /// What is wrong with it.
    pub messages: Vec<String>,
}

impl Rejection {
    /// Takes from a body what Seam documents: `{"error": {"type", "message", "validation_errors"}}`.
    ///
    /// A body counts as Seam's only when both strings are there; anything else, such as the page of a proxy, is left out.
    pub(super) fn read(mut self, body: &[u8]) -> Self {
        let Ok(Value::Object(mut body)) = serde_json::from_slice(body) else { return self };
        let Some(Value::Object(mut error)) = body.remove("error") else { return self };
        let (Some(Value::String(kind)), Some(Value::String(message))) = (error.remove("type"), error.remove("message"))
        else {
            return self;
        };
        self.error_type = repeated::error_type(&kind);
        self.message = Some(repeated::message(&message).into());
        if let Some(Value::Object(fields)) = error.remove("validation_errors") {
            collect(&fields, "", DEEPEST, &mut self.validation_errors);
        }
        self
    }

    /// Whether the call was certainly not executed.
    ///
    /// These are the answers of a server that has looked at a request and turned it down, or of a proxy that has not passed
    /// it on (407). A 408, and a status that nobody documents, may come from something that gave up on a request in flight.
    pub fn is_definite(&self) -> bool {
        matches!(self.status, 400 | 401 | 403 | 404 | 405 | 407 | 409 | 413 | 415 | 422 | 429)
    }

    /// Seam's message with what it says about the parameters, for the details that a supervisor reads.
    pub(super) fn explanation(&self) -> Option<String> {
        let mut text = self.message.as_deref()?.to_owned();
        for error in &self.validation_errors {
            text.push_str(&format!("; {}: {}", error.field, error.messages.join(", ")));
        }
        Some(repeated::message(&text))
    }
}

/// Status and type alone: Seam's message may quote what was sent.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        match &self.error_type {
            Some(kind) => write!(f, ", {kind}"),
            None => Ok(()),
        }
    }
}

/// Each parameter maps to `{"_errors": […]}` and may hold further parameters; the `_errors` at the top is about none.
fn collect(fields: &Map<String, Value>, above: &str, depth: usize, found: &mut Vec<FieldError>) {
    if depth == 0 {
        return;
    }
    for (name, inner) in fields.iter().filter(|(name, _)| *name != "_errors") {
        let Value::Object(inner) = inner else { continue };
        let name = repeated::message(name);
        let field = if above.is_empty() { name } else { format!("{above}.{name}") };
        let messages: Vec<_> = strings(inner.get("_errors")).collect();
        collect_own(&field, messages, found);
        collect(inner, &field, depth - 1, found);
    }
}

fn collect_own(field: &str, messages: Vec<String>, found: &mut Vec<FieldError>) {
    if !messages.is_empty() {
        found.push(FieldError { field: field.to_owned(), messages });
    }
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(|text| text.as_str().map(repeated::message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Rejection {
        Rejection { status: 400, ..Rejection::default() }.read(body.as_bytes())
    }

    #[test]
    fn seams_own_body_is_read_whole() {
        let found = read(
            r#"{"error": {"type": "invalid_input", "message": "Bad.", "extra": [1], "validation_errors": {"_errors": ["x"],
            "acs_encoder_id": {"_errors": ["Required", 5]}, "a": {"_errors": [], "b": {"_errors": ["No"]}}, "odd": 7}}, "ok": false}"#,
        );
        assert_eq!(found.error_type.as_deref(), Some("invalid_input"));
        assert_eq!(found.explanation().as_deref(), Some("Bad.; a.b: No; acs_encoder_id: Required"));
        assert_eq!(found.to_string(), "HTTP 400, invalid_input");
    }

    #[test]
    fn anything_else_is_left_out() {
        for body in ["", "<html>", "null", "[]", "{}", r#"{"error": null}"#, r#"{"error": {"type": "x"}}"#] {
            assert_eq!(read(body), Rejection { status: 400, ..Rejection::default() }, "{body}");
        }
        let odd = r#"{"error": {"type": "x", "message": "m", "validation_errors": [1]}}"#;
        assert_eq!(read(odd).validation_errors, []);
    }
}
