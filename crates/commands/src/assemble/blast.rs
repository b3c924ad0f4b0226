use spinout_graph::Structure;
use spinout_model::{Architecture, ElementKind};
use spinout_results::{BlastRadius, Failure, Impact, ImpactKind};

/// What fails when an element fails, by structure, where journeys come by their shares.
#[must_use]
pub fn blast_radius(architecture: &Architecture) -> BlastRadius {
    let blast = Structure::of(architecture).blast();
    let worst = blast
        .failures
        .iter()
        .find(|f| f.kind != ElementKind::Boundary && !f.journeys.is_empty())
        .map(|found| failure(architecture, found));
    BlastRadius {
        worst,
        failures: blast
            .failures
            .iter()
            .map(|found| failure(architecture, found))
            .collect(),
        single_points_of_failure: blast.single_points.into_iter().map(|p| p.element).collect(),
    }
}

fn failure(architecture: &Architecture, found: &spinout_graph::Failure) -> Failure {
    let element = &architecture.elements[&found.element];
    Failure {
        element: found.element.clone(),
        name: element.label(&found.element).to_owned(),
        value_lost: found.value_lost,
        value_degraded: found.value_degraded,
        journeys: found
            .journeys
            .iter()
            .map(|impact| Impact {
                journey: impact.journey.clone(),
                kind: if impact.lost > 0.0 {
                    ImpactKind::Lost
                } else {
                    ImpactKind::Degraded
                },
                lost: impact.lost,
                degraded: impact.degraded,
                path: impact.path.clone(),
            })
            .collect(),
    }
}
