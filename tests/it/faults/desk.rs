//! A desk in trouble: the real engine over loopback to the real practice server, and the books that are kept about it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use keydesk::{
    domain::{Confirm, JobId, Subject},
    engine::{Command, Event, JobView, Lists, Moment, Snapshot, Stage},
    sandbox::{HotelSize, SandboxConfig},
    seam::Timeouts,
};

use super::{Tally, person, script::*, verdicts};
use crate::desk::{Setup, TestDesk};

pub const ENCODE: &str = "/acs/encoders/encode_credential";
pub const SCAN: &str = "/acs/encoders/scan_credential";
const POLL: &str = "/action_attempts/get";
const RECORD: &str = "/acs/credentials/get";
const EVENTS: &str = "/events/list";
const ENCODERS: [&str; 2] = ["Front Desk 1", "Front Desk 2"];

/// Longer than anything here takes; only a hang reaches it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A job that was ordered, and what the desk said of it in the end.
#[derive(Debug, Clone)]
pub struct Booked {
    pub seed: u64,
    pub subject: Subject,
    pub stage: Stage,
}

pub struct FaultyDesk {
    pub desk: TestDesk,
    /// Cards that were not used yet, by the encoder that fits them.
    fresh: [Vec<Subject>; 2],
    pub booked: HashMap<JobId, Booked>,
    /// What was told about one job while another was waited for.
    told: Vec<(JobView, Moment)>,
}

fn setup(folder: Arc<tempfile::TempDir>) -> Setup {
    let sandbox = SandboxConfig { encode_ms: 1..=25, hotel: HotelSize::Credentials(600), ..SandboxConfig::default() };
    Setup {
        sandbox,
        folder,
        lists: Lists::EncodersOnly,
        timeouts: Timeouts { connect: REQUEST_TIMEOUT, request: REQUEST_TIMEOUT },
        speed: SPEED,
        ..Setup::default()
    }
}

impl FaultyDesk {
    pub async fn open(seed: u64) -> Self {
        let mut setup = setup(Arc::new(tempfile::tempdir().unwrap()));
        setup.sandbox.seed = seed;
        let mut desk = TestDesk::open(setup).await;
        desk.wait("the encoders", |snapshot| snapshot.encoders.len() >= ENCODERS.len()).await;
        let fresh = verdicts::fresh_cards(&desk, ENCODERS).await;
        assert!(fresh.iter().all(|cards| cards.len() > 30), "{:?}", [fresh[0].len(), fresh[1].len()]);
        Self { desk, fresh, booked: HashMap::new(), told: Vec::new() }
    }

    /// One attempt to its settled end.
    pub async fn attempt(&mut self, script: &Script, tally: &mut Tally) -> Result<(), String> {
        let subject = self.fresh[script.encoder].pop().ok_or("the hotel has no fresh card left")?;
        let encoder = ENCODERS[script.encoder];
        self.calm().await?;
        if script.was_issued {
            self.make_before(&subject, encoder).await?;
        }
        self.desk.control().next_encode(self.desk.encoder(encoder).as_str(), script.attempt.clone());
        script.request.iter().for_each(|fault| self.desk.control().fail_next(ENCODE, fault.clone()));
        let job = self.desk.order_confirmed(subject.clone(), encoder, vec![Confirm::Replaces]);
        self.booked.insert(job, Booked { seed: script.seed, subject, stage: Stage::Queued });
        let stage = self.follow(job, script, tally).await?;
        self.book(job, &stage, tally).await
    }

    /// The network is well again, and the desk knows it.
    async fn calm(&mut self) -> Result<(), String> {
        self.desk.control().clear_faults();
        self.desk.control().skew_date(0);
        for encoder in ENCODERS {
            self.desk.control().lay_blank_card(self.desk.encoder(encoder).as_str());
        }
        self.desk.send(Command::Refresh);
        self.wait("the way to Seam", |snapshot| snapshot.link.trouble().is_none()).await.map(drop)
    }

    pub async fn wait(
        &mut self,
        what: &str,
        condition: impl FnMut(&Snapshot) -> bool,
    ) -> Result<Arc<Snapshot>, String> {
        let waiting = tokio::time::timeout(PATIENCE, self.desk.handle.wait_for(condition)).await;
        waiting.map_err(|_| format!("{what} did not come"))?.ok_or_else(|| "the engine is gone".to_owned())
    }

    async fn make_before(&mut self, subject: &Subject, encoder: &str) -> Result<(), String> {
        let fault = keydesk::sandbox::AttemptFault::Succeeds;
        self.desk.control().next_encode(self.desk.encoder(encoder).as_str(), fault);
        let job = self.desk.order(subject.clone(), encoder);
        let view = self.until_ended(job).await?;
        if !matches!(view.stage, Stage::Succeeded { .. }) {
            return Err(format!("without any fault: {:?}", view.stage));
        }
        self.booked.insert(job, Booked { seed: 0, subject: subject.clone(), stage: view.stage });
        self.desk.control().change_access(subject.id());
        Ok(())
    }

