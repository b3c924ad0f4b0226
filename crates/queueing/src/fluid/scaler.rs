//! Autoscalers over the fluid: the Horizontal Pod Autoscaler's rule (also where KEDA hands over to it) and
//! bounds by schedule, on figures without noise.

use std::collections::VecDeque;

use spinout_network::{
    Behaviour, Hpa, PolicyChoice, Scaler, ScalerMetric, ScalingRule, ScalingStep,
};

/// What is too little to count.
const TINY: f64 = 1e-9;

/// The instances of a group over time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Instances {
    /// That take visits, and since when the latest of them do.
    pub(crate) ready: f64,
    started: VecDeque<(f64, f64)>,
    /// That are being started: when they are ready, and how many.
    starting: VecDeque<(f64, f64)>,
    wishes: VecDeque<(f64, f64)>,
    added: VecDeque<(f64, f64)>,
    removed: VecDeque<(f64, f64)>,
    next_look: f64,
    /// Since the last look: seconds, and figure × seconds.
    seen: [f64; 2],
    /// Seconds in which it wanted more than its bound.
    pub(crate) at_max: f64,
    wanted: f64,
}

/// What an autoscaler can look at, of all instances together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Busy cores ÷ cores of one instance.
    pub(crate) busy: f64,
    /// Messages in the queue that it looks at.
    pub(crate) messages: f64,
    /// Requests inside or waiting.
    pub(crate) inside: f64,
    /// Arrivals a second.
    pub(crate) rate: f64,
}

/// The rule that the fluid knows, if it is one.
pub(crate) fn rule(scaler: &Scaler) -> Option<Option<(&ScalerMetric, &Hpa)>> {
    let spent = scaler.budget.as_ref();
    if spent.is_some_and(|budget| budget.instance_seconds.is_some()) {
        return None;
    }
    match &scaler.rule {
        ScalingRule::Scheduled => Some(None),
        ScalingRule::Hpa { metric, hpa } if scaler.min > 0 => Some(Some((metric, hpa))),
        ScalingRule::Keda { metric, keda } if scaler.min > 0 => Some(Some((metric, &keda.hpa))),
        _ => None,
    }
}

/// Least and most instances at a time.
fn bounds(scaler: &Scaler, time: f64) -> (f64, f64) {
    let (mut min, mut max) = (scaler.min, scaler.max);
    let mut latest: Vec<(f64, usize)> = Vec::new();
    for (number, step) in scaler.schedule.iter().enumerate() {
        if time < step.at {
            continue;
        }
        let past = time - step.at;
        let since = step.every.map_or(past, |every| past % every);
        latest.push((time - since, number));
    }
    latest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (_, number) in latest {
        let step = &scaler.schedule[number];
        min = step.min.unwrap_or(min);
        max = step.max.unwrap_or(max).max(min);
        min = min.min(max);
    }
    let spent = scaler.budget.as_ref().and_then(|budget| budget.instances);
    let most = f64::from(spent.unwrap_or(u32::MAX));
    (f64::from(min).min(most), f64::from(max).min(most))
}

impl Instances {
    pub(crate) fn new(count: f64) -> Self {
        Self {
            ready: count,
            next_look: f64::NEG_INFINITY,
            ..Self::default()
        }
    }

    /// Time passes, until `time`, with these figures; then the autoscaler may look.
    pub(crate) fn pass(&mut self, scaler: &Scaler, figures: Figures, time: f64, step: f64) {
        while let Some((at, count)) = self.starting.front().copied() {
            if at > time + TINY {
                break;
            }
            self.starting.pop_front();
            self.ready += count;
            self.started.push_back((at, count));
        }
        let Some(rule) = rule(scaler) else { return };
        let (min, max) = bounds(scaler, time);
        if self.wanted > max + TINY {
            self.at_max += step;
        }
        let Some((metric, hpa)) = rule else {
            self.resize(scaler, self.all().clamp(min, max), time);
            return;
        };
        let figure = match metric {
            ScalerMetric::CpuUtilisation { .. } => figures.busy,
            ScalerMetric::QueueLength { .. } => figures.messages,
            ScalerMetric::Concurrency { .. } => figures.inside,
            ScalerMetric::Rate { .. } => figures.rate,
        };
        self.seen[0] += step;
        self.seen[1] += step * figure;
        if time + TINY < self.next_look {
            return;
        }
        self.next_look = time + hpa.interval - TINY;
        let [seconds, sum] = std::mem::take(&mut self.seen);
        let now = matches!(metric, ScalerMetric::QueueLength { .. });
        let mean = if now || seconds <= 0.0 {
            figure
        } else {
            sum / seconds
        };
        let current = self.all();
        let wish = self.wish(hpa, mean / metric.target(), time);
        self.wanted = wish;
        let decided = self.decide(hpa, time, current, wish, (min, max));
        self.resize(scaler, decided, time);
    }

    fn all(&self) -> f64 {
        let starting = self.starting.iter().map(|(_, count)| count);
        self.ready + starting.sum::<f64>()
    }

