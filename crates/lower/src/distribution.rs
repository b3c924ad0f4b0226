use spinout_model::{Distribution as Drawn, Solved};
use spinout_network::Distribution;

use crate::LowerError;

/// A distribution in seconds.
pub(crate) fn lower(drawn: &Drawn, place: &str) -> Result<Distribution, LowerError> {
    let solved = drawn.solve();
    let solved = solved.map_err(|none| LowerError::new(place, none.why, none.fix))?;
    Ok(of(solved))
}

/// A distribution in the unit of its figures.
pub(crate) fn of(solved: Solved) -> Distribution {
    match solved {
        Solved::Constant(value) => Distribution::Constant { value },
        Solved::Exponential(mean) => Distribution::Exponential { mean },
        Solved::Erlang { mean, stages } => Distribution::Erlang { mean, stages },
        Solved::Gamma { mean, scv } => Distribution::Gamma { mean, scv },
        Solved::LogNormal { mean, scv } => Distribution::LogNormal { mean, scv },
        Solved::Weibull { mean, shape } => Distribution::Weibull { mean, shape },
        Solved::HyperExponential { mean, scv } => Distribution::HyperExponential { mean, scv },
        Solved::BoundedPareto { shape, min, max } => {
            Distribution::BoundedPareto { shape, min, max }
        }
        Solved::Quantiles(points) => Distribution::Quantiles { points },
    }
}
