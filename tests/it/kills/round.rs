//! One round: an encode, its kill, the starts after it, and the comparison with what the server saw.

use std::panic::{AssertUnwindSafe, catch_unwind};

use keydesk::{domain::FactKind, sandbox::Fault};
use serde_json::Value;

use super::{
    desk::{Desk, encode},
    journal,
    plan::{ENCODE, Ending, Kill, Plan},
    victim::{End, Ran, run},
    watch::{Gate, Place},
};
use crate::program::lines;

/// How far the server's clock is moved before a person looks: what is pending by then is overdue, and what was cut off is
/// not worked on any more.
const LATER_S: i64 = 3_600;

/// What came of a round.
#[derive(Debug)]
pub struct Told {
    pub kind: String,
    pub end: End,
    /// Where the journal stood when the process had ended.
    pub stood: &'static str,
    pub restarts: Vec<(String, End)>,
    /// The row's last word; `none` when nothing was begun.
    pub outcome: String,
    /// Who had the last word.
    pub settled_by: &'static str,
}

/// A round under way. Where it panics, it says what would repeat it.
pub struct Round<'a> {
    plan: &'a Plan,
    desk: &'a Desk<'a>,
    card: &'a str,
    gate: Gate,
    restarts: Vec<(String, End)>,
}

impl Drop for Round<'_> {
    fn drop(&mut self) {
        self.desk.control.skew_date(0);
        if std::thread::panicking() {
            eprintln!("KEYDESK_SEED={} repeats this round:\n{:#?}", self.plan.seed, self.plan);
            // A journal that cannot be read must not hide the reason.
            let read = || journal::left(self.desk.runtime, self.desk.folder.path(), self.card);
            eprintln!("journal: {:#?}", catch_unwind(AssertUnwindSafe(read)));
            eprintln!("server: {:#?}", self.desk.control.attempts_of(self.card));
        }
    }
}

impl<'a> Round<'a> {
    pub fn new(plan: &'a Plan, desk: &'a Desk<'a>, card: &'a str) -> Self {
        Self { plan, desk, card, gate: desk.gate(), restarts: Vec::new() }
    }

    pub fn play(mut self) -> Told {
        self.arm();
        let ran = self.run(&encode(self.card), Some(&self.plan.encode));
        let stood = self.look_at_the_remains(&ran);
        let (outcome, settled_by) = self.settle(stood);
        self.compare_all(&outcome);
        let kind = self.plan.encode.kind();
        Told { kind, end: ran.end, stood, restarts: std::mem::take(&mut self.restarts), outcome, settled_by }
    }

    fn arm(&self) {
        let control = &self.desk.control;
        control.clear_faults();
        self.desk.lay(self.plan.lying);
        match &self.plan.ending {
            Ending::Attempt(fault) => assert!(control.next_encode(&self.desk.encoder, fault.clone())),
            Ending::Reply(fault) => control.fail_next(ENCODE, fault.clone()),
        }
    }

    fn run(&mut self, arguments: &[&str], kill: Option<&Kill>) -> Ran {
        let command = self.desk.command(arguments);
        let journal = self.desk.folder.path().join(journal::FILE);
        let place = Place { control: &self.desk.control, journal: &journal, usual: self.desk.usual };
        run(command, kill, &place, &mut self.gate)
    }

