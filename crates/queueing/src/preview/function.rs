//! Functions: an environment for each request inside, the newest idle one first.

use spinout_network::Function;

use super::moments::Moments;

/// How many standard deviations beyond the mean the numbers of requests inside are told apart.
const FAR: f64 = 9.0;

/// What requests meet at a function.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Environments {
    /// The probability of a cold start.
    pub(crate) cold: f64,
    /// Mean requests inside.
    pub(crate) inside: f64,
}

/// Requests inside are Poisson, as each has an environment of its own. The one that is needed when n are inside
/// is the n-th in a stack, as the newest is taken first: it is gone if n and more have not been inside for the
/// time of its expiry, and the time between such moments counts as exponential.
pub(crate) fn environments(function: &Function, rate: f64, work: Moments) -> Environments {
    let mut found = Environments {
        cold: 0.0,
        inside: rate * work.mean,
    };
    // A cold start keeps its environment longer.
    for _ in 0..3 {
        found.cold = cold(function, rate, found.inside);
        found.inside = rate * (work.mean + found.cold * function.cold_start.mean());
    }
    found
}

fn cold(function: &Function, rate: f64, inside: f64) -> f64 {
    let expiry = function.idle_expiry.mean();
    let first = (inside - FAR * inside.sqrt() - 9.0).floor().max(0.0);
    let last = (inside + FAR * inside.sqrt() + 20.0).ceil();
    let mut below = 0.0;
    let mut cold = 0.0;
    let mut n = first;
    while n <= last {
        let chance = libm::exp(n * libm::log(inside.max(1e-300)) - inside - libm::lgamma(n + 1.0));
        below += chance;
        if n >= f64::from(function.provisioned) && below > 0.0 {
            cold += chance * libm::exp(-expiry * rate * chance / below);
        }
        n += 1.0;
    }
    cold.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cold_start_probability;
    use spinout_network::Distribution;

    #[test]
    fn rare_requests_start_cold_as_often_as_none_came_before() {
        let function = Function {
            cold_start: Distribution::constant(0.3),
            ..Function::new(1000, 600.0)
        };
        let work = Moments::of(&Distribution::constant(1e-6));
        for rate in [1e-4, 1.0 / 600.0, 0.01] {
            let found = environments(&function, rate, work).cold;
            let truth = cold_start_probability(rate, 600.0);
            assert!((found / truth - 1.0).abs() < 0.01, "{found} {truth}");
        }
        let warm = Function {
            provisioned: 3,
            ..function
        };
        assert!(environments(&warm, 0.01, work).cold < 1e-12);
    }
}
