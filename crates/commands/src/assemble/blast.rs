use spinout_graph::Structure;
use spinout_model::{Architecture, ElementKind};
use spinout_results::{BlastRadius, Failure, Impact, ImpactKind};

/// What fails when an element fails, by structure, where journeys come by their shares.
#[must_use]
pub fn blast_radius(architecture: &Architecture) -> BlastRadius {
    radius(architecture, &Structure::of(architecture).blast())
}

/// The same, as long as `go_on` says so; `None` once it has said no.
pub(crate) fn blast_radius_while(
    architecture: &Architecture,
    go_on: &dyn Fn() -> bool,
) -> Option<BlastRadius> {
    let blast = Structure::of(architecture).blast_while(go_on)?;
    Some(radius(architecture, &blast))
}

fn radius(architecture: &Architecture, blast: &spinout_graph::Blast) -> BlastRadius {
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
        single_points_of_failure: blast
            .single_points
            .iter()
            .map(|p| p.element.clone())
            .collect(),
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
