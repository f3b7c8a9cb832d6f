//! The two ends of the engine's channels.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use super::{Command, Event, Snapshot};

/// How many commands may wait. A person cannot fill it; a script that does is told so.
const COMMANDS: usize = 256;

/// What a window or the command line holds: it never blocks and never waits for a lock.
#[derive(Debug)]
pub struct Handle {
    commands: mpsc::Sender<Command>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    events: mpsc::UnboundedReceiver<Event>,
}

/// The engine's own end. Tests of the window hold it to play the engine.
#[derive(Debug)]
pub struct EngineEnd {
    /// Commands in.
    pub commands: mpsc::Receiver<Command>,
    /// Snapshots out.
    pub snapshots: watch::Sender<Arc<Snapshot>>,
    /// Events out.
    pub events: mpsc::UnboundedSender<Event>,
}

/// Both ends, with a first snapshot.
pub fn channels(first: Snapshot) -> (Handle, EngineEnd) {
    let (command_tx, command_rx) = mpsc::channel(COMMANDS);
    let (snapshot_tx, snapshot_rx) = watch::channel(Arc::new(first));
    let (event_tx, event_rx) = mpsc::unbounded_channel();
    let handle = Handle { commands: command_tx, snapshots: snapshot_rx, events: event_rx };
    (handle, EngineEnd { commands: command_rx, snapshots: snapshot_tx, events: event_tx })
}

/// Waits for the end of an engine whose handle somebody else holds.
#[derive(Debug)]
pub struct Ending(watch::Receiver<Arc<Snapshot>>);

impl Ending {
    /// Returns when the engine has finished its last writes and is gone.
    pub async fn wait(mut self) {
        while self.0.changed().await.is_ok() {}
    }
}

impl Handle {
    /// Something to wait for the engine's end with, after this handle is gone.
    pub fn ending(&self) -> Ending {
        Ending(self.snapshots.clone())
    }

    /// Hands a command over. `false` when the engine is gone or hopelessly behind; the caller then shows so.
    #[must_use]
    pub fn send(&self, command: Command) -> bool {
        self.commands.try_send(command).is_ok()
    }

    /// The latest snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// Whether the engine is gone; nothing that it published comes true any more.
    pub fn is_gone(&self) -> bool {
        self.commands.is_closed()
    }

    /// The next event, if one waits.
    pub fn try_event(&mut self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// The next event; `None` when the engine is gone.
    pub async fn next_event(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// Waits until a snapshot fulfils the condition; `None` when the engine is gone first.
    pub async fn wait_for(&mut self, mut condition: impl FnMut(&Snapshot) -> bool) -> Option<Arc<Snapshot>> {
        let found = self.snapshots.wait_for(|snapshot| condition(snapshot)).await;
        found.ok().map(|snapshot| Arc::clone(&snapshot))
    }
}
