//! A list of steps that are all carried out, timed and counted.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::counts::Counts;

struct Done {
    name: &'static str,
    took: Duration,
    counts: Counts,
}

/// What has been done so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Done>,
}

impl Steps {
    /// Carries out one step and says how it went. A step that cannot be carried out counts as one
    /// failure. Gives whether nothing in it failed.
    pub(crate) fn step(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<Counts>,
    ) -> bool {
        println!("\n── {name}");
        let start = Instant::now();
        let counts = work().unwrap_or_else(|error| {
            println!("error: {error:#}");
            Counts {
                passed: 0,
                failed: 1,
            }
        });
        let took = start.elapsed();
        println!("── {}", said(name, took, counts));
        self.done.push(Done { name, took, counts });
        counts.failed == 0
    }

    /// A step that passes or fails as a whole.
    pub(crate) fn check(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<bool>,
    ) -> bool {
        self.step(name, || {
            let passed = work()?;
            Ok(Counts {
                passed: u64::from(passed),
                failed: u64::from(!passed),
            })
        })
    }

    /// Prints every step with its time, then the plain count as the last line. Gives whether
    /// nothing failed.
    pub(crate) fn finish(self) -> bool {
        println!();
        let mut total = Counts::default();
        let mut took = Duration::ZERO;
        for done in &self.done {
            println!("{}", said(done.name, done.took, done.counts));
            total += done.counts;
            took += done.took;
        }
        println!("{:>7.1} s in all\n", took.as_secs_f64());
        println!("{} passed, {} failed", total.passed, total.failed);
        total.failed == 0
    }
}

fn said(name: &str, took: Duration, counts: Counts) -> String {
    let outcome = if counts.failed == 0 { "ok" } else { "FAILED" };
    let Counts { passed, failed } = counts;
    format!(
        "{:>7.1} s  {outcome:<6}  {name} ({passed} passed, {failed} failed)",
        took.as_secs_f64()
    )
}
