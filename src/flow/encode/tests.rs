use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::domain::{
    AttemptStatus, CardOnEncoder, CredentialId, Decision, Desk, EncoderId, Guest, Issued, JobId, Operator, RecordWord,
    Subject, SubjectState, SystemId, WorkspaceId,
};
use crate::flow::samples;

fn now(millis: u64) -> Now {
    let wall = Timestamp::from_millisecond(1_795_000_000_000 + i64::try_from(millis).unwrap()).unwrap();
    Now { since_start: Duration::from_millis(millis), wall, server: None }
}

fn intent() -> Intent {
    Intent {
        job: JobId(uuid::Uuid::from_u128(7)),
        subject: Subject::Credential(CredentialId::from("c")),
        encoder: EncoderId::from("e"),
        encoder_name: "Front Desk 1".into(),
        system: SystemId::from("s"),
        workspace: WorkspaceId::from("w"),
        card_name: "Guest card".into(),
        guest: Some(Guest::new("Amelia Hart")),
        doors: vec!["412".into()],
        operator: Operator("mk".into()),
        desk: Desk("front".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: Some(now(0).wall),
        retry_of: None,
    }
}

fn report(id: &str, status: AttemptStatus) -> AttemptReport {
    AttemptReport { id: id.into(), status, request: Some("r".into()) }
}

fn failure(error_type: &str) -> AttemptStatus {
    AttemptStatus::Error { error_type: error_type.into(), message: "m".into() }
}

/// The end of an attempt that says which card it wrote.
fn written() -> AttemptStatus {
    let card = IssuedCard { credential: samples::credential("c"), reported: "{}".into() };
    AttemptStatus::Success(Some(Box::new(card)))
}

fn submitted(status: AttemptStatus) -> Input {
    Input::Submitted(Submission::Reply(report("a", status)))
}

fn problem(code: ProblemCode) -> Problem {
    Problem::new(code, Details::default())
}

/// A job that ran through the given inputs, one second apart, and all the effects it asked for.
fn run(inputs: Vec<Input>) -> (Encode, Vec<Effect>) {
    let (mut job, mut effects) = Encode::start(intent(), now(0));
    for (second, input) in (1..).zip(inputs) {
        effects.extend(job.handle(input, now(second * 1_000)));
    }
    (job, effects)
}

fn sends(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| **effect == Effect::Send).count()
}

fn facts(effects: &[Effect]) -> Vec<Fact> {
    effects
        .iter()
        .filter_map(|effect| if let Effect::Record(fact) = effect { Some(fact.clone()) } else { None })
        .collect()
}

#[test]
fn nothing_is_sent_before_the_intent_is_durable() {
    let (job, effects) = Encode::start(intent(), now(0));
    assert_eq!(sends(&effects), 0);
    assert_eq!(*job.stage(), Stage::Queued);
    assert_eq!(sends(&run(vec![Input::Recorded]).1), 1);
}

#[test]
fn a_journal_that_cannot_write_stops_the_job_unsent() {
    let (job, effects) = run(vec![Input::RecordFailed("disk full".into()), Input::Recorded]);
    assert!(matches!(job.stage(), Stage::NotExecuted(problem) if problem.code == ProblemCode::JournalUnwritable));
    assert_eq!(sends(&effects), 0);
}

#[test]
fn the_first_reply_may_already_be_the_end() {
    let (job, effects) = run(vec![Input::Recorded, submitted(written())]);
    assert!(matches!(job.stage(), Stage::Succeeded { proof: None, .. }));
    assert!(matches!(facts(&effects)[1].kind, FactKind::Accepted { .. }));
    assert!(matches!(facts(&effects)[2].kind, FactKind::Succeeded { .. }));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Poll(_) | Effect::WakeAt(_))));
}

#[test]
fn the_usual_way_is_pending_then_a_card() {
    let observed = Input::Observed(report("a", written()));
    let (job, effects) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending), Input::Due, observed]);
    assert!(job.stage().is_terminal());
    assert!(effects.contains(&Effect::Poll("a".into())));
    assert_eq!(job.ended(), Some(now(4_000)));
}

