//! Journeys: kinds of user request, and the load over time.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ProgramIndex, Stream};

/// A kind of user request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Journey {
    /// Identifier in the architecture.
    pub name: String,
    /// Key of the journey's identifier: arrivals and all draws of its requests start from it.
    pub key: u64,
    /// What the client does: calls with their hops and policies. It runs outside any group.
    pub program: ProgramIndex,
    /// Load over time.
    pub arrivals: Arrivals,
    /// Seconds after which the user gives up: the request has failed; what it started keeps going.
    pub timeout: Option<f64>,
    /// Higher goes first where waiting is by priority, and is shed last.
    #[serde(default)]
    pub priority: u8,
    /// MiB of what each request carries: drawn once for it. None = 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Distribution>,
}

/// How requests come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Arrivals {
    /// From outside, whatever the system does.
    Open {
        /// Requests per second over time.
        rate: RateCurve,
        /// Between requests.
        spacing: Spacing,
    },
    /// From a fixed number of users, each of whom waits for the answer, thinks, and asks again.
    Closed {
        /// Users.
        population: u32,
        /// Time between an answer and the next request; each user starts with one.
        think: Distribution,
    },
}

/// Spacing of open arrivals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spacing {
    /// A Poisson process of the given rate.
    #[default]
    Poisson,
    /// One request whenever the integral of the rate grows by 1.
    Even,
    /// Something else of the given mean rate.
    Stream(Box<Stream>),
}

/// A corner of a rate curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RatePoint {
    /// Seconds from the scenario's start.
    pub time: f64,
    /// Requests per second.
    pub rate: f64,
}

/// Requests per second over time. Before its first point (in the pre-roll) a curve has its first rate,
/// after its end its last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RateCurve {
    /// Always the same.
    Constant {
        /// Requests per second.
        rate: f64,
    },
    /// Linear between points. Two points at the same time are a jump.
    Linear {
        /// Corners, times not falling; at least one.
        points: Vec<RatePoint>,
    },
    /// Holds each point's rate until the next.
    Steps {
        /// Corners, times not falling; at least one.
        points: Vec<RatePoint>,
    },
    /// A recorded series: one rate for each step of time.
    Series {
        /// Seconds a step lasts.
        step: f64,
        /// Requests per second in each step; at least one.
        rates: Vec<f64>,
    },
}

impl RateCurve {
    /// Rate at a time in seconds.
    #[must_use]
    pub fn at(&self, time: f64) -> f64 {
        match self {
            Self::Constant { rate } => *rate,
            Self::Linear { points } => {
                let next = points.partition_point(|point| point.time <= time);
                let Some(after) = points.get(next) else {
                    return points.last().map_or(0.0, |point| point.rate);
                };
                let Some(before) = next.checked_sub(1).map(|index| points[index]) else {
                    return after.rate;
                };
                before.rate
                    + (after.rate - before.rate) * (time - before.time) / (after.time - before.time)
            }
            Self::Steps { points } => {
                let next = points.partition_point(|point| point.time <= time);
                points
                    .get(next.saturating_sub(1))
                    .map_or(0.0, |point| point.rate)
            }
            Self::Series { step, rates } => {
                let position = (time / step).max(0.0) as usize;
                rates.get(position).or(rates.last()).copied().unwrap_or(0.0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_hold_their_ends_and_jump_where_two_points_meet() {
        let point = |time, rate| RatePoint { time, rate };
        let linear = RateCurve::Linear {
            points: vec![point(10.0, 1.0), point(20.0, 3.0), point(20.0, 7.0)],
        };
        for (time, rate) in [(0.0, 1.0), (15.0, 2.0), (20.0, 7.0), (99.0, 7.0)] {
            assert_eq!(linear.at(time), rate);
        }
        let steps = RateCurve::Steps {
            points: vec![point(0.0, 1.0), point(5.0, 2.0)],
        };
        assert_eq!(
            (steps.at(-1.0), steps.at(4.9), steps.at(5.0)),
            (1.0, 1.0, 2.0)
        );
        let series = RateCurve::Series {
            step: 2.0,
            rates: vec![1.0, 4.0],
        };
        assert_eq!(
            (series.at(-3.0), series.at(3.9), series.at(4.0)),
            (1.0, 4.0, 4.0)
        );
    }
}
