//! The reference model: a small world that knows what really happened to the card. It carries out what a job asks for, loses
//! and delays and repeats answers, kills the program between any two effects, and in the end asks whether the job told the
//! truth.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proptest::{prelude::*, strategy::ValueTree};

use super::*;
use crate::domain::{
    AttemptStatus, CardOnEncoder, Decision, Desk, Guest, IssueEvent, Issued, JobId, Operator, Subject, SubjectState,
};
use crate::flow::samples;

/// What becomes of the request at Seam and at the encoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    NotSent,
    Refused,
    /// Seam takes it on; the encoder ends it so.
    Ends {
        error: Option<&'static str>,
        is_written: bool,
        /// The record hears of the card.
        is_told: bool,
        /// Seam forgets the attempt.
        is_forgotten: bool,
    },
    NeverEnds,
    /// A status that no reader of today knows.
    Odd,
}

/// What is lost on the way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Arrives,
    Lost,
    /// The connection broke first; Seam works on the request a few seconds later, or not at all.
    LostAndLate(bool),
}

#[derive(Debug, Clone)]
struct Plan {
    fate: Fate,
    reply: Reply,
    was_issued: bool,
    takes_ms: u64,
    /// The desk's clock is off by so many hours, and the server's is known or not.
    skew_h: i64,
    knows_server: bool,
    /// What the answers' `Date` made of the server's clock is off by so many hours.
    date_skew_h: i64,
    /// What goes wrong with the n-th look: 0 nothing.
    looks: Vec<u8>,
    /// After how many effects the program is killed, again and again.
    kills: Vec<u8>,
    /// At which steps a person does something.
    persons: Vec<u8>,
}

fn plans() -> impl Strategy<Value = Plan> {
    let error = prop_oneof![
        3 => Just((None, true)),
        1 => Just((Some("no_credential_on_encoder"), false)),
        1 => Just((Some("encoding_interrupted"), false)),
        2 => any::<bool>().prop_map(|written| (Some("encoder_communication_timeout"), written)),
        1 => any::<bool>().prop_map(|written| (Some("action_attempt_expired"), written)),
        1 => any::<bool>().prop_map(|written| (Some("uncategorized_error"), written)),
    ];
    let ends =
        (error, any::<bool>(), prop::bool::weighted(0.15)).prop_map(|((error, is_written), lag, is_forgotten)| {
            // Only an encoder that fell silent leaves the record in the dark.
            let may_lag = matches!(error, Some("encoder_communication_timeout" | "action_attempt_expired"));
            let is_told = is_written && !(may_lag && lag);
            Fate::Ends { error, is_written, is_told, is_forgotten }
        });
    let fate = prop_oneof![1 => Just(Fate::NotSent), 1 => Just(Fate::Refused), 12 => ends, 1 => Just(Fate::NeverEnds), 1 => Just(Fate::Odd)];
    let reply =
        prop_oneof![6 => Just(Reply::Arrives), 2 => Just(Reply::Lost), 2 => any::<bool>().prop_map(Reply::LostAndLate)];
    let state = (any::<bool>(), 0_u64..60_000, -3_i64..=3, prop::bool::weighted(0.8));
    let date = prop_oneof![4 => Just(0_i64), 1 => -3_i64..=3];
    let steps = (
        prop::collection::vec(0_u8..24, 0..12),
        prop::collection::vec(1_u8..9, 0..3),
        prop::collection::vec(4_u8..20, 0..4),
    );
    (fate, reply, state, date, steps).prop_map(
        |(fate, reply, (was_issued, takes_ms, skew_h, knows_server), date_skew_h, (looks, kills, persons))| Plan {
            fate,
            reply,
            was_issued,
            takes_ms,
            skew_h,
            knows_server,
            date_skew_h,
            looks,
            kills,
            persons,
        },
    )
}

/// Everything outside the program.
struct World {
    plan: Plan,
    /// Milliseconds since the beginning, by the server's clock and by the program's.
    at: u64,
    program_began: u64,
    sends: u32,
    /// When Seam began with the request, if it did.
    begun: Option<u64>,
    looked: usize,
    has_lied: bool,
    facts: Vec<Fact>,
}

fn start() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap()
}

impl World {
    fn server(&self, at: u64) -> Timestamp {
        start() + SignedDuration::from_millis(i64::try_from(at).unwrap())
    }

