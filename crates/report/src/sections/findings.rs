use spinout_units::{Finding, Severity};

use crate::Report;
use crate::html::{escape, prose, push};

/// What the checks say of each option, and what each finding is called in the manual.
pub(crate) fn section(report: &Report<'_>) -> String {
    if report
        .findings
        .iter()
        .all(|(_, findings)| findings.is_empty())
    {
        return String::new();
    }
    let mut html = String::from("<section id=\"findings\">\n<h2>Findings</h2>\n");
    for (option, findings) in &report.findings {
        if findings.is_empty() {
            continue;
        }
        push(
            &mut html,
            format_args!(
                "<h3>{}</h3>\n<ol class=\"findings\">\n",
                escape(&report.option_name(option))
            ),
        );
        for finding in findings {
            html.push_str(&item(finding));
        }
        html.push_str("</ol>\n");
    }
    html.push_str("</section>\n");
    html
}

fn item(finding: &Finding) -> String {
    let (word, tone) = match finding.severity {
        Severity::Error => ("error", "bad"),
        Severity::Warning => ("warning", "warn"),
        Severity::Note => ("note", ""),
    };
    let check = spinout_check::CHECKS.iter().find(|c| c.id == finding.id);
    let title = check.map_or("", |c| c.title());
    format!(
        "<li><b title=\"{}\">{}</b> <small class=\"{tone}\">{word}</small><br>{}<br><small>Fix: {}</small> \
         <code>{}</code></li>\n",
        escape(title),
        escape(&finding.id),
        prose(&finding.why),
        prose(&finding.fix),
        escape(&finding.place)
    )
}
