//! The wire under the server: a connection that can be cut at any byte, or made to say its words twice.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// How a connection ends once its last allowed byte is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// An orderly close: what was written arrives, the rest never does.
    Close,
    /// A reset: the peer's next read fails.
    Reset,
}

#[derive(Debug, Default)]
pub(super) struct SwitchState {
    end: Option<(usize, Cut)>,
    wakers: Vec<Waker>,
    /// What was written since the answer that is to be said twice began.
    recorded: Option<Vec<u8>>,
    sent: Vec<oneshot::Sender<()>>,
}

/// The hand on one connection's switch.
#[derive(Debug, Clone, Default)]
pub(super) struct Switch(pub(super) Arc<Mutex<SwitchState>>);

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

    /// Puts everything up to the next flush, an answer with its head, on the wire once more.
    pub(super) fn say_twice(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).recorded = Some(Vec::new());
    }

    /// Resolves when the next flush is through; an error when the connection ends before.
    pub(super) fn sent(&self) -> oneshot::Receiver<()> {
        let (tell, told) = oneshot::channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sent.push(tell);
        told
    }

    fn spend(&self, written: &[u8]) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((left, _)) = &mut state.end {
            *left = left.saturating_sub(written.len());
        }
        if let Some(recorded) = &mut state.recorded {
            recorded.extend_from_slice(written);
        }
    }

    fn recorded(&self) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).recorded.take()
    }

    fn flushed(&self) {
        let sent = std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).sent);
        for tell in sent {
            let _ = tell.send(());
        }
    }
}

/// A TCP connection under a [`Switch`].
#[derive(Debug)]
pub(super) struct Line {
    stream: TcpStream,
    switch: Switch,
    /// What is still to be said for the second time.
    again: Vec<u8>,
}

impl Line {
    pub(super) fn new(stream: TcpStream, switch: Switch) -> Self {
        Self { stream, switch, again: Vec::new() }
    }

    pub(super) fn switch(&self) -> &Switch {
        &self.switch
    }

    fn ended(&self, how: Cut) -> io::Error {
        if how == Cut::Reset {
            let _ = self.stream.set_zero_linger();
        }
        io::Error::from(io::ErrorKind::ConnectionReset)
    }

    fn poll_again(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.again.is_empty() {
            let count = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.again))?;
            self.again.drain(..count);
        }
        Poll::Ready(Ok(()))
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
        let allowed = match self.switch.allowance(cx) {
            Some((0, how)) => return Poll::Ready(Err(self.ended(how))),
            Some((left, _)) => left.min(bytes.len()),
            None => bytes.len(),
        };
        ready!(self.poll_again(cx))?;
        let count = ready!(Pin::new(&mut self.stream).poll_write(cx, &bytes[..allowed]))?;
        self.switch.spend(&bytes[..count]);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Some(recorded) = self.switch.recorded() {
            self.again.extend(recorded);
        }
        ready!(self.poll_again(cx))?;
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        self.switch.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
