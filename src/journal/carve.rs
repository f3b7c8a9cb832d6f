//! Events read from single pages, where SQLite does not find its way to them: behind a damaged page that only points to
//! others, behind a damaged schema, or in that part of the log which SQLite has given up.
//!
//! Nothing here has to be believed: a row that is cut out of the wrong bytes does not fit its hash. (Format:
//! sqlite.org/fileformat2.html, sections 1.5, 1.6, 2.1 and 4.)

use std::{collections::HashMap, fs, path::Path};

use super::{chain::SealedRow, file, format::EventRow};

/// SQLite's own choice, which the journal leaves to it.
const PAGE_BYTES: usize = 4096;
const LOG_HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
/// A page of a table that holds rows.
const LEAF: u8 = 0x0d;
/// More than any row takes; what says more is no row.
const MOST_BYTES: usize = 1024 * 1024;

/// Every page of the file and every one in its log.
pub(super) struct Pages {
    file: Vec<u8>,
    log: Vec<u8>,
}

impl Pages {
    pub(super) fn read(path: &Path) -> Self {
        let read = |path: &Path| fs::read(path).unwrap_or_default();
        Self { file: read(path), log: read(&file::beside(path, "-wal")) }
    }

    /// Everything that looks like an event, in no order; the same one may come more than once.
    pub(super) fn events(&self) -> Vec<SealedRow> {
        let frames = self.frames().map(|(_, page)| page);
        let newest: HashMap<_, _> = self.frames().collect();
        let page = |number: u32| newest.get(&number).copied().or_else(|| self.in_file(number));
        let leaves = self.file.chunks(PAGE_BYTES).chain(frames).filter(|page| page.first() == Some(&LEAF));
        leaves.flat_map(|leaf| cells(leaf).filter_map(|cell| row(cell, &page))).collect()
    }

    fn frames(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let frames = self.log.get(LOG_HEADER_BYTES..).unwrap_or_default().chunks(FRAME_HEADER_BYTES + PAGE_BYTES);
        frames.filter_map(|frame| Some((number(frame, 0)?, frame.get(FRAME_HEADER_BYTES..)?)))
    }

    fn in_file(&self, number: u32) -> Option<&[u8]> {
        let start = usize::try_from(number).ok()?.checked_sub(1)?.checked_mul(PAGE_BYTES)?;
        self.file.get(start..start.checked_add(PAGE_BYTES)?)
    }
}

/// Where the rows of a leaf begin: the page's header has eight bytes, then two for each row.
fn cells(leaf: &[u8]) -> impl Iterator<Item = Cell<'_>> {
    let count = leaf.get(3..5).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
    let pointers = leaf.get(8..).unwrap_or_default().chunks_exact(2).take(count);
    pointers.filter_map(|pointer| {
        let mut bytes = Bytes(leaf.get(usize::from(u16::from_be_bytes([pointer[0], pointer[1]]))..)?);
        let (length, seq) = (usize::try_from(bytes.varint()?).ok()?, bytes.varint()?);
        Some(Cell { seq, length, rest: bytes.0 })
    })
}

/// A row as it lies in its page: its beginning, and the number of the page with the rest.
struct Cell<'a> {
    seq: i64,
    length: usize,
    rest: &'a [u8],
}

impl Cell<'_> {
    fn record<'p>(&self, page: &impl Fn(u32) -> Option<&'p [u8]>) -> Option<Vec<u8>> {
        let here = local_bytes(self.length);
        let mut record = self.rest.get(..here)?.to_vec();
        let mut next = number(self.rest, here).filter(|_| here < self.length);
        while record.len() < self.length {
            let more = page(next?)?;
            next = number(more, 0);
            record.extend(more.get(4..)?.iter().take(self.length - record.len()));
        }
        Some(record)
    }
}

/// How much of a row lies in its own page (section 1.6, "the amount of payload that spills").
fn local_bytes(length: usize) -> usize {
    let (most, least) = (PAGE_BYTES - 35, (PAGE_BYTES - 12) * 32 / 255 - 23);
    if length <= most {
        return length;
    }
    let wanted = least + (length - least) % (PAGE_BYTES - 4);
    if wanted <= most { wanted } else { least }
}

