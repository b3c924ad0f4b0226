//! Distributions by picture.

use serde::de::DeserializeOwned;
use serde_json::Value;
use spinout_model::{Distribution, Impossible, Reshape, SizeDistribution, Solved};
use spinout_units::{Dimension, Information, Time};

use crate::app::App;
use crate::protocol::{AskDistribution, DistributionView, Problem, ProblemKind};

impl App {
    /// What a distribution looks like, moved as is asked. Nothing is changed.
    pub fn distribution(ask: &AskDistribution) -> Result<DistributionView, Problem> {
        if ask.sizes {
            shown::<SizeDistribution, Information>(ask, SizeDistribution::solve)
        } else {
            shown::<Distribution, Time>(ask, Distribution::solve)
        }
    }
}

fn shown<W: DeserializeOwned, D: Dimension>(
    ask: &AskDistribution,
    solve: impl Fn(&W) -> Result<Solved, Impossible>,
) -> Result<DistributionView, Problem> {
    let bad = |why: String, fix: &str| Problem::new(ProblemKind::BadInput, why, fix);
    let read = |words: &Value| {
        let known: W = serde_json::from_value(words.clone())
            .map_err(|error| bad(format!("this is no distribution: {error}"), ""))?;
        solve(&known).map_err(|none| bad(none.why, none.fix))
    };
    let solved = read(&ask.distribution)?;
    let possible = |figure: Option<f64>| figure.filter(|x| x.is_finite() && *x > 0.0);
    let to = Reshape {
        family: ask.family,
        mean: possible(ask.mean),
        p99: possible(ask.p99),
    };
    let (distribution, solved) = if to == Reshape::default() {
        (ask.distribution.clone(), solved)
    } else {
        let words = solved.reshaped::<D>(to).into_iter();
        let first = words.into_iter().find_map(|words| {
            let solved = read(&words).ok()?;
            Some((words, solved))
        });
        first.ok_or_else(|| bad("no distribution of this family is like that".to_owned(), ""))?
    };
    Ok(DistributionView {
        distribution,
        family: solved.family(),
        picture: solved.picture(ask.to),
    })
}
