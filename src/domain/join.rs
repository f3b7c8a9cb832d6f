//! Joining what Seam lists apart: a card to its guest, its doors and its lock system.

use std::{collections::HashMap, sync::Arc};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    AccessGrant, AccessMethod, AccessMethodKind, AcsUser, AcsUserId, Card, Catalog, Credential, Door, Encoder,
    EntranceId, Guest, Haystack, Issued, Progress, Skipped, Subject, System, SystemId, UserIdentityId, Validity, fold,
    is_joint, joined,
};

/// The small lists that every card is joined to.
#[derive(Debug, Clone)]
pub struct Directory {
    encoders: Arc<[Encoder]>,
    systems: Arc<HashMap<SystemId, System>>,
    by_user: HashMap<AcsUserId, Guest>,
    by_identity: HashMap<UserIdentityId, Guest>,
    doors: HashMap<EntranceId, Arc<str>>,
    zone: TimeZone,
}

impl Directory {
    /// Prepares the joins. `desk_zone` serves where no lock system names a zone.
    pub fn new(
        mut encoders: Vec<Encoder>,
        systems: Vec<System>,
        users: Vec<AcsUser>,
        doors: Vec<Door>,
        desk_zone: TimeZone,
    ) -> Self {
        encoders.sort_by(|a, b| fold(&a.name).cmp(&fold(&b.name)).then_with(|| a.id.cmp(&b.id)));
        let property = systems.iter().filter(|system| !system.is_credential_manager).find_map(|s| s.zone.clone());
        let (mut by_user, mut by_identity) = (HashMap::new(), HashMap::new());
        for user in users {
            let Some(guest) = user.guest else { continue };
            if let Some(identity) = user.identity {
                by_identity.insert(identity, guest.clone());
            }
            by_user.insert(user.id, guest);
        }
        Self {
            encoders: encoders.into(),
            systems: Arc::new(systems.into_iter().map(|system| (system.id.clone(), system)).collect()),
            by_user,
            by_identity,
            doors: doors.into_iter().map(|door| (door.id, door.name)).collect(),
            zone: property.unwrap_or(desk_zone),
        }
    }

    /// The property's zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The systems by id.
    pub fn systems(&self) -> &Arc<HashMap<SystemId, System>> {
        &self.systems
    }

    /// The encoders by name.
    pub fn encoders(&self) -> &Arc<[Encoder]> {
        &self.encoders
    }

    fn guest(&self, user: Option<&AcsUserId>, identity: Option<&UserIdentityId>) -> Option<Guest> {
        let by_user = user.and_then(|id| self.by_user.get(id));
        by_user.or_else(|| identity.and_then(|id| self.by_identity.get(id))).cloned()
    }

    fn zone_of(&self, system: &SystemId) -> TimeZone {
        self.systems.get(system).and_then(|system| system.zone.clone()).unwrap_or_else(|| self.zone.clone())
    }

    /// The row of a credential.
    pub fn card(&self, credential: Credential) -> Card {
        Card {
            guest: self.guest(credential.user.as_ref(), credential.identity.as_ref()),
            doors: self.doors_of(&credential),
            zone: self.zone_of(&credential.system),
            subject: Subject::Credential(credential.id),
            kind: credential.kind,
            name: credential.name,
            system: Some(credential.system),
            product: credential.product,
            validity: credential.validity,
            issued: credential.issued,
            is_ready: true,
            card_number: credential.card_number,
            synced: credential.synced,
            warnings: credential.warnings,
            errors: credential.errors,
            vendor: credential.vendor,
        }
    }

    /// The doors that the credential itself names. A door that is in no list is left out rather than shown as an id.
    fn doors_of(&self, credential: &Credential) -> Option<Arc<[Arc<str>]>> {
        let vendor = credential.vendor.as_ref()?;
        let named = vendor.entrances.iter().filter_map(|id| self.doors.get(id).cloned());
        let doors: Vec<_> = named.chain(vendor.door_names.iter().cloned()).collect();
        (!doors.is_empty()).then(|| doors.into())
    }

    /// The row of an access method, which knows its guest and its time through its grant alone.
    pub fn method_card(&self, grant: &AccessGrant, method: AccessMethod, doors: Option<Vec<Door>>) -> Card {
        let names = doors.map(|doors| doors.into_iter().map(|door| door.name).collect());
        Card {
            guest: self.guest(None, grant.identity.as_ref()),
            doors: names,
            zone: self.zone.clone(),
            subject: Subject::AccessMethod(method.id),
            kind: method.kind,
            name: method.name,
            system: None,
            product: None,
            validity: grant.validity,
            issued: method.issued,
            is_ready: method.is_ready_for_encoding,
            card_number: None,
            synced: None,
            warnings: method.warnings,
            errors: method.errors,
            vendor: None,
        }
    }
}

/// Whether an access method belongs on the card screen: it waits for a card to be written.
pub fn waits_for_card(method: &AccessMethod) -> bool {
    method.kind == AccessMethodKind::Card && (method.is_encoding_required || method.is_ready_for_encoding)
}

