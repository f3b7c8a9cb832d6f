//! Whether SQLite's write-ahead log was torn by an interrupted write, or damaged.
//!
//! SQLite takes the log up to the first frame whose checksum does not fit and forgets the rest without a word: after an
//! interrupted write that is right, since nobody was told that the last transaction was on the disk. It is wrong where
//! further transactions follow, for each of them was waited for before the next began. (Format:
//! sqlite.org/fileformat2.html, sections 4.1 to 4.3.)

use std::{fs, path::Path};

use super::file;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
/// SQLite's own choice, where the header does not tell.
const USUAL_PAGE_BYTES: usize = 4096;
/// The last bit says in which order the bytes of a word are summed.
const MAGIC: u32 = 0x377f_0682;
/// One transaction may be torn.
const TORN: usize = 1;

/// Whether the log of this journal holds transactions that SQLite will forget. What another process is writing at this
/// moment looks torn only until it is read again.
pub(super) fn is_damaged(journal: &Path) -> bool {
    let path = file::beside(journal, "-wal");
    let read = || fs::read(&path).unwrap_or_default();
    let log = read();
    forgotten(&log) > TORN && log == read()
}

/// How many transactions end behind the first frame that does not fit.
fn forgotten(log: &[u8]) -> usize {
    let Some((header, body)) = log.split_at_checked(HEADER_BYTES) else { return 0 };
    let mut sum = Sum { is_big_endian: word(header, 0) & 1 == 1, first: 0, second: 0 };
    sum.add(&header[..24]);
    let mut fits = word(header, 0) & !1 == MAGIC && sum.is(&header[24..]);
    let page = if fits { page_bytes(header) } else { USUAL_PAGE_BYTES };
    let salts = if fits { header.get(16..24) } else { body.get(8..16) };
    let mut forgotten = 0;
    for frame in body.chunks_exact(FRAME_HEADER_BYTES + page) {
        let (head, content) = frame.split_at(FRAME_HEADER_BYTES);
        let is_ours = head.get(8..16) == salts;
        sum.add(&head[..8]);
        sum.add(content);
        fits &= is_ours && sum.is(&head[16..]);
        let ends_transaction = word(head, 4) != 0;
        forgotten += usize::from(!fits && is_ours && ends_transaction);
    }
    forgotten
}

fn page_bytes(header: &[u8]) -> usize {
    usize::try_from(word(header, 8)).ok().filter(|page| page.is_power_of_two()).unwrap_or(USUAL_PAGE_BYTES)
}

/// Four bytes, the most significant first; 0 where there are none.
fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|word| word.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// The sum over everything from the header on.
struct Sum {
    is_big_endian: bool,
    first: u32,
    second: u32,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let word = |at| {
            let word = word(bytes, at);
            if self.is_big_endian { word } else { word.swap_bytes() }
        };
        for at in (0..bytes.len()).step_by(8) {
            self.first = self.first.wrapping_add(word(at)).wrapping_add(self.second);
            self.second = self.second.wrapping_add(word(at + 4)).wrapping_add(self.first);
        }
    }

    fn is(&self, bytes: &[u8]) -> bool {
        (word(bytes, 0), word(bytes, 4)) == (self.first, self.second)
    }
}
