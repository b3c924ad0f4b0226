//! Whatever network the engine is given, it refuses it or runs it: no panic, no hang, no memory without
//! bound. Networks of real models, with figures replaced by extreme ones and lists cut short.

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use serde_json::{Number, Value};
use spinout_model::{derive, load};
use spinout_network::Network;
use spinout_sim::{Judgement, RunConfig, Simulation};
use spinout_units::OptionId;

/// The networks of all worked models and files by hand: every option under every scenario.
fn samples() -> &'static [Value] {
    static SAMPLES: OnceLock<Vec<Value>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut samples = Vec::new();
        for folder in ["models", "tests/suite/files/models"] {
            let files = std::fs::read_dir(root.join(folder)).expect("the folder is there");
            let mut files: Vec<_> = files.map(|file| file.expect("readable").path()).collect();
            files.sort();
            for file in files {
                if !file.to_string_lossy().ends_with(".spinout.json") {
                    continue;
                }
                let text = std::fs::read_to_string(&file).expect("text");
                let model = load(&text, "sample")
                    .expect("a model")
                    .document
                    .model()
                    .clone();
                let options = model.options.keys().cloned();
                for option in options.chain(OptionId::new("baseline")) {
                    let architecture = derive(&model, &option);
                    let scenarios = model.scenarios.values();
                    let networks =
                        scenarios.filter_map(|s| spinout_lower::lower(&architecture, s).ok());
                    samples.extend(networks.map(|lowered| {
                        serde_json::to_value(&lowered.network).expect("plain data")
                    }));
                }
            }
        }
        samples
    })
}

/// What is done to one place of a network.
#[derive(Clone, Debug)]
enum Damage {
    /// The n-th figure becomes this one.
    Figure(prop::sample::Index, f64),
    /// The n-th whole number becomes this one: a count, an index, a key.
    Whole(prop::sample::Index, u64),
    /// The n-th list loses its last entry.
    Shorten(prop::sample::Index),
    /// The n-th list has its first entry twice.
    Repeat(prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    let figure = prop::sample::select(vec![
        0.0, -1.0, 1e-300, 1e-9, 1e-3, 0.5, 1.0, 1.2, 7.0, 1e3, 1e6, 1e9, 1e18, 1e300,
    ]);
    let whole = prop::sample::select(vec![
        0,
        1,
        2,
        3,
        1_000,
        1_000_000,
        1 << 31,
        u64::from(u32::MAX),
        u64::MAX,
    ]);
    prop_oneof![
        4 => (place(), figure).prop_map(|(place, figure)| Damage::Figure(place, figure)),
        4 => (place(), whole).prop_map(|(place, whole)| Damage::Whole(place, whole)),
        1 => place().prop_map(Damage::Shorten),
        1 => place().prop_map(Damage::Repeat),
    ]
}

/// Every value below, in order, that `wanted` holds of.
fn places<'a>(value: &'a mut Value, wanted: fn(&Value) -> bool, found: &mut Vec<&'a mut Value>) {
    if wanted(value) && !value.is_array() {
        found.push(value);
        return;
    }
    match value {
        Value::Array(list) => list
            .iter_mut()
            .for_each(|entry| places(entry, wanted, found)),
        Value::Object(fields) => {
            fields
                .values_mut()
                .for_each(|field| places(field, wanted, found));
        }
        _ => {}
    }
}

/// The path of every list, by counting them in order; the n-th is changed.
fn nth_list(value: &mut Value, left: &mut usize, change: &mut dyn FnMut(&mut Vec<Value>)) {
    match value {
        Value::Array(list) => {
            if *left == 0 {
                change(list);
                *left = usize::MAX;
                return;
            }
            *left -= 1;
            list.iter_mut()
                .for_each(|entry| nth_list(entry, left, change));
        }
        Value::Object(fields) => {
            fields
                .values_mut()
                .for_each(|field| nth_list(field, left, change));
        }
        _ => {}
    }
}

fn lists(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(lists).sum::<usize>(),
        Value::Object(fields) => fields.values().map(lists).sum(),
        _ => 0,
    }
}

fn apply(network: &mut Value, damage: &Damage) {
    let lists = lists(network).max(1);
    let mut figures = Vec::new();
    match damage {
        Damage::Figure(place, figure) => {
            places(network, Value::is_f64, &mut figures);
            if !figures.is_empty() {
                let at = place.index(figures.len());
                *figures[at] = Value::Number(Number::from_f64(*figure).expect("finite"));
            }
        }
        Damage::Whole(place, whole) => {
            places(network, Value::is_u64, &mut figures);
            if !figures.is_empty() {
                let at = place.index(figures.len());
                *figures[at] = Value::from(*whole);
            }
        }
        Damage::Shorten(place) => nth_list(network, &mut place.index(lists), &mut |list| {
            list.pop();
        }),
        Damage::Repeat(place) => nth_list(network, &mut place.index(lists), &mut |list| {
            list.extend(list.first().cloned());
        }),
    }
}

/// What is refused is fine; what is run goes on for a while, and its books balance.
fn run(network: &Network) -> bool {
    let config = RunConfig {
        live_limit: 20_000,
        drain: 10.0,
        buckets: 20,
        detail: true,
        judgement: Some(Judgement::default()),
        ..RunConfig::new(3, 0, 5.0, 300.0)
    };
    let Ok(mut simulation) = Simulation::new(network, &config) else {
        return false;
    };
    for _ in 0..40 {
        if !simulation.advance(250) {
            break;
        }
    }
    let report = simulation.report();
    for journey in &report.journeys {
        let counts = journey.total;
        assert_eq!(
            counts.arrived,
            counts.succeeded + counts.failed + counts.in_flight
        );
        for window in &journey.windows {
            let counts = window.counts;
            assert_eq!(
                counts.arrived,
                counts.succeeded + counts.failed + counts.in_flight
            );
            assert_eq!(window.response.count(), counts.succeeded + counts.failed);
            assert!(window.completed <= counts.succeeded + counts.failed);
        }
    }
    for (group, data) in report.groups.iter().zip(&network.groups) {
        let ratio = |usage: &spinout_sim::Usage, spare: f64| {
            usage
                .capacity
                .is_none_or(|capacity| usage.busy <= capacity * (1.0 + 1e-6) + spare)
        };
        // A period's budget may be used at its beginning: where what is measured cuts a period, at its ends and
        // where an instance comes, up to a budget more is seen than comes up to the time.
        let spare = data.conduct.quota.map_or(0.0, |quota| {
            let cuts = 2.0 * f64::from(data.max_replicas());
            cuts * quota.cores * quota.period / report.measured
        });
        assert!(ratio(&group.slots, 0.0), "{group:?}");
        assert!(ratio(&group.cores, spare), "{group:?}");
    }
    true
}

#[test]
fn what_is_not_damaged_runs() {
    assert!(samples().len() >= 10, "{}", samples().len());
    for sample in samples() {
        let network: Network = serde_json::from_value(sample.clone()).expect("a network");
        assert!(run(&network));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_is_refused_or_run(
        sample in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..5),
    ) {
        let mut network = samples()[sample.index(samples().len())].clone();
        for damage in &damages {
            apply(&mut network, damage);
        }
        if let Ok(network) = serde_json::from_value::<Network>(network) {
            run(&network);
        }
    }
}
