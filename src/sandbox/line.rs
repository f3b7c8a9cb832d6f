//! The wire under the server: a listener and a connection that can be cut at any byte, and a port that can go away for a while.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::Instant;

/// How a connection ends once its last allowed byte is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// An orderly close: what was written arrives, the rest never does.
    Close,
    /// A reset: the peer's next read fails.
    Reset,
}

#[derive(Debug, Default)]
struct SwitchState {
    end: Option<(usize, Cut)>,
    wakers: Vec<Waker>,
}

/// The hand on one connection's switch.
#[derive(Debug, Clone, Default)]
pub(super) struct Switch(Arc<Mutex<SwitchState>>);

impl Switch {
    /// Lets `bytes` more bytes out, then ends the connection.
    pub(super) fn cut_after(&self, bytes: usize, how: Cut) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.end = Some((bytes, how));
        state.wakers.drain(..).for_each(Waker::wake);
    }

    fn allowance(&self, cx: &Context<'_>) -> Option<(usize, Cut)> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
            state.wakers.push(cx.waker().clone());
        }
        state.end
    }

    fn spend(&self, bytes: usize) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((left, _)) = &mut state.end {
            *left = left.saturating_sub(bytes);
        }
    }
}

/// A TCP connection under a [`Switch`].
#[derive(Debug)]
pub(super) struct Line {
    stream: TcpStream,
    switch: Switch,
}

impl Line {
    fn ended(&self, how: Cut) -> io::Error {
        if how == Cut::Reset {
            let _ = self.stream.set_zero_linger();
        }
        io::Error::from(io::ErrorKind::ConnectionReset)
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some((0, how)) = self.switch.allowance(cx) {
            return Poll::Ready(Err(self.ended(how)));
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Some((left, how)) = self.switch.allowance(cx) else {
            return Pin::new(&mut self.stream).poll_write(cx, bytes);
        };
        if left == 0 {
            return Poll::Ready(Err(self.ended(how)));
        }
        let written = Pin::new(&mut self.stream).poll_write(cx, &bytes[..left.min(bytes.len())]);
        if let Poll::Ready(Ok(count)) = written {
            self.switch.spend(count);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

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
                    return (Line { stream, switch: self.board.connect() }, peer);
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
        stream.io().switch.clone()
    }
}
