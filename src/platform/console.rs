//! Why Keydesk is a console program on Windows too, and how its window gets rid of the console.
//!
//! `windows_subsystem = "windows"` would take standard output away from the command line, and a shell does not wait for
//! such a program, so that exit codes are lost; both are promises of the command line. Attaching to the parent's
//! console mends the first alone, and it needs unsafe code. So the program keeps its console, and a start that opens
//! the window starts itself once more without one.

use std::io;

#[cfg(windows)]
const MARK: &str = "KEYDESK_WITHOUT_CONSOLE";

/// Starts the program again with the same arguments and without a console, where that makes a difference. `true` means
/// that this process is to end, for the other one opens the window.
///
/// # Errors
/// When the second process cannot be started; the window may then open in this one.
#[cfg(windows)]
pub fn leave() -> io::Result<bool> {
    use std::{
        os::windows::process::CommandExt,
        process::{Command, Stdio},
    };
    /// `DETACHED_PROCESS` of `CreateProcess`.
    const DETACHED_PROCESS: u32 = 0x0000_0008;
    if std::env::var_os(MARK).is_some() {
        return Ok(false);
    }
    let mut again = Command::new(std::env::current_exe()?);
    again.args(std::env::args_os().skip(1)).env(MARK, "1").creation_flags(DETACHED_PROCESS);
    again.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    Ok(true)
}

/// Only Windows opens a console for a program that was started without one.
///
/// # Errors
/// None.
#[cfg(not(windows))]
pub fn leave() -> io::Result<bool> {
    Ok(false)
}
