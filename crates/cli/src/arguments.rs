use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use spinout_commands::protocol::{RunSettings, TargetFolder};
use spinout_units::{Duration, ElementId, OperationId, OptionId, Rate, ScenarioId};

use crate::progress;

const EXIT_CODES: &str = "\
Exit codes:
  0    good
  1    findings, an objective missed, an overload, or exported files that the model has moved on from
  2    bad input: a file that cannot be read, a model with errors, a wrong argument
  3    a fault of the program
  4    exported files that were edited by hand, or in which an edit and the model meet
  5    exported files that are left over
  130  stopped with Ctrl+C

Where no option is named, the chosen one is meant, else the baseline; where no scenario is named, the
default one.";

/// Shows what taking a part out of a system would bring: response, cost, and what breaks with what.
#[derive(Debug, Parser)]
#[command(name = "spinout", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a new model, blank or from a template
    New(New),
    /// List the models that a new one can start from
    Templates(Templates),
    /// List the scenarios of a model and those to start from, or add one of these
    Scenarios(Scenarios),
    /// Say what is wrong with a model: 2 if it has errors, 1 if it has warnings
    Check(Check),
    /// Run options under scenarios
    Simulate(Simulate),
    /// Run two options under the same users and the same work
    Compare(Compare),
    /// Run an option beside the baseline, and say what speaks for and against each of its spinouts
    Decide(Decide),
    /// Crash each element for a while, and say what is lost
    Blast(Blast),
    /// Write contracts, objectives, rules and the checklist of an option
    Export(Export),
    /// Find the demand of an element from requests/s, CPU %, P50 and P95: any of these that suffice
    Know(KnownFigures),
    /// Print the JSON Schema of the model file
    Schema(Schema),
}

impl Command {
    /// Is what it prints for programs?
    pub(crate) fn prints_json(&self) -> bool {
        match self {
            Self::New(_) => false,
            Self::Templates(asked) => asked.json,
            Self::Scenarios(asked) => asked.json,
            Self::Check(asked) => asked.json,
            Self::Simulate(asked) => asked.json,
            Self::Compare(asked) => asked.json,
            Self::Decide(asked) => asked.json,
            Self::Blast(asked) => asked.json,
            Self::Export(asked) => asked.json,
            Self::Know(asked) => asked.json,
            Self::Schema(_) => true,
        }
    }
}

