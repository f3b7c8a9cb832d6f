//! What a failure of the HTTP library says about one question: did anything leave this computer?

use std::{error::Error, io};

use super::{
    cause::{LostCause, NotSentCause},
    error::SeamError,
};

/// A client that could not be made.
pub(super) fn not_built(error: reqwest::Error) -> SeamError {
    SeamError::NotSent { cause: NotSentCause::Build, source: Some(error.without_url().into()) }
}

/// No answer: not sent when the connection never stood, else perhaps executed.
pub(super) fn unanswered(error: reqwest::Error) -> SeamError {
    let cause = not_sent_cause(&error);
    let lost = if error.is_timeout() { LostCause::Timeout } else { LostCause::Connection };
    let source = Some(error.without_url().into());
    match cause {
        Some(cause) => SeamError::NotSent { cause, source },
        None => SeamError::Ambiguous { cause: lost, request: None, source },
    }
}

fn not_sent_cause(error: &reqwest::Error) -> Option<NotSentCause> {
    if error.is_builder() {
        return Some(NotSentCause::Build);
    }
    if !error.is_connect() {
        return None;
    }
    Some(if error.is_dns() {
        NotSentCause::Dns
    } else if let Some(tls) = find_tls(error) {
        let is_distrusted = matches!(tls, rustls::Error::InvalidCertificate(_));
        if is_distrusted { NotSentCause::Certificate } else { NotSentCause::Tls }
    } else if mentions_proxy(error) {
        NotSentCause::Proxy
    } else if error.is_timeout() {
        NotSentCause::ConnectTimeout
    } else {
        NotSentCause::Connect
    })
}

/// The TLS error in a chain of sources. An `io::Error` leaves the error that it wraps out of its own `source`.
fn find_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(tls);
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

/// The connector says in words alone that a proxy's tunnel was not opened.
fn mentions_proxy(error: &(dyn Error + 'static)) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        let said = error.to_string();
        if said.contains("tunnel") || said.contains("proxy") {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tls_error_is_found_inside_an_io_error() {
        let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        let error = io::Error::other(io::Error::other(tls));
        assert!(matches!(find_tls(&error), Some(rustls::Error::InvalidCertificate(_))));
        assert!(find_tls(&io::Error::other("else")).is_none());
    }
}