    /// What was not recorded was not sent; what was recorded is true.
    fn look_at_the_remains(&self, ran: &Ran) -> &'static str {
        let jobs = journal::left(self.desk.runtime, self.desk.folder.path(), self.card);
        let sent = self.desk.control.encode_count(self.card);
        assert!(jobs.len() <= 1 && sent <= jobs.len(), "{} jobs, {sent} requests, {ran:?}", jobs.len());
        let stood = journal::stood(&jobs);
        assert!(stood != "nothing" || ran.lines.is_empty(), "said before it was recorded: {ran:?}");
        assert!(stood == "ended" || !ran.told(&["succeeded", "failed"]), "said before it was recorded: {ran:?}");
        for fact in jobs.iter().flatten() {
            if let FactKind::Accepted { attempt, .. } = &fact.kind
                && self.plan.ending != Ending::Reply(Fault::OtherAttempt)
            {
                let seen = self.desk.control.attempt(attempt.as_str()).unwrap();
                assert_eq!(seen.acs_credential_id.as_deref(), Some(self.card));
            }
        }
        if stood == "intended" && sent > 0 { "sent" } else { stood }
    }

    /// Starts the program again until nothing is open, as a desk does: a look, the card, a person's word.
    fn settle(&mut self, stood: &'static str) -> (String, &'static str) {
        if let Some(outcome) = self.first_look() {
            let by = match stood {
                "nothing" => "nobody: there was no job",
                "ended" => "the first process",
                _ => "a look",
            };
            return (outcome, by);
        }
        self.desk.control.skew_date(LATER_S);
        if let Some(outcome) = self.look(&["settle", "--read-card", "--wait", "3", "--json"], 1) {
            return (outcome, "a later look, or the card");
        }
        self.decide();
        (self.verdict().unwrap(), "a person")
    }

    fn first_look(&mut self) -> Option<String> {
        if !self.plan.holds_on {
            self.gate.let_go();
        }
        let trouble = self.plan.trouble.as_ref();
        trouble.iter().for_each(|(path, fault)| self.desk.control.switch_on(path, fault.clone()));
        let outcome = self.look(&["settle", "--wait", "1", "--json"], 0);
        trouble.iter().for_each(|(path, _)| self.desk.control.switch_off(path));
        self.gate.wait_until_quiet();
        self.desk.control.settle_now();
        outcome
    }

    /// `settle` says that nothing is open exactly when nothing is.
    fn look(&mut self, arguments: &[&str], nth: usize) -> Option<String> {
        let ran = self.start(arguments, nth);
        let outcome = self.verdict();
        assert_eq!(ran.end, End::Exited(Some(if outcome.is_some() { 0 } else { 4 })), "{outcome:?}: {}", ran.complaint);
        outcome
    }

    /// One start that may be killed, and then the same one undisturbed.
    fn start(&mut self, arguments: &[&str], nth: usize) -> Ran {
        if let Some(kill) = &self.plan.restarts[nth] {
            let killed = self.run(arguments, Some(kill));
            self.restarts.push((kill.kind(), killed.end));
        }
        self.run(arguments, None)
    }

    /// A person looks at the card and says what is true.
    fn decide(&mut self) {
        let job = self.rows()[0]["job_id"].as_str().unwrap().to_owned();
        let word = if self.has_written() { "written" } else { "not-written" };
        let ran = self.start(&["decide", &job, word], 2);
        let is_decided = ran.end == End::Exited(Some(0));
        let was_decided = ran.end == End::Exited(Some(2)) && self.plan.restarts[2].is_some();
        assert!(is_decided || was_decided, "{ran:?}");
    }

    /// The outcome of the job, compared with the truth; nothing while it is open.
    fn verdict(&self) -> Option<String> {
        let rows = self.rows();
        assert!(rows.len() <= 1, "{rows:?}");
        let Some(row) = rows.first() else { return Some("none".to_owned()) };
        let outcome = row["outcome"].as_str().unwrap();
        self.compare(outcome);
        (!matches!(outcome, "open" | "uncertain" | "let-go")).then(|| outcome.to_owned())
    }

    fn compare(&self, outcome: &str) {
        match outcome {
            "succeeded" | "decided-written" => assert!(self.has_written(), "no card was written"),
            "failed" | "not-written" | "decided-not-written" => assert!(!self.has_written(), "a card was written"),
            "not-executed" | "none" => assert_eq!(self.desk.control.attempts_of(self.card), [], "it was executed"),
            "open" | "uncertain" | "let-go" => {}
            other => panic!("{other} is no outcome"),
        }
    }

    /// Everything once more, after everything that was under way has ended.
    fn compare_all(&mut self, outcome: &str) {
        self.gate.wait_until_quiet();
        self.desk.control.settle_now();
        self.compare(outcome);
        assert_eq!(self.rows().len(), usize::from(outcome != "none"));
        assert!(self.desk.control.encode_count(self.card) <= self.rows().len(), "sent twice, or without a record");
    }

    fn has_written(&self) -> bool {
        self.desk.control.attempts_of(self.card).iter().any(|attempt| attempt.written_at.is_some())
    }

    fn rows(&self) -> Vec<Value> {
        let listed = self.desk.command(&["attempts", "--json", "--limit", "100000"]).output().unwrap();
        assert!(listed.status.success(), "{listed:?}");
        let rows = lines(&listed);
        rows.into_iter().filter(|row| row["acs_credential_id"] == self.card).collect()
    }
}
