/// The quantile of the standard normal distribution at probability `p` in 0 to 1 (Wichura 1988,
/// algorithm AS 241, PPND16: about 16 digits).
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let r = libm::sqrt(-libm::log(p.min(1.0 - p)));
    let x = if r <= 5.0 {
        ratio(r - 1.6, &SHOULDER)
    } else {
        ratio(r - 5.0, &TAIL)
    };
    if q < 0.0 { -x } else { x }
}

/// Numerator and denominator of a rational function, lowest power first.
type Rational = ([f64; 8], [f64; 8]);

fn ratio(x: f64, (above, below): &Rational) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, c| sum * x + c);
    horner(above) / horner(below)
}

#[rustfmt::skip]
const CENTRE: Rational = (
    [3.387_132_872_796_366_5, 133.141_667_891_784_38, 1_971.590_950_306_551_3, 13_731.693_765_509_46,
     45_921.953_931_549_87, 67_265.770_927_008_7, 33_430.575_583_588_13, 2_509.080_928_730_122_7],
    [1.0, 42.313_330_701_600_91, 687.187_007_492_057_9, 5_394.196_021_424_751,
     21_213.794_301_586_597, 39_307.895_800_092_71, 28_729.085_735_721_943, 5_226.495_278_852_545],
);
#[rustfmt::skip]
const SHOULDER: Rational = (
    [1.423_437_110_749_683_5, 4.630_337_846_156_546, 5.769_497_221_460_691, 3.647_848_324_763_204_5,
     1.270_458_252_452_368_4, 0.241_780_725_177_450_6, 0.022_723_844_989_269_184, 7.745_450_142_783_414e-4],
    [1.0, 2.053_191_626_637_759, 1.676_384_830_183_803_8, 0.689_767_334_985_1,
     0.148_103_976_427_480_08, 0.015_198_666_563_616_457, 5.475_938_084_995_345e-4, 1.050_750_071_644_416_9e-9],
);
#[rustfmt::skip]
const TAIL: Rational = (
    [6.657_904_643_501_103, 5.463_784_911_164_114, 1.784_826_539_917_291_3, 0.296_560_571_828_504_87,
     0.026_532_189_526_576_124, 1.242_660_947_388_078_4e-3, 2.711_555_568_743_487_6e-5, 2.010_334_399_292_288_1e-7],
    [1.0, 0.599_832_206_555_888, 0.136_929_880_922_735_8, 0.014_875_361_290_850_615,
     7.868_691_311_456_133e-4, 1.846_318_317_510_054_7e-5, 1.421_511_758_316_446e-7, 2.044_263_103_389_939_8e-15],
);

/// The probability that Student's t with `df` > 0 degrees of freedom is at most `t`, through the
/// regularised incomplete beta function.
fn student_t_cdf(t: f64, df: f64) -> f64 {
    let beyond = 0.5 * incomplete_beta(0.5 * df, 0.5, df / (df + t * t));
    if t < 0.0 { beyond } else { 1.0 - beyond }
}

/// The quantile of Student's t with `df` > 0 degrees of freedom at probability `p`, 0 < `p` < 1: the
/// root of [`student_t_cdf`] by bisection, to the last bits.
#[must_use]
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if p < 0.5 {
        return -student_t_quantile(1.0 - p, df);
    }
    let (mut low, mut high) = (0.0, 1.0);
    while student_t_cdf(high, df) < p && high < 1e300 {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return high;
        }
        if student_t_cdf(middle, df) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The regularised incomplete beta function Iₓ(a, b) by its continued fraction (Abramowitz and
/// Stegun 26.5.8), evaluated after Lentz.
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let log_front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
        + a * libm::log(x)
        + b * libm::log1p(-x);
    let not_zero = |x: f64| if x.abs() < 1e-300 { 1e-300 } else { x };
    let mut c = 1.0;
    let mut d = 1.0 / not_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..1000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut step = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / not_zero(1.0 + numerator * d);
            c = not_zero(1.0 + numerator / c);
            step = c * d;
            fraction *= step;
        }
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    libm::exp(log_front) * fraction / a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(value: f64, truth: f64, tolerance: f64) {
        assert!(
            (value - truth).abs() <= tolerance * truth.abs(),
            "{value} is not {truth}"
        );
    }

    #[test]
    fn normal_quantiles_are_those_of_the_tables() {
        close(normal_quantile(0.975), 1.959_963_984_540_054, 1e-14);
        close(normal_quantile(0.95), 1.644_853_626_951_472_2, 1e-14);
        close(normal_quantile(0.25), -0.674_489_750_196_081_7, 1e-14);
        close(normal_quantile(0.001), -3.090_232_306_167_813, 1e-14);
        close(normal_quantile(1e-20), -9.262_340_089_798_408, 1e-14);
        assert_eq!(normal_quantile(0.5), 0.0);
    }

    #[test]
    fn normal_quantiles_invert_the_distribution() {
        for i in 1..1000 {
            let p = f64::from(i) / 1000.0;
            let back = 0.5 * libm::erfc(-normal_quantile(p) / core::f64::consts::SQRT_2);
            close(back, p, 1e-14);
        }
    }

    #[test]
    fn student_quantiles_are_those_of_the_tables() {
        for (p, df, truth) in [
            (0.975, 1.0, 12.706_204_736_174_7),
            (0.975, 2.0, 4.302_652_729_749_46),
            (0.975, 4.0, 2.776_445_105_197_79),
            (0.975, 9.0, 2.262_157_162_798_2),
            (0.975, 19.0, 2.093_024_054_408_31),
            (0.975, 30.0, 2.042_272_456_301_24),
            (0.95, 10.0, 1.812_461_122_811_68),
            (0.995, 5.0, 4.032_142_983_555_23),
            (0.999, 20.0, 3.551_808_343_203_55),
        ] {
            close(student_t_quantile(p, df), truth, 1e-11);
            close(student_t_quantile(1.0 - p, df), -truth, 1e-11);
        }
    }

    #[test]
    fn student_has_closed_forms_at_one_and_two_degrees() {
        for i in -20..=20 {
            let t = f64::from(i) / 4.0;
            close(
                student_t_cdf(t, 1.0),
                0.5 + t.atan() / core::f64::consts::PI,
                1e-12,
            );
            close(
                student_t_cdf(t, 2.0),
                0.5 + t / (2.0 * (2.0 + t * t).sqrt()),
                1e-12,
            );
        }
    }

    #[test]
    fn student_nears_the_normal_distribution() {
        close(student_t_quantile(0.975, 1e7), normal_quantile(0.975), 1e-6);
    }
}
