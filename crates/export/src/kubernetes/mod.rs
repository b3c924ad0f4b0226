//! Kubernetes: all that a unit needs in its cluster, one file a unit.
//!
//! The namespace with its bounds, the deployment with its probes and what it asks for, how it scales, who may reach
//! it and whom it may reach, and who may do what with it. What the model does not say stands in the file's head.
//! A function has no pods and no file.

mod access;
mod network;
mod scaling;
mod space;
mod workload;

use serde_json::{Map, Value, json};
use spinout_model::{Architecture, BoundaryOf, Element, Process};
use spinout_units::ElementId;

use crate::boundary::{Boundary, boundaries};
use crate::place::{process_around, team};
use crate::registry::{Exporter, File};
use crate::write::{Names, decimal, documents};
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "kubernetes",
    about: "Kubernetes manifests of a unit: namespace, deployment, scaling, network and access",
    accepted_by: &["kubernetes-validate --strict", "@kubernetes-models/keda"],
    target: Target::Infrastructure,
    ownership: Ownership::Owned,
    files,
};

/// Where a container listens.
const PORT: u32 = 8080;

/// A unit as Kubernetes runs it.
pub(crate) struct Unit<'a> {
    pub(crate) boundary: Boundary<'a>,
    pub(crate) id: &'a ElementId,
    pub(crate) process: &'a Process,
    /// A DNS label that starts with a letter.
    pub(crate) name: String,
    pub(crate) namespace: String,
    /// The boundary that the namespace stands for, where it is drawn.
    space: Option<(&'a ElementId, &'a Element)>,
}

/// What a unit is made of, with what a reader should know.
pub(crate) struct Manifests {
    /// The namespace itself; a chart leaves it to the release.
    namespace: Value,
    pub(crate) objects: Vec<Value>,
    pub(crate) notes: Vec<String>,
}

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    units(design.architecture)
        .iter()
        .map(|unit| {
            let made = unit.manifests();
            let mut comments = header(design);
            comments.extend(made.notes);
            let mut objects = vec![made.namespace];
            objects.extend(made.objects);
            File {
                path: format!("kubernetes/{}.yaml", unit.boundary.id),
                about: "What a unit needs in its cluster".to_owned(),
                text: documents(&comments, &objects),
            }
        })
        .collect()
}

/// The units that have pods.
pub(crate) fn units(architecture: &Architecture) -> Vec<Unit<'_>> {
    boundaries(architecture)
        .into_iter()
        .filter_map(|boundary| {
            let (id, element) = architecture.elements.get_key_value(&boundary.origin.unit)?;
            let name = name_of(architecture, id);
            let space = namespace_around(architecture, id);
            Some(Unit {
                boundary,
                id,
                process: element.process.as_ref()?,
                namespace: space.map_or_else(|| name.clone(), |(id, _)| name_of(architecture, id)),
                name,
                space,
            })
        })
        .collect()
}

/// A name that every element keeps, whoever asks: all are named in their order.
fn name_of(architecture: &Architecture, id: &ElementId) -> String {
    let mut names = Names::default();
    for known in architecture.elements.keys() {
        let text = known.as_str();
        // A service's name starts with a letter (RFC 1035).
        let name = if text.starts_with(|c: char| c.is_ascii_digit()) {
            names.label(&["n", text])
        } else {
            names.label(&[text])
        };
        if known == id {
            return name;
        }
    }
    names.label(&[id.as_str()])
}

fn namespace_around<'a>(
    architecture: &'a Architecture,
    id: &'a ElementId,
) -> Option<(&'a ElementId, &'a Element)> {
    let mut at = architecture.elements.get(id)?.parent.as_ref();
    // As many steps as there are elements, in case of elements that contain each other.
    for _ in 0..=architecture.elements.len() {
        let (id, element) = architecture.elements.get_key_value(at?)?;
        let level = element.boundary.as_ref().map(|boundary| boundary.of);
        if level == Some(BoundaryOf::Namespace) {
            return Some((id, element));
        }
        at = element.parent.as_ref();
    }
    None
}

impl Unit<'_> {
    pub(crate) fn manifests(&self) -> Manifests {
        let mut notes = vec![
            "The model names no image: the pipeline sets it.".to_owned(),
            format!("The container listens on {PORT} and answers /health/live and /health/ready."),
        ];
        if self.process.memory.is_none() {
            notes.push(
                "The model does not say how much memory it needs: measure it and say so, or nothing bounds it."
                    .to_owned(),
            );
        }
        let mut objects = vec![access::account(self)];
        objects.extend(space::quota(self, &mut notes));
        objects.push(workload::deployment(self));
        objects.extend(network::service(self));
        objects.extend(scaling::scaler(self, &mut notes));
        objects.push(workload::disruption(self));
        objects.push(network::policy(self, &mut notes));
        objects.extend(access::roles(self));
        Manifests {
            namespace: space::namespace(self),
            objects,
            notes,
        }
    }

    fn architecture(&self) -> &Architecture {
        self.boundary.architecture
    }

    /// An object of the unit.
    fn object(&self, api: &str, kind: &str, name: &str, spec: Value) -> Value {
        let mut object = json!({
            "apiVersion": api,
            "kind": kind,
            "metadata": {
                "name": name,
                "namespace": self.namespace,
                "labels": self.labels()
            }
        });
        if let (Value::Object(object), Value::Object(spec)) = (&mut object, spec) {
            object.extend(spec);
        }
        object
    }

    /// What its pods are told apart by; never changes.
    fn selector(&self) -> Value {
        json!({ "app.kubernetes.io/name": self.name })
    }

    fn labels(&self) -> Map<String, Value> {
        let mut labels = Map::new();
        labels.insert("app.kubernetes.io/name".to_owned(), json!(self.name));
        if let Some(team) = team(self.architecture(), self.id) {
            let team = Names::default().label(&[team.as_str()]);
            labels.insert("team".to_owned(), json!(team));
        }
        labels
    }

    /// The most instances: of the autoscaler, else as many as there are.
    fn most(&self) -> u32 {
        let scaler = self.process.autoscaler.as_ref();
        scaler
            .map_or(self.process.replicas, |scaler| scaler.max)
            .max(1)
    }

    fn within(&self, element: &ElementId) -> bool {
        process_around(self.architecture(), element) == Some(self.id)
    }
}

/// Cores as Kubernetes writes them.
fn cores(of: f64) -> String {
    let thousandths = (of * 1000.0).round().max(1.0);
    if thousandths % 1000.0 == 0.0 {
        decimal(thousandths / 1000.0)
    } else {
        format!("{}m", decimal(thousandths))
    }
}

/// Bytes as Kubernetes writes them.
fn bytes(of: f64) -> String {
    let whole = of.ceil();
    for (unit, size) in [("Gi", 1_073_741_824.0), ("Mi", 1_048_576.0), ("Ki", 1024.0)] {
        if whole >= size && whole % size == 0.0 {
            return format!("{}{unit}", decimal(whole / size));
        }
    }
    decimal(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_written_as_kubernetes_does() {
        assert_eq!(cores(2.0), "2");
        assert_eq!(cores(0.25), "250m");
        assert_eq!(bytes(2.0 * 1024.0 * 1024.0 * 1024.0), "2Gi");
        assert_eq!(bytes(1.5 * 1024.0 * 1024.0 * 1024.0), "1536Mi");
        assert_eq!(bytes(1e6), "1000000");
    }
}
