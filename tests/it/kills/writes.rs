//! The durable writes of another process, seen from outside and without any help from it.
//!
//! SQLite puts the pages of a transaction into the write-ahead log, flushes the log to the disk, and only then counts the
//! transaction in the index beside it (sqlite.org/walformat.html). A page in the log behind the last one that counts is
//! therefore a write that has begun; a count that has grown is a write that is done. Both are a few bytes to read, at any
//! size of the log, and whether it grows, is used anew from its start or keeps room ahead. A kill while the log is being
//! flushed takes effect when that is over: the write is valid then, and the process never learnt of it.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use super::plan::Side;

const INDEX_HEADER: usize = 48;
const LOG_HEADER: u64 = 32;
const FRAME_HEADER: usize = 24;

/// Counts the durable writes of the process that starts next.
pub struct Writes {
    log: Watched,
    index: Watched,
    /// The log as the process found it: what a killed one left behind the last valid page is no new write.
    found: Vec<u8>,
    /// What an index that a killed process left counts; the next process makes it anew.
    left_over: u32,
}

/// A file that is opened as soon as it is there: a write is over so soon that each look has to be short.
struct Watched {
    path: PathBuf,
    file: Option<File>,
}

impl Watched {
    fn read<const N: usize>(&mut self, at: u64) -> Option<[u8; N]> {
        if self.file.is_none() {
            self.file = File::open(&self.path).ok();
        }
        let (file, mut bytes) = (self.file.as_mut()?, [0; N]);
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// What the index says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Header {
    /// Transactions since the index was made.
    count: u32,
    page_size: u64,
    /// Valid pages in the log.
    pages: u64,
    salt: [u8; 8],
}

impl Writes {
    pub fn to(journal: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = journal.as_os_str().to_owned();
            name.push(ending);
            Watched { path: name.into(), file: None }
        };
        let (log, mut index) = (beside("-wal"), beside("-shm"));
        let found = std::fs::read(&log.path).unwrap_or_default();
        let left_over = header(&mut index).map_or(0, |header| header.count);
        Self { log, index, found, left_over }
    }

    /// Whether the process has come to this side of its n-th write.
    pub fn have_come_to(&mut self, number: u32, side: Side) -> bool {
        let Some(header) = header(&mut self.index) else { return false };
        if header.count < self.left_over {
            self.left_over = 0;
        }
        if self.left_over > 0 {
            return false;
        }
        match side {
            Side::Done => header.count >= number,
            Side::Begun => header.count >= number || (header.count + 1 == number && self.has_begun(header)),
        }
    }

    fn has_begun(&mut self, header: Header) -> bool {
        let at = LOG_HEADER + header.pages * (FRAME_HEADER as u64 + header.page_size);
        let Some(frame) = self.log.read::<FRAME_HEADER>(at) else { return false };
        let before = usize::try_from(at).ok().and_then(|at| self.found.get(at..at + frame.len()));
        frame[8..16] == header.salt && before != Some(&frame[..])
    }
}

/// The index keeps its header twice; two that differ are one that is being written.
fn header(index: &mut Watched) -> Option<Header> {
    let bytes = index.read::<{ 2 * INDEX_HEADER }>(0)?;
    let (one, other) = bytes.split_at(INDEX_HEADER);
    let number = |at: usize| Some(u32::from_ne_bytes(one.get(at..at + 4)?.try_into().ok()?));
    let page_size = u64::from(u16::from_ne_bytes(one.get(14..16)?.try_into().ok()?));
    let salt = one.get(32..40)?.try_into().ok()?;
    (one == other).then_some(Header { count: number(8)?, page_size, pages: number(16)?.into(), salt })
}
