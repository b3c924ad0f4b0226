use std::path::Path;

use spinout_lower::lower;
use spinout_model::{BASELINE, derive, load};
use spinout_network::{Arrivals, Network, RateCurve};
use spinout_units::OptionId;

/// Every option of every worked model under every scenario, at its first load and with nothing going
/// wrong; those that are the same network once.
pub fn worked() -> Vec<(String, Network)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".spinout.json"))
        .collect();
    files.sort();
    let mut found: Vec<(String, Network)> = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let loaded = load(&std::fs::read_to_string(&file).unwrap(), &name).unwrap();
        let model = loaded.document.model();
        let baseline = OptionId::new(BASELINE).unwrap();
        for option in std::iter::once(&baseline).chain(model.options.keys()) {
            let architecture = derive(model, option);
            for (id, scenario) in &model.scenarios {
                let Ok(lowered) = lower(&architecture, scenario) else {
                    continue;
                };
                let mut network = lowered.network;
                network.faults.clear();
                first_load(&mut network);
                if found.iter().all(|(_, other)| *other != network) {
                    found.push((format!("{name} · {option} · {id}"), network));
                }
            }
        }
    }
    found
}

/// The load as it is at the start, for ever.
fn first_load(network: &mut Network) {
    for journey in &mut network.journeys {
        if let Arrivals::Open { rate, .. } = &mut journey.arrivals {
            *rate = RateCurve::Constant { rate: rate.at(0.0) };
        }
    }
}
