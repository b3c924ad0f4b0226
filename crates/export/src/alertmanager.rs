//! Alertmanager: every alert goes to the team that owns its service, pages apart from tickets.
//!
//! Alerts are grouped by service and kind. A page of an objective silences its ticket, and an alert that says
//! that nothing is measured silences nothing, as the others are silent then anyway. Where receivers call is the
//! team's: the file names an address on the same machine for each, to be replaced by the pager's and the
//! tracker's.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use spinout_units::TeamId;

use crate::place::team;
use crate::registry::{Exporter, File};
use crate::write::documents;
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "alertmanager",
    about: "Alertmanager routes to the owner, pages apart from tickets",
    accepted_by: &["amtool check-config", "amtool config routes test"],
    target: Target::Monitoring,
    ownership: Ownership::Owned,
    files,
};

/// Who gets alerts that no team owns (A6).
const NOBODY: &str = "nobody-owns-it";

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    let architecture = design.architecture;
    let (promises, _) = crate::objectives::promises(architecture);
    let units = architecture
        .spinouts
        .values()
        .filter_map(|origin| team(architecture, &origin.unit));
    let teams: BTreeSet<&TeamId> = promises
        .iter()
        .filter_map(|promise| promise.team)
        .chain(units)
        .collect();
    if promises.is_empty() && architecture.spinouts.is_empty() {
        return Vec::new();
    }
    let mut comments = header(design);
    comments
        .push("Replace the address of each receiver by that of your pager or tracker.".to_owned());
    vec![File {
        path: "monitoring/alertmanager/alertmanager.yaml".to_owned(),
        about: "Routes of alerts to their owners".to_owned(),
        text: documents(&comments, &[document(&teams)]),
    }]
}

fn document(teams: &BTreeSet<&TeamId>) -> Value {
    let routes: Vec<Value> = teams
        .iter()
        .map(|team| {
            json!({
                "matchers": [format!("team=\"{team}\"")],
                "receiver": format!("{team}-ticket"),
                "routes": [{
                    "matchers": ["severity=\"page\""],
                    "receiver": format!("{team}-page"),
                    "group_wait": "10s",
                    "repeat_interval": "1h"
                }]
            })
        })
        .collect();
    let receivers = teams
        .iter()
        .flat_map(|team| [format!("{team}-page"), format!("{team}-ticket")])
        .chain([NOBODY.to_owned()])
        .map(|name| {
            let address = format!("http://localhost:9095/{name}");
            json!({ "name": name, "webhook_configs": [{ "url": address, "send_resolved": true }] })
        });
    json!({
        "route": {
            "receiver": NOBODY,
            "group_by": ["service", "alertname"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": "1d",
            "routes": routes
        },
        "inhibit_rules": [
            {
                "source_matchers": ["severity=\"page\"", "slo=~\".+\""],
                "target_matchers": ["severity=\"ticket\"", "slo=~\".+\""],
                "equal": ["service", "slo"]
            },
            {
                "source_matchers": ["alertname=\"QueueStalled\""],
                "target_matchers": ["alertname=\"QueueLate\""],
                "equal": ["service", "queue"]
            }
        ],
        "receivers": receivers.collect::<Vec<Value>>()
    })
}
