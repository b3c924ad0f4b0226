//! Processor sharing: n visits on c cores each run at min(1, c ÷ n). One virtual time per instance, and
//! a winner tree over instances for the next completion of all.

use spinout_network::Quota;

use crate::{limit::Limit, ranked::Ranked, sample::SECOND};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Job {
    /// Virtual time at which it is done.
    pub(crate) tag: f64,
    sequence: u64,
    frame: u32,
}

impl Job {
    #[inline(always)]
    fn before(&self, other: &Self) -> bool {
        self.tag < other.tag || (self.tag == other.tag && self.sequence < other.sequence)
    }
}

/// The cores of one instance.
#[derive(Debug, Clone)]
pub(crate) struct Processor {
    pub(crate) cores: f64,
    /// Demand that each visit present since the last idle time has been served, in nanoseconds.
    pub(crate) virtual_time: f64,
    pub(crate) updated: u64,
    /// ∫ busy cores, in core-nanoseconds.
    pub(crate) busy: f64,
    /// A binary heap, earliest first.
    pub(crate) jobs: Vec<Job>,
    /// What keeps it from using its cores all the time.
    pub(crate) limit: Limit,
    /// In place of `jobs`, where the cores go by preemptive priority.
    pub(crate) ranked: Option<Box<Ranked>>,
}

impl Processor {
    #[inline]
    fn rate(&self) -> f64 {
        let present = self.jobs.len() as f64;
        if present <= self.cores {
            1.0
        } else {
            self.cores / present
        }
    }

    #[inline]
    fn advance(&mut self, now: u64) {
        if self.jobs.is_empty() {
            self.virtual_time = 0.0;
        } else {
            let elapsed = (now - self.updated) as f64;
            self.virtual_time += elapsed * self.rate();
            self.busy += elapsed * self.cores.min(self.jobs.len() as f64);
        }
        self.updated = now;
    }

    /// Visits that need its cores.
    pub(crate) fn present(&self) -> f64 {
        let ranked = self.ranked.as_ref();
        ranked.map_or(self.jobs.len(), |ranked| ranked.len()) as f64
    }

