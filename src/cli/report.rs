//! `keydesk report`: the figures of a shift on one page.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;

use super::{
    Exit, Starter,
    when::When,
    which::{Which, with_journal},
    written,
};
use crate::journal::{
    Questions,
    export::{Format, Selection},
};

/// `keydesk report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Without --since it is about today.
    #[command(flatten)]
    which: Which,
    /// As a page of text, or its figures as CSV (RFC 4180).
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// To this file, which is replaced once it is complete.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReportFormat {
    Text,
    Csv,
}

pub(super) async fn report(mut args: ReportArgs, starter: &Starter) -> Exit {
    args.which.since.get_or_insert(When::Today);
    with_journal(starter, async |journal| tell(journal, args).await).await
}

async fn tell<Q: Questions>(record: &Q, args: ReportArgs) -> Exit {
    let zone = TimeZone::system();
    let format = match args.format {
        ReportFormat::Text => Format::ReportText,
        ReportFormat::Csv => Format::ReportCsv,
    };
    match args.which.filter(record, &zone).await {
        Ok(filter) => {
            let selection = Selection { format, filter, limit: None, with_guests: false, zone };
            written::write(record, selection, args.output.as_deref()).await
        }
        Err(exit) => exit,
    }
}
