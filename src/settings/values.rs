//! What a value has to be like. A reason says what it must be, and never what it is.

use std::{ops::RangeInclusive, sync::Arc};

use toml_edit::Item;
use url::{Host, Url};

use super::{Theme, pin};
use crate::domain::{EncoderId, People, PinHash, Role, has_letter};

/// Why a value does not count.
pub(super) type Reason = &'static str;

/// Names are shown on one line.
const LONGEST_NAME: usize = 200;
/// Longer than any path that an operating system takes.
const LONGEST_PATH: usize = 4096;
/// The longest times for which anything is kept.
pub(super) const MOST_DAYS: u16 = 3650;
pub(super) const MOST_MONTHS: u16 = 120;
const SCALES: RangeInclusive<f64> = 0.5..=3.0;

pub(super) fn name(item: &Item) -> Result<Arc<str>, Reason> {
    let text = item.as_str().ok_or("must be text in quotes")?;
    if text.trim().is_empty() {
        return Err("must not be empty");
    }
    usable_name(text).ok_or("must be one line of at most 200 characters")
}

/// A name as files can hold it; `None` for an empty one, a long one, and one that is no line.
pub fn usable_name(text: &str) -> Option<Arc<str>> {
    let text = text.trim();
    let is_line = !text.is_empty() && text.chars().count() <= LONGEST_NAME && !text.contains(char::is_control);
    is_line.then(|| text.into())
}

/// Somebody's name.
pub(super) fn person(item: &Item) -> Result<Arc<str>, Reason> {
    name(item).and_then(|name| if has_letter(&name) { Ok(name) } else { Err("must hold a letter") })
}

pub(super) fn encoder(item: &Item) -> Result<EncoderId, Reason> {
    name(item).map(EncoderId::new)
}

pub(super) fn people(item: &Item) -> Result<People, Reason> {
    let found = People::ALL.into_iter().find(|people| item.as_str() == Some(people.key()));
    found.ok_or("must be \"one\" or \"several\"")
}

pub(super) fn theme(item: &Item) -> Result<Theme, Reason> {
    let found = Theme::ALL.into_iter().find(|theme| item.as_str() == Some(theme.key()));
    found.ok_or("must be \"system\", \"light\" or \"dark\"")
}

pub(super) fn role(item: &Item) -> Result<Role, Reason> {
    let found = Role::ALL.into_iter().find(|role| item.as_str() == Some(role.key()));
    found.ok_or("must be \"clerk\" or \"supervisor\"")
}

pub(super) fn pin(item: &Item) -> Result<PinHash, Reason> {
    let kept = item.as_str().map(|text| PinHash(text.into())).filter(pin::is_usable);
    kept.ok_or("must be the hash of a PIN that `keydesk operators hash` prints")
}

pub(super) fn scale(item: &Item) -> Result<f64, Reason> {
    #[expect(clippy::cast_precision_loss, reason = "what is out of range stays out of range")]
    let number = item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64));
    number.filter(|number| SCALES.contains(number)).ok_or("must be a number from 0.5 to 3.0")
}

pub(super) fn language(item: &Item) -> Result<Arc<str>, Reason> {
    let is_tag = |text: &&str| {
        let parts_fit = text.split('-').all(|part| (1..=8).contains(&part.len()));
        parts_fit && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
    };
    item.as_str().filter(is_tag).map(Arc::from).ok_or("must be a language tag such as \"en\" or \"de-AT\"")
}

/// As the room `seam` judges it, so that what is taken here can be used there.
pub(super) fn endpoint(item: &Item) -> Result<Arc<str>, Reason> {
    const MUST: Reason = "must be an address that starts with https://, without user name, password, \"@\", \
                          \"\\\", \"?\" and \"#\"";
    let text = name(item)?;
    let url = Url::parse(&text).map_err(|_| MUST)?;
    let is_safe = match url.scheme() {
        "https" => true,
        "http" if is_loopback(&url) => true,
        "http" => return Err("must start with https://; http:// is for this computer alone"),
        _ => false,
    };
    let is_plain = has_no_login(&url) && url.query().is_none() && url.fragment().is_none();
    let is_plain = is_plain && !misleads(&text);
    if is_safe && is_plain { Ok(text) } else { Err(MUST) }
}

/// A password would stand in clear in a file that others copy.
pub(super) fn proxy(item: &Item) -> Result<Arc<str>, Reason> {
    const MUST: Reason = "must be an address such as \"http://proxy.example:3128\"";
    let text = name(item)?;
    let url = Url::parse(&text).map_err(|_| MUST)?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(MUST);
    }
    if !has_no_login(&url) {
        return Err("must hold neither user name nor password: let the proxy know this computer by its address");
    }
    let is_plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !misleads(&text);
    if is_plain { Ok(text) } else { Err(MUST) }
}

/// Whether there is such a file is seen when it is needed.
pub(super) fn path(item: &Item) -> Result<Arc<str>, Reason> {
    let text = item.as_str().ok_or("must be text in quotes")?.trim();
    let is_line = text.len() <= LONGEST_PATH && !text.contains(char::is_control);
    let is_whole = std::path::Path::new(text).has_root();
    if is_line && is_whole { Ok(text.into()) } else { Err("must be the whole path of a file, from the root on") }
}

pub(super) fn shared(item: &Item) -> Result<Arc<str>, Reason> {
    let text = name(item)?;
    let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
    let rest = rest.ok_or("must be an address that starts with postgres://")?;
    let has_password = rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    if has_password || rest.contains("password=") {
        return Err("must not hold a password, which belongs into the keyring: run `keydesk shared password`");
    }
    if rest.matches('@').count() > 1 {
        return Err("must hold one \"@\" alone, between the login and the host");
    }
    Ok(text)
}

pub(super) fn flag(item: &Item) -> Result<bool, Reason> {
    item.as_bool().ok_or("must be true or false, without quotes")
}

pub(super) fn days(item: &Item) -> Result<u16, Reason> {
    whole(item, 1..=MOST_DAYS).ok_or("must be a whole number from 1 to 3650")
}

pub(super) fn months(item: &Item) -> Result<u16, Reason> {
    whole(item, 1..=MOST_MONTHS).ok_or("must be a whole number from 1 to 120")
}

pub(super) fn minutes(item: &Item) -> Result<u16, Reason> {
    whole(item, 1..=240).ok_or("must be a whole number from 1 to 240")
}

pub(super) fn seconds(item: &Item) -> Result<u16, Reason> {
    whole(item, 20..=900).ok_or("must be a whole number from 20 to 900")
}

fn whole(item: &Item, range: RangeInclusive<u16>) -> Option<u16> {
    item.as_integer().and_then(|number| u16::try_from(number).ok()).filter(|number| range.contains(number))
}

/// Whether an address could be read as another than it is: behind these signs a host seems to stand that is none.
fn misleads(address: &str) -> bool {
    address.contains(['@', '\\'])
}

fn has_no_login(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
