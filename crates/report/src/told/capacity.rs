use spinout_results::{ElementResult, Run};

use super::{Cell::Figure, Row, Topic, exact};
use crate::figures::{money, number, percent};

/// What held autoscalers back.
pub(super) fn scaling(run: &Run) -> Topic {
    let row = |element: &ElementResult| {
        let scaling = element.scaling.as_ref()?;
        Some(Row::new(
            &element.name,
            [
                Figure(element.replicas, number),
                Figure(exact(f64::from(element.replicas_max)), number),
                Figure(scaling.at_max, percent),
                Figure(scaling.by_budget, percent),
            ],
        ))
    };
    Topic::new(
        "Autoscalers",
        &[
            "instances",
            "most",
            "time held back by its bound",
            "time held back by its budget",
        ],
        run.elements.values().filter_map(row),
    )
}

/// What became of instances that share quotas or nodes, or are on machines that are taken back.
pub(super) fn placement(run: &Run) -> Topic {
    let row = |element: &ElementResult| {
        let placement = element.placement.as_ref()?;
        Some(Row::new(
            &element.name,
            [
                Figure(placement.at_quota, percent),
                Figure(placement.pending, number),
                Figure(exact(placement.lost), number),
            ],
        ))
    };
    Topic::new(
        "Quotas and nodes of instances",
        &[
            "time held back by a quota",
            "instances pending",
            "lost with a machine",
        ],
        run.elements.values().filter_map(row),
    )
}

/// The nodes of boundaries, and what these cost.
pub(super) fn nodes(run: &Run) -> Topic {
    let rows = run.elements.iter().filter_map(|(id, element)| {
        let nodes = element.nodes.as_ref()?;
        let cost = run.cost.as_ref().map(|bill| {
            let lines = bill.lines.iter();
            let own = lines.filter(|line| line.element.as_ref() == Some(id));
            let sum: f64 = own.map(|line| line.amount).sum();
            money(sum, &bill.currency)
        });
        Some(Row::new(
            &element.name,
            [
                Figure(nodes.count, number),
                Figure(exact(f64::from(nodes.count_max)), number),
                Figure(exact(nodes.lost), number),
                super::Cell::Text(cost.unwrap_or_else(|| "–".to_owned())),
            ],
        ))
    });
    Topic::new("Nodes", &["nodes", "most", "taken back", "a month"], rows)
}
