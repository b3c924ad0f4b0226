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
    fn rare_requests_start_cold() {
        close(cold_start_probability(1.0 / 600.0, 600.0), 0.367_879, 6);
    }
}
