use spinout_model::Element;
use spinout_network::{Burst, ElementIndex, Function, Group};
use spinout_units::ElementId;

use crate::LowerError;
use crate::autoscaler::start_up;

/// The group of a function.
pub(crate) fn lower(
    id: &ElementId,
    element: &Element,
    index: ElementIndex,
) -> Result<Group, LowerError> {
    let drawn = element.function.clone().unwrap_or_default();
    let place = format!("elements/{id}/function");
    let function = Function {
        limit: drawn.concurrency,
        provisioned: drawn.provisioned,
        burst: Some(Burst {
            initial: drawn.burst.initial,
            rate: drawn.burst.rate.base(),
        }),
        cold_start: start_up(&drawn.cold_start, &format!("{place}/cold_start"))?,
        idle_expiry: start_up(&drawn.idle_expiry, &format!("{place}/idle_expiry"))?,
        time_limit: Some(drawn.time_limit.base()),
    };
    Ok(Group::function(id.as_str(), index, function))
}

/// What takes a queue's messages for the function `id`, and asks it: its platform, without limits of its own.
pub(crate) fn poller(id: &ElementId, index: ElementIndex) -> Group {
    Group {
        accept_queue: None,
        ..Group::delay(&format!("{id}#poller"), index)
    }
}
