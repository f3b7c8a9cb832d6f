//! What the operating system keeps of a crash: a core dump would hold the key and every guest on the list.

use std::io;

/// Forbids core dumps of this process and of what it starts.
///
/// # Errors
/// What the operating system says.
#[cfg(unix)]
pub fn forbid() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    Ok(())
}

/// Nothing is done on Windows, which keeps no dumps unless `LocalDumps` in its registry asks for them, for all programs or for
/// this one. Its error reporting may send a small one; to leave this program out of that is an administrator's to say.
#[cfg(not(unix))]
pub fn forbid() -> io::Result<()> {
    Ok(())
}
