//! A message for a person when there is no window of ours to show it in.

use std::io::Write;

/// Shows an error in a message box of the system if there is a display, and on standard error in any case. Blocks until
/// it is read; for the main thread alone.
pub fn tell(title: &str, sentence: &str) {
    // A closed standard error is no reason to hide the message box.
    let _ = writeln!(std::io::stderr(), "{title}: {sentence}");
    if has_display() {
        rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title(title).set_description(sentence).show();
    }
}

/// Whether a message box could be seen at all.
pub fn has_display() -> bool {
    let is_named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_named("WAYLAND_DISPLAY") || is_named("DISPLAY")
}
