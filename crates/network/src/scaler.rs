//! Autoscalers: what steers the number of a group's instances, by the published rule of what it models.

use serde::{Deserialize, Serialize};

use crate::{Distribution, QueueIndex};

/// What an autoscaler looks at. Targets are for one instance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ScalerMetric {
    /// Mean utilisation of the cores of ready instances over the last interval.
    CpuUtilisation {
        /// Target in (0, 1].
        target: f64,
    },
    /// Messages in a queue, those in hand included.
    QueueLength {
        /// The queue.
        queue: QueueIndex,
        /// Messages, above 0.
        target: f64,
    },
    /// Requests in an instance or waiting for one, over the last interval.
    Concurrency {
        /// Requests, above 0.
        target: f64,
    },
    /// Requests that arrive a second, over the last interval.
    Rate {
        /// Requests a second, above 0.
        target: f64,
    },
}

impl ScalerMetric {
    /// The value for one instance that it steers to.
    #[must_use]
    pub fn target(&self) -> f64 {
        match self {
            Self::CpuUtilisation { target }
            | Self::QueueLength { target, .. }
            | Self::Concurrency { target }
            | Self::Rate { target } => *target,
        }
    }
}

/// How much a Horizontal Pod Autoscaler may change in a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScalingPolicy {
    /// Most instances more or fewer, or most of the present ones in percent.
    pub step: ScalingStep,
    /// Seconds that it holds for.
    pub period: f64,
}

/// The size of a step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScalingStep {
    /// So many instances.
    Pods(u32),
    /// So many percent of those at the period's start.
    Percent(f64),
}

/// Which of several policies counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyChoice {
    /// That which allows the largest change.
    #[default]
    Max,
    /// That which allows the smallest change.
    Min,
    /// None: no change in this direction.
    Disabled,
}

/// Limits on one direction of a Horizontal Pod Autoscaler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Behaviour {
    /// Seconds over which the most cautious wish counts.
    pub window: f64,
    /// Limits; none = unlimited.
    pub policies: Vec<ScalingPolicy>,
    /// Which of them counts.
    pub choice: PolicyChoice,
}

/// The Horizontal Pod Autoscaler of Kubernetes: desired = ⌈n × current ÷ target⌉.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hpa {
    /// Seconds between decisions.
    pub interval: f64,
    /// No change while |current ÷ target − 1| is at most this.
    pub tolerance: f64,
    /// Seconds from its start in which an instance that has no whole interval of readiness behind it
    /// counts as one without a figure.
    pub initialisation: f64,
    /// Limits on the way up.
    pub up: Behaviour,
    /// Limits on the way down.
    pub down: Behaviour,
}

impl Default for Hpa {
    /// The published defaults: every 15 s, tolerance .1, 5 min of CPU initialisation; up at once by the
    /// larger of 100 % and 4 in 15 s; down by the highest wish of 300 s.
    fn default() -> Self {
        let policy = |step| ScalingPolicy { step, period: 15.0 };
        let double = policy(ScalingStep::Percent(100.0));
        Self {
            interval: 15.0,
            tolerance: 0.1,
            initialisation: 300.0,
            up: Behaviour {
                window: 0.0,
                policies: vec![double, policy(ScalingStep::Pods(4))],
                choice: PolicyChoice::Max,
            },
            down: Behaviour {
                window: 300.0,
                policies: vec![double],
                choice: PolicyChoice::Max,
            },
        }
    }
}

/// KEDA: starts the first instance and stops the last one; between them a Horizontal Pod Autoscaler works
/// on the trigger's figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Keda {
    /// Seconds between looks at the trigger.
    pub polling: f64,
    /// Seconds without activity until the last instances stop.
    pub cooldown: f64,
    /// The trigger is active above this figure (of all instances together).
    pub activation: f64,
    /// What works from one instance on.
    pub hpa: Hpa,
}

impl Default for Keda {
    /// The published defaults: polling 30 s, cooldown 300 s, active above 0.
    fn default() -> Self {
        Self {
            polling: 30.0,
            cooldown: 300.0,
            activation: 0.0,
            hpa: Hpa::default(),
        }
    }
}

/// Target tracking in the manner of AWS: alarms over whole periods, then n × metric ÷ target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetTracking {
    /// Seconds of one data point.
    pub period: f64,
    /// Data points above the target that start scaling out.
    pub out_periods: u32,
    /// Data points below the lower threshold that start scaling in.
    pub in_periods: u32,
    /// The lower threshold is this part of the target.
    pub in_threshold: f64,
    /// Seconds after scaling out in which only what the larger load asks for is added.
    pub out_cooldown: f64,
    /// Seconds after scaling in without scaling in again.
    pub in_cooldown: f64,
    /// Seconds from its readiness until an instance counts in the metric.
    pub warm_up: f64,
    /// Whether it scales in at all.
    pub scale_in: bool,
}

impl Default for TargetTracking {
    /// Three data points of a minute above the target, fifteen below nine tenths of it, 300 s of
    /// cooldown each way.
    fn default() -> Self {
        Self {
            period: 60.0,
            out_periods: 3,
            in_periods: 15,
            in_threshold: 0.9,
            out_cooldown: 300.0,
            in_cooldown: 300.0,
            warm_up: 0.0,
            scale_in: true,
        }
    }
}

