//! The checks, one a file, and their list.

use crate::check::Check;

macro_rules! checks {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*

        /// Every check there is.
        pub const CHECKS: &[&Check] = &[$(&$file::CHECK),*];
    };
}

checks! {
    a01_contract,
    a02_trace_context,
    a03_scaling_bound,
    a04_dead_letters,
    a05_runbook,
    a06_owner,
    a07_dual_writes,
    a08_shared_cluster,
    a09_shared_pipeline,
    a10_policies,
    a11_alert_storm,
    a12_load_tests,
    a13_stale_docs,
    a14_not_instrumented,
    a15_cold_starts,
    a16_tags,
    a17_open_access,
    a18_log_trace_ids,
    a19_fragmentation,
    a20_contract_tests,
    b01_namespace_only,
    b02_singleton,
    b03_oscillation,
    b04_small_canary,
    b05_nervous_breaker,
    b06_flag_stays,
    b07_replica_lag,
    b08_replay_order,
    b09_agreed_too_much,
    b10_retention,
    b11_telemetry_full,
    b12_mesh,
    b13_not_told,
    b14_lost_tokens,
    b15_careless_retries,
    b16_unsaid_change,
    b17_pools,
    m05_dead_letters,
    m11_saturation,
    q07_shared_store,
    q09_objectives,
    q13_way_back,
    t2_not_a_unit,
    censored,
    low_traffic,
    message_loop,
    no_price,
    no_timeout,
    not_simulable,
    not_simulated,
    objective_missed,
    overcommitted,
    overload,
    retention_too_short,
    retry_storm,
    silent_burn_rate,
    stale_evidence,
    storage_full,
    unreached,
}

/// What the check is called that asks whether a design can become a network.
pub(crate) const NOT_SIMULABLE: &str = not_simulable::CHECK.id;
