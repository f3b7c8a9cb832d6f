//! Attempts as a file or on standard output.

use std::{io, path::Path};

use tokio_util::sync::CancellationToken;

use super::{Exit, out};
use crate::journal::{
    Questions,
    export::{ExportError, ExportSpec, Selection, export, write_to},
};

/// Writes to the file, or to standard output where none is named. Ctrl-C ends it and leaves no file.
pub(super) async fn write<Q: Questions>(record: &Q, selection: Selection, file: Option<&Path>) -> Exit {
    let cancel = CancellationToken::new();
    let Some(path) = file else {
        return exit(write_to(record, &selection, io::stdout(), &cancel).await.map(drop));
    };
    let spec = ExportSpec { path: path.to_owned(), selection };
    let exporting = export(record, &spec, |_| {}, &cancel);
    tokio::pin!(exporting);
    let ended = tokio::select! {
        // Before there is a draft there is somebody who removes it.
        biased;
        Ok(()) = tokio::signal::ctrl_c() => {
            cancel.cancel();
            exporting.await
        }
        ended = &mut exporting => ended,
    };
    exit(ended.map(|count| out::sentence(format!("{count} attempts were written to {}", path.display()))))
}

fn exit(ended: Result<(), ExportError>) -> Exit {
    match ended {
        // Whoever closes the pipe has seen enough.
        Ok(()) | Err(ExportError::Closed) => Exit::Done,
        Err(error) => {
            out::sentence(error.to_string());
            Exit::Failed
        }
    }
}
