//! The event engine over a network: one replication, from its first arrival to its report. No JSON, no
//! SQL, no windows, no clock, no platform float functions.
//!
//! A [`Simulation`] is made from a network and a [`RunConfig`], runs in slices under the control of its
//! host, and gives a [`Report`]. Equal inputs give equal reports to the bit on every machine: time is a
//! whole number of nanoseconds, every random draw a hash of what it is for (see
//! [`spinout_network::key`]), and ties go by sequence.

mod access;
mod apart;
mod arrivals;
mod batches;
mod breaker;
mod broker;
mod bucket;
mod cache;
mod call;
mod calls;
mod cancel;
mod capacity;
mod clock;
mod codel;
mod compile;
mod conduct;
mod config;
mod deploy;
mod draw;
mod engine;
mod entrance;
mod event_queue;
mod fault;
mod flow;
mod fork;
mod frames;
mod function;
mod guard;
mod handle;
mod hold;
mod inside;
mod job;
mod journey;
mod judge;
mod keys;
mod level;
mod limit;
mod link_report;
mod new_journey;
mod order;
mod over_time;
mod placement;
mod promise;
mod ranked;
mod recursion;
mod replicated;
mod report;
mod request;
mod resource;
mod sample;
mod scaler;
mod series;
mod sharing;
mod shift;
mod size;
mod station;
mod stream;

mod stretch;
mod timeout;
mod timer;
mod trouble;
mod verdict;
mod visit;
mod visit_times;

pub use apart::Followed;
pub use config::{ConfigError, Engine, Judgement, Limits, Promise, Promised, RunConfig, Window};
pub use engine::{Progress, Simulation};
pub use job::JobReport;
pub use report::{
    Backlog, COARSE_PLACES, CacheBucket, CacheReport, CapacityBucket, CapacityReport,
    CapacitySeries, CoarseCounts, ConsumerGroupReport, Counts, Deadlock, DeployReport,
    ElementReport, GroupBucket, GroupReport, JourneyBucket, JourneyReport, LinkBucket, LinkReport,
    MessageCounts, Outcome, Overload, PoolReport, QueueBucket, QueueReport, ReplicatedReport,
    Report, ResourceReport, Series, TimeSplit, Usage, Verdict, Verdicts, WindowReport,
    coarse_value,
};
