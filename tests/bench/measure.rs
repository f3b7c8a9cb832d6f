//! Samples and what to say about them.

use std::time::{Duration, Instant};

/// Sorted samples.
pub struct Samples(Vec<Duration>);

impl Samples {
    pub fn of(mut samples: Vec<Duration>) -> Self {
        assert!(!samples.is_empty());
        samples.sort_unstable();
        Self(samples)
    }

    /// Runs something so many times, after a tenth as many that do not count.
    pub fn time(times: usize, mut work: impl FnMut()) -> Self {
        (0..times.div_ceil(10)).for_each(|_| work());
        let sample = |_| {
            let start = Instant::now();
            work();
            start.elapsed()
        };
        Self::of((0..times).map(sample).collect())
    }

    /// The same for several things in turn, so that what else the machine does meanwhile falls on all of them.
    pub fn in_turn<const N: usize>(times: usize, mut works: [&mut dyn FnMut(); N]) -> [Self; N] {
        let mut samples = [const { Vec::new() }; N];
        for round in 0..times.div_ceil(10) + times {
            for (work, samples) in works.iter_mut().zip(&mut samples) {
                let start = Instant::now();
                work();
                if round >= times.div_ceil(10) {
                    samples.push(start.elapsed());
                }
            }
        }
        samples.map(Self::of)
    }

    fn at(&self, share: f64) -> Duration {
        let last = self.0.len() - 1;
        self.0[((last as f64) * share).round() as usize]
    }

    pub fn median(&self) -> Duration {
        self.at(0.5)
    }

    pub fn report(&self, what: &str) {
        let ms = |duration: Duration| duration.as_secs_f64() * 1_000.0;
        let (median, p99, count) = (ms(self.median()), ms(self.at(0.99)), self.0.len());
        println!("{what}: median {median:.3} ms, p99 {p99:.3} ms, {count} samples");
    }

    pub fn report_p95(&self, what: &str) {
        let ms = |duration: Duration| duration.as_secs_f64() * 1_000.0;
        println!("{what}: median {:.1} ms, p95 {:.1} ms", ms(self.median()), ms(self.at(0.95)));
    }
}

/// Says how two medians compare.
pub fn ratio(what: &str, ours: &Samples, bare: &Samples) {
    println!("{what}: {:.2} x", ours.median().as_secs_f64() / bare.median().as_secs_f64());
}
