//! Real systems that were measured. The figures lie outside the repository (see its README there); where
//! they are absent, there is nothing to compare with.

use std::path::Path;

use spinout_network::{Arrivals, Distribution, Group, Step};

use crate::harness::{Stations, requests, steady};

/// A row of the measurements: milliseconds.
struct Row {
    read_only: bool,
    workers: u32,
    clients: u32,
    response: f64,
    think: f64,
}

fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let heads = lines.next().unwrap_or_default();
    let column = |name: &str| {
        heads
            .iter()
            .position(|head| *head == name)
            .expect("a known column")
    };
    let (workload, workers) = (column("workload"), column("workers_per_middleware"));
    let (clients, response) = (
        column("closed_clients_total"),
        column("mw_response_mean_ms"),
    );
    let think = column("derived_think_ms");
    lines
        .map(|cells| Row {
            read_only: cells[workload] == "read-only",
            workers: cells[workers].parse().expect("a count"),
            clients: cells[clients].parse().expect("a count"),
            response: cells[response].parse().expect("a time"),
            think: cells[think].parse().expect("a time"),
        })
        .collect()
}

/// Clients of a middleware with worker threads, each held over a call to a cache (ASL 2017, one
/// middleware). Fitted at two clients alone, where nobody waits, the model predicts the rest within
/// 13 %: but for reads with many workers, which meet a network limit that it does not contain.
#[test]
fn worker_threads_of_a_middleware_are_predicted_from_two_clients() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/measurements");
    let Ok(text) = std::fs::read_to_string(folder.join("asl17_one_middleware.csv")) else {
        #[expect(clippy::print_stderr, reason = "whoever runs the tests is to know")]
        {
            eprintln!("passed over: no measurements beside the repository");
        }
        return;
    };
    let rows = rows(&text);
    let mut judged = 0;
    for row in &rows {
        let beyond_the_model = row.read_only && row.workers >= 32 && row.clients > 48;
        if row.clients == 2 || beyond_the_model {
            continue;
        }
        let alike = |r: &&Row| r.read_only == row.read_only && r.workers == row.workers;
        let fitted = rows
            .iter()
            .filter(alike)
            .min_by_key(|r| r.clients)
            .expect("two clients");
        let mut stations = Stations::default();
        let cache = Distribution::exponential(fitted.response * 1e-3);
        let (_, ask) = stations.add("cache", Group::delay, vec![Step::delay("get", cache)]);
        let (_, visit) = stations.add(
            "middleware",
            |name, element| Group::process(name, element, row.workers, 8.0),
            vec![ask],
        );
        let users = Arrivals::closed(row.clients, fitted.think * 1e-3);
        stations.network.add_journey("clients", users, vec![visit]);
        let outcome = steady(&stations.network, 0.05);
        let found = requests(&outcome)
            .response_s
            .mean
            .expect("there are requests")
            .value;
        let off = found * 1e3 / row.response - 1.0;
        assert!(
            off.abs() <= 0.13,
            "{} workers, {} clients: {off:+.3}",
            row.workers,
            row.clients
        );
        judged += 1;
    }
    assert!(judged >= 50, "{judged}");
}
