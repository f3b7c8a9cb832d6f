//! Attempts that have to do with one: for the same guest or the same subject, else on the same encoder about that time.

use jiff::SignedDuration;
use sqlx::SqliteConnection;

use super::super::{
    attempts::{Understood, columns},
    project::subject_kind,
};
use crate::domain::{AttemptRow, Guest};

const GUEST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM attempt INDEXED BY attempt_by_guest WHERE guest = ?1 AND job_id <> ?2 \
     ORDER BY at_us DESC, job_id DESC LIMIT ?3"
);
const SUBJECT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM attempt INDEXED BY attempt_by_subject WHERE subject_id = ?1 AND subject_kind = ?2 AND job_id <> ?3 \
     ORDER BY at_us DESC, job_id DESC LIMIT ?4"
);
const ENCODER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM attempt INDEXED BY attempt_by_encoder WHERE encoder_id = ?1 AND at_us BETWEEN ?2 AND ?3 AND job_id <> ?4 \
     ORDER BY at_us DESC, job_id DESC LIMIT ?5"
);
/// How long before and after an attempt another one on its encoder has to do with it.
const ABOUT: SignedDuration = SignedDuration::from_hours(1);

/// Those for the same guest and those of the same subject, in no order; one can be among both.
pub(super) async fn kin(
    connection: &mut SqliteConnection,
    row: &AttemptRow,
    limit: u32,
) -> sqlx::Result<Vec<Understood>> {
    let (job, subject) = (row.job.to_string(), &row.subject);
    let of_subject = sqlx::query_as(SUBJECT).bind(subject.id()).bind(subject_kind(subject)).bind(&job).bind(limit);
    let mut rows: Vec<Understood> = of_subject.fetch_all(&mut *connection).await?;
    if let Some(guest) = &row.guest {
        let of_guest = sqlx::query_as(GUEST).bind(Guest::full_name(guest)).bind(&job).bind(limit);
        rows.extend(of_guest.fetch_all(connection).await?);
    }
    Ok(rows)
}

/// Those on the same encoder about that time. As many are looked for as can be among the others already, and as many again.
pub(super) async fn near(
    connection: &mut SqliteConnection,
    row: &AttemptRow,
    limit: u32,
) -> sqlx::Result<Vec<Understood>> {
    let moment = |moment: Result<jiff::Timestamp, jiff::Error>| moment.unwrap_or(row.at).as_microsecond();
    let near = sqlx::query_as(ENCODER)
        .bind(row.encoder.as_str())
        .bind(moment(row.at.checked_sub(ABOUT)))
        .bind(moment(row.at.checked_add(ABOUT)))
        .bind(row.job.to_string())
        .bind(limit.saturating_mul(2));
    near.fetch_all(connection).await
}

/// The nearer kin first, each the newest first and once.
pub(super) fn merge(mut kin: Vec<AttemptRow>, near: Vec<AttemptRow>, limit: u32) -> Vec<AttemptRow> {
    kin.sort_by_key(|row| std::cmp::Reverse((row.at, row.job)));
    kin.dedup_by_key(|row| row.job);
    let is_new = |row: &AttemptRow| !kin.iter().any(|known| known.job == row.job);
    let near: Vec<_> = near.into_iter().filter(is_new).collect();
    kin.into_iter().chain(near).take(usize::try_from(limit).unwrap_or(usize::MAX)).collect()
}
