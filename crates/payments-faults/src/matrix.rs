//! The cells of the matrix, run side by side.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use payments_core::{Endpoint, Provider};
use payments_sandbox::faults::{CallbackFault, FaultKind};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::call::{Call, ProviderOf, Rows};
use crate::calls::{bank131, kvell, payneteasy, vepay};
use crate::notices::{self, Notifies};
use crate::options::Options;
use crate::random::Random;
use crate::scenario;
use crate::tally::Tally;
use crate::wire::Mistake;
use crate::world::TestBed;
use payments_fixtures::Failure;

/// Seeds that share a sandbox.
const SEEDS_PER_WORLD: u64 = 25;
/// Sandboxes at work at once; in each of them one seed after another.
const WORLDS: usize = 96;

/// One cell of the matrix.
pub(crate) struct Cell {
    pub(crate) provider: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) fault: String,
    pub(crate) tally: Tally,
}

type Work = Pin<Box<dyn Future<Output = Result<Tally, Failure>> + Send>>;

/// Every row with every fault, and without one.
pub(crate) async fn run(options: &Options) -> Result<Vec<Cell>, Failure> {
    let mut matrix = Matrix::new(options);
    matrix.endpoints();
    if options.mistake == Mistake::None {
        matrix.notices();
    }
    matrix.run().await
}

/// The provider and the endpoint of each row that is an endpoint's.
pub fn endpoints() -> BTreeSet<(&'static str, &'static str)> {
    let options = Options { seeds: 0, ..Options::default() };
    let mut matrix = Matrix::new(&options);
    matrix.endpoints();
    matrix.cells.iter().map(|cell| (cell.provider, cell.endpoint)).collect()
}

struct Matrix<'a> {
    options: &'a Options,
    cells: Vec<Cell>,
    /// What is to be done, each with the place of its cell.
    work: Vec<(usize, Work)>,
}

impl Rows for Matrix<'_> {
    fn row<C: Call>(&mut self) {
        for fault in [None].into_iter().chain(FaultKind::ALL.map(Some)) {
            self.cell::<C>(fault);
        }
    }
}

impl<'a> Matrix<'a> {
    const fn new(options: &'a Options) -> Self {
        Self { options, cells: Vec::new(), work: Vec::new() }
    }

    fn endpoints(&mut self) {
        bank131::rows(self);
        payneteasy::rows(self);
        vepay::rows(self);
        kvell::rows(self);
    }

    fn notices(&mut self) {
        self.callbacks::<bank131::Notices>();
        self.callbacks::<payneteasy::Notices>();
        self.callbacks::<vepay::Notices>();
        self.callbacks::<kvell::Notices>();
    }

    fn cell<C: Call>(&mut self, fault: Option<FaultKind>) {
        let name = fault.map_or_else(|| "none".to_owned(), |kind| format!("{kind:?}"));
        let mistake = self.options.mistake;
        let play = move |world, seed| scenario::play::<C>(world, fault, mistake, seed);
        self.add(ProviderOf::<C>::NAME, C::Endpoint::NAME, name, SEEDS_PER_WORLD, play);
    }

    fn callbacks<N: Notifies>(&mut self) {
        for fault in [None].into_iter().chain(CallbackFault::ALL.map(Some)) {
            let name = fault.map_or_else(|| "none".to_owned(), |fault| format!("{fault:?}"));
            // What one seed holds back another must not receive.
            self.add(N::Provider::NAME, N::ROW, name, 1, move |world, seed| notices::play::<N>(world, fault, seed));
        }
    }

    /// One cell, its seeds spread over sandboxes.
    fn add<P, F>(
        &mut self,
        provider: &'static str,
        endpoint: &'static str,
        fault: String,
        seeds_per_world: u64,
        play: P,
    ) where
        P: Fn(Arc<TestBed>, u64) -> F + Copy + Send + 'static,
        F: Future<Output = Result<Tally, Failure>> + Send,
    {
        if !format!("{provider} {endpoint} × {fault}").contains(&self.options.only) {
            return;
        }
        let end = self.options.from + self.options.seeds;
        let mut first = self.options.from;
        while first < end {
            let last = end.min(first + seeds_per_world);
            let mut random = Random::new(first, &format!("{endpoint} × {fault}"));
            let work = async move {
                let world = Arc::new(TestBed::open(&mut random).await?);
                let mut tally = Tally::default();
                for seed in first..last {
                    tally.add(play(Arc::clone(&world), seed).await?);
                }
                Ok(tally)
            };
            self.work.push((self.cells.len(), Box::pin(work)));
            first = last;
        }
        self.cells.push(Cell { provider, endpoint, fault, tally: Tally::default() });
    }

    async fn run(mut self) -> Result<Vec<Cell>, Failure> {
        let places = Arc::new(Semaphore::new(WORLDS));
        let mut running = JoinSet::new();
        for (index, work) in self.work {
            let places = Arc::clone(&places);
            running.spawn(async move {
                let _place = places.acquire().await?;
                Ok::<_, Failure>((index, work.await?))
            });
        }
        while let Some(finished) = running.join_next().await {
            let (index, tally) = finished??;
            if let Some(cell) = self.cells.get_mut(index) {
                cell.tally.add(tally);
            }
        }
        Ok(self.cells)
    }
}
