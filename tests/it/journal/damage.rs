//! Files that were torn, flipped, swapped and zeroed: refused in words, or read as they were; never something else.
//!
//! `KEYDESK_SEED` repeats one damage; `KEYDESK_DAMAGES` says how many the long test tries.

use std::{
    collections::HashMap,
    fs,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use fastrand::Rng;
use keydesk::{
    domain::{AttemptRow, Fact, FactKind, JobId},
    journal::{AttemptFilter, Journal, JournalError, Verdict},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use super::{any, fact, intended, raw};

const PAGE: usize = 4096;
/// What is never awaited for as long as this by anybody: a hang that can name its seed.
const HANG: Duration = Duration::from_secs(120);

type Facts = HashMap<JobId, Vec<Fact>>;

/// A journal before its damage.
struct Original {
    file: Vec<u8>,
    log: Vec<u8>,
    /// In the order in which they were written.
    written: Vec<Fact>,
    facts: Facts,
    /// The same facts after all that is personal was erased.
    erased: Facts,
    rows: Vec<AttemptRow>,
}

/// Jobs of every kind of fact: the strategies of the property test with a fixed seed.
fn some_facts(jobs: u128) -> Vec<Fact> {
    let mut runner = TestRunner::deterministic();
    let mut facts = Vec::new();
    for number in 1..=jobs {
        let job = JobId(uuid::Uuid::from_u128(number));
        let first = any::any_intent(job).new_tree(&mut runner).unwrap().current();
        facts.push(fact(job, facts.len() as i64 * 10, first));
        for _ in 0..number % 4 {
            let later = any::any_later_kind().new_tree(&mut runner).unwrap().current();
            facts.push(fact(job, facts.len() as i64 * 10, later));
        }
    }
    facts
}

async fn all_facts(journal: &Journal, of: &[Fact]) -> Facts {
    let mut facts = Facts::new();
    for Fact { job, .. } in of {
        facts.insert(*job, journal.facts(*job).await.unwrap());
    }
    facts
}

fn log_of(path: &Path) -> PathBuf {
    path.with_file_name("journal.sqlite-wal")
}

async fn all_rows(journal: &Journal) -> Result<Vec<AttemptRow>, JournalError> {
    journal.attempts(&AttemptFilter { limit: 10_000, ..AttemptFilter::default() }).await
}

/// Half of it folded into the file, half of it still in the log.
async fn original() -> Original {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let written = some_facts(60);
    let (folded, logged) = written.split_at(written.len() / 2);
    let journal = Journal::open(&path).await.unwrap();
    for fact in folded {
        journal.record(fact).await.unwrap();
    }
    journal.close().await;
    let journal = Journal::open(&path).await.unwrap();
    for fact in logged {
        journal.record(fact).await.unwrap();
    }
    let (file, log) = (fs::read(&path).unwrap(), fs::read(log_of(&path)).unwrap());
    let (facts, rows) = (all_facts(&journal, &written).await, all_rows(&journal).await.unwrap());
    let erase = "UPDATE event SET personal = NULL, personal_salt = NULL";
    sqlx::query(erase).execute(&mut raw(&path).await).await.unwrap();
    let erased = all_facts(&journal, &written).await;
    Original { file, log, written, facts, erased, rows }
}

fn somewhere(rng: &mut Rng, bytes: &[u8], longest: usize) -> Range<usize> {
    let start = rng.usize(..bytes.len());
    start..bytes.len().min(start + rng.usize(1..=longest))
}

fn flip(rng: &mut Rng, bytes: &mut [u8]) {
    for _ in 0..rng.usize(1..=64) {
        let place = rng.usize(..bytes.len());
        bytes[place] ^= 1 << rng.u8(..8);
    }
}

fn swap(rng: &mut Rng, bytes: &mut [u8], header: usize, block: usize) {
    let blocks = (bytes.len() - header) / block;
    let (one, other) = (rng.usize(..blocks), rng.usize(..blocks));
    for place in 0..block {
        bytes.swap(header + one * block + place, header + other * block + place);
    }
}

/// What is done, in a word, and how many of the last facts nobody can know of afterwards: those that are cut off with the
/// log, and the last one or two where the end of the log cannot be told from an interrupted write.
fn damage(rng: &mut Rng, file: &mut Vec<u8>, log: &mut Vec<u8>) -> (&'static str, usize) {
    match rng.u8(..10) {
        0 => {
            file.truncate(rng.usize(1..file.len()));
            ("torn file", 0)
        }
        1 => {
            log.truncate(rng.usize(..log.len()));
            ("torn log", usize::MAX)
        }
        2 => {
            flip(rng, file);
            ("flipped file", 0)
        }
        3 => {
            flip(rng, log);
            ("flipped log", 2)
        }
        4 => {
            flip(rng, file);
            flip(rng, log);
            ("flipped both", 2)
        }
        5 => {
            let place = rng.usize(..file.len());
            file[place] ^= 1 << rng.u8(..8);
            ("one bit", 0)
        }
        6 => {
            swap(rng, file, 0, PAGE);
            ("swapped pages", 0)
        }
        7 => {
            swap(rng, log, 32, PAGE + 24);
            ("swapped frames", 2)
        }
        8 => {
            let range = somewhere(rng, file, 3 * PAGE);
            file[range].fill(0);
            ("zeroed file", 0)
        }
        _ => {
            let range = somewhere(rng, log, 3 * PAGE);
            log[range].fill(0);
            ("zeroed log", 2)
        }
    }
}

fn assert_words(error: &JournalError) {
    let sentence = error.to_string();
    assert!(!sentence.is_empty() && !format!("{error:?}").contains("WorkerCrashed"), "{error:?}");
}

/// Every fact that is given out is one that was written, in its order.
fn assert_subsequence(found: &[Fact], written: &[Fact], erased: &[Fact]) {
    let mut rest = written.iter().zip(erased);
    for fact in found {
        assert!(rest.any(|(whole, erased)| fact == whole || fact == erased), "{fact:?} was never written");
    }
}

/// What was read of a damaged journal that could be opened; `true` when a verification finds nothing.
async fn read(journal: &Journal, original: &Original, forgettable: usize) -> bool {
    let verdict = journal.verify().await;
    let intact = match verdict {
        Ok(Verdict::Intact(intact)) => Some(intact),
        Ok(Verdict::Broken(broken)) => {
            assert!(!broken.to_string().is_empty());
            None
        }
        Err(error) => {
            assert_words(&error);
            None
        }
    };
    let known = intact.as_ref().map(|intact| usize::try_from(intact.rows).unwrap());
    let known = known.map(|rows| &original.written[..rows]);
    let forgotten = known.map_or(0, |known| original.written.len() - known.len());
    assert!(forgotten <= forgettable, "{forgotten} facts are missing");
    for (job, written) in &original.facts {
        match journal.facts(*job).await {
            Ok(found) => {
                // Nothing is erased here: what is given out is what was written, from its beginning.
                assert!(written.starts_with(&found), "{found:?} instead of {written:?}");
                let expected = known.map(|known| known.iter().filter(|fact| fact.job == *job).count());
                assert!(expected.is_none_or(|expected| expected == found.len()), "{found:?} of {expected:?}");
            }
            Err(error) => {
                assert!(known.is_none(), "{error}");
                assert_words(&error);
            }
        }
    }
    match (all_rows(journal).await, known) {
        (Ok(rows), Some(known)) if known.len() == original.written.len() => assert_eq!(rows, original.rows),
        (Ok(_), _) => {}
        (Err(error), known) => {
            assert!(known.is_none(), "{error}");
            assert_words(&error);
        }
    }
    if let Err(error) = journal.open_jobs().await {
        assert!(known.is_none(), "{error}");
    }
    known.is_some()
}

/// How a damage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Refused,
    Named,
    Unharmed,
}

struct Outcome {
    what: &'static str,
    end: End,
    saved: u64,
}

async fn survive(seed: u64, original: Arc<Original>) -> Outcome {
    let mut rng = Rng::with_seed(seed);
    let (mut file, mut log) = (original.file.clone(), original.log.clone());
    let (what, forgettable) = damage(&mut rng, &mut file, &mut log);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    fs::write(&path, file).unwrap();
    fs::write(log_of(&path), log).unwrap();
    let mut facts = original.facts.clone();
    let end = match Journal::open(&path).await {
        Err(error) => {
            assert_words(&error);
            End::Refused
        }
        Ok(journal) => {
            let is_intact = read(&journal, &original, forgettable).await;
            let later = intended(JobId(uuid::Uuid::from_u128(u128::MAX)), 1);
            if journal.record(&later).await.is_ok() {
                facts.insert(later.job, vec![later]);
            }
            journal.close().await;
            if is_intact { End::Unharmed } else { End::Named }
        }
    };
    let saved = recover(&path, &facts, &original, end).await;
    Outcome { what, end, saved }
}

async fn recover(path: &Path, facts: &Facts, original: &Original, end: End) -> u64 {
    match Journal::recover(path).await {
        Ok(_) | Err(JournalError::Healthy { .. }) => {}
        Err(error) => panic!("{error:?} after {end:?}"),
    }
    let journal = Journal::open(path).await.unwrap();
    let Verdict::Intact(intact) = journal.verify().await.unwrap() else { panic!("a broken chain") };
    let mut saved = 0;
    for (job, written) in facts {
        let found = journal.facts(*job).await.unwrap();
        assert_subsequence(&found, written, original.erased.get(job).unwrap_or(written));
        saved += found.len() as u64;
    }
    assert_eq!(saved, intact.rows, "a fact of a job that never was");
    for facts in journal.open_jobs().await.unwrap() {
        assert!(matches!(facts[0].kind, FactKind::Intended(_)));
    }
    journal.close().await;
    saved
}

/// What was survived, a line for each kind of damage and of end.
async fn survive_all(seeds: impl Iterator<Item = u64>) -> String {
    let original = Arc::new(original().await);
    let mut tally: HashMap<(&'static str, End), (u64, u64)> = HashMap::new();
    for seed in seeds {
        let running = tokio::spawn(survive(seed, Arc::clone(&original)));
        let outcome = tokio::time::timeout(HANG, running).await;
        let outcome = outcome.unwrap_or_else(|_| panic!("KEYDESK_SEED={seed} hangs"));
        let Outcome { what, end, saved } = outcome.unwrap_or_else(|error| panic!("KEYDESK_SEED={seed}: {error}"));
        let entry = tally.entry((what, end)).or_default();
        *entry = (entry.0 + 1, entry.1 + saved);
    }
    let mut lines: Vec<_> = tally.into_iter().collect();
    lines.sort_by_key(|((what, end), _)| (*what, format!("{end:?}")));
    let lines = lines.into_iter().map(|((what, end), (count, saved))| {
        format!("{what:15} {end:?}: {count}, on average {} of {} facts\n", saved / count, original.written.len())
    });
    lines.collect()
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

#[tokio::test]
async fn a_damaged_file_never_says_something_else() {
    let survived = match number("KEYDESK_SEED") {
        Some(seed) => survive_all(std::iter::once(seed)).await,
        None => survive_all(0..40).await,
    };
    println!("{survived}");
}

#[tokio::test]
#[ignore = "minutes"]
async fn thousands_of_damaged_files_never_say_something_else() {
    println!("{}", survive_all(1000..1000 + number("KEYDESK_DAMAGES").unwrap_or(2000)).await);
}
