//! Policies that act on what goes wrong or grows too much: whether they would have. Where they hardly ever do
//! they change nothing, and else only a run can tell.

use spinout_network::{Breaker, Bulkhead, Call, Group, Link, TokenBucket};

use super::moments::Moments;
use super::servers::limited;
use super::shape::attempts;
use super::solve::{Solution, Solver};
use super::station::Station;

/// What happens more often than this is not left out.
pub(crate) const RARE: f64 = 5e-4;
/// Standard deviations beyond which a number counts as never reached.
const FAR: f64 = 4.0;

/// Whether what guards a call would act.
pub(crate) fn acts(
    solver: &Solver<'_>,
    solution: &Solution,
    call: &Call,
    group: Option<usize>,
) -> bool {
    let Some(link) = call.policy.link else {
        return false;
    };
    let data = &solver.shape.network.links[link.at()];
    let Link {
        caller,
        breaker,
        bulkhead,
        rate_limit,
        budget,
        name: _,
        hedged: _,
        falls_back: _,
    } = data;
    let instances = caller.map_or(1.0, |group| solver.replicas[group.at()]);
    let rate = solution.flow.links[link.at()] / instances.max(1.0);
    let attempt = solver.attempt(solution, call, group);
    let fails = 1.0 - attempt.succeeds;
    let station = &solution.stations[call.group.at()];
    let opens = |breaker: &Breaker| {
        // Slow calls count as failures do, by a share of their own.
        let too_slow = breaker.slow.map_or(0.0, |slow| {
            let rule = Breaker {
                failure_ratio: slow.ratio,
                consecutive: None,
                ..breaker.clone()
            };
            opening(&rule, attempt.response.beyond(slow.longer_than))
        });
        rate * breaker.open * (opening(breaker, fails) + too_slow) > RARE
    };
    let fills = |bulkhead: &Bulkhead| {
        let present = rate * attempt.response.mean;
        let most = f64::from(bulkhead.concurrent);
        let found = limited(None, present, present * station.fano.max(1.0), most);
        found.is_none_or(|found| found.waits > RARE)
    };
    let retries = crate::expected_attempts(fails, attempts(call).min(64)) - 1.0;
    breaker.as_ref().is_some_and(opens)
        || bulkhead.as_ref().is_some_and(fills)
        || rate_limit
            .as_ref()
            .is_some_and(|bucket| empties(bucket, rate, 1.0))
        || budget.as_ref().is_some_and(|budget| {
            retries > 0.0 && runs_out(retries, budget.ratio, budget.burst) * retries > RARE
        })
}

/// The probability, at each call, that a breaker opens because so many calls in its window have failed.
fn opening(breaker: &Breaker, fails: f64) -> f64 {
    if fails <= 0.0 {
        return 0.0;
    }
    let tail = |calls: u32| {
        let most = (f64::from(calls) * breaker.failure_ratio).ceil() as u32;
        let few = (0..most).map(|failed| binomial(calls, failed, fails));
        (1.0 - few.sum::<f64>()).max(0.0)
    };
    let row = breaker.consecutive;
    let row = row.map_or(0.0, |row| libm::pow(fails, f64::from(row)));
    let least = breaker.min_calls.min(breaker.window);
    row + tail(least).max(tail(breaker.window)) * fails
}

fn binomial(of: u32, are: u32, chance: f64) -> f64 {
    let (n, k) = (f64::from(of), f64::from(are));
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let log = ways + k * libm::log(chance) + (n - k) * libm::log1p(-chance.min(1.0 - 1e-12));
    libm::exp(log)
}

/// Whether a bucket of tokens would now and then be empty.
fn empties(bucket: &TokenBucket, rate: f64, scv: f64) -> bool {
    rate > 0.0 && runs_out(rate, bucket.rate, bucket.burst) > libm::pow(RARE, 1.0 / scv.max(1.0))
}

/// The probability that what is asked for at random finds nothing of what comes steadily and is saved up to
/// `burst`: the tail of a queue with constant service, whose decay is at least this.
fn runs_out(asked: f64, comes: f64, burst: f64) -> f64 {
    let used = asked / comes.max(1e-300);
    if used >= 1.0 {
        return 1.0;
    }
    let decay = (2.0 * (1.0 - used)).max(-libm::log(used.max(1e-300)));
    used * libm::exp(-decay * burst)
}

/// Whether an instance would turn away or lose visits for their number or their wait, or they would give up.
pub(crate) fn turns_away(group: &Group, station: &Station, replicas: f64, present: f64) -> bool {
    let each = present / replicas;
    let spread = (each * station.fano.max(1.0)).sqrt();
    let reaches = |number: f64| each + FAR * spread + 1.0 > number;
    let entrance = &group.entrance;
    let scv = station.offered.arrival_scv;
    let slots = group
        .slots
        .map_or(f64::INFINITY, |slots| f64::from(slots.count));
    let patience = group.conduct.patience.as_ref().map(Moments::of);
    let gives_up = |patience: Moments| {
        let wait = station.wait;
        let often = wait.mean / patience.mean.max(1e-300) * patience.scv().min(1.0);
        often.max(wait.beyond(patience.mean)) > RARE
    };
    entrance
        .rate_limit
        .as_ref()
        .is_some_and(|bucket| empties(bucket, station.offered.rate, scv))
        || entrance
            .shedding
            .iter()
            .any(|rule| reaches(rule.load * slots))
        || entrance
            .codel
            .as_ref()
            .is_some_and(|codel| station.wait.beyond(codel.target) > RARE)
        || patience.is_some_and(gives_up)
        || group
            .conduct
            .memory
            .as_ref()
            .is_some_and(|memory| reaches(f64::from(memory.room())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breaker_opens_as_often_as_binomial_trials_fail_together() {
        let breaker = Breaker {
            window: 4,
            failure_ratio: 0.5,
            min_calls: 4,
            consecutive: None,
            open: 30.0,
            trials: 1,
            slow: None,
        };
        // Two or more of four at one half: 11 ÷ 16, and the last of them has failed.
        assert!((opening(&breaker, 0.5) - 11.0 / 32.0).abs() < 1e-12);
        assert_eq!(opening(&breaker, 0.0), 0.0);
    }

    #[test]
    fn tokens_run_out_at_most_as_often_as_a_queue_with_constant_service_is_that_long() {
        // Decay of the M/D/1 at a use of one half: θ ÷ (e^θ − 1) = ½ at θ = 1.2564.
        assert!(runs_out(1.0, 2.0, 10.0) >= 0.5 * (-12.564_f64).exp());
        assert_eq!(runs_out(2.0, 2.0, 10.0), 1.0);
    }
}
