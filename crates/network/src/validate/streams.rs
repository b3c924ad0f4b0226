//! Streams that come to their next request in a time that can be awaited.

use super::{Check, Problem, check_distribution, limits, probability, require, within};
use crate::{Process, Stream};

pub(super) fn check(stream: &Stream, place: &str) -> Check {
    let (from, to) = stream.part;
    probability(from, place)?;
    probability(to, place)?;
    require(from <= to, place, Problem::OutOfOrder)?;
    let part = to - from;
    require(
        part == 0.0 || part >= limits::PART,
        place,
        Problem::TooSeldom,
    )?;
    match &stream.process {
        Process::Renewal { between } => {
            check_distribution(between, place)?;
            require(between.mean() > 0.0, place, Problem::Empty)
        }
        Process::Batches { size } => within(size.mean(), 1.0, limits::POINTS as f64, place),
        Process::Modulated { levels } => {
            let rate: f64 = levels.iter().map(|level| level.rate).sum();
            require(rate > 0.0, place, Problem::Empty)?;
            levels.iter().try_for_each(|level| {
                within(level.rate, 0.0, limits::RATE, place)?;
                check_distribution(&level.lasts, place)?;
                require(level.lasts.mean() > 0.0, place, Problem::Empty)
            })?;
            let lasting = levels.iter().filter(|l| l.lasts.mean() >= limits::LEVEL);
            let a_turn: f64 = lasting.map(|level| level.rate * level.lasts.mean()).sum();
            require(
                part == 0.0 || part * a_turn >= limits::PART,
                place,
                Problem::TooSeldom,
            )
        }
    }
}
