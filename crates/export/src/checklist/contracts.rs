use super::item::{Item, Untold, names};
use super::ownership::{owner_of, parent_owner_of};
use crate::Design;
use crate::boundary::Boundary;
use crate::contract::{http, message};
use crate::place::unit;

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let architecture = design.architecture;
    let channels = boundary.channels();
    let drafts: Vec<&str> = channels
        .iter()
        .filter(|channel| message(architecture, channel).draft)
        .map(|channel| channel.label())
        .collect();
    let mut items = Vec::new();
    if !channels.is_empty() {
        let item = Untold::new("Messages have a written contract", "K6, A1");
        items.push(if drafts.is_empty() {
            item.proven(format!(
                "{}; in `asyncapi.yaml`, with schemas beside it.",
                names(channels.iter().map(|channel| channel.label()))
            ))
        } else {
            item.open(
                format!("Only a draft for: {}.", names(drafts.into_iter())),
                parent_owner_of(design, boundary),
                "agree on the payload with the unit's team and write it as a contract in the model",
            )
        });
    }
    let mut operations = boundary.served();
    operations.extend(boundary.asked());
    operations.extend(boundary.accepting());
    if !operations.is_empty() {
        let drafts: Vec<String> = operations
            .iter()
            .filter(|of| http(architecture, of, false).contract.is_none())
            .map(|of| format!("`{of}`"))
            .collect();
        let item = Untold::new(
            "Operations over the network have a written contract",
            "K6, A1",
        );
        items.push(if drafts.is_empty() {
            let all: Vec<String> = operations.iter().map(|of| format!("`{of}`")).collect();
            item.proven(format!("{}.", all.join(", ")))
        } else {
            item.open(
                format!("Only a draft for: {}.", drafts.join(", ")),
                "the team that answers it",
                "write method, path, schemas and errors as a contract in the model",
            )
        });
    }
    items.push(Untold::new("Contract tests are green on both sides", "Q14, A1, A20").answered(
        unit(architecture, &boundary.origin.unit).and_then(|unit| unit.contract_tests.as_ref()),
        "Yes",
        owner_of(design, boundary),
        "test each side against the exported contract in its own pipeline, without the other side",
    ));
    items
}
