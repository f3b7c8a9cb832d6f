//! What a desk in these tests does.

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        Decision, Desk, Details, Fact, FactKind, FollowUp, FollowUpState, Guest, Intent, Issued, JobId, Operator,
        Problem, ProblemCode, Subject, UncertainReason,
    },
    journal::{Journal, shared::SharedRecord},
};
use sqlx::{Connection, SqliteConnection};

pub(super) async fn journal() -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
    (folder, journal)
}

pub(super) fn start() -> Timestamp {
    "2026-10-30T21:40:00.000001Z".parse().unwrap()
}

pub(super) fn after(start: Timestamp, milliseconds: i64) -> Timestamp {
    start + SignedDuration::from_millis(milliseconds)
}

pub(super) fn intent(job: JobId, desk: &str, encoder: &str) -> Intent {
    Intent {
        job,
        subject: Subject::Credential("cred_1".into()),
        encoder: encoder.into(),
        encoder_name: format!("Encoder {encoder}").into(),
        system: "sys_1".into(),
        workspace: "ws_1".into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new("Lucía Fernández")),
        doors: vec!["412".into(), "Pool".into()],
        operator: Operator("Mia".into()),
        desk: Desk(desk.into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: None,
        retry_of: None,
    }
}

pub(super) fn intended(at: Timestamp, intent: Intent) -> Fact {
    Fact { job: intent.job, at, kind: FactKind::Intended(Box::new(intent)) }
}

pub(super) fn problem(code: ProblemCode) -> Problem {
    Problem::new(code, Details { request: Some("req_1".into()), ..Details::default() })
}

pub(super) fn succeeded() -> FactKind {
    FactKind::Succeeded { card: None, credential: None, proof: None }
}

pub(super) fn followed_up(state: FollowUpState, note: &str) -> FactKind {
    FactKind::FollowedUp(FollowUp { state, note: Some(note.into()), operator: Operator("Noor".into()) })
}

/// An attempt from its press to its end, of three seconds.
pub(super) fn attempt(desk: &str, encoder: &str, at: Timestamp, end: FactKind) -> [Fact; 2] {
    let job = JobId::generate();
    [intended(at, intent(job, desk, encoder)), Fact { job, at: after(at, 3_000), kind: end }]
}

/// Any attempt, by chance: over some weeks, three encoders and three people, with each way of ending.
pub(super) fn any_attempt(chance: &mut fastrand::Rng, desk: &str) -> Vec<Fact> {
    let job = JobId::generate();
    let at = after(start(), chance.i64(0..35 * 24 * 3_600_000));
    let names = ["Lucía Fernández", "陈伟", "Zoë\u{0} Null"];
    let intent = Intent {
        subject: Subject::Credential(format!("cred_{}", chance.u8(0..9)).into()),
        guest: chance.bool().then(|| Guest::new(names[chance.usize(0..3)])),
        operator: Operator(["Mia", "Noor", "Óscar"][chance.usize(0..3)].into()),
        ..intent(job, desk, &format!("enc_{}", chance.u8(0..3)))
    };
    let codes = [ProblemCode::ALL[0], ProblemCode::ALL[3], ProblemCode::ALL[5]];
    let problem = problem(codes[chance.usize(0..3)]);
    let kinds = match chance.u8(0..9) {
        0 => vec![],
        1 => vec![FactKind::BecameUncertain(UncertainReason::ReplyLost, problem)],
        2 => vec![FactKind::LetGo],
        3 => vec![FactKind::NotExecuted(problem)],
        4 => vec![FactKind::Failed(problem), followed_up(FollowUpState::InHand, "cable")],
        5 => vec![
            FactKind::BecameUncertain(UncertainReason::ReplyLost, problem),
            FactKind::Decided { decision: Decision::Written, operator: Operator("Mia".into()) },
        ],
        _ => vec![succeeded()],
    };
    let mut facts = vec![intended(at, intent)];
    for kind in kinds {
        let last = facts.last().unwrap().at;
        facts.push(Fact { job, at: after(last, chance.i64(1..90_000)), kind });
    }
    facts
}

pub(super) async fn write(journal: &Journal, facts: &[Fact]) {
    for fact in facts {
        journal.record(fact).await.unwrap();
    }
}

/// Every event of a journal as (number, job, hash), and the hash that its chain begins with.
pub(super) async fn events_here(journal: &Journal) -> (Vec<(i64, String, Vec<u8>)>, Vec<u8>) {
    let mut file = SqliteConnection::connect(&format!("sqlite:{}?mode=ro", journal.path().display())).await.unwrap();
    let rows = sqlx::query_as("SELECT seq, job_id, hash FROM event ORDER BY seq").fetch_all(&mut file).await.unwrap();
    let genesis = sqlx::query_scalar("SELECT hash FROM genesis").fetch_one(&mut file).await.unwrap();
    (rows, genesis)
}

/// The same from the record, in the order in which they stand in the stream.
pub(super) async fn events_there(server: &super::Server, genesis: &[u8]) -> Vec<(i64, String, Vec<u8>)> {
    let mut raw = server.raw_admin().await;
    let rows = sqlx::query_as(
        "SELECT e.seq, e.job_id::text, e.hash FROM keydesk.event e JOIN keydesk.stream s ON s.id = e.stream_id \
         WHERE s.genesis = $1 ORDER BY e.seq",
    );
    rows.bind(genesis).fetch_all(&mut raw).await.unwrap()
}

/// Every chain in the record is whole; gives the number of its events.
pub(super) async fn verified(record: &SharedRecord) -> u64 {
    let verdicts = record.verify().await.unwrap();
    for verdict in &verdicts {
        assert!(verdict.head.is_ok(), "{verdict:?}");
    }
    verdicts.iter().map(|verdict| verdict.rows).sum()
}

/// The counts of each kind come to what there is.
pub(super) async fn assert_counted(server: &super::Server) {
    let mut raw = server.raw_admin().await;
    let wrong: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT level, keydesk.bucket(level, at_us) AS bucket_us, desk, encoder_id, operator, outcome, \
             coalesce(problem_code, '') AS problem_code, count(*) AS n FROM keydesk.attempt, generate_series(0, 2) AS level \
             GROUP BY 1, 2, 3, 4, 5, 6, 7) AS told \
         FULL JOIN (SELECT * FROM keydesk.counts WHERE n <> 0) AS kept \
         USING (level, bucket_us, desk, encoder_id, operator, outcome, problem_code) WHERE told.n IS DISTINCT FROM kept.n",
    )
    .fetch_one(&mut raw)
    .await
    .unwrap();
    assert_eq!(wrong, 0, "counts that do not fit the attempts");
}
