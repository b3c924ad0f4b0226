/// How many requests reach the lowest of `layers` layers for one at the top, when every layer makes
/// `attempts` attempts and all fail: attempts^layers (Brooker, "Timeouts, retries and backoff with
/// jitter", Amazon Builders' Library).
#[must_use]
pub fn retry_amplification(attempts: u32, layers: u32) -> f64 {
    libm::pow(f64::from(attempts), f64::from(layers))
}

/// The mean number of attempts of a call that fails with probability `failure` each time and is tried
/// at most `attempts` times: a truncated geometric series.
#[must_use]
pub fn expected_attempts(failure: f64, attempts: u32) -> f64 {
    (0..attempts)
        .map(|k| libm::pow(failure, f64::from(k)))
        .sum()
}

/// Whether a first-come-first-served server of `capacity` can get stuck in a retry storm when callers
/// give up, leave their work behind and try again up to `retries` times: it stays locked up iff
/// λ(1 + r) > μ (Bronson et al. 2021, "Metastable failures in distributed systems").
#[must_use]
pub fn retry_storm_locks_up(arrival_rate: f64, retries: u32, capacity: f64) -> bool {
    arrival_rate * (1.0 + f64::from(retries)) > capacity
}

/// The probability that at least one of `calls` parallel calls is slow, when each is with probability
/// `slow` (Dean and Barroso 2013, "The tail at scale").
#[must_use]
pub fn tail_at_scale(slow: f64, calls: u32) -> f64 {
    -libm::expm1(f64::from(calls) * libm::log1p(-slow))
}

/// Mean response time of a request that forks into two and waits for both, each going to an M/M/1 of
/// its own with the same Poisson arrivals (Flatto and Hahn 1984; Nelson and Tantawi 1988).
#[must_use]
pub fn fork_join_two(arrival_rate: f64, service_rate: f64) -> f64 {
    let rho = arrival_rate / service_rate;
    (12.0 - rho) / 8.0 / (service_rate - arrival_rate)
}

/// Mean number in an M/M/1 whose server breaks down after an exponential time (`failure_rate`), busy
/// or not, is repaired after another (`repair_rate`), and then goes on where it stopped
/// (White and Christie 1958).
#[must_use]
pub fn unreliable_server_number(
    arrival_rate: f64,
    service_rate: f64,
    failure_rate: f64,
    repair_rate: f64,
) -> f64 {
    let cycle = failure_rate + repair_rate;
    arrival_rate * (cycle * cycle + service_rate * failure_rate)
        / (cycle * (repair_rate * service_rate - arrival_rate * cycle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MarkovChain;
    use crate::tests::close;

    #[test]
    fn retries_multiply() {
        assert_eq!(retry_amplification(3, 4), 81.0);
        close(expected_attempts(0.5, 3), 1.75, 12);
        assert_eq!(expected_attempts(1.0, 4), 4.0);
        assert_eq!(expected_attempts(0.0, 4), 1.0);
        assert!(retry_storm_locks_up(40.0, 2, 100.0));
        assert!(!retry_storm_locks_up(30.0, 2, 100.0));
    }

    #[test]
    fn rare_slowness_is_common_at_scale() {
        close(tail_at_scale(0.01, 100), 0.633_97, 5);
        close(tail_at_scale(0.0001, 2000), 0.181_27, 4);
    }

    #[test]
    fn a_join_waits_for_the_slower_branch() {
        for (rho, response) in [(0.5, 2.875), (0.8, 7.0), (0.9, 13.875)] {
            close(fork_join_two(rho, 1.0), response, 12);
        }
    }

    #[test]
    fn breakdowns_are_those_of_the_chain() {
        let (lambda, mu, down, up) = (0.5, 1.0, 0.02, 0.1);
        close(unreliable_server_number(lambda, mu, 0.0, up), 1.0, 12);
        let room = 150u32;
        let chain = MarkovChain::explore((0u32, true), |&(n, works)| {
            let mut moves = vec![((n, !works), if works { down } else { up })];
            if n < room {
                moves.push(((n + 1, works), lambda));
            }
            if n > 0 && works {
                moves.push(((n - 1, works), mu));
            }
            moves
        });
        close(
            chain.mean(|&(n, _)| f64::from(n)),
            unreliable_server_number(lambda, mu, down, up),
            6,
        );
    }
}