#[test]
fn every_error_type_has_its_end() {
    for (error_type, is_definite) in [
        ("no_credential_on_encoder", true),
        ("no_card_on_encoder", true),
        ("encoding_interrupted", true),
        ("incompatible_card_format", true),
        ("encoder_not_online", true),
        ("bridge_disconnected", true),
        ("credential_cannot_be_reissued", true),
        ("credential_deleted", true),
        ("encoder_communication_timeout", false),
        ("action_attempt_expired", false),
    ] {
        let observed = Input::Observed(report("a", failure(error_type)));
        let (job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending), observed]);
        assert_eq!(job.stage().is_terminal(), is_definite, "{error_type}");
        assert_eq!(matches!(job.stage(), Stage::Uncertain(UncertainReason::EncoderSilent, _)), !is_definite);
    }
}

fn read(issued: Issued) -> Input {
    let state = SubjectState { issued, card_number: None, credential: None, server_time: None, announced: None };
    Input::Read(Box::new(state))
}

fn lost() -> Input {
    Input::Submitted(Submission::Ambiguous(problem(ProblemCode::OutcomeUnknown)))
}

fn blank() -> Input {
    let card =
        CardOnEncoder { has_data: false, card_number: None, created_at: None, credential: None, is_out_of_sync: false };
    Input::CardRead(Box::new(card))
}

#[test]
fn an_error_that_explains_nothing_counts_once_the_record_agrees_twice() {
    for error_type in ["uncategorized_error", "from_tomorrow"] {
        let claimed = vec![Input::Recorded, submitted(failure(error_type))];
        let (job, effects) = run(claimed.clone());
        assert_eq!(*job.stage(), Stage::Waiting);
        assert_eq!(effects.last(), Some(&Effect::ReadSubject));
        let agreed = vec![read(Issued::No), Input::Due, read(Issued::No)];
        let (job, _) = run([claimed.clone(), agreed].concat());
        assert!(
            matches!(job.stage(), Stage::Failed(problem) if problem.details.error_type.as_deref() == Some(error_type))
        );
        let (job, _) = run([claimed.clone(), vec![read(Issued::No), Input::SubjectGone]].concat());
        assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::EncoderSilent, _)), "{:?}", job.stage());
        let (job, _) = run([claimed, vec![read(Issued::No), Input::Due, read(Issued::Yes(None))]].concat());
        assert!(matches!(job.stage(), Stage::Succeeded { proof: Some(_), .. }), "{:?}", job.stage());
    }
}

#[test]
fn an_error_in_the_very_first_answer_is_held_against_the_record() {
    let first = vec![Input::Recorded, submitted(failure("incompatible_card_format"))];
    let (job, effects) = run(first.clone());
    assert_eq!((job.stage(), effects.last()), (&Stage::Waiting, Some(&Effect::ReadSubject)));
    let (job, _) = run([first.clone(), vec![read(Issued::No), Input::Due, read(Issued::No)]].concat());
    assert!(matches!(job.stage(), Stage::Failed(problem) if problem.code == ProblemCode::IncompatibleCard));
    let (job, _) = run([first, vec![read(Issued::Yes(None))]].concat());
    assert!(matches!(job.stage(), Stage::Succeeded { proof: Some(_), .. }), "{:?}", job.stage());
    let deleted = vec![Input::Recorded, submitted(failure("credential_deleted")), Input::SubjectGone];
    assert!(matches!(run(deleted).0.stage(), Stage::Failed(_)), "a record that is gone agrees with that");
}

