use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Price, Rate};
use ts_rs::TS;

use super::{is_default, seconds};

/// What changes the number of instances under load. Without a `rule` the Horizontal Pod Autoscaler of
/// Kubernetes: desired = ceil(instances × current ÷ target), nothing within the tolerance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Autoscaler {
    /// The fewest instances; at least 1, or 0 for `keda`, `knative` and `scheduled`.
    #[schemars(title = "Fewest", range(min = 0), extend("x-unit" = "instances"))]
    pub min: u32,
    /// The most instances. Without one the bill has no bound, so there is no default.
    #[schemars(title = "Most", range(min = 1), extend("x-unit" = "instances"))]
    pub max: u32,
    /// What it looks at, and the value for one instance that it steers to. Only `scheduled` needs none.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Looks at", extend("x-otherwise" = "nothing", "x-common" = true, "examples" = [{"cpu": 0.7}]))]
    pub target: Option<ScalingMetric>,
    /// The rule that it follows. Default `hpa`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "Kubernetes HPA", "x-common" = true, "examples" = [{"keda": {}}]))]
    pub rule: ScalingRule,
    /// HPA and KEDA: time between two looks. Default 15s (HPA).
    #[serde(
        default = "fifteen_seconds",
        skip_serializing_if = "is_fifteen_seconds"
    )]
    #[ts(as = "Option<_>", optional)]
    #[schemars(title = "Looks every", extend("x-otherwise" = "15 s", "x-source" = "Kubernetes documentation"))]
    pub interval: Duration,
    /// Time until a new instance takes work, or its distribution. Default 30s.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(title = "Start-up", extend("x-otherwise" = "30 s", "x-common" = true))]
    pub start_up: StartUp,
    /// HPA and KEDA: no change while current ÷ target is this near to 1. Default 0.1 (HPA).
    #[serde(default = "tolerance", skip_serializing_if = "is_tolerance")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.0), extend("default" = 0.1, "x-source" = "Kubernetes documentation"))]
    pub tolerance: f64,
    /// HPA and KEDA: the lowest wish of this window counts when scaling up. Default 0s (HPA).
    #[serde(default = "no_time", skip_serializing_if = "is_no_time")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "0 s"))]
    pub scale_up_window: Duration,
    /// HPA and KEDA: the highest wish of this window counts when scaling down. Default 300s (HPA).
    #[serde(default = "five_minutes", skip_serializing_if = "is_five_minutes")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "300 s", "x-source" = "Kubernetes API documentation"))]
    pub scale_down_window: Duration,
    /// HPA and KEDA: how much may be added in a time. Default the larger of 100 % and 4 pods in 15s.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale_up: Option<ScalingBehaviour>,
    /// HPA and KEDA: how much may be taken away in a time. Default 100 % in 15s.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale_down: Option<ScalingBehaviour>,
    /// HPA and KEDA: time from its start in which an instance that was not ready for a whole interval
    /// counts as idle when scaling up. Default 5min (HPA's CPU initialisation period).
    #[serde(default = "five_minutes", skip_serializing_if = "is_five_minutes")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "5 min", "x-source" = "Kubernetes documentation"))]
    pub initialization: Duration,
    /// Bounds that change at times of a terminating scenario.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub schedule: Vec<ScheduledScaling>,
    /// A stop for spending.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("examples" = [{"spend": "2USD/h"}]))]
    pub budget: Option<ScalingBudget>,
}

impl Autoscaler {
    /// The Horizontal Pod Autoscaler with its published defaults.
    #[must_use]
    pub fn new(min: u32, max: u32, target: ScalingMetric) -> Self {
        Self {
            min,
            max,
            target: Some(target),
            rule: ScalingRule::Hpa,
            interval: fifteen_seconds(),
            start_up: StartUp::default(),
            tolerance: tolerance(),
            scale_up_window: no_time(),
            scale_down_window: five_minutes(),
            scale_up: None,
            scale_down: None,
            initialization: five_minutes(),
            schedule: Vec::new(),
            budget: None,
        }
    }
}

/// What an autoscaler looks at, and the value for one instance that it steers to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScalingMetric {
    /// Mean use of the cores, 0 to 1.
    Cpu(f64),
    /// Messages waiting or in hand, in the queue it consumes.
    QueueLength(f64),
    /// Messages that a consumer group is behind, in the topic it consumes: as `queue_length`, with no more
    /// instances than the topic has partitions.
    Lag(f64),
    /// Requests in an instance or waiting for one.
    Concurrency(f64),
    /// Requests that arrive, for each instance.
    Requests(Rate),
}

