//! "What do you know?": from requests a second, processor time and quantiles to figures of the model.

mod infer;
mod response;
mod words;

use serde_json::{Value, json};
use spinout_graph::home;
use spinout_model::{Architecture, BASELINE, Element, ElementKind, Path, derive, figure};
use spinout_units::{ElementId, OperationId, Time};

use crate::app::App;
use crate::protocol::{AskKnown, Known, KnownFigure, Problem, ProblemKind};
use crate::view::option_of;
use infer::{MeanBy, Observed, ScvBy, Unfit, Work};

impl App {
    /// What the work of a request is, from what people know of an element. Changes nothing.
    pub fn known(&self, ask: &AskKnown) -> Result<Known, Problem> {
        let document = self.snapshot(ask.document)?;
        let option = option_of(document.model(), ask.option.as_ref())?;
        let architecture = derive(document.model(), &option);
        let mut subject = Subject::of(&architecture, ask)?;
        subject.says_basis = option.as_str() == BASELINE;
        Ok(subject.known(ask))
    }
}

/// What is asked of.
struct Subject<'a> {
    architecture: &'a Architecture,
    id: &'a ElementId,
    operation: OperationId,
    /// The element whose cores it computes on.
    home: &'a ElementId,
    /// Instances and cores of each; none where time passes without cores.
    capacity: Option<(u32, f64)>,
    /// The most requests that an instance works on at once.
    slots: u32,
    /// Can a basis be said of its figures?
    says_basis: bool,
}

impl<'a> Subject<'a> {
    fn of(architecture: &'a Architecture, ask: &'a AskKnown) -> Result<Self, Problem> {
        let refused = |why: String, fix: &str| Problem::new(ProblemKind::Refused, why, fix);
        let id = &ask.element;
        let element = architecture.elements.get(id).ok_or_else(|| {
            Problem::new(
                ProblemKind::NotFound,
                format!("there is no element `{id}`"),
                "name one of the model",
            )
        })?;
        if matches!(element.kind, ElementKind::Queue | ElementKind::Boundary) {
            let why = format!("`{id}` does no work of its own");
            return Err(refused(
                why,
                "ask of what works: a process, a component, a store",
            ));
        }
        for (name, fits) in [
            ("cpu", ask.cpu.is_none_or(|cpu| cpu > 0.0 && cpu <= 1.0)),
            ("instances", ask.instances.is_none_or(|n| n >= 1)),
            ("cores", ask.cores.is_none_or(|n| n > 0.0 && n.is_finite())),
            ("rate", ask.rate.is_none_or(|rate| rate.base() > 0.0)),
            ("p50", ask.p50.is_none_or(|time| time.base() > 0.0)),
            ("p95", ask.p95.is_none_or(|time| time.base() > 0.0)),
        ] {
            if !fits {
                let fix = "give CPU above 0 and up to 100 %, and everything else above 0";
                return Err(Problem::new(
                    ProblemKind::BadInput,
                    format!("`{name}` is out of range"),
                    fix,
                ));
            }
        }
        let operation = operation(id, element, ask.operation.as_ref())?;
        let home = home(architecture, id);
        let around = architecture.elements.get(home).unwrap_or(element);
        let (capacity, slots) = capacity(around);
        Ok(Self {
            architecture,
            id,
            operation,
            home,
            capacity,
            slots,
            says_basis: true,
        })
    }

    fn observed(&self, ask: &AskKnown) -> Observed {
        let capacity = self.capacity.map(|(instances, cores)| {
            let (instances, cores) = (
                ask.instances.unwrap_or(instances),
                ask.cores.unwrap_or(cores),
            );
            (f64::from(instances) * cores, cores)
        });
        Observed {
            rate: ask.rate.map(|rate| rate.base()),
            busy: ask.cpu,
            servers: capacity.map(|(all, _)| all),
            shared: capacity.is_some_and(|(_, cores)| f64::from(self.slots) > cores),
            asks_others: !self.others().is_empty(),
            p50: ask.p50.map(|time| time.base()),
            p95: ask.p95.map(|time| time.base()),
        }
    }

