//! Writing what a filter shows to a file, beside everything else.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::{Command, ExportFormat, ExportOrder, ExportState, ExportView, activity::Source, actor::Engine, news::News};
use crate::journal::{
    Questions,
    export::{ExportError, ExportSpec, Format, Selection, export},
};

/// How often the rows that are written are told.
const TOLD_EVERY: Duration = Duration::from_millis(100);

/// The export under way, and the latest one's end.
#[derive(Default)]
pub(super) struct Exporting {
    pub(super) view: Option<ExportView>,
    /// Counts exports: what an older one brings back is dropped.
    number: u64,
    cancel: CancellationToken,
}

/// How an export ended.
#[derive(Debug)]
pub(super) enum ExportEnd {
    Done(u64),
    Cancelled,
    Failed(String),
}

impl Engine {
    /// A file holds what is shown to whoever asks for it and no more, whoever approves it. It is narrowed before anything waits,
    /// so that a supervisor reads what will be in it.
    pub(super) fn keep_to_visible(&self, command: Command) -> Command {
        let Command::Export(order) = command else { return command };
        let (scope, filter) = self.visible(order.scope, order.filter);
        Command::Export(ExportOrder { scope, filter, ..order })
    }

    /// One at a time.
    pub(super) fn start_export(&mut self, order: ExportOrder) {
        if self.exporting.view.as_ref().is_some_and(|view| view.state == ExportState::Running) {
            return;
        }
        let path: Arc<str> = order.path.to_string_lossy().into();
        let Some(source) = self.source_of(order.scope) else {
            let reason = match self.work {
                Some(_) => "the shared record does not answer; export this desk alone, or try again later",
                None => "this desk has no connection to a workspace; connect it first",
            };
            let state = ExportState::Failed(reason.into());
            self.exporting.view = Some(ExportView { path, written: 0, total: 0, state });
            return;
        };
        self.exporting.number += 1;
        self.exporting.cancel = self.cancel.child_token();
        self.exporting.view = Some(ExportView { path, written: 0, total: 0, state: ExportState::Running });
        self.run_export(source, order);
    }

    fn run_export(&mut self, source: Source, order: ExportOrder) {
        self.last_words += 1;
        let (number, cancel) = (self.exporting.number, self.exporting.cancel.clone());
        let (news, origin) = (self.news.clone(), self.origin());
        let selection = Selection {
            format: format(order.format),
            filter: order.filter,
            limit: None,
            with_guests: order.with_guests,
            zone: self.zone(),
        };
        let spec = ExportSpec { path: order.path, selection };
        let mut told = Instant::now();
        let tell = move |written: u64, total: u64| {
            if told.elapsed() >= TOLD_EVERY || written == 0 {
                told = Instant::now();
                let _ = news.send((origin, News::ExportAt(number, written, total)));
            }
        };
        let broken = News::ExportEnded(number, ExportEnd::Failed("the task that writes broke off".to_owned()));
        self.spawn_to_the_end(
            async move { News::ExportEnded(number, write(&source, &spec, tell, &cancel).await) },
            broken,
        );
    }

    pub(super) fn on_export_at(&mut self, number: u64, written: u64, total: u64) {
        if number != self.exporting.number {
            return;
        }
        if let Some(view) = &mut self.exporting.view {
            (view.written, view.total) = (written, total);
        }
    }

    pub(super) fn on_export_ended(&mut self, number: u64, end: ExportEnd) {
        self.last_words = self.last_words.saturating_sub(1);
        let Some(view) = self.exporting.view.as_mut().filter(|_| number == self.exporting.number) else { return };
        view.state = match end {
            ExportEnd::Done(written) => {
                (view.written, view.total) = (written, written);
                ExportState::Done
            }
            ExportEnd::Cancelled => ExportState::Cancelled,
            ExportEnd::Failed(reason) => ExportState::Failed(reason.into()),
        };
    }

    pub(super) fn cancel_export(&self) {
        self.exporting.cancel.cancel();
    }

    pub(super) fn dismiss_export(&mut self) {
        let is_running = |view: &ExportView| view.state == ExportState::Running;
        self.exporting.view = self.exporting.view.take().filter(is_running);
    }
}

fn format(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Json => Format::Json,
        ExportFormat::JsonLines => Format::JsonLines,
        ExportFormat::ReportText => Format::ReportText,
        ExportFormat::ReportCsv => Format::ReportCsv,
    }
}

async fn write(
    source: &Source,
    spec: &ExportSpec,
    tell: impl FnMut(u64, u64) + Send,
    cancel: &CancellationToken,
) -> ExportEnd {
    match source {
        Source::Desk(journal) => write_from(journal, spec, tell, cancel).await,
        Source::Shared(shared) => write_from(shared, spec, tell, cancel).await,
    }
}

async fn write_from<R: Questions>(
    record: &R,
    spec: &ExportSpec,
    mut tell: impl FnMut(u64, u64) + Send,
    cancel: &CancellationToken,
) -> ExportEnd {
    let counting = cancel.run_until_cancelled(record.overview(&spec.selection.filter, &[])).await;
    let total = match counting {
        None => return ExportEnd::Cancelled,
        Some(Ok(overview)) => overview.total,
        Some(Err(error)) => return ExportEnd::Failed(error.to_string()),
    };
    tell(0, total);
    match export(record, spec, |written| tell(written, total), cancel).await {
        Ok(written) => ExportEnd::Done(written),
        Err(ExportError::Cancelled) => ExportEnd::Cancelled,
        Err(error) => ExportEnd::Failed(error.to_string()),
    }
}
