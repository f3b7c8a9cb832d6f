//! What the journal tells support: failures and open attempts with every event, and how the file is doing.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::staff::Staff;
use crate::{
    domain::{ActivityFilter, AttemptRow, EncoderHistory, EncoderId, Guest, OutcomeFilter, ProblemCode},
    journal::{Journal, JournalError, JournalState, Questions, RecordedEvent, Verdict},
};

/// How many failures, and how many open attempts, are told.
const MOST_FAILURES: u32 = 20;
const MOST_OPEN: u32 = 20;
/// How many of the newest attempts are asked for names to cover.
const NAMED: u32 = 20_000;
/// Stands for words of Seam's that may name somebody.
const LEFT_OUT: &str = "(left out: it may name a guest)";

/// An attempt with its events as they stand in the file.
pub(super) struct Told {
    pub(super) row: AttemptRow,
    events: Vec<RecordedEvent>,
}

/// What was read of the journal.
#[derive(Default)]
pub(super) struct Record {
    /// The newest attempts.
    pub(super) rows: Vec<AttemptRow>,
    /// The newest failures.
    pub(super) failed: Vec<Told>,
    open: Vec<Told>,
    /// What is known about each encoder.
    pub(super) histories: HashMap<EncoderId, EncoderHistory>,
    /// How the file is doing, as JSON.
    pub(super) state: Value,
}

impl Record {
    /// A journal that cannot be read is what support has to hear of.
    pub(super) async fn read(journal: &Result<Journal, PathBuf>) -> Self {
        let read = match journal {
            Ok(journal) => Self::of(journal).await,
            Err(path) if !path.exists() => {
                return Self { state: json!({ "trouble": "there is none yet" }), ..Self::default() };
            }
            Err(path) => Self::of_file(path).await,
        };
        read.unwrap_or_else(|error| Self { state: json!({ "trouble": error.to_string() }), ..Self::default() })
    }

    async fn of_file(path: &Path) -> Result<Self, JournalError> {
        let journal = Journal::open_read_only(path).await?;
        let read = Self::of(&journal).await;
        journal.close().await;
        read
    }

    async fn of(journal: &Journal) -> Result<Self, JournalError> {
        let failures = ActivityFilter { outcome: OutcomeFilter::Failures, ..ActivityFilter::default() };
        let unsettled = ActivityFilter { outcome: OutcomeFilter::Unsettled, ..ActivityFilter::default() };
        Ok(Self {
            state: shown_state(journal.state().await),
            rows: journal.after(&ActivityFilter::default(), None, NAMED).await?,
            failed: with_events(journal, journal.after(&failures, None, MOST_FAILURES).await?).await?,
            histories: journal.encoder_histories(Timestamp::now()).await?,
            open: with_events(journal, journal.after(&unsettled, None, MOST_OPEN).await?).await?,
        })
    }

    pub(super) fn failures(&self, with_guests: bool, staff: &Staff) -> Value {
        let shown = |told: &[Told]| told.iter().map(|told| told.shown(with_guests, staff)).collect::<Vec<_>>();
        json!({ "failures": shown(&self.failed), "open": shown(&self.open) })
    }
}

async fn with_events(journal: &Journal, rows: Vec<AttemptRow>) -> Result<Vec<Told>, JournalError> {
    let mut told = Vec::new();
    for row in rows {
        told.push(Told { events: journal.recorded(row.job).await?, row });
    }
    Ok(told)
}

