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

/// A name that a variable gives would take from a policy what it says to this computer.
#[test]
fn no_variable_names_the_computer_of_a_policy() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.toml");
    let own = std::fs::read_to_string("/proc/sys/kernel/hostname").map(|name| name.trim().to_owned());
    let own = own.unwrap_or_else(|_| String::from_utf8(Command::new("hostname").output().unwrap().stdout).unwrap());
    let own = own.trim().split('.').next().unwrap();
    std::fs::write(&policy, format!("[computer.\"{own}\"]\nlocked = [\"ui.theme\"]\n")).unwrap();
    let locked = |variables: &[&str]| {
        let mut command = keydesk(folder.path());
        command.envs(variables.iter().map(|name| (name, "ELSEWHERE")));
        let output = command.arg("--policy").arg(&policy).args(["settings", "check"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        said.lines().any(|line| line.contains("ui.theme") && line.contains("locked"))
    };
    assert!(locked(&[]) && locked(&["COMPUTERNAME", "HOSTNAME", "HOST"]));
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
    assert_eq!(
        dumps.split_whitespace().skip(4).collect::<Vec<_>>(),
        ["1", "1", "bytes"],
        "one that is piped too: {dumps}"
    );
}

#[test]
fn a_kiosk_that_nobody_could_leave_does_not_open_and_the_log_says_why() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.toml"), "[kiosk]\nenabled = true\n").unwrap();
    let starts = |argument: &[&str]| {
        let output = keydesk(folder.path()).env_remove("WAYLAND_DISPLAY").args(argument).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{argument:?}");
        complaint(&output)
    };
    let logged = || {
        let logs = std::fs::read_dir(folder.path().join("logs")).unwrap();
        logs.map(|log| std::fs::read_to_string(log.unwrap().path()).unwrap_or_default()).collect::<String>()
    };
    assert!(!starts(&["--desk"]).contains("a kiosk is left"), "a normal window was asked for");
    assert!(!logged().contains("the kiosk does not open"));
    for argument in [&["--kiosk"][..], &[]] {
        assert!(starts(argument).contains("keydesk operators add NAME --role supervisor"), "{argument:?}");
    }
    assert_eq!(logged().matches("the kiosk does not open").count(), 2);
    assert!(starts(&["--desk", "--kiosk"]).contains("cannot be used with"));
}

/// Starts a kiosk while another window is open, does something, closes that window, and waits for the end of the kiosk: its code
/// and its last words. There is no display, so it ends by itself.
#[cfg(target_os = "linux")]
fn kiosk_behind_a_window(folder: &Path, meanwhile: impl FnOnce()) -> (Option<i32>, String) {
    use keydesk::platform::{Handoff, InstanceLock};
    use std::{
        io::{BufRead, BufReader, Read},
        process::Stdio,
        sync::mpsc,
    };
    let open = InstanceLock::acquire(folder).unwrap();
    let (asked, summons) = mpsc::channel();
    let _listening = Handoff::listen(folder, move |summons| drop(asked.send(summons))).unwrap();
    let mut kiosk = keydesk(folder);
    kiosk.env_remove("WAYLAND_DISPLAY").args(["--kiosk", "--practice"]).stderr(Stdio::piped());
    let mut kiosk = kiosk.spawn().unwrap();
    let mut words = BufReader::new(kiosk.stderr.take().unwrap());
    let mut first = String::new();
    words.read_line(&mut first).unwrap();
    assert!(first.contains("the kiosk opens when that is closed"), "{first}");
    meanwhile();
    assert_eq!(kiosk.try_wait().unwrap(), None, "it waits");
    drop(open);
    let mut last = String::new();
    words.read_to_string(&mut last).unwrap();
    let code = kiosk.wait().unwrap().code();
    assert!(summons.try_recv().is_err(), "the other window was asked to come to the front");
    (code, last)
}

#[cfg(target_os = "linux")]
#[test]
fn a_kiosk_waits_for_the_other_window_and_opens_as_the_settings_are_then() {
    use std::{io::Write, process::Stdio};
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    let mut added = keydesk(folder.path());
    let mut added = added
        .args(["operators", "add", "Mia Berg", "--role", "supervisor"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    added.stdin.take().unwrap().write_all(b"471193\n").unwrap();
    assert!(added.wait().unwrap().success());
    let (code, words) = kiosk_behind_a_window(folder.path(), || ());
    assert_eq!(code, Some(7), "{words}");
    assert!(words.contains("There is no display here"), "its turn came: {words}");
    let (code, words) = kiosk_behind_a_window(folder.path(), || std::fs::write(&settings, "").unwrap());
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("keydesk operators add NAME --role supervisor"), "{words}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_kiosk_starts_as_one_also_after_a_slip_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let person = "[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"$argon2id$v=19$m=19456,t=2,p=1\
                  $c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g\"\n";
    std::fs::write(folder.path().join("settings.toml"), format!("[kiosk]\nenabled = true\nstray\n{person}")).unwrap();
    let ends = |argument: &[&str]| {
        let output = keydesk(folder.path()).env_remove("WAYLAND_DISPLAY").args(argument).output().unwrap();
        output.status.code()
    };
    assert_eq!(ends(&[]), Some(7), "a kiosk that cannot be shown is started again");
    assert_eq!(ends(&[]), Some(7), "also from the next start on");
    assert_eq!(ends(&["--desk"]), Some(2), "a window that cannot be shown is not");
}

#[cfg(target_os = "linux")]
#[test]
fn a_kiosk_that_the_policy_locks_opens_as_one_also_with_desk_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let person = "[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"$argon2id$v=19$m=19456,t=2,p=1\
                  $c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g\"\n";
    let policy = folder.path().join("policy.toml");
    let ends = |locked: &str, people: &str| {
        std::fs::write(folder.path().join("settings.toml"), people).unwrap();
        std::fs::write(&policy, format!("{locked}\n[kiosk]\nenabled = true\n")).unwrap();
        let mut started = keydesk(folder.path());
        started.env_remove("WAYLAND_DISPLAY").arg("--desk").arg("--policy").arg(&policy);
        let output = started.output().unwrap();
        (output.status.code(), complaint(&output))
    };
    let does_nothing = "--desk does nothing";
    let (code, words) = ends("locked = [\"kiosk.enabled\"]", person);
    assert_eq!(code, Some(7), "a kiosk that cannot be shown: {words}");
    assert!(words.contains(does_nothing), "{words}");
    let logs = std::fs::read_dir(folder.path().join("logs")).unwrap();
    let logged: String = logs.map(|log| std::fs::read_to_string(log.unwrap().path()).unwrap_or_default()).collect();
    assert!(logged.contains(does_nothing), "{logged}");
    let (code, words) = ends("locked = [\"kiosk\"]", "");
    assert_eq!(code, Some(2), "nobody could leave it: {words}");
    assert!(words.contains("operators add") && !words.contains("opens a normal window"), "{words}");
    let (code, words) = ends("locked = [\"kiosk.mask_names\"]", person);
    assert_eq!(code, Some(2), "a window that cannot be shown: {words}");
    assert!(!words.contains(does_nothing), "{words}");
}
