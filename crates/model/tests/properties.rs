//! What holds for every model and every spinout.
#![allow(clippy::unwrap_used)] // helpers of tests

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use spinout_model::{
    Architecture, BASELINE, Document, ElementKind, Mode, OperationRef, Path, Pattern, Step, derive,
    load, validate, validate_architecture,
};
use spinout_units::{Finding, OptionId, Severity};

/// Choices from which a model grows; short ones grow small models.
struct Genes<'a>(std::slice::Iter<'a, u8>);

impl Genes<'_> {
    fn below(&mut self, most: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % most.max(1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A sound model in which work only flows onwards, with two processes, their components, stores and a
/// queue; and an option `x` that spins out some components of the first process.
fn model(genes: &[u8], migrations: bool) -> Value {
    let genes = &mut Genes(genes.iter());
    let mut elements = json!({
        "zone": {"kind": "boundary", "boundary": {"of": "zone"}},
        "users": {"kind": "client", "operations": {"a": {}, "b": {}}},
        "p0": {"kind": "monolith", "in": "zone", "process": {"threads": 8}, "operations": {"run": demand(1)}},
        "p1": {"kind": "service", "operations": {"run": demand(2)}},
        "q": {"kind": "queue", "queue": {"capacity": 100}},
        "s0": {"kind": "store", "in": "zone", "operations": {"default": demand(3), "write": demand(4)}},
        "s1": {"kind": "store", "operations": {"default": demand(5), "write": demand(6)}},
        "far": {"kind": "external", "operations": {"default": demand(7)}},
    });
    // The operations in the order in which work flows over them.
    let mut order = vec!["p0/run".to_owned(), "p1/run".to_owned()];
    let mut inner = Vec::new();
    for n in 0..1 + genes.below(5) {
        let id = format!("c{n}");
        let mut holder = if genes.chance(25) {
            "p1".to_owned()
        } else {
            "p0".to_owned()
        };
        if n > 0 && genes.chance(20) {
            holder = format!("c{}", genes.below(n));
        }
        elements[&id] =
            json!({"kind": "component", "in": holder, "operations": {"default": demand(n + 8)}});
        order.push(format!("{id}/default"));
        if genes.chance(40) {
            elements[&id]["operations"]["more"] = demand(n + 20);
            order.push(format!("{id}/more"));
        }
        inner.push(id);
    }
    let at = genes.below(order.len());
    order.swap(0, at);
    let mut links = serde_json::Map::new();
    for (n, journey) in ["a", "b"].iter().enumerate() {
        let to = &order[genes.below(order.len())];
        links.insert(
            format!("ask{n}"),
            json!({"from": format!("users/{journey}"), "to": to, "mode": "calls"}),
        );
    }
    let consumer = genes.below(order.len());
    links.insert(
        "take".to_owned(),
        json!({"from": order[consumer], "to": "q", "mode": "consumes"}),
    );
    let per_request = [0.5, 1.0, 1.0, 2.0];
    for n in 0..genes.below(14) {
        let from = genes.below(order.len());
        let mut link = match genes.below(6) {
            0 => json!({"to": if genes.chance(50) { "s0" } else { "s1" }, "mode": "reads"}),
            1 => {
                json!({"to": if genes.chance(50) { "s0/write" } else { "s1/write" }, "mode": "writes"})
            }
            2 if from < consumer => json!({"to": "q", "mode": "publishes"}),
            3 => json!({"to": "far", "mode": "calls", "timeout": "1s"}),
            _ if from + 1 < order.len() => {
                json!({"to": order[from + 1 + genes.below(order.len() - from - 1)], "mode": "calls"})
            }
            _ => continue,
        };
        link["from"] = json!(order[from]);
        link["per_request"] = json!(per_request[genes.below(4)]);
        links.insert(format!("l{n}"), link);
    }
    with_steps(&mut elements, &links, genes);
    let spin_out = spin_out(&inner, genes, migrations);
    let entry = &order[genes.below(order.len())];
    json!({
        "format": 1, "name": "random", "elements": elements, "relationships": links,
        "journeys": {"a": {"entry": "users/a"}, "b": {"entry": "users/b"}, "direct": {"entry": entry}},
        "teams": {"t": {"name": "T"}},
        "data": {"d0": {"name": "D", "store": "s0", "writers": ["p0"]}},
        "options": {"x": {"name": "X", "changes": {"w": {"order": "m", "do": {"spin_out": spin_out}}}}},
    })
}

fn demand(milliseconds: usize) -> Value {
    json!({"demand": {"exponential": {"mean": format!("{milliseconds}ms")}}})
}

/// Writes some operations as steps that follow all of their links, one of them perhaps twice.
fn with_steps(elements: &mut Value, links: &serde_json::Map<String, Value>, genes: &mut Genes<'_>) {
    let mut of: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (id, link) in links.iter().filter(|(id, _)| id.starts_with('l')) {
        of.entry(link["from"].as_str().unwrap().to_owned())
            .or_default()
            .push(id);
    }
    for (from, ids) in of {
        if !genes.chance(30) {
            continue;
        }
        let (element, operation) = from.split_once('/').unwrap();
        let own = &mut elements[element]["operations"][operation];
        let mut steps: Vec<Value> = ids.iter().map(|id| json!({"follow": id})).collect();
        if genes.chance(30) {
            steps.push(json!({"follow": ids[0]}));
        }
        steps.push(json!({"compute": own["demand"]}));
        *own = json!({"steps": steps});
    }
}

fn spin_out(inner: &[String], genes: &mut Genes<'_>, migrations: bool) -> Value {
    let mut components: BTreeSet<&String> = BTreeSet::new();
    for _ in 0..1 + genes.below(3) {
        components.insert(&inner[genes.below(inner.len())]);
    }
    let strategies = [
        "shared",
        "own_schema",
        "own_store",
        "replica",
        "call_parent",
    ];
    let patterns = [
        "event_driven_worker",
        "api_facade",
        "namespace",
        "account",
        "function",
        "data_pipeline",
    ];
    let pattern = patterns[genes.below(6)];
    let mut data = json!({});
    for store in ["s0", "s1"] {
        // Of what is not said, a pipeline keeps a copy, which is work more.
        if genes.chance(80) || (pattern == "data_pipeline" && !migrations) {
            data[store] = json!({"strategy": strategies[genes.below(5)]});
            if migrations && genes.chance(70) {
                let how = ["backfill", "dual_write", "outbox", "cdc"];
                data[store]["migration"] = json!(how[genes.below(4)]);
            }
        }
    }
    let mut spin_out =
        json!({"components": components, "pattern": pattern, "data": data, "team": "t"});
    if !matches!(pattern, "event_driven_worker" | "api_facade") && genes.chance(40) {
        spin_out["reached_by"] = json!("messages");
    }
    if genes.chance(40) {
        spin_out["network"] = json!("region");
    }
    spin_out
}

fn document(value: Value) -> Document {
    Document::from_value(value).unwrap()
}

fn option(document: &Document, id: &str) -> Architecture {
    derive(document.model(), &OptionId::new(id).unwrap())
}

fn errors(findings: &[Finding]) -> Vec<&Finding> {
    findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .collect()
}

type Visits = BTreeMap<OperationRef, f64>;

/// How often a request of the journey visits each operation, called as it was before it was moved.
fn visits(architecture: &Architecture, entry: &OperationRef) -> Visits {
    let mut all = Visits::new();
    let mut wave = Visits::from([(entry.clone(), 1.0)]);
    for _ in 0..200 {
        let mut next = Visits::new();
        for (at, times) in wave {
            let operation = &architecture.elements[&at.element].operations[&at.operation];
            let original = operation.origin.clone().unwrap_or_else(|| at.clone());
            *all.entry(original).or_default() += times;
            for (id, link) in &architecture.relationships {
                if link.from != at || link.mode == Mode::Consumes {
                    continue;
                }
                let follows = |step: &&Step| matches!(step, Step::Follow(to) if to == id);
                let often = match operation.steps.as_slice() {
                    [] => 1,
                    steps => steps.iter().filter(follows).count(),
                };
                let to = match link.mode {
                    Mode::Publishes => architecture
                        .relationships
                        .values()
                        .find(|c| c.mode == Mode::Consumes && c.to == link.to)
                        .map(|c| c.from.clone()),
                    _ => Some(link.to.clone()),
                };
                if let Some(to) = to.filter(|_| often > 0 && link.per_request > 0.0) {
                    *next.entry(to).or_default() += times * often as f64 * link.per_request;
                }
            }
        }
        if next.is_empty() {
            return all;
        }
        wave = next;
    }
    panic!("work does not end");
}

/// Visits of all journeys, of operations that the baseline has.
fn all_visits(architecture: &Architecture, baseline: &Architecture) -> Vec<Visits> {
    let known = |at: &OperationRef| {
        let element = baseline.elements.get(&at.element);
        element.is_some_and(|e| e.operations.contains_key(&at.operation))
    };
    architecture
        .journeys
        .values()
        .map(|journey| {
            let mut found = visits(architecture, &journey.entry);
            found.retain(|at, _| known(at));
            found
        })
        .collect()
}

fn alike(a: &[Visits], b: &[Visits]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|((at, n), (bt, m))| at == bt && (n - m).abs() <= 1e-9 * n)
        })
}

