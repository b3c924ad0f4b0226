//! The models that are shipped are canonical, whole, and derive into sound designs.

use std::fs;
use std::path::Path;

use spinout_model::{BASELINE, derive, load, validate, validate_architecture};
use spinout_units::{Finding, OptionId, Severity};

fn errors(findings: Vec<Finding>) -> Vec<Finding> {
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    findings.into_iter().filter(is_error).collect()
}

#[test]
fn every_shipped_model_is_canonical_and_sound_in_every_option() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let mut models = 0;
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".spinout.json") {
            continue;
        }
        models += 1;
        let loaded = load(&fs::read_to_string(&file).unwrap(), &name).unwrap();
        assert!(loaded.is_canonical, "{name} is not canonical");
        let model = loaded.document.model();
        assert_eq!(loaded.document.findings(), [], "{name}");
        assert_eq!(errors(validate(model)), [], "{name}");
        let baseline = OptionId::new(BASELINE).unwrap();
        for option in model.options.keys().chain([&baseline]) {
            let architecture = derive(model, option);
            assert_eq!(
                errors(validate_architecture(&architecture)),
                [],
                "{name} {option}"
            );
            assert_eq!(errors(architecture.findings), [], "{name} {option}");
            assert_eq!(architecture.layout.len(), architecture.elements.len());
        }
    }
    assert!(models > 0);
}
