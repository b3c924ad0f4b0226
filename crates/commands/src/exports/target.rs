use std::cell::RefCell;

use spinout_export::{Action, Drift, LOCK, LockError, Permission, Plan, Target};

use crate::app::App;
use crate::problem::of_host;
use crate::protocol::{ExportInto, Problem, ProblemKind};

/// The largest file of a target that is read, in bytes.
pub(super) const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A folder that is exported into, with the kinds of repository that it is for. One that is not named is
/// empty, and nothing is written there.
pub(super) struct Folder<'a> {
    app: &'a App,
    pub(super) dir: Option<&'a str>,
    pub(super) targets: Vec<Target>,
    /// The first thing that went wrong while reading.
    failed: RefCell<Option<Problem>>,
}

/// Every folder once, however it is spelled: what goes to the same one has one lock file there.
pub(super) fn folders<'a>(app: &'a App, into: &'a ExportInto) -> Vec<Folder<'a>> {
    let mut found: Vec<(Option<String>, Folder<'a>)> = Vec::new();
    for target in Target::ALL {
        let own = into.targets.iter().find(|folder| folder.target == target);
        let dir = own
            .map(|folder| folder.dir.as_str())
            .or(into.dir.as_deref());
        let name = dir.map(|dir| app.host().folder_name(dir));
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, folder)) => folder.targets.push(target),
            None => found.push((
                name,
                Folder {
                    app,
                    dir,
                    targets: vec![target],
                    failed: RefCell::new(None),
                },
            )),
        }
    }
    found.into_iter().map(|(_, folder)| folder).collect()
}

impl Folder<'_> {
    pub(super) fn read(&self, path: &str) -> Option<String> {
        let dir = self.dir?;
        let bytes = self.app.host().read_artifact(dir, path, MAX_BYTES);
        match bytes {
            // What is not text is not ours: the lossy text differs from anything that we write.
            Ok(bytes) => bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => {
                let problem = of_host(&error, &format!("{dir}/{path}"), "read the file");
                self.failed.borrow_mut().get_or_insert(problem);
                None
            }
        }
    }

    pub(super) fn actions(&self, plan: &Plan, may: Permission) -> Result<Vec<Action>, Problem> {
        spinout_export::apply_plan(plan, &|path| self.read(path), may)
            .map_err(|error| self.of_lock(&error))
    }

    pub(super) fn drifts(&self, plan: &Plan) -> Result<Vec<Drift>, Problem> {
        spinout_export::check(plan, &|path| self.read(path)).map_err(|error| self.of_lock(&error))
    }

    /// The model and the option of another design that it holds.
    pub(super) fn held(&self, plan: &Plan) -> Result<Option<(String, String)>, Problem> {
        spinout_export::held(plan, &|path| self.read(path)).map_err(|error| self.of_lock(&error))
    }

    pub(super) fn failure(&self) -> Result<(), Problem> {
        match self.failed.borrow_mut().take() {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    fn of_lock(&self, error: &LockError) -> Problem {
        let kind = match error {
            LockError::OtherDesign { .. } => ProblemKind::Refused,
            _ => ProblemKind::BadInput,
        };
        let dir = self.dir.unwrap_or_default();
        Problem::new(kind, error.to_string(), "").in_file(&format!("{dir}/{LOCK}"))
    }
}
