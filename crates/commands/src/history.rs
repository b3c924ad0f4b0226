//! The runs that were made.

use spinout_results::Run;

use crate::app::App;
use crate::problem::of_storage;
use crate::protocol::{
    DeleteRun, GetRun, HistoryEntry, HistoryList, ListHistory, Problem, ProblemKind,
};

/// How many entries are given where nobody says.
const USUAL: u32 = 200;

impl App {
    /// The runs of the history.
    pub fn history(&self, ask: &ListHistory) -> Result<HistoryList, Problem> {
        let limit = ask.limit.unwrap_or(USUAL);
        let runs = self.host().storage().runs(ask.model.as_deref(), limit);
        Ok(HistoryList {
            runs: runs.map_err(|error| of_storage(&error))?,
        })
    }

    /// A run of the history.
    pub fn history_run(&self, ask: GetRun) -> Result<Run, Problem> {
        let found = self.host().storage().run(ask.id);
        let text = found
            .map_err(|error| of_storage(&error))?
            .ok_or_else(|| unknown(ask.id))?;
        serde_json::from_str(&text).map_err(|error| {
            Problem::new(
                ProblemKind::Storage,
                format!("the run {} cannot be read: {error}", ask.id),
                "an older version may have written it; run it again",
            )
        })
    }

    /// Takes a run out of the history.
    pub fn history_delete(&self, ask: DeleteRun) -> Result<(), Problem> {
        let deleted = self.host().storage().delete_run(ask.id);
        if deleted.map_err(|error| of_storage(&error))? {
            Ok(())
        } else {
            Err(unknown(ask.id))
        }
    }
}

fn unknown(id: i64) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("there is no run {id} in the history"),
        "it was taken out already",
    )
}

/// A run in short.
pub(crate) fn entry(run: &Run, at_ms: u64) -> HistoryEntry {
    let objectives = || {
        run.journeys
            .values()
            .flat_map(|journey| &journey.objectives)
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    HistoryEntry {
        id: 0,
        at_ms,
        model: run.model.clone(),
        option: run.option.to_string(),
        scenario: run.scenario.to_string(),
        kind: run.kind,
        seed: run.seed,
        engine: run.engine.clone(),
        digest: run.digest.clone(),
        replications: run.replications,
        requests: run.requests,
        objectives_met: count(objectives().filter(|o| o.met == Some(true)).count()),
        objectives: count(objectives().count()),
        overload: run.overload.as_ref().map(|overload| overload.name.clone()),
        worst_p99_s: run
            .journeys
            .values()
            .filter_map(|journey| journey.response_s.p99.map(|p99| p99.value))
            .max_by(f64::total_cmp),
        cost_per_month: run.cost.as_ref().map(|bill| bill.per_month),
    }
}
