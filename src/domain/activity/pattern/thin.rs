//! Whether so few attempts say anything.

use std::collections::HashSet;

use super::{History, Kind};
use crate::domain::{AttemptRow, JobId};

/// With fewer attempts than this, no share is spoken of.
const ENOUGH: usize = 5;
/// The standard normal quantile of a two-sided interval of 95 %.
const Z: f64 = 1.96;
/// How often a kind of failure is taken to come by chance at a desk that nothing is wrong with. An assumption: nobody
/// publishes such a figure.
const BY_CHANCE: f64 = 0.05;
/// From so many attempts elsewhere on, their share replaces the assumption where it is higher.
const ENOUGH_ELSEWHERE: usize = 20;

/// Whether the share of failures of this kind in a window cannot be told from what is usual: there are fewer than five
/// attempts, or the lower end of the share's Wilson score interval (E. B. Wilson, "Probable Inference, the Law of
/// Succession, and Statistical Inference", Journal of the American Statistical Association 22, 1927, pages 209 to 212) is
/// not above the share of the same kind among all attempts outside of the window. Wilson's interval keeps its promise for
/// few attempts, too (Brown, Cai and DasGupta, Statistical Science 16, 2001, pages 101 to 133).
pub(super) fn is_thin(history: &History<'_>, kind: Kind, window: &[&AttemptRow], failed: usize) -> bool {
    window.len() < ENOUGH || lower_end(failed, window.len()) <= usual(history, kind, window)
}

fn usual(history: &History<'_>, kind: Kind, window: &[&AttemptRow]) -> f64 {
    let inside: HashSet<JobId> = window.iter().map(|row| row.job).collect();
    let outside = history.rows.iter().filter(|row| !inside.contains(&row.job));
    let (mut all, mut failed) = (0, 0);
    for row in outside {
        all += 1;
        failed += usize::from(Kind::of(row) == Some(kind));
    }
    if all < ENOUGH_ELSEWHERE { BY_CHANCE } else { share(failed, all).max(BY_CHANCE) }
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(super::count(part)) / f64::from(super::count(whole))
}

fn lower_end(failed: usize, of: usize) -> f64 {
    let (p, n, z) = (share(failed, of), f64::from(super::count(of)), Z);
    let middle = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    (middle - half) / (1.0 + z * z / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_end_is_wilsons() {
        for (failed, of, end) in [(0, 10, 0.0), (1, 10, 0.0179), (6, 10, 0.3127), (5, 5, 0.5655), (10, 10, 0.7225)] {
            assert!((lower_end(failed, of) - end).abs() < 1e-4, "{failed} of {of}: {}", lower_end(failed, of));
        }
    }
}
