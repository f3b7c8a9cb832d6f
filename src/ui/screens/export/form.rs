//! What a person has chosen about an export, and where it stands.

use std::path::{Path, PathBuf};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    domain::ActivityQuery,
    engine::{ExportFormat, ExportOrder, ExportState, ExportView},
};

/// What the dialog is at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Phase {
    /// Not shown.
    #[default]
    Closed,
    /// A person chooses.
    Choosing(ActivityQuery),
    /// An export goes on, or has ended.
    Watching,
}

/// What the system's dialog came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) enum Chosen {
    /// A file.
    File(PathBuf),
    /// None, or no dialog came up: nobody can tell.
    Nothing,
    /// None, and so soon that no dialog can have come up.
    NoDialog,
}

/// The dialog's own state.
#[derive(Debug)]
pub(in crate::ui) struct ExportForm {
    phase: Phase,
    /// What is written.
    pub(super) format: ExportFormat,
    /// Whether names and card numbers are written too.
    pub(super) with_guests: bool,
    /// The path that is typed, where the system shows no dialog; `None` before one was suggested.
    pub(super) typed: Option<String>,
    /// Whether a path is typed.
    pub(super) types_path: bool,
    /// Whether the system has no dialog for files.
    pub(super) has_no_dialog: bool,
    /// Whether the system's dialog came back without a file.
    pub(super) came_back_empty: bool,
    /// Whether the system's dialog is open.
    pub(super) is_asking: bool,
    /// Whether the path was copied.
    pub(super) is_copied: bool,
    /// What the latest order was made from, until the engine has begun with it.
    held: Option<ActivityQuery>,
    /// The path of the order that was sent.
    sent: Option<PathBuf>,
    /// Where the last file went.
    folder: Option<PathBuf>,
}

impl ExportForm {
    /// Nothing asked for; files go into `folder` first. Where the system has no dialog for files, a path is typed.
    pub(in crate::ui) fn new(folder: Option<PathBuf>, has_dialog: bool) -> Self {
        Self {
            phase: Phase::Closed,
            format: ExportFormat::Csv,
            with_guests: false,
            typed: None,
            types_path: !has_dialog,
            has_no_dialog: !has_dialog,
            came_back_empty: false,
            is_asking: false,
            is_copied: false,
            held: None,
            sent: None,
            folder,
        }
    }

    /// Drops what was chosen; the folder stays.
    pub(in crate::ui) fn forget(&mut self) {
        *self = Self::new(self.folder.take(), !self.has_no_dialog);
    }

    /// Opens the dialog: for a new export, or for the one that goes on. Names are left out anew each time.
    pub(in crate::ui) fn open(&mut self, query: ActivityQuery, running: Option<&ExportView>) {
        let is_running = running.is_some_and(|view| view.state == ExportState::Running);
        self.phase = if is_running { Phase::Watching } else { Phase::Choosing(query) };
        (self.with_guests, self.is_copied, self.came_back_empty) = (false, false, false);
        self.typed = None;
    }

    /// Opens the dialog on the export that there is.
    pub(in crate::ui) fn watch(&mut self) {
        (self.phase, self.is_copied) = (Phase::Watching, false);
    }

    /// Closes the dialog. The system's own dialog, while it is open, leads nowhere then.
    pub(super) fn close(&mut self) {
        (self.phase, self.is_asking) = (Phase::Closed, false);
    }

    /// Whether the dialog is in front of the screen.
    pub(in crate::ui) fn is_open(&self) -> bool {
        self.phase != Phase::Closed
    }

    /// What is chosen, while a person chooses.
    pub(super) fn query(&self) -> Option<&ActivityQuery> {
        match &self.phase {
            Phase::Choosing(query) => Some(query),
            Phase::Closed | Phase::Watching => None,
        }
    }

    /// The folder for the next file.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The order did not come to anything: there is again something to choose.
    pub(in crate::ui) fn take_back(&mut self) {
        if let Some(query) = self.held.take() {
            (self.phase, self.sent) = (Phase::Choosing(query), None);
        }
    }

    /// Whether a view is about what was sent last.
    pub(super) fn is_of_order(&self, view: &ExportView) -> bool {
        self.sent.as_ref().is_none_or(|path| path.to_string_lossy() == *view.path)
    }

    /// Takes in what the system's dialog said: an order, unless it said nothing or nobody waits for it any more.
    pub(in crate::ui) fn chosen(&mut self, chosen: Chosen, now: Timestamp, zone: &TimeZone) -> Option<ExportOrder> {
        if !std::mem::take(&mut self.is_asking) {
            return None;
        }
        self.came_back_empty = chosen == Chosen::Nothing;
        match chosen {
            Chosen::File(path) => self.order(path, now, zone),
            Chosen::Nothing => None,
            Chosen::NoDialog => {
                (self.types_path, self.has_no_dialog) = (true, true);
                None
            }
        }
    }

    /// The order, with its days counted from now.
    pub(super) fn order(&mut self, path: PathBuf, now: Timestamp, zone: &TimeZone) -> Option<ExportOrder> {
        let query = self.query()?;
        let (scope, filter) = (query.scope, query.filter(now, zone));
        self.held = Some(query.clone());
        self.folder = path.parent().map(Path::to_path_buf);
        (self.phase, self.sent) = (Phase::Watching, Some(path.clone()));
        Some(ExportOrder { path, format: self.format, scope, filter, with_guests: self.with_guests })
    }
}
