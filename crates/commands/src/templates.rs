//! The models that a new one can start from, built into the program.

use crate::protocol::{Template, TemplateList};

/// A built-in model: id, name, description and text.
struct BuiltIn {
    id: &'static str,
    name: &'static str,
    description: &'static str,
    text: &'static str,
}

const TEMPLATES: &[BuiltIn] = &[BuiltIn {
    id: "image-processing",
    name: "Image processing",
    description: "A shop whose monolith also scales pictures, and the worker that could do it instead",
    text: include_str!("../../../models/image-processing.spinout.json"),
}];

const BLANK: &str = "{\n  \"format\": 1,\n  \"name\": \"New model\"\n}\n";

/// The templates, the worked example first.
pub fn templates() -> TemplateList {
    let templates = TEMPLATES.iter().map(|template| Template {
        id: template.id.to_owned(),
        name: template.name.to_owned(),
        description: template.description.to_owned(),
    });
    TemplateList {
        templates: templates.collect(),
    }
}

/// The text of a template, or of the blank model; none where there is no such template.
pub(crate) fn text(id: Option<&str>) -> Option<&'static str> {
    match id {
        None => Some(BLANK),
        Some(id) => TEMPLATES
            .iter()
            .find(|template| template.id == id)
            .map(|template| template.text),
    }
}
