//! How long the worked example takes to answer, both options together, on this machine's cores: `steady`
//! to ±2 % on the 95th percentile of every journey's response, and the spike at its forty replications.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use spinout_commands::assemble::{Asked, plan};
use spinout_host::Threads;
use spinout_lower::{Lowered, lower};
use spinout_model::{derive, load};
use spinout_study::{Unobserved, compare};

fn answer(bench: &mut Criterion) {
    let text = include_str!("../../../models/image-processing.spinout.json");
    let loaded = load(text, "image-processing.spinout.json").unwrap();
    let model = loaded.document.model();
    let mut group = bench.benchmark_group("worked example");
    group.sample_size(10);
    for scenario in ["steady", "upload-spike"] {
        let designs =
            ["baseline", "worker-spinout"].map(|option| derive(model, &option.parse().unwrap()));
        let lowered: Vec<Lowered> = designs
            .iter()
            .map(|design| lower(design, &model.scenarios[scenario]).unwrap())
            .collect();
        let plan = plan(&designs[0], &lowered[0], &Asked::default());
        let networks = [&lowered[0].network, &lowered[1].network];
        let threads = Threads::of_this_machine();
        group.bench_function(scenario, |bench| {
            bench.iter(|| compare(&networks, &plan, &threads, &Unobserved).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, answer);
criterion_main!(benches);
