use super::*;
use crate::{domain::IssueEvent, flow::samples};

fn at(text: &str) -> Option<Timestamp> {
    Some(text.parse().unwrap())
}

fn before(issued: Issued) -> Before {
    Before {
        subject: Subject::Credential("c".into()),
        encoder: "e".into(),
        issued,
        card_number: Some("a1".into()),
        server_time: at("2026-11-23T13:40:00Z"),
    }
}

fn after(issued: Issued, number: &str) -> SubjectState {
    SubjectState { issued, card_number: Some(number.into()), credential: None, server_time: None, announced: None }
}

fn announced(moment: &str, encoder: Option<&str>) -> SubjectState {
    let event = IssueEvent { at: at(moment), encoder: encoder.map(EncoderId::from) };
    SubjectState { announced: Some(event), ..after(Issued::Unknown, "a1") }
}

fn card(credential: Option<&str>) -> CardOnEncoder {
    let credential = credential.map(|id| Box::new(samples::credential(id)));
    CardOnEncoder { has_data: true, card_number: None, created_at: None, credential, is_out_of_sync: false }
}

#[test]
fn a_first_issue_is_proof() {
    let proof = prove(&before(Issued::No), &after(Issued::Yes(None), "a1"));
    assert!(matches!(proof, Some(Proof::IssuedAfterwards { .. })));
}

#[test]
fn an_issue_that_the_row_did_not_know_of_is_none() {
    let earlier = Issued::Yes(at("2026-11-23T13:30:00Z"));
    assert_eq!(prove(&before(Issued::No), &after(earlier, "a1")), None);
    assert_eq!(prove(&before(Issued::No), &after(earlier, "b2")), None, "nor is the number that came with it");
}

#[test]
fn an_older_issue_is_none() {
    let old = Issued::Yes(at("2026-11-20T10:00:00Z"));
    assert_eq!(prove(&before(old), &after(old, "a1")), None);
    assert_eq!(prove(&before(Issued::Unknown), &after(old, "a1")), None);
}

#[test]
fn a_later_issue_or_another_number_is_proof() {
    let old = Issued::Yes(at("2026-11-20T10:00:00Z"));
    let new = Issued::Yes(at("2026-11-23T13:40:03Z"));
    assert!(prove(&before(old), &after(new, "a1")).is_some());
    assert!(prove(&before(old), &after(Issued::Yes(None), "b2")).is_some());
    assert!(prove(&before(Issued::Unknown), &after(new, "a1")).is_some());
}

#[test]
fn a_record_that_changed_without_proof_is_not_unchanged() {
    let early = Issued::Yes(at("2026-11-23T13:30:00Z"));
    assert_eq!(tell_record(&before(Issued::No), &after(early, "a1")), RecordWord::Unclear);
    assert_eq!(tell_record(&before(early), &after(early, "b2")), RecordWord::Unclear);
    assert_eq!(tell_record(&before(Issued::Unknown), &announced("2026-11-23T13:30:00Z", None)), RecordWord::Unclear);
    assert_eq!(tell_record(&before(early), &after(early, "a1")), RecordWord::Unchanged);
    assert_eq!(tell_record(&before(Issued::No), &after(Issued::No, "a1")), RecordWord::Unchanged);
}

#[test]
fn not_issued_proves_nothing() {
    assert_eq!(prove(&before(Issued::No), &after(Issued::No, "a1")), None);
    assert_eq!(prove(&before(Issued::No), &after(Issued::Unknown, "a1")), None);
}