#[test]
fn a_success_that_names_no_card_needs_the_record_to_agree() {
    let ended = Input::Observed(report("a", AttemptStatus::Success(None)));
    let claimed = vec![Input::Recorded, submitted(AttemptStatus::Pending), ended];
    let (job, effects) = run(claimed.clone());
    assert_eq!((job.stage(), effects.last()), (&Stage::Waiting, Some(&Effect::ReadSubject)));
    let (job, _) = run([claimed.clone(), vec![read(Issued::Yes(None))]].concat());
    assert!(matches!(job.stage(), Stage::Succeeded { proof: None, .. }), "{:?}", job.stage());
    let (job, _) = run([claimed, vec![read(Issued::No), Input::Due, read(Issued::No)]].concat());
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::EncoderSilent, _)), "{:?}", job.stage());
}

/// A reply that was mixed up may name an attempt of another desk that wrote the same card long ago.
#[test]
fn a_success_in_the_very_first_answer_with_an_older_card_needs_the_record_to_agree() {
    let of = |seconds: i64| Issued::Yes(Some(now(0).wall + jiff::SignedDuration::from_secs(seconds)));
    let written_at = |issued: Issued| {
        let mut card = IssuedCard { credential: samples::credential("c"), reported: "{}".into() };
        card.credential.issued = issued;
        AttemptStatus::Success(Some(Box::new(card)))
    };
    let first = vec![Input::Recorded, submitted(written_at(of(-3_600)))];
    let (job, effects) = run(first.clone());
    assert_eq!((job.stage(), effects.last()), (&Stage::Waiting, Some(&Effect::ReadSubject)));
    let (job, _) = run([first.clone(), vec![read(of(-3_600)), Input::Due, read(of(-3_600))]].concat());
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::EncoderSilent, _)), "{:?}", job.stage());
    let (job, _) = run([first, vec![read(of(1))]].concat());
    assert!(matches!(job.stage(), Stage::Succeeded { proof: None, .. }), "{:?}", job.stage());
    let (job, _) = run(vec![Input::Recorded, submitted(written_at(of(1)))]);
    assert!(matches!(job.stage(), Stage::Succeeded { proof: None, .. }), "a new one needs nothing");
    let waited = vec![Input::Recorded, submitted(AttemptStatus::Pending)];
    let ended = Input::Observed(report("a", written_at(of(-3_600))));
    let (job, _) = run([waited, vec![ended]].concat());
    assert!(matches!(job.stage(), Stage::Succeeded { proof: None, .. }), "an attempt that was seen at work is its own");
}

#[test]
fn a_blank_card_and_an_unchanged_record_prove_that_nothing_was_written() {
    let (job, effects) = run(vec![Input::Recorded, lost(), Input::Due, read(Issued::No), Input::ReadCard, blank()]);
    assert!(effects.contains(&Effect::ReadCard { not_before: Duration::from_secs(12) }), "{effects:?}");
    assert!(matches!(job.stage(), Stage::Uncertain(..)), "one read may have begun before the card was read");
    let proved =
        [Input::Recorded, lost(), Input::ReadCard, blank(), Input::Due, read(Issued::No), Input::Due, read(Issued::No)];
    let (job, effects) = run(proved.to_vec());
    assert_eq!(*job.stage(), Stage::NotWritten(Disproof::CardBlank));
    assert!(matches!(facts(&effects).last().unwrap().kind, FactKind::ProvedNotWritten(Disproof::CardBlank)));
}

#[test]
fn a_blank_card_proves_nothing_while_seam_still_waits() {
    let pending = Input::Observed(report("a", AttemptStatus::Pending));
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    job.handle(pending.clone(), now(95_000));
    job.handle(Input::ReadCard, now(96_000));
    job.handle(blank(), now(97_000));
    for second in 98..110 {
        job.handle(pending.clone(), now(second * 1_000));
        job.handle(read(Issued::No), now(second * 1_000 + 500));
    }
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::PendingTooLong, _)));
    assert_eq!(job.evidence().record, RecordWord::Unchanged);
}

