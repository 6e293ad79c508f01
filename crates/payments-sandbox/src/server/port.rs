//! Which connection meets which step of the script.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, timeout_at};

use super::front::ProviderService;
use super::listening::{Accepted, Listening};
use crate::faults::{Exchange, Fault, Script};
use crate::latest::Latest;

pub(super) struct Port {
    pub(super) front: ProviderService,
    address: SocketAddr,
    // A script may be started from outside of the runtime, and a port that listens again needs it.
    runtime: runtime::Handle,
    state: Mutex<State>,
    changed: Notify,
    ending: watch::Sender<u64>,
}

struct State {
    listening: Listening,
    steps: VecDeque<Option<Fault>>,
    /// The number of the script: what an earlier one left behind belongs in no list.
    script: u64,
    connections: u64,
    exchanges: Latest<Exchange>,
}

/// A connection's place in the script.
pub(super) struct Slot {
    pub(super) port: Arc<Port>,
    pub(super) fault: Option<Fault>,
    pub(super) connection: u64,
    /// Changes when another script is started or the port closes.
    pub(super) ending: watch::Receiver<u64>,
    script: u64,
}

pub(super) enum Next {
    Connection(TcpStream, Slot),
    Wait(Instant),
    Failed(io::Error),
    Again,
    Stop,
}

impl Port {
    pub(super) fn new(listener: TcpListener, front: ProviderService, script: Script) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let listening = Listening::Open(listener);
        let steps = script.into_queue();
        let mut state = State { listening, steps, script: 0, connections: 0, exchanges: Latest::default() };
        state.refuse_if_due(address);
        Ok(Self {
            front,
            address,
            runtime: runtime::Handle::current(),
            state: Mutex::new(state),
            changed: Notify::new(),
            ending: watch::Sender::new(0),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn exchanges(&self) -> Vec<Exchange> {
        self.state().exchanges.to_vec()
    }

    /// When this returns, the port already does what the first step says.
    pub(super) fn play(&self, script: Script) {
        let _inside = self.runtime.enter();
        let mut state = self.state();
        state.steps = script.into_queue();
        state.script += 1;
        state.connections = 0;
        state.exchanges.clear();
        state.listening.open(self.address);
        state.refuse_if_due(self.address);
        self.tell();
    }

    pub(super) fn close(&self) {
        self.state().listening = Listening::Closed;
        self.tell();
    }

    fn tell(&self) {
        self.ending.send_modify(|changes| *changes += 1);
        self.changed.notify_one();
    }

    /// Keeps the exchange, unless another script was started since.
    pub(super) fn keep(&self, slot: &Slot, exchange: Exchange) {
        let mut state = self.state();
        if state.script == slot.script {
            state.exchanges.push(exchange);
        }
    }

    pub(super) async fn next(self: &Arc<Self>) -> Next {
        let mut changed = std::pin::pin!(self.changed.notified());
        poll_fn(|context| match changed.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Next::Again),
            Poll::Pending => self.poll_next(context),
        })
        .await
    }

    /// Under one lock: a connection is accepted, takes its step, and the next step closes the port if it says so.
    fn poll_next(self: &Arc<Self>, context: &mut Context<'_>) -> Poll<Next> {
        let mut state = self.state();
        Poll::Ready(match ready!(state.listening.poll(context)) {
            Accepted::Connection(stream) => {
                let fault = state.steps.pop_front().flatten();
                state.connections += 1;
                state.refuse_if_due(self.address);
                let slot = Slot {
                    port: Arc::clone(self),
                    fault,
                    connection: state.connections,
                    ending: self.ending.subscribe(),
                    script: state.script,
                };
                Next::Connection(stream, slot)
            }
            Accepted::Refusing(until) => Next::Wait(until),
            Accepted::Failed(error) => Next::Failed(error),
            Accepted::Closed => Next::Stop,
        })
    }

    /// The port refuses until then, or until something changes.
    pub(super) async fn wait(&self, until: Instant) {
        if timeout_at(until, self.changed.notified()).await.is_ok() {
            return;
        }
        let mut state = self.state();
        // Another script may have been started at the last moment.
        if state.listening.refuses_until(until) {
            state.refuse_if_due(self.address);
            if state.listening.refuses_until(until) {
                state.listening.open(self.address);
            }
        }
    }
}

impl State {
    fn refuse_if_due(&mut self, address: SocketAddr) {
        if matches!(self.listening, Listening::Closed) {
            return;
        }
        if let Some(Some(Fault::Refuse { lasting })) = self.steps.front() {
            self.listening.refuse(address, *lasting);
            self.steps.pop_front();
        }
    }
}

impl fmt::Debug for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Port").field("address", &self.address).finish_non_exhaustive()
    }
}
