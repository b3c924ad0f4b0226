use std::io::{self, Write};

use spinout_commands::decision::{
    Class, Decision, Maturity, Property, SpinOutDecision, State, Verdict,
};

/// What can be said of an option's spinouts.
pub(crate) fn decision(decision: &Decision, out: &mut dyn Write) -> io::Result<()> {
    if decision.refactor {
        writeln!(
            out,
            "{} takes nothing out of its process: a refactor (T1)",
            decision.option
        )?;
    } else if decision.spinouts.is_empty() {
        writeln!(out, "{} has no spinout", decision.option)?;
    }
    for (n, spinout) in decision.spinouts.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        one(spinout, out)?;
    }
    Ok(())
}

fn one(spinout: &SpinOutDecision, out: &mut dyn Write) -> io::Result<()> {
    let rule = spinout
        .rule
        .map_or_else(String::new, |rule| format!(" ({rule:?})"));
    let verdict = match spinout.verdict {
        Verdict::SpinOut => "spin it out",
        Verdict::Leave => "leave it where it is",
        Verdict::Postpone => "postpone it, where cost comes first",
        Verdict::Open => "open",
    };
    writeln!(out, "{}: {verdict}{rule}", spinout.name)?;
    list(out, "for", spinout.because.iter().map(String::as_str))?;
    list(out, "against", spinout.against.iter().map(String::as_str))?;
    list(
        out,
        "missing",
        spinout.missing.iter().map(|m| m.what.as_str()),
    )?;
    let class = match spinout.class {
        Class::Spinout => "a spinout".to_owned(),
        Class::T2 => "an extracted service (T2), not a spinout".to_owned(),
        Class::T7 => "a spinout on a serverless platform (T7)".to_owned(),
        Class::T8 => "a canary (T8), not a separation".to_owned(),
    };
    writeln!(out, "  it is {class}: {}", spinout.class_because)?;
    let maturity = match spinout.maturity {
        Maturity::Beginner => "beginner",
        Maturity::Intermediate => "intermediate",
        Maturity::Advanced => "advanced",
    };
    writeln!(out, "  maturity: {maturity}; {}", spinout.maturity_because)?;
    for property in &spinout.properties {
        self::property(property, out)?;
    }
    Ok(())
}

fn property(property: &Property, out: &mut dyn Write) -> io::Result<()> {
    let state = match property.state {
        State::Met => "met",
        State::Unknown => "not known",
        State::Not => "not met",
    };
    writeln!(out, "  {:?} {:<26} {state}", property.id, property.name)?;
    for open in &property.open {
        let place = open
            .place
            .as_ref()
            .map_or_else(String::new, |place| format!("  [{place}]"));
        writeln!(out, "       {}{place}", open.what)?;
    }
    Ok(())
}

fn list<'a>(
    out: &mut dyn Write,
    name: &str,
    says: impl Iterator<Item = &'a str>,
) -> io::Result<()> {
    for (n, says) in says.enumerate() {
        let name = if n == 0 { name } else { "" };
        writeln!(out, "  {name:<8} {says}")?;
    }
    Ok(())
}