#[test]
fn a_card_that_was_read_before_the_attempt_ended_says_nothing_about_its_end() {
    let pending = Input::Observed(report("a", AttemptStatus::Pending));
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    job.handle(pending, now(95_000));
    job.handle(Input::ReadCard, now(96_000));
    job.handle(blank(), now(97_000));
    for second in 98..104 {
        job.handle(read(Issued::No), now(second * 1_000));
    }
    job.handle(Input::Observed(report("a", failure("encoder_communication_timeout"))), now(105_000));
    assert_eq!(job.evidence().card, None);
    for second in 106..110 {
        job.handle(read(Issued::No), now(second * 1_000));
    }
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::EncoderSilent, _)), "{:?}", job.stage());
    job.handle(Input::ReadCard, now(111_000));
    job.handle(blank(), now(112_000));
    job.handle(read(Issued::No), now(113_000));
    job.handle(read(Issued::No), now(114_000));
    assert_eq!(*job.stage(), Stage::NotWritten(Disproof::CardBlank));
}

#[test]
fn seams_own_success_is_never_disproved_by_a_card() {
    let ended = Input::Observed(report("a", AttemptStatus::Success(None)));
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending), ended]);
    for second in 4..8 {
        job.handle(read(Issued::No), now(second * 1_000));
    }
    job.handle(Input::ReadCard, now(9_000));
    job.handle(blank(), now(20_000));
    for second in 21..30 {
        job.handle(read(Issued::No), now(second * 1_000));
    }
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::EncoderSilent, _)), "{:?}", job.stage());
    assert_eq!(job.evidence().attempt, AttemptWord::Claimed);
}

#[test]
fn after_a_restart_the_first_end_of_an_attempt_is_held_against_the_record() {
    let (_, effects) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    let (mut job, _) = resume(&facts(&effects), now(5_000)).unwrap();
    let asked = job.handle(Input::Observed(report("a", failure("incompatible_card_format"))), now(6_000));
    assert_eq!((job.stage(), &asked[..]), (&Stage::Waiting, &[Effect::ReadSubject][..]));
    job.handle(read(Issued::No), now(7_000));
    job.handle(read(Issued::No), now(8_000));
    assert!(matches!(job.stage(), Stage::Failed(_)), "{:?}", job.stage());
}

#[test]
fn a_card_that_could_not_be_read_can_be_read_again() {
    let (mut job, _) = run(vec![Input::Recorded, lost(), Input::ReadCard]);
    assert!(job.handle(Input::ReadCard, now(5_000)).is_empty(), "it is being read");
    job.handle(Input::CardUnread(problem(ProblemCode::NoCard)), now(6_000));
    assert_eq!(job.card_trouble().map(|problem| problem.code), Some(ProblemCode::NoCard));
    assert!(!job.handle(Input::ReadCard, now(7_000)).is_empty());
}

#[test]
fn what_is_learned_is_written_down_once() {
    let (_, effects) = run(vec![Input::Recorded, lost(), read(Issued::No), read(Issued::No), read(Issued::No)]);
    let learned = facts(&effects).iter().filter(|fact| matches!(fact.kind, FactKind::Learned(_))).count();
    assert_eq!(learned, 1);
}

#[test]
fn time_stands_still_while_nobody_may_ask() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    job.handle(Input::Parked, now(20_000));
    job.handle(Input::Parked, now(500_000));
    assert!(job.is_parked() && *job.stage() == Stage::Waiting);
    assert_eq!(job.handle(Input::Due, now(600_000)), [Effect::Poll("a".into())]);
    job.handle(Input::Observed(report("a", AttemptStatus::Pending)), now(601_000));
    assert_eq!(*job.stage(), Stage::Waiting, "twenty seconds of asking are no ninety");
}

#[test]
fn a_sleep_expires_nothing_before_somebody_has_looked() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    assert_eq!(job.handle(Input::Due, now(40_000_000)), [Effect::Poll("a".into())]);
    assert_eq!(*job.stage(), Stage::Waiting);
    job.handle(Input::Observed(report("a", written())), now(40_000_200));
    assert!(matches!(job.stage(), Stage::Succeeded { proof: None, .. }));
}

