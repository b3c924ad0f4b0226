//! What taking components out of their process does, and putting them back.

use serde_json::{Value, json};
use spinout_model::{Architecture, DataStrategy, Mark, Migration, Mode};

use crate::{changed, found, option, shop, spin_out};

#[test]
fn an_event_driven_worker_takes_messages_instead_of_calls() {
    let worker = option(&shop(&[]), "worker-spinout");
    let element = |id: &str| &worker.elements[id];
    assert_eq!(
        element("images").parent.as_ref().unwrap().as_str(),
        "worker--service"
    );
    assert_eq!(
        element("worker--service").process.as_ref().unwrap().threads,
        2
    );
    assert_eq!(
        element("worker--service").parent.as_ref().unwrap().as_str(),
        "eu"
    );
    let letters = element("worker--queue")
        .queue
        .as_ref()
        .unwrap()
        .dead_letter
        .as_ref()
        .unwrap();
    assert_eq!(
        (letters.to.as_str(), letters.max_receives),
        ("worker--dead-letters", 3)
    );
    let shrink = &worker.relationships["shrink"];
    assert_eq!(
        (shrink.mode, shrink.to.to_string()),
        (Mode::Publishes, "worker--queue".to_owned())
    );
    assert!(shrink.timeout.is_none() && shrink.retry.is_none());
    assert_eq!(shrink.origin.as_ref().unwrap().as_str(), "images");
    let consume = &worker.relationships["worker--consume"];
    assert_eq!(consume.from.to_string(), "images/resize");
    assert_eq!(
        (consume.mode, consume.concurrency),
        (Mode::Consumes, Some(2))
    );
    // Within the unit a call stays a call, and back to the old process it becomes one over the network.
    for id in ["seal", "count"] {
        assert_eq!(
            worker.relationships[id],
            shop(&[]).model().relationships[id]
        );
    }
    let unit = &worker.units["worker--service"];
    assert_eq!(unit.team.as_ref().unwrap().as_str(), "media");
    assert!(
        unit.pipeline
            .as_ref()
            .is_some_and(|pipeline| !pipeline.shared)
    );
    assert_eq!(worker.marks["worker--queue"], Mark::New);
    assert_eq!(worker.marks["images"], Mark::Changed);
    assert!(!worker.marks.contains_key("bucket"));
    let origin = &worker.spinouts["worker"];
    assert_eq!(
        (origin.parent.as_str(), origin.unit.as_str()),
        ("shop", "worker--service")
    );
    assert_eq!(origin.queues[0].as_str(), "worker--queue");
    assert!(worker.cutovers.contains_key("worker"));
    assert!(
        worker
            .findings
            .iter()
            .any(|f| f.id == "caller-no-longer-waits")
    );
}

#[test]
fn each_operation_that_was_called_gets_its_queue() {
    let call = json!({"from": "shop/page", "to": "images/sign", "mode": "calls"});
    let document = shop(&[
        ("relationships/sign-page", call),
        (
            "options/x",
            json!({"name": "X", "changes": {"w": spin_out(json!({}))}}),
        ),
    ]);
    let worker = option(&document, "x");
    let queue_of = |id: &str| worker.relationships[id].to.to_string();
    assert_eq!(queue_of("shrink"), "w--queue");
    assert_eq!(queue_of("sign-page"), "w--queue-sign");
    assert_eq!(
        worker.relationships["w--consume-sign"].from.to_string(),
        "images/sign"
    );
    assert_eq!(worker.spinouts["w"].queues.len(), 2);
}

#[test]
fn a_call_from_another_process_still_waits() {
    let document = shop(&[
        (
            "elements/admin",
            json!({"kind": "service", "operations": {"default": {}}}),
        ),
        (
            "relationships/redo",
            json!({"from": "admin", "to": "images/resize", "mode": "calls"}),
        ),
    ]);
    let worker = option(&document, "worker-spinout");
    assert_eq!(
        worker.relationships["redo"],
        document.model().relationships["redo"]
    );
}

#[test]
fn steps_follow_the_publication_where_they_followed_the_call() {
    let worker = option(&shop(&[]), "worker-spinout");
    let operations = |a: &Architecture| a.elements["shop"].operations["receive"].steps.clone();
    assert_eq!(
        operations(&worker),
        operations(&option(&shop(&[]), "baseline"))
    );
}

#[test]
fn the_parent_is_right_sized_when_asked() {
    let (worker, _) = changed(json!({"w": spin_out(json!({"parent_process": {"replicas": 1}}))}));
    assert_eq!(
        worker.elements["shop"].process.as_ref().unwrap().replicas,
        1
    );
    let (worker, _) = changed(json!({"w": spin_out(json!({}))}));
    assert_eq!(
        worker.elements["shop"].process.as_ref().unwrap().replicas,
        2
    );
}

