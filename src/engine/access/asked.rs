//! What exactly a command that waits is about, without the secrets in it.

use std::{path::Path, sync::Arc};

use crate::{
    domain::{Catalog, EncoderId, Person, Setting, Subject},
    engine::{Asked, Command},
};

/// What a supervisor has to see of it; `None` where the deed says all there is.
pub(super) fn asked(command: &Command, catalog: &Catalog) -> Option<Asked> {
    Some(match command {
        Command::AddOperator { person, .. } => Asked::AddOperator(person.clone()),
        Command::ChangePin { who, .. } => Asked::ChangePin(who.clone()),
        Command::ChangeRole { who, role, .. } => Asked::ChangeRole(Person { name: who.clone(), role: *role }),
        Command::RemoveOperator(who) => Asked::RemoveOperator(who.clone()),
        Command::Set(setting) => Asked::Set(without_login(setting)),
        Command::BindEncoder(encoder) => Asked::BindEncoder(encoder_name(encoder, catalog)),
        Command::Encode(order) => return encode(&order.subject, catalog),
        Command::Decide(_, decision) => Asked::Settle(*decision),
        Command::FollowUp(order) => Asked::FollowUp(order.state),
        Command::Export(order) => {
            Asked::Export { path: shown(&order.path), format: order.format, with_guests: order.with_guests }
        }
        Command::SaveBundle(order) => Asked::Bundle { path: shown(&order.path), with_guests: order.with_guests },
        Command::Connect { .. }
        | Command::ConfirmConnect(_)
        | Command::CancelConnect
        | Command::StartPractice
        | Command::RecoverJournal
        | Command::RetryKeyring
        | Command::ForgetToken
        | Command::ReplaceToken
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

/// An address with a password in it is refused later on; until then nobody else reads it.
fn without_login(setting: &Setting) -> Setting {
    let bare = |address: &Option<Arc<str>>| address.as_deref().map(bare);
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

/// Up to the query, and without what stands in front of the host.
fn bare(address: &str) -> Arc<str> {
    let (scheme, rest) = address.split_once("://").map_or(("", address), |(scheme, rest)| (scheme, rest));
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let host = host.split_once('?').map_or(host, |(host, _)| host);
    if scheme.is_empty() { host.into() } else { format!("{scheme}://{host}").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Wrap = fn(Option<Arc<str>>) -> Setting;

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        for (typed, seen) in [
            ("https://user:canary@proxy.example:8080", "https://proxy.example:8080"),
            ("postgres://desk:can@ary@db.example/keydesk?password=canary", "postgres://db.example/keydesk"),
            ("user:canary@proxy", "proxy"),
            ("https://connect.getseam.com", "https://connect.getseam.com"),
        ] {
            for wrap in [Setting::Endpoint as Wrap, Setting::Proxy, Setting::SharedJournal] {
                let asked = asked(&Command::Set(wrap(Some(typed.into()))), &Catalog::default());
                assert_eq!(asked, Some(Asked::Set(wrap(Some(seen.into())))));
            }
        }
    }
}