#[test]
fn a_lost_reply_is_looked_into_and_proved_by_the_credential() {
    let (job, effects) = run(vec![Input::Recorded, lost(), Input::Due, read(Issued::No)]);
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::ReplyLost, _)));
    assert!(effects.contains(&Effect::ReadSubject));
    let (job, effects) = run(vec![Input::Recorded, lost(), Input::Due, read(Issued::Yes(None))]);
    assert!(matches!(job.stage(), Stage::Succeeded { proof: Some(Proof::IssuedAfterwards { .. }), .. }));
    assert_eq!(sends(&effects), 1);
}

#[test]
fn ninety_seconds_pending_is_not_sure_and_a_late_answer_settles_it() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    let pending = Input::Observed(report("a", AttemptStatus::Pending));
    job.handle(pending, now(95_000));
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::PendingTooLong, _)));
    job.handle(Input::Observed(report("a", written())), now(200_000));
    assert!(matches!(job.stage(), Stage::Succeeded { proof: Some(Proof::AttemptEnded), .. }));
}

#[test]
fn troubles_alone_also_end_in_not_sure() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    for second in [50, 93] {
        job.handle(Input::Trouble { retry_after: None, jitter: 0.0 }, now(second * 1_000));
    }
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::PendingTooLong, _)));
}

#[test]
fn an_attempt_that_turns_out_to_be_anothers_is_left_for_the_record() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    let other = || Input::Observed(report("b", written()));
    for second in [30, 60, 95] {
        job.handle(other(), now(second * 1_000));
    }
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::PendingTooLong, _)));
    assert_eq!(job.handle(Input::Due, now(97_000)), [Effect::ReadSubject]);
}

#[test]
fn an_attempt_that_cannot_be_asked_about_leaves_every_second_look_to_the_record() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    let trouble = || Input::Trouble { retry_after: None, jitter: 0.0 };
    job.handle(trouble(), now(50_000));
    assert_eq!(job.handle(Input::Due, now(60_000)), [Effect::Poll("a".into())], "nothing is in doubt yet");
    job.handle(trouble(), now(95_000));
    job.handle(trouble(), now(96_000));
    assert_eq!(job.handle(Input::Due, now(97_000)), [Effect::ReadSubject]);
    job.handle(read(Issued::No), now(98_000));
    assert_eq!(job.handle(Input::Due, now(99_000)), [Effect::Poll("a".into())]);
}

#[test]
fn an_answer_about_another_attempt_changes_nothing() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    let asked = job.handle(Input::Observed(report("b", written())), now(3_000));
    assert!(matches!(asked[..], [Effect::WakeAt(_)]), "it is only asked again: {asked:?}");
    assert_eq!(*job.stage(), Stage::Waiting);
}

#[test]
fn a_status_from_tomorrow_is_neither_done_nor_failed_and_the_record_is_read() {
    let (job, effects) = run(vec![Input::Recorded, submitted(AttemptStatus::Other("paused".into()))]);
    assert!(matches!(job.stage(), Stage::Uncertain(..)));
    assert_eq!(effects.last(), Some(&Effect::ReadSubject));
}

#[test]
fn stop_waiting_keeps_the_encoder_held_until_it_is_settled() {
    let (mut job, _) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending), Input::StopWaiting]);
    assert_eq!(*job.stage(), Stage::LetGo);
    assert!(job.holds_encoder());
    job.handle(Input::Decide(Decision::NotWritten, Operator("mk".into())), now(9_000));
    assert!(!job.holds_encoder());
}

