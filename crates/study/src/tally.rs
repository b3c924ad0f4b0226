//! What is kept of the replications of one network: pools and a few numbers of each replication, so that
//! memory does not grow with the number of requests.

mod deploys;
mod elements;
mod jobs;
mod links;
mod messages;
mod over_time;
mod queues;
mod replicas;
mod requests;
mod responses;
mod series;
mod times;
mod whereabouts;

use spinout_network::Network;
use spinout_sim::Report;
use spinout_stats::{Confidence, Estimate, Moments, mean};

use crate::{Figure, JourneyOutcome, Plan, RequestsDifference, RequestsOutcome, outcome};
use deploys::Deploys;
use elements::Elements;
use links::Links;
use messages::Messages;
use queues::Queues;
use requests::Requests;
use series::Series;
use whereabouts::Whereabouts;

/// The replications of one network so far.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    pub(crate) replications: u32,
    pub(crate) events: u64,
    /// By window, the whole first, and then by journey.
    windows: Vec<Vec<Requests>>,
    whereabouts: Vec<Whereabouts>,
    /// By journey.
    messages: Vec<Messages>,
    elements: Elements,
    queues: Queues,
    links: Links,
    deploys: Deploys,
    series: Series,
}

impl Tally {
    /// Nothing yet, of `network`, observed for `horizon_s` seconds a replication.
    pub(crate) fn new(network: &Network, plan: &Plan, horizon_s: f64) -> Self {
        let lengths = std::iter::once(horizon_s).chain(plan.windows().map(|w| w.to_s - w.from_s));
        let journeys = || (0..network.journeys.len()).map(spinout_network::JourneyIndex::from);
        Self {
            replications: 0,
            events: 0,
            windows: lengths
                .map(|length_s| {
                    journeys()
                        .map(|journey| Requests::new(length_s, plan.thresholds_of(journey)))
                        .collect()
                })
                .collect(),
            whereabouts: journeys().map(|_| Whereabouts::new(network)).collect(),
            messages: journeys().map(|_| Messages::default()).collect(),
            elements: Elements::new(network),
            queues: Queues::new(network),
            links: Links::new(network),
            deploys: Deploys::default(),
            series: Series::new(network),
        }
    }

    /// Adds the next replication.
    pub(crate) fn add(&mut self, report: &Report) {
        self.replications += 1;
        self.events += report.events;
        for (window, journeys) in self.windows.iter_mut().enumerate() {
            for (journey, requests) in journeys.iter_mut().enumerate() {
                requests.add(&report.journeys[journey].windows[window]);
            }
        }
        for (messages, journey) in self.messages.iter_mut().zip(&report.journeys) {
            messages.add(&journey.messages);
        }
        for (whereabouts, journey) in self.whereabouts.iter_mut().zip(&report.journeys) {
            whereabouts.add(journey);
        }
        self.elements.add(report);
        self.queues.add(report);
        self.links.add(report);
        self.deploys.add(report);
        self.series.add(&report.series);
    }

    /// Requests that arrived in the observed time.
    pub(crate) fn requests(&self) -> u64 {
        self.windows[0].iter().map(Requests::arrived).sum()
    }

    /// The widest relative half-width of a figure of the response over the
    /// journeys for which it can be estimated: more replications do not help one with so few requests
    /// that it cannot. Infinite where there is none; 0 where nothing came at all.
    pub(crate) fn precision(&self, of: Figure, confidence: Confidence) -> f64 {
        if self.requests() == 0 {
            return 0.0;
        }
        let journeys = self.windows[0].iter();
        journeys
            .filter_map(|requests| requests.response().figure(of, confidence))
            .map(|estimate| estimate.relative_half_width())
            .reduce(f64::max)
            .unwrap_or(f64::INFINITY)
    }

    pub(crate) fn journeys(&self, confidence: Confidence) -> Vec<JourneyOutcome> {
        self.windows[0]
            .iter()
            .zip(self.whereabouts.iter().zip(&self.messages))
            .map(|(requests, (whereabouts, messages))| JourneyOutcome {
                requests: requests.outcome(confidence),
                where_it_goes: whereabouts.shares(requests.arrived()),
                messages: messages.outcome(),
            })
            .collect()
    }

    pub(crate) fn windows(&self, confidence: Confidence) -> Vec<Vec<RequestsOutcome>> {
        self.windows[1..]
            .iter()
            .map(|journeys| journeys.iter().map(|r| r.outcome(confidence)).collect())
            .collect()
    }

    pub(crate) fn elements(&self, confidence: Confidence) -> Vec<outcome::ElementOutcome> {
        self.elements.outcome(confidence)
    }

    pub(crate) fn queues(&self, confidence: Confidence) -> Vec<outcome::QueueOutcome> {
        self.queues.outcome(confidence)
    }

    pub(crate) fn links(&self, confidence: Confidence) -> Vec<crate::LinkOutcome> {
        self.links.outcome(confidence)
    }

    pub(crate) fn deploys(&self, confidence: Confidence) -> Vec<crate::DeployOutcome> {
        self.deploys.outcome(confidence)
    }

    pub(crate) fn series(&self, confidence: Confidence) -> outcome::Series {
        self.series.outcome(confidence)
    }

    /// This minus `base`, by window (the whole first) and journey, paired by replication.
    pub(crate) fn minus(
        &self,
        base: &Self,
        confidence: Confidence,
    ) -> Vec<Vec<RequestsDifference>> {
        self.windows
            .iter()
            .zip(&base.windows)
            .map(|(journeys, base)| {
                let pairs = journeys.iter().zip(base);
                pairs.map(|(r, base)| r.minus(base, confidence)).collect()
            })
            .collect()
    }
}

/// The mean over replications of one figure from each.
fn mean_of(figures: &[f64], confidence: Confidence) -> Option<Estimate> {
    mean(&figures.iter().copied().collect::<Moments>(), confidence)
}
