//! `out-of-range`: figures of retries, breakers, bulkheads, limits and shedding can be.
//! `hedged-and-retried`: one or the other. `fallback-misfit`: a fallback is another relationship of the
//! same operation, and comes to an end.

use std::collections::BTreeSet;

use spinout_units::RelationshipId;

use super::figures::{count, positive};
use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Breaker, Codel, Fallback, Hedge, Mode, Path, Process, RateLimit, Relationship, Retry};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        if let Some(process) = &element.process {
            entrance(
                report,
                &Path::of(["elements", id.as_str(), "process"]),
                process,
            );
        }
    }
    for (id, link) in design.relationships {
        let at = Path::of(["relationships", id.as_str()]);
        guards(report, &at, link);
        if matches!(link.fallback, Some(Fallback::Follow(_))) {
            fallback(design, report, (id, link), at.child("fallback"));
        }
    }
}

fn guards(report: &mut Report, at: &Path, link: &Relationship) {
    if let Some(found) = &link.retry {
        retry(report, &at.child("retry"), found);
    }
    if let Some(found) = &link.hedge {
        hedge(report, &at.child("hedge"), found);
        if link.retry.is_some() {
            report.error(Says {
                id: "hedged-and-retried",
                at: at.child("hedge"),
                why: "a hedged call makes its further attempts already, so a retry would multiply them".to_owned(),
                fix: "keep one of `hedge` and `retry`",
            });
        }
    }
    if let Some(found) = &link.breaker {
        breaker(report, &at.child("breaker"), found);
    }
    if let Some(found) = &link.bulkhead {
        let at = at.child("bulkhead");
        count(report, at.child("concurrent"), found.concurrent);
        if found.unbounded_wait && found.wait.is_some() {
            report.warn(Says {
                id: "without-effect",
                at: at.child("wait"),
                why: "a call that waits for as long as it takes is never refused".to_owned(),
                fix: "keep one of `wait` and `unbounded_wait`",
            });
        }
    }
    if let Some(found) = &link.rate_limit {
        rate_limit(report, &at.child("rate_limit"), found);
    }
    if let Some(lifetime) = &link.token_lifetime {
        positive(report, at.child("token_lifetime"), lifetime.base());
    }
}

fn retry(report: &mut Report, at: &Path, retry: &Retry) {
    if !(2..=100).contains(&retry.attempts) {
        report.range(
            at.child("attempts"),
            retry.attempts,
            "from 2 to 100, the first attempt among them",
        );
    }
    if !(1.0..=100.0).contains(&retry.multiplier) {
        report.range(at.child("multiplier"), retry.multiplier, "from 1 to 100");
    }
    if !(0.0..=1.0).contains(&retry.jitter) {
        report.range(at.child("jitter"), retry.jitter, "from 0 to 1");
    }
    if let Some(budget) = &retry.budget {
        let at = at.child("budget");
        if !(0.0..=10.0).contains(&budget.ratio) {
            report.range(at.child("ratio"), budget.ratio, "from 0 to 10");
        }
    }
}

fn hedge(report: &mut Report, at: &Path, hedge: &Hedge) {
    if !(2..=100).contains(&hedge.attempts) {
        report.range(
            at.child("attempts"),
            hedge.attempts,
            "from 2 to 100, the first attempt among them",
        );
    }
    if hedge.after.base() < 0.0 {
        report.range(at.child("after"), hedge.after, "0 or more");
    }
}

fn breaker(report: &mut Report, at: &Path, breaker: &Breaker) {
    count(report, at.child("window"), breaker.window);
    count(report, at.child("trials"), breaker.trials);
    if let Some(failures) = breaker.consecutive {
        count(report, at.child("consecutive"), failures);
    }
    if let Some(least) = breaker.min_calls
        && !(1..=breaker.window).contains(&least)
    {
        let range = format!("from 1 to the window, {}", breaker.window);
        report.range(at.child("min_calls"), least, &range);
    }
    if !(breaker.failure_ratio > 0.0 && breaker.failure_ratio <= 1.0) {
        let range = "above 0 and at most 1";
        report.range(at.child("failure_ratio"), breaker.failure_ratio, range);
    }
    if let Some(slow) = &breaker.slow_calls {
        let at = at.child("slow_calls");
        positive(report, at.child("longer_than"), slow.longer_than.base());
        if !(slow.ratio > 0.0 && slow.ratio <= 1.0) {
            report.range(at.child("ratio"), slow.ratio, "above 0 and at most 1");
        }
    }
    if breaker.open.base() <= 0.0 {
        report.range(at.child("open"), breaker.open, "above 0");
    }
}

fn rate_limit(report: &mut Report, at: &Path, limit: &RateLimit) {
    positive(report, at.child("rate"), limit.rate.base());
    count(report, at.child("burst"), limit.burst);
}

