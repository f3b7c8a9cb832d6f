//! Reading what is readable of a damaged file. Each event that is saved says what its own hash says; in a file from before
//! the chain, where no hash can tell, it is at least understood.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    ops::RangeInclusive,
    path::Path,
};

use sqlx::{ConnectOptions, Connection, FromRow, SqliteConnection, sqlite::SqliteRow};

use super::{
    carve::Pages,
    chain::{Flaw, SealedRow, select_sealed, select_unsealed},
    cut::{self, CutRow},
    file, format,
    genesis::Genesis,
    log,
    store::reading,
};

/// The ways to ask for the same rows: in the order of the file, from its end, and one by one.
struct Questions {
    forwards: &'static str,
    backwards: &'static str,
    one: &'static str,
}

const SEALED: Questions = Questions {
    forwards: select_sealed!("NOT INDEXED LIMIT ?"),
    backwards: select_sealed!("NOT INDEXED ORDER BY event.seq DESC LIMIT ?"),
    one: select_sealed!("NOT INDEXED WHERE event.seq = ?"),
};
const UNSEALED: Questions = Questions {
    forwards: select_unsealed!("NOT INDEXED LIMIT ?"),
    backwards: select_unsealed!("NOT INDEXED ORDER BY event.seq DESC LIMIT ?"),
    one: select_unsealed!("NOT INDEXED WHERE event.seq = ?"),
};
const COUNTER: &str = "SELECT seq FROM sqlite_sequence WHERE name = 'event'";
/// No event takes fewer bytes. What a damaged counter says, or a scan that damaged pages send in circles, ends here.
const LEAST_ROW_BYTES: u64 = 48;

/// What could be saved, by its number in the damaged file.
#[derive(Debug, Default)]
pub(super) struct Salvaged {
    pub(super) rows: BTreeMap<i64, SealedRow>,
    /// Events of which only the personal part was damaged, and is erased now.
    pub(super) erased: BTreeSet<i64>,
    /// The last event that was removed for its age; 0 where none was.
    pub(super) cut: i64,
    counter: i64,
    /// Whether SQLite came to every row, as far as it knows.
    is_whole: bool,
}

impl Salvaged {
    /// Takes a row that is missing, if it stands in the same chain as its neighbours.
    fn fill(&mut self, row: SealedRow, is_erased: bool) {
        let before = self.rows.get(&(row.seq - 1)).and_then(|before| before.hash.as_ref());
        let after = self.rows.get(&row.seq.saturating_add(1)).and_then(|after| after.prev_hash.as_ref());
        let follows = before.is_none_or(|hash| Some(hash) == row.prev_hash.as_ref());
        let leads = after.is_none_or(|hash| Some(hash) == row.hash.as_ref());
        if follows && leads {
            self.take(row, is_erased);
        }
    }

    /// What is there already stays.
    fn take(&mut self, row: SealedRow, is_erased: bool) {
        if let Entry::Vacant(place) = self.rows.entry(row.seq) {
            if is_erased {
                self.erased.insert(row.seq);
            }
            place.insert(row);
        }
    }

    /// What was removed for its age is not missing, also where only the run that removed it tells.
    fn begin_behind_cut(&mut self) {
        let named = self.rows.values().filter_map(cut::named_in);
        self.cut = named.fold(self.cut, i64::max);
        self.rows = self.rows.split_off(&self.cut.saturating_add(1));
    }

    /// Numbers that were given out and whose events are not there.
    pub(super) fn gaps(&self) -> Vec<RangeInclusive<i64>> {
        let mut gaps = Vec::new();
        let mut next = self.cut.saturating_add(1);
        for seq in self.rows.keys().copied().chain([self.counter.saturating_add(1)]) {
            if seq > next {
                gaps.push(next..=seq - 1);
            }
            next = next.max(seq.saturating_add(1));
        }
        gaps
    }
}

/// Everything that can be read and understood. It is held in memory, about a kilobyte for each event.
///
/// Where SQLite does not come to all of them, the rest is cut out of the single pages. An event that was being written when
/// the desk was switched off may be among those; an erased one stays erased wherever the erasure is readable.
pub(super) async fn read(path: &Path) -> Salvaged {
    let mut salvaged = read_in_order(path).await;
    if !salvaged.is_whole || log::is_damaged(path) {
        let mut events: Vec<_> = Pages::read(path).events().into_iter().filter_map(trusted).collect();
        events.sort_by_key(|(row, is_erased)| (row.seq, *is_erased, row.event.personal.is_some()));
        events.into_iter().for_each(|(row, is_erased)| salvaged.fill(row, is_erased));
    }
    salvaged.begin_behind_cut();
    salvaged
}

