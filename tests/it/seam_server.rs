//! A server that does to each request what it is told, down to the TCP segment, and remembers what it was asked.

#![allow(clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use keydesk::seam::{Client, ClientConfig, Endpoint, Timeouts, Token};
use secrecy::SecretString;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

/// What happens to one request.
#[derive(Debug, Clone)]
pub enum Step {
    /// The connection is reset before a byte is read.
    ResetUnread,
    /// The request is read to its end, then the connection is reset.
    ResetRead,
    /// The request is read; nothing comes back.
    Silence,
    /// The request is read, these bytes come back, and the connection is closed.
    Raw(Vec<u8>),
    /// The request is read, these bytes come back, and nothing more.
    RawThenSilence(Vec<u8>),
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Seen {
    pub path: String,
    pub head: String,
    pub body: Value,
}

pub struct Server {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<Mutex<usize>>,
    accepting: AbortHandle,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Server {
    /// Serves the steps, one for each connection; the last one serves all further ones.
    pub async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (seen, connections) = (Arc::default(), Arc::default());
        let steps = steps.into_iter().collect();
        let accepting =
            tokio::spawn(accept(listener, steps, Arc::clone(&seen), Arc::clone(&connections))).abort_handle();
        Self { address, seen, connections, accepting }
    }

    /// The requests that were read.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    /// A client for this server.
    pub fn client(&self) -> Client {
        self.client_that_waits(20_000)
    }

    /// A client for this server that gives up after so many milliseconds.
    pub fn client_that_waits(&self, give_up_ms: u64) -> Client {
        Client::new(&config(&format!("http://{}", self.address), give_up_ms)).unwrap()
    }
}

async fn accept(
    listener: TcpListener,
    mut steps: VecDeque<Step>,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<Mutex<usize>>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        *connections.lock().unwrap() += 1;
        let step = if steps.len() > 1 { steps.pop_front().unwrap() } else { steps.front().cloned().unwrap() };
        tokio::spawn(serve(stream, step, Arc::clone(&seen)));
    }
}

async fn serve(mut stream: TcpStream, step: Step, seen: Arc<Mutex<Vec<Seen>>>) {
    if matches!(step, Step::ResetUnread) {
        return stream.set_zero_linger().unwrap();
    }
    let Some(request) = read_request(&mut stream).await else { return };
    seen.lock().unwrap().push(request);
    match step {
        Step::ResetUnread => {}
        Step::ResetRead => stream.set_zero_linger().unwrap(),
        Step::Silence => std::future::pending().await,
        Step::Raw(bytes) => drop(stream.write_all(&bytes).await),
        Step::RawThenSilence(bytes) => {
            stream.write_all(&bytes).await.unwrap();
            std::future::pending::<()>().await;
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break String::from_utf8(bytes.drain(..end + 4).collect()).unwrap();
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let length = header(&head, "content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let path = head.split(' ').nth(1).unwrap().to_owned();
    Some(Seen { path, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), head })
}

/// A header of a head, by its name in small letters.
pub fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// An HTTP answer that closes its connection.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &str) -> Step {
    let mut text = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    Step::Raw(format!("{text}\r\n{body}").into_bytes())
}

/// A JSON answer with a request id.
pub fn json(status: &str, body: &Value) -> Step {
    let headers = [("content-type", "application/json"), ("seam-request-id", "req-1")];
    answer(status, &headers, &body.to_string())
}

/// A client's configuration, with an API key.
pub fn config(endpoint: &str, give_up_ms: u64) -> ClientConfig {
    let token = Token::parse(&SecretString::from("seam_test_canary"), None).unwrap();
    let endpoint: Endpoint = endpoint.parse().unwrap();
    let request = Duration::from_millis(give_up_ms);
    ClientConfig { timeouts: Timeouts { connect: request, request }, ..ClientConfig::new(endpoint, token) }
}