impl Told {
    fn shown(&self, with_guests: bool, staff: &Staff) -> Value {
        let row = &self.row;
        let mut shown = json!({
            "job_id": row.job.to_string(),
            "at": row.at.to_string(),
            "outcome": row.outcome.key(),
            "cause": row.problem.as_ref().map(|problem| problem.code.key()),
            "encoder": &*row.encoder_name,
            "operator": staff.shown(&row.operator.0),
            "desk": &*row.desk.0,
            "action_attempt_id": row.attempt.as_ref().map(ToString::to_string),
            "request_id": row.request.as_ref().map(ToString::to_string),
            "duration_ms": row.duration.map(|took| took.as_millis()),
            "retry_of": row.retry_of.map(|job| job.to_string()),
            "guest": row.guest.as_ref().filter(|_| with_guests).map(Guest::full_name),
            "card_number": row.card_number.as_deref().filter(|_| with_guests),
            "events": self.events.iter().map(|event| event_shown(event, with_guests, staff)).collect::<Vec<_>>(),
        });
        if !with_guests {
            leave_out_messages(&mut shown);
        }
        shown
    }
}

/// Seam's message may name anybody, also somebody of whom the record knows nothing: only its known codes stay, and what this
/// program said itself, which stands without a type of Seam's and without a refusal's status.
fn leave_out_messages(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(leave_out_messages),
        Value::Object(fields) => {
            let is_of_seam = fields.get("error_type").is_some_and(Value::is_string)
                || fields.get("http_status").and_then(Value::as_u64).is_some_and(|status| (400..500).contains(&status));
            for (key, value) in fields {
                let is_suspect = key == "error_type" || (key == "message" && is_of_seam);
                match value.as_str().filter(|_| is_suspect) {
                    Some(text) if !is_seams_word(text) => *value = LEFT_OUT.into(),
                    Some(_) => {}
                    None => leave_out_messages(value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_seams_word(text: &str) -> bool {
    text == "uncategorized_error" || ProblemCode::from_seam(text) != ProblemCode::Uncategorized
}

fn event_shown(event: &RecordedEvent, with_guests: bool, staff: &Staff) -> Value {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let mut fact = parsed(&event.payload);
    staff.hide(&mut fact);
    json!({
        "seq": event.seq,
        "at": Timestamp::from_microsecond(event.at_us).map(|at| at.to_string()).ok(),
        "kind": event.kind,
        "fact": fact,
        "personal": event.personal.as_deref().filter(|_| with_guests).map(parsed),
    })
}

fn shown_state(state: Result<JournalState, JournalError>) -> Value {
    let state = match state {
        Ok(state) => state,
        Err(error) => return json!({ "trouble": error.to_string() }),
    };
    json!({
        "events": state.events,
        "head": state.head.map(|head| json!({ "seq": head.seq, "hash": head.hash })),
        "bytes": state.bytes,
        "log_bytes": state.log_bytes,
        "chain": match &state.verdict {
            None => "not walked: the file is large; `keydesk journal verify` does it".to_owned(),
            Some(Verdict::Intact(intact)) => format!("intact, {} events erased of what is personal", intact.erased),
            Some(Verdict::Broken(broken)) => broken.to_string(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_seam_said_goes_whoever_it_names_and_its_codes_and_our_own_words_stay() {
        let mut shown = json!({ "guest": null, "encoder": "Canary Wharf", "events": [
            { "fact": { "problem": { "message": "Guest Zed CANARY has no room", "error_type": "zed_is_out" } } },
            { "fact": { "message": "no card for Zed Canary", "http_status": 400 } },
            { "fact": { "message": "time is over", "error_type": "encoder_communication_timeout" } },
            { "fact": { "message": "nothing was sent to Seam: no connection" } },
            { "fact": { "message": "Seam cannot answer properly (HTTP 502)", "http_status": 502 } },
        ] });
        leave_out_messages(&mut shown);
        let kept = json!({ "guest": null, "encoder": "Canary Wharf", "events": [
            { "fact": { "problem": { "message": LEFT_OUT, "error_type": LEFT_OUT } } },
            { "fact": { "message": LEFT_OUT, "http_status": 400 } },
            { "fact": { "message": LEFT_OUT, "error_type": "encoder_communication_timeout" } },
            { "fact": { "message": "nothing was sent to Seam: no connection" } },
            { "fact": { "message": "Seam cannot answer properly (HTTP 502)", "http_status": 502 } },
        ] });
        assert_eq!(shown, kept);
    }
}
