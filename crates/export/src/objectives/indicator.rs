use spinout_model::{Architecture, OperationRef, Sli};
use spinout_units::{ElementId, JourneyId};

use crate::contract::route_of;
use crate::write::{go_float, promql_string};

/// Which time, or whose success, an objective is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Until the caller has its answer.
    Response,
    /// Until the last asynchronous consequence is done.
    Completion,
}

/// How good requests are told from all requests.
pub(crate) struct Indicator {
    pub(crate) kind: Kind,
    /// The histogram's name as Prometheus has it, without its suffix.
    pub(crate) histogram: &'static str,
    /// Labels that name the requests.
    labels: Vec<(&'static str, String)>,
    /// A matcher of those that failed.
    failed: &'static str,
    /// A matcher of those that did not.
    succeeded: &'static str,
    /// A good request takes at most so many seconds; none where any time is good.
    pub(crate) within_s: Option<f64>,
}

/// The metric behind an indicator, in the words of OpenTelemetry.
pub(crate) fn duration_histogram(kind: Kind) -> &'static str {
    match kind {
        Kind::Response => "http.server.request.duration",
        Kind::Completion => "journey.completion.duration",
    }
}

impl Indicator {
    pub(super) fn response(
        architecture: &Architecture,
        entry: &OperationRef,
        service: &ElementId,
        sli: &Sli,
    ) -> Self {
        let (method, route) = route_of(architecture, entry);
        Self {
            kind: Kind::Response,
            histogram: "http_server_request_duration_seconds",
            labels: vec![
                ("job", service.to_string()),
                ("http_request_method", method.to_uppercase()),
                ("http_route", route.to_string()),
            ],
            failed: "http_response_status_code=~\"5..\"",
            succeeded: "http_response_status_code!~\"5..\"",
            within_s: within(sli),
        }
    }

    pub(super) fn completion(journey: &JourneyId, sli: &Sli) -> Self {
        Self {
            kind: Kind::Completion,
            histogram: "journey_completion_duration_seconds",
            labels: vec![("journey", journey.to_string())],
            failed: "error_type!=\"\"",
            succeeded: "error_type=\"\"",
            within_s: within(sli),
        }
    }

    /// The selector of all requests.
    pub(crate) fn total(&self) -> String {
        self.series("count", &[])
    }

    /// The selector of those that failed.
    pub(crate) fn bad(&self) -> String {
        self.series("count", &[self.failed.to_owned()])
    }

    /// The selector of good requests, whether a time is promised or only success.
    pub(crate) fn good(&self) -> String {
        match self.within_s {
            Some(seconds) => self.series("bucket", &[self.succeeded.to_owned(), boundary(seconds)]),
            None => self.series("count", &[self.succeeded.to_owned()]),
        }
    }

    /// The selector of a series that is there as soon as the metric is emitted as it must be: with the
    /// bucket that the objective needs.
    pub(crate) fn needed(&self) -> String {
        match self.within_s {
            Some(seconds) => self.series("bucket", &[boundary(seconds)]),
            None => self.total(),
        }
    }

    fn series(&self, suffix: &str, more: &[String]) -> String {
        let mut matchers: Vec<String> = self
            .labels
            .iter()
            .map(|(name, value)| format!("{name}={}", promql_string(value)))
            .collect();
        matchers.extend(more.iter().cloned());
        format!("{}_{suffix}{{{}}}", self.histogram, matchers.join(","))
    }
}

/// A series as one target emits it: of a histogram, with the labels of an indicator and what else it has.
pub(crate) fn histogram_series(indicator: &Indicator, suffix: &str, failed: bool) -> String {
    let outcome = match (indicator.kind, failed) {
        (Kind::Response, false) => "http_response_status_code=\"200\"",
        (Kind::Response, true) => "http_response_status_code=\"500\"",
        (Kind::Completion, false) => "",
        (Kind::Completion, true) => "error_type=\"timeout\"",
    };
    let mut more = vec![outcome.to_owned()];
    if suffix == "bucket"
        && let Some(seconds) = indicator.within_s
    {
        more.push(format!("le={}", promql_string(&go_float(seconds))));
    }
    more.retain(|label| !label.is_empty());
    indicator.series(suffix, &more)
}

fn within(sli: &Sli) -> Option<f64> {
    match sli {
        Sli::Response(time) | Sli::Completion(time) => Some(time.base()),
        Sli::Success => None,
    }
}

/// A matcher of the bucket up to `seconds`. Prometheus 3 writes whole seconds as `1.0`, its forerunners and
/// most clients as `1`.
fn boundary(seconds: f64) -> String {
    let text = go_float(seconds);
    if text.contains(['.', 'e']) {
        format!("le={}", promql_string(&text))
    } else {
        format!("le=~{}", promql_string(&format!("{text}([.]0)?")))
    }
}
