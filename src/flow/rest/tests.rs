//! A desk that nobody touches, told step by step.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;

const RULES: Rules = Rules { after: Duration::from_secs(900), warning: Duration::from_secs(120) };

fn at(since_start: u64, wall: i64) -> Now {
    let wall = Timestamp::from_second(1_795_000_000 + wall).unwrap();
    Now { since_start: Duration::from_secs(since_start), wall, server: None }
}

fn secs(second: u64) -> Duration {
    Duration::from_secs(second)
}

#[test]
fn it_warns_and_then_rests_and_a_touch_begins_anew() {
    let mut untouched = Untouched::start(at(0, 0));
    assert_eq!(untouched.look(at(1, 1), Some(RULES), false), Look::Awake { next: Some(secs(780)) });
    assert_eq!(untouched.look(at(780, 780), Some(RULES), false), Look::Warning { rests_at: secs(900) });
    untouched.touch(at(800, 800));
    assert_eq!(untouched.look(at(800, 800), Some(RULES), false), Look::Awake { next: Some(secs(1_580)) });
    assert_eq!(untouched.look(at(1_700, 1_700), Some(RULES), false), Look::Rest { is_wanted: false });
}

#[test]
fn time_asleep_counts_and_a_clock_that_was_set_back_does_not() {
    let mut untouched = Untouched::start(at(0, 0));
    assert_eq!(untouched.look(at(5, -3_600), Some(RULES), false), Look::Awake { next: Some(secs(780)) });
    assert_eq!(untouched.look(at(6, 3_600), Some(RULES), false), Look::Rest { is_wanted: false });
}

#[test]
fn a_card_that_is_made_keeps_it_awake_and_its_end_begins_a_full_period() {
    let mut untouched = Untouched::start(at(0, 0));
    assert_eq!(untouched.look(at(895, 895), Some(RULES), true), Look::Awake { next: None });
    assert_eq!(untouched.look(at(2_000, 2_000), Some(RULES), false), Look::Awake { next: Some(secs(2_780)) });
}

#[test]
fn a_wish_waits_for_the_card_and_goes_when_somebody_takes_over() {
    let mut untouched = Untouched::start(at(0, 0));
    untouched.want_rest();
    assert_eq!(untouched.look(at(1, 1), None, true), Look::Awake { next: None });
    untouched.touch(at(2, 2));
    assert_eq!(untouched.look(at(2, 2), None, false), Look::Rest { is_wanted: true }, "a touch is no reason to stay");
    untouched.want_rest();
    untouched.take_over(at(3, 3));
    assert_eq!(untouched.look(at(3, 3), None, false), Look::Awake { next: None });
}

#[test]
fn a_wish_can_be_taken_back_and_a_full_period_follows_the_card() {
    let mut untouched = Untouched::start(at(0, 0));
    untouched.want_rest();
    assert_eq!(untouched.look(at(1, 1), Some(RULES), true), Look::Awake { next: None });
    assert!(untouched.wants_rest());
    untouched.stay(at(2, 2));
    assert!(!untouched.wants_rest());
    assert_eq!(untouched.look(at(1_000, 1_000), Some(RULES), false), Look::Awake { next: Some(secs(1_780)) });
    assert_eq!(untouched.look(at(1_900, 1_900), Some(RULES), false), Look::Rest { is_wanted: false });
    assert!(!untouched.wants_rest(), "a rest fulfils it");
}

#[test]
fn a_short_time_has_a_short_warning() {
    let rules = Rules { after: secs(20), warning: secs(15) };
    let mut untouched = Untouched::start(at(0, 0));
    assert_eq!(untouched.look(at(9, 9), Some(rules), false), Look::Awake { next: Some(secs(10)) });
    assert_eq!(untouched.look(at(10, 10), Some(rules), false), Look::Warning { rests_at: secs(20) });
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Seconds by the monotonic clock, and by the wall clock.
    Pass(u16, i16),
    Touch,
    Want,
    Stay,
    TakeOver,
    Busy(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u16..400, -500_i16..500).prop_map(|(ran, shown)| Step::Pass(ran, shown)),
        2 => Just(Step::Touch),
        1 => Just(Step::Want),
        1 => Just(Step::Stay),
        1 => Just(Step::TakeOver),
        2 => any::<bool>().prop_map(Step::Busy),
    ]
}

proptest! {
    /// Told once more with nothing but the moments of touches.
    #[test]
    fn it_rests_exactly_when_nobody_touched_it_for_so_long(
        steps in proptest::collection::vec(step(), 1..60), rests_by_itself in any::<bool>(),
    ) {
        let (mut ran, mut shown, mut is_busy, mut wants) = (0, 0, false, false);
        let mut untouched = Untouched::start(at(0, 0));
        let mut touched = (0, 0);
        for step in steps {
            match step {
                Step::Pass(more, set) => (ran, shown) = (ran + u64::from(more), shown + i64::from(set)),
                Step::Touch => {
                    untouched.touch(at(ran, shown));
                    touched = (ran, shown);
                }
                Step::Want => {
                    untouched.want_rest();
                    wants = true;
                }
                Step::Stay => {
                    untouched.stay(at(ran, shown));
                    (touched, wants) = ((ran, shown), false);
                }
                Step::TakeOver => {
                    untouched.take_over(at(ran, shown));
                    (touched, wants) = ((ran, shown), false);
                }
                Step::Busy(busy) => {
                    if is_busy || busy {
                        touched = (ran, shown);
                    }
                    is_busy = busy;
                }
            }
            if is_busy {
                touched = (ran, shown);
            }
            let looked = untouched.look(at(ran, shown), rests_by_itself.then_some(RULES), is_busy);
            let alone = (ran - touched.0).max(u64::try_from(shown - touched.1).unwrap_or(0));
            let is_over = !is_busy && (wants || (rests_by_itself && alone >= 900));
            prop_assert_eq!(matches!(looked, Look::Rest { .. }), is_over, "{:?} after {} s", looked, alone);
            match looked {
                Look::Rest { is_wanted } => {
                    prop_assert_eq!(is_wanted, wants);
                    (touched, wants) = ((ran, shown), false);
                }
                Look::Warning { rests_at } => {
                    prop_assert!(!is_busy && rests_at > secs(ran) && rests_at <= secs(ran) + RULES.warning);
                }
                Look::Awake { next: Some(next) } => prop_assert!(next > secs(ran) && rests_by_itself),
                Look::Awake { next: None } => prop_assert!(is_busy || !rests_by_itself),
            }
        }
    }
}
