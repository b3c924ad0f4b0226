use crate::rising_root;

/// M/G/1: Poisson arrivals, any service time, one server. Stable where ρ < 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mg1 {
    /// Arrivals a unit of time.
    pub arrival_rate: f64,
    /// Mean service time.
    pub mean_service: f64,
    /// Squared coefficient of variation of the service time: 0 constant, 1 exponential.
    pub scv: f64,
}

impl Mg1 {
    /// The busy share of the server.
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.arrival_rate * self.mean_service
    }

    /// Mean waiting time, first come first served (Pollaczek 1930, Khinchine 1932).
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        let rho = self.utilization();
        rho * self.mean_service * (1.0 + self.scv) / (2.0 * (1.0 - rho))
    }

    /// Mean response time, first come first served.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        self.mean_wait() + self.mean_service
    }

    /// Mean response time under processor sharing, whatever the variation of the service time
    /// (Sakata, Noguchi and Oizumi 1971).
    #[must_use]
    pub fn mean_response_shared(&self) -> f64 {
        self.mean_service / (1.0 - self.utilization())
    }
}

/// The time between arrivals, by its Laplace transform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Interarrival {
    /// Always the mean.
    Constant,
    /// Erlang with this many phases; 1 is exponential.
    Erlang(u32),
    /// Two exponential phases with balanced means and this squared coefficient of variation ≥ 1.
    Hyperexponential(f64),
}

impl Interarrival {
    /// E[e^(−s·T)] for a mean of `mean`.
    fn transform(self, mean: f64, s: f64) -> f64 {
        match self {
            Self::Constant => libm::exp(-s * mean),
            Self::Erlang(phases) => {
                let k = f64::from(phases);
                libm::pow(k / (k + s * mean), k)
            }
            Self::Hyperexponential(scv) => {
                let p = 0.5 * (1.0 + libm::sqrt((scv - 1.0) / (scv + 1.0)));
                let phase = |p: f64| 2.0 * p * p / (2.0 * p + s * mean);
                phase(p) + phase(1.0 - p)
            }
        }
    }
}

/// GI/M/1: independent times between arrivals, exponential service, one server, first come first served
/// (Kleinrock 1975, §6.4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GiM1 {
    /// Arrivals a unit of time.
    pub arrival_rate: f64,
    /// Completions a unit of time while busy.
    pub service_rate: f64,
    /// How the times between arrivals are distributed.
    pub interarrival: Interarrival,
}

impl GiM1 {
    /// The probability σ that an arrival finds the server busy: the root of σ = A*(μ − μσ) below 1.
    #[must_use]
    pub fn waiting_probability(&self) -> f64 {
        let mean = 1.0 / self.arrival_rate;
        let transform = |sigma: f64| {
            self.interarrival
                .transform(mean, self.service_rate * (1.0 - sigma))
        };
        // σ − A*(μ − μσ) rises from below 0 to its root, then falls to 0 at 1: iterate from below.
        let mut sigma = 0.0;
        for _ in 0..1_000_000 {
            let next = transform(sigma);
            if next <= sigma {
                break;
            }
            sigma = next;
        }
        sigma
    }

    /// Mean response time; the response is exponential with this mean.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        1.0 / (self.service_rate * (1.0 - self.waiting_probability()))
    }

    /// Mean waiting time.
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        self.mean_response() - 1.0 / self.service_rate
    }

    /// The response time that a share `q` of the requests stays within.
    #[must_use]
    pub fn response_quantile(&self, q: f64) -> f64 {
        let mean = self.mean_response();
        rising_root(q, |t| -libm::expm1(-t / mean))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mmc;
    use crate::tests::close;

    #[test]
    fn the_mean_wait_grows_with_the_variation_of_the_service() {
        for (scv, response) in [
            (0.0, 3.0),
            (0.25, 3.5),
            (1.0, 5.0),
            (4.0, 11.0),
            (10.0, 23.0),
        ] {
            let queue = Mg1 {
                arrival_rate: 0.8,
                mean_service: 1.0,
                scv,
            };
            close(queue.mean_response(), response, 12);
            close(queue.mean_response_shared(), 5.0, 12);
        }
    }

    #[test]
    fn poisson_arrivals_are_the_single_server_again() {
        let truth = Mmc {
            arrival_rate: 0.8,
            service_rate: 1.0,
            servers: 1,
        };
        for interarrival in [Interarrival::Erlang(1), Interarrival::Hyperexponential(1.0)] {
            let queue = GiM1 {
                arrival_rate: 0.8,
                service_rate: 1.0,
                interarrival,
            };
            close(queue.waiting_probability(), 0.8, 9);
            close(queue.mean_response(), truth.mean_response(), 9);
            close(
                queue.response_quantile(0.95),
                truth.response_quantile(0.95),
                9,
            );
        }
    }

    #[test]
    fn a_steadier_stream_waits_less() {
        let response = |interarrival| {
            GiM1 {
                arrival_rate: 0.8,
                service_rate: 1.0,
                interarrival,
            }
            .mean_response()
        };
        // D/M/1 at ρ .8: σ = e^(−(1−σ)/.8), σ .628632 (Kleinrock's table of D/M/1 gives .629).
        let constant = GiM1 {
            arrival_rate: 0.8,
            service_rate: 1.0,
            interarrival: Interarrival::Constant,
        };
        let sigma = constant.waiting_probability();
        close(sigma, (-(1.0 - sigma) / 0.8f64).exp(), 12);
        close(sigma, 0.629, 3);
        assert!(response(Interarrival::Constant) < response(Interarrival::Erlang(4)));
        assert!(response(Interarrival::Erlang(4)) < 5.0);
        assert!(response(Interarrival::Hyperexponential(4.0)) > 5.0);
        // Many phases near the constant stream.
        close(
            response(Interarrival::Erlang(100_000)),
            response(Interarrival::Constant),
            4,
        );
    }
}