#[derive(Debug, Args)]
#[command(allow_missing_positional = true)]
pub(crate) struct New {
    /// The template; a blank model where left out
    #[arg(conflicts_with = "named")]
    pub(crate) template: Option<String>,
    /// The file to write, by custom NAME.spinout.json
    pub(crate) file: PathBuf,
    /// The template, as an option
    #[arg(long = "template", value_name = "TEMPLATE")]
    pub(crate) named: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Templates {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Scenarios {
    /// The model file
    pub(crate) model: PathBuf,
    /// The option whose design they are made for
    #[arg(long)]
    pub(crate) option: Option<OptionId>,
    /// Add this one to the file: steady, ramp, spike, day, black-friday, retry-storm, zone-loss, migration
    #[arg(long, value_name = "PRESET")]
    pub(crate) add: Option<String>,
    /// The id that it gets [default: that of the preset]
    #[arg(long = "as", value_name = "ID", requires = "add")]
    pub(crate) id: Option<ScenarioId>,
    /// Print those to start from as JSON
    #[arg(long, conflicts_with = "add")]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The model file
    pub(crate) model: PathBuf,
    /// Only this option; all where left out
    #[arg(long)]
    pub(crate) option: Option<OptionId>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a run is made.
#[derive(Debug, Args)]
pub(crate) struct How {
    /// The seed of all random draws [default: 1]
    #[arg(long)]
    seed: Option<u64>,
    /// Stop when every journey's 95th percentile is known to ± this share, as 0.05 or 5% [default: 0.02]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    precision: Option<f64>,
    /// The most replications, at least 20 [default: 400, or 40 for a story with an end]
    #[arg(long)]
    replications: Option<u32>,
    /// The most seconds; a run that they stop is not reproducible
    #[arg(long, value_name = "SECONDS")]
    time_budget: Option<f64>,
    /// Threads to run on; they change no result [default: one for each core]
    #[arg(long)]
    pub(crate) threads: Option<usize>,
}

impl How {
    pub(crate) fn settings(&self) -> RunSettings {
        RunSettings {
            seed: self.seed,
            precision: self.precision,
            replications: self.replications,
            time_budget_s: self.time_budget,
            interim: progress::wanted(),
            method: None,
        }
    }
}

/// A share as a number or in percent.
fn share(text: &str) -> Result<f64, String> {
    let (number, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let number: f64 = number
        .parse()
        .map_err(|_| "a share is a number such as 0.05, or a percentage such as 5%".to_owned())?;
    Ok(number / scale)
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// The model file
    pub(crate) model: PathBuf,
    /// An option; may be given several times
    #[arg(long = "option")]
    pub(crate) options: Vec<OptionId>,
    /// A scenario; may be given several times
    #[arg(long = "scenario")]
    pub(crate) scenarios: Vec<ScenarioId>,
    #[command(flatten)]
    pub(crate) how: How,
    /// Print JSON: an object, or an array where several options or scenarios are named
    #[arg(long)]
    pub(crate) json: bool,
    /// Also find how often something happens that hardly ever does: "JOURNEY>5s" for an answer that takes
    /// longer, "JOURNEY fails", "ELEMENT>=50" for so many visits and messages there; may be given several
    /// times
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["preview", "fluid"])]
    pub(crate) rare: Vec<String>,
    /// Also put the summary of each run into the file, as evidence that travels with it
    #[arg(long)]
    pub(crate) evidence: bool,
    /// Also write a report as one HTML page; without --option it sets the option beside the baseline
    #[arg(long, value_name = "FILE.html")]
    pub(crate) report: Option<PathBuf>,
    /// Simulate nothing: foretell by formula, at once, with the error to expect (docs/preview.md)
    #[arg(long, conflicts_with = "report")]
    pub(crate) preview: bool,
    /// As a fluid: for loads that no run of events can follow, with the error to expect (docs/fluid.md)
    #[arg(long, conflicts_with_all = ["preview", "report"])]
    pub(crate) fluid: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The model file
    pub(crate) model: PathBuf,
    /// The option; the chosen one where left out
    #[arg(long)]
    pub(crate) option: Option<OptionId>,
    /// A scenario that both are run under; may be given several times
    #[arg(long = "scenario")]
    pub(crate) scenarios: Vec<ScenarioId>,
    #[command(flatten)]
    pub(crate) how: How,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The model file
    pub(crate) model: PathBuf,
    /// What to compare with; the baseline where left out
    #[arg(long)]
    pub(crate) base: Option<OptionId>,
    /// What to compare; the chosen option where left out
    #[arg(long)]
    pub(crate) option: Option<OptionId>,
    /// The scenario
    #[arg(long)]
    pub(crate) scenario: Option<ScenarioId>,
    #[command(flatten)]
    pub(crate) how: How,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Also write a report as one HTML page
    #[arg(long, value_name = "FILE.html")]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Blast {
    /// The model file
    pub(crate) model: PathBuf,
    /// The option
    #[arg(long)]
    pub(crate) option: Option<OptionId>,
    /// The scenario whose load is used; its own faults are left out
    #[arg(long)]
    pub(crate) scenario: Option<ScenarioId>,
    /// When each element fails, since the scenario's start, such as 3min [default: 0s]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Duration>,
    /// How long it is down [default: 10min]
    #[arg(long = "for", value_name = "TIME")]
    pub(crate) duration: Option<Duration>,
    /// The seed of all random draws [default: 1]
    #[arg(long)]
    seed: Option<u64>,
    /// Replications, at least 2 [default: 20, or fewer where the load is high]
    #[arg(long)]
    replications: Option<u32>,
    /// The most seconds; a run that they stop is not reproducible
    #[arg(long, value_name = "SECONDS")]
    time_budget: Option<f64>,
    /// Threads to run on; they change no result [default: one for each core]
    #[arg(long)]
    pub(crate) threads: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Blast {
    pub(crate) fn settings(&self) -> RunSettings {
        RunSettings {
            seed: self.seed,
            replications: self.replications,
            time_budget_s: self.time_budget,
            ..RunSettings::default()
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The model file
    pub(crate) model: PathBuf,
    /// The folder of whatever has none of its own
    #[arg(required_unless_present = "targets")]
    pub(crate) dir: Option<PathBuf>,
    /// The folder of a kind of repository, as unit=../images: parent, unit, infrastructure or monitoring;
    /// may be given several times. Kinds without a folder are left out
    #[arg(long = "target", value_name = "KIND=FOLDER", value_parser = target_folder)]
    pub(crate) targets: Vec<TargetFolder>,
    /// The option; must be named where the model has several and none is chosen
    #[arg(long)]
    pub(crate) option: Option<OptionId>,
    /// Write nothing; show what would change, as a patch
    #[arg(long, conflicts_with_all = ["check", "force", "replace"])]
    pub(crate) plan: bool,
    /// Write nothing; exit with 4 if something was edited by hand, else with 1 if the model has moved on,
    /// else with 5 if a file is left over
    #[arg(long, conflicts_with_all = ["force", "replace"])]
    pub(crate) check: bool,
    /// Also write over what was changed by hand
    #[arg(long)]
    pub(crate) force: bool,
    /// Also take the place of another option or model that a folder holds
    #[arg(long)]
    pub(crate) replace: bool,
    /// A folder of your own templates of documents (docs/exports.md)
    #[arg(long, value_name = "FOLDER")]
    pub(crate) templates: Option<PathBuf>,
    /// The address under which runbooks stand, one by the name of each service: alerts link there
    #[arg(long, value_name = "URL")]
    pub(crate) runbooks: Option<String>,
    /// The address of the dashboards, one by the name of each service
    #[arg(long, value_name = "URL")]
    pub(crate) dashboards: Option<String>,
    /// Where callers of the contracts get their tokens
    #[arg(long, value_name = "URL")]
    pub(crate) token_url: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A kind of repository and its folder.
fn target_folder(text: &str) -> Result<TargetFolder, String> {
    let (kind, dir) = text
        .split_once('=')
        .filter(|(_, dir)| !dir.is_empty())
        .ok_or("say the kind and its folder, as unit=../images")?;
    Ok(TargetFolder {
        target: kind.parse()?,
        dir: dir.to_owned(),
    })
}

#[derive(Debug, Args)]
pub(crate) struct KnownFigures {
    /// The model file
    pub(crate) model: PathBuf,
    /// The element
    pub(crate) element: ElementId,
    /// Its operation; its only one where left out
    #[arg(long)]
    pub(crate) operation: Option<OperationId>,
    /// The option
    #[arg(long)]
    pub(crate) option: Option<OptionId>,
    /// Requests over time, such as 100/s, to all instances together
    #[arg(long)]
    pub(crate) rate: Option<Rate>,
    /// The busy share of the cores, as 0.8 or 80%
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) cpu: Option<f64>,
    /// Instances; those of the model where left out
    #[arg(long)]
    pub(crate) instances: Option<u32>,
    /// Cores of an instance; those of the model where left out
    #[arg(long)]
    pub(crate) cores: Option<f64>,
    /// The median of the response, such as 20ms
    #[arg(long, value_name = "TIME")]
    pub(crate) p50: Option<Duration>,
    /// The 95th percentile of the response
    #[arg(long, value_name = "TIME")]
    pub(crate) p95: Option<Duration>,
    /// Put the figures into the file
    #[arg(long)]
    pub(crate) write: bool,
    /// Where the figures come from
    #[arg(long, value_enum, default_value_t = Whence::Measured)]
    pub(crate) basis: Whence,
    /// Who says so; what was given where left out
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Whence {
    /// Measured in operation
    Measured,
    /// An estimate
    Guess,
    /// A vendor's word
    Vendor,
}

impl Whence {
    /// Its word in the file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Guess => "guess",
            Self::Vendor => "vendor",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// That of what `simulate --json` prints instead
    #[arg(long)]
    pub(crate) results: bool,
}
