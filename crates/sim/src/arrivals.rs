//! When the requests of an open journey come: inversion of the integrated rate.

use spinout_network::{RateCurve, Spacing};

use crate::{
    draw::{purpose, request_path},
    sample::{SECOND, Samplers, whole},
    stream::Stream,
};

/// From `start` on, the rate is `rate + slope × (t − start)`.
#[derive(Debug, Clone, Copy)]
struct Segment {
    start: f64,
    rate: f64,
    slope: f64,
    /// 1 ÷ rate where the rate is constant and not 0, else not a number.
    gap: f64,
}

impl Segment {
    fn new(start: f64, rate: f64, slope: f64) -> Self {
        let flat = slope == 0.0 && rate > 0.0;
        let gap = if flat { 1.0 / rate } else { f64::NAN };
        Self {
            start,
            rate,
            slope,
            gap,
        }
    }
}

/// How far the integral of the rate grows from one request to the next.
#[derive(Debug, Clone)]
enum Growth {
    Poisson,
    Even,
    Stream(Box<Stream>),
}

/// An open journey's arrivals.
#[derive(Debug, Clone)]
pub(crate) struct OpenArrivals {
    segments: Vec<Segment>,
    growth: Growth,
    source: u64,
    current: usize,
    segment: Segment,
    /// Where the current segment ends.
    end: f64,
    /// Time of the last arrival in seconds of the scenario.
    time: f64,
    pre_roll: f64,
    number: u64,
    path: u64,
    /// Path and time of the request after: made one ahead, so that nothing has to wait for it.
    ahead: (u64, Option<u64>),
}

impl OpenArrivals {
    /// `source` is where the paths of its requests start, `run` gives that of a stream by its key.
    pub(crate) fn new(
        curve: &RateCurve,
        spacing: &Spacing,
        (source, run): (u64, impl FnOnce(u64) -> u64),
        pre_roll: f64,
        samplers: &mut Samplers,
    ) -> Self {
        let flat = |start, rate| Segment::new(start, rate, 0.0);
        let mut segments: Vec<Segment> = match curve {
            RateCurve::Constant { rate } => vec![flat(0.0, *rate)],
            RateCurve::Steps { points } => points.iter().map(|p| flat(p.time, p.rate)).collect(),
            RateCurve::Series { step, rates } => rates
                .iter()
                .enumerate()
                .map(|(i, rate)| flat(i as f64 * step, *rate))
                .collect(),
            RateCurve::Linear { points } => {
                let slope = |i: usize| {
                    let next = points.get(i + 1)?;
                    let length = next.time - points[i].time;
                    (length > 0.0).then(|| (next.rate - points[i].rate) / length)
                };
                let corner = |(i, p): (usize, &spinout_network::RatePoint)| {
                    Segment::new(p.time, p.rate, slope(i).unwrap_or(0.0))
                };
                points.iter().enumerate().map(corner).collect()
            }
        };
        if let Some(first) = segments.first().copied() {
            segments.insert(0, flat(-pre_roll, first.rate));
        }
        let mut arrivals = Self {
            segments,
            growth: match spacing {
                Spacing::Poisson => Growth::Poisson,
                Spacing::Even => Growth::Even,
                Spacing::Stream(data) => {
                    Growth::Stream(Box::new(Stream::new(data, run(data.key), samplers)))
                }
            },
            source,
            current: 0,
            segment: flat(0.0, 0.0),
            end: 0.0,
            time: -pre_roll,
            pre_roll,
            number: 0,
            path: 0,
            ahead: (0, None),
        };
        arrivals.skip();
        arrivals.next(samplers);
        arrivals
    }

    /// Moves to the segment that the present time lies in.
    fn skip(&mut self) {
        let starts = |at: usize| {
            self.segments
                .get(at)
                .map_or(f64::INFINITY, |next| next.start)
        };
        while starts(self.current + 1) <= self.time {
            self.current += 1;
        }
        self.end = starts(self.current + 1);
        let never = Segment::new(0.0, 0.0, 0.0);
        self.segment = self.segments.get(self.current).copied().unwrap_or(never);
    }

    /// Gives the requests to come other paths: all times that were drawn stay.
    pub(crate) fn set_apart(&mut self, source: u64, apart: u64) {
        self.source = source;
        self.path = self.path.wrapping_add(apart);
        self.ahead.0 = self.ahead.0.wrapping_add(apart);
    }

    /// Path of the request that [`OpenArrivals::next`] gave last.
    #[inline]
    pub(crate) fn path(&self) -> u64 {
        self.path
    }

    /// Time, in nanoseconds since the run's start, of the next request; none if no more come.
    #[inline]
    pub(crate) fn next(&mut self, samplers: &Samplers) -> Option<u64> {
        let (path, due) = self.ahead;
        self.path = path;
        let mut path = request_path(self.source, self.number);
        let area = match &mut self.growth {
            Growth::Poisson => samplers.exponential(path, purpose::ARRIVAL),
            Growth::Even => 1.0,
            Growth::Stream(stream) => {
                let area = stream.next(samplers);
                self.number = stream.number();
                path = request_path(self.source, self.number);
                area
            }
        };
        self.number += 1;
        // False where the gap is not a number.
        let time = self.time + area * self.segment.gap;
        let time = if time <= self.end {
            Some(time)
        } else {
            self.invert(area)
        };
        self.time = time.unwrap_or(f64::INFINITY);
        self.ahead = (
            path,
            time.map(|time| whole((time + self.pre_roll) * SECOND)),
        );
        due
    }

