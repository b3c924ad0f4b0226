//! What an option does under a scenario, by formula.

use spinout_lower::{Lowered, lower};
use spinout_model::{Architecture, Document, derive};
use spinout_network::{Arrivals, ElementIndex};
use spinout_queueing::preview::{
    Band, Bottleneck, Cause, Class, JourneyPreview, Preview, Reason, Resource, Times, levels,
    preview,
};
use spinout_units::{OptionId, ScenarioId};

use crate::app::App;
use crate::findings::refuse_errors;
use crate::problem::of_lower;
use crate::protocol::{
    AskPreview, PreviewBottleneck, PreviewElement, PreviewFigure, PreviewJourney, PreviewLevel,
    PreviewTimes, PreviewView, Problem,
};
use crate::simulate::scenario_of;
use crate::view::option_of;

/// The most levels of a load that are told.
const LEVELS: usize = 24;

impl App {
    /// What an option does under a scenario, by formula.
    pub fn preview(&self, ask: &AskPreview) -> Result<PreviewView, Problem> {
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        let option = option_of(model, ask.option.as_ref())?;
        let scenario = scenario_of(&document, ask.scenario.as_ref())?;
        self.preview_of(&document, &option, &scenario)
    }

    /// The same of a model that need not be open.
    pub(crate) fn preview_of(
        &self,
        document: &Document,
        option: &OptionId,
        scenario: &ScenarioId,
    ) -> Result<PreviewView, Problem> {
        let model = document.model();
        let architecture = derive(model, option);
        refuse_errors(document, &architecture, Some(scenario))?;
        let lowered =
            lower(&architecture, &model.scenarios[scenario]).map_err(|error| of_lower(&error))?;
        let (option, scenario) = (option.clone(), scenario.clone());
        Ok(view(&model.name, &architecture, option, scenario, &lowered))
    }
}

fn view(
    model: &str,
    architecture: &Architecture,
    option: OptionId,
    scenario: ScenarioId,
    lowered: &Lowered,
) -> PreviewView {
    let times = levels(&lowered.network, lowered.horizon_s, LEVELS);
    let mut notes = lowered.notes.clone();
    if times.len() > 1 {
        notes.push(
            "The load changes: each level is shown as if it lasted, without what is left over from \
             the one before. A run tells that."
                .to_owned(),
        );
    }
    let teller = Teller {
        architecture,
        lowered,
    };
    PreviewView {
        model: model.to_owned(),
        option,
        scenario,
        method: "preview",
        levels: times.into_iter().map(|time| teller.level(time)).collect(),
        notes,
    }
}

/// Puts figures by number under the names of the drawing.
struct Teller<'a> {
    architecture: &'a Architecture,
    lowered: &'a Lowered,
}

