//! What is kept is found again, by another program and after damage.

use spinout_store::{Journal, RecentFile, RunSummary, Store, StoreError};

fn run(model: &str, digest: &str, seed: i64) -> RunSummary {
    RunSummary {
        at_ms: 1,
        model: model.to_owned(),
        option: "baseline".to_owned(),
        scenario: "day".to_owned(),
        kind: "steady".to_owned(),
        seed,
        engine: "1".to_owned(),
        digest: digest.to_owned(),
        replications: 20,
        requests: 1000,
        objectives_met: 1,
        objectives: 2,
        overload: None,
        worst_p99_s: Some(0.25),
        cost_per_month: None,
    }
}

fn journal(key: &str) -> Journal {
    Journal {
        key: key.to_owned(),
        path: Some("shop.json".to_owned()),
        name: "Shop".to_owned(),
        base: "{}".to_owned(),
        digest: Some("d".to_owned()),
        unsaved: true,
        at_ms: 1,
    }
}

#[test]
fn a_run_is_found_by_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/history.sqlite");
    let first = Store::open(&path).unwrap().store;
    let second = Store::open(&path).unwrap().store;
    let id = first.add_run(&run("shop", "d1", 1), "{\"a\":1}").unwrap();
    let found = second.runs(None, 10).unwrap();
    assert_eq!(found[0].id, id);
    assert_eq!(found[0].summary, run("shop", "d1", 1));
    assert_eq!(second.run_results(id).unwrap().unwrap(), "{\"a\":1}");
    assert!(second.delete_run(id).unwrap());
    assert!(!first.delete_run(id).unwrap());
    assert_eq!(first.run_results(id).unwrap(), None);
}

#[test]
fn runs_are_listed_by_model_and_found_by_digest_and_seed() {
    let store = Store::in_memory().unwrap();
    store.add_run(&run("shop", "d1", 1), "old").unwrap();
    store.add_run(&run("shop", "d1", 1), "new").unwrap();
    store.add_run(&run("bank", "d2", 2), "bank").unwrap();
    assert_eq!(store.runs(Some("shop"), 10).unwrap().len(), 2);
    assert_eq!(store.runs(None, 1).unwrap()[0].summary.model, "bank");
    let of = |digest, seed| -> Vec<String> {
        let rows = store.runs_of(digest, seed).unwrap();
        let results = rows.iter().map(|row| store.run_results(row.id).unwrap());
        results.map(Option::unwrap).collect()
    };
    assert_eq!(of("d1", Some(1)), ["new", "old"]);
    assert_eq!(of("d1", Some(2)), Vec::<String>::new());
    assert_eq!(of("d2", None), ["bank"]);
}

#[test]
fn the_history_does_not_grow_for_ever() {
    let store = Store::in_memory().unwrap();
    let ids: Vec<i64> = (0..503)
        .map(|n| store.add_run(&run("shop", "d", n), "{}").unwrap())
        .collect();
    let kept = store.runs(None, 10_000).unwrap();
    assert_eq!(kept.len(), 500);
    assert_eq!(kept[0].id, ids[502]);
    assert_eq!(kept[499].id, ids[3]);
}

#[test]
fn a_journal_keeps_its_entries_in_order_and_goes_with_them() {
    let store = Store::in_memory().unwrap();
    store.begin_journal(&journal("a")).unwrap();
    assert_eq!(store.journals().unwrap(), [], "no work, nothing to offer");
    for (sequence, entry) in [(1, "second"), (0, "first"), (1, "second again")] {
        store.write_journal_entry("a", sequence, entry, 7).unwrap();
    }
    assert_eq!(
        store.journal_entries("a").unwrap(),
        ["first", "second again"]
    );
    let listed = store.journals().unwrap();
    assert_eq!((listed[0].entries, listed[0].at_ms), (2, 7));
    let kept = store.journal("a").unwrap().unwrap();
    let written = journal("a");
    assert_eq!((kept.base, kept.digest), (written.base, written.digest));
    assert_eq!(kept.unsaved, written.unsaved);
    assert!(store.write_journal_entry("unknown", 0, "x", 1).is_err());
    store.begin_journal(&journal("a")).unwrap();
    assert_eq!(store.journal_entries("a").unwrap(), Vec::<String>::new());
    store.write_journal_entry("a", 0, "x", 1).unwrap();
    store.end_journal("a").unwrap();
    assert_eq!(store.journal("a").unwrap(), None);
    assert_eq!(store.journal_entries("a").unwrap(), Vec::<String>::new());
}

#[test]
fn recent_files_are_listed_once_and_latest_first() {
    let store = Store::in_memory().unwrap();
    let file = |n: i64, path: String| RecentFile {
        path,
        name: format!("{n}"),
        at_ms: n,
    };
    for n in 0..40 {
        store.touch_recent(&file(n, format!("{n}.json"))).unwrap();
    }
    store.touch_recent(&file(99, "20.json".to_owned())).unwrap();
    let listed = store.recent().unwrap();
    assert_eq!(listed.len(), 30);
    assert_eq!(
        (listed[0].path.as_str(), listed[0].name.as_str()),
        ("20.json", "99")
    );
    assert_eq!(listed.iter().filter(|f| f.path == "20.json").count(), 1);
}

#[test]
fn a_setting_is_what_was_kept_last() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite");
    let store = Store::open(&path).unwrap().store;
    assert_eq!(store.setting("window").unwrap(), None);
    store.keep_setting("window", "wide").unwrap();
    store.keep_setting("window", "narrow").unwrap();
    drop(store);
    let store = Store::open(&path).unwrap().store;
    assert_eq!(store.setting("window").unwrap().as_deref(), Some("narrow"));
    assert_eq!(store.setting("other").unwrap(), None);
}

#[test]
fn a_damaged_file_is_moved_aside_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite");
    let store = Store::open(&path).unwrap().store;
    for n in 0..50 {
        store
            .add_run(&run("shop", "d", n), &"x".repeat(5000))
            .unwrap();
    }
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    let mut torn = whole.clone();
    torn[8192..16384].fill(0x5a);
    let cases: [Vec<u8>; 3] = [
        b"not a database at all".repeat(100),
        torn,
        whole[..9000].to_vec(),
    ];
    for (n, bytes) in cases.iter().enumerate() {
        std::fs::write(&path, bytes).unwrap();
        let opened = Store::open(&path).unwrap();
        let aside = opened.moved_aside.expect("it is damaged");
        assert_eq!(&std::fs::read(aside).unwrap(), bytes, "case {n}");
        assert_eq!(opened.store.runs(None, 10).unwrap(), []);
        opened.store.add_run(&run("shop", "d", 1), "{}").unwrap();
    }
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite");
    drop(Store::open(&path).unwrap());
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 999).unwrap();
    drop(raw);
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Newer)));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
