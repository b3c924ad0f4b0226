//! How each part of a file is laid out in lines. It depends on where a value stands, never on how wide
//! it is, so that an edit changes its own lines only.

/// How a value is laid out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// All on one line.
    Line,
    /// One member a line, each with the form that is given for it, else `Free`.
    Block(&'static [(&'static str, Form)]),
    /// One entry a line, all of one form.
    Entries(&'static Form),
    /// A value named by its only key: a block if the key is given here, else all on one line.
    OneOf(&'static [(&'static str, Form)]),
    /// A list with so many items on each line.
    Wrapped(usize),
    /// Not known: one member a line, and lists of plain values on one line.
    Free,
}

use Form::{Block, Entries, Free, Line, OneOf, Wrapped};

const PROCESS: Form = Block(&[("autoscaler", Line)]);
const FUNCTION: Form = Block(&[("burst", Line), ("cold_start", Line), ("idle_expiry", Line)]);
const QUEUE: Form = Block(&[("acknowledgement", Line), ("dead_letter", Line)]);
const OPERATION: Form = Block(&[("demand", Line), ("steps", Entries(&Line))]);
const ELEMENT: Form = Block(&[
    ("data", Line),
    ("process", PROCESS),
    ("function", FUNCTION),
    ("queue", QUEUE),
    ("boundary", Line),
    ("operations", Entries(&OPERATION)),
]);
const RELATIONSHIP: Form = Block(&[("latency", Line), ("serialization", Line), ("retry", Line)]);
const JOURNEY: Form = Block(&[("traffic", Line), ("objectives", Entries(&Line))]);
const LOAD: Form = OneOf(&[
    ("curve", Entries(&Line)),
    ("series", Block(&[("counts", Wrapped(20))])),
]);
const SCENARIO: Form = Block(&[
    ("load", LOAD),
    ("loads", Entries(&LOAD)),
    ("windows", Entries(&Line)),
    ("faults", Entries(&Line)),
    ("cutovers", Entries(&Line)),
]);
const UNIT: Form = Block(&[
    ("on_call", Line),
    ("pipeline", Line),
    ("recovery", Line),
    ("contract_tests", Line),
    ("traces", Line),
    ("metrics", Line),
    ("logs", Line),
    ("alerts", Line),
    ("runbook", Line),
    ("docs", Line),
    ("identity", Line),
    ("network_policy", Line),
    ("secrets", Line),
    ("tags", Line),
    ("load_tests", Line),
]);
const SPIN_OUT: Form = Block(&[
    ("components", Line),
    ("process", PROCESS),
    ("queue", QUEUE),
    ("parent_process", PROCESS),
    ("data", Entries(&Line)),
    ("unit", UNIT),
]);
const DO: Form = OneOf(&[
    ("spin_out", SPIN_OUT),
    (
        "add",
        Block(&[
            ("elements", Entries(&ELEMENT)),
            ("relationships", Entries(&RELATIONSHIP)),
        ]),
    ),
    ("cutover", Block(&[("phases", Entries(&Line))])),
]);
const OPTION: Form = Block(&[("changes", Entries(&Block(&[("do", DO)])))]);
const CONTRACT: Form = Block(&[
    ("http", Line),
    ("message", Line),
    ("request", Free),
    ("response", Free),
    ("errors", Entries(&Line)),
]);

/// The form of a whole file.
pub(super) const MODEL: Form = Block(&[
    ("elements", Entries(&ELEMENT)),
    ("relationships", Entries(&RELATIONSHIP)),
    ("journeys", Entries(&JOURNEY)),
    ("scenarios", Entries(&SCENARIO)),
    ("options", Entries(&OPTION)),
    ("teams", Entries(&Line)),
    (
        "data",
        Entries(&Block(&[("classes", Line), ("writers", Line)])),
    ),
    ("contracts", Entries(&CONTRACT)),
    ("units", Entries(&UNIT)),
    ("basis", Entries(&Line)),
    ("evidence", Entries(&Block(&[("figures", Entries(&Line))]))),
    ("notes", Entries(&Block(&[]))),
    (
        "layout",
        Block(&[
            ("elements", Entries(&Line)),
            ("options", Entries(&Entries(&Line))),
            ("notes", Entries(&Line)),
        ]),
    ),
]);

/// The form of the member `key` of a value laid out as `fields` say.
pub(super) fn of_member(fields: &[(&str, Form)], key: &str) -> Option<Form> {
    fields
        .iter()
        .find(|(name, _)| *name == key)
        .map(|(_, form)| *form)
}
