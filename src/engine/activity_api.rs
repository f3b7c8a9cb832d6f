//! What a screen asks about attempts, and what it gets to draw.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::domain::{
    ActivityFilter, ActivityQuery, AttemptRow, Choices, Fact, FactKind, FollowUpState, JobId, Overview, Pattern,
    Problem, Scope, Times, WorkspaceId,
};

/// A note is a few sentences.
const LONGEST_NOTE: usize = 4_000;

/// The answer to the latest [`ActivityQuery`]. While a newer one is being answered the old answer stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityView {
    /// What it answers, as it was asked; to a clerk, whatever it asks, with their own attempts at this desk alone.
    pub query: ActivityQuery,
    /// Whether a newer answer is on its way.
    pub is_loading: bool,
    /// Why there is no newer answer, or why it is this desk's alone.
    pub trouble: Option<ActivityTrouble>,
    /// Counted.
    pub overview: Overview,
    /// What can be chosen.
    pub choices: Choices,
    /// Attempts that nobody knows the outcome of, whatever was chosen.
    pub unsettled: Vec<AttemptRow>,
    /// Failures that belong together.
    pub patterns: Vec<Pattern>,
    /// The number of the first of `rows` among all that match.
    pub offset: u64,
    /// The rows around those that were asked for last, the newest first.
    pub rows: Vec<AttemptRow>,
}

/// What stands between a supervisor and the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivityTrouble {
    /// The journal does not answer, in its words.
    Journal(Arc<str>),
    /// The shared record does not answer, in its words: what is shown is this desk's alone.
    SharedAway(Arc<str>),
}

/// How this desk stands with the shared record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SharedState {
    /// None is named in the settings.
    #[default]
    Off,
    /// On the way to it.
    Connecting,
    /// It takes this desk's events.
    Up {
        /// How many events are still to be shipped.
        waiting: u64,
    },
    /// It does not, and they wait here.
    Away {
        /// In words, without secrets.
        reason: Arc<str>,
        /// Since when.
        since: Timestamp,
    },
}

/// One attempt with all that is recorded about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptDetails {
    /// As its events leave it.
    pub row: AttemptRow,
    /// Its events, in order.
    pub facts: Vec<Fact>,
    /// Where its time went.
    pub times: Times,
    /// Others of the same guest and encoder, the newest first.
    pub related: Vec<AttemptRow>,
    /// Whether Seam is being asked about it.
    pub is_asking: bool,
    /// Why Seam could not be asked.
    pub ask_trouble: Option<Problem>,
    /// Whether it was made at this desk, so that it can be settled here.
    pub is_own: bool,
}

impl AttemptDetails {
    /// The workspace that it was made in.
    pub fn workspace(&self) -> Option<&WorkspaceId> {
        self.facts
            .iter()
            .find_map(|fact| if let FactKind::Intended(intent) = &fact.kind { Some(&intent.workspace) } else { None })
    }
}

/// What is written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// RFC 4180, UTF-8.
    Csv,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// The shift report, one page of text.
    ReportText,
    /// The shift report's figures, RFC 4180.
    ReportCsv,
}

impl ExportFormat {
    /// The usual end of such a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::ReportCsv => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::ReportText => "txt",
        }
    }
}

/// An export of exactly what a filter shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportOrder {
    /// Where to. It is replaced in one step, once the export is complete.
    pub path: PathBuf,
    /// What.
    pub format: ExportFormat,
    /// Whose.
    pub scope: Scope,
    /// Which.
    pub filter: ActivityFilter,
    /// Whether names and card numbers are written too.
    pub with_guests: bool,
}

/// How the latest export is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportView {
    /// Where to.
    pub path: Arc<str>,
    /// Rows that are written.
    pub written: u64,
    /// Rows that there are.
    pub total: u64,
    /// How it stands.
    pub state: ExportState,
}

/// How an export stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportState {
    /// Under way.
    Running,
    /// The file is there.
    Done,
    /// A person stopped it; there is no file.
    Cancelled,
    /// It broke off, in words; there is no file.
    Failed(Arc<str>),
}

/// A change of the work on a failure.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowUpOrder {
    /// The attempt.
    pub job: JobId,
    /// Where it stands from here on.
    pub state: FollowUpState,
    /// In their words.
    pub note: Option<Arc<str>>,
}

impl FollowUpOrder {
    /// The note as it is written down.
    pub(super) fn kept_note(&self) -> Option<Arc<str>> {
        let trimmed = self.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        trimmed.map(|note| note.chars().take(LONGEST_NOTE).collect::<String>().into())
    }
}

impl std::fmt::Debug for FollowUpOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FollowUpOrder").field("job", &self.job).field("state", &self.state).finish_non_exhaustive()
    }
}
