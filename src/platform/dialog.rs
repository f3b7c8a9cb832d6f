//! Dialogs of the system: a message for a person when there is no window of ours to show it in, and where a file goes.

use std::{
    future::Future,
    io::Write,
    path::{Path, PathBuf},
};

use directories::UserDirs;
use eframe::Frame;

/// Shows an error in a message box of the system if there is a display, and on standard error in any case. Blocks until
/// it is read; for the main thread alone.
pub fn tell(title: &str, sentence: &str) {
    // A closed standard error is no reason to hide the message box.
    say(title, sentence);
    if has_display() {
        rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title(title).set_description(sentence).show();
    }
}

/// Says an error on standard error alone.
pub fn say(title: &str, sentence: &str) {
    let _ = writeln!(std::io::stderr(), "{title}: {sentence}");
}

/// Whether a message box could be seen at all.
pub fn has_display() -> bool {
    let is_named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_named("WAYLAND_DISPLAY") || is_named("DISPLAY")
}

/// What a dialog for a new file begins with.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// What the dialog is called.
    pub title: &'a str,
    /// The suggested name, with its extension.
    pub name: &'a str,
    /// What such files are called, and their extension.
    pub kind: (&'a str, &'a str),
    /// The folder to begin in. Where it is gone, the system chooses another.
    pub folder: Option<&'a Path>,
}

/// Opens the system's dialog for a new file in front of the window; for the main thread alone. It does not block.
///
/// `None` when it was cancelled, and where the system has no such dialog: the library behind it does not say which.
pub fn save_file(window: &Frame, file: NewFile<'_>) -> impl Future<Output = Option<PathBuf>> + use<> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(window).set_title(file.title).set_file_name(file.name);
    let dialog = dialog.add_filter(file.kind.0, &[file.kind.1]);
    let dialog = match file.folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    };
    let chosen = dialog.save_file();
    async move { chosen.await.map(|file| file.path().to_path_buf()) }
}

/// A folder of this person's that exists: the documents, else the downloads, else the home.
pub fn folder_for_files() -> Option<PathBuf> {
    let dirs = UserDirs::new()?;
    let folders = [dirs.document_dir(), dirs.download_dir(), Some(dirs.home_dir())];
    folders.into_iter().flatten().find(|folder| folder.is_dir()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_to_a_folder_that_is_there() {
        if let Some(folder) = folder_for_files() {
            assert!(folder.is_absolute() && folder.is_dir(), "{folder:?}");
        }
    }
}
