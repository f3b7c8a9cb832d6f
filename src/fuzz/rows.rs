//! Rows of the journal: each line of the input is one, its columns parted by tabs.

use std::error::Error;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::words::quoted;
use crate::domain::{Decision, Details, Fact, FactKind, Operator, Problem, ProblemCode};
use crate::flow::Now;
use crate::flow::encode::{Effect, Encode, Input, Submission, resume};
use crate::journal::rows::{self, Words};

/// What a sentence about an unreadable row may say.
const VOCABULARY: &str = "row of job in the journal cannot be understood: its format is its job is no id its time is out of range \
     its kind is not known Io Syntax Data Eof error at column";
const MOST_ROWS: usize = 64;

/// Rows load, or say why without quoting them; a fact that was loaded is stored and loaded as itself; a job that is
/// picked up from any facts never asks to be sent.
pub fn rows(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let facts: Vec<Fact> = text.split('\n').take(MOST_ROWS).filter_map(loaded).collect();
    facts.iter().for_each(|fact| check_stored(&fact.kind));
    let last = facts.iter().map(|fact| fact.at).max().unwrap_or(Timestamp::UNIX_EPOCH);
    for hours in [-1, 0, 1, 1_000_000] {
        let wall = last.saturating_add(SignedDuration::from_hours(hours)).unwrap_or(last);
        check_resumed(&facts, Now { since_start: Duration::from_secs(1), wall, server: Some(last) });
    }
}

/// Job, time in microseconds, kind, format, payload, and what is about a person.
fn loaded(line: &str) -> Option<Fact> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [job, at_us, kind, format, payload, personal @ ..] = columns.as_slice() else { return None };
    let words = ((*kind).to_owned(), (*payload).to_owned(), personal.first().map(|text| (*text).to_owned()));
    let format: i64 = format.parse().ok()?;
    match rows::load(job, at_us.parse().ok()?, format, &words) {
        Ok(fact) => Some(fact),
        Err(error) => {
            check_sentence(&error, [job, &format.to_string()], &words);
            None
        }
    }
}

/// The columns for the job and the format may be named; the words may not.
fn check_sentence(error: &dyn Error, named: [&str; 2], (kind, payload, personal): &Words) {
    let mut sentence = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        sentence = format!("{sentence}; {inner}");
        source = inner.source();
    }
    let sentence = named.iter().fold(sentence, |sentence, column| sentence.replace(column, ""));
    for input in [kind, payload, personal.as_ref().unwrap_or(kind)] {
        let quoted = quoted(&sentence, input, VOCABULARY);
        assert!(quoted.is_empty(), "a sentence quotes {quoted:?}: {sentence}");
    }
}

fn check_stored(kind: &FactKind) {
    let words = rows::store(kind);
    assert!(words.is_some(), "a fact cannot be written: {kind:?}");
    let Some(words) = words else { return };
    let again = rows::load("018f0000-0000-7000-8000-000000000000", 0, 1, &words).map(|fact| fact.kind);
    let is_same = match (&again, kind) {
        // The job stands in the row, not in the words.
        (Ok(FactKind::Intended(again)), FactKind::Intended(intent)) => {
            let mut again = again.as_ref().clone();
            again.job = intent.job;
            again == **intent
        }
        (Ok(again), _) => again == kind,
        (Err(_), _) => false,
    };
    assert!(is_same, "a fact was stored as another: {kind:?} as {again:?}");
}

fn check_resumed(facts: &[Fact], now: Now) {
    let Some((job, effects)) = resume(facts, now) else { return };
    check_effects(&effects);
    let inputs = inputs();
    for first in 0..inputs.len() {
        let mut job = job.clone();
        inputs.iter().cycle().skip(first).take(inputs.len()).for_each(|input| follow(&mut job, input, now));
    }
}

fn follow(job: &mut Encode, input: &Input, now: Now) {
    let was_over = job.stage().is_terminal();
    let effects = job.handle(input.clone(), now);
    assert!(!was_over || effects.is_empty(), "a job that was over asks for {effects:?}");
    check_effects(&effects);
}

fn check_effects(effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::Send => assert_ne!(effect, &Effect::Send, "a job that was picked up asks to be sent"),
            Effect::Record(fact) => check_stored(&fact.kind),
            Effect::Poll(_) | Effect::ReadSubject | Effect::ReadCard { .. } | Effect::WakeAt(_) | Effect::Notify(_) => {
            }
        }
    }
}

fn inputs() -> Vec<Input> {
    let problem = Problem::new(ProblemCode::OutcomeUnknown, Details::default());
    vec![
        Input::Recorded,
        Input::Due,
        Input::Trouble { retry_after: Some(Duration::MAX), jitter: 1.0 },
        Input::Submitted(Submission::Ambiguous(problem.clone())),
        Input::Gone,
        Input::Submitted(Submission::NotExecuted(problem)),
        Input::RecordFailed(String::new()),
        Input::StopWaiting,
        Input::Parked,
        Input::ReadCard,
        Input::SubjectGone,
        Input::CardUnread(Problem::new(ProblemCode::NoCard, Details::default())),
        Input::Decide(Decision::NotWritten, Operator("Mia".into())),
    ]
}
