//! CODEOWNERS: who is asked about a change. The last line that matches wins, so contracts, which both sides live
//! by, come after what one team owns. Written once, as a repository has more in it than the model knows.

use std::collections::BTreeSet;

use spinout_units::TeamId;

use crate::boundary::boundaries;
use crate::place::team;
use crate::registry::{Exporter, File};
use crate::write::documents;
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "codeowners",
    about: "CODEOWNERS of a unit's repository: its team, and both teams for contracts",
    accepted_by: &["GitHub", "GitLab"],
    target: Target::Unit,
    ownership: Ownership::Seeded,
    files,
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    let architecture = design.architecture;
    let mut own = Vec::new();
    let mut shared = Vec::new();
    let mut all = BTreeSet::new();
    for boundary in boundaries(architecture) {
        let Some(owner) = team(architecture, &boundary.origin.unit) else {
            continue;
        };
        all.insert(owner);
        for folder in ["checklists", "docs"] {
            own.push(format!(
                "/{folder}/{}/ {}\n",
                boundary.id,
                owners(&[owner].into())
            ));
        }
        let both: BTreeSet<&TeamId> = [owner]
            .into_iter()
            .chain(team(architecture, &boundary.origin.parent))
            .collect();
        shared.push(format!("/contracts/{}/ {}\n", boundary.id, owners(&both)));
    }
    if all.is_empty() {
        return Vec::new();
    }
    let mut comments = header(design);
    comments.truncate(1);
    comments.push("On GitHub a team stands after its organisation: @organisation/team.".to_owned());
    vec![File {
        path: "CODEOWNERS".to_owned(),
        about: "Who is asked about a change".to_owned(),
        text: format!(
            "{}\n* {}\n{}{}",
            documents(&comments, &[]),
            owners(&all),
            own.concat(),
            shared.concat()
        ),
    }]
}

fn owners(teams: &BTreeSet<&TeamId>) -> String {
    let names: Vec<String> = teams.iter().map(|team| format!("@{team}")).collect();
    names.join(" ")
}
