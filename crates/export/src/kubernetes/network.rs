//! Who reaches the unit, and whom it reaches: what the model draws and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use spinout_model::{ElementKind, Mode, Technology};
use spinout_units::ElementId;

use super::{PORT, Unit, name_of, namespace_around};
use crate::broker::Broker;
use crate::place::process_around;

/// Where traces, metrics and logs go.
pub(super) const COLLECTOR: &str = "http://otel-collector.observability.svc:4317";

/// A name within the cluster, for a unit that is called.
pub(super) fn service(unit: &Unit<'_>) -> Option<Value> {
    (!callers(unit).is_empty()).then(|| {
        unit.object(
            "v1",
            "Service",
            &unit.name,
            json!({ "spec": {
                "selector": unit.selector(),
                "ports": [{ "name": "http", "port": 80, "targetPort": "http" }]
            } }),
        )
    })
}

/// The elements that call it from outside: processes, or whatever they are.
fn callers<'a>(unit: &'a Unit<'_>) -> BTreeSet<&'a ElementId> {
    let architecture = unit.architecture();
    architecture
        .relationships
        .values()
        .filter(|link| link.mode == Mode::Calls)
        .filter(|link| unit.within(&link.to.element) && !unit.within(&link.from.element))
        .map(|link| process_around(architecture, &link.from.element).unwrap_or(&link.from.element))
        .collect()
}

pub(super) fn policy(unit: &Unit<'_>, notes: &mut Vec<String>) -> Value {
    let ingress = ingress(unit);
    let egress = egress(unit, notes);
    unit.object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        &unit.name,
        json!({ "spec": {
            "podSelector": { "matchLabels": unit.selector() },
            "policyTypes": ["Ingress", "Egress"],
            "ingress": ingress,
            "egress": egress
        } }),
    )
}

/// The pods of a process; for what has none any pod of the cluster, as requests from outside come through
/// the ingress.
fn pods(unit: &Unit<'_>, element: &ElementId) -> Value {
    let architecture = unit.architecture();
    let has_pods = architecture
        .elements
        .get(element)
        .is_some_and(|found| found.kind.is_process() && found.kind != ElementKind::Function);
    if !has_pods {
        return json!({ "namespaceSelector": {} });
    }
    let name = name_of(architecture, element);
    let namespace = namespace_around(architecture, element)
        .map_or_else(|| name.clone(), |(space, _)| name_of(architecture, space));
    json!({
        "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } },
        "podSelector": { "matchLabels": { "app.kubernetes.io/name": name } }
    })
}

fn ingress(unit: &Unit<'_>) -> Vec<Value> {
    let mut from: Vec<Value> = Vec::new();
    for caller in callers(unit) {
        let peer = pods(unit, caller);
        if !from.contains(&peer) {
            from.push(peer);
        }
    }
    if from.is_empty() {
        return Vec::new();
    }
    vec![json!({ "from": from, "ports": [tcp(PORT)] })]
}

fn egress(unit: &Unit<'_>, notes: &mut Vec<String>) -> Vec<Value> {
    let mut rules = vec![
        json!({
            "to": [{ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "kube-system" } } }],
            "ports": [{ "protocol": "UDP", "port": 53 }, tcp(53)]
        }),
        json!({
            "to": [{ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "observability" } } }],
            "ports": [tcp(4317)]
        }),
    ];
    let mut inside: Vec<Value> = Vec::new();
    let mut outside: BTreeMap<u32, BTreeSet<&ElementId>> = BTreeMap::new();
    let architecture = unit.architecture();
    for link in architecture.relationships.values() {
        let to = &link.to.element;
        if !unit.within(&link.from.element) || unit.within(to) {
            continue;
        }
        let Some(element) = architecture.elements.get(to) else {
            continue;
        };
        let function = |id: &ElementId| {
            let found = architecture.elements.get(id);
            found.is_some_and(|process| process.kind == ElementKind::Function)
        };
        match process_around(architecture, to).filter(|process| !function(process)) {
            Some(process) => {
                let peer = pods(unit, process);
                if !inside.contains(&peer) {
                    inside.push(peer);
                }
            }
            None => {
                let ports: &[u32] = match element.kind {
                    ElementKind::Store => ports_of(
                        element
                            .store
                            .as_ref()
                            .map_or(Technology::Relational, |store| store.technology),
                    ),
                    ElementKind::Queue => match Broker::of(element.queue.as_ref()) {
                        Broker::Kafka => &[9092, 9094],
                        Broker::Amqp => &[5671],
                        Broker::Sqs | Broker::Unknown => &[443],
                    },
                    _ => &[443],
                };
                for port in ports {
                    outside.entry(*port).or_default().insert(to);
                }
            }
        }
    }
    if !inside.is_empty() {
        rules.push(json!({ "to": inside, "ports": [tcp(PORT)] }));
    }
    if !outside.is_empty() {
        for (port, elements) in &outside {
            let names: Vec<&str> = elements.iter().map(|id| id.as_str()).collect();
            notes.push(format!("Port {port} goes out for {}.", names.join(", ")));
        }
        notes.push(
            "The model knows no addresses, so these ports go out to any: narrow them to those of the stores and brokers."
                .to_owned(),
        );
        rules.push(json!({
            "to": [{ "ipBlock": { "cidr": "0.0.0.0/0" } }, { "ipBlock": { "cidr": "::/0" } }],
            "ports": outside.keys().map(|port| tcp(*port)).collect::<Vec<Value>>()
        }));
    }
    rules
}

/// The ports on which stores of a technology usually listen.
fn ports_of(technology: Technology) -> &'static [u32] {
    match technology {
        Technology::Relational => &[3306, 5432],
        Technology::Document => &[443, 27017],
        Technology::Object | Technology::Warehouse => &[443],
        Technology::Cache => &[6379],
        Technology::Search => &[443, 9200],
    }
}

fn tcp(port: u32) -> Value {
    json!({ "protocol": "TCP", "port": port })
}
