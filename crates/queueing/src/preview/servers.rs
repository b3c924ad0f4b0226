//! How many visits are at an instance: on its cores, elsewhere, and before its slots.
//!
//! With unlimited slots the visits inside are a network of stations with a product-form solution; with S
//! slots the probabilities of up to S visits are the same but for a factor, and beyond S they fall
//! geometrically, at the load over the throughput of S visits. So one formula gives Erlang's C where
//! nothing but the slots is scarce, processor sharing where nothing but the cores is, and what lies
//! between (Chandy, Herzog and Woo 1975, "Parametric analysis of queuing networks").

/// The most terms of a sum.
const TERMS: usize = 50_000;
/// What is too small to add.
const NEGLIGIBLE: f64 = 1e-17;

/// Visits computing or waiting to, on cores that `load` of them are busy on average.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct OnCores {
    /// Mean busy cores.
    pub(crate) load: f64,
    /// Cores.
    pub(crate) cores: f64,
    /// Mean visits.
    pub(crate) mean: f64,
    /// Its variance.
    pub(crate) variance: f64,
    /// Probability of none.
    idle: f64,
}

/// M/M/c for any c above 0: n visits on c cores are served at min(n, c). Under processor sharing it
/// holds for any distribution of the demand. None where it cannot keep up.
pub(crate) fn on_cores(load: f64, cores: f64) -> Option<OnCores> {
    let utilization = load / cores;
    if utilization >= 1.0 {
        return None;
    }
    let plenty = load + 12.0 * load.sqrt() + 30.0;
    if cores >= plenty {
        // Nobody ever waits: Poisson.
        return Some(OnCores {
            load,
            cores,
            mean: load,
            variance: load,
            idle: libm::exp(-load),
        });
    }
    let whole = cores.ceil().max(1.0);
    let (mut term, mut sum, mut first, mut second) = (1.0, 1.0, 0.0, 0.0);
    let mut n = 0.0;
    while n + 1.0 < whole {
        n += 1.0;
        term *= load / n;
        sum += term;
        first += n * term;
        second += n * n * term;
    }
    // From `whole` on the terms fall geometrically.
    let term = term * utilization;
    let (r, m) = (utilization, whole);
    let rest = term / (1.0 - r);
    let (j, j2) = (r / (1.0 - r), r * (1.0 + r) / ((1.0 - r) * (1.0 - r)));
    sum += rest;
    first += rest * (m + j);
    second += rest * (m * m + 2.0 * m * j + j2);
    let mean = first / sum;
    Some(OnCores {
        load,
        cores,
        mean,
        variance: second / sum - mean * mean,
        idle: 1.0 / sum,
    })
}

/// What a limit on the visits inside does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Limited {
    /// Probability that a visit must wait.
    pub(crate) waits: f64,
    /// Mean visits that wait, and its second moment.
    pub(crate) waiting: f64,
    pub(crate) waiting_squared: f64,
    /// Mean visits inside over what it would be without a limit.
    pub(crate) inside: f64,
    /// Throughput of a full house over the load: at least 1 where it keeps up.
    pub(crate) capacity: f64,
}

/// `slots` visits may be inside: `cores` of them computing (if the instance's cores are apart), and
/// `mean` of them elsewhere, with this variance, if there were no limit. None where it cannot keep up.
pub(crate) fn limited(
    cores: Option<&OnCores>,
    mean: f64,
    variance: f64,
    slots: f64,
) -> Option<Limited> {
    let none = OnCores {
        idle: 1.0,
        cores: 1.0,
        ..OnCores::default()
    };
    let (cores, mean, variance) = match cores {
        // Too many for their first term to be a number: as if elsewhere.
        Some(cores) if cores.idle < 1e-250 => (&none, mean + cores.mean, variance + cores.variance),
        Some(cores) => (cores, mean, variance),
        None => (&none, mean, variance),
    };
    let spread = (cores.variance + variance.max(mean)).sqrt();
    let total = cores.mean + mean;
    if slots > total + 12.0 * spread + 20.0 {
        return Some(Limited {
            capacity: slots / total.max(1e-300),
            inside: 1.0,
            ..Limited::default()
        });
    }
    if slots > TERMS as f64 {
        // So many that only their mean counts.
        return (slots > total).then_some(Limited {
            capacity: slots / total,
            inside: 1.0,
            ..Limited::default()
        });
    }
    let slots = slots as usize;
    let computing = computing(cores, slots);
    let elsewhere = elsewhere(mean, variance, slots);
    let mut below = Vec::with_capacity(slots + 1);
    let (mut sum, mut first) = (0.0, 0.0);
    for (n, p) in computing.iter().enumerate() {
        sum += p;
        first += n as f64 * p;
        below.push((sum, first));
    }
    let (mut within, mut inside, mut full, mut before) = (0.0, 0.0, 0.0, 0.0);
    for (n, p) in elsewhere.iter().enumerate() {
        let (sum, first) = below[slots - n];
        within += p * sum;
        inside += p * (n as f64 * sum + first);
        full += p * computing[slots - n];
        if n < slots {
            before += p * computing[slots - 1 - n];
        }
    }
    if before <= 0.0 {
        // Too far out to be a number: beyond what happens, or far short of it.
        return (within > 0.5).then_some(Limited {
            capacity: slots as f64 / total,
            inside: 1.0,
            ..Limited::default()
        });
    }
    let ratio = full / before;
    if ratio >= 1.0 {
        return None;
    }
    let beyond = full * ratio / (1.0 - ratio);
    let all = within + beyond;
    if all <= 0.0 {
        return None;
    }
    inside += slots as f64 * beyond;
    Some(Limited {
        waiting_squared: beyond * (1.0 + ratio) / (1.0 - ratio).powi(2) / all,
        inside: (inside / all / total).min(1.0),
        waits: full / (1.0 - ratio) / all,
        waiting: beyond / (1.0 - ratio) / all,
        capacity: if ratio > 0.0 {
            1.0 / ratio
        } else {
            f64::INFINITY
        },
    })
}

