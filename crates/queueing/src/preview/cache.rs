//! Answers that are kept: how often a look-up finds one.
//!
//! The least recently used entry gives way after a time that is nearly the same for all keys (Che, Tung and
//! Wang 2002), so that each key is a renewal process of its own; an entry that ends by age too is alive until
//! the earlier of both (Fofack et al. 2012).

use spinout_network::{Answers, Kept, Keys, Network, Step};

use super::moments::Moments;
use super::outcome::Outcome;
use super::shape::all_steps;
use super::solve::{Solution, Solver};

/// Ranks that are told apart, and how much wider each further bin of ranks is.
const ALONE: u32 = 64;
const WIDER: f64 = 1.06;

/// What becomes of look-ups in one cache.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    /// Share that finds an answer, and that waits for one that somebody else asks for.
    pub(crate) hit: f64,
    pub(crate) coalesced: f64,
    /// Of those behind which there is a failure, the share that finds an answer that is too old.
    pub(crate) stale: f64,
}

/// Keys that are asked for alike: how many, and the chance of each.
type Bin = (f64, f64);

/// A cache made ready.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    known: Option<Popular>,
    pub(crate) found: Found,
}

#[derive(Clone, Debug)]
struct Popular {
    bins: Vec<Bin>,
    /// Look-ups of the whole cache in the time after which an entry that is not asked for gives way.
    life: f64,
    ttl: f64,
    stale: bool,
    coalesce: bool,
}

impl Store {
    pub(crate) fn all(network: &Network) -> Vec<Self> {
        let all = network.caches.iter().map(|cache| match &cache.answers {
            Answers::Share(share) => Self {
                known: None,
                found: Found {
                    hit: *share,
                    coalesced: 0.0,
                    stale: 0.0,
                },
            },
            Answers::Kept(kept) => {
                let known = Popular::new(kept);
                let found = known.found(1e9, 0.0, 1.0);
                Self {
                    known: Some(known),
                    found,
                }
            }
        });
        all.collect()
    }

    /// Under these look-ups. Gives by which part that changes what goes on to the backend.
    pub(crate) fn set(&mut self, all: &LookUps) -> f64 {
        let Some(known) = self.known.as_ref().filter(|_| all.rate > 0.0) else {
            return 0.0;
        };
        let before = self.found;
        self.found = known.found(all.rate, all.fill, all.succeeds);
        let behind = |found: Found| 1.0 - found.hit - found.coalesced;
        (behind(self.found) - behind(before)).abs() / behind(before).max(1e-6)
    }
}

impl Popular {
    fn new(kept: &Kept) -> Self {
        let bins = popularity(&kept.keys);
        let keys: f64 = bins.iter().map(|(count, _)| count).sum();
        let entries = kept.entries.map_or(f64::INFINITY, f64::from);
        Self {
            life: if entries >= keys {
                f64::INFINITY
            } else {
                characteristic(&bins, entries)
            },
            bins,
            ttl: kept.ttl.unwrap_or(f64::INFINITY),
            stale: kept.stale,
            coalesce: kept.coalesce,
        }
    }

    fn found(&self, rate: f64, fill: f64, succeeds: f64) -> Found {
        let mut all = Found {
            hit: 0.0,
            coalesced: 0.0,
            stale: 0.0,
        };
        let (mut listed, mut behind) = (0.0, 0.0);
        for (count, chance) in &self.bins {
            let part = count * chance;
            let rate = rate * chance;
            // Hits of an entry from its filling on, and those who come while it is filled: they wait for it, or
            // they miss and fill it again. What fails is asked for again by the next.
            let hits = self.hits(rate, self.life * chance);
            let meanwhile = rate * fill;
            let tries = 1.0 / succeeds.max(1e-6);
            let round = hits + tries * (1.0 + meanwhile);
            if hits.is_finite() {
                all.hit += part * hits / round;
                if self.coalesce {
                    all.coalesced += part * tries * meanwhile / round;
                }
            } else {
                all.hit += part;
            }
            let present = 1.0 - libm::exp(-self.life * chance);
            listed += part * present;
        }
        behind += 1.0 - all.hit - all.coalesced;
        if self.stale && behind > 0.0 {
            all.stale = ((listed - all.hit - all.coalesced) / behind).clamp(0.0, 1.0);
        }
        all
    }