#[test]
fn a_restart_expires_nothing_by_this_desks_clock_and_counts_by_the_servers() {
    let (_, effects) = run(vec![Input::Recorded, submitted(AttemptStatus::Pending)]);
    let pending = || Input::Observed(report("a", AttemptStatus::Pending));
    let (mut job, effects_of_start) = resume(&facts(&effects), now(3_600_000)).unwrap();
    assert_eq!(effects_of_start, [Effect::WakeAt(Duration::from_millis(3_600_000))], "it is looked at once");
    job.handle(pending(), now(3_601_000));
    assert_eq!(*job.stage(), Stage::Waiting, "an hour on this desk's clock may be a clock that was set");
    let dated = facts(&effects).into_iter().map(|mut fact| {
        if let FactKind::Intended(intent) = &mut fact.kind {
            intent.server_time = Some(now(0).wall);
        }
        fact
    });
    let later = |millis| Now { server: Some(now(3_600_000).wall), ..now(millis) };
    let (mut job, _) = resume(&dated.collect::<Vec<_>>(), later(1_000)).unwrap();
    assert_eq!(*job.stage(), Stage::Waiting, "nothing expires before somebody has looked");
    job.handle(pending(), later(1_200));
    assert!(matches!(job.stage(), Stage::Uncertain(UncertainReason::PendingTooLong, _)));
}

#[test]
fn a_reply_that_comes_after_the_job_was_picked_up_again_is_followed() {
    let (_, effects) = run(vec![Input::Recorded]);
    let (mut job, _) = resume(&facts(&effects), now(5_000)).unwrap();
    job.handle(submitted(AttemptStatus::Pending), now(6_000));
    assert_eq!((job.stage(), job.attempt()), (&Stage::Waiting, Some(&"a".into())));
}

fn any_status() -> impl Strategy<Value = AttemptStatus> {
    prop_oneof![
        4 => Just(AttemptStatus::Pending),
        1 => Just(AttemptStatus::Success(None)),
        1 => prop_oneof![
            Just("no_credential_on_encoder"),
            Just("encoder_communication_timeout"),
            Just("action_attempt_expired"),
            Just("surprise"),
        ]
        .prop_map(failure),
        1 => Just(AttemptStatus::Other("odd".into())),
    ]
}

fn any_input() -> impl Strategy<Value = Input> {
    let any_report = || ("[ab]", any_status()).prop_map(|(id, status)| report(&id, status));
    prop_oneof![
        3 => Just(Input::Recorded),
        1 => Just(Input::RecordFailed("full".into())),
        3 => any_report().prop_map(|report| Input::Submitted(Submission::Reply(report))),
        1 => Just(Input::Submitted(Submission::NotExecuted(problem(ProblemCode::NotSent)))),
        1 => Just(Input::Submitted(Submission::Ambiguous(problem(ProblemCode::OutcomeUnknown)))),
        3 => any_report().prop_map(Input::Observed),
        1 => Just(Input::Gone),
        1 => (0.0..1.0).prop_map(|jitter| Input::Trouble { retry_after: None, jitter }),
        3 => prop_oneof![Just(Issued::No), Just(Issued::Unknown), Just(Issued::Yes(None))].prop_map(read),
        1 => Just(Input::SubjectGone),
        3 => Just(Input::Due),
        1 => Just(Input::Parked),
        1 => Just(Input::ReadCard),
        1 => Just(blank()),
        1 => Just(Input::CardUnread(problem(ProblemCode::NoCard))),
        1 => Just(Input::StopWaiting),
        1 => Just(Input::Decide(Decision::Written, Operator("mk".into()))),
    ]
}

