//! Where the running instance listens: a file in the data folder, which only its owner can write and nobody has to guess.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// Longer than any path or pipe that a system takes.
const LONGEST: u64 = 4096;

fn path(folder: &Path) -> PathBuf {
    folder.join("keydesk.handoff")
}

/// Puts the address in place of an older one, for this user alone. Returns the file, whose owner this user is.
pub(super) fn write(folder: &Path, address: &[u8]) -> io::Result<fs::File> {
    let fresh = folder.join("keydesk.handoff.new");
    let _ = fs::remove_file(&fresh);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(address)?;
    fs::rename(&fresh, path(folder))?;
    Ok(file)
}

/// The address and the file that holds it.
pub(super) fn read(folder: &Path) -> io::Result<(Vec<u8>, fs::File)> {
    let file = fs::File::open(path(folder))?;
    let mut address = Vec::new();
    (&file).take(LONGEST).read_to_end(&mut address)?;
    Ok((address, file))
}

/// Takes the address away. One that stays leads nowhere and is replaced by the next instance.
pub(super) fn remove(folder: &Path) {
    let _ = fs::remove_file(path(folder));
}