    /// What the operation waits for.
    fn others(&self) -> Vec<String> {
        let links = self.architecture.relationships.values();
        let mut names: Vec<String> = links
            .filter(|link| link.from.element == *self.id && link.from.operation == self.operation)
            .filter(|link| link.mode.is_synchronous())
            .map(|link| self.name(&link.to.element))
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn name(&self, id: &ElementId) -> String {
        let element = self.architecture.elements.get(id);
        element.map_or_else(|| id.to_string(), |element| element.label(id).to_owned())
    }

    fn known(&self, ask: &AskKnown) -> Known {
        let seen = self.observed(ask);
        let mut known = Known {
            figures: Vec::new(),
            found: Vec::new(),
            conflicts: Vec::new(),
            limits: self.limits(ask, &seen),
            source: words::source(ask, &seen),
        };
        let work = seen.work().or_else(|unfit| {
            let said = words::unfit(unfit, &seen, &self.others());
            match unfit {
                Unfit::TooLittle | Unfit::AsksOthers => known.limits.push(said),
                Unfit::TooLong { .. } => {
                    known.limits.push(said);
                    // What passes elsewhere says nothing of the work; the processor does.
                    let alone = Observed {
                        p50: None,
                        p95: None,
                        ..seen
                    };
                    return alone.work();
                }
                _ => known.conflicts.push(said),
            }
            Err(unfit)
        });
        let Ok(work) = work else { return known };
        known.found = words::found(&work, &seen);
        known
            .limits
            .extend(words::limits(&work, &seen, &self.others()));
        known.figures = self.figures(ask, &work);
        known
    }

    fn limits(&self, ask: &AskKnown, seen: &Observed) -> Vec<String> {
        let mut limits = Vec::new();
        let name = self.name(self.id);
        if ask.cpu.is_some() && seen.servers.is_none() {
            limits.push(format!(
                "{name} has no cores of its own here: CPU says nothing of its time."
            ));
        }
        let elements = self.architecture.elements.values();
        let beside = elements
            .filter(|e| e.kind == ElementKind::Component && e.parent.as_ref() == Some(self.home))
            .count();
        if ask.cpu.is_some() && seen.servers.is_some() && beside > usize::from(self.home != self.id)
        {
            limits.push(format!(
                "{} also computes for its other components: count only the CPU that this operation takes.",
                self.name(self.home)
            ));
        }
        limits
    }

    fn basis(&self, path: &str) -> Option<String> {
        let of = || Path::of(["basis", path]).to_string();
        self.says_basis.then(of)
    }

    fn figures(&self, ask: &AskKnown, work: &Work) -> Vec<KnownFigure> {
        let value = demand(ask, work);
        let text = words::distribution(&value);
        let path = format!("elements/{}/operations/{}/demand", self.id, self.operation);
        let mut figures = vec![KnownFigure {
            basis: self.basis(&path),
            path,
            label: format!("Demand of {}", self.name(self.id)),
            value,
            text,
        }];
        let around = self.architecture.elements.get(self.home);
        let (Some(around), Some((instances, cores))) = (around, self.capacity) else {
            return figures;
        };
        let name = self.name(self.home);
        let scaled = around
            .process
            .as_ref()
            .is_some_and(|p| p.autoscaler.is_some());
        let group = if around.kind == ElementKind::Store {
            "store"
        } else {
            "process"
        };
        let mut say = |key: &str, label: &str, value: Option<Value>, now: Value| {
            if let Some(value) = value.filter(|value| *value != now) {
                let path = format!("elements/{}/{group}/{key}", self.home);
                figures.push(KnownFigure {
                    basis: self.basis(&path),
                    path,
                    label: format!("{label} of {name}"),
                    text: value.to_string(),
                    value,
                });
            }
        };
        if group == "process" && !scaled {
            say(
                "replicas",
                "Instances",
                ask.instances.map(|n| json!(n)),
                json!(instances),
            );
        }
        say("cores", "Cores", ask.cores.map(number), number(cores));
        figures
    }
}

/// A whole number without a fraction.
fn number(x: f64) -> Value {
    if x.fract() == 0.0 {
        json!(x as u64)
    } else {
        json!(x)
    }
}

/// The operation that is meant.
fn operation(
    id: &ElementId,
    element: &Element,
    asked: Option<&OperationId>,
) -> Result<OperationId, Problem> {
    let mut keys = element.operations.keys();
    let known = match (asked, keys.next(), keys.next()) {
        (Some(asked), ..) => element
            .operations
            .contains_key(asked)
            .then(|| asked.clone()),
        (None, Some(only), None) => Some(only.clone()),
        (None, None, _) => Some(spinout_model::OperationRef::of(id.clone()).operation),
        (None, ..) => {
            let names: Vec<String> = element.operations.keys().map(ToString::to_string).collect();
            return Err(Problem::new(
                ProblemKind::ChoiceNeeded,
                format!("`{id}` has several operations"),
                format!("name one of {}", names.join(", ")),
            ));
        }
    };
    known.ok_or_else(|| {
        Problem::new(
            ProblemKind::NotFound,
            format!("`{id}` has no such operation"),
            "name one of the element",
        )
    })
}

/// Instances and cores of each, and the requests that an instance works on at once.
fn capacity(element: &Element) -> (Option<(u32, f64)>, u32) {
    match element.kind {
        ElementKind::Store => {
            let store = element.store.clone().unwrap_or_default();
            let slots = store.connections.unwrap_or(u32::MAX);
            (store.cores.map(|cores| (1, cores)), slots)
        }
        kind if kind.is_process() && kind != ElementKind::Function => {
            let process = element.process.clone().unwrap_or_default();
            let cores = process.cores;
            let slots = process.in_flight.unwrap_or(process.threads);
            (Some((process.replicas.max(1), cores)), slots)
        }
        _ => (None, u32::MAX),
    }
}

/// The work in the words of the file.
fn demand(ask: &AskKnown, work: &Work) -> Value {
    let mean = figure::<Time>(work.mean, 4);
    if let (MeanBy::WithoutWaiting, ScvBy::BothQuantiles, Some(p50), Some(p95)) =
        (work.mean_by, work.scv_by, ask.p50, ask.p95)
        && p50 != p95
    {
        return json!({"lognormal": {"p50": p50, "p95": p95}});
    }
    match work.scv {
        Some(scv) if scv < 0.005 => json!({"constant": mean}),
        Some(scv) if (scv - 1.0).abs() >= 0.02 => {
            let scv = (scv * 1000.0).round() / 1000.0;
            json!({"gamma": {"mean": mean, "scv": scv}})
        }
        _ => json!({"exponential": {"mean": mean}}),
    }
}
