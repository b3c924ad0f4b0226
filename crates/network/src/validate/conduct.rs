use super::{Check, Problem, check_distribution, limits, require, within};
use crate::{Conduct, Distribution, Idle};

/// Shortest mean time between things that happen again and again without anybody asking, in seconds.
const SHORTEST: f64 = 1e-6;

pub(super) fn check(conduct: &Conduct, place: &str) -> Check {
    if let Some(patience) = &conduct.patience {
        check_distribution(patience, &format!("{place}.patience"))?;
    }
    if let Some(memory) = &conduct.memory {
        let place = &format!("{place}.memory");
        for bytes in [memory.limit, memory.base] {
            within(bytes, 0.0, limits::BYTES, place)?;
        }
        within(memory.per_visit, 1e-3, limits::BYTES, place)?;
        require(memory.room() > 0, place, Problem::Empty)?;
        check_distribution(&memory.restart, place)?;
    }
    if let Some(quota) = &conduct.quota {
        let place = &format!("{place}.quota");
        within(quota.cores, 1e-6, limits::CAPACITY, place)?;
        within(quota.period, 1e-4, limits::TIME, place)?;
    }
    match &conduct.idle {
        Some(Idle::SetUp { time }) => check_distribution(time, &format!("{place}.idle"))?,
        Some(Idle::Vacation { time }) => recurring(time, &format!("{place}.idle"))?,
        None => {}
    }
    if let Some(breakdowns) = &conduct.breakdowns {
        let place = &format!("{place}.breakdowns");
        recurring(&breakdowns.after, place)?;
        check_distribution(&breakdowns.lasts, place)?;
    }
    Ok(())
}

fn recurring(time: &Distribution, place: &str) -> Check {
    check_distribution(time, place)?;
    within(time.mean(), SHORTEST, limits::TIME, place)
}
