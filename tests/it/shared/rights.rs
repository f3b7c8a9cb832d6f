//! What a login may do around Keydesk, in plain SQL.

use keydesk::journal::{
    Questions,
    shared::{SharedError, ship},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{
    Server,
    desk::{attempt, events_here, journal, start, succeeded, write},
};

const TABLES: [&str; 7] = ["desk", "stream", "event", "attempt", "counts", "follow_up", "gap"];

/// The code with which the server answers; empty where it does as it is told.
pub(super) async fn code(raw: &mut PgConnection, statement: &str) -> String {
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