/// A row of the table `event`: its columns in the order of the schema. The number stands apart from them.
fn row<'p>(cell: Cell<'_>, page: &impl Fn(u32) -> Option<&'p [u8]>) -> Option<SealedRow> {
    if cell.length > MOST_BYTES {
        return None;
    }
    let record = cell.record(page)?;
    let mut columns = Columns::of(&record)?;
    columns.next()?;
    let event = EventRow {
        job_id: columns.text()??,
        job_seq: columns.integer()?,
        at_us: columns.integer()?,
        kind: columns.text()??,
        format: columns.integer()?,
        payload: columns.text()??,
        personal: columns.text()?,
    };
    let [personal_salt, personal_digest, prev_hash, hash] =
        [columns.blob()?, columns.blob()?, columns.blob()?, columns.blob()?];
    Some(SealedRow { seq: cell.seq, event, personal_salt, personal_digest, prev_hash, hash })
}

/// The columns of a record: first what kind each has, then their bytes.
struct Columns<'a> {
    kinds: Bytes<'a>,
    values: Bytes<'a>,
}

impl<'a> Columns<'a> {
    fn of(record: &'a [u8]) -> Option<Self> {
        let mut kinds = Bytes(record);
        let header = usize::try_from(kinds.varint()?).ok()?;
        let read = record.len() - kinds.0.len();
        Some(Self { kinds: Bytes(record.get(read..header)?), values: Bytes(record.get(header..)?) })
    }

    /// The kind of the next column, and its bytes.
    fn next(&mut self) -> Option<(i64, &'a [u8])> {
        let kind = self.kinds.varint()?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            _ => kind.saturating_sub(12) / 2,
        };
        Some((kind, self.values.take(usize::try_from(length).ok()?)?))
    }

    fn integer(&mut self) -> Option<i64> {
        match self.next()? {
            (8, _) => Some(0),
            (9, _) => Some(1),
            (1..=6, bytes) => {
                let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
                Some(bytes.iter().fold(sign, |value, byte| value << 8 | i64::from(*byte)))
            }
            _ => None,
        }
    }

    /// `None` inside for NULL.
    fn text(&mut self) -> Option<Option<String>> {
        match self.next()? {
            (0, _) => Some(None),
            (kind, bytes) if kind >= 13 && kind % 2 == 1 => Some(Some(String::from_utf8(bytes.to_vec()).ok()?)),
            _ => None,
        }
    }

    /// `None` inside for NULL.
    fn blob(&mut self) -> Option<Option<Vec<u8>>> {
        match self.next()? {
            (0, _) => Some(None),
            (kind, bytes) if kind >= 12 && kind % 2 == 0 => Some(Some(bytes.to_vec())),
            _ => None,
        }
    }
}

/// Four bytes, the most significant first.
fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

/// Bytes that are read from their beginning.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Seven bits a byte while the highest one is set; the ninth byte counts whole.
    fn varint(&mut self) -> Option<i64> {
        let mut value = 0_u64;
        for place in 0..9 {
            let byte = u64::from(self.take(1)?[0]);
            if place == 8 {
                value = value << 8 | byte;
                break;
            }
            value = value << 7 | byte & 0x7f;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(value.cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn leaf() -> impl Strategy<Value = Vec<u8>> {
        vec(any::<u8>(), PAGE_BYTES..=PAGE_BYTES).prop_map(|mut page| {
            page[0] = LEAF;
            page
        })
    }

    proptest! {
        #[test]
        fn any_bytes_hold_no_event(pages in vec(leaf(), 1..4), log in vec(any::<u8>(), 0..9000)) {
            let pages = Pages { file: pages.concat(), log };
            prop_assert!(pages.events().iter().all(|row| row.check().is_err()));
        }
    }

    #[test]
    fn numbers_are_read_as_sqlite_writes_them() {
        for (bytes, value) in [
            (&[0x7f][..], 127),
            (&[0x81, 0x00], 128),
            (&[0xff; 9], -1),
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 1),
        ] {
            assert_eq!(Bytes(bytes).varint(), Some(value));
        }
        assert_eq!(Bytes(&[0x81]).varint(), None);
        let record = [6, 1, 2, 8, 9, 0, 0xff, 0x01, 0x00];
        let mut columns = Columns::of(&record).unwrap();
        let read: Vec<_> = std::iter::from_fn(|| columns.integer()).collect();
        assert_eq!(read, [-1, 256, 0, 1]);
    }

    #[test]
    fn a_row_spills_as_the_format_says() {
        assert_eq!((local_bytes(4061), local_bytes(4062), local_bytes(489 + 4092)), (4061, 489, 489));
        assert_eq!(local_bytes(489 + 4092 + 100), 589);
    }
}
