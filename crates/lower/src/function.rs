use spinout_model::{Architecture, Element, ElementKind, Poller, Queue, Relationship};
use spinout_network::{Account, Burst, ElementIndex, Function, Group, Network, Ramp};
use spinout_units::ElementId;

use crate::LowerError;
use crate::autoscaler::start_up;
use crate::placement::around;
use crate::places::Places;

/// The group of a function.
pub(crate) fn lower(
    id: &ElementId,
    element: &Element,
    index: ElementIndex,
) -> Result<Group, LowerError> {
    let drawn = element.function.clone().unwrap_or_default();
    let place = format!("elements/{id}/function");
    let function = Function {
        limit: drawn.most(),
        reserved: drawn.reserved.is_some(),
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

/// Adds what the functions of an account have together.
pub(crate) fn add_accounts(architecture: &Architecture, places: &Places, network: &mut Network) {
    for (id, element) in &architecture.elements {
        let quota = element.boundary.as_ref().and_then(|b| b.quota.as_ref());
        let Some(concurrency) = quota.and_then(|quota| quota.concurrency) else {
            continue;
        };
        let functions = architecture.elements.iter().filter(|(function, element)| {
            element.kind == ElementKind::Function && around(architecture, function).contains(&id)
        });
        network.accounts.push(Account {
            name: id.to_string(),
            concurrency,
            functions: functions
                .filter_map(|(function, _)| places.group(function))
                .collect(),
        });
    }
}

/// How a platform begins to ask for the messages of a queue: as said, or as that of the service does.
pub(crate) fn ramp(link: &Relationship, queue: Option<&Queue>) -> Option<(Ramp, u32)> {
    let ordered = queue.is_some_and(|queue| queue.partitions.is_some());
    let service = queue.and_then(|queue| queue.service.as_deref());
    let by_service = || {
        service
            .filter(|service| service.starts_with("sqs/"))
            .map(|_| Poller::default())
    };
    let poller = link.poller.clone().or_else(by_service);
    let poller = poller.filter(|_| !ordered)?;
    let ramp = Ramp {
        initial: poller.initial,
        rate: poller.rate.base(),
    };
    Some((ramp, poller.most))
}

/// What takes a queue's messages for the function `id`, and asks it: its platform, without limits of its own.
pub(crate) fn poller(id: &ElementId, index: ElementIndex) -> Group {
    Group {
        accept_queue: None,
        ..Group::delay(&format!("{id}#poller"), index)
    }
}
