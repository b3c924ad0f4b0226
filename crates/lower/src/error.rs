use spinout_network::{Invalid, Network};

/// Something that cannot be simulated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}; {fix}")]
pub struct LowerError {
    /// The place in the model as a slash-separated path.
    pub place: String,
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub fix: String,
}

impl LowerError {
    pub(crate) fn new(place: impl Into<String>, why: impl Into<String>, fix: &str) -> Self {
        Self {
            place: place.into(),
            why: why.into(),
            fix: fix.to_owned(),
        }
    }

    /// What the network's own check found, in the words of the drawing.
    pub(crate) fn of_network(invalid: &Invalid, network: &Network) -> Self {
        Self::new(
            drawn_place(&invalid.place, network),
            invalid.problem.to_string(),
            "correct the figures there",
        )
    }
}

/// `groups[2].scaler` in the words of the drawing: `elements/shop/scaler`.
fn drawn_place(place: &str, network: &Network) -> String {
    let name = || {
        let (list, rest) = place.split_once('[')?;
        let (number, rest) = rest.split_once(']')?;
        let at: usize = number.parse().ok()?;
        let owner = match list {
            "groups" => format!("elements/{}", network.groups.get(at)?.name),
            "queues" => format!("elements/{}", network.queues.get(at)?.name),
            "journeys" => format!("journeys/{}", network.journeys.get(at)?.name),
            "programs" => {
                let element = network.programs.get(at)?.element;
                format!(
                    "elements/{}/operations",
                    network.elements.get(element.at())?.name
                )
            }
            _ => return None,
        };
        Some(format!(
            "{owner}{}",
            rest.replace(['.', '['], "/").replace(']', "")
        ))
    };
    name().unwrap_or_else(|| place.to_owned())
}
