//! Old files in the folder for logs, capped in number and size.

use std::{fs, io, path::Path};

/// Removes the oldest files with this beginning and ending until so many, and so many bytes, are left. Names sort by
/// date.
pub(super) fn prune(folder: &Path, prefix: &str, suffix: &str, files: usize, bytes: u64) -> io::Result<()> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(suffix));
        if is_ours && entry.file_type()?.is_file() {
            found.push((entry.file_name(), entry.metadata()?.len(), entry.path()));
        }
    }
    found.sort();
    let mut total = 0_u64;
    for (position, (_, length, path)) in found.iter().rev().enumerate() {
        total = total.saturating_add(*length);
        if position >= files || total > bytes {
            // Another program may have it open; whoever makes room next tries again.
            let _ = fs::remove_file(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn the_oldest_go_first_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["keydesk.2026-01-01.jsonl", "keydesk.2026-01-02.jsonl", "keydesk.2026-01-03.jsonl", "renderer.txt"]
        {
            fs::write(folder.path().join(name), "0123456789").unwrap();
        }
        prune(folder.path(), "keydesk", "jsonl", 2, 1000).unwrap();
        assert_eq!(names(folder.path()), ["keydesk.2026-01-02.jsonl", "keydesk.2026-01-03.jsonl", "renderer.txt"]);
        prune(folder.path(), "keydesk", "jsonl", 2, 15).unwrap();
        assert_eq!(names(folder.path()), ["keydesk.2026-01-03.jsonl", "renderer.txt"]);
    }
}
