//! The journal's file in its folder: made for its owner alone.

use std::{
    ffi::OsString,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// Makes the folder and the file where they are missing, both for this user alone; SQLite gives its side files the
/// rights of the file.
pub(super) fn prepare(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    let file = owners(&mut options).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}

/// An empty file for this user alone, where there is none yet.
pub(super) fn create_new(path: &Path) -> std::io::Result<fs::File> {
    owners(fs::OpenOptions::new().write(true).create_new(true)).open(path)
}

fn owners(options: &mut fs::OpenOptions) -> &fs::OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// A folder that already stands keeps its rights: it may be somebody else's.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The file beside this one whose name is longer by `ending`, as SQLite names its side files.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// In bytes; 0 for a file that is not there.
pub(super) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}

/// This moment for a file name, which sorts by time.
pub(super) fn stamp() -> String {
    stamp_of(jiff::Timestamp::now())
}

pub(super) fn stamp_of(moment: jiff::Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%S.%6fZ").to_string()
}
