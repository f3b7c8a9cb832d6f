use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::Value;

use super::*;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// The paths of the calls that stand in the log.
    fn paths(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| line["fields"]["path"].as_str().unwrap().to_owned()).collect()
    }
}

fn call(path: &str) -> Call {
    Call {
        at: Timestamp::UNIX_EPOCH,
        path: path.into(),
        status: Some(200),
        request: None,
        took: Duration::from_millis(7),
        sent: 2,
        received: 3,
        trouble: None,
    }
}

fn told(story: impl FnOnce(&Flight, &dyn Fn(u64) -> Instant)) -> Vec<String> {
    let (lines, start) = (Lines::default(), Instant::now());
    let written = lines.clone();
    let subscriber = tracing_subscriber::fmt().json().with_writer(move || written.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        story(&Flight::default(), &|seconds| start + Duration::from_secs(seconds));
    });
    lines.paths()
}

#[test]
fn a_failure_tells_the_calls_before_and_after_it_once_each() {
    let paths = told(|flight, at| {
        flight.heard(at(0), call("/long-before"));
        flight.heard(at(100), call("/before"));
        flight.failed(at(200));
        flight.heard(at(250), call("/after"));
        flight.failed(at(300));
        flight.heard(at(420), call("/after-the-second"));
        flight.heard(at(421), call("/long-after"));
        assert_eq!(flight.latest().len(), 5);
    });
    assert_eq!(paths, ["/before", "/after", "/after-the-second"]);
}

#[test]
fn without_a_failure_nothing_is_told_and_memory_is_bounded() {
    let paths = told(|flight, at| {
        (0..=MOST_CALLS).for_each(|number| flight.heard(at(0), call(&format!("/{number}"))));
        assert_eq!(flight.latest().len(), MOST_CALLS);
        assert_eq!(&*flight.latest()[0].path, "/1");
    });
    assert!(paths.is_empty());
}

#[test]
fn a_ring_that_has_gone_round_tells_each_call_once() {
    let paths = told(|flight, at| {
        (0..MOST_CALLS).for_each(|_| flight.heard(at(0), call("/old")));
        flight.failed(at(500));
        flight.heard(at(501), call("/one"));
        flight.heard(at(1000), call("/two"));
        flight.failed(at(1001));
    });
    assert_eq!(paths, ["/one", "/two"]);
}
