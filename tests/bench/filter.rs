//! One key stroke in a list of 100 000 credentials.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use keydesk::{
    domain::{Filter, Query, Tab},
    engine::{Command, Handle},
    sandbox::{HotelSize, Sandbox, SandboxConfig},
};

use crate::measure::Samples;

const CREDENTIALS: usize = 100_000;
const TYPED: [&str; 12] = ["a", "am", "ame", "amel", "ameli", "amelia", "4", "41", "412", "chen 3", "ü", "zzz"];

pub fn run() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let config = SandboxConfig { hotel: HotelSize::Credentials(CREDENTIALS), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut handle = crate::wire::desk(&sandbox, folder.path());
        handle.wait_for(|snapshot| snapshot.catalog.progress.is_complete).await.unwrap();
        search_alone(&handle);
        whole_strokes(&mut handle).await;
        crate::wire::close(handle).await;
    });
}

fn query(number: u64, text: &str) -> Query {
    Query { number, text: text.to_owned(), tab: Tab::All, filter: Filter::AllKinds }
}

fn search_alone(handle: &Handle) {
    let (snapshot, now) = (handle.snapshot(), Timestamp::now());
    let mut texts = TYPED.iter().cycle();
    let samples = Samples::time(240, || {
        let found = snapshot.catalog.find(&query(1, texts.next().unwrap()), now);
        std::hint::black_box(found);
    });
    samples.report("the search itself, off the UI thread");
}

/// From the stroke to the snapshot that answers it, and the part of it that the UI thread spends.
async fn whole_strokes(handle: &mut Handle) {
    let (mut whole, mut on_ui) = (Vec::new(), Vec::new());
    for (number, text) in (10..250).zip(TYPED.iter().cycle()) {
        let start = Instant::now();
        assert!(handle.send(Command::Find(query(number, text))));
        let sent = start.elapsed();
        handle.wait_for(|snapshot| snapshot.found.query.number == number).await.unwrap();
        whole.push(start.elapsed());
        let start = Instant::now();
        std::hint::black_box(handle.snapshot());
        on_ui.push(sent + start.elapsed());
    }
    let settled = |samples: Vec<Duration>| Samples::of(samples.into_iter().skip(24).collect());
    settled(whole).report("from the stroke to its answer");
    settled(on_ui).report("of it on the UI thread");
}
