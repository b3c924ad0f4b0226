//! What one run is asked to do.

use spinout_network::Invalid;
use thiserror::Error;

/// A span of arrival times, in seconds from the scenario's start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// First second that counts.
    pub start: f64,
    /// First second that does not.
    pub end: f64,
}

/// How a run comes about. The report is the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Engine {
    /// Without an event list where the network permits it.
    #[default]
    Auto,
    /// With an event list always.
    Events,
}

/// The verdict on every single request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judgement {
    /// Seconds from the scenario's start, 0 or more: requests that arrive from here to the horizon are
    /// judged. The run waits only for those that count in a window.
    pub from: f64,
    /// By journey; without limits where the list is too short.
    pub limits: Vec<Limits>,
}

/// What makes a successful request good.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Limits {
    /// Most seconds to the answer.
    pub response: Option<f64>,
    /// Most seconds until the last asynchronous consequence is done, none of which may be lost. Where
    /// there is no limit, what comes after the answer does not matter.
    pub completion: Option<f64>,
}

/// What is promised of the requests of a journey, to be counted over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// Number of the journey.
    pub journey: usize,
    /// What is promised.
    pub what: Promised,
    /// Most seconds; not looked at for a success.
    pub within: f64,
}

/// What a promise is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promised {
    /// A good answer in time.
    Response,
    /// A good answer and all consequences in time, none of them lost.
    Completion,
    /// A good answer.
    Success,
}

/// One replication of a network. Times are seconds from the scenario's start; the pre-roll lies before
/// it, at negative times.
#[derive(Debug, Clone, PartialEq)]
pub struct RunConfig {
    /// Seed of the run; options are compared under the same.
    pub seed: u64,
    /// Number of the replication.
    pub replication: u32,
    /// Seconds before the scenario's start, at its first load: warm-up, nothing of it is counted.
    pub pre_roll: f64,
    /// Length of the scenario in seconds. Resources and elements are measured from 0 to here.
    pub horizon: f64,
    /// Seconds past the horizon to wait, under continuing load, until the requests that count are done.
    pub drain: f64,
    /// Requests that arrive in a window count there; at most [`RunConfig::MAX_WINDOWS`]. None given =
    /// one, the whole scenario.
    pub windows: Vec<Window>,
    /// Buckets of the series over time, at most [`RunConfig::MAX_BUCKETS`].
    pub buckets: u32,
    /// Visits and waiting messages at once before the run ends as an overload.
    pub live_limit: u32,
    /// Events before the run is given up; none = no limit.
    pub event_limit: Option<u64>,
    /// Whether to keep how long the visits of each element take, and how the responses of each bucket are
    /// distributed. It costs time and memory.
    pub detail: bool,
    /// What is counted over time.
    pub promises: Vec<Promise>,
    /// Whether and how each single request is judged.
    pub judgement: Option<Judgement>,
    /// How the run comes about.
    pub engine: Engine,
}

impl RunConfig {
    /// Most windows.
    pub const MAX_WINDOWS: usize = 15;
    /// Most buckets of the series.
    pub const MAX_BUCKETS: u32 = 10_000;
    /// Highest limit on live visits.
    pub const MAX_LIVE: u32 = 1 << 27;

    /// A run of `horizon` seconds after `pre_roll` seconds of warm-up, with the usual limits.
    #[must_use]
    pub fn new(seed: u64, replication: u32, pre_roll: f64, horizon: f64) -> Self {
        Self {
            seed,
            replication,
            pre_roll,
            horizon,
            drain: 0.0,
            windows: Vec::new(),
            buckets: 120,
            live_limit: 1_000_000,
            event_limit: None,
            detail: false,
            promises: Vec::new(),
            judgement: None,
            engine: Engine::Auto,
        }
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let time = |value: f64| (0.0..=spinout_network::limits::TIME).contains(&value);
        if !(time(self.pre_roll) && time(self.horizon) && time(self.drain) && self.horizon > 0.0) {
            return Err(ConfigError::Time);
        }
        let ordered = |window: &Window| window.start <= window.end;
        if self.windows.len() > Self::MAX_WINDOWS || !self.windows.iter().all(ordered) {
            return Err(ConfigError::Windows);
        }
        let judged_from = self
            .judgement
            .as_ref()
            .map_or(0.0, |judgement| judgement.from);
        if !time(judged_from) {
            return Err(ConfigError::Time);
        }
        if self.buckets == 0 || self.buckets > Self::MAX_BUCKETS {
            return Err(ConfigError::Buckets);
        }
        if self.live_limit == 0 || self.live_limit > Self::MAX_LIVE {
            return Err(ConfigError::LiveLimit);
        }
        Ok(())
    }
}

/// Why a run cannot start.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ConfigError {
    /// The network is not one that can be run.
    #[error(transparent)]
    Network(#[from] Invalid),
    /// Journeys × elements is more than the time table may hold (two million cells).
    #[error("too many journeys and elements together")]
    TooLarge,
    /// A time that is negative, not finite or too long, or no horizon.
    #[error("pre-roll, horizon or drain is not a time that can be run")]
    Time,
    /// Too many windows, or one that ends before it starts.
    #[error("windows are too many or out of order")]
    Windows,
    /// No buckets, or too many.
    #[error("the series has no buckets, or too many")]
    Buckets,
    /// No live visits allowed, or too many.
    #[error("the limit on live visits is zero or too high")]
    LiveLimit,
}
