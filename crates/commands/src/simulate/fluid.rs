//! A scenario as a fluid, in the words of a study's outcome.

use spinout_network::{Arrivals, ElementIndex, Network};
use spinout_queueing::fluid::{Ask, Fluid, GroupFluid, Refused, SECTIONS, Trace, error_of, fluid};
use spinout_queueing::preview::{Band, Resource};
use spinout_stats::{Confidence, Estimate};
use spinout_study::{
    ConsumerGroupOutcome, ElementOutcome, ElementSeries, JourneyOutcome, JourneySeries, Kind,
    Latency, Measured, MessageOutcome, Outcome, Overload, Plan, QueueOutcome, RequestsOutcome,
    ResourceOutcome, ScalingOutcome, Series, Shortage, Stop, Threshold,
};

use super::Ready;
use crate::protocol::{Problem, ProblemKind};

/// Sampled requests of each journey.
const TRACERS: u32 = 20_000;
/// Requests a second that the engine can follow, more or less.
const PACE: f64 = 5e5;
/// Seconds of a run that are worth a word before it begins.
const LONG: f64 = 3600.0;

/// The scenario as a fluid, and what is to be said of its error.
pub(super) fn outcome(ready: &Ready, plan: &Plan) -> Result<(Outcome, String), Problem> {
    let network = &ready.lowered.network;
    let ask = Ask {
        horizon_s: match plan.kind {
            Kind::Steady => None,
            Kind::Terminating { .. } => Some(ready.lowered.horizon_s),
        },
        seed: plan.seed,
        tracers: TRACERS,
    };
    let told = fluid(network, &ask).map_err(|refused| problem(ready, &refused))?;
    let error = error_of(told.busy());
    let note = format!(
        "Method: fluid. No event was simulated: this is the limit of many like requests, and {TRACERS} sampled \
         ones of each journey. Where events can be run too, 95 % of the means lay within {:.0} % of theirs, of \
         the 95th percentiles within {:.0} %; the intervals are at least that wide.",
        100.0 * error.mean,
        100.0 * error.quantile
    );
    Ok((
        Teller {
            network,
            told: &told,
            plan,
            error,
        }
        .outcome(),
        note,
    ))
}

/// How long a run of events would take at the least, where that is long.
pub(super) fn long_run(network: &Network, plan: &Plan, horizon_s: f64) -> Option<f64> {
    if plan.kind == Kind::Steady {
        return None;
    }
    let steps = 1000;
    let each = horizon_s / f64::from(steps);
    let journeys = network.journeys.iter();
    let requests: f64 = journeys
        .map(|journey| match &journey.arrivals {
            Arrivals::Open { rate, .. } => (0..steps)
                .map(|step| each * rate.at(each * (f64::from(step) + 0.5)))
                .sum(),
            Arrivals::Closed { .. } => 0.0,
        })
        .sum();
    let seconds = requests * f64::from(plan.least_replications) / PACE;
    (seconds > LONG).then_some(seconds)
}

/// What the fluid cannot represent, by the names of the drawing.
fn problem(ready: &Ready, refused: &Refused) -> Problem {
    let lowered = &ready.lowered;
    let name = |element: ElementIndex| {
        let id = lowered.elements.get(element.at())?.as_ref()?;
        Some(ready.architecture.elements.get(id)?.label(id).to_owned())
    };
    let mut parts: Vec<String> = refused
        .0
        .iter()
        .map(|found| match found.element.and_then(name) {
            Some(name) => format!("{name}: {}", found.what),
            None => found.what.to_owned(),
        })
        .collect();
    parts.dedup();
    Problem::new(
        ProblemKind::Refused,
        format!(
            "this cannot be represented as a fluid: {}",
            parts.join("; ")
        ),
        "run it by events, with a lower load or a shorter horizon if it takes too long",
    )
}

/// Puts the fluid into the words of a study.
struct Teller<'a> {
    network: &'a Network,
    told: &'a Fluid,
    plan: &'a Plan,
    error: Band,
}

