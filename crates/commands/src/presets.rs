//! Scenarios to start from, made for the model at hand: its usual load, its busiest store, its zones, its cutover.

use std::collections::BTreeMap;

use spinout_model::{
    Architecture, BoundaryOf, CutoverTimes, ElementKind, Fault, FaultKind, Load, LoadPoint, Model,
    Outage, Scenario, ScenarioKind, derive,
};
use spinout_units::{Duration, ElementId, FaultId, Rate, ScenarioId};

use crate::app::App;
use crate::protocol::{AskPresets, Preset, PresetList, Problem};
use crate::view::{default_scenario, option_of};

/// What is taken where a model has no load yet, per second.
const FEW: f64 = 10.0;
const MINUTE_S: f64 = 60.0;

impl App {
    /// Scenarios to start from.
    pub fn presets(&self, ask: &AskPresets) -> Result<PresetList, Problem> {
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        let option = option_of(model, ask.option.as_ref())?;
        let architecture = derive(model, &option);
        let usual = Usual {
            rate: default_scenario(model)
                .and_then(|id| mean_rate(&model.scenarios[&id].load))
                .filter(|rate| *rate > 0.0)
                .unwrap_or(FEW),
            architecture: &architecture,
        };
        let made = KINDS
            .iter()
            .filter_map(|kind| usual.preset(kind, model))
            .collect();
        Ok(PresetList { presets: made })
    }
}

/// What is made of each: its id, its name, what it asks, and how it is made.
type Kind = (
    &'static str,
    &'static str,
    &'static str,
    fn(&Usual<'_>) -> Option<Scenario>,
);

/// In the order of a menu.
const KINDS: &[Kind] = &[
    (
        "steady",
        "Steady",
        "The usual load, in the long run.",
        |usual| Some(scenario(ScenarioKind::Steady, usual.constant())),
    ),
    (
        "ramp",
        "Ramp",
        "From half the usual load to four times as much: where does it give way?",
        |usual| Some(story(30.0, usual.curve(&[(0.0, 0.5), (30.0, 4.0)]))),
    ),
    (
        "spike",
        "Spike",
        "Five times the usual load for five minutes.",
        |usual| {
            let load = Load::Spike {
                base: usual.times(1.0),
                peak: usual.times(5.0),
                at: minutes(10.0),
                duration: minutes(5.0),
            };
            Some(story(30.0, load))
        },
    ),
    (
        "day",
        "Day",
        "From a quiet night to twice the usual load in the afternoon.",
        |usual| {
            let (low, high) = (usual.times(0.25), usual.times(2.0));
            Some(story(24.0 * 60.0, Load::Day { low, high }))
        },
    ),
    (
        "black-friday",
        "Black Friday",
        "A rush at the opening, then a day of three times the usual load.",
        |usual| {
            let points = [
                (0.0, 1.0),
                (60.0, 2.0),
                (65.0, 8.0),
                (90.0, 4.0),
                (180.0, 3.0),
            ];
            Some(story(180.0, usual.curve(&points)))
        },
    ),
    (
        "retry-storm",
        "Retry storm",
        "What most depend on is slow for two minutes: do the callers' attempts keep it down afterwards?",
        |usual| {
            let kinds = [
                ElementKind::Store,
                ElementKind::External,
                ElementKind::Service,
                ElementKind::Monolith,
            ];
            Some(usual.fault(usual.busiest(&kinds)?, 2.0, FaultKind::Slow(10.0)))
        },
    ),
    (
        "zone-loss",
        "Zone loss",
        "A zone, or else the busiest process, is gone for ten minutes.",
        |usual| {
            let elements = &usual.architecture.elements;
            let is_zone = |id: &&ElementId| {
                let boundary = elements[*id].boundary.as_ref();
                boundary.is_some_and(|boundary| boundary.of == BoundaryOf::Zone)
            };
            let processes = [
                ElementKind::Monolith,
                ElementKind::Service,
                ElementKind::Gateway,
            ];
            let lost = elements.keys().find(is_zone);
            let lost = lost.or_else(|| usual.busiest(&processes))?;
            Some(usual.fault(lost, 10.0, FaultKind::Outage(Outage::Silent)))
        },
    ),
    (
        "migration",
        "Migration",
        "The phases of the cutover, ten minutes each, and everything back at the end.",
        |usual| {
            let phases = |count: usize| (1_u32..).take(count).map(|n| minutes(f64::from(n) * 10.0));
            let cutovers: BTreeMap<_, _> = usual
                .architecture
                .cutovers
                .iter()
                .map(|(id, cutover)| {
                    let times = CutoverTimes {
                        at: phases(cutover.phases.len()).collect(),
                        back: None,
                    };
                    (id.clone(), times)
                })
                .collect();
            let most = cutovers.values().map(|times| times.at.len()).max()?;
            let end = phases(most + 1).last()?;
            let cutovers = cutovers.into_iter().map(|(id, times)| {
                let back = Some(end);
                (id, CutoverTimes { back, ..times })
            });
            Some(Scenario {
                cutovers: cutovers.collect(),
                ..story(end.base() / MINUTE_S + 10.0, usual.constant())
            })
        },
    ),
];

/// What the model at hand is usually asked for.
struct Usual<'a> {
    /// Requests a second.
    rate: f64,
    architecture: &'a Architecture,
}

