//! What desks see of each other, as it happens.

use std::time::Duration;

use jiff::Timestamp;
use keydesk::{
    domain::{Desk, EncoderId, Fact, FactKind, FollowUpState, JobId, ProblemCode},
    journal::{
        Questions,
        shared::{Busy, ship},
    },
};

use super::{
    Server,
    desk::{after, attempt, followed_up, intended, intent, journal, problem, succeeded, write},
};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn two_desks_at_one_encoder_see_each_other_busy() {
    let server = Server::open().await;
    let ((one, _), (two, _)) = (server.desk("Front Desk 1").await, server.desk("Front Desk 2").await);
    let ((_here, first), (_there, second)) = (journal().await, journal().await);
    let (desk_1, desk_2) = (Desk("Front Desk 1".into()), Desk("Front Desk 2".into()));
    let now = Timestamp::from_microsecond(Timestamp::now().as_microsecond()).unwrap();
    let jobs = [JobId::generate(), JobId::generate()];
    write(&first, &[intended(now, intent(jobs[0], "Front Desk 1", "enc_1"))]).await;
    write(&second, &[intended(now, intent(jobs[1], "Front Desk 2", "enc_1"))]).await;
    // Too long ago to be somebody who still stands there.
    let old = after(now, -3_700_000);
    write(&second, &[intended(old, intent(JobId::generate(), "Front Desk 2", "enc_9"))]).await;
    // And a clock that is far ahead keeps no encoder busy for days.
    let ahead = after(now, 600_000);
    write(&second, &[intended(ahead, intent(JobId::generate(), "Front Desk 2", "enc_8"))]).await;
    ship(&first, &one).await.unwrap();
    ship(&second, &two).await.unwrap();
    let busy = |desk: &Desk| vec![Busy { encoder: EncoderId::new("enc_1"), desk: desk.clone(), since: now }];
    assert_eq!(one.busy_elsewhere(&desk_1).await.unwrap(), busy(&desk_2));
    assert_eq!(two.busy_elsewhere(&desk_2).await.unwrap(), busy(&desk_1));
    write(&first, &[Fact { job: jobs[0], at: after(now, 10), kind: succeeded() }]).await;
    ship(&first, &one).await.unwrap();
    assert_eq!(two.busy_elsewhere(&desk_2).await.unwrap(), []);
    assert_eq!(one.busy_elsewhere(&desk_1).await.unwrap(), busy(&desk_2));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn what_one_desk_ships_another_hears_of_within_a_second() {
    let server = Server::open().await;
    let (one, _) = server.desk("Front Desk 1").await;
    let chief = server.chief("Back Office").await;
    let (_folder, journal) = journal().await;
    let mut changes = chief.changes().await.unwrap();
    write(&journal, &attempt("Front Desk 1", "enc_1", super::desk::start(), succeeded())).await;
    ship(&journal, &one).await.unwrap();
    let heard = tokio::time::timeout(Duration::from_secs(1), changes.next()).await.expect("nothing was heard").unwrap();
    assert_eq!((heard.desk.0.as_ref(), heard.encoders), ("Front Desk 1", vec![EncoderId::new("enc_1")]));
    // Nothing new is nothing to hear of, and a connection that breaks is said.
    assert_eq!(ship(&journal, &one).await.unwrap().sent, 0);
    let mut raw = server.raw_admin().await;
    let cut =
        "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%') AS x";
    let _: i64 = sqlx::query_scalar(cut).fetch_one(&mut raw).await.unwrap();
    let broken = tokio::time::timeout(Duration::from_secs(5), changes.next()).await.expect("it waits for ever");
    assert!(broken.unwrap_err().is_passing());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn what_somebody_says_about_another_desks_failure_stands_at_that_failure() {
    let server = Server::open().await;
    let (one, _) = server.desk("Front Desk 1").await;
    let chief = server.chief("Back Office").await;
    let ((_here, front), (_there, back)) = (journal().await, journal().await);
    let now = Timestamp::from_microsecond(Timestamp::now().as_microsecond()).unwrap();
    let now = after(now, -3_600_000);
    let facts = attempt("Front Desk 1", "enc_1", now, FactKind::Failed(problem(ProblemCode::ALL[0])));
    let job = facts[0].job;
    write(&front, &facts).await;
    ship(&front, &one).await.unwrap();
    let said = |at, state| Fact { job, at: after(now, at), kind: followed_up(state, "new cable ordered") };
    write(&back, &[said(9_000, FollowUpState::InHand)]).await;
    ship(&back, &chief).await.unwrap();
    let (row, told) = chief.details(job).await.unwrap().unwrap();
    assert_eq!(row.follow_up, Some(FollowUpState::InHand));
    assert_eq!(told, [facts[0].clone(), facts[1].clone(), said(9_000, FollowUpState::InHand)]);
    // What was said later counts, whichever arrives first.
    write(&front, &[said(8_000, FollowUpState::Open)]).await;
    ship(&front, &one).await.unwrap();
    let (row, told) = chief.details(job).await.unwrap().unwrap();
    assert_eq!((row.follow_up, told.len()), (Some(FollowUpState::InHand), 4));
    write(&back, &[said(10_000, FollowUpState::Solved)]).await;
    ship(&back, &chief).await.unwrap();
    assert_eq!(chief.details(job).await.unwrap().unwrap().0.follow_up, Some(FollowUpState::Solved));
    // A clock that is years ahead has the last word only until somebody says more.
    write(&front, &[said(3 * 365 * 86_400_000, FollowUpState::Open)]).await;
    ship(&front, &one).await.unwrap();
    let later = Timestamp::from_microsecond(Timestamp::now().as_microsecond()).unwrap();
    write(&back, &[Fact { job, at: later, kind: followed_up(FollowUpState::InHand, "again") }]).await;
    ship(&back, &chief).await.unwrap();
    assert_eq!(chief.details(job).await.unwrap().unwrap().0.follow_up, Some(FollowUpState::InHand));
}
