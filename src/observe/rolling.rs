//! The files of the log: a new one each day, and whenever one is full; the oldest go before a new one begins, so that a storm
//! of lines costs old lines and never the disk.
//!
//! Several processes of one desk write to the same folder. Each looks at the size of its file before each line, and a file is
//! left only when it is full or its day is over, so that none goes on in a file that another has removed.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::files;

const PREFIX: &str = "keydesk.";
const SUFFIX: &str = ".jsonl";

/// How much is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Files.
    pub(super) files: usize,
    /// Bytes in one file.
    pub(super) file_bytes: u64,
    /// Bytes in all of them.
    pub(super) bytes: u64,
}

impl Limits {
    /// A month of desks that start every day.
    pub(super) const LOGS: Self = Self { files: 30, file_bytes: 5 << 20, bytes: 50 << 20 };
    /// A line that is longer says nothing that anybody reads.
    const LONGEST_LINE: usize = 64 << 10;

    fn longest_line(self) -> usize {
        usize::try_from(self.file_bytes).unwrap_or(usize::MAX).min(Self::LONGEST_LINE)
    }
}

/// Which file: names sort as these do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    day: Date,
    number: u32,
}

impl Place {
    fn name(self) -> String {
        format!("{PREFIX}{}.{:05}{SUFFIX}", self.day, self.number)
    }

    fn of_name(name: &str) -> Option<Self> {
        let (day, number) = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once('.')?;
        Some(Self { day: day.parse().ok()?, number: number.parse().ok()? })
    }
}

/// Writes whole lines to the newest file. Each call must hold one.
#[derive(Debug)]
pub(super) struct Rolling {
    folder: PathBuf,
    limits: Limits,
    today: fn() -> Date,
    open: Option<(Place, File)>,
}

impl Rolling {
    /// Goes on with today's newest file in this folder.
    pub(super) fn open(folder: &Path, limits: Limits) -> io::Result<Self> {
        Self::open_on(folder, limits, || TimeZone::UTC.to_datetime(Timestamp::now()).date())
    }

    fn open_on(folder: &Path, limits: Limits, today: fn() -> Date) -> io::Result<Self> {
        let mut rolling = Self { folder: folder.to_owned(), limits, today, open: None };
        rolling.file_for(0)?;
        Ok(rolling)
    }

    fn put(&mut self, line: &[u8]) -> io::Result<()> {
        self.file_for(u64::try_from(line.len()).unwrap_or(u64::MAX))?.write_all(line)
    }

    /// A file that takes so many bytes more.
    fn file_for(&mut self, bytes: u64) -> io::Result<&mut File> {
        let day = (self.today)();
        let open = match self.open.take() {
            Some((place, file)) if place.day >= day && self.takes(&file, bytes)? => (place, file),
            left => self.next(left.map(|(place, _)| place), day, bytes)?,
        };
        Ok(&mut self.open.insert(open).1)
    }

    fn takes(&self, file: &File, bytes: u64) -> io::Result<bool> {
        Ok(file.metadata()?.len() + bytes <= self.limits.file_bytes)
    }

    /// Behind every file that there is, also where the clock was set back: what is written later sorts later.
    fn next(&self, left: Option<Place>, day: Date, bytes: u64) -> io::Result<(Place, File)> {
        let newest = self.newest()?.max(left);
        let mut place = match newest {
            Some(newest) if newest.day >= day => newest,
            Some(_) | None => Place { day, number: 1 },
        };
        loop {
            self.make_room(place)?;
            let file = self.open_file(place)?;
            if left.is_none_or(|left| left < place) && self.takes(&file, bytes)? {
                return Ok((place, file));
            }
            place.number = place.number.checked_add(1).ok_or(io::ErrorKind::QuotaExceeded)?;
        }
    }

    fn newest(&self) -> io::Result<Option<Place>> {
        let names = fs::read_dir(&self.folder)?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        Ok(names.filter_map(|name| Place::of_name(&name)).max())
    }

    /// Room for a whole file beside what is kept.
    fn make_room(&self, place: Place) -> io::Result<()> {
        if self.folder.join(place.name()).exists() {
            return Ok(());
        }
        let (files, bytes) = (self.limits.files.saturating_sub(1), self.limits.bytes - self.limits.file_bytes);
        files::prune(&self.folder, PREFIX, SUFFIX, files, bytes)
    }

    fn open_file(&self, place: Place) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.folder.join(place.name()))
    }
}

fn left_out(bytes: usize) -> String {
    let at = Timestamp::now();
    let fields = format!(r#"{{"message":"a line was too long for the log","bytes":{bytes}}}"#);
    format!("{{\"timestamp\":\"{at}\",\"level\":\"WARN\",\"fields\":{fields},\"target\":\"keydesk::observe\"}}\n")
}

impl Write for Rolling {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let is_too_long = line.len() > self.limits.longest_line();
        let written = if is_too_long { self.put(left_out(line.len()).as_bytes()) } else { self.put(line) };
        if written.is_err() {
            self.open = None;
        }
        written.map(|()| line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "rolling_tests.rs"]
mod tests;
