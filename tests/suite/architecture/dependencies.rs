//! Which crate may use which.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// `crate: crates that it may use`, without the common prefix. Tests may use what they like.
const ARROWS: &str = "
    units:
    stats:
    model: units
    network: units
    graph: units model
    lower: units model network
    sim: units network stats
    queueing: units network
    study: units network sim stats
    results: units model stats
    cost: units model graph results
    check: units model graph lower results cost queueing
    export: units model graph results cost
    decision: units model graph results
    report: units model graph results cost check
    commands: units model graph network lower queueing stats study results cost check decision export
    store:
    host: units results study commands store
    cli: units commands store report host
    desktop: units commands store report host
    tests:
    wasm: commands
";

fn arrows() -> BTreeMap<&'static str, Vec<&'static str>> {
    ARROWS
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, used)| (name.trim(), used.split_whitespace().collect()))
        .collect()
}

#[test]
fn arrows_point_only_where_they_may() {
    let arrows = arrows();
    let metadata = MetadataCommand::new()
        .manifest_path(crate::root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    let mut complaints = Vec::new();
    for package in &metadata.packages {
        let Some(name) = package.name.strip_prefix("spinout-") else {
            assert_eq!(package.name, "xtask", "a package without the common prefix");
            continue;
        };
        let Some(allowed) = arrows.get(name) else {
            complaints.push(format!("{name} is not in the list"));
            continue;
        };
        for dependency in &package.dependencies {
            let Some(used) = dependency.name.strip_prefix("spinout-") else {
                continue;
            };
            if dependency.kind == DependencyKind::Normal && !allowed.contains(&used) {
                complaints.push(format!("{name} uses {used}"));
            }
        }
    }
    crate::none_of(&complaints, "arrows point the wrong way");
}

#[test]
fn nothing_below_the_shell_knows_the_shell() {
    let metadata = MetadataCommand::new()
        .manifest_path(crate::root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    let only_in = |library: &str, packages: &[&str]| {
        let users: Vec<String> = metadata
            .packages
            .iter()
            .filter(|package| !packages.contains(&package.name.as_str()))
            .filter(|package| {
                package.dependencies.iter().any(|dependency| {
                    dependency.kind == DependencyKind::Normal && dependency.name == library
                })
            })
            .map(|package| format!("{} uses {library}", package.name))
            .collect();
        crate::none_of(&users, "a library where it does not belong");
    };
    only_in("tauri", &["spinout-desktop"]);
    only_in("tokio", &["spinout-desktop"]);
    only_in("rusqlite", &["spinout-store"]);
    only_in("clap", &["spinout-cli"]);
    only_in("plotters", &["spinout-report"]);
}
