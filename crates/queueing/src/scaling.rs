/// The horizontal autoscaler of Kubernetes (its documentation, "Algorithm details").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HpaRule {
    /// The metric's target, such as a utilisation of 0.7.
    pub target: f64,
    /// How far the ratio of metric and target may lie from 1 without a change; 0.1 by default.
    pub tolerance: f64,
    /// The fewest replicas.
    pub min: u32,
    /// The most replicas.
    pub max: u32,
}

impl HpaRule {
    /// The replicas asked for when `replicas` show `metric` on average: ⌈n × metric/target⌉ within the
    /// bounds, or `replicas` where the ratio lies within the tolerance.
    #[must_use]
    pub fn desired(&self, replicas: u32, metric: f64) -> u32 {
        let ratio = metric / self.target;
        let wanted = if (ratio - 1.0).abs() <= self.tolerance {
            replicas
        } else {
            libm::ceil(f64::from(replicas) * ratio) as u32
        };
        wanted.clamp(self.min, self.max)
    }

    /// The most replicas that one step up may reach under the default behaviour: double, or four
    /// more, whichever is more, every 15 seconds.
    #[must_use]
    pub fn limit_up(replicas: u32) -> u32 {
        (2 * replicas).max(replicas + 4)
    }

    /// The replicas after each step of the autoscaler under a constant total load, given in fully
    /// busy replicas, until nothing changes.
    #[must_use]
    pub fn step_response(&self, start: u32, load: f64) -> Vec<u32> {
        let mut steps = vec![start];
        let mut replicas = start;
        loop {
            let metric = (load / f64::from(replicas)).min(1.0);
            let next = self.desired(replicas, metric).min(Self::limit_up(replicas));
            if next == replicas {
                return steps;
            }
            replicas = next;
            steps.push(replicas);
        }
    }
}

/// The probability that a request finds no warm instance in a pool that scales per request and lets an
/// instance go after `idle_expiry` without work: e^(−λT), where requests hardly ever overlap.
#[must_use]
pub fn cold_start_probability(arrival_rate: f64, idle_expiry: f64) -> f64 {
    libm::exp(-arrival_rate * idle_expiry)
}

/// The probability that an accepted request finds no idle environment in a pool that scales per request,
/// with exponential service and exponential expiry of each idle environment: the Markov chain of busy and
/// idle environments, up to `most` of both together. Memoryless, so that it does not matter which of the idle
/// ones is taken.
///
/// In (busy, idle) = (b, i) a request takes an idle one, or starts one (cold); b ÷ `service` a second become
/// idle; i ÷ `idle_expiry` a second go. Solved by iterating the balance equations; the chain is of at most
/// `(most + 1)²` states.
#[must_use]
pub fn cold_start_probability_of_pool(
    arrival_rate: f64,
    service: f64,
    idle_expiry: f64,
    most: usize,
) -> f64 {
    let width = most + 1;
    let at = |busy: usize, idle: usize| busy * width + idle;
    let (mu, theta) = (1.0 / service, 1.0 / idle_expiry);
    let mut p = vec![1.0; width * width];
    loop {
        let mut change = 0.0f64;
        for busy in 0..width {
            for idle in 0..width - busy {
                let arrives = idle > 0 || busy < most;
                let out = if arrives { arrival_rate } else { 0.0 }
                    + busy as f64 * mu
                    + idle as f64 * theta;
                let mut flow = 0.0;
                if busy > 0 {
                    // From an idle one, or from none by a cold start.
                    if busy + idle <= most {
                        flow += arrival_rate * p[at(busy - 1, idle + 1)];
                    }
                    if idle == 0 {
                        flow += arrival_rate * p[at(busy - 1, 0)];
                    }
                }
                if idle > 0 && busy < most {
                    flow += (busy + 1) as f64 * mu * p[at(busy + 1, idle - 1)];
                }
                if busy + idle < most {
                    flow += (idle + 1) as f64 * theta * p[at(busy, idle + 1)];
                }
                let next = flow / out;
                change = change.max((next - p[at(busy, idle)]).abs());
                p[at(busy, idle)] = next;
            }
        }
        let possible = |state: usize| state / width + state % width <= most;
        let sum: f64 = (0..p.len())
            .filter(|state| possible(*state))
            .map(|state| p[state])
            .sum();
        p.iter_mut().for_each(|p| *p /= sum);
        if change < 1e-13 {
            break;
        }
    }
    let cold: f64 = (0..most).map(|busy| p[at(busy, 0)]).sum();
    cold / (1.0 - p[at(most, 0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    const RULE: HpaRule = HpaRule {
        target: 0.5,
        tolerance: 0.1,
        min: 1,
        max: 100,
    };

    #[test]
    fn the_examples_of_the_documentation() {
        // "If the current metric value is 200m and the desired value is 100m, the replicas double."
        assert_eq!(RULE.desired(3, 1.0), 6);
        assert_eq!(RULE.desired(4, 0.25), 2);
        assert_eq!(RULE.desired(10, 0.54), 10);
        assert_eq!(RULE.desired(10, 0.56), 12);
        assert_eq!(HpaRule { max: 5, ..RULE }.desired(4, 0.9), 5);
    }

    #[test]
    fn a_saturated_service_doubles_until_it_is_not() {
        // A load of 6 busy replicas at a target of one half ends at 12 replicas.
        assert_eq!(RULE.step_response(1, 6.0), [1, 2, 4, 8, 12]);
        assert_eq!(RULE.step_response(12, 6.0), [12]);
    }

    #[test]
    fn a_pool_of_one_is_cold_where_the_expiry_comes_before_the_next_request() {
        // θ ÷ (λ + θ) with θ = 1 ÷ 1.5 and λ = 2.
        close(cold_start_probability_of_pool(2.0, 1.0, 1.5, 1), 0.25, 9);
    }

    #[test]
    fn rare_requests_start_cold() {
        close(cold_start_probability(1.0 / 600.0, 600.0), 0.367_879, 6);
    }
}
