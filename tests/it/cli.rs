//! The command line from outside: the real program, its lines and its exit codes.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{complaint, keydesk, lines};

/// A hotel in a process of its own.
pub struct Hotel {
    process: Child,
    pub endpoint: String,
    pub key: String,
}

impl Hotel {
    pub fn open(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keydesk"));
        command.args(["sandbox", "--port", "0", "--encode-ms", "20..40"]).args(arguments).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| ready[key].as_str().unwrap().to_owned();
        Self { process, endpoint: text("endpoint"), key: text("api_key") }
    }

    pub fn run(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = keydesk(folder);
        command.args(["--endpoint", &self.endpoint]).env("SEAM_API_KEY", &self.key).args(arguments);
        command.output().unwrap()
    }

    pub fn credential(&self, folder: &Path, search: &str) -> String {
        let listed = self.run(folder, &["credentials", "--json", "--search", search]);
        assert_eq!(listed.status.code(), Some(0), "{listed:?}");
        lines(&listed)[0]["acs_credential_id"].as_str().unwrap().to_owned()
    }
}

impl Drop for Hotel {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn events(output: &Output) -> Vec<String> {
    lines(output).iter().map(|line| line["event"].as_str().unwrap().to_owned()).collect()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_card_is_made_and_its_whole_credential_stands_in_the_last_line() {
    let (hotel, folder) = (Hotel::open(&[]), folder());
    let id = hotel.credential(folder.path(), "amelia 412");
    let made = hotel.run(folder.path(), &["encode", "--encoder", "front desk 1", "--credential", &id, "--json"]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert_eq!(events(&made), ["recorded", "sent", "waiting", "succeeded"]);
    let all = lines(&made);
    let last = all.last().unwrap();
    assert_eq!(last["credential"]["acs_credential_id"], id.as_str());
    assert_eq!(last["credential"]["is_issued"], true);
    assert!(last["credential"]["card_number"].is_string() && last["credential"]["visionline_metadata"].is_object());
    assert!(last["action_attempt_id"].is_string() && last["elapsed_ms"].is_number());
    let tried = hotel.run(folder.path(), &["attempts", "--json"]);
    assert_eq!(lines(&tried)[0]["outcome"], "succeeded");
    assert!(lines(&hotel.run(folder.path(), &["attempts", "--failed", "--json"])).is_empty());
}

#[test]
fn an_issued_card_needs_a_yes() {
    let (hotel, folder) = (Hotel::open(&[]), folder());
    let id = hotel.credential(folder.path(), "lucía 219");
    let asked = hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 1", "--credential", &id]);
    assert_eq!(asked.status.code(), Some(2));
    assert!(complaint(&asked).contains("--again"), "{}", complaint(&asked));
    let made = hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 1", "--credential", &id, "--again"]);
    assert_eq!(made.status.code(), Some(0), "{}", complaint(&made));
}

#[test]
fn a_failure_names_seams_error_and_ends_with_three() {
    let (hotel, folder) = (Hotel::open(&["--fail-next", "Front Desk 1=encoding_interrupted"]), folder());
    let id = hotel.credential(folder.path(), "amelia");
    let failed = hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 1", "--credential", &id, "--json"]);
    assert_eq!(failed.status.code(), Some(3), "{}", complaint(&failed));
    assert_eq!(events(&failed), ["recorded", "sent", "waiting", "failed"]);
    let all = lines(&failed);
    assert_eq!(all.last().unwrap()["error"]["type"], "encoding_interrupted");
    assert!(all.last().unwrap()["error"]["message"].is_string());
    assert_eq!(lines(&hotel.run(folder.path(), &["attempts", "--failed", "--json"])).len(), 1);
}

#[test]
fn a_silent_encoder_ends_with_four_and_can_be_decided() {
    let (hotel, folder) = (Hotel::open(&["--fail-next", "Front Desk 1=encoder_communication_timeout"]), folder());
    let id = hotel.credential(folder.path(), "amelia");
    let arguments = ["encode", "--encoder", "Front Desk 1", "--credential", &id, "--json", "--settle", "0"];
    let unsure = hotel.run(folder.path(), &arguments);
    assert_eq!(unsure.status.code(), Some(4), "{}", complaint(&unsure));
    assert_eq!(events(&unsure).last().map(String::as_str), Some("uncertain"));
    let job = lines(&unsure)[0]["job_id"].as_str().unwrap().to_owned();
    let busy = hotel.run(folder.path(), &arguments);
    assert_eq!(busy.status.code(), Some(6), "the encoder is held until somebody settles it");
    let decided = hotel.run(folder.path(), &["decide", &job, "not-written"]);
    assert_eq!(decided.status.code(), Some(0), "{}", complaint(&decided));
    assert_eq!(hotel.run(folder.path(), &arguments).status.code(), Some(0));
}

#[test]
fn a_token_that_is_refused_or_absent_ends_with_five() {
    let (hotel, folder) = (Hotel::open(&[]), folder());
    let mut refused = keydesk(folder.path());
    refused.args(["--endpoint", &hotel.endpoint, "encoders"]).env("SEAM_API_KEY", "seam_wrong_key");
    assert_eq!(refused.output().unwrap().status.code(), Some(5));
    let mut unusable = keydesk(folder.path());
    unusable.args(["--endpoint", &hotel.endpoint, "encoders"]).env("SEAM_API_KEY", "seam_pk_key");
    assert_eq!(unusable.output().unwrap().status.code(), Some(5));
    let absent = keydesk(folder.path()).args(["--endpoint", &hotel.endpoint, "encoders"]).output().unwrap();
    assert_eq!(absent.status.code(), Some(5), "{}", complaint(&absent));
    assert!(complaint(&absent).contains("keyring"), "{}", complaint(&absent));
}

#[test]
fn nothing_sent_is_six_and_wrong_usage_is_two() {
    let folder = folder();
    let mut away = keydesk(folder.path());
    away.args(["--endpoint", "http://127.0.0.1:9", "encoders"]).env("SEAM_API_KEY", "seam_test_key");
    assert_eq!(away.output().unwrap().status.code(), Some(6));
    assert_eq!(keydesk(folder.path()).arg("encode").output().unwrap().status.code(), Some(2));
    let plain = keydesk(folder.path()).args(["--endpoint", "http://example.com", "encoders"]).output().unwrap();
    assert_eq!(plain.status.code(), Some(2), "{}", complaint(&plain));
    let mut both = keydesk(folder.path());
    both.arg("encoders").env("SEAM_API_KEY", "a").env("SEAM_PERSONAL_ACCESS_TOKEN", "b");
    assert_eq!(both.output().unwrap().status.code(), Some(2));
    let hotel = Hotel::open(&[]);
    let id = hotel.credential(folder.path(), "amelia");
    let unknown = hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 9", "--credential", &id]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(complaint(&unknown).contains("Front Desk 1"), "it says which ones there are");
    let gone = hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 1", "--credential", "nothing"]);
    assert_eq!(gone.status.code(), Some(6), "{}", complaint(&gone));
}

#[test]
fn a_window_without_a_display_is_a_sentence_and_blames_no_renderer() {
    let folder = folder();
    let output = keydesk(folder.path()).env_remove("WAYLAND_DISPLAY").arg("--practice").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(complaint(&output).contains("no display"), "{}", complaint(&output));
    assert!(!folder.path().join("logs/renderer.txt").exists());
}

#[test]
fn practice_needs_no_token_at_all() {
    let folder = folder();
    let listed = keydesk(folder.path()).args(["--practice", "encoders", "--json"]).output().unwrap();
    assert_eq!(listed.status.code(), Some(0), "{}", complaint(&listed));
    let names: Vec<_> = lines(&listed).iter().map(|line| line["display_name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["Front Desk 1", "Concierge", "Front Desk 2"]);
}

#[test]
fn a_token_from_standard_input_is_tried_before_the_keyring_is() {
    let (hotel, folder) = (Hotel::open(&[]), folder());
    let set = |token: &str| {
        let mut command = keydesk(folder.path());
        command.args(["--endpoint", &hotel.endpoint, "token", "set"]);
        let mut running = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(token.as_bytes()).unwrap();
        running.wait_with_output().unwrap()
    };
    let refused = set("seam_wrong_key\n");
    assert_eq!(refused.status.code(), Some(5));
    assert!(complaint(&refused).contains("does not accept"), "{}", complaint(&refused));
    let unkept = set(&format!("{}\n", hotel.key));
    assert_eq!(unkept.status.code(), Some(5), "there is no keyring here");
    assert!(complaint(&unkept).contains("keyring"), "{}", complaint(&unkept));
}

#[test]
fn no_file_holds_the_token() {
    let (hotel, folder) = (Hotel::open(&[]), folder());
    let id = hotel.credential(folder.path(), "amelia");
    hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 1", "--credential", &id]);
    hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 1", "--credential", "nothing"]);
    let (mut unread, mut files) = (vec![folder.path().to_owned()], 0);
    while let Some(path) = unread.pop() {
        if path.is_dir() {
            unread.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        files += 1;
        let bytes = std::fs::read(&path).unwrap();
        let key = hotel.key.as_bytes();
        assert!(!bytes.windows(key.len()).any(|window| window == key), "{}", path.display());
    }
    assert!(files >= 2, "a journal and a log at least");
}
