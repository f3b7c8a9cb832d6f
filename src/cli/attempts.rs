//! `keydesk attempts`: the journal of this desk, which is the only history of failed encodes there is.

use clap::Args;
use serde_json::{Value, json};

use super::{Exit, Starter, out};
use crate::{
    domain::{AttemptRow, Guest, Subject},
    journal::{AttemptFilter, Journal},
};

/// `keydesk attempts`.
#[derive(Debug, Args)]
pub struct AttemptsArgs {
    /// Only those that did not end with a card.
    #[arg(long)]
    failed: bool,
    /// At most this many.
    #[arg(long, default_value_t = 100, value_name = "N")]
    limit: u32,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

pub(super) async fn attempts(args: AttemptsArgs, starter: &Starter) -> Exit {
    if !starter.journal.exists() {
        out::sentence("this desk has no journal yet: no card was ever tried from here");
        return Exit::Done;
    }
    let filter = AttemptFilter { failed_only: args.failed, limit: args.limit, ..AttemptFilter::default() };
    let read = async {
        let journal = Journal::open(&starter.journal).await?;
        let rows = journal.attempts(&filter).await;
        journal.close().await;
        rows
    };
    match read.await {
        Ok(rows) if args.json => rows.iter().for_each(|row| out::json(&row_json(row))),
        Ok(rows) => {
            let heading = ["TIME", "ENCODER", "GUEST", "OUTCOME", "CAUSE", "TOOK", "JOB"].map(str::to_owned).to_vec();
            let rows: Vec<_> = std::iter::once(heading).chain(rows.iter().map(row_cells)).collect();
            out::table(&rows);
        }
        Err(error) => {
            out::sentence(error.to_string());
            return Exit::Failed;
        }
    }
    Exit::Done
}

fn row_cells(row: &AttemptRow) -> Vec<String> {
    vec![
        row.at.to_string(),
        row.encoder_name.to_string(),
        row.guest.as_ref().map_or("-", Guest::full_name).to_owned(),
        row.outcome.key().to_owned(),
        row.problem.as_ref().map_or("-", |problem| problem.code.key()).to_owned(),
        row.duration.map_or_else(|| "-".to_owned(), |took| format!("{:.1} s", took.as_secs_f64())),
        row.job.to_string(),
    ]
}

fn row_json(row: &AttemptRow) -> Value {
    let (key, id) = match &row.subject {
        Subject::Credential(id) => ("acs_credential_id", id.as_str()),
        Subject::AccessMethod(id) => ("access_method_id", id.as_str()),
    };
    let details = row.problem.as_ref().map(|problem| &problem.details);
    json!({
        "job_id": row.job.to_string(),
        "at": row.at.to_string(),
        "acs_encoder_id": row.encoder.as_str(),
        "encoder": &*row.encoder_name,
        key: id,
        "guest": row.guest.as_ref().map(Guest::full_name),
        "doors": row.doors.iter().map(|door| &**door).collect::<Vec<_>>(),
        "operator": &*row.operator.0,
        "desk": &*row.desk.0,
        "outcome": row.outcome.key(),
        "problem": row.problem.as_ref().map(|problem| problem.code.key()),
        "error_type": details.and_then(|details| details.error_type.as_deref()),
        "error_message": details.and_then(|details| details.message.as_deref()),
        "action_attempt_id": row.attempt.as_ref().map(ToString::to_string),
        "request_id": row.request.as_ref().map(ToString::to_string),
        "card_number": row.card_number.as_deref(),
        "duration_ms": row.duration.map(|took| took.as_millis()),
        "retry_of": row.retry_of.map(|job| job.to_string()),
    })
}
