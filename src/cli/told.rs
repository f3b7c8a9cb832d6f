//! What a command says about a job, in lines for scripts and in sentences for people.

use serde_json::{Value, json};

use super::{Exit, out};
use crate::{
    domain::{AttemptWord, CardFound, Credential, Decision, Disproof, Issued, Problem, ProblemCode, Proof, RecordWord},
    engine::{JobView, Moment, Stage},
};

pub(super) fn tell(view: &JobView, moment: Moment, as_json: bool) {
    if as_json {
        return out::json(&moment_json(view, moment));
    }
    let encoder = &view.encoder_name;
    match moment {
        Moment::Recorded | Moment::LetGo | Moment::Learned => {}
        Moment::Sent => out::sentence(format!("sent to {encoder}")),
        Moment::Accepted => out::sentence(format!("place a card on {encoder} and keep it still")),
        Moment::BecameUncertain => {
            out::sentence("not sure if the card was written; looking into it. Do not hand the card out yet");
        }
        Moment::Ended => out::line(ending(view)),
    }
}

fn ending(view: &JobView) -> String {
    match &view.stage {
        Stage::Succeeded { card, .. } => {
            let number = card.as_ref().and_then(|card| card.credential.card_number.as_deref()).unwrap_or("unknown");
            format!("card ready, number {number}")
        }
        Stage::Failed(problem) | Stage::NotExecuted(problem) | Stage::Uncertain(_, problem) => {
            let message = problem.details.message.as_deref().unwrap_or_default();
            format!("no card: {} {message}", problem.code.key()).trim_end().to_owned()
        }
        Stage::NotWritten(disproof) => format!("no card was written: {}", disproof_word(*disproof)),
        Stage::Decided(decision) => format!("settled by a person: {decision:?}"),
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo => "open".to_owned(),
    }
}

pub(super) fn exit(stage: &Stage) -> Exit {
    match stage {
        Stage::Succeeded { .. } | Stage::Decided(Decision::Written) => Exit::Done,
        Stage::Failed(_) | Stage::NotWritten(_) | Stage::Decided(Decision::NotWritten) => Exit::Failed,
        Stage::NotExecuted(problem) if problem.code == ProblemCode::TokenRejected => Exit::Token,
        Stage::NotExecuted(problem) if is_unsent(problem.code) => Exit::NotSent,
        Stage::NotExecuted(_) => Exit::Failed,
        Stage::Uncertain(..) | Stage::LetGo | Stage::Queued | Stage::Submitting | Stage::Waiting => Exit::Uncertain,
    }
}

/// Whether the request never reached Seam, or Seam turned it away unread.
fn is_unsent(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::NotSent | ProblemCode::JournalUnwritable | ProblemCode::SlowDown)
}

fn moment_json(view: &JobView, moment: Moment) -> Value {
    let event = match (moment, &view.stage) {
        (Moment::Recorded, _) => "recorded",
        (Moment::Sent, _) => "sent",
        (Moment::Accepted, _) => "waiting",
        (Moment::LetGo | Moment::BecameUncertain, _) => "uncertain",
        (Moment::Learned, _) => "learned",
        (Moment::Ended, Stage::Succeeded { .. } | Stage::Decided(Decision::Written)) => "succeeded",
        (Moment::Ended, _) => "failed",
    };
    let elapsed = jiff::Timestamp::now().duration_since(view.started_at).as_millis();
    let mut line = json!({"event": event, "job_id": view.job.to_string(), "elapsed_ms": elapsed});
    put(&mut line, "action_attempt_id", view.attempt.as_ref().map(ToString::to_string));
    put(&mut line, "request_id", view.request.as_ref().map(ToString::to_string));
    if let Stage::Succeeded { card: Some(card), .. } = &view.stage {
        let reported = serde_json::from_str(&card.reported).ok();
        line["credential"] = reported.unwrap_or_else(|| known(&card.credential));
    }
    if let Stage::Failed(problem) | Stage::NotExecuted(problem) | Stage::Uncertain(_, problem) = &view.stage {
        add_problem(&mut line, problem);
    }
    if let (Moment::Ended, Stage::NotExecuted(_)) = (moment, &view.stage) {
        line["executed"] = false.into();
    }
    add_evidence(&mut line, view, moment);
    line
}

