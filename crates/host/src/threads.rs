use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use spinout_study::Executor;

/// Runs jobs on threads of their own.
#[derive(Clone, Copy, Debug)]
pub struct Threads(usize);

impl Threads {
    /// So many threads, at least one.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        Self(threads.max(1))
    }

    /// One for each core that this program may use.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self(std::thread::available_parallelism().map_or(1, NonZero::get))
    }
}

impl Executor for Threads {
    fn for_each(&self, count: usize, job: &(dyn Fn(usize) + Sync)) {
        let workers = self.0.min(count);
        if workers <= 1 {
            (0..count).for_each(job);
            return;
        }
        let next = AtomicUsize::new(0);
        let work = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= count {
                    return;
                }
                job(index);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..workers {
                scope.spawn(work);
            }
            work();
        });
    }
}
