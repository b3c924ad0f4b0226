use std::f64::consts::PI;

use spinout_model::{Architecture, BatchSize as DrawnSize, Load, Scenario, ScenarioKind, Think};
use spinout_network::{
    Arrivals, BatchSize, Distribution, Process, RateCurve, RateLevel, RatePoint, Spacing, Stream,
    key, limits,
};

use crate::{LowerError, distribution};

/// Points that a day's sine is drawn with: one each quarter of an hour.
const DAY_POINTS: u32 = 96;
const DAY_S: f64 = 86_400.0;

/// The arrivals of every journey, in the journeys' order.
pub(crate) fn arrivals(
    architecture: &Architecture,
    scenario: &Scenario,
) -> Result<Vec<Arrivals>, LowerError> {
    let total: f64 = architecture
        .journeys
        .iter()
        .filter(|(id, _)| !scenario.loads.contains_key(id.as_str()))
        .map(|(_, journey)| journey.share)
        .sum();
    let mut users_left = Apportionment::default();
    let mut taken = 0.0;
    architecture
        .journeys
        .iter()
        .map(|(id, journey)| {
            let (load, part, place) = match scenario.loads.get(id) {
                Some(load) => (load, 1.0, format!("loads/{id}")),
                None if total > 0.0 => (&scenario.load, journey.share / total, "load".to_owned()),
                None => (&scenario.load, 0.0, "load".to_owned()),
            };
            if scenario.kind == ScenarioKind::Steady && !load.lasts() {
                return Err(LowerError::new(
                    place,
                    "a steady scenario asks a long-run question, but this load changes over time",
                    "use a constant load or a closed population, or make the scenario terminating",
                ));
            }
            Ok(match load {
                Load::Closed { population, think } => Arrivals::Closed {
                    population: if part == 1.0 {
                        *population
                    } else {
                        users_left.next(f64::from(*population) * part)
                    },
                    think: match think {
                        Think::Mean(mean) => Distribution::exponential(mean.base()),
                        Think::Drawn(think) => distribution::lower(think, &place)?,
                    },
                },
                open => {
                    // Parts of the common load lie side by side.
                    let from = if place == "load" { taken } else { 0.0 };
                    let to = from + part;
                    let to = if to > 1.0 - 1e-9 { 1.0 } else { to };
                    if place == "load" {
                        taken = to;
                    }
                    Arrivals::Open {
                        rate: curve(open, part),
                        spacing: spacing(open, (from, to), &place)?,
                    }
                }
            })
        })
        .collect()
}

/// How the requests of a load follow each other, where a journey takes this part of them.
fn spacing(load: &Load, part: (f64, f64), place: &str) -> Result<Spacing, LowerError> {
    let rate = load.long_run_rate().unwrap_or(0.0);
    let share = part.1 - part.0;
    let is_stream = matches!(
        load,
        Load::Interarrival(_) | Load::Batches { .. } | Load::Bursts(_)
    );
    if is_stream && share > 0.0 && share < limits::PART {
        return Err(LowerError::new(
            place,
            "a journey takes less than a millionth of this load, whose requests come one by one",
            "give the journey a larger share, a share of 0, or a load of its own",
        ));
    }
    let process = match load {
        Load::Interarrival(between) => Process::Renewal {
            between: distribution::lower(between, place)?.scaled(rate),
        },
        Load::Batches { size, .. } => Process::Batches {
            size: match size {
                DrawnSize::Constant(size) => BatchSize::Constant { size: *size },
                DrawnSize::Geometric { mean } => BatchSize::Geometric { mean: *mean },
            },
        },
        Load::Bursts(levels) => {
            let level = |level: &spinout_model::LoadLevel| {
                Ok(RateLevel {
                    rate: level.rate.base() / rate,
                    lasts: distribution::lower(&level.lasts, place)?.scaled(rate),
                })
            };
            let levels = levels.iter().map(level).collect::<Result<_, _>>()?;
            Process::Modulated { levels }
        }
        _ => return Ok(Spacing::Poisson),
    };
    Ok(Spacing::Stream(Box::new(Stream {
        key: key::key_of(place),
        part,
        process,
    })))
}

/// Splits a population into whole users without losing one: each part is rounded together with what the
/// parts before it left over.
#[derive(Default)]
struct Apportionment {
    wanted: f64,
    given: u32,
}

impl Apportionment {
    fn next(&mut self, part: f64) -> u32 {
        self.wanted += part;
        let now = ((self.wanted + 0.5).floor() as u32).saturating_sub(self.given);
        self.given += now;
        now
    }
}

fn curve(load: &Load, part: f64) -> RateCurve {
    let point = |time: f64, rate: f64| RatePoint {
        time,
        rate: rate * part,
    };
    match load {
        Load::Constant(rate) => RateCurve::Constant {
            rate: rate.base() * part,
        },
        Load::Curve(points) => RateCurve::Linear {
            points: points
                .iter()
                .map(|p| point(p.at.base(), p.rate.base()))
                .collect(),
        },
        Load::Spike {
            base,
            peak,
            at,
            duration,
        } => RateCurve::Steps {
            points: vec![
                point(0.0, base.base()),
                point(at.base(), peak.base()),
                point(at.base() + duration.base(), base.base()),
            ],
        },
        Load::Day { low, high } => RateCurve::Linear {
            points: (0..=DAY_POINTS)
                .map(|i| {
                    let time = DAY_S * f64::from(i) / f64::from(DAY_POINTS);
                    let (low, high) = (low.base(), high.base());
                    // Lowest at 4:00, highest at 16:00.
                    let phase = 2.0 * PI * (time - 4.0 * 3600.0) / DAY_S;
                    point(time, low + (high - low) * (1.0 - libm::cos(phase)) / 2.0)
                })
                .collect(),
        },
        Load::Series(series) => RateCurve::Series {
            step: series.step.base(),
            rates: series
                .counts
                .iter()
                .map(|count| count * series.scale * part / series.step.base())
                .collect(),
        },
        Load::Interarrival(_) | Load::Batches { .. } | Load::Bursts(_) | Load::Closed { .. } => {
            RateCurve::Constant {
                rate: load.long_run_rate().unwrap_or(0.0) * part,
            }
        }
    }
}
