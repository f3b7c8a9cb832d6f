//! Answers in Seam's shapes: a named key beside `"ok": true`, or `error` beside `"ok": false` (Seam API, errors).

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a call answers: a JSON body, or a refusal.
pub(super) type Answer = Result<Vec<u8>, Refusal>;

/// A request that Seam turns down.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    kind: String,
    message: String,
    validation: Option<Value>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, kind: kind.into(), message: message.into(), validation: None }
    }

    /// 401 for a missing or wrong token.
    pub(super) fn unauthorized() -> Self {
        let message = "The token is missing, wrong or not for this workspace";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    /// 404 in Seam's pattern `<resource>_not_found`.
    pub(super) fn not_found(resource: &str) -> Self {
        let message = format!("Could not find a {resource} with this id in this workspace");
        Self::new(StatusCode::NOT_FOUND, format!("{resource}_not_found"), message)
    }

    /// 400 `invalid_input` that blames parameters by name.
    pub(super) fn invalid(problems: &[(&str, &str)]) -> Self {
        let mut fields = Map::new();
        fields.insert("_errors".into(), json!([]));
        for (name, problem) in problems {
            fields.insert((*name).into(), json!({"_errors": [problem]}));
        }
        let (first, problem) = problems.first().copied().unwrap_or(("", "is not valid"));
        let message = format!("{problem} for \"{first}\"");
        let validation = Some(Value::Object(fields));
        Self { validation, ..Self::new(StatusCode::BAD_REQUEST, "invalid_input", message) }
    }

    pub(super) fn body(&self, request_id: &str) -> Vec<u8> {
        let mut error = json!({"type": self.kind, "message": self.message, "data": {}, "request_id": request_id});
        if let (Some(fields), Some(error)) = (&self.validation, error.as_object_mut()) {
            error.insert("validation_errors".into(), fields.clone());
        }
        json!({"error": error, "ok": false}).to_string().into_bytes()
    }
}

/// `{"<key>": value, "ok": true}`.
pub(super) fn one<T: Serialize>(key: &str, value: &T) -> Answer {
    let mut body = opening(key);
    write(&mut body, value)?;
    body.extend_from_slice(b",\"ok\":true}");
    Ok(body)
}

/// `{"<key>": [values], "ok": true}`, with `pagination` where the list has pages.
pub(super) fn many<'a, T: Serialize + 'a>(
    key: &str,
    values: impl IntoIterator<Item = &'a T>,
    pagination: Option<&Value>,
) -> Answer {
    let mut body = opening(key);
    body.push(b'[');
    for (at, value) in values.into_iter().enumerate() {
        if at > 0 {
            body.push(b',');
        }
        write(&mut body, value)?;
    }
    body.push(b']');
    if let Some(pagination) = pagination {
        body.extend_from_slice(b",\"pagination\":");
        write(&mut body, pagination)?;
    }
    body.extend_from_slice(b",\"ok\":true}");
    Ok(body)
}

/// `{"ok": true}`.
pub(super) fn done() -> Answer {
    Ok(br#"{"ok":true}"#.to_vec())
}

fn opening(key: &str) -> Vec<u8> {
    format!("{{\"{key}\":").into_bytes()
}

fn write<T: Serialize + ?Sized>(body: &mut Vec<u8>, value: &T) -> Result<(), Refusal> {
    serde_json::to_writer(body, value).map_err(|error| {
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal_server_error",
            format!("The practice server failed: {error}"),
        )
    })
}
