//! Names of this computer and of the user who is signed in: what a desk and an operator are called until somebody says
//! otherwise.

use std::env;

use gethostname::gethostname;

/// The name of this computer without its domain, or "This desk". The system alone is asked: a policy speaks to computers
/// by this name, and whom a policy binds may set variables.
pub fn computer() -> String {
    let named = [gethostname().into_string().ok()];
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
