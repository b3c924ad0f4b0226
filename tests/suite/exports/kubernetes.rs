use serde::Deserialize;
use serde_json::{Value, json};

use crate::samples::{Sample, example, hostile_names, samples, spin_out, with_callers, worked};
use crate::tools::{Written, python, python_script, script};

/// The objects of a file.
fn objects(text: &str) -> Vec<Value> {
    serde_norway::Deserializer::from_str(text)
        .map(|one| Value::deserialize(one).unwrap())
        .filter(|object| !object.is_null())
        .collect()
}

/// The samples, and the worked example scaled in every way there is.
fn scaled() -> Vec<Sample> {
    let mut all = samples();
    let ways = [
        (
            "keda",
            json!({ "target": { "queue_length": 20 }, "rule": { "keda": { "activation": 5 } }, "min": 0 }),
        ),
        (
            "keda by cpu",
            json!({ "target": { "cpu": 0.6 }, "rule": { "keda": {} } }),
        ),
        (
            "keda by requests",
            json!({ "target": { "requests": "30/s" }, "rule": { "keda": {} } }),
        ),
        (
            "cpu",
            json!({
                "target": { "cpu": 0.7 }, "scale_up_window": "30s", "scale_down_window": "2h",
                "scale_up": { "policies": [{ "pods": 4, "period": "15s" }, { "percent": 100, "period": "1h" }], "select": "min" },
                "scale_down": { "policies": [], "select": "disabled" }
            }),
        ),
        (
            "knative",
            json!({ "target": { "concurrency": 4.5 }, "rule": { "knative": {} }, "min": 0 }),
        ),
        ("by the clock", json!({ "rule": "scheduled" })),
    ];
    for (name, way) in ways {
        let mut model = example();
        let mut scaler = json!({ "min": 1, "max": 6 });
        scaler
            .as_object_mut()
            .unwrap()
            .extend(way.as_object().unwrap().clone());
        let process = &mut spin_out(&mut model)["process"];
        process["autoscaler"] = scaler;
        process["memory"] =
            json!({ "limit": "1536MiB", "per_request": "4MiB", "restart": { "constant": "30s" } });
        process["cpu_limit"] = json!({ "cores": 1.5 });
        process["start_up"] = json!("90s");
        all.push(Sample::new(name, &model, "worker-spinout"));
    }
    all
}

const VALIDATE: &str = "kubernetes-validate";

#[test]
fn every_manifest_is_accepted() {
    let samples = scaled();
    let written = Written::all(&samples);
    let files: Vec<_> = written
        .files(".yaml")
        .into_iter()
        .filter(|path| path.to_str().unwrap().contains("/kubernetes/"))
        .collect();
    assert!(files.len() >= 12, "{files:?}");
    // The validator knows nothing of KEDA's kinds, which have one of their own.
    let mut scaled = Vec::new();
    for file in &files {
        let (ours, theirs): (Vec<Value>, Vec<Value>) =
            objects(&std::fs::read_to_string(file).unwrap())
                .into_iter()
                .partition(|object| object["kind"] == "ScaledObject");
        scaled.extend(ours);
        let text: Vec<String> = theirs.iter().map(ToString::to_string).collect();
        std::fs::write(file, text.join("\n---\n")).unwrap();
    }
    python(VALIDATE, &["--strict", "--quiet"], &files).accepts();
    assert_eq!(scaled.len(), 3);
    let keda = Written::one("keda.json", &Value::Array(scaled).to_string());
    script("keda.mjs", &keda.files(".json")).accepts();
}

#[test]
fn broken_twins_are_refused() {
    let text = worked().text("kubernetes/worker.yaml");
    let twins = [
        ("replicas", "minReplicas:", "minimum:", "minimum"),
        ("policy", "podSelector:", "podSelektor:", "podSelektor"),
        (
            "port",
            "containerPort: 8080",
            "containerPort: http",
            "'http' is not of type",
        ),
    ];
    for (name, from, to, why) in twins {
        let twin = text.replacen(from, to, 1);
        assert_ne!(twin, text, "{name}");
        python(
            VALIDATE,
            &["--strict"],
            &Written::one("twin.yaml", &twin).files(".yaml"),
        )
        .refuses(why);
    }
    let twin = json!([{
        "apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": { "name": "a" },
        "spec": { "scaleTargetRef": { "name": "a" }, "triggers": [{ "type": "cpu", "metadata": { "value": 60 } }] }
    }]);
    let twin = Written::one("keda.json", &twin.to_string());
    script("keda.mjs", &twin.files(".json")).refuses("value must be string");
}

