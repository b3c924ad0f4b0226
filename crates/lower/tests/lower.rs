//! A drawing becomes the network that its words mean.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use spinout_lower::{LowerError, Lowered, lower};
use spinout_model::{derive, load};
use spinout_network::{
    Arrivals, Distribution, Fault, GroupIndex, RateCurve, SlotKind, Step, Trouble, key,
};
use spinout_units::OptionId;

/// The network of a file's baseline under its only scenario.
fn lowered(text: &str) -> Result<Lowered, LowerError> {
    lowered_option(text, "baseline")
}

fn lowered_option(text: &str, option: &str) -> Result<Lowered, LowerError> {
    let model = load(text, "test")
        .expect("the file is well-formed")
        .document
        .model()
        .clone();
    let architecture = derive(&model, &OptionId::new(option).unwrap());
    let scenario = model.scenarios.values().next().expect("a scenario");
    lower(&architecture, scenario)
}

/// A file with these elements, relationships and journeys under a constant load.
fn file(elements: &str, relationships: &str, journeys: &str) -> String {
    format!(
        r#"{{"format": 1, "name": "test", "elements": {{{elements}}},
            "relationships": {{{relationships}}}, "journeys": {{{journeys}}},
            "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "90/s"}}}}}}}}"#
    )
}

const SHOP: &str = r#"
    "shop": {"kind": "monolith", "process": {"replicas": 3, "cores": 2.0, "threads": 8}},
    "front": {"kind": "component", "in": "shop",
              "operations": {"default": {"demand": {"constant": "1ms"}}}},
    "back": {"kind": "component", "in": "shop",
             "operations": {"default": {"demand": {"constant": "5ms"}}}},
    "db": {"kind": "store", "store": {"connections": 7, "cores": 4.0},
           "operations": {"read": {"demand": {"exponential": {"mean": "2ms"}}}}}"#;

#[test]
fn components_share_their_process_and_calls_among_them_cost_no_network() {
    let found = lowered(&file(
        SHOP,
        r#""inside": {"from": "front", "to": "back", "mode": "calls"},
           "outside": {"from": "back", "to": "db/read", "mode": "reads"}"#,
        r#""visit": {"entry": "front"}"#,
    ))
    .unwrap();
    assert_eq!(found.network.groups.len(), 2, "the process and the store");
    let shop = found
        .network
        .groups
        .iter()
        .find(|g| g.name == "shop")
        .unwrap();
    assert_eq!((shop.replicas, shop.cores), (3, Some(2.0)));
    let db = found
        .network
        .groups
        .iter()
        .find(|g| g.name == "db")
        .unwrap();
    assert_eq!(
        db.slots.map(|s| (s.kind, s.count)),
        Some((SlotKind::Connections, 7))
    );

    let front = found
        .network
        .programs
        .iter()
        .find(|p| found.network.elements[p.element.at()].name == "front")
        .unwrap();
    let [Step::Cpu { .. }, Step::Within { steps, .. }] = &front.steps[..] else {
        panic!(
            "own demand, then the component beside it: {:?}",
            front.steps
        );
    };
    let [Step::Cpu { demand, .. }, Step::Call(call)] = &steps[..] else {
        panic!("its demand, then the store: {steps:?}");
    };
    assert_eq!(*demand, Distribution::constant(0.005));
    assert_eq!(
        call.out,
        Distribution::constant(0.000_25),
        "half of a zone's round trip"
    );
    assert_eq!(
        call.key,
        key::key_of("outside"),
        "draws follow the relationship"
    );
}

#[test]
fn proxies_of_a_mesh_add_to_each_crossing_one_at_each_end() {
    let mesh = |elements: &str| {
        let boundary = r#""net": {"kind": "boundary", "boundary": {"of": "cluster", "mesh": {"latency": "2ms"}}}"#;
        let shop = SHOP.replace(r#""shop": {"#, r#""shop": {"in": "net", "#);
        let found = lowered(&file(
            &format!("{boundary}, {shop}, {elements}"),
            r#""ask": {"from": "back", "to": "other", "mode": "calls"},
               "far": {"from": "back", "to": "other", "mode": "calls", "latency": {"constant": "7ms"}}"#,
            r#""visit": {"entry": "back"}"#,
        ))
        .unwrap();
        let back = found
            .network
            .programs
            .iter()
            .find(|program| found.network.elements[program.element.at()].name == "back");
        let calls = back.unwrap().steps.iter().filter_map(|step| match step {
            Step::Call(call) => Some(call.out.mean()),
            _ => None,
        });
        calls.collect::<Vec<_>>()
    };
    let near = |found: Vec<f64>, expected: [f64; 2]| {
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
        }
    };
    let outside = r#""other": {"kind": "service", "process": {}, "operations": {"default": {}}}"#;
    near(mesh(outside), [0.002_25, 0.007]);
    let inside = r#""other": {"kind": "service", "in": "net", "process": {}, "operations": {"default": {}}}"#;
    near(mesh(inside), [0.004_25, 0.007]);
}

