use crate::rising_root;

/// The probability that a request finds all `servers` busy and is lost, offered `load` Erlangs
/// (Erlang's B formula, by its recursion; Cooper 1981, §3.3).
#[must_use]
pub fn erlang_b(load: f64, servers: u32) -> f64 {
    (1..=servers).fold(1.0, |b, c| load * b / (f64::from(c) + load * b))
}

/// The probability that a request has to wait, offered `load` < `servers` Erlangs (Erlang's C formula).
#[must_use]
pub fn erlang_c(load: f64, servers: u32) -> f64 {
    let b = erlang_b(load, servers);
    let rho = load / f64::from(servers);
    b / (1.0 - rho * (1.0 - b))
}

/// M/M/c: Poisson arrivals, exponential service, `servers` servers, first come first served, unlimited
/// room. Stable where `arrival_rate` < `servers` × `service_rate` (Kleinrock 1975, §3.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmc {
    /// Arrivals a unit of time.
    pub arrival_rate: f64,
    /// Completions a unit of time of one busy server.
    pub service_rate: f64,
    /// How many servers.
    pub servers: u32,
}

impl Mmc {
    /// Offered load in Erlangs.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.arrival_rate / self.service_rate
    }

    /// The busy share of the servers.
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.load() / f64::from(self.servers)
    }

    /// The probability that a request waits at all.
    #[must_use]
    pub fn waiting_probability(&self) -> f64 {
        erlang_c(self.load(), self.servers)
    }

    /// The rate at which the wait of those who wait runs off: cμ − λ.
    fn drain(&self) -> f64 {
        f64::from(self.servers) * self.service_rate - self.arrival_rate
    }

    /// Mean waiting time over all requests.
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        self.waiting_probability() / self.drain()
    }

    /// Mean response time: waiting and service.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        self.mean_wait() + 1.0 / self.service_rate
    }

    /// Mean number of requests waiting.
    #[must_use]
    pub fn mean_queue(&self) -> f64 {
        self.arrival_rate * self.mean_wait()
    }

    /// The waiting time that a share `q` of the requests stays within; 0 where so many do not wait.
    #[must_use]
    pub fn wait_quantile(&self, q: f64) -> f64 {
        let waits = self.waiting_probability();
        if 1.0 - q >= waits {
            return 0.0;
        }
        libm::log(waits / (1.0 - q)) / self.drain()
    }

    /// The probability that a response takes longer than `t` (Kleinrock 1975; Gross et al. 2008, §2.3).
    #[must_use]
    pub fn response_beyond(&self, t: f64) -> f64 {
        let waits = self.waiting_probability();
        let mu = self.service_rate;
        // The rate by which the wait runs off faster than a service; the limit is taken at 0.
        let apart = self.drain() - mu;
        let overlap = if apart == 0.0 {
            mu * t
        } else {
            -mu * libm::expm1(-apart * t) / apart
        };
        libm::exp(-mu * t) * (1.0 + waits * overlap)
    }

    /// The response time that a share `q` of the requests stays within.
    #[must_use]
    pub fn response_quantile(&self, q: f64) -> f64 {
        rising_root(q, |t| 1.0 - self.response_beyond(t))
    }
}

/// M/M/c/K: as [`Mmc`], with room for `room` ≥ `servers` requests in all, those in service included; who
/// finds it full is lost (Gross et al. 2008, §2.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmck {
    /// Arrivals a unit of time.
    pub arrival_rate: f64,
    /// Completions a unit of time of one busy server.
    pub service_rate: f64,
    /// How many servers.
    pub servers: u32,
    /// How many requests fit, in service and waiting.
    pub room: u32,
}

impl Mmck {
    /// The probability of each number of requests present, 0 to `room`.
    #[must_use]
    pub fn distribution(&self) -> Vec<f64> {
        let load = self.arrival_rate / self.service_rate;
        let mut weights = vec![1.0];
        for n in 1..=self.room {
            let busy = f64::from(n.min(self.servers));
            weights.push(weights[n as usize - 1] * load / busy);
        }
        let total: f64 = weights.iter().sum();
        weights.iter().map(|w| w / total).collect()
    }