impl Teller<'_> {
    fn level(&self, time: f64) -> PreviewLevel {
        let network = &self.lowered.network;
        let told = preview(network, time);
        let load = network
            .journeys
            .iter()
            .map(|journey| match &journey.arrivals {
                Arrivals::Open { rate, .. } => rate.at(time),
                Arrivals::Closed { .. } => 0.0,
            });
        let journeys = self.lowered.journeys.iter().zip(&told.journeys);
        let elements = self.lowered.elements.iter().enumerate();
        PreviewLevel {
            at_s: time,
            load_per_s: load.sum(),
            saturated: told.saturated.map(|found| self.bottleneck(found)),
            bottleneck: told.bottleneck.map(|found| self.bottleneck(found)),
            journeys: journeys
                .map(|(id, journey)| {
                    let name = self.architecture.journeys[id].name.clone();
                    let name = name.unwrap_or_else(|| id.to_string());
                    (id.clone(), self.journey(name, journey, &told))
                })
                .collect(),
            elements: elements
                .filter_map(|(number, id)| {
                    let id = id.as_ref()?;
                    let element = self.element(number, &told)?;
                    Some((id.clone(), element))
                })
                .collect(),
        }
    }

    fn name(&self, element: ElementIndex) -> String {
        let id = self.lowered.elements[element.at()].as_ref();
        id.and_then(|id| Some(self.architecture.elements.get(id)?.label(id)))
            .unwrap_or_default()
            .to_owned()
    }

    fn bottleneck(&self, found: Bottleneck) -> PreviewBottleneck {
        PreviewBottleneck {
            element: self.lowered.elements[found.element.at()].clone(),
            name: self.name(found.element),
            resource: word(found.resource).to_owned(),
            utilization: found.utilization,
        }
    }

    fn journey(&self, name: String, told: &JourneyPreview, all: &Preview) -> PreviewJourney {
        let mut reasons: Vec<String> = told
            .reasons
            .iter()
            .map(|number| self.reason(&all.reasons[*number]))
            .collect();
        if let Some(found) = all.saturated {
            let name = self.name(found.element);
            let resource = word(found.resource);
            reasons.insert(
                0,
                format!("{name}: its {resource} cannot keep up with the load"),
            );
        }
        PreviewJourney {
            name,
            throughput_per_s: told.throughput_per_s,
            success_rate: told.success_rate,
            response_s: times(told.response_s, told.response_class),
            completion_s: times(told.completion_s, told.completion_class),
            least_response_s: told.bounds.map(|bounds| bounds.response_s),
            most_throughput_per_s: told.bounds.and_then(|bounds| bounds.throughput_per_s),
            reasons,
        }
    }

    fn reason(&self, reason: &Reason) -> String {
        let Reason { cause, .. } = *reason;
        match reason.element {
            Some(element) => {
                let name = self.name(element);
                if name.is_empty() {
                    cause.text().to_owned()
                } else {
                    format!("{name}: {}", cause.text())
                }
            }
            None if cause == Cause::Unknown => {
                "the model has something that only the simulation knows".to_owned()
            }
            None => cause.text().to_owned(),
        }
    }

    /// None where it is not visited, or what visits it is not foretold.
    fn element(&self, number: usize, told: &Preview) -> Option<PreviewElement> {
        let found = told.elements[number];
        let name = self.name(ElementIndex::from(number));
        let resources = [
            (Resource::Cores, found.cores),
            (Resource::Slots, found.slots),
            (Resource::Consumers, found.consumers),
        ];
        let used = resources
            .into_iter()
            .filter_map(|(what, used)| Some((what, used?)));
        let busiest = used.max_by(|a, b| a.1.total_cmp(&b.1));
        let visited =
            found.throughput_per_s.is_some() || busiest.is_some_and(|(_, used)| used > 0.0);
        visited.then(|| PreviewElement {
            name,
            throughput_per_s: found.throughput_per_s,
            response_s: found.response_s,
            wait_s: found.wait_s,
            resource: busiest.map(|(what, _)| word(what).to_owned()),
            utilization: busiest.map(|(_, used)| used),
        })
    }
}

fn word(resource: Resource) -> &'static str {
    match resource {
        Resource::Cores => "cores",
        Resource::Slots => "slots",
        Resource::Consumers => "consumers",
        Resource::Held => "locks and pools",
    }
}

fn times(told: Option<Times>, class: Option<Class>) -> Option<PreviewTimes> {
    let (told, class) = (told?, class?);
    let band = class.band();
    let figure = |value: f64, error: fn(Band) -> f64| PreviewFigure {
        value,
        // The error is of the preview over the truth.
        low: band.map(|band| value / (1.0 + error(band))),
        high: band
            .map(error)
            .filter(|e| *e < 1.0)
            .map(|e| value / (1.0 - e)),
    };
    Some(PreviewTimes {
        class: format!("{}, {}", class.kind.name(), class.busy.name()),
        mean: figure(told.mean, |band| band.mean),
        p50: figure(told.p50, |band| band.quantile),
        p90: figure(told.p90, |band| band.quantile),
        p95: figure(told.p95, |band| band.quantile),
        p99: figure(told.p99, |band| band.quantile),
    })
}