/// What SQLite comes to.
async fn read_in_order(path: &Path) -> Salvaged {
    // SQLite reads on with that part of a damaged schema which it understands.
    let options = reading(path).pragma("writable_schema", "ON");
    let Ok(mut connection) = options.connect().await else { return Salvaged::default() };
    let most = file::size(path).saturating_add(file::size(&file::beside(path, "-wal"))) / LEAST_ROW_BYTES;
    let mut source = Source::of(&mut connection, i64::try_from(most).unwrap_or(i64::MAX)).await;
    source.read_all().await;
    let salvaged = source.salvaged;
    let _ = connection.close().await;
    salvaged
}

/// A sealed row that says what its hash says and can be understood, and whether it lost its personal part for that.
fn trusted(mut row: SealedRow) -> Option<(SealedRow, bool)> {
    let is_erased = match row.check() {
        Ok(()) => false,
        Err(Flaw::Personal) => true,
        Err(Flaw::Unsealed | Flaw::Content) => return None,
    };
    if is_erased {
        (row.event.personal, row.personal_salt) = (None, None);
    }
    (row.seq > 0 && format::load(&row.event).is_ok()).then_some((row, is_erased))
}

struct Source<'a> {
    connection: &'a mut SqliteConnection,
    questions: &'static Questions,
    /// Whether an event without a hash is one from before the chain.
    takes_unsealed: bool,
    most: i64,
    salvaged: Salvaged,
}

impl<'a> Source<'a> {
    async fn of(connection: &'a mut SqliteConnection, most: i64) -> Self {
        let counter = async |connection: &mut SqliteConnection| -> sqlx::Result<Option<i64>> {
            sqlx::query_scalar(COUNTER).fetch_optional(connection).await
        };
        // The first question to a damaged schema fails, and loads what is left of it.
        let _ = counter(connection).await;
        let counter = counter(connection).await.ok().flatten().filter(|counter| (0..=most).contains(counter));
        let is_sealed = sqlx::query("SELECT hash FROM event LIMIT 0").fetch_optional(&mut *connection).await.is_ok();
        let takes_unsealed = !is_sealed || matches!(Genesis::read(connection).await, Ok(None));
        let cut = CutRow::newest(connection).await.ok().flatten().map_or(0, |cut| cut.seq);
        let salvaged = Salvaged { cut, counter: counter.unwrap_or(0), ..Salvaged::default() };
        let questions = if is_sealed { &SEALED } else { &UNSEALED };
        Self { connection, questions, takes_unsealed, most, salvaged }
    }

    async fn read_all(&mut self) {
        let is_whole = self.scan(self.questions.forwards).await;
        self.salvaged.is_whole = is_whole && self.salvaged.gaps().is_empty();
        if self.salvaged.is_whole {
            return;
        }
        self.scan(self.questions.backwards).await;
        for gap in self.salvaged.gaps() {
            for seq in *gap.start()..=self.most.min(*gap.end()) {
                let row = sqlx::query(self.questions.one).bind(seq).fetch_optional(&mut *self.connection).await;
                if let Ok(Some(row)) = row {
                    self.take(&row);
                }
            }
        }
    }

    /// Takes as many rows from one end as come before the first page that cannot be read; `false` when there is one.
    async fn scan(&mut self, question: &'static str) -> bool {
        if let Some(rows) = self.first(question, self.most).await {
            rows.iter().for_each(|row| self.take(row));
            return true;
        }
        let (mut readable, mut unreadable) = (0, self.most);
        while unreadable - readable > 1 {
            let middle = readable + (unreadable - readable).min(readable.max(64) * 2) / 2;
            match self.first(question, middle).await {
                Some(rows) => {
                    rows.iter().skip(usize::try_from(readable).unwrap_or(0)).for_each(|row| self.take(row));
                    readable = middle;
                }
                None => unreadable = middle,
            }
        }
        false
    }

    /// The first rows, if all of them can be read.
    async fn first(&mut self, question: &'static str, count: i64) -> Option<Vec<SqliteRow>> {
        sqlx::query(question).bind(count).fetch_all(&mut *self.connection).await.ok()
    }

    fn take(&mut self, row: &SqliteRow) {
        let Ok(row) = SealedRow::from_row(row) else { return };
        let is_older_than_chain = row.hash.is_none() && self.takes_unsealed && format::load(&row.event).is_ok();
        let trusted = if is_older_than_chain { Some((row, false)) } else { trusted(row) };
        if let Some((row, is_erased)) = trusted {
            self.salvaged.take(row, is_erased);
        }
    }
}
