//! One replication, and many of them in the order of their numbers.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use spinout_network::Network;
use spinout_sim::{Promise, Report, RunConfig, Simulation, Window};

use crate::{Executor, Observer, Phase, Progress};

/// Events between two questions to the observer: some milliseconds of a design with thousands of elements.
const SLICE: u64 = 1 << 14;
/// Events at one moment after which nothing is expected to let time pass any more.
const MOST_AT_ONCE: u64 = 400 * SLICE;
/// Steps of a trial's series: what a trend is looked for in.
const TRIAL_STEPS: u32 = 400;
/// Trials are numbered down from here, so that they share no draws with replications that count.
const FIRST_TRIAL: u32 = u32::MAX;

/// How a replication is laid out in time; the same for all options, so that they see the same users.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    pub(crate) pre_roll_s: f64,
    pub(crate) horizon_s: f64,
    pub(crate) drain_s: f64,
    pub(crate) windows: Vec<Window>,
    pub(crate) steps: u32,
    /// Whether to look at single visits of elements, and at the distribution of responses over time.
    pub(crate) detail: bool,
    /// What is counted over time.
    pub(crate) promises: Vec<Promise>,
}

impl Layout {
    /// A trial of `length_s` seconds from an empty start.
    pub(crate) fn trial(length_s: f64) -> Self {
        Self {
            pre_roll_s: 0.0,
            horizon_s: length_s,
            drain_s: 0.0,
            windows: Vec::new(),
            steps: TRIAL_STEPS,
            detail: false,
            promises: Vec::new(),
        }
    }

    /// What the engine is asked for in replication `number`.
    pub(crate) fn config(&self, seed: u64, number: u32) -> RunConfig {
        RunConfig {
            drain: self.drain_s,
            windows: self.windows.clone(),
            buckets: self.steps,
            detail: self.detail,
            promises: self.promises.clone(),
            ..RunConfig::new(seed, number, self.pre_roll_s, self.horizon_s)
        }
    }
}

/// Runs replications for a study.
pub(crate) struct Replicator<'a> {
    pub(crate) seed: u64,
    pub(crate) executor: &'a dyn Executor,
    pub(crate) observer: &'a dyn Observer,
    standstill: AtomicBool,
}

impl<'a> Replicator<'a> {
    pub(crate) fn new(seed: u64, executor: &'a dyn Executor, observer: &'a dyn Observer) -> Self {
        Self {
            seed,
            executor,
            observer,
            standstill: AtomicBool::new(false),
        }
    }

    /// Whether a replication went on and on without any time passing.
    pub(crate) fn stands_still(&self) -> bool {
        self.standstill.load(Ordering::Relaxed)
    }

    /// Replication `number` of `network`; `None` when the observer said no or time stands still. The network and the layout
    /// were found valid before.
    fn replicate(&self, network: &Network, layout: &Layout, number: u32) -> Option<Report> {
        self.run(network, &layout.config(self.seed, number))
    }

    /// One run; `None` as in [`Replicator::replicate`].
    pub(crate) fn run(&self, network: &Network, config: &RunConfig) -> Option<Report> {
        let mut simulation = Simulation::new(network, config).ok()?;
        let mut moment = (0, simulation.now());
        loop {
            if !self.observer.go_on() || self.stands_still() {
                return None;
            }
            if !simulation.advance(SLICE) {
                return Some(simulation.report());
            }
            moment = if simulation.now() == moment.1 {
                (moment.0 + SLICE, moment.1)
            } else {
                (0, simulation.now())
            };
            if moment.0 >= MOST_AT_ONCE {
                self.standstill.store(true, Ordering::Relaxed);
            }
        }
    }

    /// `count` trials of each network; `None` when the observer said no.
    pub(crate) fn trials(
        &self,
        networks: &[&Network],
        count: u32,
        layout: &Layout,
    ) -> Option<Vec<Vec<Report>>> {
        let slots: Vec<Mutex<Option<Report>>> = (0..networks.len() * count as usize)
            .map(|_| Mutex::new(None))
            .collect();
        self.executor.for_each(slots.len(), &|job| {
            let trial = FIRST_TRIAL - (job % count as usize) as u32;
            let report = self.replicate(networks[job / count as usize], layout, trial);
            *lock(&slots[job]) = report;
        });
        let reports: Option<Vec<Report>> = slots
            .into_iter()
            .map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect();
        Some(
            reports?
                .chunks(count as usize)
                .map(<[Report]>::to_vec)
                .collect(),
        )
    }

    /// Replications `numbers` of every network, handed to `take` in the order of their numbers as soon
    /// as all before are done, each with the reports of all networks. Gives how many were handed over
    /// without a gap; those that ran ahead of a replication that was cancelled are thrown away.
    pub(crate) fn replications(
        &self,
        networks: &[&Network],
        numbers: Range<u32>,
        layout: &Layout,
        progress: Progress,
        take: impl FnMut(Vec<Report>) + Send,
    ) -> u32 {
        let count = networks.len();
        let sink = Mutex::new(Sink {
            take,
            networks: count,
            waiting: BTreeMap::new(),
            next: 0,
            done: 0,
        });
        let jobs = numbers.len() * count;
        self.executor.for_each(jobs, &|job| {
            let number = numbers.start + (job / count) as u32;
            let Some(report) = self.replicate(networks[job % count], layout, number) else {
                return;
            };
            let done = lock(&sink).put(job, report);
            self.observer.progress(&Progress {
                phase: Phase::Measure,
                done: progress.done + done,
                ..progress
            });
        });
        let next = lock(&sink).next;
        next as u32
    }
}

/// Puts reports into the order of their jobs.
struct Sink<F> {
    take: F,
    networks: usize,
    waiting: BTreeMap<usize, Report>,
    /// Replications handed over.
    next: usize,
    /// Reports that came.
    done: u32,
}

impl<F: FnMut(Vec<Report>)> Sink<F> {
    fn put(&mut self, job: usize, report: Report) -> u32 {
        self.done += 1;
        self.waiting.insert(job, report);
        loop {
            let jobs = self.next * self.networks..(self.next + 1) * self.networks;
            if !jobs.clone().all(|job| self.waiting.contains_key(&job)) {
                return self.done;
            }
            let reports = jobs.filter_map(|job| self.waiting.remove(&job)).collect();
            (self.take)(reports);
            self.next += 1;
        }
    }
}

/// A panic in another job is the executor's to report; what is behind the lock is whole all the same.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
