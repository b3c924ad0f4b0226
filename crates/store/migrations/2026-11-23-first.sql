-- Runs that were made: a summary in columns, for lists, and the whole results as JSON.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    model TEXT NOT NULL,
    option TEXT NOT NULL,
    scenario TEXT NOT NULL,
    kind TEXT NOT NULL,
    seed INTEGER NOT NULL,
    engine TEXT NOT NULL,
    digest TEXT NOT NULL,
    replications INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    objectives_met INTEGER NOT NULL,
    objectives INTEGER NOT NULL,
    overload TEXT,
    worst_p99_s REAL,
    cost_per_month REAL,
    results TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_model ON runs (model, id);
CREATE INDEX runs_by_digest ON runs (digest, seed, id);

-- Work that was not saved: the text it stands on, and what was done to it since.
CREATE TABLE journals (
    key TEXT PRIMARY KEY,
    path TEXT,
    name TEXT NOT NULL,
    base TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE journal_entries (
    journal TEXT NOT NULL REFERENCES journals (key) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (journal, sequence)
) STRICT, WITHOUT ROWID;

-- Files that were opened.
CREATE TABLE recent (
    path TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
