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