impl Usual<'_> {
    /// The scenario of this kind, under an id that the model does not have; nothing where the model has not
    /// what it needs.
    fn preset(&self, (id, name, what, make): &Kind, model: &Model) -> Option<Preset> {
        let made = make(self)?;
        let ids = std::iter::once((*id).to_owned())
            .chain((2_u32..).map(|n| format!("{id}-{n}")))
            .filter_map(|id| ScenarioId::new(&id).ok());
        Some(Preset {
            id: (*id).to_owned(),
            free_id: ids
                .into_iter()
                .find(|id| !model.scenarios.contains_key(id))?,
            scenario: Scenario {
                name: Some((*name).to_owned()),
                description: Some((*what).to_owned()),
                ..made
            },
        })
    }

    /// So many times the usual rate, with three digits that count.
    fn times(&self, factor: f64) -> Rate {
        let rounded = format!("{:.2e}", self.rate * factor);
        let value = rounded.parse().unwrap_or(self.rate);
        Rate::new(value, "/s").unwrap_or_else(|_| unreachable!("a rate that is finite"))
    }

    fn constant(&self) -> Load {
        Load::Constant(self.times(1.0))
    }

    /// Straight lines between these points: minutes, and times the usual rate.
    fn curve(&self, points: &[(f64, f64)]) -> Load {
        let point = |&(at, factor): &(f64, f64)| LoadPoint {
            at: minutes(at),
            rate: self.times(factor),
        };
        Load::Curve(points.iter().map(point).collect())
    }

    /// The usual load, and ten minutes into it something breaks for so many minutes.
    fn fault(&self, element: &ElementId, lasts: f64, kind: FaultKind) -> Scenario {
        let fault = Fault {
            element: element.clone(),
            at: minutes(10.0),
            duration: minutes(lasts),
            kind,
        };
        let id = FaultId::new("fault").unwrap_or_else(|_| unreachable!("a literal identifier"));
        Scenario {
            faults: BTreeMap::from([(id, fault)]),
            ..story(30.0, self.constant())
        }
    }

    /// The element of these kinds that most links lead to; the first of them where none does.
    fn busiest(&self, kinds: &[ElementKind]) -> Option<&ElementId> {
        let links = self.architecture.relationships.values();
        let mut asked: BTreeMap<&ElementId, usize> = BTreeMap::new();
        for link in links {
            *asked.entry(&link.to.element).or_default() += 1;
        }
        let elements = self.architecture.elements.iter();
        elements
            .filter(|(_, element)| kinds.contains(&element.kind))
            .map(|(id, _)| id)
            .rev()
            .max_by_key(|id| asked.get(id).copied().unwrap_or(0))
    }
}

fn minutes(n: f64) -> Duration {
    let time = if n >= MINUTE_S && n % MINUTE_S == 0.0 {
        Duration::new(n / MINUTE_S, "h")
    } else if n == 0.0 {
        Duration::new(0.0, "s")
    } else {
        Duration::new(n, "min")
    };
    time.unwrap_or_else(|_| unreachable!("a time that is finite"))
}

/// A story of so many minutes.
fn story(length: f64, load: Load) -> Scenario {
    Scenario {
        horizon: Some(minutes(length)),
        ..scenario(ScenarioKind::Terminating, load)
    }
}

fn scenario(kind: ScenarioKind, load: Load) -> Scenario {
    Scenario {
        name: None,
        description: None,
        kind,
        load,
        loads: BTreeMap::new(),
        horizon: None,
        windows: BTreeMap::new(),
        faults: BTreeMap::new(),
        cutovers: BTreeMap::new(),
        replays: BTreeMap::new(),
        hours_per_month: 0.0,
    }
}

/// The mean of a load over its time, per second; nothing for a closed population.
fn mean_rate(load: &Load) -> Option<f64> {
    match load {
        Load::Spike { base, .. } => Some(base.base()),
        Load::Day { low, high } => Some(f64::midpoint(low.base(), high.base())),
        Load::Curve(points) => {
            let spans = points.windows(2).map(|pair| {
                let time = pair[1].at.base() - pair[0].at.base();
                (
                    time,
                    f64::midpoint(pair[0].rate.base(), pair[1].rate.base()),
                )
            });
            let (time, sum) = spans.fold((0.0, 0.0), |(all, sum), (time, rate)| {
                (all + time, sum + time * rate)
            });
            let first = points.first().map(|point| point.rate.base());
            if time > 0.0 { Some(sum / time) } else { first }
        }
        Load::Series(series) => {
            let count = series.counts.iter().sum::<f64>() / series.counts.len().max(1) as f64;
            Some(count * series.scale / series.step.base())
        }
        _ => load.long_run_rate(),
    }
}