fn entrance(report: &mut Report, at: &Path, process: &Process) {
    if let Some(limit) = &process.rate_limit {
        let at = at.child("rate_limit");
        rate_limit(report, &at, limit);
        if limit.wait.is_some() {
            report.error(Says {
                id: "out-of-range",
                at: at.child("wait"),
                why: "requests do not wait for a token at the entrance of a process".to_owned(),
                fix: "take it away, or limit the rate of the relationship that leads here",
            });
        }
    }
    for (n, rule) in process.shedding.iter().enumerate() {
        let at = at.child("shedding").child(n.to_string());
        positive(report, at.child("load"), rule.load);
        if rule.below == 0 {
            report.range(at.child("below"), 0, "from 1 to 255, as nothing is below 0");
        }
    }
    if let Some(Codel { target, interval }) = &process.codel {
        let at = at.child("codel");
        positive(report, at.child("target"), target.base());
        positive(report, at.child("interval"), interval.base());
    }
}

fn fallback(
    design: &Design<'_>,
    report: &mut Report,
    (id, link): (&RelationshipId, &Relationship),
    at: Path,
) {
    let mut seen = BTreeSet::from([id]);
    let mut next = &link.fallback;
    while let Some(Fallback::Follow(other)) = next {
        let fits = design
            .relationships
            .get(other)
            .filter(|other| other.from == link.from && other.mode != Mode::Consumes);
        let Some(found) = fits else {
            report.error(Says {
                id: "fallback-misfit",
                at,
                why: format!(
                    "`{other}` is not a relationship that `{}` could follow",
                    link.from
                ),
                fix: "fall back on another relationship that starts at this operation",
            });
            return;
        };
        if !seen.insert(other) {
            report.error(Says {
                id: "fallback-misfit",
                at,
                why: "the fallbacks lead back to where they began".to_owned(),
                fix: "let the last one have no fallback, or fall back on an `answer`",
            });
            return;
        }
        next = &found.fallback;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::found;

    #[test]
    fn figures_of_guards_are_in_their_ranges() {
        let link = "relationships/shrink";
        let process = "elements/shop/process";
        for (path, new, expected) in [
            (
                format!("{link}/retry"),
                json!({"attempts": 3, "budget": {"ratio": -1}}),
                "retry/budget/ratio",
            ),
            (
                format!("{link}/retry"),
                json!({"attempts": 3, "multiplier": 0.5}),
                "retry/multiplier",
            ),
            (
                format!("{link}/breaker"),
                json!({"failure_ratio": 1.2}),
                "breaker/failure_ratio",
            ),
            (
                format!("{link}/breaker"),
                json!({"window": 10, "min_calls": 11}),
                "breaker/min_calls",
            ),
            (
                format!("{link}/breaker"),
                json!({"slow_calls": {"ratio": 1.5}}),
                "breaker/slow_calls/ratio",
            ),
            (
                format!("{link}/token_lifetime"),
                json!("0s"),
                "token_lifetime",
            ),
            (
                format!("{link}/breaker"),
                json!({"trials": 0}),
                "breaker/trials",
            ),
            (
                format!("{link}/bulkhead"),
                json!({"concurrent": 0}),
                "bulkhead/concurrent",
            ),
            (
                format!("{link}/rate_limit"),
                json!({"rate": "0/s"}),
                "rate_limit/rate",
            ),
            (
                format!("{link}/rate_limit"),
                json!({"rate": "5/s", "burst": 0}),
                "rate_limit/burst",
            ),
            (
                format!("{process}/shedding"),
                json!([{"below": 0, "load": 0.5}]),
                "shedding/0/below",
            ),
            (
                format!("{process}/shedding"),
                json!([{"below": 3, "load": -0.5}]),
                "shedding/0/load",
            ),
            (
                format!("{process}/codel"),
                json!({"target": "0ms"}),
                "codel/target",
            ),
            (
                format!("{process}/rate_limit"),
                json!({"rate": "5/s", "wait": "1s"}),
                "rate_limit/wait",
            ),
        ] {
            let said = found(&[(&path, new)]);
            let place = path.rsplit_once('/').map_or("", |(base, _)| base);
            let expected = format!("out-of-range at {place}/{expected}");
            assert!(said.contains(&expected), "{expected}: {said:?}");
        }
    }

    #[test]
    fn a_fallback_is_another_relationship_of_its_operation() {
        let link = "relationships/shrink";
        for (edit, expected) in [
            (
                json!({"follow": "shrink"}),
                "fallback-misfit at relationships/shrink/fallback",
            ),
            (
                json!({"follow": "nowhere"}),
                "fallback-misfit at relationships/shrink/fallback",
            ),
        ] {
            let said = found(&[(&format!("{link}/fallback"), edit)]);
            assert!(said.contains(&expected.to_owned()), "{said:?}");
        }
        let hedged = found(&[
            (&format!("{link}/retry"), json!({"attempts": 2})),
            (&format!("{link}/hedge"), json!({"after": "10ms"})),
        ]);
        assert!(hedged.contains(&"hedged-and-retried at relationships/shrink/hedge".to_owned()));
    }
}
