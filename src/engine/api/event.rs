//! Moments that must not be missed between two snapshots.

use super::{JobView, Moment};
use crate::domain::{Blocker, Confirm, Deed, JobId, Problem};

/// A moment that must not be missed between two snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Something happened to a job.
    Job {
        /// How the job looks at that moment.
        job: Box<JobView>,
        /// What happened.
        moment: Moment,
    },
    /// An order was not taken, with the reason. Nothing was written down or sent.
    Refused {
        /// The order's job.
        job: JobId,
        /// Why.
        blocker: Blocker,
    },
    /// A confirmation was missing. Nothing was written down or sent.
    ConfirmFirst {
        /// The order's job.
        job: JobId,
        /// What has to be confirmed.
        confirms: Vec<Confirm>,
    },
    /// What waited for a supervisor's PIN does not happen: nobody wanted to wait, or waited for too long.
    NotApproved(Deed),
    /// The lists were read to their end, or could not be.
    Loaded(Result<(), Problem>),
    /// The engine has stopped; nothing more follows.
    Stopped,
}
