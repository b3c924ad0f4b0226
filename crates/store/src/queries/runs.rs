use rusqlite::{OptionalExtension, Row, named_params};

use crate::{Store, StoreError};

/// The most runs that are kept; the oldest go first.
const MOST: i64 = 500;

/// What a list of runs shows.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// When it ended, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// The name of its model.
    pub model: String,
    /// The option.
    pub option: String,
    /// The scenario.
    pub scenario: String,
    /// The kind of scenario.
    pub kind: String,
    /// The seed.
    pub seed: i64,
    /// The version of the engine.
    pub engine: String,
    /// The digest of the network.
    pub digest: String,
    /// Replications.
    pub replications: i64,
    /// Requests, over all replications.
    pub requests: i64,
    /// Objectives met.
    pub objectives_met: i64,
    /// All objectives.
    pub objectives: i64,
    /// What could not keep up.
    pub overload: Option<String>,
    /// The worst 99th percentile, seconds.
    pub worst_p99_s: Option<f64>,
    /// Cost of a month.
    pub cost_per_month: Option<f64>,
}

/// A run in the store.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Names it.
    pub id: i64,
    /// What a list shows.
    pub summary: RunSummary,
}

const COLUMNS: &str = "id, at_ms, model, option, scenario, kind, seed, engine, digest, replications, \
    requests, objectives_met, objectives, overload, worst_p99_s, cost_per_month";

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        id: row.get("id")?,
        summary: RunSummary {
            at_ms: row.get("at_ms")?,
            model: row.get("model")?,
            option: row.get("option")?,
            scenario: row.get("scenario")?,
            kind: row.get("kind")?,
            seed: row.get("seed")?,
            engine: row.get("engine")?,
            digest: row.get("digest")?,
            replications: row.get("replications")?,
            requests: row.get("requests")?,
            objectives_met: row.get("objectives_met")?,
            objectives: row.get("objectives")?,
            overload: row.get("overload")?,
            worst_p99_s: row.get("worst_p99_s")?,
            cost_per_month: row.get("cost_per_month")?,
        },
    })
}

impl Store {
    /// Keeps a run and its results. Gives its id.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn add_run(&self, run: &RunSummary, results: &str) -> Result<i64, StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT INTO runs (at_ms, model, option, scenario, kind, seed, engine, digest, replications, \
             requests, objectives_met, objectives, overload, worst_p99_s, cost_per_month, results) \
             VALUES (:at_ms, :model, :option, :scenario, :kind, :seed, :engine, :digest, :replications, \
             :requests, :objectives_met, :objectives, :overload, :worst_p99_s, :cost_per_month, :results)",
            named_params! {
                ":at_ms": run.at_ms,
                ":model": run.model,
                ":option": run.option,
                ":scenario": run.scenario,
                ":kind": run.kind,
                ":seed": run.seed,
                ":engine": run.engine,
                ":digest": run.digest,
                ":replications": run.replications,
                ":requests": run.requests,
                ":objectives_met": run.objectives_met,
                ":objectives": run.objectives,
                ":overload": run.overload,
                ":worst_p99_s": run.worst_p99_s,
                ":cost_per_month": run.cost_per_month,
                ":results": results,
            },
        )?;
        let id = transaction.last_insert_rowid();
        transaction.execute(
            "DELETE FROM runs WHERE id <= (SELECT id FROM runs ORDER BY id DESC LIMIT 1 OFFSET ?1)",
            [MOST],
        )?;
        transaction.commit()?;
        Ok(id)
    }

    /// The latest `limit` runs, of models of this name if one is given; latest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn runs(&self, model: Option<&str>, limit: u32) -> Result<Vec<RunRow>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM runs WHERE ?1 IS NULL OR model = ?1 ORDER BY id DESC LIMIT ?2"
        ))?;
        let rows = statement.query_map((model, limit), run_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The results of a run.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn run_results(&self, id: i64) -> Result<Option<String>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT results FROM runs WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// The runs of a network with this digest, under this seed if one is given; latest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn runs_of(&self, digest: &str, seed: Option<i64>) -> Result<Vec<RunRow>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM runs WHERE digest = ?1 AND (?2 IS NULL OR seed = ?2) \
             ORDER BY id DESC"
        ))?;
        let rows = statement.query_map((digest, seed), run_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes a run away. Was it there?
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn delete_run(&self, id: i64) -> Result<bool, StoreError> {
        Ok(self
            .lock()
            .execute("DELETE FROM runs WHERE id = ?1", [id])?
            > 0)
    }
}
