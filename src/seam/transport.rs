//! The one place that opens sockets to Seam: sends a request, times it, and tells what became of it.

use std::{
    sync::{Mutex, Once, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use jiff::Timestamp;
use reqwest::{
    Client, Response,
    header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER},
};
use secrecy::SecretString;
use serde_json::Value;

use crate::domain::RequestId;

use super::{
    cause::{LostCause, NotSentCause},
    config::ClientConfig,
    error::SeamError,
    failure::{not_built, unanswered},
    observer::Call,
    rejection::Rejection,
    repeated::{request_id, without_key},
    retry::{Decision, Kind, Patience, decide},
    roots,
};

/// The longest body that is read, in bytes; a page of 500 credentials takes about one megabyte.
const LONGEST_BODY: usize = 64 << 20;

/// An answer with a 2xx status, not looked into.
pub(super) struct Reply {
    pub body: Vec<u8>,
    pub is_json: bool,
    pub status: u16,
    pub request: Option<RequestId>,
    pub server_time: Option<Timestamp>,
}

/// Two connections' worth of `reqwest`: one for reads, one for writes.
///
/// A write must know whether it was sent. On a fresh connection that question has an answer: an error while connecting
/// (name, TCP, proxy, TLS) comes before the first byte of the request, and everything after counts as sent. A kept
/// connection blurs it, since the server may close it just as the request goes out, and the library would then send again
/// by itself. So the client for writes keeps no idle connection and speaks HTTP/1.1, where no stream is ever refused after
/// the fact and replayed; the library's own retries are off for both.
pub(super) struct Transport {
    /// Made when it is needed: a connection that is kept also keeps what was read through it.
    reads: Mutex<Option<Client>>,
    writes: Client,
    config: ClientConfig,
}

impl Transport {
    pub(super) fn new(config: &ClientConfig) -> Result<Self, SeamError> {
        install_crypto();
        let writes = builder(config)?.pool_max_idle_per_host(0).http1_only().build().map_err(not_built)?;
        let transport = Self { reads: Mutex::default(), writes, config: config.clone() };
        transport.reads()?;
        Ok(transport)
    }

    fn reads(&self) -> Result<Client, SeamError> {
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        match &*reads {
            Some(client) => Ok(client.clone()),
            None => Ok(reads.insert(builder(&self.config)?.build().map_err(not_built)?).clone()),
        }
    }

    /// Closes the connections that no call is using.
    pub(super) fn hang_up(&self) {
        *self.reads.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Sends a call, again where [`decide`] says so.
    pub(super) async fn call(
        &self,
        kind: Kind,
        patience: Patience,
        path: &str,
        body: &Value,
    ) -> Result<Reply, SeamError> {
        for tried in 1.. {
            let error = match self.send(kind, path, body).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            match decide(kind, patience, tried, error.outcome(), error.retry_after(), fastrand::f64()) {
                Decision::Stop => return Err(error),
                Decision::After(pause) => tokio::time::sleep(pause).await,
            }
        }
        Err(SeamError::NotSent { cause: NotSentCause::Build, source: None })
    }

    /// Sends once and tells how it went; never what was in it.
    async fn send(&self, kind: Kind, path: &str, body: &Value) -> Result<Reply, SeamError> {
        let (at, started, body) = (Timestamp::now(), Instant::now(), body.to_string());
        let sent = body.len();
        let result = self.exchange(kind, path, body).await;
        let call = Call { at, path: path.into(), took: started.elapsed(), sent, ..Call::of(&result) };
        let (status, request) = (call.status, call.request.as_ref().map(RequestId::as_str));
        tracing::debug!(path, status, request, ms = call.took.as_millis(), trouble = call.trouble);
        if let Some(observer) = &self.config.observer {
            observer.tell(call);
        }
        result
    }

    async fn exchange(&self, kind: Kind, path: &str, body: String) -> Result<Reply, SeamError> {
        let client = match kind {
            Kind::Read => self.reads()?,
            Kind::Write => self.writes.clone(),
        };
        let url =
            self.config.endpoint.url_of(path).ok_or(SeamError::NotSent { cause: NotSentCause::Build, source: None })?;
        let response = client.post(url).body(body).send().await.map_err(unanswered)?;
        let key = self.config.token.secret();
        let head = Head::of(&response, key);
        if response.status().is_success() {
            let body = without_key(read_body(response, &head).await?, key);
            return Ok(Reply {
                body,
                is_json: head.is_json,
                status: head.status,
                request: head.request,
                server_time: head.server_time,
            });
        }
        Err(refused(response, head, key).await)
    }
}

/// Chooses ring as the process's crypto, once: without a choice no TLS client can be built.
fn install_crypto() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| {
        // An error says that somebody has chosen before, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn builder(config: &ClientConfig) -> Result<reqwest::ClientBuilder, SeamError> {
    let mut headers = config
        .token
        .headers()
        .map_err(|error| SeamError::NotSent { cause: NotSentCause::Token(error), source: None })?;
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let mut builder = Client::builder()
        .default_headers(headers)
        .user_agent(&config.user_agent)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(config.timeouts.connect.min(config.timeouts.request.mul_f64(0.9)))
        .timeout(config.timeouts.request);
    check_variables(config)?;
    for pem in &config.extra_roots {
        builder = builder.tls_certs_merge(roots::from_pem(pem)?);
    }
    if let Some(path) = config.root_file.as_deref().filter(|_| config.endpoint.is_encrypted()) {
        builder = builder.tls_certs_merge(roots::from_file(path)?);
    }
    if config.endpoint.is_loopback() {
        return Ok(builder.no_proxy());
    }
    match &config.proxy {
        Some(proxy) => Ok(builder.proxy(reqwest::Proxy::all(proxy).map_err(not_built)?)),
        None if config.uses_system_proxy => Ok(builder),
        None => Ok(builder.no_proxy()),
    }
}

fn check_variables(config: &ClientConfig) -> Result<(), SeamError> {
    let refuses = !config.heeds_root_variables && config.endpoint.is_encrypted();
    match roots::root_variable().filter(|_| refuses) {
        Some(name) => Err(SeamError::NotSent { cause: NotSentCause::RootVariable(name), source: None }),
        None => Ok(()),
    }
}

/// What the headers of an answer say.
struct Head {
    status: u16,
    is_json: bool,
    request: Option<RequestId>,
    server_time: Option<Timestamp>,
    retry_after: Option<Duration>,
}

impl Head {
    fn of(response: &Response, key: &SecretString) -> Self {
        let headers = response.headers();
        let server_time = text(headers, DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok());
        let kind = text(headers, CONTENT_TYPE.as_str()).unwrap_or_default();
        Self {
            status: response.status().as_u16(),
            is_json: kind.to_ascii_lowercase().contains("json"),
            request: text(headers, "seam-request-id").and_then(|id| request_id(id, key)),
            server_time: server_time.and_then(|time| Timestamp::try_from(time).ok()),
            retry_after: text(headers, RETRY_AFTER.as_str()).and_then(|asked| retry_after(asked, server_time)),
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date, which the server's own `Date` is taken off.
fn retry_after(asked: &str, server_time: Option<SystemTime>) -> Option<Duration> {
    if let Ok(seconds) = asked.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(asked).ok()?;
    Some(until.duration_since(server_time.unwrap_or_else(SystemTime::now)).unwrap_or_default())
}

async fn read_body(mut response: Response, head: &Head) -> Result<Vec<u8>, SeamError> {
    let lost = |cause, source: Option<reqwest::Error>| SeamError::Ambiguous {
        cause,
        request: head.request.clone(),
        source: source.map(|error| error.without_url().into()),
    };
    let expected = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut body = Vec::with_capacity(expected.min(LONGEST_BODY));
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > LONGEST_BODY => return Err(lost(LostCause::TooLong, None)),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) if error.is_timeout() => return Err(lost(LostCause::Timeout, Some(error))),
            Err(error) => return Err(lost(LostCause::Body, Some(error))),
        }
    }
}

/// An answer that is no success. The status alone decides; a body that breaks off takes nothing away from it.
async fn refused(response: Response, head: Head, key: &SecretString) -> SeamError {
    if !response.status().is_client_error() {
        return SeamError::Unavailable { status: head.status, request: head.request, retry_after: head.retry_after };
    }
    let body = if head.is_json { read_body(response, &head).await.unwrap_or_default() } else { Vec::new() };
    let rejection =
        Rejection { status: head.status, request: head.request, retry_after: head.retry_after, ..Rejection::default() };
    SeamError::Rejected(Box::new(rejection.read(&without_key(body, key))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").ok();
        for (asked, expected) in [
            ("7", Some(7)),
            ("0", Some(0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-3", None),
            ("", None),
        ] {
            assert_eq!(retry_after(asked, now), expected.map(Duration::from_secs), "{asked}");
        }
    }
}
