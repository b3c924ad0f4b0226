//! Results over time and in sum, taken at the ends of equal buckets: nothing is counted twice, and an
//! event costs nothing for them.

use spinout_network::Network;

use crate::{
    config::RunConfig,
    engine::{Simulation, handle},
    over_time::CapacitySeries,
    report::{
        Backlog, ConsumerGroupReport, ElementReport, GroupBucket, GroupReport, JourneyBucket,
        JourneyReport, MessageCounts, Outcome, Overload, QueueBucket, QueueReport, Report, Series,
        Usage,
    },
    sample::SECOND,
    stretch::{ELEMENT, GROUP, JOURNEY, LANE, QUEUE, Stretch},
};

/// Cumulative figures, and what they were at the last tick.
#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    start: u64,
    horizon: u64,
    buckets: u32,
    counters: Vec<u64>,
    /// Core-seconds of each group.
    cores: Vec<f64>,
    /// Figures of the whole scenario so far; levels in count-nanoseconds.
    totals: Vec<f64>,
    core_totals: Vec<f64>,
    /// Lags of the lanes at the last tick.
    lags: Vec<u64>,
    /// Time of the last tick.
    last: u64,
    series: Series,
}

impl Recorder {
    pub(crate) fn new(config: &RunConfig, start: u64, horizon: u64, network: &Network) -> Self {
        let series = Series {
            step: config.horizon / f64::from(config.buckets),
            journeys: vec![Vec::new(); network.journeys.len()],
            groups: vec![Vec::new(); network.groups.len()],
            queues: vec![Vec::new(); network.queues.len()],
            links: Vec::new(),
            capacity: CapacitySeries::default(),
            promises: vec![Vec::new(); network.journeys.len()],
            responses: if config.detail {
                vec![Vec::new(); network.journeys.len()]
            } else {
                Vec::new()
            },
        };
        Self {
            start,
            horizon,
            buckets: config.buckets,
            counters: Vec::new(),
            cores: Vec::new(),
            totals: Vec::new(),
            core_totals: Vec::new(),
            lags: Vec::new(),
            last: 0,
            series,
        }
    }

    /// The bucket that is being filled.
    pub(crate) fn bucket(&self) -> u32 {
        let filled = self.series.journeys.first().map_or(0, Vec::len);
        (filled as u32).min(self.buckets - 1)
    }

