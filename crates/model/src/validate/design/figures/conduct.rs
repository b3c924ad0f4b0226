use super::positive;
use crate::validate::Report;
use crate::validate::report::Says;
use crate::{Breakdowns, Discipline, Distribution, Idle, Path, Process};

/// The shortest mean time between things that happen again and again by themselves, in seconds.
const SHORTEST: f64 = 1e-6;

pub(super) fn check(report: &mut Report, at: &Path, process: &Process) {
    if let Some(memory) = &process.memory {
        let at = at.child("memory");
        if memory.per_request.base() <= 0.0 {
            report.range(at.child("per_request"), memory.per_request, "above 0");
        }
        let base = memory.base.map_or(0.0, |base| base.base());
        if memory.limit.base() < base + memory.per_request.base() {
            let range = "at least `base` and one `per_request`, or it could never work on anything";
            report.range(at.child("limit"), memory.limit, range);
        }
    }
    if let Some(limit) = &process.cpu_limit {
        let at = at.child("cpu_limit");
        positive(report, at.child("cores"), limit.cores);
        if limit.period.base() < 1e-3 {
            report.range(at.child("period"), limit.period, "at least 1ms");
        }
    }
    if let Some(Idle::Vacation(time)) = &process.idle {
        recurring(report, at.child("idle").child("vacation"), time);
    }
    check_breakdowns(report, at, process.breakdowns.as_ref());
    let threads = f64::from(process.in_flight.unwrap_or(process.threads));
    if process.discipline == Discipline::PriorityPreemptive && threads <= process.cores {
        for (field, is_said) in [
            ("patience", process.patience.is_some()),
            ("shedding", !process.shedding.is_empty()),
            ("codel", process.codel.is_some()),
        ] {
            if is_said {
                report.warn(Says {
                    id: "without-effect",
                    at: at.child(field),
                    why: "with at most as many threads as cores, who is interrupted gives way, and nobody waits for a thread".to_owned(),
                    fix: "take it away, or give the process more threads than cores",
                });
            }
        }
    }
}

pub(super) fn check_breakdowns(report: &mut Report, at: &Path, breakdowns: Option<&Breakdowns>) {
    if let Some(breakdowns) = breakdowns {
        recurring(
            report,
            at.child("breakdowns").child("after"),
            &breakdowns.after,
        );
    }
}

fn recurring(report: &mut Report, at: Path, time: &Distribution) {
    if time.solve().is_ok_and(|solved| solved.mean() < SHORTEST) {
        report.range(
            at,
            format!("a mean of {} s", time.mean()),
            "on average at least 1us",
        );
    }
}