/// Collects rows page by page and puts them in order.
#[derive(Debug, Default)]
pub struct Collector {
    rows: Vec<(Card, Haystack)>,
    skipped: Vec<Skipped>,
    progress: Progress,
}

impl Collector {
    /// Takes in a page of rows.
    pub fn page(&mut self, cards: impl IntoIterator<Item = Card>, skipped: Vec<Skipped>) {
        self.rows.extend(cards.into_iter().map(|card| {
            let haystack = haystack(&card);
            (card, haystack)
        }));
        self.skipped.extend(skipped);
        self.progress.rows = self.rows.len();
        self.progress.pages += 1;
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// The catalog so far, by the start of the stay, then by guest.
    pub fn catalog(&mut self, directory: &Directory, is_complete: bool, now: Timestamp) -> Catalog {
        self.rows.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)));
        self.progress.is_complete = is_complete;
        let (cards, haystacks) = if is_complete {
            std::mem::take(&mut self.rows).into_iter().unzip()
        } else {
            self.rows.iter().cloned().unzip::<_, _, Vec<_>, Vec<_>>()
        };
        Catalog {
            generation: 0,
            by_issue: by_issue(&cards),
            cards: cards.into(),
            haystacks: haystacks.into(),
            encoders: Arc::clone(&directory.encoders),
            systems: Arc::clone(&directory.systems),
            skipped: self.skipped.clone().into(),
            progress: self.progress,
            loaded_at: Some(now),
        }
    }
}

fn order(card: &Card) -> (Option<Timestamp>, Option<&Guest>, &str, &str) {
    (card.validity.starts_at, card.guest.as_ref(), &card.name, card.subject.id())
}

fn by_issue(cards: &[Card]) -> Arc<[u32]> {
    let issued_at = |card: &Card| match card.issued {
        Issued::Yes(at) => at,
        Issued::No | Issued::Unknown => None,
    };
    let mut order: Vec<(Option<Timestamp>, u32)> = cards.iter().map(issued_at).zip(0..).collect();
    order.sort_by(|a, b| b.cmp(a));
    order.into_iter().map(|(_, position)| position).collect()
}

/// What a search looks in: guest, doors and names, then number and id. A guest whose name an apostrophe or a hyphen divides
/// is found by the name in one word too.
pub fn haystack(card: &Card) -> Haystack {
    let mut text = String::with_capacity(128);
    let doors = card.doors.iter().flat_map(|doors| doors.iter()).map(AsRef::as_ref);
    let guest = card.guest.as_ref().map(Guest::full_name);
    guest.into_iter().for_each(|name| push_folded(&mut text, name));
    if text.contains(is_joint) {
        text.push_str(&joined(&text));
    }
    doors.chain([&*card.name]).for_each(|part| push_folded(&mut text, part));
    let spoken_bytes = text.len();
    card.card_number.as_deref().into_iter().chain([card.subject.id()]).for_each(|part| push_folded(&mut text, part));
    Haystack { text: text.into_boxed_str(), spoken_bytes }
}

fn push_folded(text: &mut String, part: &str) {
    text.push_str(&fold(part));
    text.push('\n');
}

impl Catalog {
    /// The catalog with doors filled in that the list did not name.
    pub fn with_doors(&self, found: Vec<(Subject, Vec<Door>)>) -> Self {
        let mut names: HashMap<Subject, Arc<[Arc<str>]>> = found
            .into_iter()
            .map(|(subject, doors)| (subject, doors.into_iter().map(|door| door.name).collect()))
            .collect();
        let mut cards = self.cards.to_vec();
        let mut haystacks = self.haystacks.to_vec();
        for (card, text) in cards.iter_mut().zip(&mut haystacks) {
            if names.is_empty() {
                break;
            }
            if let Some(doors) = names.remove(&card.subject) {
                card.doors = Some(doors);
                *text = haystack(card);
            }
        }
        Self { cards: cards.into(), haystacks: haystacks.into(), ..self.clone() }
    }

    /// The catalog with one row replaced, as after an encode; the row keeps its place.
    pub fn with_card(&self, position: usize, card: Card) -> Self {
        let mut cards = self.cards.to_vec();
        let mut haystacks = self.haystacks.to_vec();
        if let (Some(old), Some(text)) = (cards.get_mut(position), haystacks.get_mut(position)) {
            *text = haystack(&card);
            *old = card;
        }
        Self {
            generation: self.generation + 1,
            by_issue: by_issue(&cards),
            cards: cards.into(),
            haystacks: haystacks.into(),
            ..self.clone()
        }
    }
}

