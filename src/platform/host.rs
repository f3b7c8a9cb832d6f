//! Names of this computer and of the user who is signed in: what a desk and an operator are called until somebody says
//! otherwise.

use std::{env, fs};

/// The name of this computer without its domain, or "This desk".
pub fn computer() -> String {
    let named = [env::var("COMPUTERNAME").ok(), system_name(), env::var("HOSTNAME").ok(), asked()];
    first_usable(named, |name| name.split('.').next().unwrap_or_default().to_owned()).unwrap_or("This desk".into())
}

/// The name of the user who is signed in, or "Clerk".
pub fn user() -> String {
    known_user().unwrap_or("Clerk".into())
}

/// The name of the user who is signed in, where the session says it.
pub fn known_user() -> Option<String> {
    let named = ["USERNAME", "USER", "LOGNAME"].map(|name| env::var(name).ok());
    first_usable(named, |name| name.to_owned())
}

fn system_name() -> Option<String> {
    ["/proc/sys/kernel/hostname", "/etc/hostname"].iter().find_map(|path| fs::read_to_string(path).ok())
}

/// Unix without `/proc` still has the command.
fn asked() -> Option<String> {
    if !cfg!(unix) || fs::exists("/proc/sys/kernel/hostname").unwrap_or(false) {
        return None;
    }
    let output = std::process::Command::new("hostname").output().ok()?;
    String::from_utf8(output.stdout).ok()
}

fn first_usable<const N: usize>(names: [Option<String>; N], tidy: impl Fn(&str) -> String) -> Option<String> {
    let names = names.into_iter().flatten().map(|name| tidy(name.trim()));
    names.into_iter().find(|name| !name.is_empty() && name != "localhost" && !name.contains(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_that_says_something_wins() {
        let names = [None, Some(" \n".into()), Some("localhost".into()), Some("desk-1\n".into()), Some("other".into())];
        assert_eq!(first_usable(names, str::to_owned).as_deref(), Some("desk-1"));
        assert_eq!(first_usable([None], str::to_owned), None);
    }

    #[test]
    fn there_is_always_a_name() {
        assert!(!computer().is_empty() && !computer().contains('.'));
        assert!(!user().is_empty());
    }
}
