//! What comes with every answer.

use jiff::Timestamp;

use crate::domain::{RequestId, Skipped};

/// An answer of Seam's with what support and comparisons of times need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was asked for.
    pub value: T,
    /// The `seam-request-id` header; of the last page where a list had several.
    pub request: Option<RequestId>,
    /// The `Date` header: the only clock that Seam's own times may be compared with.
    pub server_time: Option<Timestamp>,
    /// The items that nobody can read.
    pub skipped: Vec<Skipped>,
}

impl<T> Answer<T> {
    /// The same answer about something made of its value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        let Self { value, request, server_time, skipped } = self;
        Answer { value: change(value), request, server_time, skipped }
    }
}
