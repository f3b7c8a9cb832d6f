use super::*;
use crate::{
    domain::{AttemptWord, CardFound, Disproof, Evidence, RecordWord},
    engine::Snapshot,
    ui::{
        screens::encode::sample::{desk_with_job, job, now, problem},
        text::Texts,
    },
};

fn doubt() -> Stage {
    Stage::Uncertain(UncertainReason::ReplyLost, problem(ProblemCode::OutcomeUnknown))
}

fn sentence(evidence: Evidence) -> String {
    let snapshot: Snapshot = desk_with_job(doubt());
    let texts = Texts::default();
    let scene = Scene { snapshot: &snapshot, texts: &texts, now: now() };
    known_so_far(&scene, &JobView { evidence, ..job(doubt()) })
}

#[test]
fn the_evidence_is_one_sentence_whatever_it_is() {
    let cards = [None, Some(CardFound::OursOfUnknownAge), Some(CardFound::Unknown)]
        .into_iter()
        .chain(Disproof::ALL.map(|disproof| Some(CardFound::NotOurs(disproof))));
    let mut told = std::collections::BTreeSet::new();
    for card in cards {
        for attempt in [AttemptWord::Lost, AttemptWord::Pending, AttemptWord::Gone, AttemptWord::Unclear] {
            for record in [RecordWord::Unread, RecordWord::Unchanged, RecordWord::Unclear, RecordWord::Gone] {
                let text = sentence(Evidence { attempt, record, card });
                assert!(text.ends_with('.') && !text.contains(['{', '}', '\n']), "{text}");
                assert_eq!(text.matches('.').count(), 1, "{text}");
                told.insert(text);
            }
        }
    }
    assert_eq!(told.len(), 6 * 4 * 4 - 3, "four words about an attempt are no evidence without a look");
}

#[test]
fn an_example_reads_as_a_person_would_say_it() {
    let evidence = Evidence {
        attempt: AttemptWord::Lost,
        record: RecordWord::Unchanged,
        card: Some(CardFound::NotOurs(Disproof::CardBlank)),
    };
    let plain: String =
        sentence(evidence).chars().filter(|letter| !matches!(letter, '\u{2068}' | '\u{2069}')).collect();
    assert_eq!(
        plain,
        "Known so far: the answer never came, the card’s record is unchanged, and the card on Front Desk 1 is blank."
    );
}

#[test]
fn a_break_is_told_once() {
    let told = |stage: Stage| resumed_key(&JobView { is_resumed: true, ..job(stage) });
    assert_eq!(told(Stage::Waiting), Some("resumed-open"));
    assert_eq!(told(Stage::Succeeded { card: None, proof: None }), Some("resumed-ended"));
    let interrupted = Stage::Uncertain(UncertainReason::Interrupted, problem(ProblemCode::OutcomeUnknown));
    assert_eq!(told(interrupted), None, "the doubt says it itself");
    assert_eq!(resumed_key(&job(Stage::Waiting)), None);
}
