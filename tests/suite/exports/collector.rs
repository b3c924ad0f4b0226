use serde_json::{Value, json};

use crate::samples::{samples, worked};
use crate::tools::{Said, Written, collector};

const FILE: &str = "collector/config.yaml";

/// The configuration as the validator can take it, which has no receiver of OTLP and reads logs only: all else
/// stays.
fn twin(text: &str) -> Value {
    let mut config: Value = serde_norway::from_str(text).unwrap();
    config["receivers"] = json!({ "filelog": { "include": ["/dev/null"] } });
    let pipelines = config["service"]["pipelines"].as_object_mut().unwrap();
    for (signal, mut pipeline) in std::mem::take(pipelines) {
        assert_eq!(pipeline["receivers"], json!(["otlp"]));
        pipeline["receivers"] = json!(["filelog"]);
        pipelines.insert(format!("logs/{signal}"), pipeline);
    }
    config
}

fn validated(config: &Value) -> Said {
    collector(&Written::one("config.yaml", &config.to_string()).files(".yaml")[0])
}

#[test]
fn every_configuration_is_accepted() {
    for sample in samples()
        .iter()
        .filter(|sample| !sample.architecture.spinouts.is_empty())
    {
        validated(&twin(&sample.text(FILE))).accepts();
    }
}

#[test]
fn broken_twins_are_refused() {
    let good = twin(&worked().text(FILE));
    for (place, value, why) in [
        (
            "/service/pipelines/logs~1traces/exporters",
            json!(["otlphttp/spans"]),
            "otlphttp/spans",
        ),
        ("/processors/memory_limiter", json!({ "limit": 3 }), "limit"),
        ("/processors/batch/timeout", json!("soon"), "timeout"),
    ] {
        let mut broken = good.clone();
        *broken.pointer_mut(place).unwrap() = value;
        validated(&broken).refuses(why);
    }
}

#[test]
fn memory_is_bounded_first_and_every_pipeline_takes_otlp() {
    let config: Value = serde_norway::from_str(&worked().text(FILE)).unwrap();
    for signal in ["traces", "metrics", "logs"] {
        let pipeline = &config["service"]["pipelines"][signal];
        assert_eq!(pipeline["processors"][0], "memory_limiter");
        assert_eq!(pipeline["receivers"], json!(["otlp"]));
        let exporter = pipeline["exporters"][0].as_str().unwrap();
        assert!(
            config["exporters"][exporter]["endpoint"]
                .as_str()
                .unwrap()
                .starts_with("${env:")
        );
    }
    let text = worked().text(FILE);
    assert!(text.contains("service.name=worker--service"), "{text}");
}