    fn now(&self) -> Now {
        Now {
            since_start: Duration::from_millis(self.at - self.program_began),
            wall: self.server(self.at) + SignedDuration::from_hours(self.plan.skew_h),
            server: self
                .plan
                .knows_server
                .then(|| self.server(self.at) + SignedDuration::from_hours(self.plan.date_skew_h)),
        }
    }

    fn ended(&self) -> Option<u64> {
        self.begun.map(|begun| begun + self.plan.takes_ms).filter(|end| *end <= self.at)
    }

    /// An encoder does one thing at a time, in the order in which it was asked: a card is read after it was written, if the
    /// writing was asked for first.
    fn encoder_free_after(&self, at: u64) -> u64 {
        match (self.plan.fate, self.begun) {
            (Fate::Ends { .. }, Some(begun)) if begun <= at => at.max(begun + self.plan.takes_ms),
            (Fate::Ends { .. } | Fate::NeverEnds | Fate::Odd | Fate::NotSent | Fate::Refused, _) => at,
        }
    }

    /// Whether the card is written by now.
    fn is_written(&self) -> bool {
        matches!(self.plan.fate, Fate::Ends { is_written: true, .. }) && self.ended().is_some()
    }

    /// Whether it is written now or ever will be.
    fn will_be_written(&self) -> bool {
        matches!(self.plan.fate, Fate::Ends { is_written: true, .. }) && self.begun.is_some()
    }

    fn send(&mut self) -> Submission {
        self.sends += 1;
        let refused = |code| Submission::NotExecuted(Problem::new(code, Details::default()));
        match (self.plan.fate, self.plan.reply) {
            (Fate::NotSent, _) => return refused(ProblemCode::NotSent),
            (Fate::Refused, _) => return refused(ProblemCode::NotFound),
            (_, Reply::LostAndLate(true)) => self.begun = Some(self.at + 5_000),
            (_, Reply::LostAndLate(false)) => {}
            (_, Reply::Arrives | Reply::Lost) => self.begun = Some(self.at),
        }
        match self.plan.reply {
            Reply::Arrives => Submission::Reply(self.report("a")),
            Reply::Lost | Reply::LostAndLate(_) => {
                Submission::Ambiguous(Problem::new(ProblemCode::OutcomeUnknown, Details::default()))
            }
        }
    }

    fn report(&self, id: &str) -> AttemptReport {
        let error = |kind: &str| AttemptStatus::Error { error_type: kind.into(), message: "m".into() };
        let status = match (self.plan.fate, self.ended()) {
            (Fate::Ends { error: None, .. }, Some(_)) => AttemptStatus::Success(self.told_card()),
            (Fate::Ends { error: Some(kind), .. }, Some(_)) => error(kind),
            (Fate::Odd, _) => AttemptStatus::Other("paused".into()),
            (Fate::Ends { .. } | Fate::NeverEnds | Fate::NotSent | Fate::Refused, _) => AttemptStatus::Pending,
        };
        AttemptReport { id: id.into(), status, request: None }
    }

    /// Some successes do not say of which card.
    fn told_card(&self) -> Option<Box<IssuedCard>> {
        let card = IssuedCard { credential: samples::credential("c"), reported: "{}".into() };
        (!self.plan.takes_ms.is_multiple_of(3)).then(|| Box::new(card))
    }

    fn poll(&mut self) -> Input {
        let is_forgotten = matches!(self.plan.fate, Fate::Ends { is_forgotten: true, .. });
        match self.trouble() {
            1 | 2 => Input::Trouble { retry_after: None, jitter: 0.5 },
            3 => Input::Observed(self.report("another")),
            4 => Input::Observed(AttemptReport { status: AttemptStatus::Pending, ..self.report("a") }),
            5 => Input::Gone,
            _ if is_forgotten && self.ended().is_some() => Input::Gone,
            _ => Input::Observed(self.report("a")),
        }
    }

    fn read(&mut self) -> Input {
        match self.trouble() {
            1 | 2 => Input::Trouble { retry_after: None, jitter: 0.5 },
            3 => Input::SubjectGone,
            // One answer may be old; two in a row would be a record that lies.
            4 if !std::mem::replace(&mut self.has_lied, true) => Input::Read(Box::new(self.record(false))),
            _ => Input::Read(Box::new(self.record(true))),
        }
    }