#[test]
fn a_link_may_happen_several_times_or_seldom() {
    let found = lowered(&file(
        SHOP,
        r#""many": {"from": "front", "to": "db/read", "mode": "reads", "per_request": 2.5},
           "never": {"from": "front", "to": "back", "mode": "calls", "per_request": 0.0}"#,
        r#""visit": {"entry": "front"}"#,
    ))
    .unwrap();
    let repeats: Vec<f64> = found
        .network
        .programs
        .iter()
        .flat_map(|p| &p.steps)
        .filter_map(|step| match step {
            Step::Repeat { count, .. } => Some(*count),
            _ => None,
        })
        .collect();
    assert_eq!(repeats, [2.5]);
}

#[test]
fn recursion_within_a_process_ends_or_is_an_error_that_names_the_place() {
    let circle = |back: &str| {
        file(
            SHOP,
            &format!(
                r#""there": {{"from": "front", "to": "back", "mode": "calls"}},
                   "again": {{"from": "back", "to": "front", "mode": "calls"{back}}}"#
            ),
            r#""visit": {"entry": "front"}"#,
        )
    };
    let error = lowered(&circle("")).unwrap_err();
    assert!(error.place.starts_with("relationships/"), "{error}");
    assert!(error.fix.contains("per_request"), "{error}");
    assert!(lowered(&circle(r#", "per_request": 0.1"#)).is_ok());
}

#[test]
fn load_is_split_by_share_and_own_loads_stand_apart() {
    let found = lowered(&file(
        SHOP,
        "",
        r#""a": {"entry": "front", "share": 2.0}, "b": {"entry": "back"}"#,
    ))
    .unwrap();
    let rates: Vec<f64> = found
        .network
        .journeys
        .iter()
        .map(|journey| match &journey.arrivals {
            Arrivals::Open {
                rate: RateCurve::Constant { rate },
                ..
            } => *rate,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(rates, [60.0, 30.0]);
}

#[test]
fn a_population_is_split_without_losing_a_user() {
    let text = file(
        SHOP,
        "",
        r#""a": {"entry": "front"}, "b": {"entry": "back"}, "c": {"entry": "front"}"#,
    )
    .replace(
        r#"{"constant": "90/s"}"#,
        r#"{"closed": {"population": 10, "think": "1s"}}"#,
    );
    let users: u32 = lowered(&text)
        .unwrap()
        .network
        .journeys
        .iter()
        .map(|journey| match journey.arrivals {
            Arrivals::Closed { population, .. } => population,
            Arrivals::Open { .. } => panic!("closed"),
        })
        .sum();
    assert_eq!(users, 10);
}

#[test]
fn what_cannot_be_simulated_names_its_place() {
    let no_journey = lowered(&file(SHOP, "", "")).unwrap_err();
    assert_eq!(no_journey.place, "journeys");
    let curve = r#"{"spike": {"base": "1/s", "peak": "2/s", "at": "1s", "duration": "1s"}}"#;
    let journeys = r#""visit": {"entry": "front"}"#;
    let steady_spike = file(SHOP, "", journeys).replace(r#"{"constant": "90/s"}"#, curve);
    assert_eq!(lowered(&steady_spike).unwrap_err().place, "load");
    let endless = file(SHOP, "", journeys)
        .replace("\"steady\"}", "\"terminating\"}")
        .replace(r#""kind": "steady""#, r#""kind": "terminating""#);
    assert_eq!(lowered(&endless).unwrap_err().place, "horizon");
}

#[test]
fn a_design_keeps_its_digest_when_a_box_moves_and_changes_it_when_a_figure_does() {
    let journeys = r#""visit": {"entry": "front"}"#;
    let text = file(SHOP, "", journeys);
    let digest = |text: &str| lowered(text).unwrap().digest;
    let moved = text.replace(
        r#""scenarios""#,
        r#""layout": {"elements": {"shop": {"x": 1, "y": 2, "width": 3, "height": 4}}}, "scenarios""#,
    );
    assert_eq!(digest(&text), digest(&moved));
    assert_ne!(digest(&text), digest(&text.replace("1ms", "6ms")));
}

#[test]
fn a_spun_out_component_keeps_the_keys_of_its_draws() {
    let text = include_str!("../../../models/image-processing.spinout.json");
    let demand_keys = |option| {
        let lowered = lowered_option(text, option).unwrap();
        let mut keys = std::collections::BTreeSet::new();
        let mut open: Vec<&[Step]> = lowered
            .network
            .programs
            .iter()
            .map(|p| &p.steps[..])
            .collect();
        while let Some(steps) = open.pop() {
            for step in steps {
                match step {
                    Step::Cpu { key, .. } => {
                        keys.insert(*key);
                    }
                    Step::Within { steps, .. } | Step::Repeat { steps, .. } => open.push(steps),
                    _ => {}
                }
            }
        }
        keys
    };
    let process = key::key_of("images/process#demand");
    assert!(demand_keys("baseline").contains(&process));
    assert!(demand_keys("worker-spinout").contains(&process));
}

#[test]
fn a_chain_of_calls_may_be_as_long_as_a_drawing_is_large() {
    let count = 20_000;
    let elements: Vec<String> = (0..count)
        .map(|n| format!(r#""s{n}": {{"kind": "service", "operations": {{"default": {{}}}}}}"#))
        .collect();
    let links: Vec<String> = (1..count)
        .map(|n| {
            format!(
                r#""r{n}": {{"from": "s{}", "to": "s{n}", "mode": "calls"}}"#,
                n - 1
            )
        })
        .collect();
    let journeys = r#""visit": {"entry": "s0"}"#;
    let text = file(&elements.join(","), &links.join(","), journeys);
    let found = lowered(&text).unwrap();
    // Every operation, and the client's side.
    assert_eq!(found.network.programs.len(), count + 1);
}

#[test]
fn a_fault_on_what_only_another_option_has_is_a_note() {
    let text = file(SHOP, "", r#""visit": {"entry": "front"}"#).replace(
        r#""kind": "steady""#,
        r#""kind": "terminating", "horizon": "10min",
           "faults": {"f": {"element": "gone", "at": "1min", "duration": "1min", "kind": {"crash": null}}}"#,
    );
    let found = lowered(&text).unwrap();
    assert!(found.network.faults.is_empty());
    assert!(found.notes[0].contains("gone"), "{:?}", found.notes);
}

/// The faults of the shop, with its database in another zone, while one of this kind hits an element.
fn struck(element: &str, kind: &str) -> Vec<Fault> {
    let zones = r#""a": {"kind": "boundary", "boundary": {"of": "zone"}},
        "b": {"kind": "boundary", "boundary": {"of": "zone"}},"#;
    let placed = SHOP
        .replace(r#""shop": {"#, r#""shop": {"in": "a", "#)
        .replace(r#""db": {"#, r#""db": {"in": "b", "#);
    let text = file(
        &format!("{zones}{placed}"),
        "",
        r#""visit": {"entry": "front"}"#,
    )
    .replace(
        r#""kind": "steady""#,
        &format!(
            r#""kind": "terminating", "horizon": "10min", "faults": {{"f":
               {{"element": "{element}", "at": "1min", "duration": "2min", "kind": {kind}}}}}"#
        ),
    );
    lowered(&text).unwrap().network.faults
}

#[test]
fn the_loss_of_a_zone_is_the_crash_of_what_is_in_it() {
    for (zone, group) in [("a", 1), ("b", 0)] {
        let found = struck(zone, r#"{"crash": null}"#);
        let crash = Fault::Crash {
            group: GroupIndex(group),
            instance: None,
            start: 60.0,
            duration: 120.0,
        };
        assert_eq!(found, [crash], "zone {zone}");
    }
}

#[test]
fn a_partition_separates_all_parts_of_its_sides() {
    let found = struck("shop", r#"{"partition": "b"}"#);
    let [
        Fault::Link {
            near, far, trouble, ..
        },
    ] = &found[..]
    else {
        panic!("{found:?}");
    };
    assert_eq!(*trouble, Trouble::Cut);
    // The process with both components against the zone with the database.
    assert_eq!(near.len(), 3, "{near:?}");
    assert_eq!(far.as_ref().map(Vec::len), Some(2), "{far:?}");
}

#[test]
fn a_brownout_is_slow_and_fails() {
    let found = struck("front", r#"{"brownout": {"slow": 4.0, "errors": 0.05}}"#);
    assert!(matches!(found[0], Fault::SlowDown { factor, .. } if factor == 4.0));
    assert!(matches!(found[1], Fault::Errors { probability, .. } if probability == 0.05));
}

/// The shop whose `back` goes over to workers, in an option, while a scenario times the phases.
fn going_over(times: &str) -> Result<Lowered, LowerError> {
    let links = r#""ask": {"from": "front", "to": "back", "mode": "calls"},
                   "look": {"from": "back", "to": "db/read", "mode": "reads"}"#;
    let text = file(SHOP, links, r#""visit": {"entry": "front"}"#)
        .replace(
            r#""kind": "steady""#,
            &format!(
                r#""kind": "terminating", "horizon": "10min", "cutovers": {{"worker": {times}}}"#
            ),
        )
        .replacen(
            r#""scenarios""#,
            r#""options": {"out": {"name": "Out", "changes": {
                "worker": {"order": "1", "do": {"spin_out":
                    {"components": ["back"], "pattern": "event_driven_worker"}}},
                "over": {"order": "2", "do": {"cutover": {"of": "worker", "phases":
                    [{"share": 0}, {"share": 0.1}, {"share": 1}]}}}}}}, "scenarios""#,
            1,
        );
    lowered_option(&text, "out")
}

#[test]
fn a_cutover_takes_the_old_way_in_the_old_process() {
    let found = going_over(r#"{"at": ["1min", "2min", "4min"], "back": "8min"}"#).unwrap();
    let network = &found.network;
    let phases = &network.schedules[0].phases;
    let times: Vec<f64> = phases.iter().map(|phase| phase.time).collect();
    assert_eq!(times, [60.0, 120.0, 240.0, 480.0]);
    assert!(phases[0].shadow && phases[1].share == 0.1 && phases[3].share == 0.0);
    let shift = network
        .programs
        .iter()
        .flat_map(|program| &program.steps)
        .find_map(|step| match step {
            Step::Shift(shift) => Some(shift),
            _ => None,
        })
        .expect("the call goes over");
    // Within the shop as before, the database called from there; and as a message.
    assert!(
        matches!(&shift.old[..], [Step::Within { steps, .. }] if matches!(steps[1], Step::Call(_))),
        "{:?}",
        shift.old
    );
    assert!(matches!(shift.new[0], Step::Publish(_)), "{:?}", shift.new);
    let windows: Vec<&str> = found
        .windows
        .iter()
        .map(|window| window.id.as_str())
        .collect();
    assert_eq!(windows, ["whole", "phase-1", "phase-2", "phase-3", "back"]);
}

#[test]
fn phases_that_are_not_there_or_not_in_order_are_told() {
    let found = going_over(r#"{"at": ["1min", "2min", "4min", "5min"]}"#).unwrap_err();
    assert_eq!(found.place, "cutovers/worker/at");
    let found = going_over(r#"{"at": ["3min", "2min"]}"#).unwrap_err();
    assert!(found.why.contains("one after the other"), "{}", found.why);
}

#[test]
fn a_device_is_used_within_the_lock_of_its_operation_and_before_it_fails() {
    let elements = r#""app": {"kind": "service", "operations": {"default": {}}},
        "db": {"kind": "store", "store": {"io": {"rate": "100/s"}}, "locks": {"table": {}},
            "operations": {"row": {"io": 2, "lock": "table", "failure_rate": 0.5}}}"#;
    let link = r#""put": {"from": "app", "to": "db/row", "mode": "writes"}"#;
    let journey = r#""j": {"entry": "app"}"#;
    let network = lowered(&file(elements, link, journey)).unwrap().network;
    let locked = network.programs.iter().find_map(|program| {
        let [Step::Hold { steps, .. }] = &program.steps[..] else {
            return None;
        };
        Some(steps)
    });
    let steps = locked.expect("the operation is all within its lock");
    assert!(
        matches!(&steps[..], [Step::Hold { .. }, Step::Fail { .. }]),
        "{steps:?}"
    );
}

#[test]
fn what_hardly_ever_comes_of_a_stream_is_refused_with_its_place() {
    let text = file(
        SHOP,
        "",
        r#""often": {"entry": "front"}, "seldom": {"entry": "back", "share": 1e-7}"#,
    );
    assert!(lowered(&text).is_ok(), "one by one only where it must be");
    let text = text.replace(
        r#"{"constant": "90/s"}"#,
        r#"{"interarrival": {"constant": "1s"}}"#,
    );
    assert_eq!(lowered(&text).unwrap_err().place, "load");
}
