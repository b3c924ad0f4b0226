//! Closed forms and exact numerical solutions of queueing theory over plain figures, each with its
//! source. It must not know the event engine: it is what the engine is held against. Rates and times
//! are in any unit, as long as it is one and the same.

mod closed;
pub mod fluid;
mod general;
mod impatience;
mod interrupted;
mod markov;
mod markovian;
mod open_networks;
pub mod preview;
mod priority;
mod resilience;
mod scaling;

pub use closed::{ClassSolution, ClosedSolution, ClosedStation, MachineRepair, mva, mva_classes};
pub use general::{GiM1, Interarrival, Mg1};
pub use impatience::ErlangA;
pub use markov::MarkovChain;
pub use markovian::{Mmc, Mmck, erlang_b, erlang_c};
pub use open_networks::{OpenNetwork, UnstableStation};
pub use priority::{
    PriorityClass, lifo_wait_variance, preemptive_responses, priority_waits,
    random_order_wait_variance,
};
pub use resilience::{
    expected_attempts, fork_join_two, retry_amplification, retry_storm_locks_up, tail_at_scale,
    unreliable_server_number,
};
pub use scaling::{HpaRule, cold_start_probability, cold_start_probability_of_pool};

/// Little's law: the mean number in a system from its throughput and the mean time in it (Little 1961).
#[must_use]
pub fn littles_law(throughput: f64, mean_time: f64) -> f64 {
    throughput * mean_time
}

/// The utilisation law: the busy share of a resource with `servers` servers that does `demand` of work
/// for each of `throughput` requests (Denning and Buzen 1978).
#[must_use]
pub fn utilization_law(throughput: f64, demand: f64, servers: f64) -> f64 {
    throughput * demand / servers
}

/// The x ≥ 0 at which a rising function reaches `target`, by bisection to the last bits.
fn rising_root(target: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while f(high) < target && high < 1e300 {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return high;
        }
        if f(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    /// Holds a computed figure against one that is known, to `digits` significant digits.
    #[track_caller]
    pub(crate) fn close(value: f64, truth: f64, digits: i32) {
        let tolerance = 0.5 * 10f64.powi(1 - digits);
        assert!(
            (value - truth).abs() <= tolerance * truth.abs().max(f64::MIN_POSITIVE),
            "{value} is not {truth} to {digits} digits"
        );
    }

    #[test]
    fn the_operational_laws() {
        close(super::littles_law(0.8, 5.0), 4.0, 15);
        close(super::utilization_law(100.0, 0.030, 4.0), 0.75, 15);
    }
}
