//! Backstage: who owns what, and what depends on what, for the catalogue.
//!
//! A component for each unit and its parent, the contracts as APIs, queues and stores as resources, and the teams as
//! groups. Where the model names no owner, the catalogue says so rather than guess.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use spinout_model::{Architecture, Mode};
use spinout_units::{ElementId, TeamId};

use crate::boundary::{Boundary, boundaries};
use crate::place::{label, process_around, team};
use crate::registry::{Exporter, File};
use crate::write::{Names, documents};
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "backstage",
    about: "Backstage catalogue: components, APIs, resources and their owners",
    accepted_by: &["@backstage/catalog-model"],
    target: Target::Unit,
    ownership: Ownership::Owned,
    files,
};

/// Who owns what no team owns.
const NOBODY: &str = "nobody-owns-it";

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    let boundaries = boundaries(design.architecture);
    if boundaries.is_empty() {
        return Vec::new();
    }
    let mut catalogue = Catalogue {
        architecture: design.architecture,
        names: Names::default(),
        given: BTreeMap::new(),
        entities: Vec::new(),
        owners: BTreeSet::new(),
    };
    for boundary in &boundaries {
        catalogue.add(boundary);
    }
    catalogue.add_owners();
    vec![File {
        path: "catalog-info.yaml".to_owned(),
        about: "Who owns what, for Backstage".to_owned(),
        text: documents(&header(design), &catalogue.entities),
    }]
}

struct Catalogue<'a> {
    architecture: &'a Architecture,
    names: Names,
    /// The name that each element was given.
    given: BTreeMap<&'a ElementId, String>,
    entities: Vec<Value>,
    owners: BTreeSet<Option<&'a TeamId>>,
}

impl<'a> Catalogue<'a> {
    fn add(&mut self, boundary: &Boundary<'a>) {
        let (unit, parent) = (&boundary.origin.unit, &boundary.origin.parent);
        let system = self.names.label(&[boundary.id.as_str(), "system"]);
        let owner = self.owner(parent);
        self.entity(
            "System",
            &system,
            boundary.parent_label(),
            json!({ "owner": owner }),
        );
        let api = |name: &str, kind: &str, file: &str, owner: &str| {
            json!({
                "apiVersion": "backstage.io/v1alpha1",
                "kind": "API",
                "metadata": { "name": name, "description": format!("{}: {kind}", boundary.unit_label()) },
                "spec": {
                    "type": kind,
                    "lifecycle": "production",
                    "owner": owner,
                    "system": system,
                    "definition": { "$text": format!("./contracts/{}/{file}", boundary.id) }
                }
            })
        };
        let owner = self.owner(unit);
        let http = self.names.label(&[boundary.id.as_str(), "http"]);
        self.entities
            .push(api(&http, "openapi", "unit.openapi.yaml", &owner));
        let mut provides = vec![http];
        if !boundary.channels().is_empty() {
            let messages = self.names.label(&[boundary.id.as_str(), "messages"]);
            self.entities
                .push(api(&messages, "asyncapi", "asyncapi.yaml", &owner));
            provides.push(messages);
        }
        let resources = self.resources(boundary, &system);
        if let Some(name) = self.name(unit) {
            let spec = json!({
                "type": "service", "lifecycle": "production", "owner": owner, "system": system,
                "providesApis": provides, "dependsOn": resources
            });
            self.entity("Component", &name, boundary.unit_label(), spec);
        }
        if let Some(name) = self.name(parent) {
            let owner = self.owner(parent);
            let spec = json!({
                "type": "service", "lifecycle": "production", "owner": owner, "system": system,
                "consumesApis": provides
            });
            self.entity("Component", &name, boundary.parent_label(), spec);
        }
    }

    /// The queues and stores that the unit uses, each once in the catalogue.
    fn resources(&mut self, boundary: &Boundary<'a>, system: &str) -> Vec<String> {
        let architecture = self.architecture;
        let used: BTreeSet<&ElementId> = architecture
            .relationships
            .values()
            .filter(|link| link.mode != Mode::Calls)
            .filter(|link| {
                process_around(architecture, &link.from.element) == Some(&boundary.origin.unit)
            })
            .map(|link| &link.to.element)
            .collect();
        let mut references = Vec::new();
        for id in used {
            let Some(element) = architecture.elements.get(id) else {
                continue;
            };
            let known = self.given.get(id).cloned();
            let name = match known {
                Some(name) => name,
                None => {
                    let Some(name) = self.name(id) else { continue };
                    let owner = self.owner(id);
                    let kind = if element.queue.is_some() {
                        "queue"
                    } else {
                        "database"
                    };
                    let spec = json!({ "type": kind, "owner": owner, "system": system });
                    self.entity("Resource", &name, label(architecture, id), spec);
                    name
                }
            };
            references.push(format!("resource:default/{name}"));
        }
        references
    }

    /// A name for an element that has none yet.
    fn name(&mut self, id: &'a ElementId) -> Option<String> {
        if self.given.contains_key(id) {
            return None;
        }
        let name = self.names.label(&[id.as_str()]);
        self.given.insert(id, name.clone());
        Some(name)
    }

    fn owner(&mut self, id: &ElementId) -> String {
        let team = team(self.architecture, id);
        self.owners.insert(team);
        reference(team)
    }

    fn add_owners(&mut self) {
        for owner in std::mem::take(&mut self.owners) {
            let of_team = owner.and_then(|id| self.architecture.teams.get(id));
            let name = owner.map_or("Nobody owns it yet", |id| {
                of_team.map_or(id.as_str(), |team| team.name.as_str())
            });
            let mut group = json!({ "type": "team", "children": [] });
            if !name.trim().is_empty() {
                group["profile"] = json!({ "displayName": name });
            }
            self.entity("Group", &group_name(owner), name, group);
        }
    }

    fn entity(&mut self, kind: &str, name: &str, about: &str, spec: Value) {
        let mut metadata = json!({ "name": name });
        if !about.trim().is_empty() {
            metadata["title"] = json!(about);
        }
        let mut entity = json!({
            "apiVersion": "backstage.io/v1alpha1",
            "kind": kind,
            "metadata": metadata
        });
        entity["spec"] = spec;
        self.entities.push(entity);
    }
}

fn group_name(team: Option<&TeamId>) -> String {
    Names::default().label(&[team.map_or(NOBODY, TeamId::as_str)])
}

fn reference(team: Option<&TeamId>) -> String {
    format!("group:default/{}", group_name(team))
}
