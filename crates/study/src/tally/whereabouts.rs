use spinout_network::{ElementIndex, Network};
use spinout_sim::{JourneyReport, TimeSplit};

use crate::Share;

/// Where the time of a journey's requests went, summed over replications.
#[derive(Clone, Debug)]
pub(crate) struct Whereabouts {
    /// By element, before the answer.
    before: Vec<TimeSplit>,
    /// By element, after it.
    after: Vec<TimeSplit>,
}

impl Whereabouts {
    pub(crate) fn new(network: &Network) -> Self {
        let none = vec![TimeSplit::default(); network.elements.len()];
        Self {
            before: none.clone(),
            after: none,
        }
    }

    pub(crate) fn add(&mut self, report: &JourneyReport) {
        for (sums, more) in [
            (&mut self.before, &report.time),
            (&mut self.after, &report.time_after),
        ] {
            for (sum, more) in sums.iter_mut().zip(more) {
                sum.own += more.own;
                sum.wait += more.wait;
                sum.network += more.network;
                sum.pause += more.pause;
            }
        }
    }

    /// The parts of a mean request out of `requests`.
    pub(crate) fn shares(&self, requests: u64) -> Vec<Share> {
        let requests = requests.max(1) as f64;
        let mut shares = Vec::new();
        for (sums, in_response) in [(&self.before, true), (&self.after, false)] {
            let elements = sums.iter().enumerate().map(|(i, sum)| Share {
                element: Some(ElementIndex::from(i)),
                own_s: sum.own / requests,
                wait_s: sum.wait / requests,
                in_response,
            });
            let between = Share {
                element: None,
                own_s: sums.iter().map(|sum| sum.network).sum::<f64>() / requests,
                wait_s: sums.iter().map(|sum| sum.pause).sum::<f64>() / requests,
                in_response,
            };
            shares.extend(elements.chain([between]));
        }
        shares.retain(|share| share.own_s > 0.0 || share.wait_s > 0.0);
        shares
    }
}
