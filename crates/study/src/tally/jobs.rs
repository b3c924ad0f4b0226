use spinout_sim::JobReport;
use spinout_stats::{Confidence, ratio};

use crate::JobOutcome;

/// The runs of a job, over replications.
#[derive(Clone, Debug, Default)]
pub(super) struct Jobs {
    replications: u32,
    sum: JobReport,
    /// Sums of durations, and runs that were done.
    durations: Vec<(f64, f64)>,
}

impl Jobs {
    pub(super) fn add(&mut self, found: &JobReport) {
        self.replications += 1;
        let sum = &mut self.sum;
        sum.started += found.started;
        sum.finished += found.finished;
        sum.missed += found.missed;
        sum.replaced += found.replaced;
        sum.items += found.items;
        sum.failed += found.failed;
        sum.retried += found.retried;
        sum.duration_max_s = sum.duration_max_s.max(found.duration_max_s);
        self.durations
            .push((found.duration_s, found.finished as f64));
    }

    pub(super) fn outcome(&self, confidence: Confidence) -> Option<JobOutcome> {
        if self.replications == 0 {
            return None;
        }
        let mean = |count: u64| count as f64 / f64::from(self.replications);
        let sum = &self.sum;
        Some(JobOutcome {
            started: mean(sum.started),
            finished: mean(sum.finished),
            missed: mean(sum.missed),
            replaced: mean(sum.replaced),
            items: mean(sum.items),
            failed: mean(sum.failed),
            retried: mean(sum.retried),
            duration_s: ratio(&self.durations, confidence),
            duration_max_s: sum.duration_max_s,
        })
    }
}
