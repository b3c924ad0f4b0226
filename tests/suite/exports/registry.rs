use std::collections::{BTreeMap, BTreeSet};

use spinout_export::EXPORTERS;

use crate::samples::samples;

#[test]
fn every_exporter_is_documented_and_unique() {
    let mut ids = BTreeSet::new();
    for exporter in EXPORTERS {
        assert!(ids.insert(exporter.id), "{} twice", exporter.id);
        assert!(
            !exporter.about.is_empty() && !exporter.accepted_by.is_empty(),
            "{}",
            exporter.id
        );
        assert!(
            exporter
                .id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '-'),
            "{}",
            exporter.id
        );
    }
}

#[test]
fn every_exporter_has_a_file_in_the_samples() {
    let abouts: BTreeSet<Vec<String>> = samples()
        .iter()
        .flat_map(|sample| sample.plan().artifacts)
        .map(|artifact| artifact.accepted_by)
        .collect();
    for exporter in EXPORTERS {
        let tools: Vec<String> = exporter
            .accepted_by
            .iter()
            .map(|&tool| tool.to_owned())
            .collect();
        assert!(abouts.contains(&tools), "{} exports nothing", exporter.id);
    }
}

#[test]
fn a_plan_has_each_path_once_in_order_and_the_same_bytes_again() {
    for sample in samples() {
        let plan = sample.plan();
        let paths: Vec<&String> = plan
            .artifacts
            .iter()
            .map(|artifact| &artifact.path)
            .collect();
        let mut sorted: Vec<&String> = paths
            .iter()
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        sorted.sort();
        assert_eq!(paths, sorted, "{}", sample.name);
        assert_eq!(plan, sample.plan(), "{}", sample.name);
    }
}

#[test]
fn no_file_carries_noise_or_carriage_returns() {
    for sample in samples() {
        let texts: BTreeMap<String, String> = sample
            .plan()
            .artifacts
            .into_iter()
            .map(|artifact| (artifact.path, artifact.text))
            .collect();
        for (path, text) in texts {
            assert!(
                !text.contains("00000000") && !text.contains("99999999"),
                "{}: {path}",
                sample.name
            );
            assert!(
                !text.contains('\r') && text.ends_with('\n'),
                "{}: {path}",
                sample.name
            );
        }
    }
}
