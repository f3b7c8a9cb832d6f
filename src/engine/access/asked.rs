//! What exactly a command that waits is about, without the secrets in it.

use std::{path::Path, sync::Arc};

use url::Url;

use crate::{
    domain::{AttemptRow, Catalog, EncoderId, FactKind, JobId, Person, Setting, Subject},
    engine::{Asked, AskedAttempt, Command, JobView, KnownAttempt, Session, actor::Engine},
};

impl Engine {
    /// What a supervisor has to see of it; `None` where the deed says all there is.
    pub(super) fn asked(&self, command: &Command) -> Option<Asked> {
        let known = |job: &JobId| AskedAttempt { job: *job, known: self.known_attempt(*job) };
        asked(command, &self.board.catalog, &self.session, known)
    }

    /// A card that is being made, else the attempt that is looked at.
    fn known_attempt(&self, id: JobId) -> Option<KnownAttempt> {
        if let Some(job) = self.jobs.get(&id) {
            let JobView { guest, card_name, encoder_name, started_at: at, .. } = self.job_view(id, job);
            return Some(KnownAttempt { guest, card_name, encoder_name, at });
        }
        let details = self.attempt_view().filter(|details| details.row.job == id)?;
        let intended = details.facts.iter().find_map(|fact| {
            if let FactKind::Intended(intent) = &fact.kind { Some(Arc::clone(&intent.card_name)) } else { None }
        });
        let AttemptRow { guest, encoder_name, at, .. } = details.row.clone();
        Some(KnownAttempt { guest, card_name: intended.unwrap_or_default(), encoder_name, at })
    }
}

fn asked(
    command: &Command,
    catalog: &Catalog,
    session: &Session,
    known: impl Fn(&JobId) -> AskedAttempt,
) -> Option<Asked> {
    Some(match command {
        Command::AddOperator { person, .. } => Asked::AddOperator(person.clone()),
        Command::ChangePin { who, .. } => Asked::ChangePin(who.clone()),
        Command::ChangeRole { who, role, .. } => Asked::ChangeRole(Person { name: who.clone(), role: *role }),
        Command::RemoveOperator(who) => Asked::RemoveOperator(who.clone()),
        Command::Set(setting) => Asked::Set(without_login(setting)),
        Command::BindEncoder(encoder) => Asked::BindEncoder(encoder_name(encoder, catalog)),
        Command::Encode(order) => return encode(&order.subject, catalog),
        Command::Decide(job, decision) => Asked::Settle { attempt: known(job), decision: *decision },
        Command::FollowUp(order) => {
            Asked::FollowUp { attempt: known(&order.job), state: order.state, note: order.kept_note() }
        }
        Command::Export(order) => Asked::Export {
            scope: order.scope,
            filter: order.filter.clone(),
            path: shown(&order.path),
            format: order.format,
            with_guests: order.with_guests,
        },
        Command::Connect { workspace, .. } => Asked::Connect(workspace.clone()),
        Command::ConfirmConnect(_) => Asked::Workspace(on_trial(session)?),
        Command::ForgetToken | Command::ReplaceToken => Asked::LeaveWorkspace(connected(session)?),
        Command::SaveBundle(order) => Asked::Bundle { path: shown(&order.path), with_guests: order.with_guests },
        Command::CancelConnect
        | Command::StartPractice
        | Command::RecoverJournal
        | Command::RetryKeyring
        | Command::Refresh
        | Command::Find(_)
        | Command::LookAt(_)
        | Command::StopWaiting(_)
        | Command::ReadCard(_)
        | Command::Dismiss(_)
        | Command::ShowActivity(_)
        | Command::ShowRows { .. }
        | Command::HideActivity
        | Command::ShowAttempt(_)
        | Command::HideAttempt
        | Command::AskSeamAgain(_)
        | Command::CancelExport
        | Command::DismissExport
        | Command::Touch
        | Command::Begin
        | Command::SignIn(_)
        | Command::Lock
        | Command::Stay
        | Command::Approve(_)
        | Command::CancelApproval
        | Command::LeaveKiosk
        | Command::DismissBundle
        | Command::Shutdown => return None,
    })
}

