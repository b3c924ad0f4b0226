use spinout_model::{Model, ScenarioKind};
use spinout_results::{JourneyResult, Run};
use spinout_units::ScenarioId;

/// Hours of a month on bills: 365 × 24 ÷ 12.
pub(crate) const HOURS: f64 = 730.0;

/// The month as a mix of runs and their hours.
pub(crate) struct Month<'a> {
    pub(crate) parts: Vec<(&'a Run, f64)>,
    pub(crate) notes: Vec<String>,
}

impl<'a> Month<'a> {
    /// The mix that the scenarios' hours ask for. Hours that no scenario claims count as the ordinary
    /// case: the steady scenario with the most hours, else the default one, else the first.
    pub(crate) fn of(model: &Model, runs: &[&'a Run]) -> Self {
        let hours = |id: &ScenarioId| model.scenarios.get(id).map_or(0.0, |s| s.hours_per_month);
        let mut month = Self {
            parts: runs
                .iter()
                .map(|run| (*run, hours(&run.scenario)))
                .collect(),
            notes: Vec::new(),
        };
        for (id, scenario) in &model.scenarios {
            if scenario.hours_per_month > 0.0 && !runs.iter().any(|run| run.scenario == *id) {
                month.notes.push(format!(
                    "The scenario `{id}` stands for {} h of a month, but was not run: its hours are left \
                     to the others.",
                    scenario.hours_per_month
                ));
            }
        }
        let claimed: f64 = month.parts.iter().map(|(_, hours)| hours).sum();
        let ordinary = ordinary(model, &month.parts);
        if claimed > HOURS {
            month.notes.push(format!(
                "The scenarios stand for {claimed} h, more than the {HOURS} h of a month; all are counted."
            ));
        } else if claimed < HOURS
            && let Some(index) = ordinary
        {
            let (run, own) = &mut month.parts[index];
            *own += HOURS - claimed;
            month.notes.push(format!(
                "{} h of the {HOURS} h of a month belong to no scenario that was run: they count as \
                 `{}`.",
                HOURS - claimed,
                run.scenario
            ));
        }
        month.parts.retain(|(_, hours)| *hours > 0.0);
        month
    }

    /// The sum of `rate` (per second) over the seconds of the month, where it is known.
    pub(crate) fn events(&self, rate: impl Fn(&Run) -> f64) -> f64 {
        self.parts
            .iter()
            .map(|(run, h)| rate(run) * h * 3600.0)
            .sum()
    }

    /// The mix in words: `700 h as steady, 20 h as upload-spike`.
    pub(crate) fn in_words(&self, figure: impl Fn(&Run) -> Option<String>) -> String {
        let parts = self.parts.iter().map(|(run, hours)| {
            let figure = figure(run).map_or(String::new(), |f| format!(" × {f}"));
            format!("{hours} h{figure} ({})", run.scenario)
        });
        parts.collect::<Vec<_>>().join(" + ")
    }
}

fn ordinary(model: &Model, parts: &[(&Run, f64)]) -> Option<usize> {
    let steady = |run: &Run| {
        let scenario = model.scenarios.get(&run.scenario);
        scenario.is_some_and(|s| s.kind == ScenarioKind::Steady)
    };
    let mut best = None;
    for (index, (run, hours)) in parts.iter().enumerate() {
        let is_default = model.default_scenario.as_ref() == Some(&run.scenario);
        let rank = (steady(run), *hours, is_default);
        if best.is_none_or(|(_, other)| rank > other) {
            best = Some((index, rank));
        }
    }
    best.map(|(index, _)| index)
}

/// Finished requests of a journey per second; 0 where the run could not tell.
pub(crate) fn finished_per_s(journey: &JourneyResult) -> f64 {
    journey.throughput_per_s.map_or(0.0, |e| e.value)
}