    /// The next event of a job; an order that was not taken is an error here.
    async fn event(&mut self, job: JobId) -> Result<(JobView, Moment), String> {
        if let Some(at) = self.told.iter().position(|(view, _)| view.job == job) {
            return Ok(self.told.remove(at));
        }
        let waiting = async {
            loop {
                match self.desk.handle.next_event().await {
                    Some(Event::Job { job: view, moment }) if view.job == job => return Ok((*view, moment)),
                    Some(Event::Refused { job: refused, blocker }) if refused == job => {
                        return Err(format!("refused: {blocker:?}"));
                    }
                    Some(Event::ConfirmFirst { job: asked, confirms }) if asked == job => {
                        return Err(format!("asked for {confirms:?}"));
                    }
                    Some(Event::Job { job: view, moment }) => self.told.push((*view, moment)),
                    Some(_) => {}
                    None => return Err("the engine is gone".to_owned()),
                }
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| Err("nothing happens any more".to_owned()))
    }

    pub async fn until_ended(&mut self, job: JobId) -> Result<JobView, String> {
        loop {
            let (view, moment) = self.event(job).await?;
            if moment == Moment::Ended {
                return Ok(view);
            }
        }
    }

    async fn until_settled(&mut self, job: JobId, script: &Script) -> Result<Stage, String> {
        loop {
            match self.event(job).await? {
                (view, Moment::Ended) => return Ok(view.stage),
                (_, Moment::BecameUncertain) => return person::settle(self, job, script).await,
                (_, Moment::Recorded | Moment::Sent | Moment::Accepted | Moment::LetGo | Moment::Learned) => {}
            }
        }
    }

    async fn follow(&mut self, job: JobId, script: &Script, tally: &mut Tally) -> Result<Stage, String> {
        loop {
            let (view, moment) = self.event(job).await?;
            match moment {
                Moment::Recorded => self.arm(script),
                Moment::Accepted if script.presses_twice => self.press_again(script, tally).await?,
                Moment::Accepted if script.stops_waiting => drop(self.desk.send(Command::StopWaiting(job))),
                Moment::Accepted if script.restarts => return self.restart(job, script, tally).await,
                Moment::BecameUncertain if script.restarts => return self.restart(job, script, tally).await,
                Moment::BecameUncertain => return person::settle(self, job, script).await,
                Moment::Ended => return Ok(view.stage),
                Moment::Sent | Moment::Accepted | Moment::LetGo | Moment::Learned => {}
            }
        }
    }

    /// From here on every look goes wrong as the script has it.
    fn arm(&self, script: &Script) {
        let control = self.desk.control();
        control.skew_date(script.skew_hours * 3_600);
        let all = [(POLL, &script.polls), (RECORD, &script.records), (EVENTS, &script.events)];
        for (path, faults) in all {
            faults.iter().for_each(|fault| control.fail_next(path, fault.clone()));
        }
        script.scan.iter().for_each(|fault| control.fail_next(SCAN, fault.clone()));
    }

    /// Another card on the same encoder, while the first is open.
    async fn press_again(&mut self, script: &Script, tally: &mut Tally) -> Result<(), String> {
        let Some(other) = self.fresh[script.encoder].last().cloned() else { return Ok(()) };
        let before = self.desk.control().encode_count(other.id());
        let order = self.desk.order(other.clone(), ENCODERS[script.encoder]);
        match self.event(order).await {
            // The first may have ended before the second press arrived; then it is a card like any other.
            Ok(_) => {
                self.fresh[script.encoder].pop();
                let booked = Booked { seed: script.seed, subject: other, stage: Stage::Queued };
                self.booked.insert(order, booked.clone());
                let stage = self.until_settled(order, script).await?;
                self.booked.insert(order, Booked { stage, ..booked });
                self.until_on_record(order).await?;
            }
            Err(_) if self.desk.control().encode_count(other.id()) > before => {
                return Err("a refused order was sent".to_owned());
            }
            Err(_) => tally.refused_second_presses += 1,
        }
        Ok(())
    }

    /// The program ends in the middle of the job, and is started again.
    async fn restart(&mut self, job: JobId, script: &Script, tally: &mut Tally) -> Result<Stage, String> {
        tally.restarts += 1;
        self.told.clear();
        self.desk.send(Command::Shutdown);
        while self.desk.handle.next_event().await.is_some_and(|event| event != Event::Stopped) {}
        let opening = self.desk.opening();
        let folder = Arc::clone(&self.desk.folder);
        self.desk.handle = self.desk.start_again(&setup(folder), opening);
        let is_ready = |snapshot: &Snapshot| snapshot.encoders.len() >= ENCODERS.len();
        self.wait("the encoders", is_ready).await?;
        if verdicts::is_open_on_record(self, job).await {
            self.wait("the job after the start", |snapshot| snapshot.jobs.iter().any(|view| view.job == job)).await?;
        }
        let snapshot = self.desk.handle.snapshot();
        match snapshot.jobs.iter().find(|view| view.job == job) {
            Some(view) if view.stage.is_terminal() => Ok(view.stage.clone()),
            Some(_) => person::settle(self, job, script).await,
            None => verdicts::on_record(self, job).await,
        }
    }

    /// Writes down what was said.
    async fn book(&mut self, job: JobId, stage: &Stage, tally: &mut Tally) -> Result<(), String> {
        let booked = self.booked.get_mut(&job).ok_or("an order that nobody gave")?;
        booked.stage = stage.clone();
        *tally.ends.entry(verdicts::word(stage)).or_default() += 1;
        let subject = booked.subject.clone();
        verdicts::check_now(&self.desk.control(), &subject, stage)?;
        self.until_on_record(job).await
    }

    /// A dismissed job goes only once its end is on record, and the encoder is free from then on.
    async fn until_on_record(&mut self, job: JobId) -> Result<(), String> {
        self.desk.send(Command::Dismiss(job));
        self.wait("the end on record", |snapshot| snapshot.jobs.iter().all(|view| view.job != job)).await.map(drop)
    }

    /// After all is over: what is on record against what the server saw.
    pub async fn reckon(mut self) -> Vec<String> {
        let wrong = self.calm().await.err();
        self.desk.control().settle_now();
        wrong.into_iter().chain(verdicts::reckon(&self).await).collect()
    }
}