    /// Hands over requests, from one that [`OpenArrivals::next`] gave on, as long as the rate stays the same
    /// and they come before a moment, and at most so many; the answer is the path and time of the next one.
    pub(crate) fn pass(
        &mut self,
        samplers: &Samplers,
        (mut path, mut due): (u64, u64),
        (until, most): (u64, usize),
        mut take: impl FnMut(u64, u64),
    ) -> (u64, u64) {
        if !matches!(self.growth, Growth::Poisson) {
            return (path, due);
        }
        let (source, pre_roll, end, gap) = (self.source, self.pre_roll, self.end, self.segment.gap);
        let (mut time, mut number, mut ahead) = (self.time, self.number, self.ahead);
        let mut left = most;
        while due < until
            && left > 0
            && let (next, Some(then)) = ahead
        {
            let fresh = request_path(source, number);
            let after = time + samplers.exponential(fresh, purpose::ARRIVAL) * gap;
            // Not where the gap is not a number.
            if after <= end {
                take(path, due);
                (path, due) = (next, then);
                (time, number, left) = (after, number + 1, left - 1);
                ahead = (fresh, Some(whole((after + pre_roll) * SECOND)));
            } else {
                break;
            }
        }
        (self.time, self.number, self.ahead, self.path) = (time, number, ahead, path);
        (path, due)
    }

    /// The time at which the integral of the rate has grown by `area`.
    fn invert(&mut self, mut area: f64) -> Option<f64> {
        loop {
            let segment = self.segment;
            let rate = (segment.rate + segment.slope * (self.time - segment.start)).max(0.0);
            let left = self.end - self.time;
            let until_end = if left.is_finite() {
                left * (rate + segment.slope * left / 2.0)
            } else if rate > 0.0 {
                f64::INFINITY
            } else {
                return None;
            };
            if area <= until_end && until_end > 0.0 {
                // The root of rate·t + slope·t²/2 = area that stays exact for slope 0.
                let discriminant = (rate * rate + 2.0 * segment.slope * area).max(0.0);
                return Some(self.time + 2.0 * area / (rate + discriminant.sqrt()));
            }
            area -= until_end.max(0.0);
            self.time = self.end;
            self.skip();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spinout_network::RatePoint;

    fn times(curve: &RateCurve, spacing: &Spacing, pre_roll: f64) -> Vec<f64> {
        let mut samplers = Samplers::new();
        let mut arrivals =
            OpenArrivals::new(curve, spacing, (9, |key| key), pre_roll, &mut samplers);
        std::iter::from_fn(|| arrivals.next(&samplers))
            .map(|time| time as f64 / SECOND - pre_roll)
            .take_while(|time| *time < 100.0)
            .collect()
    }

    #[test]
    fn even_arrivals_come_where_the_integral_of_the_rate_is_whole() {
        let point = |time, rate| RatePoint { time, rate };
        let ramp = RateCurve::Linear {
            points: vec![point(0.0, 0.0), point(10.0, 2.0)],
        };
        // ∫ .2 t = t²/10 until 10 s, then 2 a second.
        for (arrival, time) in times(&ramp, &Spacing::Even, 0.0).iter().enumerate() {
            let n = arrival as f64 + 1.0;
            let truth = if n <= 10.0 {
                (10.0 * n).sqrt()
            } else {
                10.0 + (n - 10.0) / 2.0
            };
            assert!((time - truth).abs() < 1e-8, "{n}: {time}");
        }
        let series = RateCurve::Series {
            step: 10.0,
            rates: vec![1.0, 0.0, 0.5, 0.0],
        };
        let expected: Vec<f64> = (-4..=10)
            .map(f64::from)
            .chain([22.0, 24.0, 26.0, 28.0, 30.0])
            .collect();
        let found = times(&series, &Spacing::Even, 5.0);
        assert_eq!(found.len(), expected.len());
        assert!(
            found
                .iter()
                .zip(&expected)
                .all(|(a, b)| (a - b).abs() < 1e-8),
            "{found:?}"
        );
    }

    #[test]
    fn poisson_arrivals_number_as_many_as_the_integral_of_the_rate() {
        let point = |time, rate| RatePoint { time, rate };
        let steps = RateCurve::Steps {
            points: vec![point(0.0, 100.0), point(50.0, 900.0)],
        };
        let found = times(&steps, &Spacing::Poisson, 0.0);
        let early = found.iter().filter(|time| **time < 50.0).count() as f64;
        let late = found.len() as f64 - early;
        assert!((early - 5_000.0).abs() < 4.5 * 5_000_f64.sqrt());
        assert!((late - 45_000.0).abs() < 4.5 * 45_000_f64.sqrt());
    }
}