/// The Knative pod autoscaler: a stable and a panic window, scale to zero, requests held meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Knative {
    /// Seconds between decisions.
    pub tick: f64,
    /// Part of the target that is aimed at.
    pub utilisation: f64,
    /// Seconds of the stable window.
    pub stable_window: f64,
    /// Seconds of the panic window.
    pub panic_window: f64,
    /// Panics when the panic window asks for so many times the ready instances.
    pub panic_threshold: f64,
    /// In one decision at most so many times the ready instances.
    pub up_rate: f64,
    /// In one decision at least the ready instances ÷ this.
    pub down_rate: f64,
    /// Seconds that the last instance stays after nothing is asked of it.
    pub grace: f64,
    /// Requests that are held while no instance is there; further ones are refused.
    pub buffer: u32,
}

impl Default for Knative {
    /// The published defaults: tick 2 s, 70 % of the target, windows 60 s and 6 s, panic at 200 %, up
    /// 1000 ×, down 2 ×, grace 30 s. The activator holds as many as a breaker's queue, 10,000.
    fn default() -> Self {
        Self {
            tick: 2.0,
            utilisation: 0.7,
            stable_window: 60.0,
            panic_window: 6.0,
            panic_threshold: 2.0,
            up_rate: 1000.0,
            down_rate: 2.0,
            grace: 30.0,
            buffer: 10_000,
        }
    }
}

/// The rule that an autoscaler follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum ScalingRule {
    /// Only bounds that change by schedule.
    Scheduled,
    /// The Horizontal Pod Autoscaler.
    Hpa {
        /// What it looks at.
        metric: ScalerMetric,
        /// Its figures.
        hpa: Hpa,
    },
    /// KEDA.
    Keda {
        /// What it looks at.
        metric: ScalerMetric,
        /// Its figures.
        keda: Keda,
    },
    /// AWS target tracking.
    TargetTracking {
        /// What it looks at.
        metric: ScalerMetric,
        /// Its figures.
        tracking: TargetTracking,
    },
    /// Knative.
    Knative {
        /// Concurrency or rate.
        metric: ScalerMetric,
        /// Its figures.
        knative: Knative,
    },
}

impl ScalingRule {
    /// What it looks at, if it looks.
    #[must_use]
    pub fn metric(&self) -> Option<&ScalerMetric> {
        match self {
            Self::Scheduled => None,
            Self::Hpa { metric, .. }
            | Self::Keda { metric, .. }
            | Self::TargetTracking { metric, .. }
            | Self::Knative { metric, .. } => Some(metric),
        }
    }
}

/// New bounds at a time of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScheduledBounds {
    /// Seconds from the scenario's start.
    pub at: f64,
    /// Seconds until it happens again; none = once.
    pub every: Option<f64>,
    /// The new minimum; none = as it is.
    pub min: Option<u32>,
    /// The new maximum; none = as it is.
    pub max: Option<u32>,
}

/// A stop for spending.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Most instances at any time, from a limit on money per hour.
    pub instances: Option<u32>,
    /// Most instance seconds in a window.
    pub instance_seconds: Option<f64>,
    /// Seconds of a window; windows follow each other from the scenario's start.
    pub window: f64,
    /// Once they are spent, instances go back to the minimum; else they are only not added to.
    pub to_min: bool,
}

/// An autoscaler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaler {
    /// What it does.
    pub rule: ScalingRule,
    /// Fewest instances.
    pub min: u32,
    /// Most instances.
    pub max: u32,
    /// Seconds from the decision until a new instance takes visits.
    pub start_up: Distribution,
    /// Bounds by time of the scenario.
    pub schedule: Vec<ScheduledBounds>,
    /// A stop for spending.
    pub budget: Option<Budget>,
}

impl Scaler {
    /// By a rule within bounds; 30 s to start an instance.
    #[must_use]
    pub fn new(rule: ScalingRule, min: u32, max: u32) -> Self {
        Self {
            rule,
            min,
            max,
            start_up: Distribution::Constant { value: 30.0 },
            schedule: Vec::new(),
            budget: None,
        }
    }

    /// The Horizontal Pod Autoscaler with its published defaults.
    #[must_use]
    pub fn hpa(metric: ScalerMetric, min: u32, max: u32) -> Self {
        let hpa = Hpa::default();
        Self::new(ScalingRule::Hpa { metric, hpa }, min, max)
    }

    /// The most instances that it may ever ask for.
    #[must_use]
    pub fn most(&self) -> u32 {
        let bounds = self.schedule.iter();
        let most = |bounds: &ScheduledBounds| bounds.max.max(bounds.min).unwrap_or(0);
        bounds.map(most).fold(self.max, u32::max)
    }

    /// About how long it takes to settle, seconds.
    #[must_use]
    pub fn settling_s(&self) -> f64 {
        let of_hpa = |hpa: &Hpa| 10.0 * hpa.interval + hpa.down.window + hpa.up.window;
        let rule = match &self.rule {
            ScalingRule::Scheduled => 0.0,
            ScalingRule::Hpa { hpa, .. } => of_hpa(hpa),
            ScalingRule::Keda { keda, .. } => of_hpa(&keda.hpa) + keda.polling + keda.cooldown,
            ScalingRule::TargetTracking { tracking, .. } => {
                let periods = f64::from(tracking.out_periods.max(tracking.in_periods));
                2.0 * (tracking.period * periods + tracking.out_cooldown.max(tracking.in_cooldown))
            }
            ScalingRule::Knative { knative, .. } => 3.0 * knative.stable_window + knative.grace,
        };
        rule + self.start_up.mean()
    }
}