impl Teller<'_> {
    fn outcome(&self) -> Outcome {
        let told = self.told;
        let (windows, horizon_s) = match &self.plan.kind {
            Kind::Steady => (Vec::new(), 1.0),
            Kind::Terminating { horizon_s, windows } => {
                let spans = windows.iter().map(|window| (window.from_s, window.to_s));
                (spans.collect(), *horizon_s)
            }
        };
        let each = |span: (f64, f64)| -> Vec<RequestsOutcome> {
            let journeys = 0..told.journeys.len();
            journeys.map(|number| self.requests(number, span)).collect()
        };
        let whole = each((f64::NEG_INFINITY, f64::INFINITY));
        let overload = told.overload.map(|found| Overload {
            element: found.element,
            shortage: match found.resource {
                Resource::Cores => Shortage::Cores,
                Resource::Slots | Resource::Held => Shortage::Slots,
                Resource::Consumers => Shortage::Consumers,
            },
            growth_per_s: found.growth_per_s,
            since_s: 0.0,
            replications: 1,
        });
        Outcome {
            confidence: Confidence::STANDARD,
            replications: 1,
            requests: whole.iter().map(|journey| journey.requests).sum(),
            events: 0,
            warm_up_s: 0.0,
            horizon_s,
            stop: if overload.is_some() {
                Stop::Overload
            } else {
                Stop::Precise
            },
            overload,
            windows: windows.into_iter().map(each).collect(),
            elements: self.elements(),
            queues: (0..told.queues.len()).map(|n| self.queue(n)).collect(),
            links: Vec::new(),
            deploys: Vec::new(),
            series: self.series(),
            journeys: whole
                .into_iter()
                .map(|requests| JourneyOutcome {
                    requests,
                    ..JourneyOutcome::default()
                })
                .collect(),
        }
    }

    /// A figure of the fluid itself, with the error of such figures.
    fn figure(&self, figures: &[f64]) -> Option<Estimate> {
        if figures.is_empty() || self.told.overload.is_some() {
            return None;
        }
        Some(Estimate::exact(self.told.mean(figures)))
    }

    fn requests(&self, number: usize, (from, to): (f64, f64)) -> RequestsOutcome {
        let journey = &self.told.journeys[number];
        let steps = self.told.times_s.windows(2);
        let arrived = steps.zip(&journey.rate).filter_map(|(pair, rate)| {
            let inside = pair[1].min(to) - pair[0].max(from);
            (inside > 0.0).then_some((rate * inside, inside))
        });
        let (count, time) = arrived.fold((0.0, 0.0), |(c, t), (n, s)| (c + n, t + s));
        let mut told = RequestsOutcome {
            requests: count as u64,
            ..RequestsOutcome::default()
        };
        let thresholds: Vec<&Threshold> = self
            .plan
            .thresholds
            .iter()
            .filter(|one| one.journey.at() == number)
            .collect();
        let each = journey.traces.len() / SECTIONS as usize;
        let sections: Vec<Vec<&Trace>> = journey
            .traces
            .chunks(each.max(1))
            .map(|all| {
                all.iter()
                    .filter(|t| t.at_s >= from && t.at_s < to)
                    .collect()
            })
            .filter(|all: &Vec<&Trace>| !all.is_empty())
            .collect();
        if sections.len() < 2 || time <= 0.0 {
            told.good = vec![None; thresholds.len()];
            return told;
        }
        let good = |trace: &Trace| trace.succeeded;
        told.response_s = self.latency(&sections, |t| Some(t.response_s));
        told.completion_s = self.latency(&sections, |t| Some(t.completion_s));
        told.success_response_s = self.latency(&sections, |t| good(t).then_some(t.response_s));
        told.throughput_per_s = Some(Estimate::exact(count / time));
        told.success_rate = Some(share(&sections, good));
        told.good = thresholds
            .into_iter()
            .map(|one| {
                Some(share(&sections, |t| {
                    t.succeeded
                        && match one.what {
                            Measured::Response => t.response_s <= one.within_s,
                            Measured::Completion => t.completion_s <= one.within_s,
                            Measured::Success => true,
                        }
                }))
            })
            .collect();
        told
    }

    /// Mean and quantiles, each with the noise of sampling and the error of the fluid.
    fn latency(&self, sections: &[Vec<&Trace>], time: impl Fn(&Trace) -> Option<f64>) -> Latency {
        let mut sorted: Vec<Vec<f64>> = Vec::new();
        for section in sections {
            let mut times: Vec<f64> = section.iter().filter_map(|trace| time(trace)).collect();
            times.sort_by(f64::total_cmp);
            if !times.is_empty() {
                sorted.push(times);
            }
        }
        let mut all: Vec<f64> = sorted.iter().flatten().copied().collect();
        all.sort_by(f64::total_cmp);
        if sorted.len() < 2 {
            return Latency::default();
        }
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
        let quantiles = Latency::QUANTILES.map(|q| {
            let beyond = all.len() as f64 * (1.0 - q);
            (beyond >= f64::from(SECTIONS)).then(|| {
                let at = |of: &Vec<f64>| of[((of.len() as f64 * q) as usize).min(of.len() - 1)];
                let noise = noise(at(&all), &sorted.iter().map(at).collect::<Vec<_>>());
                widened(noise, self.error.quantile)
            })
        });
        let centre = mean(&all);
        let means: Vec<f64> = sorted.iter().map(|of| mean(of)).collect();
        Latency {
            mean: Some(widened(noise(centre, &means), self.error.mean)),
            quantiles,
        }
    }

    fn elements(&self) -> Vec<ElementOutcome> {
        let mut all = vec![ElementOutcome::default(); self.network.elements.len()];
        for (group, found) in self.network.groups.iter().zip(&self.told.groups) {
            let element = &mut all[group.element.at()];
            element.throughput_per_s = self.figure(&found.served);
            element.response_s.mean = self.figure(&found.response_s);
            element.wait_s.mean = self.figure(&found.wait_s);
            element.queue_length = self.figure(&found.waiting);
            element.replicas = self.figure(&found.instances);
            let most = found.instances.iter().copied().fold(0.0, f64::max);
            element.replicas_max = most as u32;
            let resource = |used: &[f64], each: Option<f64>| {
                Some(ResourceOutcome {
                    utilization: self.figure(used)?,
                    capacity: each? * self.told.mean(&found.instances),
                    wait_s: None,
                    expired: None,
                })
            };
            element.cores = resource(&found.cores, group.cores);
            let slots = group.slots.map(|slots| f64::from(slots.count));
            element.slots = resource(&found.slots, slots);
            element.scaling = group.scaler.as_ref().map(|_| ScalingOutcome {
                at_max: Some(Estimate::exact(found.at_max)),
                ..ScalingOutcome::default()
            });
        }
        for (queue, found) in self.network.queues.iter().zip(&self.told.queues) {
            all[queue.element.at()].queue_length = self.figure(&found.waiting);
        }
        all
    }

    fn queue(&self, number: usize) -> QueueOutcome {
        let found = &self.told.queues[number];
        let seconds = self.seconds();
        let published = self.told.mean(&found.published) * seconds;
        let part = |shares: &[f64]| {
            let lost = found
                .published
                .iter()
                .zip(shares)
                .map(|(rate, share)| rate * share);
            self.told.mean(&lost.collect::<Vec<_>>()) * seconds
        };
        let (dead_letters, refused) = (part(&found.dead), part(&found.refused));
        let groups = found
            .lag
            .iter()
            .zip(&found.done)
            .map(|(lag, done)| ConsumerGroupOutcome {
                lag: self.figure(lag),
                lag_end: lag.last().copied().unwrap_or(0.0),
                messages: MessageOutcome {
                    published,
                    acknowledged: self.told.mean(done) * seconds,
                    ..MessageOutcome::default()
                },
            });
        let groups: Vec<ConsumerGroupOutcome> = groups.collect();
        let acknowledged = groups.iter().map(|group| group.messages.acknowledged);
        QueueOutcome {
            depth: self.figure(&found.waiting),
            depth_max: found.waiting.iter().copied().fold(0.0, f64::max),
            published_per_s: self.figure(&found.published),
            dead_letters,
            refused,
            messages: MessageOutcome {
                published,
                acknowledged: acknowledged.sum(),
                dead_letters,
                ..MessageOutcome::default()
            },
            groups,
            ..QueueOutcome::default()
        }
    }

    fn seconds(&self) -> f64 {
        let times = &self.told.times_s;
        times.last().copied().unwrap_or(0.0) - times.first().copied().unwrap_or(0.0)
    }

    fn series(&self) -> Series {
        if self.plan.kind == Kind::Steady {
            return Series::default();
        }
        let count = self.plan.series_steps.max(1);
        let each = self.seconds() / f64::from(count);
        let told = self.told;
        let steps: Vec<(usize, usize)> = (0..count)
            .map(|step| {
                let place = |time: f64| told.times_s.partition_point(|t| *t < time - 1e-9);
                let first = place(each * f64::from(step)).min(told.times_s.len() - 2);
                (first, place(each * f64::from(step + 1)).max(first + 1))
            })
            .collect();
        let band = |figures: &[f64]| -> spinout_study::Band {
            let mean = |(from, to): &(usize, usize)| {
                let own = figures.get(*from..(*to).min(figures.len()))?;
                let sum: f64 = own.iter().sum();
                (!own.is_empty()).then(|| Estimate::exact(sum / own.len() as f64))
            };
            steps.iter().map(mean).collect()
        };
        let journeys = told.journeys.iter().map(|journey| {
            let failures = journey.rate.iter().zip(&journey.success);
            let failures: Vec<f64> = failures.map(|(rate, good)| rate * (1.0 - good)).collect();
            JourneySeries {
                arrivals_per_s: band(&journey.rate),
                response_mean_s: band(&journey.response_s),
                response_p99_s: vec![None; steps.len()],
                failures_per_s: band(&failures),
                bad: Vec::new(),
            }
        });
        let nothing = vec![None; steps.len()];
        let mut elements = vec![
            ElementSeries {
                queue_length: nothing.clone(),
                utilization: nothing.clone(),
                replicas: nothing,
                ..ElementSeries::default()
            };
            self.network.elements.len()
        ];
        for (group, found) in self.network.groups.iter().zip(&told.groups) {
            elements[group.element.at()] = ElementSeries {
                queue_length: band(&found.waiting),
                utilization: band(use_of(found)),
                replicas: band(&found.instances),
                ..ElementSeries::default()
            };
        }
        for (queue, found) in self.network.queues.iter().zip(&told.queues) {
            elements[queue.element.at()].queue_length = band(&found.waiting);
        }
        Series {
            time_s: (0..count)
                .map(|step| each * (f64::from(step) + 0.5))
                .collect(),
            journeys: journeys.collect(),
            elements,
            links: Vec::new(),
        }
    }
}

