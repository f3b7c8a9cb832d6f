//! What there is to choose from. Each list is found by steps through an index, without reading what lies between.

use std::sync::Arc;

use sqlx::SqliteConnection;

use crate::domain::{Choices, Desk, EncoderChoice, EncoderId, Operator};

/// Steps through a column from one value to the next.
macro_rules! distinct {
    ($column:literal) => {
        concat!(
            "WITH RECURSIVE known (value) AS (SELECT MIN(",
            $column,
            ") FROM attempt UNION ALL SELECT (SELECT MIN(",
            $column,
            ") FROM attempt WHERE ",
            $column,
            " > known.value) FROM known WHERE known.value IS NOT NULL) \
             SELECT value FROM known WHERE value IS NOT NULL"
        )
    };
}

const DESKS: &str = distinct!("desk");
const OPERATORS: &str = distinct!("operator");
const ENCODERS: &str = distinct!("encoder_id");
const NAME: &str = "SELECT encoder_name FROM attempt WHERE encoder_id = ? ORDER BY at_us DESC, job_id DESC LIMIT 1";

pub(super) async fn read(connection: &mut SqliteConnection) -> sqlx::Result<Choices> {
    let desks: Vec<String> = sqlx::query_scalar(DESKS).fetch_all(&mut *connection).await?;
    let operators: Vec<String> = sqlx::query_scalar(OPERATORS).fetch_all(&mut *connection).await?;
    let ids: Vec<String> = sqlx::query_scalar(ENCODERS).fetch_all(&mut *connection).await?;
    let mut encoders = Vec::with_capacity(ids.len());
    for id in ids {
        let name: String = sqlx::query_scalar(NAME).bind(&id).fetch_one(&mut *connection).await?;
        encoders.push(EncoderChoice { id: EncoderId::new(id), name: Arc::from(name) });
    }
    encoders.sort_by(|one, other| (&one.name, one.id.as_str()).cmp(&(&other.name, other.id.as_str())));
    Ok(Choices {
        desks: desks.into_iter().map(|name| Desk(name.into())).collect(),
        encoders,
        operators: operators.into_iter().map(|name| Operator(name.into())).collect(),
    })
}
