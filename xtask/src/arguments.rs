/// What `cargo xtask` says of itself.
pub(crate) const USAGE: &str = "\
cargo xtask run [--yes] [MODEL]   install what is missing, build, open the app on MODEL
                                  (without a display: simulate it and write an HTML report)
cargo xtask test [--yes]          install what is missing, check and test everything
cargo xtask fps [--json]          frames a second of the canvas in the real window, for 200, 1000 and
                                  5000 elements, as ratios to a bare Canvas 2D page

--yes, -y   install system packages without asking (so does running as root)
MODEL       default: models/image-processing.spinout.json";

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Say how it is used.
    Help,
    /// Build and open the app.
    Run,
    /// Check and test everything.
    Test,
    /// Measure how fluent the window is.
    Fps,
}

/// A parsed command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// What to do.
    pub(crate) task: Task,
    /// Install without asking.
    pub(crate) yes: bool,
    /// Figures for a program, on one line.
    pub(crate) json: bool,
    /// The model file to open.
    pub(crate) model: Option<String>,
}

impl Arguments {
    /// Reads the arguments that follow the program's name. Errors: an unknown task or option, or
    /// more than one model.
    pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut task = None;
        let mut parsed = Self {
            task: Task::Help,
            yes: false,
            json: false,
            model: None,
        };
        for word in words {
            match word.as_str() {
                "--yes" | "-y" => parsed.yes = true,
                "--help" | "-h" => {
                    return Ok(Self {
                        task: Task::Help,
                        yes: false,
                        json: false,
                        model: None,
                    });
                }
                "help" if task.is_none() => task = Some(Task::Help),
                "run" if task.is_none() => task = Some(Task::Run),
                "test" if task.is_none() => task = Some(Task::Test),
                "fps" if task.is_none() => task = Some(Task::Fps),
                "--json" if task == Some(Task::Fps) => parsed.json = true,
                other if other.starts_with('-') => return Err(format!("unknown option {other}")),
                other if task == Some(Task::Run) && parsed.model.is_none() => {
                    parsed.model = Some(other.to_owned());
                }
                other => return Err(format!("do not know what to do with \"{other}\"")),
            }
        }
        parsed.task = task.unwrap_or(Task::Help);
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_model_and_yes_may_stand_in_any_order() {
        let wanted = Arguments {
            task: Task::Run,
            yes: true,
            json: false,
            model: Some("a.json".to_owned()),
        };
        assert_eq!(parse("run --yes a.json").as_ref(), Ok(&wanted));
        assert_eq!(parse("run a.json -y").as_ref(), Ok(&wanted));
        assert_eq!(parse("--yes run a.json").as_ref(), Ok(&wanted));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(parse("run --fast").is_err_and(|e| e.contains("--fast")));
        assert!(parse("test --json").is_err_and(|e| e.contains("--json")));
        assert!(parse("fps --json").is_ok_and(|a| a.task == Task::Fps && a.json));
        assert!(parse("test a.json").is_err_and(|e| e.contains("a.json")));
        assert!(parse("run a.json b.json").is_err_and(|e| e.contains("b.json")));
    }
}
