//! Replacing a file in one step, and keeping one that cannot be understood.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use super::lock::Alone;

/// Longer files, in bytes, hold something else than settings.
pub(super) const LONGEST: u64 = 1 << 20;

/// How the end of a name begins under which a broken file is kept.
const BROKEN: &str = "broken-";

/// Whether there is something of this name, readable or not.
pub(super) fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

/// Reads a file, and no more of it than shows that it is too long.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is changed where a link stands: the file that it leads to.
pub(super) fn followed(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Where a file stands.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file beside it, brings that to the disk, and renames it. A link is followed, not replaced.
pub(super) fn replace(path: &Path, bytes: &[u8], _: &Alone) -> io::Result<()> {
    let path = followed(path);
    let draft = beside(&path, &format!("{}.tmp", std::process::id()));
    let written = write_draft(&draft, bytes).and_then(|()| fs::rename(&draft, &path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written?;
    #[cfg(unix)]
    fs::File::open(folder(&path))?.sync_all()?;
    Ok(())
}

fn write_draft(draft: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// For this user alone, where it is new.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Keeps what stands in the file below the first free name beside it, and puts something else in its place, or nothing. At
/// every moment there is one or the other in its place, so that a start after a power cut finds no absent file.
pub(super) fn set_aside(path: &Path, instead: Option<&[u8]>, alone: &Alone) -> io::Result<PathBuf> {
    let aside = keep_beside(path)?;
    match instead {
        Some(bytes) => replace(path, bytes, alone)?,
        None => fs::remove_file(path)?,
    }
    Ok(aside)
}

/// A name is taken by a hard link, which never overwrites; where the file system has none, the name is looked up first.
fn keep_beside(path: &Path) -> io::Result<PathBuf> {
    let file = fs::canonicalize(path)?;
    for number in 1..=1000 {
        let aside = beside(path, &format!("{BROKEN}{number}"));
        match fs::hard_link(&file, &aside) {
            Ok(()) => return Ok(aside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(_) if is_there(&aside) => {}
            Err(_) => return fs::copy(&file, &aside).map(|_| aside),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many broken settings files are kept"))
}

/// What was set aside, the oldest first.
pub(super) fn kept_beside(path: &Path) -> Vec<PathBuf> {
    let beginning = beside(path.file_name().map_or(path, Path::new), BROKEN).into_os_string();
    let number = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        name.strip_prefix(beginning.to_str()?)?.parse::<u16>().ok()
    };
    let files = fs::read_dir(folder(path)).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut kept: Vec<_> = files.filter_map(|path| Some((number(&path)?, path))).collect();
    kept.sort();
    kept.into_iter().map(|(_, path)| path).collect()
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