#[test]
fn an_event_after_the_request_is_proof_unless_it_is_another_encoders() {
    let proof = |state: &SubjectState| prove(&before(Issued::Unknown), state).is_some();
    assert!(proof(&announced("2026-11-23T13:40:05Z", None)));
    assert!(proof(&announced("2026-11-23T13:40:05Z", Some("e"))));
    assert!(!proof(&announced("2026-11-23T13:40:05Z", Some("another"))));
    assert!(!proof(&announced("2026-11-23T13:39:00Z", None)));
    let known = before(Issued::Yes(at("2026-11-23T13:39:59Z")));
    assert_eq!(prove(&known, &announced("2026-11-23T13:39:59Z", None)), None, "the issue that was known before");
    assert!(prove(&known, &announced("2026-11-23T13:40:05Z", None)).is_some());
    let unknown = Before { server_time: None, ..before(Issued::Unknown) };
    assert_eq!(prove(&unknown, &announced("2026-11-23T13:40:05Z", None)), None, "without a clock nothing is later");
}

#[test]
fn a_card_is_told_by_what_stands_on_it() {
    let blank = CardOnEncoder { has_data: false, ..card(None) };
    let (first, again) = (before(Issued::No), before(Issued::Yes(at("2026-11-20T10:00:00Z"))));
    let method = Before { subject: Subject::AccessMethod("m".into()), ..before(Issued::No) };
    let dated = |moment| CardOnEncoder { created_at: at(moment), ..card(Some("c")) };
    let numbered = |number: &str| CardOnEncoder { card_number: Some(number.into()), ..card(Some("c")) };
    let stale = CardOnEncoder { is_out_of_sync: true, ..card(Some("c")) };
    let late_and_stale = CardOnEncoder { is_out_of_sync: true, ..dated("2026-11-23T13:40:05Z") };
    for (before, card, found) in [
        (&first, blank.clone(), CardFound::NotOurs(Disproof::CardBlank)),
        (&first, card(None), CardFound::Unknown),
        (&first, card(Some("other")), CardFound::NotOurs(Disproof::OtherCard)),
        (&first, card(Some("c")), CardFound::Ours),
        (&first, dated("2026-11-23T13:39:00Z"), CardFound::Ours),
        (&first, stale.clone(), CardFound::OursOfUnknownAge),
        (&again, card(Some("c")), CardFound::OursOfUnknownAge),
        (&again, dated("2026-11-23T13:40:05Z"), CardFound::Ours),
        (&again, dated("2026-11-20T10:00:00Z"), CardFound::OursOfUnknownAge),
        (&again, numbered("b2"), CardFound::Ours),
        (&again, numbered("a1"), CardFound::OursOfUnknownAge),
        (&again, stale, CardFound::NotOurs(Disproof::OldCard)),
        (&again, late_and_stale, CardFound::OursOfUnknownAge),
        (&method, blank, CardFound::NotOurs(Disproof::CardBlank)),
        (&method, card(Some("c")), CardFound::OursOfUnknownAge),
    ] {
        assert_eq!(tell_card(before, &card), found, "{card:?}");
    }
}

#[test]
fn only_an_unchanged_record_an_ended_attempt_and_the_wrong_card_together_disprove() {
    let attempts = [AttemptWord::Lost, AttemptWord::Pending, AttemptWord::Gone, AttemptWord::Unclear];
    let records = [RecordWord::Unread, RecordWord::Unchanged, RecordWord::Unclear, RecordWord::Gone];
    let cards = [None, Some(CardFound::Ours), Some(CardFound::OursOfUnknownAge), Some(CardFound::Unknown)]
        .into_iter()
        .chain(Disproof::ALL.map(|disproof| Some(CardFound::NotOurs(disproof))));
    let all = cards.flat_map(|card| {
        let with = move |attempt, record| Evidence { attempt, record, card };
        attempts.into_iter().flat_map(move |attempt| records.map(|record| with(attempt, record)))
    });
    let proved: Vec<Evidence> = all.filter(|evidence| disprove(evidence).is_some()).collect();
    assert_eq!(proved.len(), 9, "three kinds of cards, each with three ends of an attempt");
    assert!(proved.iter().all(|evidence| evidence.record == RecordWord::Unchanged));
    assert!(proved.iter().all(|evidence| evidence.attempt != AttemptWord::Pending));
}
