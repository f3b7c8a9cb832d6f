//! How much of a list is taken: generous for any hotel, and an end for a server that never stops.

use super::decode::Fault;

/// The most pages: half a million items where a server hands out fifty at once.
const MOST_PAGES: usize = 10_000;
/// The most items: five times as many cards as the largest hotel has.
const MOST_ITEMS: usize = 500_000;
/// The most bytes; a hundred thousand credentials take about two hundred million.
const MOST_BYTES: usize = 512 << 20;

/// What has come of a list so far.
#[derive(Default)]
pub(super) struct Taken {
    pages: usize,
    items: usize,
    bytes: usize,
}

impl Taken {
    /// Counts a page in, and tells what is wrong when that is too much.
    pub(super) fn add(&mut self, list: &'static str, bytes: usize, items: usize) -> Result<(), Fault> {
        self.pages += 1;
        self.items += items;
        self.bytes += bytes;
        let is_fit = self.pages <= MOST_PAGES && self.items <= MOST_ITEMS && self.bytes <= MOST_BYTES;
        if is_fit { Ok(()) } else { Err(Fault::too_long(list)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(number: usize, bytes: usize, items: usize) -> bool {
        let mut taken = Taken::default();
        (0..number).all(|_| taken.add("l", bytes, items).is_ok())
    }

    #[test]
    fn a_large_hotel_fits_and_a_list_without_an_end_does_not() {
        assert!(pages(200, 1 << 20, 500), "a hundred thousand credentials of two kilobytes, as Seam hands them out");
        assert!(pages(2_000, 100 << 10, 50));
        assert!(pages(MOST_PAGES, 1, 1) && !pages(MOST_PAGES + 1, 1, 1));
        assert!(pages(1, 1, MOST_ITEMS) && !pages(2, 1, MOST_ITEMS / 2 + 1));
        assert!(pages(8, 64 << 20, 1) && !pages(9, 64 << 20, 1));
    }
}
