//! The real binary: exit codes, what it prints, and bad input of every sort.
#![allow(clippy::unwrap_used)]

mod deciding;
mod exporting;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use spinout_commands::results::{Comparison, Run};

/// A command in a folder of its own, which holds the worked example as `shop.spinout.json`.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let example = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../models/image-processing.spinout.json");
        fs::copy(example, folder.path().join("shop.spinout.json")).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_spinout"))
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    /// The exit code and standard output of a command.
    fn said(&self, arguments: &str) -> (i32, String) {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), text)
    }

    /// The JSON that a command prints.
    fn json(&self, arguments: &str) -> (i32, Value) {
        let (code, text) = self.said(arguments);
        (code, serde_json::from_str(&text).unwrap())
    }

    /// What a command complains, which must end it with code 2.
    fn complaint(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {text}");
        assert!(!text.contains("panicked"), "{text}");
        text
    }
}

/// A single queue: users ask a server of 10 requests a second.
fn queue(rate: &str) -> String {
    json!({
        "format": 1,
        "name": "Queue",
        "elements": {
            "users": {"kind": "client", "operations": {"ask": {}}},
            "server": {
                "kind": "service",
                "process": {"threads": 1},
                "operations": {"answer": {"demand": {"exponential": {"mean": "100ms"}}}},
            },
        },
        "relationships": {"ask": {"from": "users/ask", "to": "server/answer", "mode": "calls"}},
        "journeys": {"ask": {
            "entry": "users/ask",
            "objectives": {"fast": {"sli": {"response": "300ms"}, "target": 0.9}},
        }},
        "scenarios": {"day": {"kind": "steady", "load": {"constant": rate}}},
        "options": {"faster": {"name": "Faster server", "changes": {"demand": {"do": {"set": {
            "path": "elements/server/operations/answer/demand",
            "value": {"exponential": {"mean": "50ms"}},
            "base": {"exponential": {"mean": "100ms"}},
        }}}}}},
    })
    .to_string()
}

#[test]
fn a_new_model_is_written_once_and_good() {
    let folder = Folder::new();
    assert_eq!(folder.said("new blank.spinout.json").0, 0);
    assert_eq!(folder.said("check blank.spinout.json").0, 0);
    assert_eq!(folder.said("new image-processing made.spinout.json").0, 0);
    let read = |name| fs::read_to_string(folder.path(name)).unwrap();
    assert_eq!(read("made.spinout.json"), read("shop.spinout.json"));
    assert!(
        folder
            .complaint("new blank.spinout.json made.spinout.json")
            .contains("template")
    );
    assert!(
        folder
            .complaint("new made.spinout.json")
            .contains("there already")
    );
    assert_eq!(folder.said("new --force made.spinout.json").0, 0);
    assert!(folder.said("templates").1.contains("image-processing"));
    let (_, list) = folder.json("templates --json");
    assert!(list["templates"].as_array().unwrap().len() > 15);
    let named = "new --template U3 analytics.spinout.json";
    assert_eq!(folder.said(named).0, 0);
    assert!(folder.said("check analytics.spinout.json").0 < 2);
}

#[test]
fn scenarios_to_start_from_fit_the_model_and_run() {
    let folder = Folder::new();
    let (_, list) = folder.json("scenarios shop.spinout.json --json");
    let model: Value =
        serde_json::from_str(&fs::read_to_string(folder.path("shop.spinout.json")).unwrap())
            .unwrap();
    let presets = list["presets"].as_array().unwrap();
    let ids: Vec<&str> = presets.iter().map(|p| p["id"].as_str().unwrap()).collect();
    for id in ["steady", "spike", "retry-storm", "migration"] {
        assert!(ids.contains(&id), "{id} of {ids:?}");
    }
    for preset in presets {
        let taken = &model["scenarios"][preset["free_id"].as_str().unwrap()];
        assert!(taken.is_null(), "{preset}");
    }
    assert_eq!(
        folder
            .said("scenarios shop.spinout.json --add retry-storm")
            .0,
        0
    );
    let said = folder.said("scenarios shop.spinout.json --add migration --as weekend");
    assert!(said.1.contains("weekend"));
    let again = folder.complaint("scenarios shop.spinout.json --add spike --as weekend");
    assert!(again.contains("--as"));
    assert!(
        folder
            .complaint("scenarios shop.spinout.json --add flood")
            .contains("zone-loss")
    );
    let storm = "simulate shop.spinout.json --scenario retry-storm --replications 20 --json";
    let (_, run) = folder.json(storm);
    assert_eq!(run["scenario"], "retry-storm");
    let (_, run) = folder.json(
        "simulate shop.spinout.json --option worker-spinout --scenario weekend --replications 20 --json",
    );
    let windows = run["journeys"]["upload"]["windows"].as_object().unwrap();
    assert!(
        windows.contains_key("phase-5") && windows.contains_key("back"),
        "{windows:?}"
    );
}

