//! Lists: every page of one, handed over as it arrives.

use std::{collections::HashSet, sync::Arc};

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::{sync::mpsc, task};
use tokio_util::task::AbortOnDropHandle;

use crate::domain::{RequestId, Skipped};

use super::{
    answer::Answer,
    decode::{Envelope, Fault, Object, envelope},
    error::SeamError,
    limits::Taken,
    retry::{Kind, Patience},
    transport::{Reply, Transport},
};

/// From this size on, in bytes, an answer is read on a thread where it keeps nobody waiting.
const LARGE: usize = 64 << 10;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its items, in Seam's order.
    pub items: Vec<T>,
    /// The items that nobody can read.
    pub skipped: Vec<Skipped>,
    /// Counted from 1.
    pub number: usize,
    /// Whether the list ends with it.
    pub is_last: bool,
    /// `seam-request-id`.
    pub request: Option<RequestId>,
    /// The server's `Date`.
    pub server_time: Option<Timestamp>,
}

/// The pages of a list. A page is read while the next one is on its way; dropping this stops both.
///
/// After an error, and after the last page, [`next`](Self::next) answers `None`.
#[derive(Debug)]
pub struct Pages<T> {
    arriving: mpsc::Receiver<Result<Page<T>, SeamError>>,
    _reader: AbortOnDropHandle<()>,
}

impl<T> Pages<T> {
    /// Starts to read. Must be called on a tokio runtime.
    pub(super) fn start(transport: Arc<Transport>, patience: Patience, path: &'static str, body: Value) -> Self
    where
        T: Object,
    {
        let (sender, arriving) = mpsc::channel(2);
        let call = ListCall { transport, patience, path, body };
        Self { arriving, _reader: AbortOnDropHandle::new(tokio::spawn(call.run(sender))) }
    }

    /// The next page.
    pub async fn next(&mut self) -> Option<Result<Page<T>, SeamError>> {
        self.arriving.recv().await
    }

    /// The whole list.
    ///
    /// # Errors
    ///
    /// When a page cannot be had: a list with a hole is none.
    pub async fn all(mut self) -> Result<Answer<Vec<T>>, SeamError> {
        let mut answer = Answer { value: Vec::new(), request: None, server_time: None, skipped: Vec::new() };
        while let Some(page) = self.next().await {
            let page = page?;
            answer.value.extend(page.items);
            answer.skipped.extend(page.skipped);
            answer.request = page.request;
            answer.server_time = page.server_time;
        }
        Ok(answer)
    }
}

/// A list that is being read.
struct ListCall {
    transport: Arc<Transport>,
    patience: Patience,
    path: &'static str,
    body: Value,
}

/// A page that is split but not read.
struct Unread {
    envelope: Envelope,
    number: usize,
    is_last: bool,
    request: Option<RequestId>,
    server_time: Option<Timestamp>,
}

type Sender<T> = mpsc::Sender<Result<Page<T>, SeamError>>;

impl ListCall {
    async fn run<T: Object>(self, sender: Sender<T>) {
        if let Err(error) = self.read_all(&sender).await {
            // The receiver is gone when nobody wants to know.
            let _ = sender.send(Err(error)).await;
        }
    }

    async fn read_all<T: Object>(&self, sender: &Sender<T>) -> Result<(), SeamError> {
        let mut so_far = SoFar::default();
        let mut number = 1;
        let (mut unread, mut next) = self.fetch::<T>(None, number, &mut so_far).await?;
        while let Some(cursor) = next {
            number += 1;
            let fetching = self.fetch::<T>(Some(cursor), number, &mut so_far);
            let (fetched, handed_over) = tokio::join!(fetching, hand_over(unread, sender));
            if !handed_over? {
                return Ok(());
            }
            (unread, next) = fetched?;
        }
        hand_over(unread, sender).await.map(|_| ())
    }

    /// Gets a page and the cursor of the next, if there is one.
    async fn fetch<T: Object>(
        &self,
        cursor: Option<String>,
        number: usize,
        so_far: &mut SoFar,
    ) -> Result<(Unread, Option<String>), SeamError> {
        let body = with_cursor(&self.body, cursor);
        let Reply { body, is_json, status, request, server_time } =
            self.transport.call(Kind::Read, self.patience, self.path, &body).await?;
        let split = off_thread(body.len(), move || envelope::<T>(body)).await?;
        let not_read = |fault| unreadable(fault, is_json, status, request.clone());
        let mut envelope = split.map_err(not_read)?;
        so_far.taken.add(T::LIST, envelope.len(), envelope.held()).map_err(not_read)?;
        let next = so_far.cursors.advance(envelope.next.cursor.take());
        Ok((Unread { envelope, number, is_last: next.is_none(), request, server_time }, next))
    }
}

/// Reads a page and hands it over; false when nobody takes it.
async fn hand_over<T: Object>(unread: Unread, sender: &Sender<T>) -> Result<bool, SeamError> {
    let Unread { envelope, number, is_last, request, server_time } = unread;
    let (items, skipped) = off_thread(envelope.len(), move || envelope.read()).await?;
    let page = Page { items, skipped, number, is_last, request, server_time };
    Ok(sender.send(Ok(page)).await.is_ok())
}

/// Runs work on a thread for long work when there is much of it.
async fn off_thread<R: Send + 'static>(size: usize, work: impl FnOnce() -> R + Send + 'static) -> Result<R, SeamError> {
    if size < LARGE {
        return Ok(work());
    }
    task::spawn_blocking(work).await.map_err(|error| SeamError::Undecodable {
        path: "$".to_owned(),
        reason: format!("the reader stopped: {error}"),
        request: None,
    })
}

/// A success that cannot be read: not Seam's at all, or Seam's and strange.
pub(super) fn unreadable(fault: Fault, is_json: bool, status: u16, request: Option<RequestId>) -> SeamError {
    if is_json {
        SeamError::Undecodable { path: fault.path, reason: fault.reason, request }
    } else {
        SeamError::Unavailable { status, request, retry_after: None }
    }
}

/// The first page is asked for without a cursor, the others with everything else unchanged.
fn with_cursor(body: &Value, cursor: Option<String>) -> Value {
    let mut fields = body.as_object().cloned().unwrap_or_else(Map::new);
    if let Some(cursor) = cursor {
        fields.insert("page_cursor".to_owned(), cursor.into());
    }
    Value::Object(fields)
}

/// What is remembered of a list while it is read.
#[derive(Default)]
struct SoFar {
    cursors: Cursors,
    taken: Taken,
}

/// The cursors of a list so far: one that comes again would go round for ever.
#[derive(Default)]
struct Cursors(HashSet<String>);

impl Cursors {
    fn advance(&mut self, cursor: Option<String>) -> Option<String> {
        cursor.filter(|cursor| self.0.insert(cursor.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_comes_again_ends_the_list() {
        let mut cursors = Cursors::default();
        assert_eq!(cursors.advance(Some("a".into())).as_deref(), Some("a"));
        assert_eq!(cursors.advance(Some("b".into())).as_deref(), Some("b"));
        assert_eq!(cursors.advance(Some("a".into())), None);
        assert_eq!(cursors.advance(None), None);
    }

    #[test]
    fn a_cursor_changes_nothing_else() {
        let body = serde_json::json!({"limit": 5, "acs_system_id": "s"});
        assert_eq!(with_cursor(&body, None), body);
        let next = with_cursor(&body, Some("c".into()));
        assert_eq!(next, serde_json::json!({"limit": 5, "acs_system_id": "s", "page_cursor": "c"}));
    }
}