/// The rule that an autoscaler follows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScalingRule {
    /// The Horizontal Pod Autoscaler of Kubernetes.
    #[default]
    Hpa,
    /// KEDA: the first and the last instance by activity, between them HPA on the trigger's figure.
    Keda(KedaRule),
    /// Target tracking of AWS: alarms over whole periods, then instances × metric ÷ target.
    TargetTracking(TargetTrackingRule),
    /// Knative: a stable and a panic window, no instance without requests, which are held meanwhile.
    Knative(KnativeRule),
    /// Only by the `schedule`.
    Scheduled,
}

/// What KEDA adds to HPA.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct KedaRule {
    /// Time between looks at the trigger. Default 30s.
    #[serde(skip_serializing_if = "is_thirty_seconds")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "30 s", "x-common" = true))]
    pub polling_interval: Duration,
    /// Time without activity until the last instance stops, where `min` is 0. Default 300s.
    #[serde(skip_serializing_if = "is_five_minutes")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "300 s", "x-common" = true))]
    pub cooldown: Duration,
    /// The trigger is active above this figure, of all instances together. Default 0.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.0), extend("default" = 0))]
    pub activation: f64,
}

impl Default for KedaRule {
    fn default() -> Self {
        Self {
            polling_interval: thirty_seconds(),
            cooldown: five_minutes(),
            activation: 0.0,
        }
    }
}

/// Target tracking of AWS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct TargetTrackingRule {
    /// Time of one data point. Default 60s.
    #[serde(skip_serializing_if = "is_a_minute")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "60 s", "x-common" = true))]
    pub period: Duration,
    /// Data points above the target that scale out. Default 3.
    #[serde(skip_serializing_if = "is_three")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 3))]
    pub out_periods: u32,
    /// Data points below `in_threshold` of the target that scale in. Default 15.
    #[serde(skip_serializing_if = "is_fifteen")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 15))]
    pub in_periods: u32,
    /// The part of the target below which it scales in. Default 0.9.
    #[serde(skip_serializing_if = "is_nine_tenths")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.01, max = 1.0), extend("default" = 0.9))]
    pub in_threshold: f64,
    /// Time after scaling out in which what was added is not a reason for more. Default 300s.
    #[serde(skip_serializing_if = "is_five_minutes")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "300 s", "x-common" = true))]
    pub scale_out_cooldown: Duration,
    /// Time after scaling in without scaling in again. Default 300s.
    #[serde(skip_serializing_if = "is_five_minutes")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "300 s", "x-common" = true))]
    pub scale_in_cooldown: Duration,
    /// Time from its readiness until an instance counts. Default 0s.
    #[serde(skip_serializing_if = "is_no_time")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "0 s"))]
    pub warm_up: Duration,
    /// It only scales out.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub scale_in_disabled: bool,
}

impl Default for TargetTrackingRule {
    fn default() -> Self {
        Self {
            period: seconds(60.0),
            out_periods: 3,
            in_periods: 15,
            in_threshold: 0.9,
            scale_out_cooldown: five_minutes(),
            scale_in_cooldown: five_minutes(),
            warm_up: no_time(),
            scale_in_disabled: false,
        }
    }
}

/// The Knative pod autoscaler.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct KnativeRule {
    /// The part of the target that is aimed at. Default 0.7.
    #[serde(skip_serializing_if = "is_seven_tenths")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.01, max = 1.0), extend("default" = 0.7, "x-common" = true))]
    pub utilization: f64,
    /// The window that ordinarily counts. Default 60s.
    #[serde(skip_serializing_if = "is_a_minute")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "60 s", "x-common" = true))]
    pub stable_window: Duration,
    /// The window that sees a burst. Default 6s.
    #[serde(skip_serializing_if = "is_six_seconds")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "6 s"))]
    pub panic_window: Duration,
    /// It panics when the panic window asks for so many times the ready instances. Default 2.
    #[serde(skip_serializing_if = "is_two")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("default" = 2))]
    pub panic_threshold: f64,
    /// In one decision at most so many times the ready instances. Default 1000.
    #[serde(skip_serializing_if = "is_a_thousand")]
    #[ts(as = "Option<_>", optional)]
    pub max_scale_up_rate: f64,
    /// In one decision no fewer than the ready instances ÷ this. Default 2.
    #[serde(skip_serializing_if = "is_two")]
    #[ts(as = "Option<_>", optional)]
    pub max_scale_down_rate: f64,
    /// Time that the last instance stays after nothing is asked of it. Default 30s.
    #[serde(skip_serializing_if = "is_thirty_seconds")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "30 s"))]
    pub scale_to_zero_grace: Duration,
    /// Requests that are held while no instance is there; more are refused. Default 10000.
    #[serde(skip_serializing_if = "is_ten_thousand")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("default" = 10000))]
    pub held_requests: u32,
}

