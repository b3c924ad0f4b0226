//! Numbers as people write them: 0.001, not 0.0010000000000000009.

/// `x` rounded to 12 significant digits: what arithmetic left over in the last digits is noise, no
/// figure of a model has so many.
pub(crate) fn tidy(x: f64) -> f64 {
    if !x.is_finite() {
        return 0.0;
    }
    format!("{x:.11e}").parse().unwrap_or(x)
}

/// `x` without noise, in the shortest decimal form and never in exponent form.
pub(crate) fn decimal(x: f64) -> String {
    tidy(x).to_string()
}

/// `x` to `digits` significant digits, for a reader.
pub(crate) fn significant(x: f64, digits: usize) -> String {
    if x == 0.0 || !x.is_finite() {
        return "0".to_owned();
    }
    let rounded: f64 = format!("{x:.*e}", digits.saturating_sub(1))
        .parse()
        .unwrap_or(x);
    rounded.to_string()
}

/// A share as per cent with its sign, such as `99.9 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{} %", decimal(share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_noise_is_written() {
        assert_eq!(decimal(1.0 - 0.999), "0.001");
        assert_eq!(decimal(0.1 + 0.2), "0.3");
        assert_eq!(decimal(14.4), "14.4");
        assert_eq!(percent(0.9995), "99.95 %");
        assert_eq!(percent(0.57), "57 %");
        assert_eq!(decimal(300.0), "300");
    }

    #[test]
    fn a_reader_gets_as_many_digits_as_mean_something() {
        assert_eq!(significant(1234.567, 3), "1230");
        assert_eq!(significant(0.012_345, 3), "0.0123");
        assert_eq!(significant(0.0, 3), "0");
    }
}
