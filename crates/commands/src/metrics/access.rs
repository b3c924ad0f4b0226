//! M10: who is not let in.

use std::collections::BTreeSet;

use spinout_graph::home;
use spinout_results::{Estimate, Found, MetricValue};
use spinout_units::ElementId;

use super::{View, unmeasured};

/// M10, of every process that asks who comes, and of those that turned somebody away.
pub(super) fn denials(view: View<'_>) -> Vec<MetricValue> {
    let links = view.architecture.relationships.values();
    let mut doors: BTreeSet<&ElementId> = links
        .filter(|link| link.auth_required == Some(true))
        .map(|link| home(view.architecture, &link.to.element))
        .collect();
    let turned_away = view.run.elements.iter().filter(|(_, element)| {
        let denied = element.denied.map(|denied| denied.value);
        denied.is_some_and(|denied| denied > 0.0)
    });
    doors.extend(turned_away.map(|(id, _)| id));
    doors
        .into_iter()
        .filter_map(|id| {
            let element = view.run.elements.get(id)?;
            let share = |figure: Option<Estimate>| figure.map_or(0.0, |figure| figure.value);
            let (without, old) = (share(element.without_token), share(element.with_old_token));
            let how = if without + old > 0.0 {
                format!(
                    "{:.2} % came without a token, and {:.2} % with one that was too old when the work was to \
                     begin; others by faults of the scenario",
                    without * 100.0,
                    old * 100.0
                )
            } else {
                "by faults of the scenario; no token is lost or too old".to_owned()
            };
            let mut of = view.of_element(id, element.denied, Found::Simulated, how);
            unmeasured(&mut of);
            Some(of)
        })
        .collect()
}
