use spinout_sim::MessageCounts;

use crate::MessageOutcome;

/// Messages of all replications.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Messages {
    sums: MessageOutcome,
    replications: f64,
}

impl Messages {
    pub(crate) fn add(&mut self, counts: &MessageCounts) {
        self.replications += 1.0;
        let sums = &mut self.sums;
        for (sum, count) in [
            (&mut sums.published, counts.published),
            (&mut sums.delivered, counts.delivered),
            (&mut sums.acknowledged, counts.acknowledged),
            (&mut sums.redelivered, counts.redelivered),
            (&mut sums.dead_letters, counts.dead_letters),
            (&mut sums.expired, counts.expired),
            (&mut sums.dropped, counts.dropped),
            (&mut sums.lost, counts.lost),
            (&mut sums.duplicated, counts.duplicated),
            (&mut sums.recognised, counts.known),
            (&mut sums.inconsistent, counts.inconsistent),
        ] {
            *sum += count as f64;
        }
    }

    pub(crate) fn outcome(&self) -> MessageOutcome {
        let mean = |sum: f64| sum / self.replications.max(1.0);
        let sums = &self.sums;
        MessageOutcome {
            published: mean(sums.published),
            delivered: mean(sums.delivered),
            acknowledged: mean(sums.acknowledged),
            redelivered: mean(sums.redelivered),
            dead_letters: mean(sums.dead_letters),
            expired: mean(sums.expired),
            dropped: mean(sums.dropped),
            lost: mean(sums.lost),
            duplicated: mean(sums.duplicated),
            recognised: mean(sums.recognised),
            inconsistent: mean(sums.inconsistent),
        }
    }
}
