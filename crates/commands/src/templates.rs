//! The models that a new one can start from, built into the program.

use spinout_model::{derive, load};

use crate::app::App;
use crate::problem::of_file;
use crate::protocol::{
    AskTemplatePicture, Problem, ProblemKind, Template, TemplateList, TemplatePicture,
};
use crate::view::baseline;

/// A built-in model: id, name, description and text.
struct BuiltIn {
    id: &'static str,
    name: &'static str,
    description: &'static str,
    text: &'static str,
}

/// A built-in model whose file is called after it.
macro_rules! template {
    ($id:literal, $file:literal, $name:literal, $description:literal) => {
        BuiltIn {
            id: $id,
            name: $name,
            description: $description,
            text: include_str!(concat!("../../../models/", $file, ".spinout.json")),
        }
    };
}

/// In the order of a gallery: the worked example, worked scenarios (S), typical uses (U).
const TEMPLATES: &[BuiltIn] = &[
    template!(
        "image-processing",
        "image-processing",
        "Image processing",
        "A shop whose monolith also scales pictures, and the worker that could do it instead"
    ),
    template!(
        "s1",
        "s1-image-processing",
        "Image processing to a namespace",
        "Pictures leave a community's one process for workers behind a topic, in a namespace of their own"
    ),
    template!(
        "s2",
        "s2-serverless-ocr",
        "Serverless OCR with rare bursts",
        "A function reads small documents and passes large ones on; nothing runs between the bursts"
    ),
    template!(
        "s3",
        "s3-lost-invoices",
        "A new billing service loses invoices",
        "From a bad release to the last invoice: detection, dead letters, roll back, replay"
    ),
    template!(
        "s4",
        "s4-gpu-inference",
        "ML inference on GPUs",
        "A pool of GPUs, batches, a smaller model, too many machines: what an answer costs and takes"
    ),
    template!(
        "s5",
        "s5-auth-service",
        "Auth as a service",
        "One identity service on every path: its limit, what breaks with it, and what kept answers change"
    ),
    template!(
        "u1",
        "u1-media-processing",
        "Media processing",
        "Lectures are converted by workers that scale with their queue"
    ),
    template!(
        "u2",
        "u2-payment-authorisation",
        "Payment authorisation",
        "Cards move into an account of their own, with a vault; a slow bank no longer stops the shop"
    ),
    template!(
        "u3",
        "u3-real-time-analytics",
        "Real-time analytics",
        "Dashboards leave the database of the orders for a copy, or for a stream into a warehouse"
    ),
    template!(
        "u4",
        "u4-tenant-isolation",
        "Tenant isolation",
        "One large tenant among many small ones: limits, priorities, or a pool of its own"
    ),
    template!(
        "u5",
        "u5-experiment",
        "Experiment",
        "A new checkout for a tenth of the visitors, with a flag, a canary and an automatic way back"
    ),
    template!(
        "u6",
        "u6-regulated-data",
        "Regulated data",
        "Health records in an account of their own, with keys, an access log and denied requests counted"
    ),
    template!(
        "u7",
        "u7-inference-bursts",
        "ML inference bursts",
        "Bursts of pictures to classify: a fixed GPU, a pool that scales from nothing, or functions"
    ),
    template!(
        "u8",
        "u8-legacy-monolith",
        "Legacy monolith",
        "A first service leaves an old monolith: mesh, own pipeline, tracing, and promises kept"
    ),
    template!(
        "u9",
        "u9-nightly-batch",
        "Nightly batch",
        "A batch that runs into the day, and a scheduler with a cluster and a copy of its own"
    ),
    template!(
        "u10",
        "u10-flaky-third-party",
        "Flaky third party",
        "A supplier that fails now and then: time-out, retry, breaker, cache, and a storm without them"
    ),
];

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

/// The text of a template, or of the blank model.
pub(crate) fn text(id: Option<&str>) -> Result<&'static str, Problem> {
    let Some(id) = id else {
        return Ok(BLANK);
    };
    let mut all = TEMPLATES.iter();
    let found = all.find(|template| template.id.eq_ignore_ascii_case(id));
    found.map(|template| template.text).ok_or_else(|| {
        let known: Vec<&str> = TEMPLATES.iter().map(|template| template.id).collect();
        Problem::new(
            ProblemKind::NotFound,
            format!("there is no template `{id}`"),
            format!("use one of: {}", known.join(", ")),
        )
    })
}

impl App {
    /// The baseline of a template as it is drawn.
    pub fn template_picture(&self, ask: &AskTemplatePicture) -> Result<TemplatePicture, Problem> {
        let text = text(Some(&ask.template))?;
        let loaded = load(text, "template").map_err(|error| of_file(&error))?;
        Ok(TemplatePicture {
            architecture: derive(loaded.document.model(), &baseline()),
        })
    }
}
