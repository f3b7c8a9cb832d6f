//! Questions to the journal of a desk.

use std::time::Duration;

use keydesk::{
    domain::{
        ActivityFilter, CredentialId, Decision, Desk, Disproof, Fact, FactKind, FollowUp, FollowUpState, Guest, Intent,
        JobId, Operator, Outcome, Problem, ProblemCode, Reasked, Subject, UncertainReason,
    },
    journal::{Fault, Journal, Questions, Verdict},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use sqlx::Connection;

use super::{after, fact, failed, intended, intent, open, raw, run, story::story, succeeded};

const HOUR_MS: i64 = 3_600_000;

fn causes() -> impl Strategy<Value = ProblemCode> {
    select(vec![ProblemCode::NoCard, ProblemCode::EncoderOffline, ProblemCode::NotSent, ProblemCode::OutcomeUnknown])
}

fn problems() -> impl Strategy<Value = Problem> {
    causes().prop_map(|code| Problem::noticed(code, "so it is"))
}

/// How an attempt goes on, in one or two facts or none.
fn courses() -> impl Strategy<Value = Vec<FactKind>> {
    let uncertain = || problems().prop_map(|problem| FactKind::BecameUncertain(UncertainReason::ReplyLost, problem));
    let decided = |decision| FactKind::Decided { decision, operator: Operator("Mia".into()) };
    let ends = prop_oneof![
        Just(FactKind::LetGo),
        Just(FactKind::ProvedNotWritten(Disproof::ALL[0])),
        Just(decided(Decision::Written)),
        Just(decided(Decision::NotWritten)),
        Just(FactKind::Reasked { answer: Reasked::Succeeded(None), request: None }),
        select(FollowUpState::ALL.to_vec()).prop_map(|state| FactKind::FollowedUp(FollowUp {
            state,
            note: None,
            operator: Operator("Ben".into())
        })),
    ];
    prop_oneof![
        6 => Just(vec![succeeded()]),
        1 => Just(vec![]),
        2 => problems().prop_map(|problem| vec![FactKind::Failed(problem)]),
        1 => problems().prop_map(|problem| vec![FactKind::NotExecuted(problem)]),
        1 => uncertain().prop_map(|kind| vec![kind]),
        2 => (uncertain(), ends).prop_map(|(kind, end)| vec![kind, end]),
    ]
}

/// Attempts of two days, of few people and encoders, some at the same moment or on the very hour.
pub fn attempts(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Fact>> {
    let when = prop_oneof![3 => 0..48 * HOUR_MS, 1 => (0_i64..48).prop_map(|hour| hour * HOUR_MS)];
    let whose = (0..3_u8, 0..4_u8, 0..2_u8, 0..40_u8, option::of(0..40_u8));
    let one = (any::<u128>(), when, whose, courses(), 0..20_000_i64);
    vec(one, count).prop_map(|attempts| attempts.into_iter().flat_map(facts).collect())
}

type One = (u128, i64, (u8, u8, u8, u8, Option<u8>), Vec<FactKind>, i64);

fn facts((id, at, (encoder, operator, desk, subject, guest), course, takes): One) -> Vec<Fact> {
    let job = JobId(uuid::Uuid::from_u128(id));
    // Half of them begin on a whole hour of the clock.
    let at = at - 1_000 * 3_600 * 24;
    let intent = Intent {
        encoder: format!("enc_{encoder}").into(),
        encoder_name: format!("Front Desk {}", encoder + u8::from(at > 0)).into(),
        operator: Operator(format!("Operator {operator}").into()),
        desk: Desk(format!("desk-{desk}").into()),
        subject: Subject::Credential(CredentialId::new(format!("cred_{subject}"))),
        guest: guest.map(|guest| Guest::new(format!("Guest {guest}"))),
        ..intent(job)
    };
    let kinds = std::iter::once(FactKind::Intended(Box::new(intent))).chain(course);
    kinds.zip(0..).map(|(kind, step)| fact(job, at + step * takes, kind)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn every_answer_is_what_the_attempts_say(facts in attempts(200..500)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (_folder, journal) = open().await;
            journal.record_all(&facts).await.unwrap();
            story(&journal, &facts).await;
            assert!(matches!(journal.verify().await.unwrap(), Verdict::Intact(_)));
            journal.close().await;
        });
    }
}

#[tokio::test]
async fn an_empty_journal_answers_with_nothing() {
    let (_folder, journal) = open().await;
    story(&journal, &[]).await;
}

/// So many that the hour of a page is looked for in the counts.
#[tokio::test]
async fn a_page_far_down_is_exact() {
    let (_folder, journal) = open().await;
    let jobs: Vec<_> = (0..4_000).map(|_| JobId::generate()).collect();
    let facts: Vec<_> = jobs.iter().zip(0..).map(|(job, step)| intended(*job, step * 40_000)).collect();
    journal.record_all(&facts).await.unwrap();
    let whole = ActivityFilter::default();
    let ragged =
        ActivityFilter { since: Some(after(50)), until: Some(after(4_000 * 40_000 - 90_000)), ..whole.clone() };
    for (filter, newest, count) in [(whole, 3_999, 4_000), (ragged, 3_997, 3_997)] {
        for offset in [0, 999, 1_001, 1_777, 2_900, count - 3, count, 1 << 40] {
            let page = journal.page(&filter, offset, 5).await.unwrap();
            let page: Vec<_> = page.iter().map(|row| row.job).collect();
            let places = (0..5).map(|place| offset + place).take_while(|place| *place < count);
            let expected: Vec<_> = places.map(|place| jobs[usize::try_from(newest - place).unwrap()]).collect();
            assert_eq!(page, expected, "{filter:?} from {offset}");
        }
    }
}

#[tokio::test]
async fn what_is_done_about_a_failure_is_kept_also_for_the_job_of_another_desk() {
    let (_folder, journal) = open().await;
    let job = run(&journal, 0, 5, "enc_1", failed(ProblemCode::NoCard)).await;
    let follow = |state, note: &str| {
        FactKind::FollowedUp(FollowUp { state, note: Some(note.into()), operator: Operator("Ben".into()) })
    };
    let elsewhere = JobId::generate();
    for (job, at, state) in
        [(job, 10, FollowUpState::InHand), (elsewhere, 11, FollowUpState::Open), (job, 12, FollowUpState::Solved)]
    {
        journal.record(&fact(job, at, follow(state, "asked Lucía"))).await.unwrap();
    }
    let (row, facts) = journal.details(job).await.unwrap().unwrap();
    assert_eq!((row.outcome, row.follow_up, facts.len()), (Outcome::Failed, Some(FollowUpState::Solved), 4));
    assert_eq!(row.duration, Some(Duration::from_millis(5)));
    assert_eq!(
        journal.facts(elsewhere).await.unwrap(),
        [fact(elsewhere, 11, follow(FollowUpState::Open, "asked Lucía"))]
    );
    assert_eq!(journal.details(elsewhere).await.unwrap(), None);
    assert!(journal.open_jobs().await.unwrap().is_empty());
    assert!(matches!(journal.verify().await.unwrap(), Verdict::Intact(intact) if intact.rows == 5));
}

#[tokio::test]
async fn what_seam_says_later_changes_the_outcome_and_not_how_long_it_took() {
    let (_folder, journal) = open().await;
    let job = run(&journal, 0, 700, "enc_1", failed(ProblemCode::NoCard)).await;
    let reasked = FactKind::Reasked { answer: Reasked::Succeeded(None), request: Some("req_2".into()) };
    journal.record(&fact(job, 90_000, reasked)).await.unwrap();
    let (row, _) = journal.details(job).await.unwrap().unwrap();
    assert_eq!((row.outcome, row.problem), (Outcome::Succeeded, None));
    assert_eq!(row.duration, Some(Duration::from_millis(700)));
    let counted = journal.overview(&ActivityFilter::default(), &[]).await.unwrap();
    assert_eq!((counted.total, counted.encoded, counted.failed), (1, 1, 0));
}

#[tokio::test]
async fn many_facts_are_written_all_or_none() {
    let (_folder, journal) = open().await;
    let (job, stranger) = (JobId::generate(), JobId::generate());
    let known = [intended(job, 0), fact(job, 5, succeeded()), fact(job, 5, succeeded())];
    let refused = journal.record_all(&[&known[..], &[fact(stranger, 9, FactKind::LetGo)]].concat()).await;
    assert!(refused.unwrap_err().to_string().contains(&stranger.to_string()));
    assert_eq!(journal.facts(job).await.unwrap(), []);
    for _ in 0..2 {
        journal.record_all(&known).await.unwrap();
        assert_eq!(journal.facts(job).await.unwrap(), known[..2], "the same fact twice is one fact");
    }
    assert!(matches!(journal.verify().await.unwrap(), Verdict::Intact(intact) if intact.rows == 2));
}

#[tokio::test]
async fn counts_that_were_changed_are_found() {
    let (_folder, journal) = open().await;
    run(&journal, 0, 5, "enc_1", failed(ProblemCode::NoCard)).await;
    let mut file = raw(journal.path()).await;
    sqlx::query("UPDATE tally SET attempts = 2 WHERE of = 1").execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let verdict = journal.verify().await.unwrap();
    assert!(matches!(&verdict, Verdict::Broken(broken) if broken.fault == Fault::Counts), "{verdict:?}");
    assert!(Journal::recover(journal.path()).await.is_err(), "the file is open");
    journal.close().await;
    Journal::recover(journal.path()).await.unwrap();
    let again = Journal::open(journal.path()).await.unwrap();
    assert!(matches!(again.verify().await.unwrap(), Verdict::Intact(_)));
}

/// How far the log grows from its beginning while something is written.
async fn log_growth(journal: &Journal, facts: &[Fact]) -> u64 {
    let mut file = raw(journal.path()).await;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    for fact in facts {
        journal.record(fact).await.unwrap();
    }
    if facts.is_empty() {
        journal.probe().await.unwrap();
    }
    std::fs::metadata(journal.path().with_file_name("journal.sqlite-wal")).unwrap().len()
}

#[tokio::test]
async fn a_probe_takes_more_of_the_log_than_a_job_does() {
    let (_folder, journal) = open().await;
    for batch in 0..4 {
        let jobs = (0..500).map(|step| (JobId::generate(), batch * 500_000 + step * 1_000));
        let facts = jobs.flat_map(|(job, at)| [intended(job, at), fact(job, at + 500, failed(ProblemCode::NoCard))]);
        journal.record_all(&facts.collect::<Vec<_>>()).await.unwrap();
    }
    let job = JobId::generate();
    let accepted = FactKind::Accepted { attempt: "att_1".into(), request: Some("req_1".into()), round_trip: None };
    let silent = Problem::noticed(ProblemCode::OutcomeUnknown, "no reply");
    let unknown = FactKind::BecameUncertain(UncertainReason::ReplyLost, silent);
    let facts = [intended(job, 3_000_000), fact(job, 3_000_100, accepted), fact(job, 3_000_200, unknown)];
    // The flag that there is room already; the room itself is made in the log that is emptied before each measurement.
    journal.make_room().await.unwrap();
    let each = [
        log_growth(&journal, &facts[..1]).await,
        log_growth(&journal, &facts[1..2]).await,
        log_growth(&journal, &facts[2..]).await,
    ];
    let probe = log_growth(&journal, &[]).await;
    assert!(each.iter().sum::<u64>() < probe, "{each:?} bytes of log, and a probe {probe}");
}