    /// The probability that a request is lost.
    #[must_use]
    pub fn blocking_probability(&self) -> f64 {
        self.distribution().last().copied().unwrap_or(1.0)
    }

    /// Requests served a unit of time.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        self.arrival_rate * (1.0 - self.blocking_probability())
    }

    /// Mean response time of those who are let in, by Little's law.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        let mean_number: f64 = self
            .distribution()
            .iter()
            .enumerate()
            .map(|(n, p)| n as f64 * p)
            .sum();
        mean_number / self.throughput()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn a_single_server_at_80_percent() {
        let queue = Mmc {
            arrival_rate: 0.8,
            service_rate: 1.0,
            servers: 1,
        };
        close(queue.mean_response(), 5.0, 12);
        close(queue.mean_wait(), 4.0, 12);
        close(queue.mean_queue(), 3.2, 12);
        close(queue.response_quantile(0.5), 3.465_74, 6);
        close(queue.response_quantile(0.95), 14.978_66, 7);
        close(queue.response_quantile(0.99), 23.025_85, 7);
        // P(W > t) = ρ e^(−(μ−λ)t).
        close(queue.wait_quantile(0.95), 5.0 * (0.8f64 / 0.05).ln(), 12);
        assert_eq!(queue.wait_quantile(0.2), 0.0);
    }

    #[test]
    fn erlangs_formulas() {
        // Tables of Erlang B: 5 Erlangs on 10 servers, 1 on 1.
        close(erlang_b(5.0, 10), 0.018_385, 4);
        close(erlang_b(1.0, 1), 0.5, 15);
        // Two servers: C = 2ρ²/(1 + ρ).
        close(erlang_c(1.5, 2), 0.642_857_142_857, 11);
        close(erlang_c(3.0, 4), 0.509_434, 6);
        close(erlang_c(2.0, 3), 0.444_444_444, 8);
    }

    #[test]
    fn the_response_of_several_servers_has_the_right_mean() {
        for servers in [1, 2, 3, 7] {
            let queue = Mmc {
                arrival_rate: 0.75 * f64::from(servers),
                service_rate: 1.0,
                servers,
            };
            // The mean is the integral of the tail (Simpson).
            let (step, steps) = (0.01, 40_000);
            let tail = |i: i32| queue.response_beyond(f64::from(i) * step);
            let integral: f64 = (0..steps / 2)
                .map(|i| tail(2 * i) + 4.0 * tail(2 * i + 1) + tail(2 * i + 2))
                .sum::<f64>()
                * step
                / 3.0;
            close(integral, queue.mean_response(), 8);
        }
    }

    #[test]
    fn a_wait_that_runs_off_as_fast_as_a_service_is_no_special_case() {
        // c 2, λ 1, μ 1: cμ − λ = μ.
        let limit = Mmc {
            arrival_rate: 1.0,
            service_rate: 1.0,
            servers: 2,
        };
        let beside = Mmc {
            arrival_rate: 1.0 - 1e-9,
            ..limit
        };
        close(limit.response_beyond(2.0), beside.response_beyond(2.0), 8);
    }

    #[test]
    fn limited_room() {
        let loss = Mmck {
            arrival_rate: 5.0,
            service_rate: 1.0,
            servers: 10,
            room: 10,
        };
        close(loss.blocking_probability(), erlang_b(5.0, 10), 12);
        close(loss.mean_response(), 1.0, 12);
        // M/M/1/3 at ρ 1/2: blocked (1−ρ)ρ³/(1−ρ⁴) = 1/15.
        let small = Mmck {
            arrival_rate: 0.5,
            service_rate: 1.0,
            servers: 1,
            room: 3,
        };
        close(small.blocking_probability(), 1.0 / 15.0, 12);
        // With room without end it is M/M/c.
        let wide = Mmck {
            arrival_rate: 1.5,
            service_rate: 1.0,
            servers: 2,
            room: 400,
        };
        let open = Mmc {
            arrival_rate: 1.5,
            service_rate: 1.0,
            servers: 2,
        };
        close(wide.mean_response(), open.mean_response(), 10);
    }
}