    /// What the record says; an old answer says what it said before.
    fn record(&self, is_current: bool) -> SubjectState {
        let is_told = matches!(self.plan.fate, Fate::Ends { is_told: true, .. }) && self.is_written() && is_current;
        let before = if self.plan.was_issued {
            Issued::Yes(Some(self.server(0) - SignedDuration::from_hours(20)))
        } else {
            Issued::No
        };
        let ended = self.ended().map(|at| self.server(at));
        let announced = (is_told && self.plan.knows_server).then_some(IssueEvent { at: ended, encoder: None });
        SubjectState {
            issued: if is_told { Issued::Yes(ended) } else { before },
            card_number: Some(if is_told { "new".into() } else { "old".into() }),
            credential: None,
            server_time: None,
            announced,
        }
    }

    /// The card that lies on the encoder is the one that lay there.
    fn card(&self) -> Input {
        if self.trouble_at(self.looked) == 5 {
            return Input::CardUnread(Problem::new(ProblemCode::NoCard, Details::default()));
        }
        let has_data = self.is_written() || self.plan.was_issued;
        Input::CardRead(Box::new(CardOnEncoder {
            has_data,
            card_number: Some(if self.is_written() { "new".into() } else { "old".into() }),
            created_at: None,
            credential: has_data.then(|| Box::new(samples::credential("c"))),
            is_out_of_sync: !self.is_written(),
        }))
    }

    fn trouble_at(&self, look: usize) -> u8 {
        self.plan.looks.get(look).copied().unwrap_or(0)
    }

    fn trouble(&mut self) -> u8 {
        self.looked += 1;
        self.trouble_at(self.looked - 1)
    }
}

fn intent(world: &World) -> Intent {
    Intent {
        job: JobId(uuid::Uuid::from_u128(7)),
        subject: Subject::Credential("c".into()),
        encoder: "e".into(),
        encoder_name: "Front Desk 1".into(),
        system: "s".into(),
        workspace: "w".into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new("Amelia Hart")),
        doors: Vec::new(),
        operator: Operator("mk".into()),
        desk: Desk("front".into()),
        issued_before: world.record(false).issued,
        card_number_before: world.record(false).card_number,
        server_time: world.now().server,
        retry_of: None,
    }
}

/// One program from its start to its end or its death.
struct Program {
    job: Encode,
    queue: Vec<Effect>,
    wake_at: Option<Duration>,
    /// An answer that is still on its way.
    coming: Vec<Input>,
}

/// Runs the plan to a settled end, and gives the world with the stage that the job ended in.
fn live(plan: Plan) -> (World, Stage) {
    let mut kills = plan.kills.clone();
    let mut world = World {
        plan,
        at: 100_000,
        program_began: 90_000,
        sends: 0,
        begun: None,
        looked: 0,
        has_lied: false,
        facts: vec![],
    };
    let (job, queue) = Encode::start(intent(&world), world.now());
    let mut program = Some(Program { job, queue, wake_at: None, coming: vec![] });
    let mut effects_left = kills.pop();
    for step in 0..400_u32 {
        let Some(living) = &mut program else { break };
        if effects_left == Some(0) {
            effects_left = kills.pop();
            world.at += 20_000;
            world.program_began = world.at - 1_000;
            let resumed = resume(&world.facts, world.now());
            let ended = resumed.is_none().then(|| living.job.stage().clone());
            if let Some(stage) = ended.filter(|_| !world.facts.is_empty()) {
                return (world, stage);
            }
            program = resumed.map(|(job, queue)| Program { job, queue, wake_at: None, coming: vec![] });
            continue;
        }
        if living.step(&mut world, step) {
            effects_left = effects_left.map(|left| left - 1);
        }
        if living.job.stage().is_terminal() && living.queue.is_empty() {
            return (world, living.job.stage().clone());
        }
    }
    let stage = program.map_or(Stage::Queued, |program| program.job.stage().clone());
    (world, stage)
}

