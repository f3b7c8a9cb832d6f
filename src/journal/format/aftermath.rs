//! The shapes of what is written down after a job is over: another answer, the work on it, and what retention took away.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    card::{self, CardV1},
    parts::{PersonalV1, ProblemV1, problem_from, problem_of, text, timestamp},
};
use crate::domain::{Cut, FactKind, FollowUp, FollowUpState, Operator, Reasked, RequestId, RetentionRun};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ReaskedV1 {
    answer: AnswerV1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<Arc<str>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AnswerV1 {
    Pending,
    Succeeded(Option<Box<CardV1>>),
    Failed(Box<ProblemV1>),
    Gone,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FollowedUpV1 {
    state: StateV1,
    operator: Arc<str>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StateV1 {
    Open,
    InHand,
    Solved,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RetentionRanV1 {
    #[serde(default)]
    erased_before: Option<String>,
    #[serde(default)]
    erased: u64,
    #[serde(default)]
    removed: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cut: Option<CutV1>,
}

#[derive(Debug, Serialize, Deserialize)]
struct CutV1 {
    seq: u64,
    hash: Arc<str>,
}

pub(super) fn reasked_of(answer: &Reasked, request: Option<&RequestId>, personal: &mut PersonalV1) -> ReaskedV1 {
    let answer = match answer {
        Reasked::Pending => AnswerV1::Pending,
        Reasked::Succeeded(card) => {
            AnswerV1::Succeeded(card.as_ref().map(|card| Box::new(card::store(card, personal))))
        }
        Reasked::Failed(problem) => AnswerV1::Failed(Box::new(problem_of(problem))),
        Reasked::Gone => AnswerV1::Gone,
    };
    ReaskedV1 { answer, request: request.map(|id| id.as_str().into()) }
}

pub(super) fn reasked_from(stored: ReaskedV1, personal: PersonalV1) -> FactKind {
    let answer = match stored.answer {
        AnswerV1::Pending => Reasked::Pending,
        AnswerV1::Succeeded(card) => Reasked::Succeeded(card.map(|card| Box::new(card::load(*card, personal)))),
        AnswerV1::Failed(problem) => Reasked::Failed(problem_from(*problem)),
        AnswerV1::Gone => Reasked::Gone,
    };
    FactKind::Reasked { answer, request: stored.request.map(RequestId::new) }
}

pub(super) fn followed_up_of(follow_up: &FollowUp, personal: &mut PersonalV1) -> FollowedUpV1 {
    personal.note.clone_from(&follow_up.note);
    let state = match follow_up.state {
        FollowUpState::Open => StateV1::Open,
        FollowUpState::InHand => StateV1::InHand,
        FollowUpState::Solved => StateV1::Solved,
    };
    FollowedUpV1 { state, operator: Arc::clone(&follow_up.operator.0) }
}

pub(super) fn followed_up_from(stored: FollowedUpV1, personal: PersonalV1) -> FactKind {
    let state = match stored.state {
        StateV1::Open => FollowUpState::Open,
        StateV1::InHand => FollowUpState::InHand,
        StateV1::Solved => FollowUpState::Solved,
    };
    FactKind::FollowedUp(FollowUp { state, note: personal.note, operator: Operator(stored.operator) })
}

pub(super) fn retention_of(run: &RetentionRun) -> RetentionRanV1 {
    RetentionRanV1 {
        erased_before: text(Some(run.erased_before)),
        erased: run.erased,
        removed: run.removed,
        cut: run.cut.as_ref().map(|cut| CutV1 { seq: cut.seq, hash: Arc::clone(&cut.hash) }),
    }
}

pub(super) fn retention_from(stored: RetentionRanV1) -> FactKind {
    FactKind::RetentionRan(RetentionRun {
        erased_before: timestamp(stored.erased_before.as_deref()).unwrap_or_default(),
        erased: stored.erased,
        removed: stored.removed,
        cut: stored.cut.map(|cut| Cut { seq: cut.seq, hash: cut.hash }),
    })
}