fn components_of_one_process(document: &Document) -> bool {
    errors(&option(document, "x").findings).is_empty()
}

fn genes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..120)
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        failure_persistence: None,
        max_global_rejects: 100_000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_spinout_makes_a_sound_design_that_does_the_same_work(genes in genes()) {
        let document = document(model(&genes, false));
        prop_assume!(components_of_one_process(&document));
        let (before, after) = (option(&document, BASELINE), option(&document, "x"));
        let sound = [validate(document.model()), validate_architecture(&before)].concat();
        prop_assert!(errors(&sound).is_empty(), "the model itself is unsound: {sound:?}");
        let found = validate_architecture(&after);
        prop_assert!(errors(&found).is_empty(), "{found:?}");
        prop_assert!(alike(&all_visits(&before, &before), &all_visits(&after, &before)));
        prop_assert_eq!(after.layout.len(), after.elements.len());
        // Where it takes messages, nobody in the old process waits for what was taken out; through a gateway
        // nobody calls it directly.
        let origin = &after.spinouts["w"];
        let apart = origin.gateway.is_some() || origin.pattern == Pattern::EventDrivenWorker;
        for link in after.relationships.values().filter(|link| link.mode == Mode::Calls) {
            let of = |id| process(&after, id);
            prop_assert!(!apart || of(&link.from.element) != Some(&origin.parent) || of(&link.to.element) != Some(&origin.unit));
        }
    }

    /// A migration may add work, and takes none away.
    #[test]
    fn a_migration_loses_nothing(genes in genes()) {
        let document = document(model(&genes, true));
        prop_assume!(components_of_one_process(&document));
        let (before, after) = (option(&document, BASELINE), option(&document, "x"));
        prop_assert!(errors(&validate_architecture(&after)).is_empty());
        let pairs = all_visits(&before, &before).into_iter().zip(all_visits(&after, &before));
        for (before, after) in pairs {
            for (at, times) in before {
                prop_assert!(after.get(&at).copied().unwrap_or(0.0) >= times - 1e-9, "{at}");
            }
        }
    }

    #[test]
    fn folding_back_does_the_same_work_in_the_old_process(genes in genes()) {
        let mut value = model(&genes, false);
        Path::from("options/x/changes/z").set(&mut value, json!({"order": "z", "do": {"fold_back": {"unit": "w--service", "into": "p0"}}})).unwrap();
        let document = document(value);
        prop_assume!(option(&document, "x").findings.iter().all(|f| f.severity != Severity::Error));
        let (before, after) = (option(&document, BASELINE), option(&document, "x"));
        prop_assert!(errors(&validate_architecture(&after)).is_empty());
        prop_assert!(!after.elements.contains_key("w--service"));
        prop_assert!(alike(&all_visits(&before, &before), &all_visits(&after, &before)));
        for (id, element) in &before.elements {
            if element.kind == ElementKind::Component && process(&before, id).is_some_and(|p| p.as_str() == "p0") {
                prop_assert_eq!(process(&after, id).map(|p| p.as_str()), Some("p0"));
            }
        }
    }

    /// Whatever happened to the baseline, a change applies or says why it does not.
    #[test]
    fn on_an_edited_baseline_every_change_applies_or_is_a_finding(
        genes in genes(),
        removals in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut value = model(&genes, true);
        for (id, change) in [
            ("cut", json!({"order": "n", "do": {"cutover": {"of": "w", "phases": [{"share": 1}]}}})),
            ("set", json!({"order": "o", "do": {"set": {"path": "elements/p0/process/threads", "value": 4, "base": 8}}})),
            ("move", json!({"order": "p", "do": {"move": {"element": "s1", "to": "zone"}}})),
            ("drop", json!({"order": "q", "do": {"remove": {"element": "far"}}})),
            ("put", json!({"order": "r", "do": {"add": {"elements": {"new": {"kind": "client"}}}}})),
        ] {
            Path::from(format!("options/x/changes/{id}").as_str()).set(&mut value, change).unwrap();
        }
        for removal in removals {
            for list in ["elements", "relationships"] {
                let keys: Vec<String> = value[list].as_object().unwrap().keys().cloned().collect();
                if !keys.is_empty() {
                    let key = &keys[removal.index(keys.len())];
                    value[list].as_object_mut().unwrap().shift_remove(key);
                }
            }
        }
        let document = document(value);
        let after = option(&document, "x");
        let is_said = |change: &str| after.findings.iter().any(|f| {
            f.place == format!("options/x/changes/{change}") && f.severity == Severity::Error
        });
        prop_assert_ne!(after.spinouts.contains_key("w"), is_said("w"));
        prop_assert_ne!(after.cutovers.contains_key("w"), is_said("cut"));
        let threads = after.elements.get("p0").and_then(|e| Some(e.process.as_ref()?.threads));
        prop_assert_ne!(threads == Some(4), is_said("set"));
        let held = after.elements.get("s1").and_then(|e| e.parent.as_ref()).map(|p| p.as_str());
        prop_assert_ne!(held == Some("zone"), is_said("move"));
        prop_assert!(!after.elements.contains_key("far"));
        prop_assert_eq!(is_said("drop"), !document.model().elements.contains_key("far"));
        prop_assert!(after.elements.contains_key("new"));
        prop_assert_eq!(after.layout.len(), after.elements.len());
        let _ = validate_architecture(&after);
    }

    /// Parts of a model put where they do not belong: what can be read can be derived and looked at.
    #[test]
    fn nothing_that_can_be_read_makes_derive_panic(
        swaps in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 1..6),
    ) {
        let mut value: Value = serde_json::from_str(include_str!("samples/shop.spinout.json")).unwrap();
        for (from, to) in swaps {
            let mut places = Vec::new();
            all_places(&value, &Path::root(), &mut places);
            let part = places[from.index(places.len())].get(&value).cloned().unwrap();
            let mut changed = value.clone();
            places[to.index(places.len())].set(&mut changed, part).unwrap();
            // Most swaps make what cannot be read; go on from one that can.
            if Document::from_value(changed.clone()).is_ok() {
                value = changed;
            }
        }
        let document = document(value);
        let _ = validate(document.model());
        for id in document.model().options.keys() {
            let architecture = derive(document.model(), id);
            prop_assert_eq!(architecture.layout.len(), architecture.elements.len());
            let _ = validate_architecture(&architecture);
        }
    }

    #[test]
    fn what_is_saved_is_read_back_and_derives_alike(genes in genes()) {
        let document = document(model(&genes, true));
        let text = document.to_text();
        let again = load(&text, "x").unwrap();
        prop_assert!(again.is_canonical);
        prop_assert!(again.document == document);
        prop_assert!(option(&again.document, "x") == option(&document, "x"));
    }

    #[test]
    fn renaming_changes_one_line(genes in genes(), which in any::<prop::sample::Index>()) {
        let mut value = model(&genes, true);
        let ids: Vec<String> = value["elements"].as_object().unwrap().keys().cloned().collect();
        let path = Path::of(["elements", &ids[which.index(ids.len())], "name"]);
        path.set(&mut value, json!("A")).unwrap();
        let before = document(value.clone()).to_text();
        path.set(&mut value, json!("A name that is a good deal longer than the one before")).unwrap();
        let after = document(value).to_text();
        prop_assert_eq!(before.lines().count(), after.lines().count());
        prop_assert_eq!(before.lines().zip(after.lines()).filter(|(a, b)| a != b).count(), 1);
    }
}

fn all_places(value: &Value, at: &Path, found: &mut Vec<Path>) {
    let mut inner = |key: String, value: &Value| {
        let place = at.child(key);
        all_places(value, &place, found);
        found.push(place);
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(k, v)| inner(k.clone(), v)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(n, v)| inner(n.to_string(), v)),
        _ => {}
    }
}

/// The process that an element is or is in.
fn process<'a>(
    architecture: &'a Architecture,
    id: &'a spinout_units::ElementId,
) -> Option<&'a spinout_units::ElementId> {
    let mut at = id;
    loop {
        let element = architecture.elements.get(at)?;
        if element.kind.is_process() {
            return Some(at);
        }
        at = element.parent.as_ref()?;
    }
}
