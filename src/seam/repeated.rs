//! What of an answer may be taken as it is: the key that a server or a proxy repeats is not, and neither is a sentence where
//! a code or an id belongs.

use std::sync::Arc;

use memchr::memmem::Finder;
use secrecy::{ExposeSecret, SecretString};

use crate::domain::{RequestId, is_code, plain, redact};

/// The longest message, in letters.
const LONGEST_MESSAGE: usize = 2_000;
const MASK: &[u8] = b"[hidden]";

/// The body without the key.
pub(super) fn without_key(body: Vec<u8>, key: &SecretString) -> Vec<u8> {
    let key = key.expose_secret().as_bytes();
    let places: Vec<usize> = if key.is_empty() { Vec::new() } else { Finder::new(key).find_iter(&body).collect() };
    if places.is_empty() {
        return body;
    }
    let (mut kept, mut done) = (Vec::with_capacity(body.len()), 0);
    for place in places {
        kept.extend_from_slice(body.get(done..place).unwrap_or_default());
        kept.extend_from_slice(MASK);
        done = place + key.len();
    }
    kept.extend_from_slice(body.get(done..).unwrap_or_default());
    kept
}

/// The `seam-request-id`, where it has the form of an id and does not hold the key.
pub(super) fn request_id(header: &str, key: &SecretString) -> Option<RequestId> {
    (is_code(header) && !header.contains(key.expose_secret())).then(|| RequestId::from(header))
}

/// An `error.type`, where it has the form of one.
pub(super) fn error_type(text: &str) -> Option<Arc<str>> {
    is_code(text).then(|| text.into())
}

/// A message in one line, without anything that has the shape of a secret.
pub(super) fn message(text: &str) -> String {
    shortened(redact(&plain(text)).into_owned(), LONGEST_MESSAGE)
}

/// At most so many letters of it.
pub(super) fn shortened(mut text: String, most: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretString {
        SecretString::from("eyCanary")
    }

    #[test]
    fn a_key_that_is_repeated_goes_wherever_it_stands() {
        for (body, kept) in [
            ("{\"a\":\"eyCanary\"}", "{\"a\":\"[hidden]\"}"),
            ("eyCanaryeyCanary é eyCanar", "[hidden][hidden] é eyCanar"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8(without_key(body.into(), &key())).unwrap(), kept);
        }
        assert_eq!(request_id("req-eyCanary", &key()), None);
    }

    #[test]
    fn a_sentence_is_neither_an_id_nor_a_type() {
        assert_eq!(request_id("0198-ab", &key()), Some(RequestId::from("0198-ab")));
        assert_eq!((request_id("Zed Canary", &key()), request_id("", &key())), (None, None));
        assert_eq!(error_type("invalid_input").as_deref(), Some("invalid_input"));
        assert_eq!(error_type("no card for Zed"), None);
    }

    #[test]
    fn a_message_is_one_line_without_secrets_and_no_longer_than_it_may_be() {
        assert_eq!(message("Bearer abc\nseam_test1Canary9"), "Bearer [hidden] [hidden]");
        assert_eq!(message(&"é".repeat(LONGEST_MESSAGE + 9)).chars().count(), LONGEST_MESSAGE + 1);
    }
}
