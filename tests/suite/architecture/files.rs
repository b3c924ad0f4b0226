//! What may be in a committed file, and how long it may be.

/// Files that say things about many others and may be long.
fn is_generated(path: &str) -> bool {
    path.contains("/generated/")
        || path.starts_with("models/")
        || path.ends_with("Cargo.lock")
        || path.ends_with("package-lock.json")
}

#[test]
fn no_file_holds_two_concepts() {
    let mut complaints = Vec::new();
    for (path, text) in crate::tracked_files() {
        let limit = match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => 500,
            Some("ts" | "svelte") => 350,
            _ => continue,
        };
        let lines = text.unwrap().lines().count();
        if lines > limit && !is_generated(&path) {
            complaints.push(format!("{path}: {lines} lines, the limit is {limit}"));
        }
    }
    crate::none_of(&complaints, "split by concept");
}

#[test]
fn nothing_is_said_of_the_machine_it_was_written_on() {
    // Put together here, so that this file does not find itself.
    let folders = ["work", "root", "home", "Users"].map(|folder| format!("/{folder}/"));
    let mut complaints = Vec::new();
    for (path, text) in crate::tracked_files() {
        let Some(text) = text else { continue };
        for (number, line) in text.lines().enumerate() {
            let found = folders.iter().any(|folder| {
                line.match_indices(folder.as_str())
                    .any(|(at, _)| begins_a_path(&line[..at]))
            });
            if found && !line.contains("/home/ada") {
                complaints.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    crate::none_of(
        &complaints,
        "a path of one machine (in examples, use /home/ada)",
    );
}

/// Whether a slash after this text begins an absolute path: not the middle of another path or of an
/// address.
fn begins_a_path(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || "._-~/)}]*".contains(c))
}

#[test]
fn lock_files_name_no_other_registry() {
    for (path, text) in crate::tracked_files() {
        let text = text.unwrap_or_default();
        if path.ends_with("Cargo.lock") {
            let foreign: Vec<String> = text
                .lines()
                .filter(|line| line.starts_with("source = "))
                .filter(|line| {
                    !line.contains("registry+https://github.com/rust-lang/crates.io-index")
                })
                .map(str::to_owned)
                .collect();
            crate::none_of(&foreign, "a source that is not crates.io");
        }
        if path.ends_with("package-lock.json") {
            let hosts: Vec<String> = text
                .lines()
                .filter(|line| line.trim_start().starts_with("\"resolved\":"))
                .map(|line| format!("{path}: {}", line.trim()))
                .collect();
            crate::none_of(
                &hosts,
                "install with omit-lockfile-registry-resolved=true in .npmrc",
            );
        }
        let settings = [".npmrc", ".cargo/config.toml", "pip.conf", ".yarnrc.yml"];
        if settings.iter().any(|name| path.ends_with(name)) {
            assert!(!text.contains("://"), "{path} names a host");
        }
    }
}
