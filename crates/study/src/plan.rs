use spinout_network::JourneyIndex;
use spinout_sim::{Promise, Promised};
use spinout_stats::Confidence;

/// What a study is to find out, and how well.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The seed of all random draws. Options under the same seed see the same users and the same work.
    pub seed: u64,
    /// A long-run question, or a story with an end.
    pub kind: Kind,
    /// The confidence of every interval.
    pub confidence: Confidence,
    /// When it is precise enough.
    pub precision: Precision,
    /// The fewest replications of each option before the stopping rule is asked. Below
    /// [`Plan::LEAST_REPLICATIONS`] intervals are not to be trusted: only means are worth reading.
    pub least_replications: u32,
    /// The most replications of each option; never fewer than the fewest.
    pub most_replications: u32,
    /// The most requests of each option, over all replications: a bound on the work that, other than a
    /// bound on the time, gives the same run everywhere. The fewest replications are always run.
    pub most_requests: u64,
    /// What counts as good, for each objective.
    pub thresholds: Vec<Threshold>,
    /// The fewest requests of one replication of a steady study.
    pub replication_requests: u64,
    /// How many steps the series over time have.
    pub series_steps: u32,
}

impl Plan {
    /// The fewest replications that a stopping rule may be asked after.
    pub const LEAST_REPLICATIONS: u32 = 20;

    /// A plan with the usual precision: 95 % confidence, ±2 % on the 95th percentile of every
    /// journey's response.
    #[must_use]
    pub fn new(kind: Kind, seed: u64) -> Self {
        Self {
            seed,
            least_replications: Self::LEAST_REPLICATIONS,
            most_replications: match kind {
                Kind::Steady => 400,
                // What differs from one telling of a story to the next, hardly any number of
                // replications makes narrow; the intervals say how much it is.
                Kind::Terminating { .. } => 40,
            },
            kind,
            confidence: Confidence::STANDARD,
            precision: Precision::default(),
            most_requests: 20_000_000,
            thresholds: Vec::new(),
            replication_requests: 20_000,
            series_steps: 120,
        }
    }

    /// The usual plan for a long-run question.
    #[must_use]
    pub fn steady(seed: u64) -> Self {
        Self::new(Kind::Steady, seed)
    }

    /// The usual plan for a story of `horizon_s` seconds.
    #[must_use]
    pub fn terminating(seed: u64, horizon_s: f64, windows: Vec<Window>) -> Self {
        Self::new(Kind::Terminating { horizon_s, windows }, seed)
    }

    /// The windows besides the whole.
    pub(crate) fn windows(&self) -> impl Iterator<Item = &Window> {
        match &self.kind {
            Kind::Steady => [].iter(),
            Kind::Terminating { windows, .. } => windows.iter(),
        }
    }

    /// The thresholds of one journey, in the plan's order.
    pub(crate) fn thresholds_of(&self, journey: JourneyIndex) -> Vec<Threshold> {
        let of_journey = |threshold: &&Threshold| threshold.journey == journey;
        self.thresholds.iter().filter(of_journey).copied().collect()
    }

    /// The thresholds as what the engine counts over time.
    pub(crate) fn promises(&self) -> Vec<Promise> {
        let promise = |threshold: &Threshold| Promise {
            journey: threshold.journey.at(),
            what: match threshold.what {
                Measured::Response => Promised::Response,
                Measured::Completion => Promised::Completion,
                Measured::Success => Promised::Success,
            },
            within: threshold.within_s,
        };
        self.thresholds.iter().map(promise).collect()
    }

    /// The longest finite threshold, seconds.
    pub(crate) fn longest_threshold_s(&self) -> f64 {
        let times = self.thresholds.iter().map(|threshold| threshold.within_s);
        times.filter(|time| time.is_finite()).fold(0.0, f64::max)
    }
}

/// The kinds of a study.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The long run under the network's load: the warm-up is found and removed.
    Steady,
    /// From a start in the long run under the network's first load, a fixed time of which nothing is
    /// removed.
    Terminating {
        /// How long it lasts, seconds.
        horizon_s: f64,
        /// Parts of it to look at apart, by the time at which requests arrive. The whole is always
        /// looked at and needs no window.
        windows: Vec<Window>,
    },
}

/// A part of a story. Windows may overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// What it is called.
    pub name: String,
    /// Where it starts, seconds from the scenario's start.
    pub from_s: f64,
    /// Where it ends, seconds from the scenario's start, after `from_s`.
    pub to_s: f64,
}

/// A figure of a distribution of times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// The mean.
    Mean,
    /// A quantile, one of 0.5, 0.9, 0.95, 0.99 and 0.999.
    Quantile(f64),
}

/// When a study is precise enough: as soon as the interval of this figure of every journey's
/// response, over the whole run, is this narrow; journeys with too few requests for one are passed
/// over. The question is put only after fixed numbers of replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Which figure of the response.
    pub of: Figure,
    /// Half the interval's width over the value, above 0.
    pub relative_half_width: f64,
}

impl Default for Precision {
    fn default() -> Self {
        Self {
            of: Figure::Quantile(0.95),
            relative_half_width: 0.02,
        }
    }
}

/// What makes a request of a journey good. One that failed never is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// The journey.
    pub journey: JourneyIndex,
    /// What is measured.
    pub what: Measured,
    /// The longest good time in seconds; infinite for [`Measured::Success`].
    pub within_s: f64,
}

/// What a threshold looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// The time until the caller has its answer.
    Response,
    /// The time until the last asynchronous consequence is done, all of which must succeed.
    Completion,
    /// Only whether the answer is a success.
    Success,
}