    /// Mean hits of an entry that is asked for `rate` times a second and gives way once it is not asked for
    /// while `life` requests for it would have come.
    fn hits(&self, rate: f64, life: f64) -> f64 {
        if life == f64::INFINITY {
            return rate * self.ttl;
        }
        let forever = libm::expm1(life);
        if self.ttl == f64::INFINITY {
            return forever;
        }
        // It is sure to live for `life`, and then ends at such a rate that its mean comes out right.
        let young = (rate * self.ttl).min(life);
        let mean = (forever - life).max(0.0);
        let old = rate * self.ttl - young;
        if old <= 0.0 || mean <= 0.0 {
            return young;
        }
        young - mean * libm::expm1(-old / mean)
    }
}

/// What becomes of look-ups: the shares that wait for the answer that another asks for, and that go on to the
/// backend. And how many of those come away with an answer that is too old, where the backend fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Missed {
    pub(crate) waits: f64,
    pub(crate) asks: f64,
    pub(crate) spared: f64,
}

impl Missed {
    /// Where the cache itself can be asked with this probability.
    pub(crate) fn of(found: Found, up: f64) -> Self {
        let waits = up * found.coalesced;
        Self {
            waits,
            asks: (1.0 - up * found.hit - waits).max(0.0),
            spared: found.stale,
        }
    }

    /// The probability of an answer, where the backend has one with this.
    pub(crate) fn succeeds(self, backend: f64) -> f64 {
        1.0 - (self.waits + self.asks) * (1.0 - backend) * (1.0 - self.spared)
    }

    /// A look-up and what follows from it, of which each part takes this.
    pub(crate) fn takes(self, ask: Outcome, miss: Outcome, fill: Outcome) -> Outcome {
        let succeeds = miss.succeeds + (1.0 - miss.succeeds) * self.spared;
        let filled = miss.then(Outcome {
            succeeds: 1.0,
            ..fill
        });
        let asks = Outcome { succeeds, ..filled };
        let waits = Outcome {
            succeeds,
            ..Outcome::takes(left_over(filled.response))
        };
        let asked = Outcome {
            succeeds: 1.0,
            ..ask
        };
        asked.then(Outcome::either([(self.waits, waits), (self.asks, asks)]))
    }
}

/// What is left of a time at a moment within it.
fn left_over(whole: Moments) -> Moments {
    if whole.mean <= 0.0 {
        return Moments::ZERO;
    }
    let second = whole.variance + whole.mean * whole.mean;
    let third = whole.third + 3.0 * whole.mean * whole.variance + whole.mean.powi(3);
    let mean = second / (2.0 * whole.mean);
    let squared = third / (3.0 * whole.mean);
    Moments::gamma(mean, (squared / (mean * mean) - 1.0).max(0.0))
}

/// Look-ups of a cache.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LookUps {
    /// A second, at one place.
    pub(crate) rate: f64,
    /// Mean seconds from a miss until the answer is kept, and the probability that it ever is.
    pub(crate) fill: f64,
    pub(crate) succeeds: f64,
}

/// The look-ups of each cache under a solution.
pub(crate) fn look_ups(solver: &Solver<'_>, solution: &Solution) -> Vec<LookUps> {
    let shape = solver.shape;
    let network = shape.network;
    let mut sums = vec![[0.0; 3]; network.caches.len()];
    if sums.is_empty() {
        return Vec::new();
    }
    for (number, entry) in shape.entries.iter().enumerate() {
        let rate = solution.flow.entries[number];
        all_steps(&network.programs[entry.program].steps, &mut |step| {
            if let Step::Cached(cached) = step {
                let miss = solver.steps(solution, &cached.miss, entry.group, rate);
                let fill = solver.steps(solution, &cached.fill, entry.group, rate);
                let sums: &mut [f64; 3] = &mut sums[cached.cache.at()];
                sums[0] += rate;
                sums[1] += rate * (miss.response.mean + fill.response.mean);
                sums[2] += rate * miss.succeeds * fill.succeeds;
            }
        });
    }
    let caches = network.caches.iter().zip(&solution.flow.look_ups);
    let each = caches.zip(sums).map(|((cache, [one, own]), sums)| {
        let places = cache.group.map_or(1.0, |group| solver.replicas[group.at()]);
        LookUps {
            rate: one + own / places.max(1.0),
            fill: sums[1] / sums[0].max(1e-300),
            succeeds: sums[2] / sums[0].max(1e-300),
        }
    });
    each.collect()
}