fn use_of(group: &GroupFluid) -> &[f64] {
    if group.cores.is_empty() {
        &group.slots
    } else {
        &group.cores
    }
}

/// A share of the sampled requests.
fn share(sections: &[Vec<&Trace>], good: impl Fn(&Trace) -> bool) -> Estimate {
    let of = |traces: &[&Trace]| {
        traces.iter().filter(|trace| good(trace)).count() as f64 / traces.len() as f64
    };
    let each: Vec<f64> = sections.iter().map(|section| of(section)).collect();
    let centre = each.iter().sum::<f64>() / each.len() as f64;
    noise(centre, &each).within(0.0, 1.0)
}

/// A figure of all sections with what they differ by.
fn noise(centre: f64, sections: &[f64]) -> Estimate {
    let count = sections.len() as f64;
    let squares: f64 = sections.iter().map(|x| (x - centre) * (x - centre)).sum();
    let deviation = (squares / (count - 1.0) / count).sqrt();
    let errors = Confidence::STANDARD.standard_errors(sections.len());
    Estimate::around(centre, errors * deviation)
}

/// At least as wide as the error, which is of the fluid over the truth.
fn widened(estimate: Estimate, error: f64) -> Estimate {
    let value = estimate.value;
    Estimate {
        value,
        low: estimate.low.min(value / (1.0 + error)).max(0.0),
        high: estimate.high.max(value / (1.0 - error.min(0.9))),
    }
}
