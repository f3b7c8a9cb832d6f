//! The real program as a process, for tests that look at it from outside.

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

/// The program without anything of this session: no token, no endpoint, no D-Bus, no display.
pub fn keydesk(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keydesk"));
    for variable in ["SEAM_API_KEY", "SEAM_PERSONAL_ACCESS_TOKEN", "SEAM_WORKSPACE_ID", "SEAM_ENDPOINT", "DISPLAY"] {
        command.env_remove(variable);
    }
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env("XDG_RUNTIME_DIR", folder);
    command.arg("--data-dir").arg(folder);
    command
}

/// What it printed, one JSON object a line.
pub fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What it said to a person.
pub fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn a_crash_leaves_no_memory_on_the_disk() {
    use std::{io::BufRead, process::Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_keydesk"));
    let mut running = command.args(["sandbox", "--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut ready = String::new();
    std::io::BufReader::new(running.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", running.id())).unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    let dumps = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(dumps.split_whitespace().skip(4).collect::<Vec<_>>(), ["0", "0", "bytes"], "{dumps}");
}