/// Probabilities of 0 to `most` visits on the cores.
fn computing(cores: &OnCores, most: usize) -> Vec<f64> {
    let mut terms = vec![0.0; most + 1];
    let mut term = cores.idle;
    terms[0] = term;
    for (n, place) in terms.iter_mut().enumerate().skip(1) {
        term *= cores.load / (n as f64).min(cores.cores);
        if term < NEGLIGIBLE {
            break;
        }
        *place = term;
    }
    terms
}

/// Probabilities of 0 to `most` visits elsewhere: Poisson, or a negative binomial where they vary more.
fn elsewhere(mean: f64, variance: f64, most: usize) -> Vec<f64> {
    let mut terms = vec![0.0; most + 1];
    if mean <= 0.0 {
        terms[0] = 1.0;
        return terms;
    }
    let excess = variance - mean;
    let (size, chance) = if excess > 1e-6 * mean {
        (mean * mean / excess, excess / variance)
    } else {
        (f64::INFINITY, 0.0)
    };
    // Term n over term n − 1.
    let step = |n: f64| {
        if size.is_finite() {
            (n - 1.0 + size) / n * chance
        } else {
            mean / n
        }
    };
    let begin = if size.is_finite() {
        size * libm::log1p(-chance)
    } else {
        -mean
    };
    if begin > -600.0 {
        let mut term = libm::exp(begin);
        terms[0] = term;
        for (n, place) in terms.iter_mut().enumerate().skip(1) {
            term *= step(n as f64);
            *place = term;
        }
        return terms;
    }
    // Too small at 0: from the mean down and up, scaled to a sum of 1 over all numbers.
    let middle = mean.floor().max(1.0);
    let (mut sum, mut term, mut n) = (0.0, 1.0, middle);
    while term > NEGLIGIBLE && n < 1e7 {
        if n as usize <= most {
            terms[n as usize] = term;
        }
        sum += term;
        n += 1.0;
        term *= step(n);
    }
    let (mut term, mut n) = (1.0, middle);
    while n >= 1.0 && term > NEGLIGIBLE {
        term /= step(n);
        n -= 1.0;
        if n as usize <= most {
            terms[n as usize] = term;
        }
        sum += term;
    }
    for term in &mut terms {
        *term /= sum;
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;
    use crate::{Mmc, erlang_b};

    #[test]
    fn slots_alone_are_erlangs_queue() {
        for (servers, load) in [(1u32, 0.8), (4, 3.0), (50, 45.0), (1000, 950.0)] {
            let queue = Mmc {
                arrival_rate: load,
                service_rate: 1.0,
                servers,
            };
            let found = limited(None, load, load, f64::from(servers)).unwrap();
            close(found.waits, queue.waiting_probability(), 6);
            close(found.waiting / load, queue.mean_wait(), 6);
            close(found.capacity, f64::from(servers) / load, 6);
        }
        assert_eq!(limited(None, 5.0, 5.0, 4.0), None);
    }

    #[test]
    fn cores_alone_are_the_same_queue_and_a_limit_on_them_changes_nothing_in_all() {
        let queue = Mmc {
            arrival_rate: 3.0,
            service_rate: 1.0,
            servers: 4,
        };
        let cores = on_cores(3.0, 4.0).unwrap();
        close(cores.mean, queue.mean_response() * 3.0, 10);
        // Four slots on the four cores: who waited for a core now waits for a slot.
        let found = limited(Some(&cores), 0.0, 0.0, 4.0).unwrap();
        close(found.waiting, queue.mean_wait() * 3.0, 10);
        // Half a core is one server of half the speed.
        close(on_cores(0.4, 0.5).unwrap().mean, 4.0, 10);
    }

    #[test]
    fn terms_are_those_of_a_closed_form() {
        // Poisson with a mean whose first term is too small for a number: M/M/c/c blocks as Erlang B.
        let terms = elsewhere(900.0, 900.0, 950);
        let blocked = terms[950] / terms.iter().sum::<f64>();
        close(blocked, erlang_b(900.0, 950), 6);
    }
}