impl Default for KnativeRule {
    fn default() -> Self {
        Self {
            utilization: 0.7,
            stable_window: seconds(60.0),
            panic_window: seconds(6.0),
            panic_threshold: 2.0,
            max_scale_up_rate: 1000.0,
            max_scale_down_rate: 2.0,
            scale_to_zero_grace: thirty_seconds(),
            held_requests: 10_000,
        }
    }
}

/// Limits on one direction of HPA.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct ScalingBehaviour {
    /// Limits; none = unlimited.
    pub policies: Vec<ScalingPolicy>,
    /// Which of them counts. Default `max`.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub select: PolicyChoice,
}

/// How much may change in a time: either `pods` or `percent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScalingPolicy {
    /// So many instances.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pods: Option<u32>,
    /// So many percent of the instances at the period's start.
    #[serde(default, skip_serializing_if = "is_default")]
    pub percent: Option<f64>,
    /// The time that it holds for.
    pub period: Duration,
}

/// Which of several policies counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PolicyChoice {
    /// That which allows the largest change.
    #[default]
    Max,
    /// That which allows the smallest change.
    Min,
    /// No change in this direction.
    Disabled,
}

/// Bounds from a time on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScheduledScaling {
    /// When, since the scenario's start.
    pub at: Duration,
    /// How often it happens again, such as "24h". Once if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "once"))]
    pub every: Option<Duration>,
    /// Just so many instances: minimum and maximum at once.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0))]
    pub replicas: Option<u32>,
    /// The new minimum.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0))]
    pub min: Option<u32>,
    /// The new maximum.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0))]
    pub max: Option<u32>,
}

/// A stop for spending: a limit on money per hour, on instance hours, or on both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScalingBudget {
    /// The most that its instances may cost at any time, such as "2USD/h".
    #[serde(default, skip_serializing_if = "is_default")]
    pub spend: Option<Price>,
    /// What an instance costs, for `spend`. The catalogue's price of the process's `instance` if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub price: Option<Price>,
    /// The most instance hours in each `window`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub instance_hours: Option<f64>,
    /// The windows, one after the other from the scenario's start. Default 24h.
    #[serde(default = "a_day", skip_serializing_if = "is_a_day")]
    #[ts(as = "Option<_>", optional)]
    pub window: Duration,
    /// What happens once the hours are spent. Default `hold`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub then: BudgetStop,
}

/// What happens once a budget is spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BudgetStop {
    /// Nothing is added any more.
    #[default]
    Hold,
    /// Back to `min` until the window ends.
    Min,
}

time_or_distribution! {
    /// The time until a new instance takes work: a time, or a distribution.
    StartUp,
    /// Always the same.
    Time
}

impl Default for StartUp {
    /// 30 s.
    fn default() -> Self {
        Self::Time(thirty_seconds())
    }
}

macro_rules! defaults {
    ($($name:ident $is:ident $type:ty = $value:expr;)*) => {
        $(
            fn $name() -> $type {
                $value
            }
            fn $is(value: &$type) -> bool {
                *value == $name()
            }
        )*
    };
}

defaults! {
    no_time is_no_time Duration = seconds(0.0);
    six_seconds is_six_seconds Duration = seconds(6.0);
    fifteen_seconds is_fifteen_seconds Duration = seconds(15.0);
    thirty_seconds is_thirty_seconds Duration = seconds(30.0);
    a_minute is_a_minute Duration = seconds(60.0);
    five_minutes is_five_minutes Duration = seconds(300.0);
    a_day is_a_day Duration = seconds(86_400.0);
    tolerance is_tolerance f64 = 0.1;
    seven_tenths is_seven_tenths f64 = 0.7;
    nine_tenths is_nine_tenths f64 = 0.9;
    two is_two f64 = 2.0;
    a_thousand is_a_thousand f64 = 1000.0;
    three is_three u32 = 3;
    fifteen is_fifteen u32 = 15;
    ten_thousand is_ten_thousand u32 = 10_000;
}
