//! `keydesk attempts`: the journal of this desk, which is the only history of failed encodes there is.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{
    Exit, Starter, out,
    which::{Which, failed, with_journal},
    written,
};
use crate::{
    domain::{ActivityFilter, AttemptRow, Guest, OutcomeFilter, ProblemCode, Subject},
    journal::{
        Questions,
        export::{Format, Selection},
    },
};

/// How many a person is shown who did not say how many.
const SHOWN: u32 = 100;

/// `keydesk attempts`.
#[derive(Debug, Args)]
pub struct AttemptsArgs {
    #[command(flatten)]
    which: Which,
    /// How they ended: all, encoded, failures or unsettled.
    #[arg(long, value_name = "OUTCOME", value_parser = outcome, conflicts_with = "failed")]
    outcome: Option<OutcomeFilter>,
    /// Only those that did not end with a card; the same as --outcome failures.
    #[arg(long)]
    failed: bool,
    /// For this cause alone, such as card-removed-early.
    #[arg(long, value_name = "CAUSE", value_parser = cause)]
    cause: Option<ProblemCode>,
    /// At most this many, the newest. Left out: 100 in a table and with --json, else all of them.
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// As a table for people, or whole as CSV (RFC 4180), as one JSON array, or as one JSON object a line.
    #[arg(long, value_enum, default_value_t = FormatArg::Table, conflicts_with = "json")]
    format: FormatArg,
    /// With guests, card numbers and Seam's messages, which csv, json and jsonl leave out otherwise.
    #[arg(long)]
    guests: bool,
    /// To this file, which is replaced once it is complete. A CSV file begins with a mark that Excel needs.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The table as one JSON object a line, guests included.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Table,
    Csv,
    Json,
    Jsonl,
}

fn outcome(text: &str) -> Result<OutcomeFilter, String> {
    let keys = OutcomeFilter::ALL.map(OutcomeFilter::key).join(", ");
    let found = OutcomeFilter::ALL.into_iter().find(|outcome| outcome.key() == text);
    found.ok_or_else(|| format!("it is one of {keys}"))
}

fn cause(text: &str) -> Result<ProblemCode, String> {
    ProblemCode::from_key(text)
        .ok_or_else(|| format!("it is one of {}", ProblemCode::ALL.map(ProblemCode::key).join(", ")))
}

pub(super) async fn attempts(args: AttemptsArgs, starter: &Starter) -> Exit {
    if args.output.is_some() && (args.json || args.format == FormatArg::Table) {
        out::sentence("--output goes with --format csv, json or jsonl");
        return Exit::Usage;
    }
    with_journal(starter, async |journal| tell(journal, args).await).await
}

async fn tell<Q: Questions>(record: &Q, args: AttemptsArgs) -> Exit {
    let zone = TimeZone::system();
    let mut filter = match args.which.filter(record, &zone).await {
        Ok(filter) => filter,
        Err(exit) => return exit,
    };
    let outcome = args.outcome.unwrap_or_default();
    filter.outcome = if args.failed { OutcomeFilter::Failures } else { outcome };
    filter.cause = args.cause;
    let format = match args.format {
        FormatArg::Table => return show(record, &filter, &args).await,
        FormatArg::Csv => Format::Csv,
        FormatArg::Json => Format::Json,
        FormatArg::Jsonl => Format::JsonLines,
    };
    let limit = args.limit.map(u64::from);
    let selection = Selection { format, filter, limit, with_guests: args.guests, zone };
    written::write(record, selection, args.output.as_deref()).await
}

/// The newest, as a table or as lines of JSON.
async fn show<Q: Questions>(record: &Q, filter: &ActivityFilter, args: &AttemptsArgs) -> Exit {
    match record.after(filter, None, args.limit.unwrap_or(SHOWN)).await {
        Ok(rows) if args.json => rows.iter().for_each(|row| out::json(&row_json(row))),
        Ok(rows) => {
            let heading = ["TIME", "ENCODER", "GUEST", "OUTCOME", "CAUSE", "TOOK", "JOB"].map(str::to_owned).to_vec();
            let rows: Vec<_> = std::iter::once(heading).chain(rows.iter().map(row_cells)).collect();
            out::table(&rows);
        }
        Err(error) => return failed(&error),
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
