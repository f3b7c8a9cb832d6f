//! Which release of the operating system this is, where a file says it.

use std::fs;

/// Its name and version, and of Linux the kernel's.
pub(super) fn release() -> Option<String> {
    let read = |path| fs::read_to_string(path).ok();
    let linux = || read("/etc/os-release").or_else(|| read("/usr/lib/os-release")).as_deref().and_then(of_linux);
    let macos = || read("/System/Library/CoreServices/SystemVersion.plist").as_deref().and_then(of_macos);
    let named = if cfg!(target_os = "macos") { macos() } else { linux() };
    let kernel = read("/proc/sys/kernel/osrelease").map(|text| format!("kernel {}", text.trim()));
    let both: Vec<_> = named.into_iter().chain(kernel).collect();
    (!both.is_empty()).then(|| both.join(", "))
}

fn of_linux(text: &str) -> Option<String> {
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    let named = value("PRETTY_NAME").or_else(|| value("NAME"))?.trim_matches(['"', '\'']);
    (!named.is_empty()).then(|| named.to_owned())
}

fn of_macos(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<key>ProductVersion</key>")?;
    let (version, _) = rest.split_once("<string>")?.1.split_once("</string>")?;
    Some(format!("macOS {version}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_stands_in_a_file() {
        let debian = "NAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n";
        assert_eq!(of_linux(debian).as_deref(), Some("Debian GNU/Linux 13 (trixie)"));
        assert_eq!(of_linux("NAME=Arch\n").as_deref(), Some("Arch"));
        assert_eq!(of_linux("PRETTY_NAME=\n"), None);
        let plist = "<key>ProductName</key><string>macOS</string>\n<key>ProductVersion</key>\n<string>15.1</string>";
        assert_eq!(of_macos(plist).as_deref(), Some("macOS 15.1"));
        assert_eq!(of_macos("<plist/>"), None);
    }
}
