//! What one desk may do to the others.

use keydesk::{
    domain::ActivityFilter,
    journal::{
        Questions,
        shared::{SharedError, SharedRecord, ship},
    },
};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::{
    Server,
    desk::{attempt, journal, start, succeeded, write},
    rights::code,
};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_that_calls_itself_like_another_is_listed_and_counted_by_its_own_name() {
    let server = Server::open().await;
    let (first, _) = server.desk("Front Desk 1").await;
    let (second, _) = server.desk("Front Desk 2").await;
    for record in [first, second] {
        let (_folder, journal) = journal().await;
        write(&journal, &attempt("Front Desk 1", "enc_1", start(), succeeded())).await;
        ship(&journal, &record).await.unwrap();
    }
    let reader = server.supervisor().await.0;
    let desks = reader.choices().await.unwrap().desks;
    assert_eq!(desks.iter().map(|desk| desk.0.as_ref()).collect::<Vec<_>>(), ["Front Desk 1", "Front Desk 2"]);
    let mut listed: Vec<_> = reader.page(&ActivityFilter::default(), 0, 9).await.unwrap();
    listed.sort_by(|one, two| one.desk.0.cmp(&two.desk.0));
    assert_eq!(listed.iter().map(|row| row.desk.clone()).collect::<Vec<_>>(), desks);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_that_owns_something_is_removed_all_the_same() {
    let server = Server::open().await;
    let (record, login) = server.desk("Front Desk 1").await;
    server.admin.add_supervisor("Front Desk 1").await.unwrap();
    let mut raw = server.raw(&login).await;
    assert_eq!(code(&mut raw, "SELECT lo_create(0)").await, "");
    assert_eq!(code(&mut raw, "BEGIN; SELECT keydesk.append(sha256('x'), 0, '[]', '[]')").await, "");
    server.admin.remove_desk("Front Desk 1").await.unwrap();
    let ended = sqlx::query("SELECT 1").execute(&mut raw).await;
    assert!(ended.is_err(), "its session goes on");
    assert!(record.unsettled(1).await.is_err());
    let mut admin = server.raw_admin().await;
    let left =
        "SELECT rolcanlogin OR pg_has_role(oid, 'keydesk_supervisor', 'MEMBER') FROM pg_roles WHERE rolname = $1";
    let left: bool = sqlx::query_scalar(left).bind(&login.login).fetch_one(&mut admin).await.unwrap();
    assert!(!left, "it may still do something");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_login_reaches_no_record_but_its_own_and_takes_few_connections() {
    let (here, there) = (Server::open().await, Server::open().await);
    let ((_, supervisor), (_, desk)) = (here.supervisor().await, here.desk("Front Desk 1").await);
    for login in [supervisor, desk] {
        let refused = SharedRecord::connect(&there.address(&login.login), login.password.as_ref()).await.unwrap_err();
        assert!(matches!(refused, SharedError::NotAllowed), "{refused:?}");
    }
    let limits = "SELECT DISTINCT rolconnlimit FROM pg_roles JOIN keydesk.desk ON rolname = login";
    let limits: Vec<i32> = sqlx::query_scalar(limits).fetch_all(&mut here.raw_admin().await).await.unwrap();
    assert_eq!(limits, [8]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn words_that_nobody_knows_are_not_taken_and_a_row_that_nobody_can_read_hides_no_other() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    let facts = attempt("Front Desk 1", "enc_1", start(), succeeded());
    write(&journal, &facts).await;
    write(&journal, &attempt("Front Desk 1", "enc_1", start(), succeeded())).await;
    let mut file = SqliteConnection::connect(&format!("sqlite:{}", journal.path().display())).await.unwrap();
    for (column, usual) in [("outcome", "succeeded"), ("subject_kind", "credential")] {
        let set = |to| AssertSqlSafe(format!("UPDATE attempt SET {column} = '{to}' WHERE job_id = '{}'", facts[0].job));
        sqlx::raw_sql(set("sideways")).execute(&mut file).await.unwrap();
        let refused = ship(&journal, &record).await.unwrap_err();
        assert!(matches!(refused, SharedError::NotPrepared), "{column}: {refused:?}");
        sqlx::raw_sql(set(usual)).execute(&mut file).await.unwrap();
    }
    assert_eq!(ship(&journal, &record).await.unwrap().sent, 4);
    let spoil = format!("UPDATE keydesk.attempt SET doors = 'no list' WHERE job_id = '{}'", facts[0].job);
    assert_eq!(code(&mut server.raw_admin().await, &spoil).await, "");
    let reader = server.supervisor().await.0;
    assert_eq!(reader.page(&ActivityFilter::default(), 0, 9).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_wild_clock_makes_no_months_without_end() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    for month in 0..25 {
        let at = format!("{}-{:02}-05T12:00:00Z", 2001 + month / 12, month % 12 + 1).parse().unwrap();
        write(&journal, &attempt("Front Desk 1", "enc_1", at, succeeded())).await;
    }
    let refused = ship(&journal, &record).await.unwrap_err();
    assert!(matches!(refused, SharedError::ClockFarOff) && !refused.is_passing(), "{refused:?}");
    assert!(refused.to_string().contains("clock"));
    let mut raw = server.raw_admin().await;
    assert_eq!(code(&mut raw, "UPDATE keydesk.desk SET odd_months = 25").await, "");
    assert_eq!(ship(&journal, &record).await.unwrap().sent, 50);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn no_login_keeps_the_others_from_a_new_month() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_, idle) = server.supervisor().await;
    let mut holding = server.raw(&idle).await;
    assert_eq!(code(&mut holding, "SELECT pg_advisory_lock(hashtext('keydesk.make_month'))").await, "");
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", "2001-01-05T12:00:00Z".parse().unwrap(), succeeded())).await;
    assert_eq!(ship(&journal, &record).await.unwrap().sent, 2);
    let near: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM generate_series(0, 1) AS months WHERE keydesk.has_month(to_char(\
         date_trunc('month', now() AT TIME ZONE 'UTC') + months * interval '1 month', 'YYYY_MM'))",
    )
    .fetch_one(&mut server.raw_admin().await)
    .await
    .unwrap();
    assert_eq!(near, 2, "this month and the next");
}
