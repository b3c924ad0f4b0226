use serde_json::Value;

use crate::samples::{on_kafka, samples, with_callers, worked};
use crate::tools::{Said, Written, node};

fn redocly(written: &Written) -> Said {
    let config = concat!(
        "--config=",
        env!("CARGO_MANIFEST_DIR"),
        "/validators/redocly.yaml"
    );
    node(
        "redocly",
        &["lint", "--format=stylish", config],
        &written.files(".openapi.yaml"),
        written.folder(),
    )
}

fn spectral(written: &Written) -> Said {
    let ruleset = concat!(
        "--ruleset=",
        env!("CARGO_MANIFEST_DIR"),
        "/validators/.spectral.yaml"
    );
    node(
        "spectral",
        &["lint", "--fail-severity=warn", ruleset],
        &written.files(".openapi.yaml"),
        written.folder(),
    )
}

#[test]
fn every_document_is_accepted() {
    let written = Written::all(&samples());
    assert!(written.files(".openapi.yaml").len() > 8);
    let said = redocly(&written);
    assert!(
        said.accepted && !said.text.contains("You have"),
        "{}",
        said.text
    );
    spectral(&written).accepts();
}

#[test]
fn broken_twins_are_refused() {
    let text = with_callers().text("unit.openapi.yaml");
    type Twin = (
        fn(&Written) -> Said,
        &'static str,
        &'static str,
        &'static str,
    );
    let twins: [Twin; 4] = [
        (
            redocly,
            "name: id\n",
            "name: other\n",
            "path-parameters-defined",
        ),
        (
            redocly,
            "#/components/schemas/Problem",
            "#/components/schemas/Problm",
            "resolve",
        ),
        (
            spectral,
            "operationId: imagesPreview",
            "operationId: imagesForget",
            "operationId",
        ),
        (
            spectral,
            "in: path\n        required: true\n",
            "in: path\n",
            "required",
        ),
    ];
    for (tool, from, to, why) in twins {
        let twin = text.replace(from, to);
        assert_ne!(twin, text, "{from}");
        tool(&Written::one("unit.openapi.yaml", &twin)).refuses(why);
    }
}

fn document(text: &str) -> Value {
    serde_norway::from_str(text).unwrap()
}

/// A linter does not know what belongs in it.
#[test]
fn the_parent_accepts_and_is_called_back() {
    let document = document(&worked().text("parent.openapi.yaml"));
    let upload = &document["paths"]["/uploads"]["post"];
    assert!(upload["responses"]["202"].is_object() && upload["responses"].get("200").is_none());
    assert_eq!(upload["security"][0]["token"][0], "uploads:write");
    let outcome = &document["paths"]["/jobs/{job_id}/outcome"]["put"];
    assert!(outcome["responses"]["200"].is_object() && outcome["responses"]["409"].is_object());
    assert_eq!(outcome["parameters"][0]["required"], true);
    let scopes =
        &document["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]["scopes"];
    assert_eq!(scopes.as_object().unwrap().len(), 2);
}

#[test]
fn a_worker_without_calls_answers_for_its_jobs_and_its_health() {
    let document = document(&worked().text("unit.openapi.yaml"));
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/jobs/{jobId}", "/health/live", "/health/ready"]);
}

#[test]
fn contracts_that_are_written_replace_the_drafts() {
    let document = document(&with_callers().text("unit.openapi.yaml"));
    assert!(document["paths"].get("/jobs/{jobId}").is_none());
    let item = &document["paths"]["/pictures/{id}/preview"];
    assert!(
        item["get"].is_object() && item["delete"].is_object(),
        "two names of a parameter are one path"
    );
    assert_eq!(document["info"]["version"], "2.10.0");
    let response = &document["components"]["schemas"]["ImagesPreviewResponse"];
    let node = "#/components/schemas/ImagesPreviewResponse/$defs/node";
    assert_eq!(response["properties"]["tree"]["$ref"], node);
    assert_eq!(
        response["properties"]["other"],
        serde_json::json!({}),
        "nothing leads outside"
    );
    let width = &item["get"]["parameters"][1];
    assert_eq!(
        (&width["name"], &width["in"], &width["required"]),
        (&"width".into(), &"query".into(), &true.into())
    );
}

#[test]
fn drafts_say_that_they_are_drafts() {
    let document = document(&on_kafka().text("parent.openapi.yaml"));
    let upload = &document["paths"]["/uploads/receive"]["post"];
    assert!(upload["description"].as_str().unwrap().contains("Draft"));
    let receipt = &document["components"]["schemas"]["UploadsReceiveResponse"];
    assert!(
        receipt["properties"]["jobId"].is_object(),
        "a job is named when it is accepted"
    );
}
