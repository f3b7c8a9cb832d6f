//! Reading both files, each once.

use std::{io, path::Path};

use toml_edit::{DocumentMut, TomlError};

use super::{
    PolicySource, SettingsError, file,
    layer::Layer,
    lock::Alone,
    merge::{Held, merge},
    notes::Notes,
    policy::{self, Policy},
    salvage::Salvage,
};
use crate::domain::{LoadedSettings, SettingNotice, SettingsFile};

/// What both files said at one moment.
pub(super) struct Reading {
    /// The desk's.
    pub document: DocumentMut,
    policy: Option<Policy>,
    of_document: Vec<SettingNotice>,
    of_policy: Vec<SettingNotice>,
}

impl Reading {
    /// To be changed: nobody else changes the desk's meanwhile.
    pub(super) fn of(path: &Path, policy: Option<&PolicySource>, alone: &Alone) -> Result<Self, SettingsError> {
        let unread = |path: &Path| {
            let path = path.to_path_buf();
            move |source| SettingsError::Read { path, source }
        };
        let (mut of_document, mut of_policy) = (Vec::new(), Vec::new());
        let policy = match policy {
            Some(PolicySource { path, computer }) => {
                let bytes = policy::fetch(path).map_err(unread(path))?;
                bytes.map(|bytes| Policy::read(&bytes, computer, &mut of_policy))
            }
            None => None,
        };
        let document = document(path, &mut of_document, alone).map_err(unread(path))?;
        Ok(Self { document, policy, of_document, of_policy })
    }

    pub(super) fn held(&self) -> Held {
        let mut notices = self.of_document.clone();
        let layer = desk(&self.document, &mut notices);
        notices.extend(self.of_policy.iter().cloned());
        merge(&layer, self.policy.as_ref(), notices)
    }
}

/// What holds, also where a file cannot be read.
pub(super) fn tolerant(path: &Path, policy: Option<&PolicySource>) -> LoadedSettings {
    let mut notices = Vec::new();
    let document = looked_at(path, &mut notices);
    held_by(document, policy, notices)
}

/// What holds by what could be read of the desk's file, and by the policy.
pub(super) fn held_by(
    document: io::Result<DocumentMut>,
    policy: Option<&PolicySource>,
    mut notices: Vec<SettingNotice>,
) -> LoadedSettings {
    let layer = match document {
        Ok(document) => desk(&document, &mut notices),
        Err(error) => Layer::unread(&error, &mut Notes::of(SettingsFile::Desk, &mut notices)),
    };
    let policy = policy.and_then(|PolicySource { path, computer }| match policy::fetch(path) {
        Ok(bytes) => bytes.map(|bytes| Policy::read(&bytes, computer, &mut notices)),
        Err(error) => Some(Policy::unread(&error, &mut notices)),
    });
    merge(&layer, policy.as_ref(), notices).loaded
}

fn desk(document: &DocumentMut, notices: &mut Vec<SettingNotice>) -> Layer {
    Layer::read(document.as_table(), &mut Notes::of(SettingsFile::Desk, notices))
}

/// A file is moved aside by whoever is alone with it: in the moment before, another process may have put one in its place.
fn looked_at(path: &Path, notices: &mut Vec<SettingNotice>) -> io::Result<DocumentMut> {
    match fetch(path)? {
        Ok(document) => Ok(document),
        Err(_) => document(path, notices, &Alone::with(path).map_err(cause)?),
    }
}

fn cause(error: SettingsError) -> io::Error {
    match error {
        SettingsError::Read { source, .. }
        | SettingsError::Write { source, .. }
        | SettingsError::Lock { source, .. } => source,
        SettingsError::Busy { .. } | SettingsError::LastUsable { .. } | SettingsError::Locked { .. } => {
            io::ErrorKind::ResourceBusy.into()
        }
    }
}

/// An absent file is an empty one; a link that leads nowhere is not absent.
pub(super) fn fetch(path: &Path) -> io::Result<Result<DocumentMut, (Vec<u8>, String)>> {
    match file::read(path) {
        Ok(bytes) => Ok(parse(&bytes).map_err(|what| (bytes, what))),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !file::is_there(path) => Ok(Ok(DocumentMut::new())),
        Err(error) => Err(error),
    }
}

/// What is no TOML is moved aside.
fn document(path: &Path, notices: &mut Vec<SettingNotice>, alone: &Alone) -> io::Result<DocumentMut> {
    let (bytes, what) = match fetch(path)? {
        Ok(document) => return Ok(document),
        Err(broken) => broken,
    };
    let salvage = Salvage::of(&bytes);
    let kept = salvage.toml();
    let aside = file::set_aside(path, Some(kept.as_bytes()).filter(|kept| !kept.is_empty()), alone)?;
    let rest = rest(&salvage);
    let kept_as = aside.display();
    let reason =
        format!("{what}; it is kept as {kept_as}: take over from that what is missing here, then delete it; {rest}");
    Notes::of(SettingsFile::Desk, notices).moved(reason, &aside);
    Ok(kept.parse().unwrap_or_default())
}

/// What holds instead of a file that is no TOML.
pub(super) fn rest(salvage: &Salvage) -> String {
    salvage.named().map_or_else(
        || "the defaults apply".to_owned(),
        |kept| format!("what stays of it is {kept}; for all else the defaults apply"),
    )
}

/// Or what it is instead of settings, and from where on. A byte order mark is passed over.
pub(super) fn parse(bytes: &[u8]) -> Result<DocumentMut, String> {
    if bytes.len() as u64 > file::LONGEST {
        return Err("is longer than settings are".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| no_toml(bytes, error.valid_up_to()))?;
    let plain = text.trim_start_matches('\u{feff}');
    let start = text.len() - plain.len();
    plain.parse().map_err(|error: TomlError| no_toml(bytes, start + error.span().map_or(0, |span| span.start)))
}

/// A place quotes nothing of what stands there.
fn no_toml(bytes: &[u8], at: usize) -> String {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or(bytes));
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}').chars().count() + 1;
    format!("is no TOML from line {line}, column {column} on")
}
