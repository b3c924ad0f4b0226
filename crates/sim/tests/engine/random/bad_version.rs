use spinout_network::{Deploy, Gate};

/// A bad version that somebody or a gate notices, of all instances or of half of them.
pub(crate) fn bad_version(all: bool) -> Deploy {
    Deploy {
        name: "bad".to_owned(),
        errors: 0.3,
        slow: 2.0,
        share: if all { 1.0 } else { 0.5 },
        surge: u32::from(all),
        unavailable: 1,
        start_up: 0.5,
        step: 1.0,
        back: 0.5,
        detect: all.then_some(5.0),
        gate: Some(Gate {
            errors: 0.1,
            window: 2.0,
            least: 5,
        }),
        stuck: if all { vec![(3.0, 6.0)] } else { Vec::new() },
    }
}
