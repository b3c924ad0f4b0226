//! Files that are never half-written, folders that are not left, and results that threads do not change.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use spinout_commands::protocol::{Event, ProblemKind, Request};
use spinout_commands::{App, ArtifactChange, Host, HostError};
use spinout_host::SystemHost;

fn host() -> SystemHost {
    SystemHost::open(None, |_| {})
}

fn ask(app: &App, request: Value) -> Value {
    let request: Request = serde_json::from_value(request).unwrap();
    serde_json::to_value(app.handle(request).unwrap()).unwrap()
}

#[test]
fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.json");
    let text = path.to_str().unwrap();
    host().write_file(text, b"one").unwrap();
    host().write_file(text, b"two").unwrap();
    assert_eq!(host().read_file(text, 3).unwrap(), b"two");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(
        host().read_file(text, 2),
        Err(HostError::TooLarge { bytes: 3 })
    );
    let missing = folder.path().join("missing/model.json");
    assert_eq!(
        host().write_file(missing.to_str().unwrap(), b"x"),
        Err(HostError::NotFound)
    );
    assert!(
        host()
            .write_file(folder.path().to_str().unwrap(), b"x")
            .is_err()
    );
    assert!(
        host()
            .read_file(folder.path().to_str().unwrap(), 9)
            .is_err()
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_a_model_is_followed_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.json");
    let link = folder.path().join("link.json");
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    host().write_file(link.to_str().unwrap(), b"new").unwrap();
    assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[cfg(unix)]
#[test]
fn an_export_does_not_leave_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("out");
    let outside = folder.path().join("outside");
    fs::create_dir_all(&dir).unwrap();
    fs::create_dir_all(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, dir.join("trap")).unwrap();
    std::os::unix::fs::symlink(outside.join("file"), dir.join("file")).unwrap();
    let dir = dir.to_str().unwrap();
    for path in [
        "../x",
        "a/../../x",
        "/etc/x",
        "trap/x",
        "file",
        "a//b",
        "a\\b",
        "",
    ] {
        let change = |bytes| ArtifactChange { dir, path, bytes };
        for change in [change(Some(b"x".as_slice())), change(None)] {
            let refused = host().change_artifacts(&[change]).unwrap_err();
            assert_eq!(refused.error, HostError::Outside, "{path}");
        }
        assert_eq!(
            host().read_artifact(dir, path, 9),
            Err(HostError::Outside),
            "{path}"
        );
    }
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    let change = ArtifactChange {
        dir,
        path: "deep/er/file.yaml",
        bytes: Some(b"x"),
    };
    host().change_artifacts(&[change]).unwrap();
    assert_eq!(
        host()
            .read_artifact(dir, "deep/er/file.yaml", 9)
            .unwrap()
            .unwrap(),
        b"x"
    );
    assert_eq!(host().read_artifact(dir, "none", 9).unwrap(), None);
}

#[test]
fn results_are_the_same_for_any_number_of_threads() {
    let results = [1, 3].map(|threads| {
        let app = App::new(Arc::new(host().with_threads(threads)));
        ask(
            &app,
            json!({ "command": "new", "template": "image-processing" }),
        );
        let simulated = ask(
            &app,
            json!({
                "command": "simulate", "document": 1, "run": 1, "options": ["worker-spinout"],
                "scenarios": ["steady"], "settings": { "precision": 0.2 },
            }),
        );
        serde_json::to_string(&simulated["runs"]).unwrap()
    });
    assert!(results[0].contains("\"journeys\""));
    assert!(results.iter().all(|other| *other == results[0]));
}

#[test]
fn unsaved_work_and_runs_outlive_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let start = || App::new(Arc::new(SystemHost::open(Some(folder.path()), |_| {})));
    let app = start();
    ask(
        &app,
        json!({ "command": "new", "template": "image-processing" }),
    );
    ask(
        &app,
        json!({
            "command": "apply", "document": 1, "option": "baseline", "revision": 1,
            "edit": { "kind": "set", "path": "name", "value": "Kept" },
        }),
    );
    ask(
        &app,
        json!({
            "command": "simulate", "document": 1, "run": 1, "options": ["worker-spinout"],
            "scenarios": ["steady"], "settings": { "precision": 0.5 },
        }),
    );
    drop(app);
    let app = start();
    let offered = ask(&app, json!({ "command": "recoverable" }));
    let key = &offered["documents"][0]["key"];
    let opened = ask(&app, json!({ "command": "recover", "key": key }));
    assert_eq!(opened["view"]["name"], "Kept");
    let runs = ask(&app, json!({ "command": "history", "model": "Kept" }));
    let run = ask(
        &app,
        json!({ "command": "history_run", "id": runs["runs"][0]["id"] }),
    );
    assert_eq!(run["option"], "worker-spinout");
    let view = ask(
        &app,
        json!({ "command": "view", "document": 1, "option": "worker-spinout" }),
    );
    assert_eq!(run["digest"], view["scenarios"]["steady"]["digest"]);
}

#[test]
fn a_damaged_store_is_told_and_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("spinout.sqlite"),
        "garbage ".repeat(1000),
    )
    .unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let host = SystemHost::open(Some(folder.path()), move |event| {
        listener.lock().unwrap().push(event);
    });
    let told = std::mem::take(&mut *told.lock().unwrap());
    assert!(
        matches!(&told[..], [Event::Warning { problem }] if problem.kind == ProblemKind::Storage)
    );
    assert_eq!(host.storage().runs(None, 10).unwrap(), []);
}

/// Changes of which a later one cannot be carried out leave everything as it was.
#[test]
fn changes_are_carried_out_all_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    let change = |path, bytes| ArtifactChange { dir, path, bytes };
    let one: Option<&[u8]> = Some(b"one");
    host()
        .change_artifacts(&[change("a", one), change("b", one)])
        .unwrap();
    fs::create_dir(folder.path().join("c")).unwrap();
    let two: Option<&[u8]> = Some(b"two");
    for last in [
        change("c", two),
        change("a/x", two),
        change("../x", two),
        change("none", None),
    ] {
        let changes = [
            change("a", two),
            change("b", None),
            change("new/er", two),
            last,
        ];
        host().change_artifacts(&changes).unwrap_err();
        let read = |path| host().read_artifact(dir, path, 9).unwrap();
        assert_eq!(read("a").unwrap(), b"one", "{last:?}");
        assert_eq!(read("b").unwrap(), b"one", "{last:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "{last:?}");
    }
    let other = tempfile::tempdir().unwrap();
    let there = other.path().to_str().unwrap();
    let both = [
        change("a", two),
        change("b", None),
        ArtifactChange {
            dir: there,
            path: "d",
            bytes: two,
        },
    ];
    host().change_artifacts(&both).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    assert_eq!(fs::read(other.path().join("d")).unwrap(), b"two");
    let spelled = format!("{dir}/c/..");
    assert_eq!(host().folder_name(&spelled), host().folder_name(dir));
}
