use spinout_sim::ReplicatedReport;
use spinout_stats::{Confidence, Moments, mean, ratio};

use crate::outcome::ReplicasOutcome;

/// The copies of a store: of each replication, a part and its whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Replicas {
    reads_per_s: Moments,
    stale: Vec<(f64, f64)>,
    own_missed: Vec<(f64, f64)>,
    apply_s: Vec<(f64, f64)>,
}

impl Replicas {
    pub(super) fn add(&mut self, found: &ReplicatedReport, measured: f64) {
        let reads = found.reads as f64;
        self.reads_per_s.record(reads / measured);
        self.stale.push((found.stale as f64, reads));
        let own = (found.own_missed as f64, found.own_reads as f64);
        self.own_missed.push(own);
        let seconds = found.applied_after as f64 / 1e9;
        self.apply_s.push((seconds, found.applied as f64));
    }

    pub(super) fn outcome(&self, confidence: Confidence) -> Option<ReplicasOutcome> {
        (self.reads_per_s.count() > 0).then(|| ReplicasOutcome {
            reads_per_s: mean(&self.reads_per_s, confidence),
            stale: ratio(&self.stale, confidence),
            own_missed: ratio(&self.own_missed, confidence),
            apply_s: ratio(&self.apply_s, confidence),
        })
    }
}
