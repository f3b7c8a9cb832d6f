//! The last line of defence of the log: what is written is redacted line by line.

use std::io::{self, Write};

use crate::domain::redact;

/// A writer that redacts. Each call must hold a whole line, as the log's formatter does it.
#[derive(Debug)]
pub struct Redacting<W>(pub W);

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.write_all(redact(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_writer_masks_each_line() {
        let mut written = Vec::new();
        writeln!(Redacting(&mut written), "token seam_test1Canary9").unwrap();
        assert_eq!(written, b"token [hidden]\n");
    }
}
