//! The file: whole or not there, for this user alone, in bounded memory.

use std::{fs, io, path::Path};

use keydesk::{
    domain::{ActivityFilter, OutcomeFilter},
    journal::export::{ExportError, ExportSpec, Format, export, write_to},
};
use tokio_util::sync::CancellationToken;

use super::{Record, Selection, objects, row, selection, written};

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

async fn to(path: &Path, record: &Record) -> Result<u64, ExportError> {
    let spec = ExportSpec { path: path.to_owned(), selection: selection(Format::Csv) };
    export(record, &spec, |_| {}, &CancellationToken::new()).await
}

#[tokio::test]
async fn two_hundred_thousand_rows_are_read_a_few_hundred_at_a_time() {
    let record = Record::generated(200_000);
    let (path, mut heard) = (tempfile::NamedTempFile::new().unwrap().into_temp_path(), Vec::new());
    let spec = ExportSpec { path: path.to_path_buf(), selection: selection(Format::JsonLines) };
    let count = export(&record, &spec, |rows| heard.push(rows), &CancellationToken::new()).await.unwrap();
    assert_eq!(count, 200_000);
    let asked = record.asked.lock().unwrap().clone();
    assert!(asked.iter().all(|limit| *limit <= 500), "no more than a batch is in memory");
    assert_eq!(asked.len(), 401, "each row is read once");
    assert!(heard.is_sorted() && heard.len() == 400 && heard.last() == Some(&200_000));
    let lines = fs::read(&path).unwrap().into_iter().filter(|byte| *byte == b'\n').count();
    assert_eq!(lines, 200_000);
}

#[tokio::test]
async fn a_file_is_replaced_once_the_export_is_complete_and_is_for_its_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attempts.csv");
    fs::write(&path, "what was there").unwrap();
    let record = Record::generated(1_200);
    let spec = ExportSpec { path: path.clone(), selection: selection(Format::Csv) };
    let (before, cancel) = (path.clone(), CancellationToken::new());
    let is_untouched = move |_| assert_eq!(fs::read_to_string(&before).unwrap(), "what was there");
    export(&record, &spec, is_untouched, &cancel).await.unwrap();
    assert_eq!(objects(&fs::read(&path).unwrap()).len(), 1_200);
    assert_eq!(names_in(folder.path()), ["attempts.csv"]);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
}

#[tokio::test]
async fn an_export_that_is_stopped_leaves_nothing_and_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attempts.csv");
    fs::write(&path, "what was there").unwrap();
    let record = Record::generated(5_000);
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let stop_soon = move |rows| {
        if rows >= 1_000 {
            stop.cancel();
        }
    };
    let spec = ExportSpec { path: path.clone(), selection: selection(Format::Csv) };
    // On a task of its own, as the engine runs it.
    let exporting = record.clone();
    let stopped = tokio::spawn(async move { export(&exporting, &spec, stop_soon, &cancel).await }).await.unwrap();
    assert!(matches!(stopped, Err(ExportError::Cancelled)), "{stopped:?}");
    assert_eq!(record.asked.lock().unwrap().len(), 2, "nothing is read after that");
    assert_eq!(names_in(folder.path()), ["attempts.csv"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "what was there");
}

#[tokio::test]
async fn what_no_export_may_replace_stays() {
    let folder = tempfile::tempdir().unwrap();
    let record = Record::generated(3);
    let refused = to(folder.path(), &record).await;
    assert!(matches!(refused, Err(ExportError::NotReplaceable { .. })), "{refused:?}");
    let journal = folder.path().join("journal.sqlite");
    fs::write(&journal, b"SQLite format 3\0 and the rest").unwrap();
    assert!(matches!(to(&journal, &record).await, Err(ExportError::NotReplaceable { .. })));
    let away = to(&folder.path().join("away/attempts.csv"), &record).await.unwrap_err();
    assert!(away.to_string().contains("cannot be written"), "{away}");
    assert_eq!(names_in(folder.path()), ["journal.sqlite"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
    fs::write(&path, "old").unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    to(&link, &Record::generated(3)).await.unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(objects(&fs::read(&path).unwrap()).len(), 3);
}

/// A disk with room for so many bytes.
struct Small(usize, io::ErrorKind);

impl io::Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(self.1)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_full_disk_and_a_closed_pipe_are_told_apart() {
    let (record, cancel) = (Record::generated(2_000), CancellationToken::new());
    let csv = selection(Format::Csv);
    let full = write_to(&record, &csv, Small(100_000, io::ErrorKind::StorageFull), &cancel).await.unwrap_err();
    assert!(full.to_string().contains("is full: make room on it"), "{full}");
    let closed = write_to(&record, &csv, Small(100_000, io::ErrorKind::BrokenPipe), &cancel).await;
    assert!(matches!(closed, Err(ExportError::Closed)), "{closed:?}");
}

#[tokio::test]
async fn exactly_what_the_filter_shows_is_written_in_its_order() {
    let record = Record::generated(1_000);
    let filter = ActivityFilter {
        since: Some("2026-11-24T12:00:00Z".parse().unwrap()),
        until: Some("2026-11-24T18:00:00Z".parse().unwrap()),
        encoder: Some("enc_0".into()),
        outcome: OutcomeFilter::Unsettled,
        ..ActivityFilter::default()
    };
    let sheet = objects(&written(&record, Selection { filter, ..selection(Format::Csv) }).await);
    let jobs: Vec<String> = sheet.iter().map(|cells| cells[0].1.clone()).collect();
    let shown: Vec<String> =
        (120..480).rev().filter(|number| number % 4 == 2).map(|n| row(n, "").job.to_string()).collect();
    assert_eq!(jobs, shown);
}

#[tokio::test]
async fn a_limit_gives_the_newest() {
    let record = Record::generated(2_000);
    for limit in [0, 1, 500, 501] {
        let spec = ExportSpec {
            path: tempfile::NamedTempFile::new().unwrap().into_temp_path().to_path_buf(),
            selection: Selection { limit: Some(limit), ..selection(Format::Csv) },
        };
        assert_eq!(export(&record, &spec, |_| {}, &CancellationToken::new()).await.unwrap(), limit);
        let sheet = objects(&fs::read(&spec.path).unwrap());
        let jobs: Vec<&String> = sheet.iter().map(|cells| &cells[0].1).collect();
        assert_eq!(jobs, record.jobs().iter().take(usize::try_from(limit).unwrap()).collect::<Vec<_>>());
        fs::remove_file(&spec.path).unwrap();
    }
}
