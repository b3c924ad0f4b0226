//! What each crate says of itself.

/// Ways to say where a crate's knowledge ends.
const BOUNDARIES: [&str; 4] = ["must not", "knows nothing", ". no ", "does not know"];

#[test]
fn every_crate_says_what_it_is_for_and_what_it_must_not_know() {
    let mut complaints = Vec::new();
    let mut crates = 0;
    for (path, text) in crate::tracked_files() {
        let is_root = path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs");
        if !is_root || !(path.starts_with("crates/") || path.starts_with("src-tauri/")) {
            continue;
        }
        crates += 1;
        let text = text.unwrap();
        let docs: String = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .map(|line| line.trim_start_matches("//!").to_lowercase())
            .collect();
        // The command line is the end of every arrow: there is nothing for it not to know.
        let bounded = path.starts_with("crates/cli/")
            || BOUNDARIES.iter().any(|boundary| docs.contains(boundary));
        if docs.len() < 40 || !bounded {
            complaints.push(path);
        }
    }
    assert!(crates >= 17, "found only {crates} crates");
    crate::none_of(
        &complaints,
        "the first lines say what the crate is for and must not know",
    );
}
