use spinout_model::Distribution as Drawn;
use spinout_network::Distribution;

use crate::LowerError;

/// A distribution in seconds.
pub(crate) fn lower(drawn: &Drawn, place: &str) -> Result<Distribution, LowerError> {
    Ok(match drawn {
        Drawn::Constant(value) => Distribution::Constant {
            value: value.base(),
        },
        Drawn::Exponential { mean } => Distribution::Exponential { mean: mean.base() },
        Drawn::Erlang { mean, stages } => Distribution::Erlang {
            mean: mean.base(),
            stages: *stages,
        },
        Drawn::Lognormal { mean, p95 } => Distribution::lognormal_p95(mean.base(), p95.base())
            .ok_or_else(|| {
                LowerError::new(
                    place,
                    format!("no lognormal distribution has mean {mean} and 95th percentile {p95}"),
                    "give a p95 between the mean and 3.86 times the mean",
                )
            })?,
        Drawn::Hyperexponential { mean, scv } => Distribution::HyperExponential {
            mean: mean.base(),
            scv: *scv,
        },
        Drawn::Quantiles(given) => Distribution::Quantiles {
            points: points(given, place)?,
        },
    })
}

type Given = std::collections::BTreeMap<String, spinout_units::Duration>;

/// Probability and value, rising, from 0 to 1.
fn points(given: &Given, place: &str) -> Result<Vec<(f64, f64)>, LowerError> {
    let mut points = vec![(0.0, 0.0)];
    for (name, value) in given {
        let probability = name
            .strip_prefix('p')
            .and_then(|digits| digits.parse::<f64>().ok())
            .filter(|percent| (0.0..=100.0).contains(percent))
            .map(|percent| percent / 100.0)
            .ok_or_else(|| {
                LowerError::new(
                    place,
                    format!("`{name}` is not a quantile"),
                    "name quantiles p0 to p100, like p50, p99.9",
                )
            })?;
        points.push((probability, value.base()));
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    if points.len() > 1 && points[1].0 == 0.0 {
        points.remove(0);
    }
    let (last, highest) = points[points.len() - 1];
    if points.len() < 2 || points.windows(2).any(|pair| pair[0].1 > pair[1].1) {
        return Err(LowerError::new(
            place,
            "quantiles must be given and must not fall",
            "give rising times for rising quantiles",
        ));
    }
    if last < 1.0 {
        points.push((1.0, highest));
    }
    Ok(points)
}
