//! Walking every chain in the record, with the same hashes as at the desks.

use sqlx::{Connection, PgConnection};

use super::{SharedError, SharedRecord, asked};
use crate::{
    domain::Desk,
    journal::{
        Break, Fault, Head,
        chain::{Flaw, SealedRow, hex},
        cut, format,
    },
};

const STREAMS: &str = "SELECT s.id, d.name, s.genesis, s.last_seq, s.last_hash FROM keydesk.stream s \
     JOIN keydesk.desk d ON d.id = s.desk_id ORDER BY d.name, s.id";
const NEXT: &str = "SELECT e.seq, e.job_id::text AS job_id, e.job_seq, e.at_us, e.kind, e.format, e.payload, e.personal, \
     e.personal_salt, e.personal_digest, e.prev_hash, e.hash FROM keydesk.event e WHERE e.stream_id = $1 AND e.seq > $2 \
     ORDER BY e.seq LIMIT 500";
const GAPS: &str =
    "SELECT first_seq, last_seq, last_hash, by_admin FROM keydesk.gap WHERE stream_id = $1 ORDER BY first_seq";

/// What was found in one journal's events in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamVerdict {
    /// The desk that shipped them.
    pub desk: Desk,
    /// The hash that the chain begins with, as lower-case hexadecimal.
    pub genesis: String,
    /// How many events there are.
    pub rows: u64,
    /// How many of them are erased of what is personal.
    pub erased: u64,
    /// How many are known to have been removed, by retention as an event of the stream says, or by dropping months.
    pub removed: u64,
    /// The last event, or where the chain breaks.
    pub head: Result<Head, Break>,
}

#[derive(sqlx::FromRow)]
struct Stream {
    id: i32,
    name: String,
    genesis: Vec<u8>,
    last_seq: i64,
    last_hash: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Gap {
    first_seq: i64,
    last_seq: i64,
    last_hash: Vec<u8>,
    by_admin: bool,
}

/// How far a walk has come.
struct Place {
    last: i64,
    head: Vec<u8>,
    rows: u64,
    erased: u64,
    removed: u64,
    gaps: std::vec::IntoIter<Gap>,
    /// Gaps that a desk left, and of which no event has told so far.
    untold: Vec<Gap>,
}

impl SharedRecord {
    /// Walks along the chain of every journal in the record, in bounded memory. Needs a login that may read.
    ///
    /// # Errors
    /// [`SharedError::NotAllowed`], and when the server does not answer.
    pub async fn verify(&self) -> Result<Vec<StreamVerdict>, SharedError> {
        let mut connection = asked("walk along its chains", self.pool.acquire()).await?;
        // One view, since desks go on shipping.
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let mut view = asked("walk along its chains", connection.begin_with(begin)).await?;
        let streams = sqlx::query_as(STREAMS).fetch_all(&mut *view);
        let streams: Vec<Stream> = asked("walk along its chains", streams).await?;
        let mut verdicts = Vec::with_capacity(streams.len());
        for stream in streams {
            verdicts.push(walk(&mut view, stream).await?);
        }
        Ok(verdicts)
    }
}

async fn walk(view: &mut PgConnection, stream: Stream) -> Result<StreamVerdict, SharedError> {
    let gaps = sqlx::query_as(GAPS).bind(stream.id).fetch_all(&mut *view);
    let gaps: Vec<Gap> = asked("walk along its chains", gaps).await?;
    let head = stream.genesis.clone();
    let mut place = Place { last: 0, head, rows: 0, erased: 0, removed: 0, gaps: gaps.into_iter(), untold: Vec::new() };
    let walked = to_the_end(view, &stream, &mut place).await?;
    let Place { last, head, rows, erased, removed, .. } = place;
    Ok(StreamVerdict {
        desk: Desk(stream.name.into()),
        genesis: hex(&stream.genesis),
        rows,
        erased,
        removed,
        head: walked.map(|()| Head { seq: last, hash: hex(&head) }),
    })
}

async fn to_the_end(
    view: &mut PgConnection,
    stream: &Stream,
    place: &mut Place,
) -> Result<Result<(), Break>, SharedError> {
    loop {
        let rows = sqlx::query_as(NEXT).bind(stream.id).bind(place.last).fetch_all(&mut *view);
        let rows: Vec<SealedRow> = asked("walk along its chains", rows).await?;
        if rows.is_empty() {
            return Ok(place.end(stream));
        }
        for row in &rows {
            if let Err(broken) = place.advance(row) {
                return Ok(Err(broken));
            }
        }
    }
}

impl Place {
    /// Goes over what is known to be removed, up to an event.
    fn skip_to(&mut self, seq: i64) {
        while self.last + 1 < seq {
            let Some(gap) = self.gaps.next() else { return };
            // An older gap may lie within one that was made later.
            if gap.first_seq <= self.last + 1 && gap.last_seq > self.last {
                self.removed += u64::try_from(gap.last_seq - self.last).unwrap_or(0);
                self.last = gap.last_seq;
                self.head.clone_from(&gap.last_hash);
                self.untold.extend((!gap.by_admin).then_some(gap));
            }
        }
    }

    fn advance(&mut self, row: &SealedRow) -> Result<(), Break> {
        self.skip_to(row.seq);
        let next = self.last + 1;
        let broken = |fault| Break { row: Some(row.seq), job: format::job_id(&row.event.job_id), fault };
        if row.seq > next {
            return Err(Break { row: Some(next), job: None, fault: Fault::Removed { to: row.seq - 1 } });
        }
        match row.check() {
            Ok(()) if row.prev_hash.as_ref() == Some(&self.head) => {}
            Ok(()) => return Err(broken(Fault::Inserted)),
            Err(Flaw::Unsealed) => return Err(broken(Fault::Inserted)),
            Err(Flaw::Personal) => return Err(broken(Fault::Personal)),
            Err(Flaw::Content) => return Err(broken(Fault::Edited)),
        }
        if let Some(cut) = cut::cut_in(row) {
            self.untold.retain(|gap| gap.last_seq.unsigned_abs() != cut.seq || hex(&gap.last_hash) != *cut.hash);
        }
        self.head = row.hash.clone().unwrap_or_default();
        self.last = row.seq;
        self.rows += 1;
        self.erased += u64::from(row.is_erased());
        Ok(())
    }

    fn end(&mut self, stream: &Stream) -> Result<(), Break> {
        self.skip_to(stream.last_seq + 1);
        if self.last != stream.last_seq {
            let row = Some(self.last + 1);
            return Err(Break { row, job: None, fault: Fault::Removed { to: stream.last_seq } });
        }
        if self.head != stream.last_hash {
            return Err(Break { row: Some(self.last), job: None, fault: Fault::Edited });
        }
        match self.untold.first() {
            Some(gap) => Err(Break { row: Some(gap.first_seq), job: None, fault: Fault::Removed { to: gap.last_seq } }),
            None => Ok(()),
        }
    }
}
