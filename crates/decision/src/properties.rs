use std::collections::BTreeSet;

use spinout_model::Mode;

use crate::facts::{Facts, state};
use crate::figures::Figures;
use crate::{Open, Property, PropertyId, State};

/// K1 to K6 of a spinout.
pub(crate) fn of(facts: &Facts<'_>, figures: &Figures) -> Vec<Property> {
    vec![
        ownership(facts),
        independence(facts),
        observability(facts),
        security(facts),
        trade_off(figures),
        compatibility(facts),
    ]
}

/// A property in the making: as good as its worst part.
struct Making(Property);

impl Making {
    fn new(id: PropertyId, name: &str) -> Self {
        Self(Property {
            id,
            name: name.to_owned(),
            state: State::Met,
            evidence: Vec::new(),
            open: Vec::new(),
        })
    }

    fn add(&mut self, state: State, says: impl Into<String>, place: Option<String>) {
        self.0.state = self.0.state.max(state);
        match state {
            State::Met => self.0.evidence.push(says.into()),
            State::Unknown | State::Not => self.0.open.push(Open {
                what: says.into(),
                place,
            }),
        }
    }
}

fn ownership(facts: &Facts<'_>) -> Property {
    let mut k = Making::new(PropertyId::K1, "Ownership boundary");
    match facts.team() {
        Some(team) => k.add(State::Met, format!("{team} owns it"), None),
        None => k.add(State::Not, "no team owns it", Some(facts.place("team"))),
    }
    let place = Some(facts.place("unit/on_call"));
    match facts.on_call() {
        State::Met => k.add(State::Met, "somebody is on call for it", None),
        State::Not => k.add(State::Not, "nobody is on call for it", place),
        State::Unknown => k.add(State::Unknown, "is somebody on call for it?", place),
    }
    k.0
}

fn independence(facts: &Facts<'_>) -> Property {
    let mut k = Making::new(PropertyId::K2, "Operational independence");
    let parent = facts.label(&facts.origin.parent);
    k.add(State::Met, format!("it runs apart from {parent}"), None);
    let place = Some(facts.place("unit/pipeline"));
    match facts.unit.and_then(|unit| unit.pipeline.as_ref()) {
        Some(pipeline) if pipeline.shared => {
            k.add(State::Not, "others release with its pipeline", place);
        }
        Some(_) => k.add(State::Met, "a pipeline of its own releases it", None),
        None => k.add(State::Unknown, "what releases it?", place),
    }
    k.0
}

fn observability(facts: &Facts<'_>) -> Property {
    let mut k = Making::new(PropertyId::K3, "Observable boundary");
    let objectives: usize = facts
        .architecture
        .journeys
        .values()
        .map(|journey| journey.objectives.len())
        .sum();
    if objectives > 0 {
        k.add(
            State::Met,
            format!("{objectives} objectives of journeys"),
            None,
        );
    } else {
        let place = Some("journeys".to_owned());
        k.add(State::Not, "no journey has an objective", place);
    }
    let (mut crossed, mut links) = (0, 0);
    for (id, link) in facts.boundary() {
        let outside = [&link.from.element, &link.to.element]
            .into_iter()
            .any(|end| {
                let kind = facts.architecture.elements.get(end).map(|e| e.kind);
                matches!(
                    kind,
                    Some(spinout_model::ElementKind::Client | spinout_model::ElementKind::External)
                )
            });
        if outside {
            continue;
        }
        links += 1;
        let place = Some(format!("relationships/{id}/trace_context"));
        match link.trace_context {
            Some(true) => crossed += 1,
            Some(false) => k.add(
                State::Not,
                format!("the trace context does not cross `{id}`"),
                place,
            ),
            None => k.add(
                State::Unknown,
                format!("does the trace context cross `{id}`?"),
                place,
            ),
        }
    }
    if links > 0 && crossed == links {
        k.add(
            State::Met,
            format!("the trace context crosses all {links} links"),
            None,
        );
    }
    answer(&mut k, facts, "traces", "its traces arrive");
    answer(&mut k, facts, "metrics", "its metrics arrive");
    k.0
}

fn security(facts: &Facts<'_>) -> Property {
    let mut k = Making::new(PropertyId::K4, "Security boundary");
    answer(
        &mut k,
        facts,
        "identity",
        "it has an identity with the least privileges",
    );
    answer(&mut k, facts, "network_policy", "there is a network policy");
    answer(&mut k, facts, "secrets", "its secrets come from a manager");
    k.0
}

/// What an answer of the unit says of `claim`.
fn answer(k: &mut Making, facts: &Facts<'_>, field: &str, claim: &str) {
    let unit = facts.unit;
    let said = unit.and_then(|unit| match field {
        "traces" => unit.traces.as_ref(),
        "metrics" => unit.metrics.as_ref(),
        "identity" => unit.identity.as_ref(),
        "network_policy" => unit.network_policy.as_ref(),
        _ => unit.secrets.as_ref(),
    });
    let place = Some(facts.place(&format!("unit/{field}")));
    match state(said) {
        State::Met => {
            let how = said.and_then(|answer| answer.evidence.as_deref());
            let how = how.map_or_else(String::new, |how| format!(" ({how})"));
            k.add(State::Met, format!("{claim}{how}"), None);
        }
        State::Not => k.add(State::Not, format!("it is not so that {claim}"), place),
        State::Unknown => k.add(State::Unknown, format!("is it so that {claim}?"), place),
    }
}

fn trade_off(figures: &Figures) -> Property {
    let mut k = Making::new(PropertyId::K5, "Cost and latency");
    if figures.scenarios.is_empty() {
        k.add(
            State::Unknown,
            "run it and the baseline under one scenario",
            None,
        );
        return k.0;
    }
    match figures.months_in_words() {
        Some(months) => k.add(State::Met, months, None),
        None => k.add(
            State::Unknown,
            "what a month costs is not known: nothing has a price",
            None,
        ),
    }
    for says in figures.better.iter().chain(&figures.worse) {
        k.add(State::Met, says, None);
    }
    if figures.better.is_empty() && figures.worse.is_empty() {
        k.add(State::Met, "no tail is certainly shorter or longer", None);
    }
    k.0
}

fn compatibility(facts: &Facts<'_>) -> Property {
    let mut k = Making::new(PropertyId::K6, "Compatibility");
    let contracts = || facts.architecture.contracts.values();
    let mut asked = BTreeSet::new();
    for (id, link) in facts.interfaces() {
        if !asked.insert(&link.to) {
            continue;
        }
        let links = facts.architecture.relationships.values();
        let consumers: Vec<_> = links
            .filter(|other| other.mode == Mode::Consumes && other.to == link.to)
            .map(|other| &other.from)
            .collect();
        let promised = contracts().any(|c| c.of == link.to || consumers.contains(&&c.of));
        if promised {
            k.add(
                State::Met,
                format!("a contract says what `{}` takes", link.to),
                None,
            );
        } else {
            let place = Some(format!("relationships/{id}"));
            k.add(
                State::Not,
                format!("no contract says what `{}` takes", link.to),
                place,
            );
        }
    }
    match facts.cutover {
        Some(cutover) if !cutover.phases.is_empty() => {
            let phases = cutover.phases.len();
            k.add(
                State::Met,
                format!("traffic goes over in {phases} phases"),
                None,
            );
        }
        _ => k.add(
            State::Not,
            "nothing says how traffic goes over",
            Some(facts.place("")),
        ),
    }
    k.0
}
