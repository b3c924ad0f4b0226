use serde_json::{Value, json};

use crate::samples::{example, samples, worked};
use crate::tools::{Written, script};

#[test]
fn every_schema_compiles_and_takes_the_examples_of_its_contract() {
    let written = Written::all(&samples());
    let files = written.files(".schema.json");
    assert!(files.len() > 4);
    script("schema.mjs", &files).accepts();
    let examples = example()["contracts"]["process-picture"]["examples"].clone();
    for good in examples.as_object().unwrap().values() {
        with_instance("good", good).accepts();
    }
}

#[test]
fn broken_twins_are_refused() {
    with_instance(
        "bad",
        &json!({ "job_id": "7f6d1c1e-3a52-4f0e-9b57-0a5f2b6a9d11" }),
    )
    .accepts();
    with_instance(
        "good",
        &json!({ "job_id": "no uuid", "original": "https://a.example/b" }),
    )
    .refuses("format");
    for (twin, why) in [
        ("\"requird\"", "unknown keyword"),
        ("\"type\": \"strng\", \"required\"", "type must be"),
    ] {
        let text = schema().replace("\"required\"", twin);
        script(
            "schema.mjs",
            &Written::one("a.schema.json", &text).files(".schema.json"),
        )
        .refuses(why);
    }
}

fn schema() -> String {
    let plan = worked().plan();
    let of_message = plan.artifacts.iter().find(|artifact| {
        artifact.path.ends_with(".schema.json") && artifact.text.contains("job_id")
    });
    of_message.unwrap().text.clone()
}

/// What the schema says of an instance that it must take, or must not.
fn with_instance(kind: &str, instance: &Value) -> crate::tools::Said {
    let written = Written::one("a.schema.json", &schema());
    std::fs::write(
        written.folder().join(format!("a.{kind}.json")),
        instance.to_string(),
    )
    .unwrap();
    script("schema.mjs", &written.files(".schema.json"))
}
