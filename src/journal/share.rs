//! Whether a file lies on another computer. A share's locks cannot be trusted, and a lock is all that keeps two writers
//! apart (sqlite.org/useovernet.html).

use std::path::{Component, Path, PathBuf, Prefix};

use super::JournalError;

/// File systems of other computers, and of the computer around a virtual machine, as Linux and macOS name them. FUSE puts
/// `fuse.` in front.
const REMOTE: [&str; 36] = [
    "9p",
    "acfs",
    "afpfs",
    "afs",
    "beegfs",
    "ceph",
    "ceph-fuse",
    "cifs",
    "coda",
    "curlftpfs",
    "davfs",
    "davfs2",
    "drvfs",
    "ftp",
    "glusterfs",
    "gpfs",
    "gvfsd-fuse",
    "lustre",
    "mfs",
    "ncpfs",
    "nfs",
    "nfs4",
    "orangefs",
    "prl_fs",
    "pvfs2",
    "rclone",
    "s3fs",
    "smb3",
    "smbfs",
    "smbnetfs",
    "sshfs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
    "vmhgfs-fuse",
    "webdav",
];

/// # Errors
/// [`JournalError::NetworkShare`]. Where the mounts cannot be read, nothing is refused.
pub(super) fn refuse(path: &Path) -> Result<(), JournalError> {
    let real = nearest(path);
    let is_share = names_share(path) || names_share(&real) || mounted(&real).is_some_and(|kind| is_remote(&kind));
    if is_share { Err(JournalError::NetworkShare { path: path.into() }) } else { Ok(()) }
}

/// The nearest folder that is there, without links. A drive letter that stands for a share becomes the share's name.
fn nearest(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.into());
    let found = whole.ancestors().find_map(|folder| folder.canonicalize().ok());
    found.unwrap_or(whole)
}

fn names_share(path: &Path) -> bool {
    matches!(path.components().next(), Some(Component::Prefix(prefix))
        if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

#[cfg(target_os = "linux")]
fn mounted(path: &Path) -> Option<String> {
    let table = std::fs::read("/proc/self/mountinfo").ok()?;
    kind_of_mount(linux_mounts(&String::from_utf8_lossy(&table)), path)
}

/// The kind of a mount is behind an unsafe call on macOS, or in what this program says.
#[cfg(target_os = "macos")]
fn mounted(path: &Path) -> Option<String> {
    let table = std::process::Command::new("/sbin/mount").output().ok()?;
    kind_of_mount(macos_mounts(&String::from_utf8_lossy(&table.stdout)), path)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn mounted(_path: &Path) -> Option<String> {
    None
}

fn is_remote(kind: &str) -> bool {
    REMOTE.contains(&kind.strip_prefix("fuse.").unwrap_or(kind))
}

/// The kind of the mount with the longest path; of equal ones the last, which hides the others.
#[cfg(any(target_os = "linux", target_os = "macos", test))]
fn kind_of_mount(mounts: impl Iterator<Item = (PathBuf, String)>, path: &Path) -> Option<String> {
    let around = mounts.filter(|(point, _)| path.starts_with(point));
    around.max_by_key(|(point, _)| point.components().count()).map(|(_, kind)| kind)
}

/// Mount points with their kinds (`man 5 proc_pid_mountinfo`): the fifth field, and the first after the lone hyphen.
#[cfg(any(target_os = "linux", test))]
fn linux_mounts(table: &str) -> impl Iterator<Item = (PathBuf, String)> {
    table.lines().filter_map(|line| {
        let (front, back) = line.split_once(" - ")?;
        Some((unescape(front.split(' ').nth(4)?).into(), back.split(' ').next()?.to_owned()))
    })
}

/// A space, a tab, a line feed and a backslash stand as `\` and three octal digits.
#[cfg(any(target_os = "linux", test))]
fn unescape(field: &str) -> String {
    let mut parts = field.split('\\');
    let mut text = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) => {
                text.push(byte);
                text.extend_from_slice(&part.as_bytes()[3..]);
            }
            None => text.extend([b"\\", part.as_bytes()].concat()),
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Mount points with their kinds, as `mount` prints them: `source on /point (kind, …)`.
#[cfg(any(target_os = "macos", test))]
fn macos_mounts(table: &str) -> impl Iterator<Item = (PathBuf, String)> {
    table.lines().filter_map(|line| {
        let (front, back) = line.rsplit_once(" (")?;
        let (_, point) = front.split_once(" on /")?;
        Some((format!("/{point}").into(), back.split([',', ')']).next()?.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINUX: &str = r"22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
40 27 0:40 / /home rw - nfs4 server:/home rw,vers=4.2
41 40 254:1 / /home/desk rw shared:2 master:3 - xfs /dev/vdb rw
42 27 0:42 / /mnt/front\040desk\134x rw - fuse.sshfs desk@server:/ rw
43 27 0:43 / /mnt/twice rw - ext4 /dev/vdc rw
44 43 0:44 / /mnt/twice rw - cifs //server/share rw
broken line
45 27 0:45";

    fn linux(path: &str) -> String {
        kind_of_mount(linux_mounts(LINUX), Path::new(path)).unwrap()
    }

    #[test]
    fn the_innermost_mount_counts_and_of_equal_ones_the_last() {
        assert_eq!(linux("/var/lib"), "ext4");
        assert_eq!(linux("/home/mia/data"), "nfs4");
        assert_eq!(linux("/home/desk/data"), "xfs");
        assert_eq!(linux("/home/desktop"), "nfs4");
        assert_eq!(linux("/mnt/twice/a"), "cifs");
        assert_eq!(linux(r"/mnt/front desk\x/a"), "fuse.sshfs");
        assert_eq!(kind_of_mount(linux_mounts(""), Path::new("/")), None);
    }

    #[test]
    fn escapes_that_are_none_stay() {
        assert_eq!(unescape(r"a\040b\011\9é\04"), "a b\t\\9é\\04");
        assert_eq!(unescape(r"\303\274\777"), "ü\\777");
    }

    #[test]
    fn macos_says_the_kind_in_brackets() {
        let table =
            "/dev/disk3s1 on / (apfs, sealed, local)\n//mia@nas/front (1) on /Volumes/front (1) (smbfs, nodev)\n";
        let kind = |path| kind_of_mount(macos_mounts(table), Path::new(path)).unwrap();
        assert_eq!((kind("/Users/mia"), kind("/Volumes/front (1)/a")), ("apfs".to_owned(), "smbfs".to_owned()));
    }

    #[test]
    fn a_share_is_remote_and_a_disk_is_not() {
        for kind in ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "davfs"] {
            assert!(is_remote(kind), "{kind}");
        }
        for kind in ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "apfs", "fuse.gocryptfs", "ecryptfs"]
        {
            assert!(!is_remote(kind), "{kind}");
        }
        assert!(REMOTE.is_sorted());
    }

    #[test]
    fn a_folder_that_is_not_there_yet_lies_where_its_parent_does() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        assert_eq!(nearest(&folder.path().join("data/desk/journal.sqlite")), real);
        assert!(refuse(&folder.path().join("journal.sqlite")).is_ok());
    }

    #[cfg(windows)]
    #[test]
    fn a_share_is_known_by_its_name() {
        assert!(refuse(Path::new(r"\\nas\desk\journal.sqlite")).is_err());
        assert!(refuse(Path::new(r"\\?\UNC\nas\desk\journal.sqlite")).is_err());
        assert!(refuse(Path::new(r"C:\nowhere\journal.sqlite")).is_ok());
    }
}
