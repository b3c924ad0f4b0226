//! Branches side by side: when so many of them have succeeded, and when all are done.
//!
//! The time is an order statistic of independent times, by its distribution function. Siblings that arrive
//! at their queues together are not independent: what the longest takes beyond a mean one is less by as
//! much as Nelson and Tantawi (1988) found for exponential ones.

use spinout_network::{Others, Parallel};

use super::moments::{Moments, normal_below};
use super::outcome::{Outcome, minus};

/// The most branches that are counted one by one.
const COUNTED: u64 = 64;
/// Points of an integral, and how far it goes in standard deviations.
const POINTS: u32 = 128;
const FAR: f64 = 9.0;

/// Whether the branches take what the preview foretells.
pub(crate) fn known(parallel: &Parallel) -> bool {
    let all = u64::from(parallel.need) == parallel.width();
    parallel.stagger.is_none() && (all || parallel.others != Others::Cancel)
}

/// The probability that enough of the branches succeed, each with its own.
pub(crate) fn succeeds(parallel: &Parallel, each: &[f64]) -> f64 {
    at_least(parallel, each)
}

/// The probability that `need` of the branches and their copies come about.
fn at_least(parallel: &Parallel, each: &[f64]) -> f64 {
    let (need, width) = (u64::from(parallel.need), parallel.width());
    let times = f64::from(parallel.times);
    if need == width {
        return each.iter().map(|p| libm::pow(*p, times)).product();
    }
    if each.iter().all(|p| *p >= 1.0) {
        return 1.0;
    }
    if need == 1 {
        let none: f64 = each.iter().map(|p| libm::pow(1.0 - p, times)).product();
        return 1.0 - none;
    }
    if width > COUNTED {
        let mean: f64 = each.iter().map(|p| times * p).sum();
        let variance: f64 = each.iter().map(|p| times * p * (1.0 - p)).sum();
        let missing = mean - f64::from(parallel.need) + 0.5;
        return normal_below(missing / variance.sqrt().max(1e-9));
    }
    let mut counts = vec![0.0; width as usize + 1];
    counts[0] = 1.0;
    let mut done = 0;
    for p in each {
        for _ in 0..parallel.times {
            done += 1;
            for n in (0..=done).rev() {
                let before = if n > 0 { counts[n - 1] } else { 0.0 };
                counts[n] = counts[n] * (1.0 - p) + before * p;
            }
        }
    }
    counts[need as usize..].iter().sum()
}

/// The step as a whole, where its branches meet this. `together` is how far siblings meet each other's
/// kind only, and the use of what they meet.
pub(crate) fn joined(
    parallel: &Parallel,
    branches: &[Outcome],
    together: f64,
    utilization: f64,
) -> Outcome {
    let whole = |of: fn(&Outcome) -> Moments, need: u32| {
        let times: Vec<Moments> = branches.iter().map(of).collect();
        let asked = Parallel {
            need,
            branches: Vec::new(),
            ..parallel.clone()
        };
        let time = order_statistic(&asked, parallel.width(), &times);
        corrected(time, &times, parallel.width(), together, utilization)
    };
    let all = parallel.width() as u32;
    let need = match parallel.others {
        Others::Await => all,
        Others::Leave | Others::Cancel => parallel.need,
    };
    let response = whole(|branch| branch.response, need);
    let left = need < all || branches.iter().any(|branch| branch.leaves_work);
    let each: Vec<f64> = branches.iter().map(|branch| branch.succeeds).collect();
    let completion = if left {
        let last = whole(|branch| branch.completion, all);
        response.plus(minus(last, response))
    } else {
        response
    };
    Outcome {
        response,
        completion,
        leaves_work: left,
        succeeds: at_least(parallel, &each),
        excess: branches.iter().map(|b| b.excess).sum::<f64>() * f64::from(parallel.times),
    }
}

