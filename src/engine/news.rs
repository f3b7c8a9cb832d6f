//! What the engine's child tasks bring back.

use std::{collections::HashMap, sync::Arc, time::Duration};

use jiff::Timestamp;

use super::{
    BundleView, Keep, KeyringTrouble, TokenSource,
    access::{Changed, Checked},
    activity::{Asked, Picture, Recorded},
    config::Practice,
    exporting::ExportEnd,
    jobs::Pressed,
    sharing::SharedNews,
};
use crate::{
    domain::{
        AttemptReport, AttemptRow, Card, CardOnEncoder, Catalog, Directory, Door, Encoder, EncoderHistory, EncoderId,
        Fact, Found, JobId, Problem, Progress, RetentionRun, Subject, SubjectState, Workspace,
    },
    flow::encode::Submission,
    journal::{Journal, JournalError, Recovery},
    keychain::StoredToken,
    seam::{Answer, Client, SeamError, Token},
};

/// A call's end, with the server's clock beside the desk's at that moment.
#[derive(Debug)]
pub(super) struct Heard<T> {
    pub value: Result<T, SeamError>,
    pub server_time: Option<Timestamp>,
    pub wall: Timestamp,
}

impl<T> Heard<T> {
    pub(super) fn of(result: Result<Answer<T>, SeamError>) -> Self {
        let server_time = result.as_ref().ok().and_then(|answer| answer.server_time);
        Self { value: result.map(|answer| answer.value), server_time, wall: Timestamp::now() }
    }
}

/// A token that was tried.
#[derive(Debug)]
pub(super) struct Tried {
    pub client: Arc<Client>,
    pub token: StoredToken,
    pub kind: Token,
    pub source: TokenSource,
    pub answer: Heard<(Workspace, Arc<[Encoder]>)>,
}

/// What a child task belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// The session, counted.
    pub session: u64,
    /// How often the desk had come to rest.
    pub rests: u64,
}

/// How a record came off.
pub(super) type Written = Result<(), String>;

#[derive(Debug)]
pub(super) enum News {
    Keyring(Result<Option<StoredToken>, KeyringTrouble>),
    Tried(Box<Tried>),
    Kept(Keep, Result<(), KeyringTrouble>),
    Practice(Result<Practice, String>),
    Journal(Result<OpenJournal, JournalTrouble>),
    Directory(Arc<Directory>, Heard<()>),
    Rows(Catalog, Progress),
    Loaded(Heard<Option<Catalog>>),
    Probed(Box<Heard<Workspace>>),
    Found(Found),
    Doors(Vec<(Subject, Vec<Door>)>),
    OpenJobs(Result<Vec<Vec<Fact>>, String>),
    TakenOver(JobId, Result<Vec<Fact>, String>),
    Histories(HashMap<EncoderId, EncoderHistory>),
    OrderedCard(Box<(Pressed, Heard<Card>)>),
    Recorded(JobId, Written),
    Backlog(JobId, Vec<Fact>),
    Room(Written),
    Recovered(Result<Recovery, String>),
    Submitted(JobId, Box<Heard<Duration>>, Submission),
    Attempts(Vec<(JobId, Heard<AttemptReport>)>),
    Read(JobId, Box<Heard<SubjectState>>),
    CardRead(JobId, u32, Result<Box<CardOnEncoder>, Problem>),
    Reread(Subject, Box<Heard<SubjectState>>),
    Activity(Asked, Result<Box<Picture>, String>),
    ActivityRows(Asked, (u64, u32), Result<Vec<AttemptRow>, String>),
    Attempt(Asked, Result<Option<(Recorded, bool)>, String>),
    Reasked(JobId, Box<Heard<AttemptReport>>),
    Noted(Written),
    ExportAt(u64, u64, u64),
    ExportEnded(u64, ExportEnd),
    Retained(Result<RetentionRun, JournalError>),
    Shared(u64, SharedNews),
    PinChecked(Checked),
    AccessNoted(Written),
    Changed(Box<Changed>),
    Bundled(Result<BundleView, String>),
}

impl News {
    /// Whether a desk that came to rest since has to forget it.
    pub(super) fn is_about_guests(&self) -> bool {
        matches!(
            self,
            Self::Directory(..)
                | Self::Rows(..)
                | Self::Loaded(_)
                | Self::Found(_)
                | Self::Doors(_)
                | Self::Reread(..)
                | Self::Activity(..)
                | Self::ActivityRows(..)
                | Self::Attempt(..)
        )
    }
}

/// Why a journal does not open.
#[derive(Debug)]
pub(super) enum JournalTrouble {
    /// It is damaged; what is readable of it can be saved.
    Damaged(String),
    /// Anything else.
    Other(String),
}

impl From<JournalError> for JournalTrouble {
    fn from(error: JournalError) -> Self {
        let is_damaged = matches!(error, JournalError::Corrupt { .. });
        let reason = error.to_string();
        if is_damaged { Self::Damaged(reason) } else { Self::Other(reason) }
    }
}

/// A journal with what it holds of the time before.
#[derive(Debug)]
pub(super) struct OpenJournal {
    pub journal: Journal,
    pub histories: HashMap<EncoderId, EncoderHistory>,
    pub open_jobs: Vec<Vec<Fact>>,
}
