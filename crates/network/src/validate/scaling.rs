//! Figures of autoscalers.

use super::{Check, Problem, check_distribution, index, limits, require, time, within};
use crate::{Behaviour, Function, Hpa, Network, Scaler, ScalerMetric, ScalingRule, ScalingStep};

pub(super) fn check(network: &Network, scaler: &Scaler, place: &str) -> Check {
    if let Some(metric) = scaler.rule.metric() {
        check_metric(network, metric, place)?;
    }
    let to_zero = matches!(
        scaler.rule,
        ScalingRule::Keda { .. } | ScalingRule::Knative { .. } | ScalingRule::Scheduled
    );
    require(scaler.min > 0 || to_zero, place, Problem::Empty)?;
    require(scaler.max > 0, place, Problem::Empty)?;
    require(scaler.min <= scaler.max, place, Problem::OutOfOrder)?;
    check_distribution(&scaler.start_up, place)?;
    for bounds in &scaler.schedule {
        time(bounds.at, place)?;
        if let Some(every) = bounds.every {
            within(every, 1.0, limits::TIME, place)?;
        }
        let low = bounds.min.unwrap_or(0);
        let ordered = low <= bounds.max.unwrap_or(u32::MAX);
        require(ordered, place, Problem::OutOfOrder)?;
        require(
            low > 0 || bounds.min.is_none() || to_zero,
            place,
            Problem::Empty,
        )?;
    }
    if let Some(budget) = &scaler.budget {
        within(budget.window, 1.0, limits::TIME, place)?;
        if let Some(seconds) = budget.instance_seconds {
            within(seconds, 1e-3, f64::MAX, place)?;
        }
        require(budget.instances != Some(0), place, Problem::Empty)?;
    }
    match &scaler.rule {
        ScalingRule::Scheduled => Ok(()),
        ScalingRule::Hpa { hpa, .. } => check_hpa(hpa, place),
        ScalingRule::Keda { keda, .. } => {
            check_hpa(&keda.hpa, place)?;
            within(keda.polling, 1e-3, limits::TIME, place)?;
            time(keda.cooldown, place)?;
            within(keda.activation, 0.0, limits::CAPACITY, place)
        }
        ScalingRule::TargetTracking { tracking, .. } => {
            within(tracking.period, 1e-3, limits::TIME, place)?;
            let periods = [tracking.out_periods, tracking.in_periods];
            for periods in periods {
                within(f64::from(periods), 1.0, 1440.0, place)?;
            }
            within(tracking.in_threshold, 0.0, 1.0, place)?;
            time(tracking.out_cooldown, place)?;
            time(tracking.in_cooldown, place)?;
            time(tracking.warm_up, place)
        }
        ScalingRule::Knative { knative, metric } => {
            let fits = matches!(
                metric,
                ScalerMetric::Concurrency { .. } | ScalerMetric::Rate { .. }
            );
            require(fits, place, Problem::OutOfRange)?;
            within(knative.tick, 1e-2, limits::TIME, place)?;
            within(knative.utilisation, 1e-3, 1.0, place)?;
            within(
                knative.stable_window,
                knative.tick,
                1e5 * knative.tick,
                place,
            )?;
            within(
                knative.panic_window,
                knative.tick,
                knative.stable_window,
                place,
            )?;
            within(knative.panic_threshold, 1.0, 1e6, place)?;
            within(knative.up_rate, 1.0, 1e9, place)?;
            within(knative.down_rate, 1.0, 1e9, place)?;
            time(knative.grace, place)
        }
    }
}

fn check_metric(network: &Network, metric: &ScalerMetric, place: &str) -> Check {
    if let ScalerMetric::QueueLength { queue, .. } = metric {
        index(queue.0, network.queues.len(), place)?;
    }
    let most = match metric {
        ScalerMetric::CpuUtilisation { .. } => 1.0,
        _ => limits::CAPACITY,
    };
    within(metric.target(), 1e-6, most, place)
}

fn check_hpa(hpa: &Hpa, place: &str) -> Check {
    within(hpa.interval, 1e-3, limits::TIME, place)?;
    within(hpa.tolerance, 0.0, 1e6, place)?;
    time(hpa.initialisation, place)?;
    check_behaviour(&hpa.up, place)?;
    check_behaviour(&hpa.down, place)
}

fn check_behaviour(behaviour: &Behaviour, place: &str) -> Check {
    time(behaviour.window, place)?;
    for policy in &behaviour.policies {
        within(policy.period, 1e-3, limits::TIME, place)?;
        if let ScalingStep::Percent(percent) = policy.step {
            within(percent, 0.0, 1e6, place)?;
        }
    }
    Ok(())
}

pub(super) fn check_function(function: &Function, place: &str) -> Check {
    require(function.limit > 0, place, Problem::Empty)?;
    let provisioned = function.provisioned <= function.limit;
    require(provisioned, place, Problem::OutOfOrder)?;
    if let Some(burst) = &function.burst {
        require(burst.initial > 0, place, Problem::Empty)?;
        within(burst.rate, 0.0, limits::RATE, place)?;
    }
    check_distribution(&function.cold_start, place)?;
    check_distribution(&function.idle_expiry, place)?;
    match function.time_limit {
        Some(limit) => within(limit, 1e-9, limits::TIME, place),
        None => Ok(()),
    }
}

/// What is taken of an account is there.
pub(super) fn check_accounts(network: &Network) -> Check {
    for (position, account) in network.accounts.iter().enumerate() {
        let place = format!("accounts[{position}]");
        for group in &account.functions {
            index(group.0, network.groups.len(), &place)?;
            let function = network.groups[group.at()].function.is_some();
            require(function, &place, Problem::OutOfRange)?;
        }
        let enough = account.shared(&network.groups).is_some();
        require(enough, &place, Problem::OutOfOrder)?;
    }
    Ok(())
}
