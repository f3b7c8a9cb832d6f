//! Memory that C libraries have freed. What Rust frees is wiped by the allocator; SQLite, drivers and toolkits free theirs as it is.

use std::io;

/// What glibc overwrites freed memory by; a system that sets it, to whatever, has decided for itself.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const PERTURB: (&str, &str) = ("MALLOC_PERTURB_", "165");

/// Has the C library overwrite whatever is freed from here on. It asks its environment about that when a process begins and
/// never again, so the program begins once more in its own place, with the same arguments and process id.
///
/// # Errors
/// What the operating system says; the program then goes on as it is.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn overwrite() -> io::Result<()> {
    use std::{env, os::unix::process::CommandExt as _, process::Command};
    let (name, value) = PERTURB;
    if env::var_os(name).is_some() {
        return Ok(());
    }
    let mut arguments = env::args_os();
    let mut again = Command::new(env::current_exe()?);
    if let Some(called) = arguments.next() {
        again.arg0(called);
    }
    Err(again.args(arguments).env(name, value).exec())
}

/// Other C libraries are not asked.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn overwrite() -> io::Result<()> {
    Ok(())
}