fn on_trial(session: &Session) -> Option<Arc<str>> {
    if let Session::Confirming { workspace, .. } = session { Some(Arc::clone(&workspace.name)) } else { None }
}

fn connected(session: &Session) -> Option<Arc<str>> {
    if let Session::Connected { workspace, .. } = session { Some(Arc::clone(&workspace.name)) } else { None }
}

fn shown(path: &Path) -> Arc<str> {
    path.to_string_lossy().into()
}

fn encoder_name(encoder: &EncoderId, catalog: &Catalog) -> Arc<str> {
    let known = catalog.encoders.iter().find(|known| known.id == *encoder);
    known.map_or_else(|| encoder.as_str().into(), |known| Arc::clone(&known.name))
}

fn encode(subject: &Subject, catalog: &Catalog) -> Option<Asked> {
    let card = catalog.card(subject)?;
    let doors = card.doors.clone().unwrap_or_default();
    Some(Asked::Encode { guest: card.guest.clone(), card_name: Arc::clone(&card.name), doors })
}

/// An address is shown as it was typed, so that what is read is what holds. Letters of other scripts that look like ours are
/// shown as they are sent.
fn without_login(setting: &Setting) -> Setting {
    let bare = |address: &Option<Arc<str>>| address.as_deref().map(shown_address);
    match setting {
        Setting::Endpoint(address) => Setting::Endpoint(bare(address)),
        Setting::Proxy(address) => Setting::Proxy(bare(address)),
        Setting::SharedJournal(address) => Setting::SharedJournal(bare(address)),
        Setting::DeskName(_)
        | Setting::DeskOperator(_)
        | Setting::DeskPeople(_)
        | Setting::UiTheme(_)
        | Setting::UiScale(_)
        | Setting::UiLanguage(_)
        | Setting::UiSounds(_)
        | Setting::IdleLock(_)
        | Setting::IdleReset(_)
        | Setting::RootCertificate(_)
        | Setting::EraseNames(_)
        | Setting::KeepMonths(_)
        | Setting::KioskEnabled(_)
        | Setting::KioskSignIn(_)
        | Setting::KioskMaskNames(_)
        | Setting::LogNames(_) => setting.clone(),
    }
}

fn shown_address(address: &str) -> Arc<str> {
    match Url::parse(address) {
        Ok(mut url) if url.password().is_some() => {
            let is_hidden = url.set_password(None).is_ok();
            if is_hidden { url.as_str().into() } else { "".into() }
        }
        Ok(url) if !address.is_ascii() => url.as_str().into(),
        Ok(_) | Err(_) => address.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(wrap: fn(Option<Arc<str>>) -> Setting, typed: &str) -> Setting {
        let unknown = |job: &JobId| AskedAttempt { job: *job, known: None };
        let command = Command::Set(wrap(Some(typed.into())));
        match asked(&command, &Catalog::default(), &Session::Starting, unknown) {
            Some(Asked::Set(setting)) => setting,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_address_is_shown_as_it_was_typed() {
        let shared = "postgres://desk@records.hotel.example/keydesk?sslmode=require";
        assert_eq!(seen(Setting::SharedJournal, shared), Setting::SharedJournal(Some(shared.into())));
        for typed in ["https://evil.example/connect.getseam.com", "http://proxy.example:3128"] {
            assert_eq!(seen(Setting::Endpoint, typed), Setting::Endpoint(Some(typed.into())));
            assert_eq!(seen(Setting::Proxy, typed), Setting::Proxy(Some(typed.into())));
        }
    }

    #[test]
    fn letters_that_look_like_others_are_shown_as_they_are_sent() {
        let cyrillic = "https://c\u{43e}nnect.getseam.com";
        let Setting::Endpoint(Some(seen)) = seen(Setting::Endpoint, cyrillic) else { panic!() };
        assert!(seen.starts_with("https://xn--") && seen.is_ascii(), "{seen}");
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        let Setting::Proxy(Some(seen)) = seen(Setting::Proxy, "https://user:canary@proxy.example:8080") else {
            panic!()
        };
        assert_eq!(&*seen, "https://user@proxy.example:8080/");
    }
}
