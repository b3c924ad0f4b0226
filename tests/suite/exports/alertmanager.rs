use crate::samples::{samples, worked};
use crate::tools::{Written, amtool};

const FILE: &str = "alertmanager.yaml";

#[test]
fn every_configuration_is_accepted() {
    let written = Written::all(&samples());
    let files = written.files(FILE);
    assert!(files.len() >= 6);
    let mut arguments = vec!["check-config"];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    amtool(&arguments).accepts();
}

#[test]
fn broken_twins_are_refused() {
    let text = worked().text(FILE);
    let twins = [
        (
            "receiver: media-page",
            "receiver: media-pager",
            "undefined receiver",
        ),
        ("group_by:", "groupby:", "not found in type"),
        ("team=\"media\"", "team media", "bad matcher"),
    ];
    for (from, to, why) in twins {
        let twin = text.replacen(from, to, 1);
        assert_ne!(twin, text, "{from}");
        let written = Written::one(FILE, &twin);
        amtool(&["check-config", written.files(FILE)[0].to_str().unwrap()]).refuses(why);
    }
}

#[test]
fn alerts_go_to_the_owner_and_pages_apart_from_tickets() {
    let written = Written::one(FILE, &worked().text(FILE));
    let config = format!("--config.file={}", written.files(FILE)[0].to_str().unwrap());
    let goes = |labels: &[&str], to: &str| {
        let expected = format!("--verify.receivers={to}");
        let mut arguments = vec!["config", "routes", "test", &config, &expected];
        arguments.extend(labels);
        amtool(&arguments)
    };
    goes(&["team=media", "severity=page"], "media-page").accepts();
    goes(&["team=media", "severity=ticket"], "media-ticket").accepts();
    goes(&["severity=page"], "nobody-owns-it").accepts();
    assert!(!goes(&["team=media", "severity=page"], "media-ticket").accepted);
}
