//! An order: judged once more, and begun.

use std::sync::Arc;

use super::{Job, Pressed};
use crate::{
    domain::{Blocker, Card, Confirm, Desktop, Encoder, Intent, JobId, ProblemCode, SystemId, assess},
    engine::{
        EncodeOrder, Event,
        actor::{Engine, Work},
        calls,
        news::{Heard, News},
    },
    flow::encode::Encode,
    seam::SeamError,
};

impl Engine {
    /// Takes an order, or says why not. A card that is in no list is read first.
    pub(in crate::engine) fn order(&mut self, order: EncodeOrder) {
        if self.jobs.contains_key(&order.job) {
            return;
        }
        self.touched();
        let pressed = Pressed { order, operator: self.operator() };
        let subject = pressed.order.subject.clone();
        match (&self.work, self.board.catalog.card(&subject).cloned(), self.board.directory.clone()) {
            (_, Some(card), _) => self.take_order(pressed, &card),
            (Some(work), None, Some(directory)) => {
                let client = Arc::clone(&work.client);
                let unread = News::OrderedCard(Box::new((pressed.clone(), calls::broken_off())));
                let read = async move {
                    let card = calls::read_card(&client, &directory, &subject).await;
                    News::OrderedCard(Box::new((pressed, card)))
                };
                self.spawn_answered(read, unread);
            }
            (_, None, _) => self.refuse(pressed.order.job, Blocker::NoCardChosen),
        }
    }

    pub(in crate::engine) fn on_ordered_card(&mut self, (pressed, heard): (Pressed, Heard<Card>)) {
        self.learn(&heard);
        match heard.value {
            Ok(card) => self.take_order(pressed, &card),
            Err(error) if error.is_token_rejected() => self.refuse(pressed.order.job, Blocker::TokenRejected),
            Err(SeamError::Rejected(rejection)) if rejection.status != 429 => {
                self.refuse(pressed.order.job, Blocker::NoCardChosen);
            }
            Err(_) => self.refuse(pressed.order.job, Blocker::Offline),
        }
    }

    pub(in crate::engine) fn refuse(&self, job: JobId, blocker: Blocker) {
        self.tell(Event::Refused { job, blocker });
    }

    fn take_order(&mut self, pressed: Pressed, card: &Card) {
        let order = &pressed.order;
        let encoder = self.board.catalog.encoders.iter().find(|encoder| encoder.id == order.encoder).cloned();
        let judged = assess(Some(card), encoder.as_ref(), None, self.desktop(order), self.clock.now().wall);
        let missing: Vec<Confirm> =
            judged.confirms.into_iter().filter(|confirm| !order.confirmed.contains(confirm)).collect();
        match (judged.blocker, encoder) {
            (Some(blocker), _) => self.refuse(order.job, blocker),
            (None, None) => self.refuse(order.job, Blocker::NoEncoderChosen),
            (None, Some(_)) if !missing.is_empty() => {
                self.tell(Event::ConfirmFirst { job: order.job, confirms: missing });
            }
            (None, Some(encoder)) => self.start_job(pressed, card, &encoder),
        }
    }

    fn desktop(&self, order: &EncodeOrder) -> Desktop<'_> {
        let open = || self.jobs.values().filter(|job| job.flow.holds_encoder()).map(|job| job.flow.intent());
        let elsewhere = || self.elsewhere.iter();
        Desktop {
            token_rejected: self.work.as_ref().is_none_or(|work| work.token_rejected),
            offline: self.link.trouble().filter(|problem| problem.code != ProblemCode::SlowDown),
            journal_broken: self.jobs.values().any(|job| !job.backlog.is_empty()),
            encoder_busy: open().any(|intent| intent.encoder == order.encoder)
                || elsewhere().any(|(encoder, _)| *encoder == order.encoder),
            subject_busy: open().any(|intent| intent.subject == order.subject)
                || elsewhere().any(|(_, subject)| *subject == order.subject),
        }
    }

    fn start_job(&mut self, pressed: Pressed, card: &Card, encoder: &Encoder) {
        let order = &pressed.order;
        let Some(work) = &self.work else { return self.refuse(order.job, Blocker::TokenRejected) };
        let lock = match self.locks.take(&encoder.id) {
            Ok(Some(lock)) => lock,
            Ok(None) => return self.refuse(order.job, Blocker::EncoderBusy),
            Err(error) => {
                tracing::error!(%error, "the encoder's lock cannot be made");
                self.journal_trouble = Some(error.to_string().into());
                return self.refuse(order.job, Blocker::JournalUnwritable);
            }
        };
        let intent = self.intent(pressed, card, encoder, work);
        let usual = self.histories.get(&encoder.id).and_then(|history| history.usual);
        let id = intent.job;
        let (flow, effects) = Encode::start(intent, self.now());
        self.dismiss_ended(card);
        if let Some(work) = &self.work {
            self.jobs.insert(id, Job::new(flow, effects, work, usual, lock));
        }
        self.pump(id);
    }

    /// An ended job about the same card gives way to the next one.
    fn dismiss_ended(&mut self, card: &Card) {
        let about = self.jobs.iter().filter(|(_, job)| job.flow.intent().subject == card.subject);
        for id in about.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.dismiss(id);
        }
    }

    fn intent(&self, pressed: Pressed, card: &Card, encoder: &Encoder, work: &Work) -> Intent {
        let Pressed { order, operator } = pressed;
        let system: SystemId = card.system.clone().unwrap_or_else(|| encoder.system.clone());
        Intent {
            job: order.job,
            subject: order.subject,
            encoder: encoder.id.clone(),
            encoder_name: Arc::clone(&encoder.name),
            system,
            workspace: work.workspace.id.clone(),
            card_name: Arc::clone(&card.name),
            guest: card.guest.clone(),
            doors: card.doors.iter().flat_map(|doors| doors.iter().cloned()).collect(),
            operator,
            desk: self.config.desk.clone(),
            issued_before: card.issued,
            card_number_before: card.card_number.clone(),
            server_time: self.now().server,
            retry_of: order.retry_of,
        }
    }
}
