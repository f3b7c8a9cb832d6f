//! The moments of a request at which a test may look on, and hold the server.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};

/// How far a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It has been read, and nothing was done with it.
    Received,
    /// Its work is done, and no byte of the answer has left.
    Worked,
    /// The whole answer was given to the operating system. Nothing waits for this moment.
    Sent,
}

/// A request that has come to a moment, and stays there until this is dropped.
#[derive(Debug)]
pub struct Pause {
    /// Where it stands.
    pub moment: Moment,
    /// The path without its query.
    pub path: String,
    /// The `seam-request-id` of its answer.
    pub request_id: String,
    _go_on: oneshot::Sender<()>,
}

#[derive(Debug)]
struct Watcher {
    path: String,
    tell: mpsc::UnboundedSender<Pause>,
}

/// Who looks on.
#[derive(Debug, Default)]
pub(super) struct Moments(Mutex<Vec<Watcher>>);

impl Moments {
    /// Tells of every request whose path starts with `path` from now on, until the receiver is dropped.
    pub(super) fn watch(&self, path: &str) -> mpsc::UnboundedReceiver<Pause> {
        let (tell, told) = mpsc::unbounded_channel();
        let mut watchers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.push(Watcher { path: path.to_owned(), tell });
        told
    }

    pub(super) fn is_watched(&self, path: &str) -> bool {
        let watchers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.iter().any(|watcher| path.starts_with(&watcher.path))
    }

    /// Tells those who look on, and waits until each of them lets the request go on.
    pub(super) async fn reach(&self, moment: Moment, path: &str, request_id: &str) {
        for held in self.tell(moment, path, request_id) {
            let _ = held.await;
        }
    }

    fn tell(&self, moment: Moment, path: &str, request_id: &str) -> Vec<oneshot::Receiver<()>> {
        let mut held = Vec::new();
        let mut watchers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|watcher| {
            if !path.starts_with(&watcher.path) {
                return true;
            }
            let (go_on, until) = oneshot::channel();
            let (path, request_id) = (path.to_owned(), request_id.to_owned());
            let is_there = watcher.tell.send(Pause { moment, path, request_id, _go_on: go_on }).is_ok();
            held.push(until);
            is_there
        });
        held
    }
}