    fn time_of(&self, tick: u32) -> u64 {
        let length = u128::from(self.horizon - self.start);
        self.start + (length * u128::from(tick) / u128::from(self.buckets)) as u64
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl Simulation {
    /// A bucket ends, or the drain.
    pub(crate) fn tick(&mut self, tick: u32) {
        let weight = self.tick_weight().min(self.left);
        self.left -= weight;
        self.spent += weight;
        if tick > self.recorder.buckets {
            self.outcome = Some(Outcome::Completed);
            return;
        }
        if tick == 0 {
            self.recorder.counters = self.counters();
            self.recorder.cores = self.core_seconds();
            self.recorder.totals = vec![0.0; self.recorder.counters.len()];
            self.recorder.core_totals = vec![0.0; self.groups.len()];
            self.recorder.last = self.now;
            self.record_capacity(true);
            self.record_caches(true);
            self.record_replicated(true);
            self.forget_peaks();
            self.tick_links(true);
            self.tick_capacity(true);
        } else {
            self.close_bucket();
            self.tick_links(false);
            self.tick_capacity(false);
            if tick == self.recorder.buckets {
                self.record_capacity(false);
                self.record_caches(false);
                self.record_replicated(false);
            }
        }
        if self.outcome.is_none() {
            self.outcome = self.deadlock();
        }
        if tick < self.recorder.buckets {
            let next = self.recorder.time_of(tick + 1);
            self.events
                .push(next, handle::of(handle::TICK, tick as usize + 1));
        } else if self.drain == 0 || self.open == 0 {
            self.outcome.get_or_insert(Outcome::Completed);
        } else {
            let end = self.now.saturating_add(self.drain);
            self.events
                .push(end, handle::of(handle::TICK, tick as usize + 1));
        }
    }

    /// About how many events take as long as a tick, which looks at everything: a slice of events is to be
    /// over soon, however large the network.
    fn tick_weight(&self) -> u64 {
        let figures = self.recorder.counters.len() + 64 * self.journeys.len();
        figures as u64 / 8
    }

    /// What happened before the scenario's start does not count.
    fn forget_peaks(&mut self) {
        for group in &mut self.groups {
            group.waiting_max = group.waiting.count;
            group.replicas_max = group.replicas.count;
        }
        for queue in &mut self.queues {
            queue.depth_max = queue.depth.count;
        }
        for journey in &mut self.journeys {
            journey.coarse.take([]);
            journey.promises.take();
        }
    }

    fn counters(&self) -> Vec<u64> {
        let now = self.now;
        let elements = self.elements.iter().flat_map(|element| {
            [
                element.present.integral(now),
                element.visits,
                element.failed,
            ]
        });
        let groups = self.groups.iter().flat_map(|group| {
            let levels = [group.busy, group.waiting, group.replicas, group.ready];
            let [busy, waiting, replicas, ready] = levels.map(|level| level.integral(now));
            [
                busy,
                waiting,
                replicas,
                ready,
                group.visits,
                group.refused,
                group.denied,
                group.abandoned,
                group.killed,
                group.without_token,
                group.with_old_token,
            ]
        });
        let queues = self.queues.iter().flat_map(|queue| {
            [
                queue.depth.integral(now),
                queue.published,
                queue.refused,
                queue.replayed,
                queue.lost,
            ]
        });
        let lanes = self.lanes.iter().flat_map(|lane| {
            let levels = [lane.depth.integral(now), lane.lag.integral(now)];
            levels.into_iter().chain(lane.tally.0)
        });
        let journeys = self.journeys.iter().flat_map(|journey| {
            let figures = [
                journey.arrived,
                journey.succeeded,
                journey.failed,
                journey.sum,
                journey.published,
            ];
            figures.into_iter().chain(journey.messages.0)
        });
        let resources = self.resources.iter().flat_map(|resource| {
            let levels = [resource.busy, resource.waiting].map(|level| level.integral(now));
            [levels[0], levels[1], resource.taken, resource.expired]
        });
        elements
            .chain(groups)
            .chain(queues)
            .chain(lanes)
            .chain(journeys)
            .chain(resources)
            .collect()
    }

    fn core_seconds(&self) -> Vec<f64> {
        let seconds = |group: &crate::station::Group| {
            group.core_seconds(&self.stations, &self.sharing, self.now)
        };
        self.groups.iter().map(seconds).collect()
    }

    /// Figures since the last tick.
    fn stretch(&self, counters: &[u64], cores: &[f64]) -> Stretch {
        let groups = ELEMENT * self.elements.len();
        let queues = groups + GROUP * self.groups.len();
        let lanes = queues + QUEUE * self.queues.len();
        let journeys = lanes + LANE * self.lanes.len();
        let pairs = counters.iter().zip(&self.recorder.counters);
        Stretch {
            counters: pairs
                .map(|(now, then)| now.wrapping_sub(*then) as f64)
                .collect(),
            cores: cores
                .iter()
                .zip(&self.recorder.cores)
                .map(|(now, then)| now - then)
                .collect(),
            nanoseconds: (self.now - self.recorder.last) as f64,
            groups,
            queues,
            lanes,
            journeys,
            resources: journeys + JOURNEY * self.journeys.len(),
        }
    }

    fn close_bucket(&mut self) {
        let (counters, cores) = (self.counters(), self.core_seconds());
        let stretch = self.stretch(&counters, &cores);
        let recorder = &mut self.recorder;
        for (total, value) in recorder.totals.iter_mut().zip(&stretch.counters) {
            *total += value;
        }
        for (total, value) in recorder.core_totals.iter_mut().zip(&stretch.cores) {
            *total += value;
        }
        for (number, (figures, cores)) in stretch.groups().enumerate() {
            let group = &self.groups[number];
            let [busy, waiting, replicas, ready] =
                [0, 1, 2, 3].map(|level: usize| stretch.mean(figures[level]));
            let slots = if group.limited {
                f64::from(group.slots) * ready
            } else {
                0.0
            };
            recorder.series.groups[number].push(GroupBucket {
                waiting,
                slots: ratio(busy, slots),
                cores: ratio(stretch.mean(cores * SECOND), group.cores * ready),
                replicas,
                ready,
                refused: figures[5] as u64,
                denied: figures[6] as u64,
            });
        }
        for (number, figures) in stretch.queues().enumerate() {
            let messages = stretch.fates(self.queues[number].lanes.clone());
            recorder.series.queues[number].push(QueueBucket {
                depth: stretch.mean(figures[0]),
                published: figures[1] as u64,
                acknowledged: messages.acknowledged,
                dead_letters: messages.dead_letters,
            });
        }
        for (number, figures) in stretch.journeys().enumerate() {
            if let Some(responses) = recorder.series.responses.get_mut(number) {
                responses.push(self.journeys[number].coarse.counts());
            }
            let kept = self.journeys[number].promises.take();
            recorder.series.promises[number].push(kept);
            let taken = self.journeys[number].coarse.take([0.5, 0.95, 0.99]);
            let quantile = |level: usize| taken.map(|values| values[level] / SECOND);
            let answers = figures[1] + figures[2];
            recorder.series.journeys[number].push(JourneyBucket {
                arrived: figures[0] as u64,
                succeeded: figures[1] as u64,
                failed: figures[2] as u64,
                mean: (answers > 0.0).then(|| figures[3] / answers / SECOND),
                p50: quantile(0),
                p95: quantile(1),
                p99: quantile(2),
            });
        }
        recorder.counters = counters;
        recorder.cores = cores;
        recorder.last = self.now;
        recorder.lags = self.lanes.iter().map(|lane| lane.lag.count).collect();
        if let Some(judge) = &mut self.judge {
            judge.note_level(self.frames.live);
        }
    }

    /// Figures of the scenario up to now, or to its horizon.
    fn whole(&self) -> Stretch {
        let begun = !self.recorder.totals.is_empty();
        let over = self.recorder.last >= self.horizon;
        let (counters, cores) = if begun && !over {
            (self.counters(), self.core_seconds())
        } else if begun {
            (self.recorder.counters.clone(), self.recorder.cores.clone())
        } else {
            (Vec::new(), Vec::new())
        };
        let mut whole = self.stretch(&counters, &cores);
        if !begun {
            whole.counters = vec![0.0; self.counters().len()];
            whole.cores = vec![0.0; self.groups.len()];
            whole.nanoseconds = 0.0;
            return whole;
        }
        for (value, total) in whole.counters.iter_mut().zip(&self.recorder.totals) {
            *value += total;
        }
        for (value, total) in whole.cores.iter_mut().zip(&self.recorder.core_totals) {
            *value += total;
        }
        let end = if over { self.horizon } else { self.now };
        whole.nanoseconds = (end - self.start) as f64;
        whole
    }

    pub(crate) fn make_report(&self, events: u64) -> Report {
        let whole = self.whole();
        let group = |(number, (figures, cores)): (usize, (&[f64], f64))| {
            self.group_report(&whole, number, figures, cores)
        };
        let queue = |(number, figures): (usize, &[f64])| {
            let fates = whole.fates(self.queues[number].lanes.clone());
            QueueReport {
                published: figures[1] as u64,
                refused: figures[2] as u64,
                replayed: figures[3] as u64,
                delivered: fates.delivered,
                acknowledged: fates.acknowledged,
                redelivered: fates.redelivered,
                dead_letters: fates.dead_letters,
                messages: MessageCounts {
                    lost: fates.lost + figures[4] as u64,
                    ..fates
                },
                depth: whole.mean(figures[0]),
                depth_max: self.queues[number].depth_max,
                depth_end: self.queues[number].depth.count,
            }
        };
        let lane = |(number, figures): (usize, &[f64])| ConsumerGroupReport {
            messages: MessageCounts::of(&figures[2..]),
            lag: whole.mean(figures[1]),
            lag_end: if self.recorder.last >= self.horizon {
                self.recorder.lags[number]
            } else {
                self.lanes[number].lag.count
            },
        };
        let lanes: Vec<_> = whole.lanes().enumerate().map(lane).collect();
        let groups_of = |queue: &crate::broker::Queue| {
            lanes[queue.lanes.start as usize..queue.lanes.end as usize].to_vec()
        };
        let element = |figures: &[f64]| ElementReport {
            visits: figures[1] as u64,
            failed: figures[2] as u64,
            population: whole.mean(figures[0]),
        };
        let times = self.times_now();
        let journeys = self.journeys.iter().enumerate().zip(whole.journeys());
        let journeys = journeys.map(|((number, journey), figures)| {
            let [time, time_after] = self.time_splits(&times, number);
            JourneyReport {
                total: journey.counts(),
                succeeded: figures[1] as u64,
                failed: figures[2] as u64,
                messages: MessageCounts {
                    published: figures[4] as u64,
                    ..MessageCounts::of(&figures[5..])
                },
                windows: journey.windows(),
                batches: journey
                    .batches
                    .means
                    .iter()
                    .map(|mean| mean / SECOND)
                    .collect(),
                batch_size: journey.batches.size,
                time,
                time_after,
            }
        });
        let ready: Vec<f64> = whole
            .groups()
            .map(|(figures, _)| whole.mean(figures[3]))
            .collect();
        let resources = self.resources.iter().zip(whole.resources());
        let resources = resources.map(|(resource, figures)| {
            let there = resource.of_group().map(|group| ready[group]);
            resource.report(figures, |area| whole.mean(area), there)
        });
        Report {
            outcome: self.outcome.clone().unwrap_or(Outcome::Cancelled),
            end: self.seconds(self.now),
            measured: whole.nanoseconds / SECOND,
            events,
            journeys: journeys.collect(),
            elements: whole.elements().map(element).collect(),
            groups: whole.groups().enumerate().map(group).collect(),
            capacity: self.capacity_reports(),
            jobs: self.job_reports(),
            pools: self.pool_reports(whole.nanoseconds / SECOND),
            caches: self.cache_reports(),
            replicated: self.replicated_reports(),
            queues: whole.queues().enumerate().map(queue).collect(),
            consumer_groups: self.queues.iter().map(groups_of).collect(),
            resources: resources.collect(),
            links: self.link_reports(),
            deploys: self.deploy_reports(),
            series: Series {
                links: self.links.series.clone(),
                capacity: self.capacity.over_time.series.clone(),
                ..self.recorder.series.clone()
            },
            visit_times: self
                .visit_times
                .as_ref()
                .map(|times| times.report())
                .unwrap_or_default(),
            verdicts: self.judge.as_ref().map(|judge| judge.report()),
        }
    }

    fn group_report(
        &self,
        whole: &Stretch,
        number: usize,
        figures: &[f64],
        cores: f64,
    ) -> GroupReport {
        let group = &self.groups[number];
        let [busy, waiting, replicas, ready] =
            [0, 1, 2, 3].map(|level: usize| whole.mean(figures[level]));
        let full = group.full.map(|(since, at, waiting)| Overload {
            place: Backlog::Group(number.into()),
            since: self.seconds(since),
            at: self.seconds(at),
            growth: waiting as f64 * SECOND / (at - since).max(1) as f64,
        });
        GroupReport {
            visits: figures[4] as u64,
            refused: figures[5] as u64,
            denied: figures[6] as u64,
            abandoned: figures[7] as u64,
            killed: figures[8] as u64,
            without_token: figures[9] as u64,
            with_old_token: figures[10] as u64,
            slots: Usage {
                busy,
                capacity: group.limited.then(|| f64::from(group.slots) * ready),
            },
            cores: Usage {
                busy: whole.mean(cores * SECOND),
                capacity: (group.cores > 0.0).then_some(group.cores * ready),
            },
            waiting,
            waiting_max: group.waiting_max,
            replicas,
            ready,
            replicas_max: group.replicas_max,
            full,
        }
    }
}