#[test]
fn names_are_those_that_a_cluster_takes_and_references_meet() {
    for sample in scaled() {
        for artifact in sample.plan().artifacts {
            if !artifact.path.starts_with("kubernetes/") {
                continue;
            }
            let all = objects(&artifact.text);
            let named = |kind: &str| -> Vec<&str> {
                all.iter()
                    .filter(|object| object["kind"] == kind)
                    .map(|object| object["metadata"]["name"].as_str().unwrap())
                    .collect()
            };
            let deployment = named("Deployment")[0];
            for object in &all {
                let name = object["metadata"]["name"].as_str().unwrap();
                assert!(
                    name.len() <= 63
                        && name.starts_with(|c: char| c.is_ascii_lowercase())
                        && !name.ends_with('-')
                        && name
                            .chars()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                    "{name}"
                );
                if object["kind"] != "Namespace" {
                    assert_eq!(
                        object["metadata"]["namespace"],
                        named("Namespace")[0],
                        "{}",
                        sample.name
                    );
                }
                let target = &object["spec"]["scaleTargetRef"]["name"];
                assert!(target.is_null() || target == deployment);
            }
            let pods = all
                .iter()
                .find(|object| object["kind"] == "Deployment")
                .unwrap();
            let labels = &pods["spec"]["template"]["metadata"]["labels"];
            assert_eq!(
                pods["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"],
                labels["app.kubernetes.io/name"]
            );
            let account = &pods["spec"]["template"]["spec"]["serviceAccountName"];
            assert_eq!(account, named("ServiceAccount")[0]);
        }
    }
}

#[test]
fn the_network_is_as_drawn() {
    let all = objects(&worked().text("kubernetes/worker.yaml"));
    let policy = all
        .iter()
        .find(|object| object["kind"] == "NetworkPolicy")
        .unwrap();
    assert_eq!(
        policy["spec"]["ingress"],
        json!([]),
        "nobody calls a worker"
    );
    let out = policy["spec"]["egress"].to_string();
    assert!(
        out.contains("\"app.kubernetes.io/name\":\"shop\""),
        "it reports to the shop: {out}"
    );
    assert!(
        out.contains("443") && !out.contains("5432"),
        "object stores and SQS, no database: {out}"
    );
    let called = with_callers();
    let all = objects(&called.text("kubernetes/worker.yaml"));
    let policy = all
        .iter()
        .find(|object| object["kind"] == "NetworkPolicy")
        .unwrap();
    assert!(policy["spec"]["ingress"].to_string().contains("portal"));
    assert!(all.iter().any(|object| object["kind"] == "Service"));
}

/// The charts that were written, each with the namespace that its unit has among the manifests.
fn charts(written: &Written) -> Vec<String> {
    let mut arguments = Vec::new();
    for chart in written.files("Chart.yaml") {
        let folder = chart.parent().unwrap();
        let unit = folder.file_name().unwrap().to_str().unwrap();
        let manifests = folder
            .parent()
            .unwrap()
            .parent()
            .unwrap()
            .join(format!("kubernetes/{unit}.yaml"));
        let all = objects(&std::fs::read_to_string(manifests).unwrap());
        arguments.push(folder.to_str().unwrap().to_owned());
        arguments.push(all[0]["metadata"]["name"].as_str().unwrap().to_owned());
    }
    arguments
}

#[test]
fn charts_are_accepted_and_render_what_the_manifests_are() {
    for sample in scaled() {
        let written = Written::new(&sample.plan());
        let rendered = python_script("chart.py", &charts(&written));
        rendered.accepts();
        let mut rendered = objects(&rendered.text);
        let mut manifests: Vec<Value> = written
            .files(".yaml")
            .iter()
            .filter(|path| path.to_str().unwrap().contains("/kubernetes/"))
            .flat_map(|path| objects(&std::fs::read_to_string(path).unwrap()))
            .filter(|object| object["kind"] != "Namespace")
            .collect();
        let by_kind = |object: &Value| object["kind"].as_str().unwrap().to_owned();
        rendered.sort_by_key(by_kind);
        manifests.sort_by_key(by_kind);
        assert_eq!(rendered, manifests, "{}", sample.name);
    }
}

#[test]
fn broken_charts_are_refused() {
    let sample = hostile_names();
    let twins = [
        ("values.yaml", "most: 6", "most: none", "most"),
        (
            "deployment.yaml",
            "{{ toJson .Values.image }}",
            "{{ toJson .Values.image }",
            "unexpected",
        ),
        (
            "Chart.yaml",
            "version: \"0.1.0\"",
            "version: first",
            "version",
        ),
    ];
    for (file, from, to, why) in twins {
        let written = Written::new(&sample.plan());
        let path = &written.files(file)[0];
        let text = std::fs::read_to_string(path).unwrap();
        let twin = text.replacen(from, to, 1);
        assert_ne!(twin, text, "{file}: {text}");
        std::fs::write(path, twin).unwrap();
        python_script("chart.py", &charts(&written)).refuses(why);
    }
}
