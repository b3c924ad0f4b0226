//! Objectives as something to be measured: where, by which series, and when their alerts speak.
//!
//! Metrics are those of the OpenTelemetry conventions as Prometheus names them: `http.server.request.duration`
//! of the process that answers a journey's entry, by its route; `service.name`, here the element's id, is the
//! label `job`. The conventions have no metric for the time until the last asynchronous consequence is done:
//! the histogram `journey.completion.duration` is ours, in seconds, with the attribute `journey` and, for one
//! that failed, `error.type`. Whoever ends a request records it once, at its end: the unit when the work is
//! done or given up, the parent when it was refused.

mod burn;
mod indicator;

pub use burn::{Burn, burns};
pub(crate) use indicator::{Indicator, Kind, duration_histogram, histogram_series};

use spinout_model::{Architecture, Journey, Mode, Objective, OperationRef, Sli};
use spinout_units::{ElementId, JourneyId, ObjectiveId, TeamId};

use crate::place::{called_from, process_around, served_by, team};
use crate::write::Names;

/// An objective of a journey with its indicator.
pub(crate) struct Promise<'a> {
    /// A DNS label that names it everywhere.
    pub(crate) slo: String,
    pub(crate) journey: &'a JourneyId,
    pub(crate) journey_label: &'a str,
    pub(crate) id: &'a ObjectiveId,
    pub(crate) objective: &'a Objective,
    /// The process that answers for it.
    pub(crate) service: ElementId,
    pub(crate) team: Option<&'a TeamId>,
    pub(crate) indicator: Indicator,
}

/// Every objective that can be measured, by journey, and the journeys whose objectives cannot, as no
/// process answers them.
pub(crate) fn promises(architecture: &Architecture) -> (Vec<Promise<'_>>, Vec<&JourneyId>) {
    let mut names = Names::default();
    let mut promises = Vec::new();
    let mut unmeasured = Vec::new();
    for (id, journey) in &architecture.journeys {
        let entry = served_by(architecture, &journey.entry);
        let Some(entry) = entry.filter(|_| !journey.objectives.is_empty()) else {
            if !journey.objectives.is_empty() {
                unmeasured.push(id);
            }
            continue;
        };
        for (objective_id, objective) in &journey.objectives {
            let slo = names.label(&[id.as_str(), objective_id.as_str()]);
            promises.extend(promise(
                architecture,
                (id, journey),
                &entry,
                (objective_id, objective),
                slo,
            ));
        }
    }
    (promises, unmeasured)
}

fn promise<'a>(
    architecture: &'a Architecture,
    (journey_id, journey): (&'a JourneyId, &'a Journey),
    entry: &OperationRef,
    (id, objective): (&'a ObjectiveId, &'a Objective),
    slo: String,
) -> Option<Promise<'a>> {
    let finisher = finisher(architecture, entry);
    let (service, kind) = match (&objective.sli, finisher) {
        (Sli::Completion(_), Some(finisher)) => (finisher, Kind::Completion),
        _ => (
            process_around(architecture, &entry.element)?.clone(),
            Kind::Response,
        ),
    };
    let indicator = match kind {
        Kind::Response => Indicator::response(architecture, entry, &service, &objective.sli),
        Kind::Completion => Indicator::completion(journey_id, &objective.sli),
    };
    let name = journey
        .name
        .as_deref()
        .filter(|name| !name.trim().is_empty());
    Some(Promise {
        slo,
        journey: journey_id,
        journey_label: name.unwrap_or(journey_id.as_str()),
        id,
        objective,
        team: team(architecture, &service),
        service,
        indicator,
    })
}

/// The process that works off what `entry` publishes; none where nothing is asynchronous.
fn finisher(architecture: &Architecture, entry: &OperationRef) -> Option<ElementId> {
    called_from(architecture, entry)
        .iter()
        .flat_map(|at| crate::place::relationships_of(architecture, at))
        .filter(|(_, link)| link.mode == Mode::Publishes)
        .find_map(|(_, publication)| {
            architecture
                .relationships
                .values()
                .find(|link| {
                    link.mode == Mode::Consumes && link.to.element == publication.to.element
                })
                .and_then(|link| process_around(architecture, &link.from.element))
        })
        .cloned()
}

impl Promise<'_> {
    /// What is promised, in a sentence's words.
    pub(crate) fn wording(&self) -> String {
        let share = crate::write::percent(self.objective.target);
        match &self.objective.sli {
            Sli::Response(time) => format!("{share} answered within {time}"),
            Sli::Completion(time) => format!("{share} complete within {time}"),
            Sli::Success => format!("{share} succeed"),
        }
    }

    /// The period over which it counts, in seconds.
    pub(crate) fn period_s(&self) -> f64 {
        self.objective.window.base()
    }
}
