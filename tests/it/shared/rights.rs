//! What a login may do around Keydesk, in plain SQL.

use keydesk::{
    domain::ActivityFilter,
    journal::{
        Questions,
        shared::{SharedError, SharedRecord, ship},
    },
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::{
    Server,
    desk::{attempt, events_here, journal, start, succeeded, write},
};

const TABLES: [&str; 7] = ["desk", "stream", "event", "attempt", "counts", "follow_up", "gap"];

/// The code with which the server answers; empty where it does as it is told.
async fn code(raw: &mut PgConnection, statement: &str) -> String {
    let done = sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(raw).await;
    let error = done.err().map(|error| error.into_database_error().unwrap_or_else(|| panic!("{statement}: no answer")));
    error.and_then(|error| error.code().map(|code| code.into_owned())).unwrap_or_default()
}

async fn assert_refused(raw: &mut PgConnection, statements: &[String]) {
    for statement in statements {
        assert_eq!(code(raw, statement).await, "42501", "{statement}");
    }
}

fn writes() -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    for table in TABLES {
        statements.push(format!("INSERT INTO keydesk.{table} DEFAULT VALUES"));
        statements.push(format!("DELETE FROM keydesk.{table}"));
        statements.push(format!("TRUNCATE keydesk.{table}"));
        statements.push(format!("DROP TABLE keydesk.{table}"));
        statements.push(format!("ALTER TABLE keydesk.{table} ADD COLUMN mine text"));
    }
    let more = [
        "UPDATE keydesk.event SET personal = 'x'",
        "UPDATE keydesk.attempt SET outcome = 'succeeded'",
        "UPDATE keydesk.stream SET last_seq = 0",
        "UPDATE keydesk.desk SET login = session_user",
        "UPDATE keydesk.attempt_2026_10 SET outcome = 'succeeded'",
        "DELETE FROM keydesk.event_2026_10",
        "CREATE TABLE keydesk.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION keydesk.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "SET ROLE keydesk_admin",
        "SELECT keydesk.make_month(1, 0)",
        "SELECT keydesk.make_near_months()",
        "DO 'BEGIN LOCK TABLE keydesk.odd_month IN SHARE ROW EXCLUSIVE MODE; END'",
        "SELECT * FROM keydesk.odd_month",
        "SELECT keydesk.take_attempts(1, 1, '[]')",
        "SELECT keydesk.take_follow_ups('[]', 0)",
        "SELECT keydesk.take_retention(1, 1, '[]', 0)",
        "SELECT keydesk.drop_before(0)",
        "SELECT keydesk.add_desk('a', 'b', 'c')",
        "SELECT keydesk.add_supervisor('a', 'b', 'c')",
        "SELECT keydesk.remove_desk('Front Desk 1')",
    ];
    statements.extend(more.map(str::to_owned));
    statements
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_reads_no_row_and_changes_none_but_by_shipping() {
    let server = Server::open().await;
    let (record, login) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", start(), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    let mut raw = server.raw(&login).await;
    let reads = TABLES.map(|table| format!("SELECT * FROM keydesk.{table}"));
    assert_refused(&mut raw, &reads).await;
    assert_refused(&mut raw, &["SELECT * FROM keydesk.event_2026_10".to_owned()]).await;
    assert_refused(&mut raw, &writes()).await;
    // What it could put in front of the functions' own names changes nothing.
    assert_refused(&mut raw, &["CREATE TEMP TABLE desk (id int, login text, removed_at timestamptz)".to_owned()]).await;
    assert_eq!(code(&mut raw, "SET search_path = pg_temp, keydesk").await, "");
    assert_eq!(code(&mut raw, "SELECT keydesk.head(sha256('x'))").await, "");
    assert!(matches!(record.unsettled(1).await, Err(SharedError::NotAllowed)));
    assert!(matches!(record.verify().await, Err(SharedError::NotAllowed)));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_reaches_no_stream_of_another() {
    let server = Server::open().await;
    let (first, _) = server.desk("Front Desk 1").await;
    let (second, login) = server.desk("Front Desk 2").await;
    let (_folder, journal) = journal().await;
    let facts = attempt("Front Desk 1", "enc_1", start(), succeeded());
    write(&journal, &facts).await;
    ship(&journal, &first).await.unwrap();
    let refused = ship(&journal, &second).await.unwrap_err();
    assert!(matches!(refused, SharedError::NotThisDesk), "{refused:?}");
    let genesis: String = events_here(&journal).await.1.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut raw = server.raw(&login).await;
    let head = format!("SELECT keydesk.head('\\x{genesis}')");
    assert_eq!(code(&mut raw, &head).await, "KD002");
    let append = format!("SELECT keydesk.append('\\x{genesis}', 0, '[]', '[]')");
    assert_eq!(code(&mut raw, &append).await, "KD002");
    // Nor the attempt of another desk by way of a stream of its own.
    let (_other_folder, other) = super::desk::journal().await;
    write(&other, &facts).await;
    assert!(matches!(ship(&other, &second).await, Err(SharedError::NotThisDesk)));
    let mut admin = server.raw_admin().await;
    let desks: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT d.name FROM keydesk.event e JOIN keydesk.stream s \
        ON s.id = e.stream_id JOIN keydesk.desk d ON d.id = s.desk_id",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    assert_eq!(desks, ["Front Desk 1"]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_supervisor_reads_everything_and_writes_nothing() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", start(), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    let (reader, login) = server.supervisor().await;
    let mut raw = server.raw(&login).await;
    for table in TABLES {
        assert_eq!(code(&mut raw, &format!("SELECT * FROM keydesk.{table}")).await, "");
    }
    assert_refused(&mut raw, &writes()).await;
    assert!(matches!(ship(&journal, &reader).await, Err(SharedError::NotAllowed)));
    assert_eq!(reader.choices().await.unwrap().desks.len(), 1);
    assert!(matches!(reader.busy_elsewhere(&keydesk::domain::Desk("x".into())).await, Err(SharedError::NotAllowed)));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn what_runs_with_the_owners_rights_names_where_it_looks_and_asks_who_calls() {
    let server = Server::open().await;
    let mut admin = server.raw_admin().await;
    let open: Vec<String> = sqlx::query_scalar(
        "SELECT proname::text FROM pg_proc WHERE pronamespace = 'keydesk'::regnamespace AND prosecdef \
         AND NOT coalesce(proconfig::text LIKE '%search_path=pg_catalog, pg_temp%', false)",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    assert_eq!(open, Vec::<String>::new());
    let callable: Vec<String> = sqlx::query_scalar(
        "SELECT proname::text FROM pg_proc WHERE pronamespace = 'keydesk'::regnamespace \
         AND has_function_privilege('keydesk_desk', oid, 'EXECUTE') ORDER BY 1",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    assert_eq!(callable, ["append", "busy_elsewhere", "head"]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_that_is_removed_ships_no_more_and_may_come_back() {
    let server = Server::open().await;
    let (record, login) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", start(), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    assert!(matches!(server.admin.add_desk("Front Desk 1").await, Err(SharedError::DeskKnown)));
    server.admin.remove_desk("Front Desk 1").await.unwrap();
    assert!(matches!(server.admin.remove_desk("Front Desk 1").await, Err(SharedError::DeskUnknown)));
    assert!(ship(&journal, &record).await.is_err(), "a session that is still open");
    let mut raw = server.raw_admin().await;
    assert_eq!(code(&mut raw, &format!("ALTER ROLE {} NOLOGIN", login.login)).await, "42704", "its role is gone");
    let (again, _) = server.desk("Front Desk 1").await;
    write(&journal, &attempt("Front Desk 1", "enc_1", start(), succeeded())).await;
    assert_eq!(ship(&journal, &again).await.unwrap().sent, 2);
    server.admin.init().await.expect("a second time changes nothing");
    raw.close().await.unwrap();
}

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
