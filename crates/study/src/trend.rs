/// How a level over time (requests in the system, messages in a queue) develops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Trend {
    /// How much it grows in a step, by least squares over the second half of the series.
    pub(crate) growth: f64,
    /// Whether it has grown steadily from quarter to quarter, as a level does that has no long run:
    /// in proportion to time.
    pub(crate) diverges: bool,
}

/// How much higher than the second the last quarter of a diverging level is. A line from 0 gives 7/3;
/// a level that settles gives 1.
const DIVERGING: f64 = 1.5;

/// The trend of `series`.
pub(crate) fn trend(series: &[f64]) -> Trend {
    let quarter = series.len() / 4;
    if quarter == 0 {
        return Trend {
            growth: 0.0,
            diverges: false,
        };
    }
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let quarters: Vec<f64> = series.chunks_exact(quarter).take(4).map(mean).collect();
    let rises = quarters.windows(2).all(|pair| pair[1] > pair[0]);
    Trend {
        growth: slope(&series[series.len() / 2..]),
        diverges: rises && quarters[3] > DIVERGING * quarters[1],
    }
}

/// The slope of the least-squares line through `series`, a step.
fn slope(series: &[f64]) -> f64 {
    let n = series.len() as f64;
    let middle = 0.5 * (n - 1.0);
    let (mut with, mut squares) = (0.0, 0.0);
    for (i, y) in series.iter().enumerate() {
        let x = i as f64 - middle;
        with += x * y;
        squares += x * x;
    }
    if squares > 0.0 { with / squares } else { 0.0 }
}

/// The step at which a diverging series leaves 0, if its second half is continued backwards: since
/// when it has been growing.
pub(crate) fn onset(series: &[f64]) -> f64 {
    let half = series.len() / 2;
    let growth = slope(&series[half..]);
    if growth <= 0.0 {
        return 0.0;
    }
    let second = &series[half..];
    let mean = second.iter().sum::<f64>() / second.len() as f64;
    let middle = half as f64 + 0.5 * (second.len() as f64 - 1.0);
    (middle - mean / growth).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_diverges_and_a_level_does_not() {
        let line: Vec<f64> = (0..400).map(|i| 3.0 * f64::from(i)).collect();
        let found = trend(&line);
        assert!(found.diverges);
        assert!((found.growth - 3.0).abs() < 1e-12);
        assert_eq!(onset(&line), 0.0);
        let settling: Vec<f64> = (0..400)
            .map(|i| 1.0 - (-f64::from(i) / 40.0).exp())
            .collect();
        assert!(!trend(&settling).diverges);
        assert!(!trend(&[2.0; 400]).diverges);
        assert!(!trend(&[1.0, 2.0]).diverges);
    }

    #[test]
    fn the_onset_is_where_the_line_leaves_the_ground() {
        let late: Vec<f64> = (0..400).map(|i| f64::from((i - 100).max(0))).collect();
        assert!(trend(&late).diverges);
        assert!((onset(&late) - 100.0).abs() < 1e-9);
    }
}