impl Program {
    /// Does one thing. Says whether it was an effect.
    fn step(&mut self, world: &mut World, step: u32) -> bool {
        if !self.queue.is_empty() {
            let effect = self.queue.remove(0);
            self.run(effect, world);
            return true;
        }
        if let Some(input) = self.coming.pop() {
            world.at += 80;
            self.feed(input, world);
            return false;
        }
        let is_doubtful = matches!(self.job.stage(), Stage::Uncertain(..));
        match world.plan.persons.iter().find(|at| u32::from(**at) == step) {
            Some(at) if at % 2 == 0 => self.feed(Input::StopWaiting, world),
            Some(_) => self.feed(Input::ReadCard, world),
            None if step > 250 && step.is_multiple_of(10) && is_doubtful => self.feed(Input::ReadCard, world),
            None if step > 320 && is_doubtful => self.decide(world),
            None => self.wait(world),
        }
        false
    }

    /// A person who looked at the card, at a time when nothing is under way any more.
    fn decide(&mut self, world: &mut World) {
        world.at += 70_000;
        let decision = if world.is_written() { Decision::Written } else { Decision::NotWritten };
        self.feed(Input::Decide(decision, Operator("mk".into())), world);
    }

    fn wait(&mut self, world: &mut World) {
        let now = Duration::from_millis(world.at - world.program_began);
        let wake_at = self.wake_at.take().unwrap_or(now + Duration::from_secs(1)).max(now);
        world.at = world.program_began + u64::try_from(wake_at.as_millis()).unwrap() + 1;
        self.feed(Input::Due, world);
    }

    fn feed(&mut self, input: Input, world: &World) {
        self.queue.extend(self.job.handle(input, world.now()));
    }

    fn run(&mut self, effect: Effect, world: &mut World) {
        match effect {
            Effect::Record(fact) => {
                world.facts.push(fact);
                self.feed(Input::Recorded, world);
            }
            Effect::Send => self.coming.push(Input::Submitted(world.send())),
            Effect::Poll(_) => self.coming.push(world.poll()),
            Effect::ReadSubject => self.coming.push(world.read()),
            Effect::ReadCard { not_before } => {
                let not_before = world.program_began + u64::try_from(not_before.as_millis()).unwrap();
                world.at = world.encoder_free_after(world.at.max(not_before)) + 2_000;
                self.coming.push(world.card());
            }
            Effect::WakeAt(at) => self.wake_at = Some(at),
            Effect::Notify(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_job_tells_the_truth_whatever_is_lost_and_whenever_it_is_killed(plan in plans()) {
        let (world, stage) = live(plan);
        prop_assert!(world.sends <= 1, "sent {} times", world.sends);
        match &stage {
            Stage::Succeeded { .. } => prop_assert!(world.is_written(), "called done: {stage:?}"),
            Stage::Failed(_) | Stage::NotExecuted(_) | Stage::NotWritten(_) => {
                prop_assert!(!world.will_be_written(), "called failed: {stage:?}");
            }
            Stage::Decided(decision) => prop_assert_eq!(*decision == Decision::Written, world.is_written()),
            // Killed before its intent was durable, or before anything at all.
            Stage::Queued | Stage::Submitting => prop_assert_eq!((world.sends, world.facts.len()), (0, 0)),
            Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => prop_assert!(false, "never settled: {stage:?}"),
        }
        if stage.is_terminal() {
            prop_assert!(resume(&world.facts, world.now()).is_none(), "its end is not on record");
        }
    }
}

#[test]
fn every_verdict_is_reached_in_this_world() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = plans();
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..4_000 {
        let plan = strategy.new_tree(&mut runner).unwrap().current();
        let kind = match live(plan).1 {
            Stage::Succeeded { proof: None, .. } => "done",
            Stage::Succeeded { proof: Some(Proof::AttemptEnded), .. } => "done late",
            Stage::Succeeded { proof: Some(Proof::IssuedAfterwards { .. }), .. } => "proved by record",
            Stage::Succeeded { proof: Some(Proof::Announced { .. }), .. } => "proved by event",
            Stage::Succeeded { proof: Some(Proof::CardRead { .. }), .. } => "proved by card",
            Stage::Failed(_) => "failed",
            Stage::NotExecuted(_) => "not executed",
            Stage::NotWritten(_) => "disproved",
            Stage::Decided(_) => "decided",
            Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => "nothing begun",
        };
        *seen.entry(kind).or_insert(0) += 1;
    }
    println!("{seen:?}");
    let expected =
        ["decided", "disproved", "done", "done late", "failed", "not executed", "proved by card", "proved by record"];
    assert!(expected.iter().all(|kind| seen.get(kind).is_some_and(|count| *count >= 20)), "{seen:?}");
}