/// What settled an outcome that nobody reported, or what is known while nothing does.
fn add_evidence(line: &mut Value, view: &JobView, moment: Moment) {
    match &view.stage {
        Stage::Succeeded { proof: Some(proof), .. } => line["proof"] = proof_word(proof).into(),
        Stage::NotWritten(disproof) => line["proof"] = disproof_word(*disproof).into(),
        Stage::Decided(_) => line["proof"] = "a person said so".into(),
        Stage::Uncertain(..) if moment == Moment::Learned => line["evidence"] = evidence(view),
        Stage::Uncertain(..)
        | Stage::Succeeded { proof: None, .. }
        | Stage::Failed(_)
        | Stage::NotExecuted(_)
        | Stage::Queued
        | Stage::Submitting
        | Stage::Waiting
        | Stage::LetGo => {}
    }
}

pub(super) fn evidence(view: &JobView) -> Value {
    let attempt = match view.evidence.attempt {
        AttemptWord::Lost => "lost",
        AttemptWord::Pending => "pending",
        AttemptWord::Gone => "gone",
        AttemptWord::Unclear => "unclear",
        AttemptWord::Claimed => "claimed",
    };
    let record = match view.evidence.record {
        RecordWord::Unread => "unread",
        RecordWord::Unchanged => "unchanged",
        RecordWord::Unclear => "unclear",
        RecordWord::Gone => "gone",
    };
    let card = view.evidence.card.map(|card| match card {
        CardFound::Ours => "the card that was asked for",
        CardFound::OursOfUnknownAge => "this credential, of unknown age",
        CardFound::NotOurs(disproof) => disproof_word(disproof),
        CardFound::Unknown => "a card that Seam does not know",
    });
    json!({"attempt": attempt, "record": record, "card": card})
}

fn proof_word(proof: &Proof) -> &'static str {
    match proof {
        Proof::AttemptEnded => "the attempt ended after all",
        Proof::IssuedAfterwards { .. } => "the record changed after the request",
        Proof::Announced { .. } => "Seam told an event of the issue",
        Proof::CardRead { .. } => "the card on the encoder carries it",
    }
}

fn disproof_word(disproof: Disproof) -> &'static str {
    match disproof {
        Disproof::CardBlank => "the card on the encoder is blank",
        Disproof::OtherCard => "the card on the encoder carries another credential",
        Disproof::OldCard => "the card on the encoder is as it was before",
    }
}

fn add_problem(line: &mut Value, problem: &Problem) {
    let details = &problem.details;
    line["problem"] = problem.code.key().into();
    line["error"] = json!({"type": details.error_type.as_deref(), "message": details.message.as_deref()});
    put(line, "action_attempt_id", details.attempt.as_ref().map(ToString::to_string));
    put(line, "request_id", details.request.as_ref().map(ToString::to_string));
}

/// A credential that was read back rather than reported by its attempt, in Seam's words for it.
fn known(credential: &Credential) -> Value {
    let (is_issued, issued_at) = match credential.issued {
        Issued::Yes(at) => (Some(true), at),
        Issued::No => (Some(false), None),
        Issued::Unknown => (None, None),
    };
    json!({
        "acs_credential_id": credential.id.as_str(),
        "acs_system_id": credential.system.as_str(),
        "display_name": &*credential.name,
        "card_number": credential.card_number.as_deref(),
        "is_issued": is_issued,
        "issued_at": issued_at.map(|at| at.to_string()),
        "starts_at": credential.validity.starts_at.map(|at| at.to_string()),
        "ends_at": credential.validity.ends_at.map(|at| at.to_string()),
    })
}

fn put(line: &mut Value, key: &str, text: Option<String>) {
    if let Some(text) = text {
        line[key] = text.into();
    }
}