    /// ⌈n × current ÷ target⌉, of which `needed` is n × current ÷ target: instances that are not ready, or
    /// for less than an interval, count as idle on the way up.
    fn wish(&mut self, hpa: &Hpa, needed: f64, time: f64) -> f64 {
        while let Some((at, _)) = self.started.front() {
            if at + hpa.interval > time {
                break;
            }
            self.started.pop_front();
        }
        let all = self.all();
        let young: f64 = self.started.iter().map(|(_, count)| count).sum();
        let measured = (self.ready - young).max(0.0);
        let beyond = |ratio: f64| (ratio - 1.0).abs() > hpa.tolerance + TINY;
        let ratio = needed / self.ready.max(TINY);
        if all <= measured + TINY || ratio <= 1.0 {
            return if beyond(ratio) {
                (ratio * measured - TINY).ceil()
            } else {
                all
            };
        }
        let again = ratio * measured / all;
        if again < 1.0 || !beyond(again) {
            return all;
        }
        (again * all - TINY).ceil().max(all)
    }

    fn decide(
        &mut self,
        hpa: &Hpa,
        now: f64,
        current: f64,
        wish: f64,
        (min, max): (f64, f64),
    ) -> f64 {
        if self.wishes.is_empty() {
            self.wishes.push_back((now, current));
        }
        let (mut least, mut most) = (wish, wish);
        for (time, wished) in &self.wishes {
            if time + hpa.up.window > now {
                least = least.min(*wished);
            }
            if time + hpa.down.window > now {
                most = most.max(*wished);
            }
        }
        self.wishes.push_back((now, wish));
        forget(&mut self.wishes, now - hpa.up.window.max(hpa.down.window));
        let calm = current.max(least).min(most);
        let decided = if current < min {
            min
        } else if current > max {
            max
        } else if calm > current {
            let limit = self.limit(&hpa.up, now, current, 1.0).max(current);
            calm.min(limit).min(max)
        } else if calm < current {
            let limit = self.limit(&hpa.down, now, current, -1.0).min(current);
            calm.max(limit).max(min)
        } else {
            current
        };
        if decided > current {
            self.added.push_back((now, decided - current));
        } else if decided < current {
            self.removed.push_back((now, current - decided));
        }
        let policies = hpa.up.policies.iter().chain(&hpa.down.policies);
        let longest = policies.map(|policy| policy.period).fold(0.0, f64::max);
        forget(&mut self.added, now - longest);
        forget(&mut self.removed, now - longest);
        decided
    }

    /// The most (`way` 1) or fewest (−1) that the policies allow.
    fn limit(&self, behaviour: &Behaviour, now: f64, current: f64, way: f64) -> f64 {
        let within = |events: &VecDeque<(f64, f64)>, period: f64| -> f64 {
            let recent = events.iter().filter(|(time, _)| time + period > now);
            recent.map(|(_, count)| count).sum()
        };
        let mut limits = behaviour.policies.iter().map(|policy| {
            let removed = within(&self.removed, policy.period);
            let start = current + removed - within(&self.added, policy.period);
            match policy.step {
                ScalingStep::Pods(pods) => (start + way * f64::from(pods)).max(0.0),
                ScalingStep::Percent(percent) => {
                    let to = start * (1.0 + way * percent / 100.0);
                    if way > 0.0 {
                        (to - TINY).ceil()
                    } else {
                        (to + TINY).floor().max(0.0)
                    }
                }
            }
        });
        let first = limits.next();
        let unlimited = if way > 0.0 { f64::INFINITY } else { 0.0 };
        let farther = |a: f64, b: f64| if way > 0.0 { a.max(b) } else { a.min(b) };
        let nearer = |a: f64, b: f64| if way > 0.0 { a.min(b) } else { a.max(b) };
        match (behaviour.choice, first) {
            (PolicyChoice::Disabled, _) => current,
            (_, None) => unlimited,
            (PolicyChoice::Max, Some(first)) => limits.fold(first, farther),
            (PolicyChoice::Min, Some(first)) => limits.fold(first, nearer),
        }
    }

    /// More are started; fewer go at once, those that are starting first.
    fn resize(&mut self, scaler: &Scaler, to: f64, time: f64) {
        let mut change = to - self.all();
        if change > TINY {
            let ready = time + scaler.start_up.mean();
            self.starting.push_back((ready, change));
            if scaler.start_up.mean() <= 0.0 {
                self.starting.pop_back();
                self.ready += change;
            }
            return;
        }
        while change < -TINY {
            if let Some((_, count)) = self.starting.back_mut() {
                let gone = count.min(-change);
                *count -= gone;
                change += gone;
                if *count <= TINY {
                    self.starting.pop_back();
                }
            } else {
                self.ready = (self.ready + change).max(0.0);
                change = 0.0;
            }
        }
    }
}

fn forget(events: &mut VecDeque<(f64, f64)>, before: f64) {
    while events.front().is_some_and(|(time, _)| *time <= before) {
        events.pop_front();
    }
}