proptest! {
    #[test]
    fn whatever_arrives_at_most_one_request_is_sent(inputs in prop::collection::vec(any_input(), 0..40)) {
        let (mut job, mut effects) = Encode::start(intent(), now(0));
        for (step, input) in (1..).zip(inputs) {
            let was_recorded = input == Input::Recorded;
            let was_terminal = job.stage().is_terminal();
            let asked = job.handle(input, now(step * 7_000));
            prop_assert!(!was_terminal || asked.is_empty(), "a terminal state asked for {asked:?}");
            prop_assert!(was_recorded || sends(&asked) == 0);
            effects.extend(asked);
        }
        prop_assert!(sends(&effects) <= 1);
    }

    #[test]
    fn every_end_but_an_unwritable_journal_is_recorded(inputs in prop::collection::vec(any_input(), 0..40)) {
        let (job, effects) = run(inputs);
        let last = facts(&effects).pop().map(|fact| fact.kind);
        match job.stage() {
            Stage::Succeeded { .. } => prop_assert!(matches!(last, Some(FactKind::Succeeded { .. })), "unrecorded"),
            Stage::Failed(_) => prop_assert!(matches!(last, Some(FactKind::Failed(_)))),
            Stage::Decided(_) => prop_assert!(matches!(last, Some(FactKind::Decided { .. })), "unrecorded"),
            Stage::NotExecuted(problem) if problem.code == ProblemCode::JournalUnwritable => {}
            Stage::NotExecuted(_) => prop_assert!(matches!(last, Some(FactKind::NotExecuted(_)))),
            Stage::NotWritten(_) => prop_assert!(matches!(last, Some(FactKind::ProvedNotWritten(_)))),
            Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => {}
        }
    }

    #[test]
    fn silence_always_ends_where_a_person_can_act(inputs in prop::collection::vec(any_input(), 0..20)) {
        let (mut job, _) = run(inputs);
        job.handle(Input::Recorded, now(100_000));
        job.handle(lost(), now(100_000));
        for second in 0..4_u64 {
            job.handle(Input::Trouble { retry_after: None, jitter: 0.0 }, now(400_000 + second * 60_000));
        }
        prop_assert!(!matches!(job.stage(), Stage::Queued | Stage::Submitting | Stage::Waiting), "{:?}", job.stage());
    }

    #[test]
    fn whatever_is_answered_an_open_job_looks_again(inputs in prop::collection::vec(any_input(), 0..40)) {
        let (mut job, _) = Encode::start(intent(), now(0));
        for (step, input) in (1..).zip(inputs) {
            let is_answer = matches!(
                input,
                Input::Due | Input::Observed(_) | Input::Trouble { .. } | Input::Read(_) | Input::SubjectGone | Input::Gone
            );
            let was_sent = !matches!(job.stage(), Stage::Queued | Stage::Submitting);
            let asked = job.handle(input.clone(), now(step * 500));
            if is_answer && was_sent && !job.stage().is_terminal() {
                let looks = |effect: &Effect| {
                    matches!(effect, Effect::WakeAt(_) | Effect::Poll(_) | Effect::ReadSubject)
                };
                prop_assert!(asked.iter().any(looks), "{input:?} in {:?} asks for {asked:?}", job.stage());
            }
        }
    }

    #[test]
    fn replaying_the_facts_rebuilds_the_job(inputs in prop::collection::vec(any_input(), 0..40)) {
        let (job, effects) = run(inputs);
        let rebuilt = resume(&facts(&effects), now(45_000));
        prop_assert_eq!(rebuilt.is_none(), job.stage().is_terminal() && facts(&effects).len() > 1);
        if let Some((rebuilt, effects)) = rebuilt {
            prop_assert_eq!(sends(&effects), 0);
            if job.claim.is_none() {
                prop_assert_eq!(rebuilt.attempt(), job.attempt());
                prop_assert_eq!(rebuilt.evidence(), job.evidence());
            }
            match job.stage() {
                Stage::Queued | Stage::Submitting | Stage::NotExecuted(_) => {
                    let is_interrupted = matches!(rebuilt.stage(), Stage::Uncertain(UncertainReason::Interrupted, _));
                    prop_assert!(is_interrupted);
                }
                stage @ (Stage::Waiting
                | Stage::LetGo
                | Stage::Uncertain(..)
                | Stage::Succeeded { .. }
                | Stage::Failed(_)
                | Stage::NotWritten(_)
                | Stage::Decided(_)) => prop_assert_eq!(rebuilt.stage(), stage),
            }
        }
    }
}
