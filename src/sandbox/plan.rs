//! Faults that wait for their request or attempt.

use std::collections::VecDeque;

use uuid::Uuid;

use super::faults::{AttemptFault, Fault};

#[derive(Debug, Clone)]
struct Armed {
    path: String,
    fault: Fault,
    /// Requests left; `None` until switched off.
    left: Option<u32>,
}

/// Faults that wait for their request or attempt.
#[derive(Debug, Default)]
pub(super) struct Plan {
    requests: Vec<Armed>,
    encodes: VecDeque<(Uuid, AttemptFault)>,
    scans: VecDeque<(Uuid, ScanPlan)>,
}

/// What the next scan on an encoder finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ScanPlan {
    Fault(AttemptFault),
    /// A card that Seam knows; `stale` when it differs from what Seam wants on it.
    Known {
        acs_credential_id: Option<Uuid>,
        stale: bool,
    },
    Unknown,
    Empty,
}

impl Plan {
    /// Arms a fault for requests whose path starts with `path`.
    pub(super) fn arm(&mut self, path: &str, fault: Fault, times: Option<u32>) {
        self.requests.push(Armed { path: path.to_owned(), fault, left: times });
    }

    pub(super) fn disarm(&mut self, path: &str) {
        self.requests.retain(|armed| armed.path != path);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The fault that this request meets, the oldest first.
    pub(super) fn meet(&mut self, path: &str) -> Option<Fault> {
        let at = self.requests.iter().position(|armed| path.starts_with(&armed.path))?;
        let fault = self.requests[at].fault.clone();
        if let Some(left) = &mut self.requests[at].left {
            *left = left.saturating_sub(1);
        }
        self.requests.retain(|armed| armed.left != Some(0));
        Some(fault)
    }

    pub(super) fn arm_encode(&mut self, encoder: Uuid, fault: AttemptFault) {
        self.encodes.push_back((encoder, fault));
    }

    pub(super) fn arm_scan(&mut self, encoder: Uuid, plan: ScanPlan) {
        self.scans.push_back((encoder, plan));
    }

    pub(super) fn next_encode(&mut self, encoder: Uuid) -> Option<AttemptFault> {
        take_first(&mut self.encodes, encoder)
    }

    pub(super) fn next_scan(&mut self, encoder: Uuid) -> Option<ScanPlan> {
        take_first(&mut self.scans, encoder)
    }
}

fn take_first<T>(queue: &mut VecDeque<(Uuid, T)>, encoder: Uuid) -> Option<T> {
    let at = queue.iter().position(|(id, _)| *id == encoder)?;
    queue.remove(at).map(|(_, item)| item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_armed_fault_meets_as_many_requests_as_it_was_armed_for() {
        let mut plan = Plan::default();
        plan.arm("/acs/encoders", Fault::ServerError, Some(2));
        assert_eq!(plan.meet("/acs/credentials/list"), None);
        assert_eq!(plan.meet("/acs/encoders/list"), Some(Fault::ServerError));
        assert_eq!(plan.meet("/acs/encoders/get"), Some(Fault::ServerError));
        assert_eq!(plan.meet("/acs/encoders/get"), None);
    }

    #[test]
    fn a_switched_fault_stays_until_it_is_switched_off() {
        let mut plan = Plan::default();
        plan.arm("/", Fault::Unauthorized, None);
        assert_eq!(plan.meet("/a"), Some(Fault::Unauthorized));
        assert_eq!(plan.meet("/b"), Some(Fault::Unauthorized));
        plan.disarm("/");
        assert_eq!(plan.meet("/a"), None);
    }
}
