//! The gamma distribution's quantiles.

/// ln Γ(x) for x > 0.
pub(super) fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The regularised lower incomplete gamma function P(a, x): by its series below a + 1, by its continued
/// fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
pub(super) fn lower(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(a * libm::log(x) - x - ln_gamma(a));
    let enough = 200 + (20.0 * a.sqrt()) as u32;
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for n in 1..enough {
            term *= x / (a + f64::from(n));
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return front * sum;
    }
    // Lentz's evaluation.
    let mut b = x + 1.0 - a;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for n in 1..enough {
        let n = f64::from(n);
        let above = n * (a - n);
        b += 2.0;
        d = 1.0 / (above * d + b);
        c = b + above / c;
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 - front * fraction
}

/// The quantile of the gamma distribution of shape `a` and scale 1 at `level`: Newton's iteration on the
/// logarithm from Wilson and Hilferty's approximation, kept between bounds that close in.
pub(super) fn quantile(a: f64, level: f64) -> f64 {
    let mut low = 0.0;
    let mut high = f64::INFINITY;
    // P(a, x) ≈ xᵃ/Γ(a + 1) for small x.
    let small = libm::exp((libm::log(level) + ln_gamma(a + 1.0)) / a);
    let z = if level < 0.9 { 0.0 } else { 1.28 };
    let root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
    let mut x = if a < 0.5 || root <= 0.0 {
        small
    } else {
        a * root * root * root
    };
    for _ in 0..200 {
        let miss = lower(a, x) - level;
        if miss < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let density = libm::exp((a - 1.0) * libm::log(x) - x - ln_gamma(a));
        // In ln x, where the distribution function is nearer to a line.
        let mut next = x * libm::exp((-miss / (density * x)).clamp(-1.0, 1.0));
        if !(next > low && next < high) {
            next = if high.is_finite() {
                0.5 * (low + high)
            } else {
                2.0 * x
            };
        }
        if (next - x).abs() <= 1e-15 * x {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_sums_of_exponentials_are_known() {
        // Shape 1: −ln(1 − q). Shape 2: 1 − e^(−x)(1 + x) = q.
        for level in [0.5, 0.9, 0.95, 0.99] {
            let one = -libm::log1p(-level);
            assert!((quantile(1.0, level) / one - 1.0).abs() < 1e-13);
            let x = quantile(2.0, level);
            assert!((1.0 - libm::exp(-x) * (1.0 + x) - level).abs() < 1e-14);
            // Shape ½ is half a squared normal.
            let x = quantile(0.5, level);
            assert!((libm::erf(x.sqrt()) - level).abs() < 1e-13);
        }
        assert!((quantile(1e4, 0.5) / (1e4 - 1.0 / 3.0) - 1.0).abs() < 1e-7);
    }
}
