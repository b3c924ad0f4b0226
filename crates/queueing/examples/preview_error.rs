//! Measures the preview against the engine over random and worked models, and writes `docs/preview.md`
//! and the bands that the screen shows. The same figures on every machine.
//!
//! `cargo run --release -p spinout-queueing --example preview_error`

#[path = "../tests/corpus/mod.rs"]
mod corpus;

use std::fmt::Write as _;
use std::path::Path;

use corpus::{Effort, Error, Errors, quantile};
use spinout_queueing::preview::Class;

/// Random networks, by number.
const RANDOM: u64 = 400;
/// What the engine spends on each.
const EFFORT: Effort = (4, 20_000.0);
/// Fewer cases than this make no band.
const LEAST: usize = 8;

fn main() -> std::io::Result<()> {
    let mut errors = Errors::default();
    for number in 0..RANDOM {
        errors.add(&corpus::random(number), EFFORT);
    }
    let (compared, overloaded, refused) = (errors.compared, errors.overloaded, errors.refused);
    let mut worked = String::new();
    for (name, network) in corpus::worked() {
        let own = errors.add(&network, EFFORT);
        for (class, error) in own {
            writeln!(worked, "| {name} | {} | {} |", label(class), signed(error)).ok();
        }
    }
    let mut table = String::new();
    let mut bands = String::from("kind,busy,mean,p95\n");
    for class in Class::all() {
        let Some(cases) = errors.by_class.get(&class) else {
            continue;
        };
        writeln!(
            table,
            "| {} | {} | {} |",
            label(class),
            cases.len(),
            spread(cases)
        )
        .ok();
        if cases.len() >= LEAST {
            let (mean, p95) = (band(cases, 0), band(cases, 1));
            let (kind, busy) = (class.kind.name(), class.busy.name());
            writeln!(bands, "{kind},{busy},{mean},{p95}").ok();
        }
    }
    let page = format!(
        include_str!("preview.md.in"),
        random = RANDOM,
        compared = compared,
        overloaded = overloaded,
        refused = refused,
        replications = EFFORT.0,
        requests = EFFORT.1,
        least = LEAST,
        table = table,
        worked = worked,
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::write(here.join("src/preview/bands.csv"), bands)?;
    std::fs::write(here.join("../../docs/preview.md"), page)
}

fn label(class: Class) -> String {
    format!("{}, {}", class.kind.name(), class.busy.name())
}

/// Rounded up to whole percents, which no machine rounds otherwise.
fn band(cases: &[Error], which: usize) -> f64 {
    (quantile(cases, which, 0.95) * 100.0).ceil() / 100.0
}

fn spread(cases: &[Error]) -> String {
    let cells = [0, 1].map(|which| {
        let cell = |share| format!("{:.1} %", 100.0 * quantile(cases, which, share));
        [cell(0.5), cell(0.95), cell(1.0)].join(" | ")
    });
    cells.join(" | ")
}

fn signed(error: Error) -> String {
    error
        .map(|error| format!("{:+.1} %", 100.0 * error))
        .join(" | ")
}
