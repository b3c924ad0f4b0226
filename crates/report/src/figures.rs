//! Figures as people read them.

use spinout_results::Estimate;

/// A number with three significant digits, and a thin space between thousands.
#[must_use]
pub fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (2 - magnitude).clamp(0, 12) as usize;
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "−" } else { "" };
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{grouped}"),
        fraction => format!("{sign}{grouped}.{fraction}"),
    }
}

/// A time in the unit that reads best.
#[must_use]
pub fn time(seconds: f64) -> String {
    let (factor, unit) = match seconds.abs() {
        0.0 => (1.0, "s"),
        // What would round up to a thousand is one of the next unit.
        s if s < 0.999_5e-3 => (1e6, "µs"),
        s if s < 0.999_5 => (1e3, "ms"),
        s if s < 600.0 => (1.0, "s"),
        s if s < 36_000.0 => (1.0 / 60.0, "min"),
        _ => (1.0 / 3600.0, "h"),
    };
    format!("{} {unit}", number(seconds * factor))
}

/// A share as a percentage, with as many digits as it takes to tell it from 0 and 100 %.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let away = percent.abs().min((100.0 - percent).abs());
    let decimals = match away {
        a if a == 0.0 || a >= 10.0 => 0,
        a if a >= 1.0 => 1,
        a if a >= 0.1 => 2,
        _ => 3,
    };
    let text = format!("{percent:.decimals$}");
    let text = match text.split_once('.') {
        Some((whole, fraction)) => match fraction.trim_end_matches('0') {
            "" => whole,
            kept => &text[..=whole.len() + kept.len()],
        },
        None => &text,
    };
    format!("{} %", text.replace('-', "−"))
}

/// A probability that may be very small: `0.2 %`, `3.1 × 10⁻⁷`.
#[must_use]
pub fn chance(probability: f64) -> String {
    if probability <= 0.0 || probability >= 1e-3 {
        return percent(probability);
    }
    let text = format!("{probability:.1e}");
    let (digits, exponent) = text.split_once("e-").unwrap_or((&text, "0"));
    let raised: String = exponent
        .chars()
        .filter_map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10)? as usize))
        .collect();
    format!("{digits} × 10⁻{raised}")
}

/// An amount of money.
#[must_use]
pub fn money(amount: f64, currency: &str) -> String {
    let digits = if amount.abs() >= 100.0 {
        number(amount.round())
    } else if amount.abs() >= 0.01 {
        format!("{amount:.2}")
    } else {
        number(amount)
    };
    format!("{digits} {currency}")
}

/// The price of one, with the digits that a catalogue gives.
pub(crate) fn unit_price(price: f64, currency: &str) -> String {
    format!("{} {currency}", number(price))
}

/// A difference of shares in percentage points.
#[must_use]
pub fn points(difference: f64) -> String {
    format!("{} points", percent(difference).trim_end_matches(" %"))
}

/// How wide an estimate's interval is, as HTML: `±2.1 %`, or its ends where it is wider than the value.
/// Nothing where it is narrower than what is shown of the value.
fn give_or_take(estimate: &Estimate, show: impl Fn(f64) -> String) -> String {
    let share = estimate.relative_half_width();
    if !share.is_finite() || share < 5e-5 {
        String::new()
    } else if share > 1.0 {
        format!(
            " <small>{} to {}</small>",
            show(estimate.low),
            show(estimate.high)
        )
    } else {
        format!(" <small>±{}</small>", percent(share))
    }
}

/// An estimate with its interval, as HTML; a dash where there is none.
pub(crate) fn estimate(value: Option<Estimate>, show: impl Fn(f64) -> String) -> String {
    match value {
        Some(e) => format!("{}{}", show(e.value), give_or_take(&e, &show)),
        None => "–".to_owned(),
    }
}

/// A difference with its sign.
#[must_use]
pub fn signed(value: f64, show: impl Fn(f64) -> String) -> String {
    if value > 0.0 {
        format!("+{}", show(value))
    } else {
        show(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        for (value, text) in [
            (0.0, "0"),
            (0.012_34, "0.0123"),
            (4e-7, "0.0000004"),
            (1.5, "1.5"),
            (41.96, "42"),
            (999.6, "1\u{202f}000"),
            (1_234_567.0, "1\u{202f}234\u{202f}567"),
            (-12.34, "−12.3"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn times_take_the_unit_that_reads_best() {
        for (seconds, text) in [
            (0.000_04, "40 µs"),
            (0.412, "412 ms"),
            (0.000_999_7, "1 ms"),
            (0.999_7, "1 s"),
            (1.18, "1.18 s"),
            (900.0, "15 min"),
            (7.2e4, "20 h"),
        ] {
            assert_eq!(time(seconds), text);
        }
    }

    #[test]
    fn shares_keep_the_digits_that_count() {
        for (share, text) in [
            (0.5, "50 %"),
            (0.987, "98.7 %"),
            (0.9995, "99.95 %"),
            (0.999_95, "99.995 %"),
            (1.0, "100 %"),
            (0.0, "0 %"),
            (0.999, "99.9 %"),
            (-0.02, "−2 %"),
        ] {
            assert_eq!(percent(share), text);
        }
    }

    #[test]
    fn small_probabilities_are_powers_of_ten() {
        assert_eq!(chance(0.25), "25 %");
        assert_eq!(chance(0.0), "0 %");
        assert_eq!(chance(3.14e-7), "3.1 × 10⁻⁷");
        assert_eq!(chance(9.99e-12), "1.0 × 10⁻¹¹");
    }

    #[test]
    fn money_has_cents_where_they_matter() {
        assert_eq!(money(1240.4, "USD"), "1\u{202f}240 USD");
        assert_eq!(money(96.0, "USD"), "96.00 USD");
        assert_eq!(money(0.000_012_3, "USD"), "0.0000123 USD");
    }
}
