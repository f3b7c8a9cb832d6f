//! The listening port, which can go away for a while, and the switchboard of all its connections.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::line::{Cut, Line, Switch, SwitchState};

/// All open connections, and whether the port is away.
#[derive(Debug, Default)]
pub(super) struct Switchboard {
    open: Mutex<Vec<Weak<Mutex<SwitchState>>>>,
    away_until: Mutex<Option<Instant>>,
    changed: Notify,
}

impl Switchboard {
    fn connect(&self) -> Switch {
        let switch = Switch::default();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|weak| weak.strong_count() > 0);
        open.push(Arc::downgrade(&switch.0));
        switch
    }

    /// Ends every open connection but `spared`.
    pub(super) fn cut_all(&self, spared: Option<&Switch>) {
        let open: Vec<_> = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.retain(|weak| weak.strong_count() > 0);
            open.iter().filter_map(Weak::upgrade).collect()
        };
        let others = open.into_iter().filter(|state| spared.is_none_or(|switch| !Arc::ptr_eq(state, &switch.0)));
        others.for_each(|state| Switch(state).cut_after(0, Cut::Reset));
    }

    /// Closes the port for `length`: connections are refused, as when the network is down.
    pub(super) fn go_away(&self, length: Duration) {
        *self.away_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + length);
        self.changed.notify_one();
    }

    fn away(&self) -> Option<Instant> {
        let until = *self.away_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.filter(|until| *until > Instant::now())
    }
}

/// The listening port.
#[derive(Debug)]
pub(super) struct Port {
    listener: Option<TcpListener>,
    address: SocketAddr,
    board: Arc<Switchboard>,
}

impl Port {
    pub(super) async fn open(port: u16, board: Arc<Switchboard>) -> io::Result<Self> {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener: Some(listener), address, board })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    async fn come_back(&mut self) {
        while let Some(until) = self.board.away() {
            self.listener = None;
            tokio::time::sleep_until(until).await;
        }
        while self.listener.is_none() {
            self.listener = TcpListener::bind(self.address).await.ok();
            if self.listener.is_none() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

impl Listener for Port {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            self.come_back().await;
            let Some(listener) = &self.listener else { continue };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.board.changed.notified() => continue,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let _ = stream.set_nodelay(true);
                    return (Line::new(stream, self.board.connect()), peer);
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, Port>> for Switch {
    fn connect_info(stream: IncomingStream<'_, Port>) -> Self {
        stream.io().switch().clone()
    }
}
