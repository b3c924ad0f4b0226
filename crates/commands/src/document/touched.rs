use std::collections::VecDeque;

use spinout_model::Path;

use crate::protocol::{Problem, ProblemKind};

/// How many revisions are remembered.
const MEMORY: usize = 64;

/// What the last revisions touched, to tell whether a command made for an older one still fits.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    revisions: VecDeque<(u64, Option<String>, Vec<Path>)>,
}

impl Touched {
    pub(super) fn add(&mut self, revision: u64, gesture: Option<&str>, paths: Vec<Path>) {
        if self.revisions.len() == MEMORY {
            self.revisions.pop_front();
        }
        self.revisions
            .push_back((revision, gesture.map(str::to_owned), paths));
    }

    /// Refuses a command that saw revision `seen` and touches what was touched since by another gesture.
    pub(super) fn refuse_stale(
        &self,
        seen: u64,
        now: u64,
        gesture: Option<&str>,
        paths: &[Path],
    ) -> Result<(), Problem> {
        let oldest = self.revisions.front().map_or(now, |(first, ..)| first - 1);
        let overlaps = |touched: &[Path]| {
            touched.iter().any(|known| {
                paths
                    .iter()
                    .any(|path| path.contains(known) || known.contains(path))
            })
        };
        let stale = seen < oldest
            || seen > now
            || self.revisions.iter().any(|(revision, by, touched)| {
                *revision > seen && (by.is_none() || by.as_deref() != gesture) && overlaps(touched)
            });
        if stale {
            Err(Problem::new(
                ProblemKind::Stale,
                "the model was changed there in the meantime",
                "look at it again and repeat the change",
            ))
        } else {
            Ok(())
        }
    }
}
