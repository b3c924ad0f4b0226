//! `out-of-range`, `without-effect`, `unknown-reference`: what is said of messages can be, and has an effect.

use spinout_units::RelationshipId;

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Delivery, ElementKind, Keys, Mode, Outbox, Path, Queue, Relationship};

/// The most partitions of a queue, and the most keys of its messages.
const MOST_PARTITIONS: u32 = 10_000;
const MOST_KEYS: u32 = 1_000_000;
/// The most messages of a batch, or in hand.
const MOST_MESSAGES: u32 = 100_000;

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        if let Some(queue) = &element.queue {
            check_queue(report, &Path::of(["elements", id.as_str(), "queue"]), queue);
        }
    }
    for (id, link) in design.relationships {
        let at = Path::of(["relationships", id.as_str()]);
        check_link(report, &at, link);
        check_effects(report, &at, link);
        check_poller(design, report, &at.child("poller"), link);
        if let Some(other) = &link.dual_write_with {
            check_dual_write(
                design,
                report,
                &at.child("dual_write_with"),
                (id, link),
                other,
            );
        }
        if let Some(outbox) = &link.outbox {
            check_outbox(design, report, &at.child("outbox"), outbox);
        }
    }
}

fn check_queue(report: &mut Report, at: &Path, queue: &Queue) {
    for (field, time) in [
        ("visibility_timeout", queue.visibility_timeout),
        ("retention", queue.retention),
        ("redelivery_limit", queue.redelivery_limit),
    ] {
        if let Some(time) = time.filter(|time| time.base() <= 0.0) {
            report.range(at.child(field), time, "above 0");
        }
    }
    if !(1.0..=100.0).contains(&queue.redelivery_multiplier) {
        let at = at.child("redelivery_multiplier");
        report.range(at, queue.redelivery_multiplier, "from 1 to 100");
    }
    if !(0.0..=1.0).contains(&queue.poison_rate) {
        report.range(at.child("poison_rate"), queue.poison_rate, "from 0 to 1");
    }
    if let Some(count) = queue.partitions {
        within(report, at.child("partitions"), count, MOST_PARTITIONS);
    }
    if let Some(keys) = &queue.keys {
        check_keys(report, &at.child("keys"), keys);
    }
    for (field, is_said) in [
        ("keys", queue.keys.is_some()),
        ("rebalance", queue.rebalance.is_some()),
    ] {
        if is_said && queue.partitions.is_none() {
            without_effect(report, at.child(field), field, "a queue without partitions");
        }
    }
}

/// How keys are spread.
pub(super) fn check_keys(report: &mut Report, at: &Path, keys: &Keys) {
    match keys {
        Keys::Uniform(count) => within(report, at.child("uniform"), *count, MOST_KEYS),
        Keys::Zipf(zipf) => {
            let at = at.child("zipf");
            within(report, at.child("keys"), zipf.keys, MOST_KEYS);
            if !(0.0..=10.0).contains(&zipf.exponent) {
                report.range(at.child("exponent"), zipf.exponent, "from 0 to 10");
            }
        }
    }
}

fn check_link(report: &mut Report, at: &Path, link: &Relationship) {
    if let Some(prefetch) = link.prefetch {
        within(report, at.child("prefetch"), prefetch, MOST_MESSAGES);
        if prefetch < link.concurrency.unwrap_or(1) {
            let least = format!("at least `concurrency`, {}", link.concurrency.unwrap_or(1));
            report.range(at.child("prefetch"), prefetch, &least);
        }
    }
    if let Some(batch) = &link.batch {
        within(
            report,
            at.child("batch").child("size"),
            batch.size,
            MOST_MESSAGES,
        );
    }
    if let Some(poller) = &link.poller {
        let at = at.child("poller");
        within(report, at.child("most"), poller.most, MOST_MESSAGES);
        within(
            report,
            at.child("initial"),
            poller.initial,
            poller.most.max(1),
        );
        if poller.rate.base() <= 0.0 {
            report.range(at.child("rate"), poller.rate, "above 0");
        }
    }
    if let Some(group) = link.group.as_ref().filter(|group| group.is_empty()) {
        report.range(at.child("group"), group, "a name");
    }
}

fn check_effects(report: &mut Report, at: &Path, link: &Relationship) {
    let consumes = link.mode == Mode::Consumes;
    let publishes = link.mode == Mode::Publishes;
    for (field, is_said, has_effect) in [
        ("group", link.group.is_some(), consumes),
        ("prefetch", link.prefetch.is_some(), consumes),
        ("batch", link.batch.is_some(), consumes),
        ("delivery", link.delivery.is_some(), consumes || publishes),
        ("outbox", link.outbox.is_some(), publishes),
        ("duplicate_check", link.duplicate_check.is_some(), consumes),
    ] {
        if is_said && !has_effect {
            without_effect(report, at.child(field), field, "this kind of link");
        }
    }
    let recognises = link.idempotent == Some(true) || link.delivery == Some(Delivery::ExactlyOnce);
    if consumes && link.duplicate_check.is_some() && !recognises {
        let what = "a consumer that is not idempotent";
        without_effect(report, at.child("duplicate_check"), "duplicate_check", what);
    }
    let waits = link.outbox.is_none() && link.delivery != Some(Delivery::AtMostOnce);
    for (field, is_said) in [
        ("timeout", link.timeout.is_some()),
        ("retry", link.retry.is_some()),
    ] {
        if publishes && is_said && !waits {
            let what = "a publisher that does not wait for its broker";
            without_effect(report, at.child(field), field, what);
        }
    }
}