#[test]
fn a_check_names_places_and_ends_by_the_worst() {
    let folder = Folder::new();
    let (code, text) = folder.said("check shop.spinout.json");
    assert_eq!(code, 1, "the worked example has warnings: {text}");
    let (_, report) = folder.json("check shop.spinout.json --json");
    assert_eq!(report["format"], 1);
    for found in report["findings"].as_array().unwrap() {
        let finding = &found["finding"];
        let line = format!("shop.spinout.json:{}:{}: ", found["line"], found["column"]);
        assert!(text.contains(&line), "{line}");
        assert!(text.contains(finding["why"].as_str().unwrap()));
        assert_ne!(finding["fix"], "");
    }
    fs::write(folder.path("queue.json"), queue("5/s")).unwrap();
    let worst = |value: &Value| {
        let findings = value["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|f| f["finding"]["severity"].as_str().unwrap().to_owned())
            .max()
    };
    let (code, report) = folder.json("check queue.json --json");
    let expected = match worst(&report).as_deref() {
        Some("warning") => 1,
        Some("error") => 2,
        _ => 0,
    };
    assert_eq!(code, expected);
}

#[test]
fn a_run_is_an_object_and_several_are_an_array() {
    let folder = Folder::new();
    fs::write(folder.path("queue.json"), queue("1/s")).unwrap();
    let (code, run) = folder.json("simulate queue.json --option faster --json");
    assert_eq!(code, 0);
    let run: Run = serde_json::from_value(run).unwrap();
    assert_eq!(
        (run.option.as_str(), run.scenario.as_str()),
        ("faster", "day")
    );
    let arguments = "simulate queue.json --option baseline --option faster --seed 7 --json";
    let (_, runs) = folder.json(arguments);
    let runs: Vec<Run> = serde_json::from_value(runs).unwrap();
    assert_eq!(runs.len(), 2);
    assert!(runs.iter().all(|run| run.seed == 7));
    let (code, preview) = folder.json("simulate queue.json --preview --json");
    assert_eq!((code, &preview["method"]), (0, &Value::from("preview")));
    let told = folder.said("simulate queue.json --preview").1;
    assert!(told.contains("not simulated"), "{told}");
    let one = folder.said(&format!("{arguments} --threads 1")).1;
    let three = folder.said(&format!("{arguments} --threads 3")).1;
    assert!(one == three, "threads change no result");
}

#[test]
fn evidence_is_written_into_the_file_and_stays_good() {
    let folder = Folder::new();
    fs::write(folder.path("queue.json"), queue("1/s")).unwrap();
    let before = folder.said("check queue.json");
    assert_eq!(
        folder
            .said("simulate queue.json --option faster --evidence")
            .0,
        0
    );
    let file = fs::read_to_string(folder.path("queue.json")).unwrap();
    let model: Value = serde_json::from_str(&file).unwrap();
    let figures = &model["evidence"]["faster-day"]["figures"];
    assert!(
        figures["journeys/ask/response_s/mean"]["value"].is_f64(),
        "{file}"
    );
    let after = folder.said("check queue.json");
    assert_eq!(after.0, before.0);
    assert!(!after.1.contains("stale-evidence"));
}

#[test]
fn theory_lies_in_the_interval_and_codes_tell_what_was_missed() {
    let folder = Folder::new();
    // At 5/s on a server of 10/s the mean response is 1/(10 − 5) s, and P(response > 0.3 s) = e^(−1.5):
    // 78 % are good, less than 90 %. A call within a zone takes 0.5 ms more.
    fs::write(folder.path("queue.json"), queue("5/s")).unwrap();
    let (code, run) = folder.json("simulate queue.json --json");
    assert_eq!(code, 1, "the objective is missed");
    let mean = &run["journeys"]["ask"]["response_s"]["mean"];
    let (low, high) = (
        mean["low"].as_f64().unwrap(),
        mean["high"].as_f64().unwrap(),
    );
    assert!(low < 0.2005 && 0.2005 < high, "{mean}");
    fs::write(folder.path("queue.json"), queue("1/s")).unwrap();
    assert_eq!(folder.said("simulate queue.json").0, 0);
    fs::write(folder.path("queue.json"), queue("20/s")).unwrap();
    let (code, text) = folder.said("simulate queue.json");
    assert_eq!(code, 1);
    assert!(text.contains("OVERLOAD: server"), "{text}");
    let (_, run) = folder.json("simulate queue.json --json");
    assert_eq!(run["overload"]["element"], "server");
    assert_eq!(run["journeys"]["ask"]["response_s"]["mean"], Value::Null);
}

#[test]
fn a_comparison_a_blast_and_a_report_are_printed() {
    let folder = Folder::new();
    fs::write(folder.path("queue.json"), queue("1/s")).unwrap();
    let (code, comparison) = folder.json("compare queue.json --option faster --json");
    assert_eq!(code, 0);
    let comparison: Comparison = serde_json::from_value(comparison).unwrap();
    assert_eq!(comparison.base.as_str(), "baseline");
    let paired = &comparison.journeys["ask"].whole["response_s/mean"];
    // M/M/1: 1/(20 − 1) s against 1/(10 − 1) s.
    let exact = 1.0 / 19.0 - 1.0 / 9.0;
    assert!(paired.difference.low < exact && exact < paired.difference.high);
    // Nothing is chosen in this model, so that one of its options must be named.
    let which = folder.complaint("compare queue.json");
    assert!(which.contains("one of: faster"), "{which}");
    let chosen = queue("1/s").replacen('{', r#"{"chosen":"faster","#, 1);
    fs::write(folder.path("chosen.json"), chosen).unwrap();
    let (_, unnamed) = folder.json("compare chosen.json --precision 5% --json");
    assert_eq!(
        (&unnamed["base"], &unnamed["option"]),
        (&json!("baseline"), &json!("faster"))
    );
    let (_, text) = folder.said("compare queue.json --option faster --report side.html");
    assert!(text.contains("response P99"), "{text}");
    let page = fs::read_to_string(folder.path("side.html")).unwrap();
    assert!(page.contains("Faster server") && page.contains("Baseline"));
    let (code, blast) = folder.json("blast shop.spinout.json --json");
    assert_eq!(code, 0);
    assert!(blast["baseline"]["failures"].as_array().unwrap().len() > 3);
    assert!(
        folder
            .said("blast shop.spinout.json")
            .1
            .contains("Shop database")
    );
    let run = folder.said("simulate queue.json --report run.html").1;
    assert!(run.contains("baseline under day"), "{run}");
    assert!(folder.path("run.html").exists());
}

#[test]
fn schemas_are_json() {
    let folder = Folder::new();
    let (_, model) = folder.json("schema");
    let (_, results) = folder.json("schema --results");
    assert!(model["properties"]["elements"].is_object());
    let committed = include_str!("../../../../models/spinout.schema.json");
    assert!(
        folder.said("schema").1 == committed,
        "the committed schema is the program's"
    );
    for (shape, property) in [
        ("Run", "journeys"),
        ("Comparison", "base"),
        ("BlastRun", "fault"),
    ] {
        let reference = format!("#/$defs/{shape}");
        let shapes = results["anyOf"].as_array().unwrap();
        assert!(shapes.iter().any(|of| of["$ref"] == *reference), "{shape}");
        assert!(results["$defs"][shape]["properties"][property].is_object());
    }
}

#[test]
fn bad_input_ends_with_2_and_names_the_place() {
    let folder = Folder::new();
    let write = |name: &str, text: &str| fs::write(folder.path(name), text).unwrap();
    assert!(
        folder
            .complaint("check missing.json")
            .contains("missing.json")
    );
    write("broken.json", "{\n  \"format\": 1,\n  \"name\" \"x\"\n}");
    assert!(
        folder
            .complaint("check broken.json")
            .contains("broken.json:3:")
    );
    write("newer.json", "{\n  \"format\": 2,\n  \"name\": \"x\"\n}");
    let complaint = folder.complaint("simulate newer.json");
    assert!(complaint.contains("newer.json:2:13: format"), "{complaint}");
    assert!(complaint.contains("fix: "), "{complaint}");
    fs::write(folder.path("huge.json"), vec![b' '; 100_000_000]).unwrap();
    assert!(folder.complaint("check huge.json").contains("100 MB"));
    write("deep.json", &("[".repeat(100_000) + &"]".repeat(100_000)));
    folder.complaint("check deep.json");
    fs::write(folder.path("binary.json"), [0_u8, 159, 146, 150]).unwrap();
    folder.complaint("check binary.json");
    write("empty.json", "");
    folder.complaint("check empty.json");
    folder.complaint("check .");
    folder.complaint("simulate shop.spinout.json --option nobody");
    folder.complaint("simulate shop.spinout.json --scenario never");
    folder.complaint("simulate shop.spinout.json --option Not%20An%20Id");
    folder.complaint("simulate shop.spinout.json --precision 0");
    folder.complaint("simulate shop.spinout.json --seed -1");
    folder.complaint("simulate shop.spinout.json --precision 5x");
    let few = folder.complaint("simulate shop.spinout.json --replications 19");
    assert!(few.contains("at least 20"), "{few}");
    folder.complaint("compare shop.spinout.json --option baseline");
    let template = folder.complaint("new image-processing");
    assert!(template.contains("new image-processing NAME.spinout.json"));
    assert!(!folder.path("image-processing").exists());
    folder.complaint("frobnicate");
    folder.complaint("new blank.json/deeper.json");
}

#[test]
fn a_model_that_cannot_be_simulated_says_where() {
    let folder = Folder::new();
    let lost = queue("5/s").replace("\"entry\":\"users/ask\"", "\"entry\":\"users/gone\"");
    fs::write(folder.path("lost.json"), lost).unwrap();
    let endless = queue("5/s").replace(
        "\"relationships\":{",
        "\"relationships\":{\"again\":{\"from\":\"server/answer\",\"to\":\"server/answer\",\"mode\":\"calls\"},",
    );
    fs::write(folder.path("endless.json"), endless).unwrap();
    for (model, place) in [("lost.json", "journeys/ask"), ("endless.json", "server")] {
        for command in ["simulate", "blast"] {
            let complaint = folder.complaint(&format!("{command} {model}"));
            assert!(
                complaint.contains(model) && complaint.contains(place),
                "{complaint}"
            );
            assert!(complaint.contains("fix: "), "{complaint}");
        }
        let (code, text) = folder.said(&format!("check {model}"));
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(&format!("{model}:1:")), "{text}");
    }
}

#[test]
fn a_time_budget_ends_a_run_and_the_run_says_so() {
    let folder = Folder::new();
    fs::write(folder.path("queue.json"), queue("5/s")).unwrap();
    // A few milliseconds end it in its trial runs, a second in its replications: both are results.
    for budget in ["0.001", "1"] {
        let (_, run) = folder.json(&format!(
            "simulate queue.json --precision 0.00001 --replications 100000 --time-budget {budget} --json"
        ));
        assert_eq!(run["stop"], "time");
    }
}

#[test]
fn names_from_a_file_cannot_reach_the_terminal_as_commands() {
    let folder = Folder::new();
    let mut escape = String::new();
    let _ = write!(escape, "\\u001b]0;owned\\u0007");
    let hostile = queue("1/s").replace("\"name\":\"Queue\"", &format!("\"name\":\"{escape}\""));
    fs::write(folder.path("hostile.json"), hostile).unwrap();
    for command in ["check", "simulate", "blast"] {
        let output = folder.run(&format!("{command} hostile.json"));
        assert!(!output.stdout.contains(&0x1b), "{command}");
        assert!(!output.stderr.contains(&0x1b), "{command}");
    }
}

#[test]
fn what_is_known_of_an_element_becomes_its_demand() {
    let folder = Folder::new();
    fs::write(folder.path("queue.spinout.json"), queue("5/s")).unwrap();
    let ask = "know queue.spinout.json server --rate 100/s --cpu 80% --instances 1 --cores 2";
    let (code, text) = folder.said(ask);
    assert_eq!(code, 0);
    assert!(text.contains("80 % × 2 cores ÷ 100/s = 16 ms"), "{text}");
    let (code, text) = folder.said(&format!("{ask} --p50 2ms"));
    assert_eq!(code, 1);
    assert!(text.contains("a P50 of 2 ms cannot be"), "{text}");
    assert_eq!(folder.said("know queue.spinout.json server").0, 2);
    let (code, _) = folder.said(&format!("{ask} --write --basis vendor"));
    assert_eq!(code, 0);
    let written = fs::read_to_string(folder.path("queue.spinout.json")).unwrap();
    let model: Value = serde_json::from_str(&written).unwrap();
    let demand = &model["elements"]["server"]["operations"]["answer"]["demand"];
    assert_eq!(*demand, json!({"exponential": {"mean": "16ms"}}));
    let basis = &model["basis"]["elements/server/operations/answer/demand"];
    assert_eq!(
        *basis,
        json!({"kind": "vendor", "source": "100/s, CPU 80 %, 2 cores"})
    );
}
