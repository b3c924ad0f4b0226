use std::collections::BTreeMap;

use spinout_sim::{DeployReport, Report};
use spinout_stats::{Confidence, Moments, mean};

use crate::DeployOutcome;

/// Bad versions that are rolled out, by the fault.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deploys(BTreeMap<String, Deploy>);

#[derive(Clone, Debug, Default)]
struct Deploy {
    replications: u32,
    instances: Moments,
    noticed: Moments,
    over: Moments,
}

impl Deploys {
    /// A fault that hits several groups is noticed first where it is noticed first, and over where it is last.
    pub(crate) fn add(&mut self, report: &Report) {
        let mut found: BTreeMap<&str, DeployReport> = BTreeMap::new();
        for more in &report.deploys {
            let known = found.entry(&more.name).or_insert_with(|| DeployReport {
                instances: 0,
                ..more.clone()
            });
            known.instances += more.instances;
            known.noticed = [known.noticed, more.noticed]
                .into_iter()
                .flatten()
                .min_by(f64::total_cmp);
            known.over = known.over.zip(more.over).map(|(one, other)| one.max(other));
        }
        for (name, found) in found {
            let deploy = self.0.entry(name.to_owned()).or_default();
            deploy.replications += 1;
            deploy.instances.record(f64::from(found.instances));
            found
                .noticed
                .into_iter()
                .for_each(|at| deploy.noticed.record(at));
            found.over.into_iter().for_each(|at| deploy.over.record(at));
        }
    }

    pub(crate) fn outcome(&self, confidence: Confidence) -> Vec<DeployOutcome> {
        let outcome = |(name, deploy): (&String, &Deploy)| DeployOutcome {
            name: name.clone(),
            instances: mean(&deploy.instances, confidence),
            noticed: deploy.noticed.count() as f64 / f64::from(deploy.replications.max(1)),
            noticed_s: mean(&deploy.noticed, confidence),
            over_s: mean(&deploy.over, confidence),
        };
        self.0.iter().map(outcome).collect()
    }
}