#[test]
fn data_strategies_do_what_they_say() {
    let with = |strategy: &str, migration: Value| {
        let mut access = json!({"strategy": strategy});
        if !migration.is_null() {
            access["migration"] = migration;
        }
        changed(json!({"w": spin_out(json!({"team": "media", "data": {"catalogue": access}}))}))
    };
    let to = |a: &Architecture, id: &str| a.relationships[id].to.to_string();

    let (shared, findings) = with("shared", Value::Null);
    assert_eq!(to(&shared, "record"), "catalogue/write");
    assert!(shared.data["products"].writers.contains("images"));
    assert!(found(&findings, "shared-store"));

    let (schema, findings) = with("own_schema", Value::Null);
    assert_eq!(to(&schema, "record"), "catalogue/write");
    let own = &schema.data["w--data-catalogue"];
    assert_eq!(
        (own.store.as_str(), own.owner.as_ref().unwrap().as_str()),
        ("catalogue", "media")
    );
    assert!(!schema.data["products"].writers.contains("images"));
    assert!(found(&findings, "migration-missing"));

    let (store, findings) = with("own_store", json!("cdc"));
    assert_eq!(to(&store, "record"), "w--store/write");
    assert_eq!(
        store.elements["w--store"].store,
        store.elements["catalogue"].store
    );
    let copied = &store.elements["w--store"].operations["write"];
    assert_eq!(
        copied.origin.as_ref().unwrap().to_string(),
        "catalogue/write"
    );
    assert_eq!(
        copied.demand,
        store.elements["catalogue"].operations["write"].demand
    );
    assert!(found(&findings, "migration-recorded") && !found(&findings, "migration-missing"));
    let chosen = (DataStrategy::OwnStore, Some(Migration::Cdc));
    assert_eq!(store.spinouts["w"].data["catalogue"], chosen);
    assert_eq!(store.spinouts["w"].data["bucket"].0, DataStrategy::Shared);

    let (asked, findings) = with("call_parent", Value::Null);
    assert_eq!(
        to(&asked, "record"),
        "shop/data-access-write-catalogue-write"
    );
    assert_eq!(asked.relationships["record"].mode, Mode::Calls);
    let does = &asked.relationships["w--data-access-write-catalogue-write"];
    assert_eq!(
        (does.mode, does.to.to_string()),
        (Mode::Writes, "catalogue/write".to_owned())
    );
    assert!(found(&findings, "calls-parent-for-data"));

    let (_, findings) = with("replica", Value::Null);
    assert!(found(&findings, "replica-without-reads"));
}

#[test]
fn a_replica_answers_reads_and_the_old_store_takes_writes() {
    let data = json!({"bucket": {"strategy": "replica"}});
    let write = json!({"from": "images/resize", "to": "bucket", "mode": "writes", "order": "z"});
    let document = shop(&[
        ("relationships/put", write),
        (
            "options/x",
            json!({"name": "X", "changes": {"w": spin_out(json!({"data": data}))}}),
        ),
    ]);
    let replica = option(&document, "x");
    assert_eq!(replica.relationships["original"].to.to_string(), "w--store");
    assert_eq!(replica.relationships["put"].to.to_string(), "bucket");
    assert!(replica.findings.iter().any(|f| f.id == "replica-lags"));
}

#[test]
fn a_dual_write_lets_the_remaining_writers_write_twice() {
    let data = json!({"bucket": {"strategy": "own_store", "migration": "dual_write"}});
    let (worker, _) = changed(json!({"w": spin_out(json!({"data": data}))}));
    let second = &worker.relationships["w--dual-keep"];
    assert_eq!(
        (second.from.to_string(), second.to.to_string()),
        ("shop/receive".to_owned(), "w--store".to_owned())
    );
    let steps =
        serde_json::to_string(&worker.elements["shop"].operations["receive"].steps).unwrap();
    assert!(
        steps.contains(r#"{"follow":"keep"},{"follow":"w--dual-keep"}"#),
        "{steps}"
    );
}

#[test]
fn a_spinout_that_does_not_apply_changes_nothing_and_says_so() {
    let baseline = option(&shop(&[]), "baseline");
    for (change, id) in [
        (
            spin_out(json!({"components": ["nobody"]})),
            "change-lost-target",
        ),
        (spin_out(json!({"components": ["shop"]})), "cannot-spin-out"),
        (spin_out(json!({"components": []})), "cannot-spin-out"),
        (spin_out(json!({"in": "mars"})), "change-lost-target"),
    ] {
        let (architecture, findings) = changed(json!({"w": change}));
        assert!(found(&findings, id), "{findings:?}");
        assert_eq!(architecture.elements, baseline.elements);
        assert_eq!(architecture.relationships, baseline.relationships);
    }
    // An id of what it would make is in use: nothing is half done.
    let document = shop(&[
        ("elements/w--queue", json!({"kind": "queue"})),
        (
            "options/x",
            json!({"name": "X", "changes": {"w": spin_out(json!({}))}}),
        ),
    ]);
    let architecture = option(&document, "x");
    assert_eq!(architecture.elements, document.model().elements);
    assert_eq!(architecture.findings[0].id, "id-taken");
}

#[test]
fn a_component_is_spun_out_once() {
    let (architecture, findings) =
        changed(json!({"a": spin_out(json!({})), "b": spin_out(json!({}))}));
    assert!(found(&findings, "claimed-twice"));
    assert!(architecture.elements.contains_key("a--service"));
    assert!(!architecture.elements.contains_key("b--service"));
}

#[test]
fn folding_back_undoes_a_spinout() {
    let back = json!({"order": "z", "do": {"fold_back": {"unit": "w--service", "into": "shop"}}});
    let changes = json!({"w": spin_out(json!({"network": "zone"})), "z": back});
    let (folded, findings) = changed(changes);
    assert!(!found(&findings, "change-lost-target"), "{findings:?}");
    let mut baseline = option(&shop(&[]), "baseline");
    assert_eq!(folded.elements, baseline.elements);
    // A call within a process has no time-out: what the message lost is without effect.
    let shrink = baseline.relationships.get_mut("shrink").unwrap();
    (shrink.timeout, shrink.retry) = (None, None);
    assert_eq!(folded.relationships, baseline.relationships);
    assert_eq!(folded.units, baseline.units);
    assert!(folded.spinouts.is_empty());
}
