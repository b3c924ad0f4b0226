use spinout_model::{ElementKind, Pattern};

use crate::facts::{Facts, state};
use crate::{Class, Maturity, Property, PropertyId, State};

/// What a spinout is, and why.
pub(crate) fn of(facts: &Facts<'_>, properties: &[Property]) -> (Class, String) {
    let lacks: Vec<&str> = properties
        .iter()
        .filter(|p| matches!(p.id, PropertyId::K1 | PropertyId::K2 | PropertyId::K3))
        .filter(|p| p.state == State::Not)
        .map(|p| p.name.as_str())
        .collect();
    let last = facts.cutover.and_then(|cutover| cutover.phases.last());
    if let Some(last) = last.filter(|last| last.share < 1.0) {
        let share = last.share * 100.0;
        return (
            Class::T8,
            format!("its cutover ends at {share} % of the traffic"),
        );
    }
    if !lacks.is_empty() {
        let lacks = lacks.join(", ").to_lowercase();
        return (
            Class::T2,
            format!("it runs apart from the rest, and lacks {lacks}"),
        );
    }
    let is_function = facts.origin.pattern == Pattern::Function
        || facts
            .element
            .is_some_and(|e| e.kind == ElementKind::Function);
    if is_function {
        let why = "it is owned, released and seen by itself, and a platform runs it";
        return (Class::T7, why.to_owned());
    }
    let why = "nothing says that it is not owned, released and seen by itself";
    (Class::Spinout, why.to_owned())
}

/// How far the operation of a unit has come, and why.
pub(crate) fn maturity(facts: &Facts<'_>) -> (Maturity, String) {
    let unit = facts.unit;
    let pipeline = unit.and_then(|unit| unit.pipeline.as_ref());
    let scales = facts.element.is_some_and(|element| {
        element.kind == ElementKind::Function
            || element
                .process
                .as_ref()
                .is_some_and(|process| process.autoscaler.is_some())
    });
    let measured = facts
        .architecture
        .journeys
        .values()
        .any(|journey| !journey.objectives.is_empty());
    let traced = state(unit.and_then(|unit| unit.traces.as_ref())) == State::Met;
    let first = [
        (pipeline.is_some_and(|p| !p.shared), "a pipeline of its own"),
        (measured, "objectives"),
        (traced, "traces that arrive"),
        (scales, "scaling of its own"),
    ];
    let further = [
        (
            state(unit.and_then(|unit| unit.identity.as_ref())) == State::Met,
            "an identity of its own",
        ),
        (
            state(pipeline.and_then(|p| p.canary.as_ref())) == State::Met,
            "canaries",
        ),
        (
            state(unit.and_then(|unit| unit.runbook.as_ref())) == State::Met,
            "a drilled runbook",
        ),
    ];
    let lacks = |of: &[(bool, &str)]| -> Vec<String> {
        let open = of.iter().filter(|(has, _)| !has);
        open.map(|(_, what)| (*what).to_owned()).collect()
    };
    let (now, next) = (lacks(&first), lacks(&further));
    if !now.is_empty() {
        let why = format!("for more it needs {}", now.join(", "));
        (Maturity::Beginner, why)
    } else if next.is_empty() {
        let why = "identity, canaries and drilled runbooks are there";
        (Maturity::Advanced, why.to_owned())
    } else {
        let why = format!("for more it needs {}", next.join(", "));
        (Maturity::Intermediate, why)
    }
}
