/// M/M/c+M (Erlang A): those who wait give up after an exponential patience (Palm 1957; Garnett, Mandelbaum
/// and Reiman 2002).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// Arrivals a unit of time.
    pub arrival_rate: f64,
    /// Completions a unit of time of one busy server.
    pub service_rate: f64,
    /// How many servers.
    pub servers: u32,
    /// Those who wait give up at this rate, above 0.
    pub abandonment_rate: f64,
}

impl ErlangA {
    /// The probability of each number present, as far as it is not negligible.
    #[must_use]
    pub fn distribution(&self) -> Vec<f64> {
        let mut weights = vec![1.0_f64];
        let mut total = 1.0;
        for n in 1_u32.. {
            let busy = f64::from(n.min(self.servers));
            let waiting = f64::from(n.saturating_sub(self.servers));
            let leave = busy * self.service_rate + waiting * self.abandonment_rate;
            let weight = weights[n as usize - 1] * self.arrival_rate / leave;
            weights.push(weight);
            total += weight;
            if leave > self.arrival_rate && weight < 1e-18 * total {
                break;
            }
        }
        weights.iter().map(|weight| weight / total).collect()
    }

    /// Mean number that wait.
    #[must_use]
    pub fn mean_queue(&self) -> f64 {
        let probabilities = self.distribution();
        let waiting = |n: usize| (n as f64 - f64::from(self.servers)).max(0.0);
        probabilities
            .iter()
            .enumerate()
            .map(|(n, p)| waiting(n) * p)
            .sum()
    }

    /// The share of requests that give up.
    #[must_use]
    pub fn abandonment_probability(&self) -> f64 {
        self.abandonment_rate * self.mean_queue() / self.arrival_rate
    }

    /// Mean waiting time of all, those that give up among them, by Little's law.
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        self.mean_queue() / self.arrival_rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn patience_as_long_as_a_service_is_an_unlimited_number_of_servers() {
        // Each leaves at rate 1 wherever it is: Poisson with mean 3.
        let queue = ErlangA {
            arrival_rate: 3.0,
            service_rate: 1.0,
            servers: 2,
            abandonment_rate: 1.0,
        };
        let p = queue.distribution();
        close(p[0], (-3.0_f64).exp(), 12);
        let mean: f64 = p.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
        close(mean, 3.0, 12);
        // Flow balance: what does not give up is served.
        let busy: f64 = p
            .iter()
            .enumerate()
            .map(|(n, p)| (n as f64).min(2.0) * p)
            .sum();
        close(3.0 * (1.0 - queue.abandonment_probability()), busy, 12);
    }
}
