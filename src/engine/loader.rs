//! Reading the lists: the small ones side by side, the cards page by page.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use tokio::sync::mpsc;

use super::news::{Heard, News, Origin};
use crate::{
    domain::{AccessGrant, Card, Catalog, Collector, Directory, Skipped, waits_for_card},
    seam::{Client, EntranceFilter, Patience, SeamError},
};

/// How many grants are looked into at the same time.
const SIDE_BY_SIDE: usize = 6;

/// The first part is shown at once, the next when there is this many times as much.
const GROWTH: usize = 3;

/// What to read, and where to tell.
pub(super) struct Plan {
    pub client: Arc<Client>,
    pub with_cards: bool,
    pub show_parts: bool,
    pub news: mpsc::UnboundedSender<(Origin, News)>,
    pub origin: Origin,
}

/// Reads everything; parts are told on the way, the end is the answer.
pub(super) async fn load(plan: Plan) -> News {
    let mut server_time = None;
    let result = load_all(&plan, &mut server_time).await;
    News::Loaded(Heard { value: result, server_time, wall: Timestamp::now() })
}

async fn load_all(plan: &Plan, server_time: &mut Option<Timestamp>) -> Result<Option<Catalog>, SeamError> {
    let (directory, skipped, time) = directory(&plan.client).await?;
    *server_time = time;
    let directory = Arc::new(directory);
    let heard = Heard { value: Ok(()), server_time: time, wall: Timestamp::now() };
    let _ = plan.news.send((plan.origin, News::Directory(Arc::clone(&directory), heard)));
    if !plan.with_cards {
        return Ok(None);
    }
    let (cards, methods) = tokio::join!(credentials(plan, &directory, skipped), methods(&plan.client, &directory));
    let mut collector = cards?;
    collector.page(methods?, Vec::new());
    Ok(Some(finish(collector, directory).await))
}

/// Sorting a hundred thousand rows takes longer than a runtime thread should be held.
async fn finish(mut collector: Collector, directory: Arc<Directory>) -> Catalog {
    let sorted = tokio::task::spawn_blocking(move || collector.catalog(&directory, true, Timestamp::now()));
    sorted.await.unwrap_or_default()
}

async fn directory(client: &Client) -> Result<(Directory, Vec<Skipped>, Option<Timestamp>), SeamError> {
    let (systems, encoders, users, doors) = tokio::try_join!(
        client.systems(Patience::Retry).all(),
        client.encoders(Patience::Retry, &[]).all(),
        client.users(Patience::Retry).all(),
        client.entrances(Patience::Retry, &EntranceFilter::All).all()
    )?;
    let time = systems.server_time;
    let skipped = [systems.skipped, encoders.skipped, users.skipped, doors.skipped].concat();
    let directory = Directory::new(encoders.value, systems.value, users.value, doors.value, TimeZone::system());
    Ok((directory, skipped, time))
}

/// Reads the credentials; while there is nothing on the screen yet, parts of the list are shown as they come.
async fn credentials(plan: &Plan, directory: &Directory, skipped: Vec<Skipped>) -> Result<Collector, SeamError> {
    let mut collector = Collector::default();
    let mut next_part = 1;
    let mut pages = plan.client.credentials(Patience::Retry);
    let mut first_skipped = skipped;
    while let Some(page) = pages.next().await {
        let page = page?;
        let mut skipped = std::mem::take(&mut first_skipped);
        skipped.extend(page.skipped);
        collector.page(page.items.into_iter().map(|credential| directory.card(credential)), skipped);
        if plan.show_parts && collector.progress().rows >= next_part && !page.is_last {
            next_part = collector.progress().rows * GROWTH;
            let part = collector.catalog(directory, false, Timestamp::now());
            let _ = plan.news.send((plan.origin, News::Rows(part, collector.progress())));
        }
    }
    Ok(collector)
}

/// The access methods that wait for a card. They are listed by grant, since none names its own.
async fn methods(client: &Arc<Client>, directory: &Arc<Directory>) -> Result<Vec<Card>, SeamError> {
    let now = Timestamp::now();
    let grants = match client.grants(Patience::Retry).all().await {
        Ok(answer) => answer.value,
        Err(error) if error.is_not_found() => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut wanted = grants.into_iter().filter(|grant| grant.wants_card && !grant.validity.is_over(now));
    let mut running = tokio::task::JoinSet::new();
    let mut cards = Vec::new();
    loop {
        while running.len() < SIDE_BY_SIDE
            && let Some(grant) = wanted.next()
        {
            running.spawn(grant_cards(Arc::clone(client), Arc::clone(directory), grant));
        }
        match running.join_next().await {
            Some(Ok(found)) => cards.extend(found?),
            Some(Err(error)) => tracing::error!(%error, "a grant could not be looked into"),
            None => return Ok(cards),
        }
    }
}

async fn grant_cards(
    client: Arc<Client>,
    directory: Arc<Directory>,
    grant: AccessGrant,
) -> Result<Vec<Card>, SeamError> {
    let methods = client.access_methods(Patience::Retry, &grant.id).all().await?.value;
    let mut cards = Vec::new();
    for method in methods.into_iter().filter(waits_for_card) {
        let filter = EntranceFilter::AccessMethod(method.id.clone());
        let doors = client.entrances(Patience::Retry, &filter).all().await.ok().map(|answer| answer.value);
        cards.push(directory.method_card(&grant, method, doors));
    }
    Ok(cards)
}
