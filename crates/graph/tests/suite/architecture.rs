use serde_json::json;
use spinout_model::{
    Architecture, BASELINE, DeadLetter, Element, ElementKind, Journey, Mode, Model, Operation,
    OperationRef, Process, Queue, Relationship, derive,
};

/// An architecture that is drawn line by line.
pub(crate) struct Drawing(pub(crate) Architecture);

impl Drawing {
    pub(crate) fn new() -> Self {
        let empty: Model =
            serde_json::from_value(json!({ "format": 1, "name": "Drawing" })).unwrap();
        Self(derive(&empty, &BASELINE.parse().unwrap()))
    }

    /// An element with the operation `default`, unless it is a queue or a boundary.
    pub(crate) fn element(&mut self, id: &str, kind: ElementKind, parent: &str) -> &mut Element {
        let mut element = Element::new(kind);
        element.parent = (!parent.is_empty()).then(|| parent.parse().unwrap());
        if !matches!(kind, ElementKind::Queue | ElementKind::Boundary) {
            let operation = Operation::default();
            element
                .operations
                .insert("default".parse().unwrap(), operation);
        }
        let id = id.parse().unwrap();
        self.0.elements.entry(id).or_insert(element)
    }

    pub(crate) fn service(&mut self, id: &str, replicas: u32) {
        self.element(id, ElementKind::Service, "").process = Some(Process {
            replicas,
            ..Process::default()
        });
    }

    pub(crate) fn queue(&mut self, id: &str, dead_letter: Option<(&str, u32)>) {
        self.element(id, ElementKind::Queue, "").queue = Some(Queue {
            dead_letter: dead_letter.map(|(to, max_receives)| DeadLetter {
                to: to.parse().unwrap(),
                max_receives,
            }),
            ..Queue::default()
        });
    }

    pub(crate) fn operation(&mut self, id: &str) -> &mut Operation {
        let at: OperationRef = id.parse().unwrap();
        let element = self.0.elements.get_mut(&at.element).unwrap();
        element.operations.entry(at.operation).or_default()
    }

    pub(crate) fn link(&mut self, from: &str, mode: Mode, to: &str, times: f64, attempts: u32) {
        let id = format!("r{}", self.0.relationships.len());
        let mut relationship = json!({
            "from": from, "to": to, "mode": mode, "per_request": times
        });
        if attempts > 1 {
            relationship["retry"] = json!({ "attempts": attempts });
        }
        let relationship: Relationship = serde_json::from_value(relationship).unwrap();
        self.0
            .relationships
            .insert(id.parse().unwrap(), relationship);
    }

    pub(crate) fn journey(&mut self, id: &str, entry: &str, share: f64, value: f64) {
        let journey = json!({ "entry": entry, "share": share, "value": value });
        let journey: Journey = serde_json::from_value(journey).unwrap();
        self.0.journeys.insert(id.parse().unwrap(), journey);
    }
}

/// The worked example in small: `browse` reads the database, `upload` also has its images processed,
/// within the monolith or behind a queue.
pub(crate) fn shop(spun_out: bool) -> Architecture {
    let mut d = Drawing::new();
    d.element("users", ElementKind::Client, "");
    d.element("zone", ElementKind::Boundary, "");
    d.element("shop", ElementKind::Monolith, "zone");
    d.element("catalogue", ElementKind::Component, "shop");
    let home = if spun_out { "worker" } else { "shop" };
    if spun_out {
        d.element("worker", ElementKind::Service, "zone").process = Some(Process {
            replicas: 2,
            ..Process::default()
        });
        d.queue("jobs", Some(("dead", 5)));
        d.queue("dead", None);
    }
    d.element("images", ElementKind::Component, home);
    d.element("database", ElementKind::Store, "zone");
    d.element("bucket", ElementKind::Store, "");
    d.operation("shop/upload");
    d.link("users", Mode::Calls, "shop", 1.0, 1);
    d.link("shop", Mode::Calls, "catalogue", 1.0, 1);
    d.link("catalogue", Mode::Reads, "database", 2.0, 1);
    d.link("shop/upload", Mode::Writes, "database", 1.0, 1);
    if spun_out {
        d.link("shop/upload", Mode::Publishes, "jobs", 1.0, 1);
        d.link("images", Mode::Consumes, "jobs", 1.0, 1);
    } else {
        d.link("shop/upload", Mode::Calls, "images", 1.0, 1);
    }
    d.link("images", Mode::Writes, "bucket", 1.0, 1);
    d.journey("browse", "users", 9.0, 1.0);
    d.journey("upload", "shop/upload", 1.0, 3.0);
    d.0
}