    /// [`Processor::advance`], whoever gets the cores.
    fn catch_up(&mut self, now: u64) {
        match &mut self.ranked {
            None => self.advance(now),
            Some(ranked) => {
                self.busy += ranked.advance((now - self.updated) as f64, self.cores);
                self.updated = now;
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn next_ranked(&self) -> u64 {
        match &self.ranked {
            Some(ranked) if ranked.len() > 0 => {
                self.due_under_limit(ranked.next(self.updated, self.cores))
            }
            _ => u64::MAX,
        }
    }

    /// When the next visit is done, unless others come.
    #[inline]
    fn next(&self) -> u64 {
        match self.jobs.first() {
            None if self.limit.is_none() => u64::MAX,
            None => self.next_ranked(),
            Some(job) => {
                let left = (job.tag - self.virtual_time).max(0.0) / self.rate();
                // Rounded up: never early.
                let whole = left as u64;
                let due = self.updated.saturating_add(whole);
                let due = due.saturating_add(u64::from((whole as f64) < left));
                if self.limit.is_none() {
                    due
                } else {
                    self.due_under_limit(due)
                }
            }
        }
    }

    #[inline]
    fn push(&mut self, job: Job) {
        let mut hole = self.jobs.len();
        self.jobs.push(job);
        while hole > 0 {
            let parent = (hole - 1) / 2;
            if !job.before(&self.jobs[parent]) {
                break;
            }
            self.jobs[hole] = self.jobs[parent];
            hole = parent;
        }
        self.jobs[hole] = job;
    }

    #[inline]
    fn pop(&mut self) -> Option<Job> {
        let last = self.jobs.pop()?;
        let Some(&top) = self.jobs.first() else {
            return Some(last);
        };
        let length = self.jobs.len();
        let mut hole = 0;
        loop {
            let mut child = 2 * hole + 1;
            if child >= length {
                break;
            }
            if child + 1 < length && self.jobs[child + 1].before(&self.jobs[child]) {
                child += 1;
            }
            if !self.jobs[child].before(&last) {
                break;
            }
            self.jobs[hole] = self.jobs[child];
            hole = child;
        }
        self.jobs[hole] = last;
        Some(top)
    }
}

/// All shared processors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sharing {
    processors: Vec<Processor>,
    /// Winner tree: `(time, processor)`, root at 1, leaves from `leaves`.
    tree: Vec<(u64, u32)>,
    leaves: usize,
    /// The root of the tree.
    next: (u64, u32),
    sequence: u64,
}

impl Sharing {
    /// Adds an instance's cores; the answer is their number. [`Sharing::ready`] must follow.
    pub(crate) fn add(&mut self, cores: f64, quota: Option<Quota>) -> u32 {
        self.processors.push(Processor {
            limit: Limit::new(cores, quota),
            cores,
            virtual_time: 0.0,
            updated: 0,
            busy: 0.0,
            jobs: Vec::new(),
            ranked: None,
        });
        (self.processors.len() - 1) as u32
    }

    /// The cores of a processor go by preemptive priority.
    pub(crate) fn rank(&mut self, processor: u32) {
        let cores = &mut self.processors[processor as usize];
        cores.ranked = Some(Box::default());
        cores.limit.rank();
    }

    /// A visit starts to compute on cores that go by priority; `rank`: how many priorities are above.
    #[cold]
    #[inline(never)]
    pub(crate) fn start_ranked(
        &mut self,
        processor: u32,
        now: u64,
        (frame, rank): (u32, u8),
        demand: u64,
    ) {
        let cores = &mut self.processors[processor as usize];
        cores.catch_up(now);
        cores.look_at_limit(now);
        if let Some(ranked) = &mut cores.ranked {
            ranked.start(now, frame, rank, demand as f64);
        }
        self.update(processor);
    }

    /// [`Sharing::complete`] where something limits the cores, or they go by priority.
    #[cold]
    #[inline(never)]
    fn complete_under_limit(&mut self, processor: u32, now: u64) -> Option<u32> {
        let cores = &mut self.processors[processor as usize];
        cores.catch_up(now);
        if cores.stops_or_resumes(now) {
            self.update(processor);
            return None;
        }
        let done = match &mut cores.ranked {
            Some(ranked) => ranked.complete(now, cores.cores),
            None => {
                let done = cores.pop();
                if let Some(job) = done {
                    cores.virtual_time = cores.virtual_time.max(job.tag);
                }
                done.map(|job| job.frame)
            }
        };
        self.update(processor);
        done
    }

    /// Builds the tree.
    pub(crate) fn ready(&mut self) {
        self.leaves = self.processors.len().next_power_of_two();
        self.tree = vec![(u64::MAX, 0); 2 * self.leaves];
        self.next = self.tree[1];
    }

    /// Time of the next completion, and whose; `u64::MAX` if there is none.
    #[inline(always)]
    pub(crate) fn next(&self) -> (u64, u32) {
        self.next
    }

    #[inline]
    fn update(&mut self, processor: u32) {
        let mut node = self.leaves + processor as usize;
        let mut winner = (self.processors[processor as usize].next(), processor);
        self.tree[node] = winner;
        while node > 1 {
            let rival = self.tree[node ^ 1];
            // Among equals the lowest number.
            winner = winner.min(rival);
            node /= 2;
            if self.tree[node] == winner {
                return;
            }
            self.tree[node] = winner;
        }
        self.next = winner;
    }

    /// A visit starts to compute.
    #[inline]
    pub(crate) fn start(&mut self, processor: u32, now: u64, frame: u32, demand: u64) {
        let cores = &mut self.processors[processor as usize];
        cores.advance(now);
        if !cores.limit.is_none() {
            cores.look_at_limit(now);
        }
        self.sequence += 1;
        let tag = cores.virtual_time + demand as f64;
        cores.push(Job {
            tag,
            sequence: self.sequence,
            frame,
        });
        self.update(processor);
    }

    /// The next visit of a processor is done.
    #[inline]
    pub(crate) fn complete(&mut self, processor: u32, now: u64) -> Option<u32> {
        let cores = &mut self.processors[processor as usize];
        if !cores.limit.is_none() {
            return self.complete_under_limit(processor, now);
        }
        cores.advance(now);
        let done = cores.pop();
        if let Some(job) = done {
            cores.virtual_time = cores.virtual_time.max(job.tag);
        }
        self.update(processor);
        done.map(|job| job.frame)
    }

    /// The cores stand still from now on, or go on.
    #[cold]
    #[inline(never)]
    pub(crate) fn stall(&mut self, processor: u32, now: u64, still: bool) {
        let cores = &mut self.processors[processor as usize];
        cores.catch_up(now);
        cores.stall(still);
        self.update(processor);
    }

    /// What is left of every visit's demand takes this many times as long. The answer is each visit's
    /// frame, and by how many nanoseconds its demand has grown.
    #[cold]
    #[inline(never)]
    pub(crate) fn stretch(&mut self, processor: u32, now: u64, factor: f64) -> Vec<(u32, i64)> {
        let cores = &mut self.processors[processor as usize];
        cores.catch_up(now);
        if let Some(ranked) = &mut cores.ranked {
            let grown = ranked.stretch(factor);
            self.update(processor);
            return grown;
        }
        let virtual_time = cores.virtual_time;
        // All in proportion: their order stays.
        let grown = cores.jobs.iter_mut().map(|job| {
            let left = (job.tag - virtual_time).max(0.0);
            job.tag = virtual_time + left * factor;
            (job.frame, (left * (factor - 1.0)) as i64)
        });
        let grown = grown.collect();
        self.update(processor);
        grown
    }

    /// All visits are gone.
    pub(crate) fn clear(&mut self, processor: u32, now: u64) {
        let cores = &mut self.processors[processor as usize];
        cores.catch_up(now);
        cores.jobs.clear();
        if let Some(ranked) = &mut cores.ranked {
            ranked.clear();
        }
        self.update(processor);
    }

    /// ∫ busy cores from the run's start, in core-seconds.
    pub(crate) fn busy(&self, processor: u32, now: u64) -> f64 {
        let cores = &self.processors[processor as usize];
        let present = cores.present();
        (cores.busy + (now - cores.updated) as f64 * cores.cores.min(present)) / SECOND
    }
}
