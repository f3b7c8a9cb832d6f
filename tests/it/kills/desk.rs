//! A hotel in this process, which survives every kill, and the desk's folder.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use keydesk::sandbox::{Control, HotelSize, Sandbox, SandboxConfig};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{plan::Lying, watch::Gate};
use crate::program::{keydesk, lines};

pub const ENCODER: &str = "Front Desk 1";

/// One in five of them has never been written and fits the encoder, three in five were written before.
const CREDENTIALS: usize = 120;

/// One desk, for as many rounds as it has cards.
pub struct Desk<'a> {
    pub runtime: &'a Runtime,
    pub sandbox: Sandbox,
    pub control: Control,
    pub encoder: String,
    pub folder: TempDir,
    /// How long an undisturbed encode takes.
    pub usual: Duration,
    fresh: RefCell<Vec<String>>,
    written: RefCell<Vec<String>>,
    /// Cards with a job in the journal.
    recorded: RefCell<BTreeSet<String>>,
}

impl<'a> Desk<'a> {
    /// A desk that has made cards before.
    pub fn open(runtime: &'a Runtime) -> Self {
        let mut desk = Self::new(runtime, Duration::ZERO);
        desk.measure();
        desk
    }

    /// A desk whose folder is empty.
    pub fn new(runtime: &'a Runtime, usual: Duration) -> Self {
        let hotel = HotelSize::Credentials(CREDENTIALS);
        let config = SandboxConfig { encode_ms: 20..=60, hotel, ..SandboxConfig::default() };
        let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
        let control = sandbox.control();
        let encoder = control.encoder_id(ENCODER).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (fresh, written, recorded) = Default::default();
        let desk = Self { runtime, sandbox, control, encoder, folder, usual, fresh, written, recorded };
        desk.list_cards();
        desk
    }

    fn list_cards(&self) {
        let elsewhere = tempfile::tempdir().unwrap();
        let listed = self.command_in(elsewhere.path(), &["credentials", "--json"]).output().unwrap();
        for card in lines(&listed) {
            let id = card["acs_credential_id"].as_str().unwrap().to_owned();
            if self.control.credential(&id).unwrap()["external_type"] == "visionline_card" {
                let kind = if card["is_issued"] == true { &self.written } else { &self.fresh };
                kind.borrow_mut().push(id);
            }
        }
    }

    /// The second of two runs: the first one makes the journal.
    fn measure(&mut self) {
        for _ in 0..2 {
            let card = self.card(false).unwrap();
            let started = Instant::now();
            let made = self.command(&encode(&card)).output().unwrap();
            assert!(made.status.success(), "{made:?}");
            self.usual = started.elapsed();
            self.is_recorded(card);
        }
    }

    /// A card that no round has had; none when they are used up.
    pub fn card(&self, is_again: bool) -> Option<String> {
        let card = if is_again { &self.written } else { &self.fresh }.borrow_mut().pop()?;
        assert!(!is_again || self.control.change_access(&card));
        Some(card)
    }

    /// The program at this hotel.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_in(self.folder.path(), arguments)
    }

    fn command_in(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = keydesk(folder);
        command.args(["--endpoint", self.sandbox.endpoint()]).env("SEAM_API_KEY", self.sandbox.api_key());
        command.args(arguments);
        command
    }

    pub fn lay(&self, lying: Lying) {
        let is_laid = match lying {
            Lying::Old => true,
            Lying::Blank => self.control.lay_blank_card(&self.encoder),
            Lying::Unknown => self.control.lay_unknown_card(&self.encoder),
            Lying::Nothing => self.control.take_card_away(&self.encoder),
        };
        assert!(is_laid);
    }

    pub fn is_recorded(&self, card: String) {
        self.recorded.borrow_mut().insert(card);
    }

    /// Every encode that reached this hotel belongs to a job in the journal, and no two are about the same card.
    pub fn compare_all(&self) {
        let encodes = self.control.encodes();
        let cards: Vec<_> = encodes.iter().filter_map(|seen| seen.acs_credential_id.clone()).collect();
        let distinct: BTreeSet<_> = cards.iter().cloned().collect();
        assert_eq!((cards.len(), distinct.len()), (encodes.len(), encodes.len()), "a card was sent twice");
        let recorded = self.recorded.borrow();
        assert!(distinct.is_subset(&recorded), "sent without a record: {:?}", distinct.difference(&recorded));
    }

    pub fn gate(&self) -> Gate {
        Gate::at(&self.control)
    }
}

/// The arguments that make a card.
pub fn encode(card: &str) -> [&str; 10] {
    ["encode", "--encoder", ENCODER, "--credential", card, "--again", "--expired", "--settle", "1", "--json"]
}