/// Only for functions a platform asks, and in partitions for one message of each.
fn check_poller(design: &Design<'_>, report: &mut Report, at: &Path, link: &Relationship) {
    let element = |id| design.elements.get(id);
    if link.poller.is_none() {
        return;
    }
    let is_function = element(&link.from.element).is_some_and(|e| e.kind == ElementKind::Function);
    let queue = element(&link.to.element).and_then(|e| e.queue.as_ref());
    if link.mode != Mode::Consumes || !is_function {
        without_effect(report, at.clone(), "poller", "what no function consumes");
    } else if queue.is_some_and(|queue| queue.partitions.is_some()) {
        let what = "a queue with partitions, of which each is asked for by itself";
        without_effect(report, at.clone(), "poller", what);
    }
}

fn check_dual_write(
    design: &Design<'_>,
    report: &mut Report,
    at: &Path,
    (id, link): (&RelationshipId, &Relationship),
    other: &RelationshipId,
) {
    let Some(with) = design.relationships.get(other) else {
        return report.unknown(at.clone(), "relationship", other.as_str());
    };
    let leaves = |mode: Mode| !matches!(mode, Mode::Consumes | Mode::Reads);
    if other == id || with.from != link.from || !leaves(link.mode) || !leaves(with.mode) {
        report.error(Says {
            id: "mode-misfit",
            at: at.clone(),
            why: format!("`{other}` is not another write of the same operation"),
            fix: "name a relationship of this operation that writes, calls or publishes",
        });
    }
    for (id, link) in [(id, link), (other, with)] {
        if link.per_request > 1.0 {
            let at = Path::of(["relationships", id.as_str(), "per_request"]);
            report.range(at, link.per_request, "at most 1 for a half of a dual write");
        }
    }
}

fn check_outbox(design: &Design<'_>, report: &mut Report, at: &Path, outbox: &Outbox) {
    for (word, asked) in [("store", &outbox.store), ("poll", &outbox.poll)] {
        if let Some(asked) = asked.as_ref().filter(|asked| !design.has_operation(asked)) {
            report.unknown(at.child(word), "operation", &asked.to_string());
        }
    }
    if outbox.interval.base() <= 0.0 {
        report.range(at.child("interval"), outbox.interval, "above 0");
    }
    within(report, at.child("batch"), outbox.batch, MOST_MESSAGES);
    if !(0.0..1.0).contains(&outbox.repeat_rate) {
        report.range(
            at.child("repeat_rate"),
            outbox.repeat_rate,
            "from 0 to below 1",
        );
    }
}

fn within(report: &mut Report, at: Path, found: u32, most: u32) {
    if !(1..=most).contains(&found) {
        report.range(at, found, &format!("from 1 to {most}"));
    }
}

pub(super) fn without_effect(report: &mut Report, at: Path, field: &str, what: &str) {
    report.warn(Says {
        id: "without-effect",
        at,
        why: format!("`{field}` has no meaning for {what}, and no effect"),
        fix: "take it away",
    });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::validate::testing::found;

    fn said(queue: Value, put: Value, take: Value) -> Vec<String> {
        let mut link = [
            json!({"from": "images/sign", "to": "q", "mode": "publishes"}),
            json!({"from": "shop/totals", "to": "q", "mode": "consumes"}),
        ];
        for (link, more) in link.iter_mut().zip([put, take]) {
            let more = more.as_object().cloned().unwrap_or_default();
            link.as_object_mut().unwrap().extend(more);
        }
        let [put, take] = link;
        let mut element = json!({"kind": "queue"});
        element["queue"] = queue;
        found(&[
            ("elements/q", element),
            ("relationships/put", put),
            ("relationships/take", take),
        ])
    }

    #[test]
    fn figures_are_in_their_ranges() {
        for (queue, field) in [
            (json!({"partitions": 0}), "partitions"),
            (
                json!({"partitions": 2, "keys": {"uniform": 0}}),
                "keys/uniform",
            ),
            (
                json!({"partitions": 2, "keys": {"zipf": {"keys": 9, "exponent": -1.0}}}),
                "keys/zipf/exponent",
            ),
            (json!({"visibility_timeout": "0s"}), "visibility_timeout"),
            (json!({"retention": "0s"}), "retention"),
            (
                json!({"redelivery_multiplier": 0.5}),
                "redelivery_multiplier",
            ),
            (json!({"poison_rate": 1.2}), "poison_rate"),
        ] {
            let expected = format!("out-of-range at elements/q/queue/{field}");
            assert_eq!(said(queue, json!({}), json!({})), [expected]);
        }
        for (take, field) in [
            (json!({"concurrency": 4, "prefetch": 2}), "prefetch"),
            (json!({"batch": {"size": 0}}), "batch/size"),
            (json!({"group": ""}), "group"),
        ] {
            let expected = format!("out-of-range at relationships/take/{field}");
            assert_eq!(said(json!({}), json!({}), take), [expected]);
        }
        let outbox = |store: &str, interval: &str, rate: f64| json!({"outbox": {"store": store, "interval": interval, "repeat_rate": rate}});
        assert_eq!(
            said(json!({}), outbox("nowhere", "0s", 1.0), json!({})),
            [
                "out-of-range at relationships/put/outbox/interval",
                "out-of-range at relationships/put/outbox/repeat_rate",
                "unknown-reference at relationships/put/outbox/store",
            ]
        );
    }

    #[test]
    fn what_has_no_effect_is_said() {
        assert_eq!(
            said(
                json!({"rebalance": "3s"}),
                json!({"prefetch": 3, "delivery": "at_most_once", "timeout": "1s"}),
                json!({"duplicate_check": {"constant": "1ms"}, "poller": {}})
            ),
            [
                "without-effect at elements/q/queue/rebalance",
                "without-effect at relationships/put/prefetch",
                "without-effect at relationships/put/timeout",
                "without-effect at relationships/take/duplicate_check",
                "without-effect at relationships/take/poller",
            ]
        );
    }
}
