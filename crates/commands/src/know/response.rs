//! Response times of an element with so many cores under Poisson arrivals: M/G/c with gamma service.
//!
//! First come first served: the wait is 0 unless all cores are busy (Erlang's C), else exponential with the mean
//! of M/M/c's times (1 + scv) ÷ 2 (Lee and Longton 1959). Exact for exponential service, and in the mean for one
//! core. Shared cores: each request takes its work times the mean slow-down of M/M/c, which for one core is that
//! of processor sharing whatever the work varies by (Sakata, Noguchi and Oizumi 1971); the mean is exact there,
//! quantiles are near it.

use spinout_model::Solved;
use spinout_queueing::erlang_c;

/// An element under load.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loaded {
    /// Requests a second.
    pub(super) rate: f64,
    /// Cores of all instances.
    pub(super) servers: u32,
    /// Do more requests than cores share them?
    pub(super) shared: bool,
}

impl Loaded {
    /// The share of the cores that work of so many seconds keeps busy.
    pub(super) fn busy(&self, mean: f64) -> f64 {
        self.rate * mean / f64::from(self.servers)
    }

    /// The probability that a response takes longer than `t`, where work takes `mean` with this squared
    /// coefficient of variation; 1 where more comes than can be done.
    pub(super) fn beyond(&self, t: f64, mean: f64, scv: f64) -> f64 {
        let busy = self.busy(mean);
        if busy >= 1.0 {
            return 1.0;
        }
        let waits = erlang_c(self.rate * mean, self.servers);
        let drain = f64::from(self.servers) / mean * (1.0 - busy);
        if self.shared {
            let slow_down = 1.0 + waits / drain / mean;
            return gamma(mean * slow_down, scv).above(t);
        }
        let work = gamma(mean, scv);
        let wait = (1.0 + scv) / 2.0 / drain;
        if waits <= 0.0 {
            return work.above(t);
        }
        // P(W + S > t | W > 0) = e^(−t/w) + ∫₀ᵗ P(S > s) e^(−(t−s)/w) ds ÷ w.
        let kernel = |s: f64| work.above(s) * libm::exp(-(t - s) / wait) / wait;
        let waited = libm::exp(-t / wait) + integral(t, mean, wait, &kernel);
        (1.0 - waits) * work.above(t) + waits * waited.min(1.0)
    }
}

/// Work of so many seconds with this squared coefficient of variation.
pub(super) fn gamma(mean: f64, scv: f64) -> Solved {
    if scv < 1e-4 || mean <= 0.0 {
        Solved::Constant(mean)
    } else if (scv - 1.0).abs() < 1e-9 {
        Solved::Exponential(mean)
    } else {
        Solved::Gamma { mean, scv }
    }
}

/// Nodes and weights of Gauss and Legendre's rule with 8 points on −1 to 1, one half.
const RULE: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// ∫₀ᵗ f, in pieces that are short where work begins and where the wait ends.
fn integral(t: f64, mean: f64, wait: f64, f: &dyn Fn(f64) -> f64) -> f64 {
    let mut edges = vec![0.0, t];
    for part in [0.001, 0.01, 0.1, 0.5, 1.0, 2.0, 4.0] {
        edges.extend([mean * part, t - wait * part * 4.0, t * part]);
    }
    edges.retain(|edge| (0.0..=t).contains(edge));
    edges.sort_by(f64::total_cmp);
    let piece = |pair: &[f64]| {
        let (middle, half) = (0.5 * (pair[0] + pair[1]), 0.5 * (pair[1] - pair[0]));
        let both =
            |&(x, weight): &(f64, f64)| weight * (f(middle - half * x) + f(middle + half * x));
        half * RULE.iter().map(both).sum::<f64>()
    };
    edges.windows(2).map(piece).sum()
}

#[cfg(test)]
mod tests {
    use spinout_queueing::Mmc;

    use super::*;

    #[test]
    fn exponential_work_is_exact() {
        for (rate, servers) in [(40.0, 1), (160.0, 2), (10.0, 4), (590.0, 6)] {
            let exact = Mmc {
                arrival_rate: rate,
                service_rate: 100.0,
                servers,
            };
            let loaded = Loaded {
                rate,
                servers,
                shared: false,
            };
            for t in [1e-4, 0.004, 0.02, 0.08, 0.3] {
                let found = loaded.beyond(t, 0.01, 1.0);
                let known = exact.response_beyond(t);
                assert!((found - known).abs() < 1e-6, "{rate} {t}: {found} {known}");
            }
        }
    }

    #[test]
    fn the_mean_wait_of_one_core_is_pollaczeks() {
        for scv in [0.0, 0.5, 1.0, 4.0] {
            let loaded = Loaded {
                rate: 60.0,
                servers: 1,
                shared: false,
            };
            let step = 0.0005;
            let mean: f64 = (0..20_000)
                .map(|i| loaded.beyond((f64::from(i) + 0.5) * step, 0.01, scv) * step)
                .sum();
            let known = 0.01 + 0.6 * 0.01 * (1.0 + scv) / (2.0 * 0.4);
            assert!((mean / known - 1.0).abs() < 0.005, "{scv}: {mean} {known}");
        }
    }

    #[test]
    fn the_mean_of_shared_cores_does_not_depend_on_the_variation() {
        for scv in [0.2, 1.0, 3.0] {
            let loaded = Loaded {
                rate: 80.0,
                servers: 1,
                shared: true,
            };
            let step = 0.0005;
            let mean: f64 = (0..20_000)
                .map(|i| loaded.beyond((f64::from(i) + 0.5) * step, 0.01, scv) * step)
                .sum();
            assert!((mean / 0.05 - 1.0).abs() < 0.005, "{scv}: {mean}");
        }
    }
}
