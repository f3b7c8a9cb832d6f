//! A screen that stays on while somebody is to look at it.
//!
//! The system is asked on a thread of its own: on Linux that is a call over D-Bus, which may take as long as it likes.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use keepawake::KeepAwake;

/// Asks the system to leave the screen on, for as long as it is told to. Where the system does not, the log says so.
#[derive(Debug)]
pub struct Awake {
    /// Dropping it ends the thread, and with it the wish.
    wishes: Option<Sender<bool>>,
}

impl Awake {
    /// Nothing is asked for yet.
    pub fn start() -> Self {
        Self::with(keep_display)
    }

    fn with<H>(take: impl Fn() -> Option<H> + Send + 'static) -> Self {
        let (wishes, wished) = channel();
        let spawned = thread::Builder::new().name("awake".to_owned()).spawn(move || serve(&wished, take));
        if let Err(error) = &spawned {
            tracing::warn!(%error, "the screen is not kept on");
        }
        Self { wishes: spawned.is_ok().then_some(wishes) }
    }

    /// Whether the screen is to stay on. Returns at once.
    pub fn set(&self, on: bool) {
        // A thread that is gone keeps nothing on.
        let _ = self.wishes.as_ref().map(|wishes| wishes.send(on));
    }
}

fn serve<H>(wished: &Receiver<bool>, take: impl Fn() -> Option<H>) {
    let mut held = None;
    while let Ok(on) = wished.recv() {
        // What was wished meanwhile counts, not what was wished first.
        let on = wished.try_iter().last().unwrap_or(on);
        if on && held.is_none() {
            held = take();
        } else if !on {
            release(held.take());
        }
    }
    release(held);
}

fn keep_display() -> Option<KeepAwake> {
    let mut wish = keepawake::Builder::default();
    wish.display(true).reason("Key cards are made here").app_name("Keydesk").app_reverse_domain("keydesk");
    let kept = wish.create();
    match &kept {
        Ok(_) => tracing::info!("the screen is kept on"),
        Err(error) => tracing::warn!(%error, "the screen is not kept on"),
    }
    kept.ok()
}

/// The library takes it for granted that the system still answers.
fn release<H>(held: Option<H>) {
    if catch_unwind(AssertUnwindSafe(|| drop(held))).is_err() {
        tracing::warn!("the system was gone before the screen was given back");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says when it is taken and when it goes.
    struct Held(Sender<&'static str>);

    impl Drop for Held {
        fn drop(&mut self) {
            let _ = self.0.send("released");
        }
    }

    fn watched() -> (Awake, Receiver<&'static str>) {
        let (told, tells) = channel();
        let awake = Awake::with(move || {
            let _ = told.send("taken");
            Some(Held(told.clone()))
        });
        (awake, tells)
    }

    #[test]
    fn the_screen_is_kept_on_once_and_given_back() {
        let (awake, tells) = watched();
        awake.set(true);
        assert_eq!(tells.recv(), Ok("taken"));
        awake.set(true);
        awake.set(false);
        assert_eq!(tells.recv(), Ok("released"));
        drop(awake);
        assert!(tells.recv().is_err(), "taken once, given back once");
    }

    #[test]
    fn a_window_that_goes_gives_the_screen_back() {
        let (awake, tells) = watched();
        awake.set(true);
        assert_eq!(tells.recv(), Ok("taken"));
        drop(awake);
        assert_eq!(tells.recv(), Ok("released"));
    }
}
