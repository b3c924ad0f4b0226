/// One class of a single server whose waiting is by priority.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriorityClass {
    /// Arrivals a unit of time.
    pub arrival_rate: f64,
    /// Mean service time.
    pub mean_service: f64,
    /// Squared coefficient of variation of the service time.
    pub scv: f64,
}

/// Mean waiting times of the classes of an M/G/1 queue with non-preemptive priorities, the highest first:
/// W₀ ÷ ((1 − σᵢ₋₁)(1 − σᵢ)), with W₀ = Σ λE\[S²\]/2 and σᵢ the load of the classes down to i (Cobham 1954).
#[must_use]
pub fn priority_waits(classes: &[PriorityClass]) -> Vec<f64> {
    let residual: f64 = classes
        .iter()
        .map(|c| c.arrival_rate * c.mean_service * c.mean_service * (1.0 + c.scv) / 2.0)
        .sum();
    let mut above = 0.0;
    classes
        .iter()
        .map(|class| {
            let with = above + class.arrival_rate * class.mean_service;
            let wait = residual / ((1.0 - above) * (1.0 - with));
            above = with;
            wait
        })
        .collect()
}

/// Mean response times of the classes of an M/G/1 queue with preemptive-resume priorities, the highest first:
/// E\[S\] ÷ (1 − σᵢ₋₁) + Σⱼ≤ᵢ λE\[S²\]/2 ÷ ((1 − σᵢ₋₁)(1 − σᵢ)) (White and Christie 1958; Kleinrock 1976, §3.6).
#[must_use]
pub fn preemptive_responses(classes: &[PriorityClass]) -> Vec<f64> {
    let (mut above, mut residual) = (0.0, 0.0);
    classes
        .iter()
        .map(|class| {
            let mean = class.mean_service;
            let with = above + class.arrival_rate * mean;
            residual += class.arrival_rate * mean * mean * (1.0 + class.scv) / 2.0;
            let response = mean / (1.0 - above) + residual / ((1.0 - above) * (1.0 - with));
            above = with;
            response
        })
        .collect()
}

/// Variance of the waiting time of an M/M/1 queue, last come first served without preemption:
/// E\[W²\] = E\[W²\] of first come ÷ (1 − ρ), with the same mean (Takács 1963; Kingman 1962).
#[must_use]
pub fn lifo_wait_variance(arrival_rate: f64, mean_service: f64) -> f64 {
    let rho = arrival_rate * mean_service;
    let mean = rho * mean_service / (1.0 - rho);
    // First come: W is 0, or exponential with mean s/(1 − ρ), with probability ρ.
    let second = 2.0 * rho * (mean_service / (1.0 - rho)) * (mean_service / (1.0 - rho));
    second / (1.0 - rho) - mean * mean
}

/// Variance of the waiting time of an M/M/1 queue that serves those who wait in random order:
/// E\[W²\] = E\[W²\] of first come × 2/(2 − ρ), with the same mean (Kingman 1962).
#[must_use]
pub fn random_order_wait_variance(arrival_rate: f64, mean_service: f64) -> f64 {
    let rho = arrival_rate * mean_service;
    let mean = rho * mean_service / (1.0 - rho);
    let second = 2.0 * rho * (mean_service / (1.0 - rho)) * (mean_service / (1.0 - rho));
    second * 2.0 / (2.0 - rho) - mean * mean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mg1;
    use crate::tests::close;

    #[test]
    fn waiting_is_conserved_over_the_classes() {
        // Kleinrock's conservation law: Σ ρᵢWᵢ is that of first come first served.
        let class = |arrival_rate, mean_service, scv| PriorityClass {
            arrival_rate,
            mean_service,
            scv,
        };
        let classes = [
            class(0.3, 1.0, 1.0),
            class(0.2, 1.0, 1.0),
            class(0.3, 1.0, 1.0),
        ];
        let waits = priority_waits(&classes);
        let sum: f64 = classes
            .iter()
            .zip(&waits)
            .map(|(c, w)| c.arrival_rate * w)
            .sum();
        let together = Mg1 {
            arrival_rate: 0.8,
            mean_service: 1.0,
            scv: 1.0,
        };
        close(sum / 0.8, together.mean_wait(), 12);
        close(waits[0], 0.8 / 0.7, 12);
    }
}