impl Card {
    /// The row after its credential was read again: what the list joined stays, what Seam says is taken over.
    pub fn updated(&self, credential: &Credential) -> Self {
        Self {
            name: credential.name.clone(),
            validity: Validity {
                starts_at: credential.validity.starts_at.or(self.validity.starts_at),
                ends_at: credential.validity.ends_at.or(self.validity.ends_at),
            },
            issued: credential.issued,
            card_number: credential.card_number.clone(),
            synced: credential.synced,
            warnings: credential.warnings.clone(),
            errors: credential.errors.clone(),
            vendor: credential.vendor.clone(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Filter, Query, Tab, VendorDetails};

    fn credential(id: &str, user: &str, start: &str, issued: Issued, doors: &[&str]) -> Credential {
        Credential {
            id: id.into(),
            system: "s".into(),
            user: Some(user.into()),
            identity: None,
            kind: AccessMethodKind::Card,
            name: "Guest card".into(),
            product: None,
            validity: Validity { starts_at: Some(start.parse().unwrap()), ends_at: None },
            issued,
            card_number: None,
            synced: None,
            warnings: vec![],
            errors: vec![],
            vendor: Some(Box::new(VendorDetails {
                entrances: doors.iter().map(|door| (*door).into()).collect(),
                ..VendorDetails::default()
            })),
        }
    }

    fn user(id: &str, name: &str) -> AcsUser {
        AcsUser { id: id.into(), identity: Some(format!("i-{id}").as_str().into()), guest: Some(Guest::new(name)) }
    }

    fn door(id: &str, name: &str) -> Door {
        Door { id: id.into(), system: "s".into(), name: name.into() }
    }

    fn directory() -> Directory {
        let users = vec![user("u1", "Lucía Fernández"), user("u2", "Amelia Hart")];
        Directory::new(vec![], vec![], users, vec![door("d1", "412"), door("d2", "Pool")], TimeZone::UTC)
    }

    fn catalog() -> Catalog {
        let directory = directory();
        let mut collector = Collector::default();
        let rows = [
            credential("cred-1", "u1", "2026-11-23T15:00:00Z", Issued::No, &["d1", "gone"]),
            credential("cred-2", "u2", "2026-11-23T14:00:00Z", Issued::Yes(None), &["d2"]),
            credential("cred-3", "nobody", "2026-11-23T16:00:00Z", Issued::No, &[]),
        ];
        collector.page(rows.map(|row| directory.card(row)), vec![]);
        collector.catalog(&directory, true, now())
    }

    fn now() -> Timestamp {
        "2026-11-23T13:41:00Z".parse().unwrap()
    }

    fn find(text: &str, tab: Tab) -> Vec<u32> {
        let query = Query { number: 1, text: text.into(), tab, filter: Filter::CardsOnly };
        catalog().find(&query, now()).rows.to_vec()
    }

    #[test]
    fn a_card_is_joined_to_its_guest_and_the_doors_that_are_listed() {
        let catalog = catalog();
        let guests: Vec<_> = catalog.cards.iter().map(|card| card.guest.as_ref().map(Guest::full_name)).collect();
        assert_eq!(guests, [Some("Amelia Hart"), Some("Lucía Fernández"), None]);
        assert_eq!(catalog.cards[1].doors.as_deref().unwrap(), [Arc::from("412")]);
        assert!(catalog.cards[2].doors.is_none());
    }

    #[test]
    fn a_search_matches_every_word_in_any_field_without_accents() {
        assert_eq!(find("lucia 412", Tab::All), [1]);
        assert_eq!(find("LUCÍA pool", Tab::All), Vec::<u32>::new());
        assert_eq!(find("c3", Tab::All), Vec::<u32>::new(), "a short word means a room, not a part of an id");
        assert_eq!(find("cred-3", Tab::All), [2]);
        assert_eq!(find("  ", Tab::All), [0, 1, 2]);
    }

    #[test]
    fn the_room_that_was_typed_comes_first() {
        let directory = directory();
        let mut collector = Collector::default();
        let mut named = credential("cred-1", "u1", "2026-11-23T14:00:00Z", Issued::No, &["d2"]);
        named.name = "Card 412".into();
        let rows = [named, credential("cred-2", "u2", "2026-11-23T15:00:00Z", Issued::No, &["d1"])];
        collector.page(rows.map(|row| directory.card(row)), vec![]);
        let query = Query { text: "412".into(), ..Query::default() };
        assert_eq!(&*collector.catalog(&directory, true, now()).find(&query, now()).rows, [1, 0]);
    }

    #[test]
    fn tabs_split_and_count() {
        assert_eq!(find("", Tab::ToEncode), [1, 2]);
        assert_eq!(find("", Tab::Encoded), [0]);
        let query = Query::default();
        assert_eq!(catalog().find(&query, now()).counts, [2, 1, 0, 3]);
    }

    #[test]
    fn an_updated_row_is_found_by_its_number() {
        let catalog = catalog();
        let mut written = credential("cred-1", "u1", "2026-11-23T15:00:00Z", Issued::Yes(Some(now())), &["d1"]);
        written.card_number = Some("164D29".into());
        let catalog = catalog.with_card(1, catalog.cards[1].updated(&written));
        let query = Query { text: "164d2".into(), tab: Tab::Encoded, ..Query::default() };
        assert_eq!(&*catalog.find(&query, now()).rows, [1]);
        assert_eq!(&*catalog.by_issue, [1, 2, 0]);
    }
}
