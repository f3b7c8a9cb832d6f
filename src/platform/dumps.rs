//! What the operating system keeps of a crash: a core dump would hold the key and every guest on the list.

use std::io;

/// In bytes. A dump that Linux hands to a program, such as systemd-coredump or apport, asks for no limit but this one, which
/// is the kernel's own mark of a process that is never dumped; no file of one byte is written either.
#[cfg(target_os = "linux")]
const MOST: u64 = 1;
#[cfg(all(unix, not(target_os = "linux")))]
const MOST: u64 = 0;

/// Forbids core dumps of this process and of what it starts.
///
/// # Errors
/// What the operating system says.
#[cfg(unix)]
pub fn forbid() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |bytes| setrlimit(Resource::Core, Rlimit { current: Some(bytes), maximum: Some(bytes) });
    // Whoever started the program may have left less, which cannot be raised.
    Ok(limit(MOST).or_else(|_| limit(0))?)
}

/// Nothing is done on Windows, which keeps no dumps unless `LocalDumps` in its registry asks for them, for all programs or for
/// this one. Its error reporting may send a small one; to leave this program out of that is an administrator's to say.
#[cfg(not(unix))]
pub fn forbid() -> io::Result<()> {
    Ok(())
}
