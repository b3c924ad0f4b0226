use spinout_model::DataClass;

use crate::facts::Facts;
use crate::figures::Figures;
use crate::{Open, Property, PropertyId, Rule, State, Verdict};

/// What the rules say of a spinout.
pub(crate) struct Ruling {
    pub(crate) verdict: Verdict,
    pub(crate) rule: Option<Rule>,
    pub(crate) because: Vec<String>,
    pub(crate) against: Vec<String>,
    pub(crate) missing: Vec<Open>,
}

/// Components and links over the boundary up to which something is small and loosely coupled.
const SMALL: usize = 2;

/// Who can run it first, then what must be kept apart, then what the figures say.
pub(crate) fn of(facts: &Facts<'_>, properties: &[Property], figures: &Figures) -> Ruling {
    let owned = properties.iter().find(|p| p.id == PropertyId::K1);
    let nobody = owned.is_some_and(|p| p.state == State::Not);
    let open: Vec<Open> = owned.map(|p| p.open.clone()).unwrap_or_default();
    let ruling = |verdict, rule, because| Ruling {
        verdict,
        rule,
        because,
        against: against(figures),
        missing: open.clone(),
    };
    if nobody {
        let says: Vec<String> = open.iter().map(|open| open.what.clone()).collect();
        let (components, links) = (facts.origin.components.len(), facts.boundary().count());
        return if components <= SMALL && links <= SMALL {
            let mut because = says;
            because.push(format!(
                "it is small and loosely coupled: {components} components, {links} links"
            ));
            ruling(Verdict::Leave, Some(Rule::D3), because)
        } else {
            ruling(Verdict::Open, None, says)
        };
    }
    if let Some(because) = apart(facts) {
        return ruling(Verdict::SpinOut, Some(Rule::D2), because);
    }
    if figures.scenarios.is_empty() {
        let mut ruling = ruling(Verdict::Open, None, Vec::new());
        ruling.missing.push(Open {
            what: "runs of the baseline and of the option under one scenario".to_owned(),
            place: None,
        });
        return ruling;
    }
    let kept = figures.kept.iter();
    let kept = kept.map(|what| format!("{what} is kept, which it is not today"));
    let won: Vec<String> = kept.chain(figures.better.iter().cloned()).collect();
    let loses = !figures.broken.is_empty();
    if won.is_empty() && (loses || !figures.worse.is_empty()) {
        let mut because = against(figures);
        because.insert(0, "nothing is certainly better".to_owned());
        let mut ruling = ruling(Verdict::Leave, None, because);
        ruling.against = Vec::new();
        return ruling;
    }
    if !won.is_empty() && !loses {
        return ruling(Verdict::SpinOut, Some(Rule::D1), won);
    }
    let dearer = figures.dearer_by().is_some_and(|share| share > 0.0);
    if won.is_empty() && figures.baseline_meets_all == Some(true) && dearer {
        let mut because = vec!["today's system keeps all its promises".to_owned()];
        because.extend(figures.months_in_words());
        let mut ruling = ruling(Verdict::Postpone, Some(Rule::D4), because);
        ruling.against = Vec::new();
        return ruling;
    }
    if won.is_empty() {
        let says = "no figure tells the two designs apart under what they were run";
        return ruling(Verdict::Open, None, vec![says.to_owned()]);
    }
    ruling(Verdict::Open, None, won)
}

/// What speaks against taking it out, by the figures.
fn against(figures: &Figures) -> Vec<String> {
    let broken = figures.broken.iter();
    let broken = broken.map(|what| format!("{what} is not kept any more"));
    let mut says: Vec<String> = broken.chain(figures.worse.iter().cloned()).collect();
    if figures.dearer_by().is_some_and(|share| share > 0.0) {
        says.extend(figures.months_in_words());
    }
    says
}

/// Why what it handles is kept apart by it (D2); nothing where it handles nothing such, or no wall is made.
fn apart(facts: &Facts<'_>) -> Option<Vec<String>> {
    let classes: Vec<&str> = facts.regulated().into_iter().map(name).collect();
    let (before, after) = facts.audited()?;
    (!classes.is_empty() && after < before).then(|| {
        vec![
            format!("it handles {}", classes.join(" and ")),
            format!("its walls hold {after} parts instead of {before}: so much less to audit"),
        ]
    })
}

fn name(class: DataClass) -> &'static str {
    match class {
        DataClass::Public => "public data",
        DataClass::Internal => "internal data",
        DataClass::Pii => "personal data",
        DataClass::Pci => "card data",
        DataClass::Health => "health data",
    }
}
