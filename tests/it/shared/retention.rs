//! What a desk forgets, the record forgets too; and the chain holds.

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{Cut, Fact, FactKind, JobId, RetentionRun},
    journal::{Fault, Journal, Questions as _, shared::ship},
};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::{
    Server,
    desk::{after, assert_counted, attempt, events_here, events_there, journal, succeeded, verified, write},
};

/// By the server's clock, which decides what is old enough to go.
fn ago(days: i64) -> Timestamp {
    let at = Timestamp::now() - SignedDuration::from_hours(days * 24);
    Timestamp::from_microsecond(at.as_microsecond()).unwrap()
}

fn long_ago() -> Timestamp {
    static LONG_AGO: std::sync::LazyLock<Timestamp> = std::sync::LazyLock::new(|| ago(60));
    *LONG_AGO
}

fn years_ago() -> Timestamp {
    "2020-10-30T21:40:00.000001Z".parse().unwrap()
}

fn retention(at: Timestamp, erased_before: Timestamp, cut: Option<Cut>) -> Fact {
    let run = RetentionRun { erased_before, erased: 0, removed: cut.as_ref().map_or(0, |cut| cut.seq), cut };
    Fact { job: JobId::generate(), at, kind: FactKind::RetentionRan(run) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How many rows of any table hold a word.
async fn rows_that_name(server: &Server, word: &str) -> i64 {
    let mut raw = server.raw_admin().await;
    let mut found = 0;
    for table in ["desk", "stream", "event", "attempt", "counts", "follow_up", "gap"] {
        let count = format!("SELECT count(*) FROM keydesk.{table} t WHERE t::text LIKE '%' || $1 || '%'");
        found += sqlx::query_scalar::<_, i64>(AssertSqlSafe(count)).bind(word).fetch_one(&mut raw).await.unwrap();
    }
    found
}

/// Takes from a journal what a cut takes, around its triggers.
async fn remove_here(journal: &Journal, to: i64) {
    let mut file = SqliteConnection::connect(&format!("sqlite:{}", journal.path().display())).await.unwrap();
    for statement in [
        "DROP TRIGGER event_stays".to_owned(),
        format!("DELETE FROM attempt WHERE job_id IN (SELECT job_id FROM event WHERE seq <= {to})"),
        format!("DELETE FROM event WHERE seq <= {to}"),
    ] {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut file).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn names_that_a_desk_erased_are_nowhere_in_the_record_and_the_chain_holds() {
    let server = Server::open().await;
    let ((one, _), (two, _)) = (server.desk("Front Desk 1").await, server.desk("Front Desk 2").await);
    let ((_here, first), (_there, second)) = (journal().await, journal().await);
    write(&first, &attempt("Front Desk 1", "enc_1", long_ago(), succeeded())).await;
    write(&first, &attempt("Front Desk 1", "enc_1", after(long_ago(), 60_000), succeeded())).await;
    write(&second, &attempt("Front Desk 2", "enc_1", long_ago(), succeeded())).await;
    ship(&first, &one).await.unwrap();
    ship(&second, &two).await.unwrap();
    assert_eq!(rows_that_name(&server, "Lucía").await, 6, "an event and an attempt for each");
    write(&first, &[retention(after(long_ago(), 90_000), after(long_ago(), 30_000), None)]).await;
    ship(&first, &one).await.unwrap();
    assert_eq!(rows_that_name(&server, "Lucía").await, 4, "the later attempt and the other desk keep theirs");
    write(&first, &[retention(after(long_ago(), 99_000), after(long_ago(), 90_000), None)]).await;
    write(&second, &[retention(after(long_ago(), 99_000), after(long_ago(), 90_000), None)]).await;
    ship(&first, &one).await.unwrap();
    ship(&second, &two).await.unwrap();
    assert_eq!(rows_that_name(&server, "Lucía").await, 0);
    let verdicts = server.supervisor().await.0.verify().await.unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.head.is_ok()), "{verdicts:?}");
    assert_eq!(verdicts.iter().map(|verdict| verdict.erased).sum::<u64>(), 3);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn events_that_a_desk_cut_off_are_removed_with_their_attempts_and_shipping_goes_on() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    for minute in 0..4 {
        write(&journal, &attempt("Front Desk 1", "enc_1", after(long_ago(), minute * 60_000), succeeded())).await;
    }
    ship(&journal, &record).await.unwrap();
    let (here, genesis) = events_here(&journal).await;
    let cut = Cut { seq: 4, hash: hex(&here[3].2).into() };
    write(&journal, &[retention(after(long_ago(), 300_000), long_ago(), Some(cut))]).await;
    remove_here(&journal, 4).await;
    write(&journal, &attempt("Front Desk 1", "enc_1", after(long_ago(), 360_000), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    let (here, _) = events_here(&journal).await;
    assert_eq!((here.len(), here[0].0), (7, 5));
    assert_eq!(events_there(&server, &genesis).await, here);
    let (reader, _) = server.supervisor().await;
    assert_eq!(reader.verify().await.unwrap()[0].removed, 4);
    assert_eq!(verified(&reader).await, 7);
    assert_counted(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn what_was_cut_off_before_it_was_shipped_is_a_gap_that_is_known() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    for minute in 0..3 {
        write(&journal, &attempt("Front Desk 1", "enc_1", after(long_ago(), minute * 60_000), succeeded())).await;
    }
    let (before, genesis) = events_here(&journal).await;
    let cut = Cut { seq: 2, hash: hex(&before[1].2).into() };
    write(&journal, &[retention(after(long_ago(), 300_000), long_ago(), Some(cut))]).await;
    remove_here(&journal, 2).await;
    assert_eq!(ship(&journal, &record).await.unwrap().sent, 5);
    assert_eq!(events_there(&server, &genesis).await, events_here(&journal).await.0);
    let (reader, _) = server.supervisor().await;
    assert_eq!((verified(&reader).await, reader.verify().await.unwrap()[0].removed), (5, 2));
    // But an event that is only missing is no cut.
    let mut file = SqliteConnection::connect(&format!("sqlite:{}", journal.path().display())).await.unwrap();
    write(&journal, &attempt("Front Desk 1", "enc_1", after(long_ago(), 400_000), succeeded())).await;
    sqlx::query("DELETE FROM event WHERE seq = 8").execute(&mut file).await.unwrap();
    assert!(ship(&journal, &record).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn months_are_dropped_at_once_and_every_chain_holds_from_there() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    let days = [0, 1, 40, 41, 70];
    for day in days {
        let at = after(years_ago(), day * 24 * 3_600_000);
        write(&journal, &attempt("Front Desk 1", &format!("enc_{day}"), at, succeeded())).await;
    }
    // A clock that was set back for a while leaves an old event between newer ones.
    write(&journal, &attempt("Front Desk 1", "enc_0", years_ago(), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    assert_eq!(server.admin.drop_before("2021-01-01T00:00:00Z".parse().unwrap()).await.unwrap(), 2);
    let (reader, _) = server.supervisor().await;
    assert_eq!(verified(&reader).await, 2);
    assert_eq!(reader.verify().await.unwrap()[0].removed, 10);
    assert_eq!(reader.choices().await.unwrap().encoders.len(), 1);
    assert_counted(&server).await;
    assert_eq!(server.admin.drop_before("2021-01-01T00:00:00Z".parse().unwrap()).await.unwrap(), 0);
    // A desk goes on as if nothing had happened, also in a month that was dropped.
    write(&journal, &attempt("Front Desk 1", "enc_0", years_ago(), succeeded())).await;
    assert_eq!(ship(&journal, &record).await.unwrap().sent, 2);
    assert_eq!(verified(&reader).await, 4);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_month_that_is_not_over_stays_and_what_a_wrong_clock_wrote_goes() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", "1970-01-03T10:00:00Z".parse().unwrap(), succeeded())).await;
    write(&journal, &attempt("Front Desk 1", "enc_1", years_ago(), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    assert_eq!(server.admin.drop_before("2020-10-31T00:00:00Z".parse().unwrap()).await.unwrap(), 0);
    let (reader, _) = server.supervisor().await;
    assert_eq!((verified(&reader).await, reader.verify().await.unwrap()[0].removed), (2, 2));
    assert_eq!(rows_that_name(&server, "Lucía").await, 2);
    assert_counted(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_removes_and_erases_nothing_that_is_young() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", ago(20), succeeded())).await;
    write(&journal, &attempt("Front Desk 1", "enc_1", ago(0), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    let (here, genesis) = events_here(&journal).await;
    let cut = Cut { seq: 4, hash: hex(&here[3].2).into() };
    write(&journal, &[retention(ago(0), ago(-9), Some(cut))]).await;
    ship(&journal, &record).await.unwrap();
    assert_eq!(events_there(&server, &genesis).await, events_here(&journal).await.0);
    assert_eq!(rows_that_name(&server, "Lucía").await, 2, "those of the last day");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn what_stands_beside_an_event_erases_and_removes_nothing() {
    let server = Server::open().await;
    let (record, login) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", long_ago(), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    write(&journal, &attempt("Front Desk 1", "enc_1", long_ago(), succeeded())).await;
    let mut file = SqliteConnection::connect(&format!("sqlite:{}", journal.path().display())).await.unwrap();
    let events = "SELECT json_group_array(json_object('seq', seq, 'job_id', job_id, 'job_seq', job_seq, 'at_us', at_us, \
         'kind', kind, 'format', format, 'payload', payload, 'personal', personal, 'personal_salt', hex(personal_salt), \
         'personal_digest', hex(personal_digest), 'prev_hash', hex(prev_hash), 'hash', hex(hash), \
         'erased_before_us', 9000000000000000, 'cut_seq', 2, 'cut_hash', hex(prev_hash))) FROM event WHERE seq = 3";
    let events: String = sqlx::query_scalar(events).fetch_one(&mut file).await.unwrap();
    let (here, genesis) = events_here(&journal).await;
    let append = sqlx::query("SELECT keydesk.append($1, 0, $2::text::jsonb, '[]')").bind(&genesis).bind(events);
    append.execute(&mut server.raw(&login).await).await.unwrap();
    assert_eq!(events_there(&server, &genesis).await, here[..3]);
    assert_eq!(rows_that_name(&server, "Lucía").await, 3, "two events and an attempt");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn events_that_are_missing_without_a_word_are_told_until_the_record_itself_drops_their_month() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    write(&journal, &attempt("Front Desk 1", "enc_1", years_ago(), succeeded())).await;
    let (before, _) = events_here(&journal).await;
    write(&journal, &attempt("Front Desk 1", "enc_1", years_ago(), succeeded())).await;
    remove_here(&journal, 2).await;
    assert_eq!(ship(&journal, &record).await.unwrap().sent, 2);
    let (reader, _) = server.supervisor().await;
    let broken = reader.verify().await.unwrap().remove(0).head.unwrap_err();
    assert_eq!((broken.row, broken.fault), (Some(1), Fault::Removed { to: 2 }));
    let cut = Cut { seq: 2, hash: hex(&before[1].2).into() };
    write(&journal, &[retention(after(years_ago(), 9_000), long_ago(), Some(cut))]).await;
    write(&journal, &attempt("Front Desk 1", "enc_1", ago(1), succeeded())).await;
    ship(&journal, &record).await.unwrap();
    assert_eq!(verified(&reader).await, 5);
    // Also once the event that says so is gone.
    assert_eq!(server.admin.drop_before("2021-01-01T00:00:00Z".parse().unwrap()).await.unwrap(), 1);
    assert_eq!((verified(&reader).await, reader.verify().await.unwrap()[0].removed), (2, 5));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_that_went_on_in_another_journal_erases_the_names_of_the_first_too() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let ((_here, first), (_there, second)) = (journal().await, journal().await);
    write(&first, &attempt("Front Desk 1", "enc_1", long_ago(), succeeded())).await;
    ship(&first, &record).await.unwrap();
    assert_eq!(rows_that_name(&server, "Lucía").await, 2);
    write(&second, &[retention(ago(0), ago(30), None)]).await;
    ship(&second, &record).await.unwrap();
    assert_eq!(rows_that_name(&server, "Lucía").await, 0);
    verified(&server.supervisor().await.0).await;
}
