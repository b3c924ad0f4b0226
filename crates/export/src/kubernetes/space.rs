//! The namespace and what all within may have together.

use serde_json::{Map, Value, json};
use spinout_model::ResourceQuota;

use super::{Unit, bytes, cores, namespace_around};

/// Instances beside the most, while a release goes on.
pub(super) const SURGE: u32 = 1;

pub(super) fn namespace(unit: &Unit<'_>) -> Value {
    let mut labels = unit.labels();
    labels.remove("app.kubernetes.io/name");
    labels.insert(
        "pod-security.kubernetes.io/enforce".to_owned(),
        json!("restricted"),
    );
    json!({
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": { "name": unit.namespace, "labels": labels }
    })
}

/// The quota that is drawn; else, where nobody else is in the namespace, what the most instances need.
pub(super) fn quota(unit: &Unit<'_>, notes: &mut Vec<String>) -> Option<Value> {
    let drawn = unit
        .space
        .and_then(|(_, element)| element.boundary.as_ref()?.quota.as_ref());
    let hard = match drawn {
        Some(quota) => {
            let mut hard = hard(quota);
            if unit.process.memory.is_none() && hard.remove("limits.memory").is_some() {
                notes.push(
                    "The drawn quota of memory is left out: it would refuse pods that have no limit."
                        .to_owned(),
                );
            }
            hard
        }
        None if alone(unit) => {
            notes.push(
                "The model draws no quota: this one holds the most instances and one more for a release."
                    .to_owned(),
            );
            let pods = unit.most().saturating_add(SURGE);
            let mut hard = Map::new();
            hard.insert("pods".to_owned(), json!(pods.to_string()));
            let all = f64::from(pods) * unit.process.requested_cores();
            hard.insert("requests.cpu".to_owned(), json!(cores(all)));
            if unit.process.memory.is_some() {
                let all = f64::from(pods) * unit.process.requested_memory();
                hard.insert("limits.memory".to_owned(), json!(bytes(all)));
            }
            hard
        }
        None => Map::new(),
    };
    (!hard.is_empty()).then(|| {
        unit.object(
            "v1",
            "ResourceQuota",
            &unit.namespace,
            json!({ "spec": { "hard": hard } }),
        )
    })
}

fn hard(quota: &ResourceQuota) -> Map<String, Value> {
    let mut hard = Map::new();
    let mut set = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            hard.insert(key.to_owned(), json!(value));
        }
    };
    set("pods", quota.pods.map(|pods| pods.to_string()));
    set("requests.cpu", quota.cores.map(cores));
    set(
        "limits.memory",
        quota.memory.as_ref().map(|memory| bytes(memory.base())),
    );
    hard
}

/// Is it the one process of its namespace?
fn alone(unit: &Unit<'_>) -> bool {
    let Some((space, _)) = unit.space else {
        return true;
    };
    let architecture = unit.architecture();
    architecture
        .elements
        .iter()
        .filter(|(id, element)| element.kind.is_process() && *id != unit.id)
        .all(|(id, _)| namespace_around(architecture, id).is_none_or(|(other, _)| other != space))
}
