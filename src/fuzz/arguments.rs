//! The command line: each line of the input is one argument.

use std::ffi::OsString;

use clap::Parser as _;
use secrecy::SecretString;

use crate::cli::{Arguments, Exit};
use crate::seam::{Endpoint, Token};

const MOST_ARGUMENTS: usize = 64;
/// The words in which a token shows itself.
const TOKEN_WORDS: &str = "Token(ApiKey, PersonalAccess, ClientSession, ConsoleSession, …)";

/// Arguments are understood or refused with the exit code for it; an endpoint that is taken is taken again in its own
/// words and never speaks in clear to another computer; no token shows itself.
pub fn arguments(data: &[u8]) {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').take(MOST_ARGUMENTS).collect();
    let arguments = std::iter::once(OsString::from("keydesk")).chain(lines.iter().map(|line| word(line)));
    match Arguments::try_parse_from(arguments) {
        Ok(understood) => {
            let _ = format!("{understood:?}");
            understood.common.endpoint.iter().for_each(|endpoint| check_endpoint(endpoint));
        }
        Err(refusal) => {
            let code = refusal.exit_code();
            assert!(code == 0 || code == Exit::Usage as i32, "{code}");
            assert!(!refusal.to_string().is_empty());
        }
    }
    for line in lines {
        let text = String::from_utf8_lossy(line);
        check_endpoint(&text);
        check_token(&text);
    }
}

#[cfg(unix)]
fn word(line: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(line.to_vec())
}

#[cfg(not(unix))]
fn word(line: &[u8]) -> OsString {
    String::from_utf8_lossy(line).into_owned().into()
}

fn check_endpoint(text: &str) {
    let Ok(endpoint) = Endpoint::resolve(Some(text), None) else { return };
    assert_eq!(endpoint.as_str().parse().as_ref(), Ok(&endpoint), "an endpoint does not understand itself");
    let is_safe = endpoint.as_str().starts_with("https://") || endpoint.is_loopback();
    assert!(is_safe, "{endpoint} would be spoken to in clear");
    let host = endpoint.as_str().split('/').nth(2).unwrap_or_default();
    assert!(!host.contains('@') && !endpoint.as_str().contains(['?', '#']), "{endpoint} is not plain");
}

fn check_token(text: &str) {
    let Ok(token) = Token::parse(&SecretString::from(text), Some("11111111-1111-4111-8111-111111111111")) else {
        return;
    };
    let shown = format!("{token:?}");
    assert!(TOKEN_WORDS.contains(text.trim()) || !shown.contains(text.trim()), "a token shows itself: {shown}");
}
