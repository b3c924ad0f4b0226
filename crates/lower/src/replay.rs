use spinout_model::{Architecture, Replay as Drawn, Scenario};
use spinout_network::{DualWrite, Network, QueueIndex, Replay, Replayed, key};
use spinout_units::{ElementId, ReplayId};

use crate::LowerError;
use crate::places::Places;

/// Adds the replays of the scenario. One may be of queues that only another option has: it is left out here,
/// and named in the notes that are given back.
pub(crate) fn add(
    scenario: &Scenario,
    places: &Places,
    network: &mut Network,
) -> Result<Vec<String>, LowerError> {
    let mut notes = Vec::new();
    for (id, replay) in &scenario.replays {
        let ends = std::iter::once(&replay.to).chain(&replay.from);
        if let Some(missing) = ends.clone().find(|end| places.element(end).is_none()) {
            notes.push(format!(
                "The replay `{id}` is of `{missing}`, which this option does not have."
            ));
            continue;
        }
        let replay = lower(id, replay, places, network)?;
        network.replays.push(replay);
    }
    Ok(notes)
}

/// Adds the pairs of relationships that should take effect together.
pub(crate) fn add_dual_writes(architecture: &Architecture, network: &mut Network) {
    for (id, link) in &architecture.relationships {
        if let Some(other) = &link.dual_write_with {
            network.dual_writes.push(DualWrite {
                one: key::key_of(id.as_str()),
                other: key::key_of(other.as_str()),
            });
        }
    }
}

fn lower(
    id: &ReplayId,
    replay: &Drawn,
    places: &Places,
    network: &Network,
) -> Result<Replay, LowerError> {
    let queue = |field: &str, element: &ElementId| -> Result<QueueIndex, LowerError> {
        places.queue(element).ok_or_else(|| {
            LowerError::new(
                format!("replays/{id}/{field}"),
                format!("`{element}` is not a queue"),
                "name a queue",
            )
        })
    };
    let to = queue("to", &replay.to)?;
    let groups = &network.queues[to.at()].groups;
    let group = match &replay.group {
        None => None,
        Some(name) => {
            let position = groups.iter().position(|group| group.name == *name);
            Some(position.ok_or_else(|| {
                LowerError::new(
                    format!("replays/{id}/group"),
                    format!("no consumer of `{}` is in the group `{name}`", replay.to),
                    "name a group of its consumers",
                )
            })?)
        }
    };
    let messages = match (&replay.from, &replay.published) {
        (Some(from), _) => {
            let letters = queue("from", from)?;
            if !network.queues[letters.at()].groups.is_empty() || letters == to {
                return Err(LowerError::new(
                    format!("replays/{id}/from"),
                    format!("the messages of `{from}` do not rest there"),
                    "replay a queue of dead letters that nobody consumes, to another queue",
                ));
            }
            Replayed::Letters { queue: letters }
        }
        (None, Some(span)) => Replayed::Published {
            from: span.from.base(),
            to: span.to.base(),
        },
        (None, None) => {
            return Err(LowerError::new(
                format!("replays/{id}"),
                "it does not say which messages are published again",
                "give `from`, a queue of dead letters, or `published`, a span of time",
            ));
        }
    };
    Ok(Replay {
        to,
        group: group.map(|position| position as u32),
        messages,
        start: replay.at.base(),
        rate: replay.rate.base(),
    })
}