/// The time until `need` of independent times are over.
fn order_statistic(parallel: &Parallel, width: u64, times: &[Moments]) -> Moments {
    if width == 1 {
        return times[0];
    }
    let laws: Vec<_> = times.iter().map(Moments::law).collect();
    let reach = FAR + 3.0 * libm::log(f64::from(parallel.times));
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for time in times {
        let spread = time.variance.sqrt();
        low = low.min((time.mean - FAR * spread).max(0.0));
        high = high.max(time.mean + reach * spread);
    }
    if high <= low {
        return Moments {
            mean: high,
            ..Moments::ZERO
        };
    }
    let parallel = &Parallel {
        branches: vec![Vec::new(); times.len()],
        ..parallel.clone()
    };
    let mut each = vec![0.0; laws.len()];
    let mut beyond = |time: f64| {
        for (p, law) in each.iter_mut().zip(&laws) {
            *p = law.below(time);
        }
        1.0 - at_least(parallel, &each)
    };
    // Where it happens: from where it is sure not to have to where it is sure to have.
    let mut place = |sure: f64| {
        let (mut before, mut after) = (low, high);
        for _ in 0..24 {
            let middle = 0.5 * (before + after);
            if beyond(middle) > sure {
                before = middle;
            } else {
                after = middle;
            }
        }
        (before, after)
    };
    let (low, high) = (place(1.0 - 1e-9).0, place(1e-9).1);
    // E[Tⁿ] − lowⁿ = ∫ n·tⁿ⁻¹ P(T > t) dt, by Simpson's rule.
    let step = (high - low) / f64::from(POINTS);
    let mut sums = [0.0_f64; 3];
    for point in 0..=POINTS {
        let time = low + step * f64::from(point);
        let beyond = beyond(time);
        let weight = match point {
            0 | POINTS => 1.0,
            odd if odd % 2 == 1 => 4.0,
            _ => 2.0,
        };
        let part = weight * step / 3.0 * beyond;
        sums[0] += part;
        sums[1] += 2.0 * time * part;
        sums[2] += 3.0 * time * time * part;
    }
    Moments::from_raw(
        low + sums[0],
        low * low + sums[1],
        low * low * low + sums[2],
    )
}

/// What the longest takes beyond a mean one, corrected for siblings that arrive together.
fn corrected(
    time: Moments,
    times: &[Moments],
    width: u64,
    together: f64,
    utilization: f64,
) -> Moments {
    let longest = times.iter().fold(0.0_f64, |most, time| most.max(time.mean));
    if width < 2 || time.mean <= longest || together <= 0.0 {
        return time;
    }
    let width = width.min(10_000) as u32;
    let harmonic: f64 = (1..=width).map(|n| 1.0 / f64::from(n)).sum();
    let ratio = harmonic / 1.5;
    let rho = utilization.min(1.0);
    let whole = (ratio + (1.0 - ratio) * 4.0 * rho / 11.0) * (12.0 - rho) / 8.0;
    let factor = 1.0 - together * (1.0 - (whole - 1.0) / (harmonic - 1.0));
    Moments {
        mean: longest + factor * (time.mean - longest),
        ..time
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spinout_network::Distribution;

    fn of(need: u32, times: u32) -> Parallel {
        Parallel {
            times,
            need,
            ..Parallel::all("p", vec![Vec::new()])
        }
    }

    #[test]
    fn order_statistics_of_exponentials_are_sums_of_spacings() {
        let one = Moments::of(&Distribution::exponential(1.0));
        for (need, width) in [(1, 3), (2, 3), (3, 3), (10, 10), (5, 40)] {
            let found = order_statistic(&of(need, width), u64::from(width), &[one]);
            let spacings = (0..need).map(|done| 1.0 / f64::from(width - done));
            let (mean, variance): (f64, f64) =
                spacings.fold((0.0, 0.0), |(m, v), s| (m + s, v + s * s));
            assert!((found.mean / mean - 1.0).abs() < 2e-3, "{found:?} {mean}");
            assert!((found.variance / variance - 1.0).abs() < 1e-2, "{found:?}");
        }
    }

    #[test]
    fn enough_of_them_succeed_as_binomial_trials_do() {
        let p: f64 = 0.9;
        let two_of_three = p.powi(3) + 3.0 * p * p * (1.0 - p);
        assert!((succeeds(&of(2, 3), &[p]) - two_of_three).abs() < 1e-12);
        assert!((succeeds(&of(3, 3), &[p]) - p.powi(3)).abs() < 1e-12);
        assert!((succeeds(&of(1, 3), &[p]) - (1.0 - 0.1f64.powi(3))).abs() < 1e-12);
    }
}
