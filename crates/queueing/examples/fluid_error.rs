//! Measures the fluid against the engine over random networks, and writes `docs/fluid.md` and the errors that
//! results state. The same figures on every machine.
//!
//! `cargo run --release -p spinout-queueing --example fluid_error`

#[path = "../tests/corpus/mod.rs"]
mod corpus;

use std::fmt::Write as _;
use std::path::Path;

use corpus::{Effort, Error, against_events, quantile};
use spinout_queueing::preview::Busy;

/// Random networks, by number.
const RANDOM: u64 = 60;
/// What the engine spends on each.
const EFFORT: Effort = (3, 8_000.0);

fn main() -> std::io::Result<()> {
    let mut cases: Vec<(Busy, Error)> = Vec::new();
    let (mut compared, mut refused, mut overloaded) = (0, 0, 0);
    for number in 0..RANDOM {
        let found = against_events(number, EFFORT);
        refused += u32::from(found.refused);
        overloaded += u32::from(found.overloaded);
        compared += u32::from(!found.refused && !found.overloaded);
        cases.extend(found.cases);
    }
    let mut table = String::new();
    let mut errors = String::from("busy,mean,p95\n");
    for busy in Busy::ALL {
        let own = cases.iter().filter(|(one, _)| *one == busy);
        let own: Vec<Error> = own.map(|(_, error)| *error).collect();
        let cell = |which, share| format!("{:.1} %", 100.0 * quantile(&own, which, share));
        let cells =
            [0, 1].map(|which| [0.5, 0.95, 1.0].map(|share| cell(which, share)).join(" | "));
        writeln!(
            table,
            "| {} | {} | {} |",
            busy.name(),
            own.len(),
            cells.join(" | ")
        )
        .ok();
        let bound = |which| (quantile(&own, which, 0.95) * 100.0).ceil() / 100.0;
        writeln!(errors, "{},{},{}", busy.name(), bound(0), bound(1)).ok();
    }
    let page = format!(
        include_str!("fluid.md.in"),
        random = RANDOM,
        compared = compared,
        refused = refused,
        overloaded = overloaded,
        replications = EFFORT.0,
        requests = EFFORT.1,
        table = table,
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::write(here.join("src/fluid/errors.csv"), errors)?;
    std::fs::write(here.join("../../docs/fluid.md"), page)
}