/// Chances of keys, the rarer ones together in bins.
fn popularity(keys: &Keys) -> Vec<Bin> {
    let (count, exponent) = match *keys {
        Keys::Spread => (1, 0.0),
        Keys::Uniform { count } => (count, 0.0),
        Keys::Zipf { count, exponent } => (count, exponent),
    };
    if exponent == 0.0 {
        return vec![(f64::from(count), 1.0 / f64::from(count))];
    }
    let weight = |rank: f64| libm::pow(rank, -exponent);
    let mut bins: Vec<Bin> = (1..=count.min(ALONE))
        .map(|rank| (1.0, weight(f64::from(rank))))
        .collect();
    let mut first = f64::from(count.min(ALONE)) + 1.0;
    while first <= f64::from(count) {
        let after = (first * WIDER).floor().max(first + 1.0);
        let after = after.min(f64::from(count) + 1.0);
        // Between the middles around them, as an integral (Simpson).
        let (low, high) = (first - 0.5, after - 0.5);
        let sum = (weight(low) + 4.0 * weight(0.5 * (low + high)) + weight(high)) / 6.0;
        bins.push((after - first, sum));
        first = after;
    }
    let all: f64 = bins.iter().map(|(count, weight)| count * weight).sum();
    for (_, weight) in &mut bins {
        *weight /= all;
    }
    bins
}

/// Look-ups of the whole cache in which as many keys are asked for as there is room for.
fn characteristic(bins: &[Bin], entries: f64) -> f64 {
    crate::rising_root(entries, |life| {
        let asked = |(count, chance): &Bin| -count * libm::expm1(-life * chance);
        bins.iter().map(asked).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(keys: Keys, entries: Option<u32>, ttl: Option<f64>) -> Kept {
        Kept {
            keys,
            entries,
            ttl,
            stale: false,
            coalesce: false,
        }
    }

    #[test]
    fn equal_keys_hit_as_often_as_there_is_room_for_them() {
        // Whichever gives way: any of 100 keys is one of the 30 with the same chance.
        let keys = Keys::Uniform { count: 100 };
        let found = Popular::new(&kept(keys, Some(30), None)).found(5.0, 0.0, 1.0);
        assert!((found.hit - 0.3).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn an_entry_that_ends_by_age_answers_for_that_long() {
        // One key, twice a second, for 3 s: six hits after each miss.
        let keys = Keys::Uniform { count: 1 };
        let found = Popular::new(&kept(keys, None, Some(3.0))).found(2.0, 0.0, 1.0);
        assert!((found.hit - 6.0 / 7.0).abs() < 1e-12);
        // While one waits 0.5 s for the answer, another comes: it misses, or waits as well.
        let mut kept = kept(keys, None, Some(3.0));
        let found = Popular::new(&kept).found(2.0, 0.5, 1.0);
        assert!((found.hit - 6.0 / 8.0).abs() < 1e-12);
        kept.coalesce = true;
        let found = Popular::new(&kept).found(2.0, 0.5, 1.0);
        assert!((found.hit - 6.0 / 8.0).abs() < 1e-12);
        assert!((found.coalesced - 1.0 / 8.0).abs() < 1e-12);
    }

    #[test]
    fn bins_of_rare_keys_are_near_the_sum_over_all_of_them() {
        let keys = Keys::Zipf {
            count: 20_000,
            exponent: 0.8,
        };
        let ranks = (1..=20_000).map(|rank| f64::from(rank).powf(-0.8));
        let all: f64 = ranks.clone().sum();
        let each: Vec<Bin> = ranks.map(|weight| (1.0, weight / all)).collect();
        for entries in [100, 2_000, 15_000] {
            let exact = characteristic(&each, f64::from(entries));
            let hit: f64 = each.iter().map(|(_, p)| -p * (-exact * p).exp_m1()).sum();
            let found = Popular::new(&kept(keys, Some(entries), None)).found(1.0, 0.0, 1.0);
            assert!((found.hit / hit - 1.0).abs() < 2e-3, "{found:?} {hit}");
        }
    }
}
