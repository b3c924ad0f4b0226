use std::collections::BTreeMap;

use spinout_lower::Lowered;
use spinout_model::{Architecture, Journey, Objective};
use spinout_results::{JourneyResult, MessageResult, ObjectiveResult, Share, WindowResult};
use spinout_stats::Estimate;
use spinout_study::{JourneyOutcome, Outcome, RequestsOutcome};
use spinout_units::{JourneyId, ObjectiveId};

use super::latency;
use super::messages::messages;

/// What users got, by journey.
pub(super) fn journeys(
    architecture: &Architecture,
    lowered: &Lowered,
    outcome: &Outcome,
) -> BTreeMap<JourneyId, JourneyResult> {
    lowered
        .journeys
        .iter()
        .zip(&outcome.journeys)
        .enumerate()
        .filter_map(|(index, (id, found))| {
            let journey = architecture.journeys.get(id)?;
            Some((
                id.clone(),
                result(lowered, outcome, index, id, journey, found),
            ))
        })
        .collect()
}

fn result(
    lowered: &Lowered,
    outcome: &Outcome,
    index: usize,
    id: &JourneyId,
    journey: &Journey,
    found: &JourneyOutcome,
) -> JourneyResult {
    let requests = &found.requests;
    let whole = lowered.windows.first().map(|whole| (whole, requests));
    let parts = lowered.windows.iter().skip(1).zip(&outcome.windows);
    let windows = whole
        .into_iter()
        .chain(parts.filter_map(|(w, all)| Some((w, all.get(index)?))));
    JourneyResult {
        name: journey.name.clone().unwrap_or_else(|| id.to_string()),
        entry: journey.entry.clone(),
        response_s: latency(&requests.response_s),
        completion_s: latency(&requests.completion_s),
        success_response_s: latency(&requests.success_response_s),
        throughput_per_s: requests.throughput_per_s,
        success_rate: requests.success_rate,
        requests: requests.requests,
        censored: requests.censored,
        objectives: journey
            .objectives
            .iter()
            .zip(&requests.good)
            .map(|((id, objective), good)| kept(id, objective, *good))
            .collect(),
        where_it_goes: shares(lowered, found),
        messages: Some(messages(&found.messages)).filter(|told| *told != MessageResult::default()),
        windows: windows
            .map(|(window, requests)| {
                (
                    window.id.clone(),
                    window_result(window.from_s, window.to_s, requests),
                )
            })
            .collect(),
    }
}

fn window_result(from_s: f64, to_s: f64, requests: &RequestsOutcome) -> WindowResult {
    WindowResult {
        from_s,
        to_s,
        response_s: latency(&requests.response_s),
        completion_s: latency(&requests.completion_s),
        success_rate: requests.success_rate,
    }
}

/// What became of an objective. The burn rate is (1 − good) ÷ (1 − target): errors over what the
/// budget allows (Site Reliability Workbook, "Alerting on SLOs").
pub(crate) fn kept(
    id: &ObjectiveId,
    objective: &Objective,
    good: Option<Estimate>,
) -> ObjectiveResult {
    let burn_rate = good.map(|good| (1.0 - good.value) / (1.0 - objective.target));
    ObjectiveResult {
        id: id.clone(),
        objective: objective.clone(),
        good,
        met: good.map(|good| good.value >= objective.target),
        certain: good
            .is_some_and(|good| good.low >= objective.target || good.high < objective.target),
        burn_rate,
        budget_left: burn_rate.map(|rate| 1.0 - rate),
    }
}

/// Where the time goes, greatest first. What the client's side of a journey spends is left out: it is
/// the request itself.
fn shares(lowered: &Lowered, found: &JourneyOutcome) -> Vec<Share> {
    let mut shares: Vec<Share> = found
        .where_it_goes
        .iter()
        .filter_map(|share| {
            let element = match share.element {
                Some(index) => Some(lowered.elements.get(index.at())?.clone()?),
                None => None,
            };
            Some(Share {
                element,
                own_s: share.own_s,
                wait_s: share.wait_s,
                in_response: share.in_response,
            })
        })
        .filter(|share| share.own_s + share.wait_s > 0.0)
        .collect();
    shares.sort_by(|a, b| (b.own_s + b.wait_s).total_cmp(&(a.own_s + a.wait_s)));
    shares
}
