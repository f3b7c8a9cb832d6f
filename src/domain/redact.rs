//! Masks what has the shape of a secret in a text that is about to be written.

use std::borrow::Cow;

const MASK: &str = "[hidden]";
/// What every token of Seam's own begins with.
const SEAM: &str = "seam_";
/// How the header of a JSON Web Token begins in Base64 (RFC 7515): `{"`.
const JWT: &str = "eyJ";
const SHORTEST_SEAM: usize = 4;
const SHORTEST_JWT: usize = 16;

/// How a PIN's hash begins (PHC string format).
const PIN_HASH: &str = "$argon2";

/// The text without anything that has the shape of a Seam token, a JSON Web Token, a bearer's credential, a PIN's hash or a
/// name and password in a URL.
///
/// It rather hides a harmless word (`seam_request_id`) than shows a token.
pub fn redact(text: &str) -> Cow<'_, str> {
    then(then(without_hashes(text), without_userinfo), without_tokens)
}

fn then<'t>(text: Cow<'t, str>, mask: impl Fn(&str) -> Cow<'_, str>) -> Cow<'t, str> {
    match mask(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(masked) => Cow::Owned(masked),
    }
}

/// Whatever stands in a URL before its host: a password may hold any sign but those that end it.
fn without_userinfo(text: &str) -> Cow<'_, str> {
    const SCHEME_END: &str = "://";
    let (mut masked, mut rest, mut has_any) = (String::new(), text, false);
    while let Some((before, after)) = rest.split_once(SCHEME_END) {
        masked.extend([before, SCHEME_END]);
        let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '"' | '`' | '/');
        let (authority, _) = after.split_at(after.find(is_end).unwrap_or(after.len()));
        let (_, host) = after.split_at(authority.rfind('@').unwrap_or_default());
        if host.len() < after.len() {
            masked.push_str(MASK);
            has_any = true;
        }
        rest = host;
    }
    masked.push_str(rest);
    if has_any { Cow::Owned(masked) } else { Cow::Borrowed(text) }
}

/// A hash ends where something begins that cannot stand in one.
fn without_hashes(text: &str) -> Cow<'_, str> {
    let (mut masked, mut rest) = (String::new(), text);
    while let Some((before, from_hash)) = rest.split_once(PIN_HASH) {
        masked.extend([before, MASK]);
        rest = from_hash.trim_start_matches(|c| is_token(c) || matches!(c, '$' | ','));
    }
    if masked.is_empty() {
        return Cow::Borrowed(text);
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

fn without_tokens(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    let is_suspect = lower.contains(SEAM) || text.contains(JWT) || lower.contains("bearer");
    if !is_suspect {
        return Cow::Borrowed(text);
    }
    let (mut masked, mut rest, mut follows_bearer) = (String::with_capacity(text.len()), text, false);
    while !rest.is_empty() {
        let gap = rest.find(is_token).unwrap_or(rest.len());
        let (between, from_word) = rest.split_at(gap);
        masked.push_str(between);
        let (word, after) = from_word.split_at(from_word.find(|c| !is_token(c)).unwrap_or(from_word.len()));
        let is_hidden = between.ends_with('[') && word == "hidden" && after.starts_with(']');
        if follows_bearer && !word.is_empty() && !is_hidden {
            masked.push_str(MASK);
        } else {
            push_masked(&mut masked, word);
        }
        follows_bearer = word.to_ascii_lowercase().ends_with("bearer");
        rest = after;
    }
    Cow::Owned(masked)
}

/// Characters of `token68` (RFC 9110 section 11.2).
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '+' | '/' | '=')
}

fn push_masked(masked: &mut String, word: &str) {
    let lower = word.to_ascii_lowercase();
    let seam = lower.find(SEAM).filter(|start| word.len() - start >= SEAM.len() + SHORTEST_SEAM);
    let jwt = word.find(JWT).filter(|start| word.len() - start >= SHORTEST_JWT);
    match seam.into_iter().chain(jwt).min() {
        Some(start) => masked.extend([word.get(..start).unwrap_or_default(), MASK]),
        None => masked.push_str(word),
    }
}

/// Like [`redact`], and hides whatever stands in quotes: panic messages quote the values that they are about.
pub fn redact_quoted(text: &str) -> String {
    let text = redact(text);
    let (mut masked, mut open) = (String::with_capacity(text.len()), None);
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match open {
            Some(quote) if c == quote => {
                masked.extend(['…', quote]);
                open = None;
            }
            // What is escaped ends nothing.
            Some(_) if c == '\\' => _ = letters.next(),
            Some(_) => {}
            None => {
                masked.push(c);
                open = matches!(c, '"' | '`').then_some(c);
            }
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANARIES: [&str; 13] = [
        "seam_test1Canary9",
        "seam_at_4Canary_long-one",
        "SEAM_Canary12",
        "eyJhbGciOiJIUzI1NiJ9.Canary0123.Canary_-9",
        "Bearer Canary",
        "bearer: Canary.x=",
        "postgres://desk:Canary@db/journal",
        "http://desk:Canary%21pw@proxy:3128",
        "http://desk:$1!Canary@Canary,(x)@proxy",
        "https://Canary@host?x=1",
        "socks5://db postgres://:Canary'&@[::1]:5432/x",
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdENhbmFyeQ$Canary+/aGFzaA",
        "$argon2i$Canary$argon2d$Canary",
    ];

    #[test]
    fn no_canary_comes_through() {
        for canary in CANARIES {
            for text in [
                canary.to_owned(),
                format!("token={canary};"),
                format!("{{\"h\":\"Authorization: {canary}\"}}"),
                format!("a\\n{canary}\\\" é {canary}"),
                format!("Some({canary:?})"),
            ] {
                let shown = redact(&text);
                assert!(!shown.contains("anary"), "{shown}");
                assert_eq!(redact(&shown), shown, "what is hidden stays as it is");
            }
        }
    }

    #[test]
    fn the_rest_stays() {
        for text in [
            "keydesk::seam",
            "é 前台 mia@hotel.example",
            "",
            "eyJ",
            "a job took 12:30@desk",
            "https://connect.getseam.com/x",
        ] {
            assert_eq!(redact(text), text);
        }
        assert_eq!(redact("a Bearer abc, b é"), "a Bearer [hidden], b é");
        assert_eq!(redact("k=seam_abc123 next"), "k=[hidden] next");
        assert_eq!(redact("(http://a:b@proxy:1) https://x/@y"), "(http://[hidden]@proxy:1) https://x/@y");
    }

    #[test]
    fn quotes_hide_values() {
        assert_eq!(redact_quoted("not a boundary of `Lucía` at 3"), "not a boundary of `…` at 3");
        assert_eq!(redact_quoted("Err(\"Mia Chen"), "Err(\"");
        assert_eq!(redact_quoted(r#"Err("Mia \"Canary\" \\") at "x""#), r#"Err("…") at "…""#);
    }
}
