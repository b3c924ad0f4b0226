//! U1, U3, U7, U9: work that need not be done while somebody waits.

use super::{Found, Opened};

/// U1: queue depth, processing time, dead letters.
#[test]
fn u1_workers_scale_with_the_queue() {
    let opened = Opened::new("u1");
    let compared = opened.compare("baseline", "converter", "lecture-week");
    compared.lower("watch", Some("disturbance"), "response_s/p95");
    compared.lower("publish", None, "response_s/p95");
    let found = &compared.option;
    assert!(found.get("elements/converter--service/replicas_max") > 8.0);
    let queue = |what: &str| found.get(&format!("elements/converter--queue/queue/{what}"));
    assert!(
        queue("depth_max") < 200.0,
        "the backlog stays small: {}",
        queue("depth_max")
    );
    // One lecture in fifty of those of the six minutes, 2/s.
    let damaged = 0.02 * 2.0 * 360.0;
    assert!(
        (queue("dead_letters") - damaged).abs() < 4.0,
        "{}",
        queue("dead_letters")
    );
    assert!(
        found.metric("M3", "conversion") > 5.0,
        "the work itself is not faster"
    );
}

/// U3: the lag of a copy, the success of a job, the time of a query, and orders that no longer wait for those.
#[test]
fn u3_dashboards_leave_the_orders_alone() {
    let opened = Opened::new("u3");
    let copy = opened.compare("baseline", "copy", "trading-day");
    copy.lower("order", None, "response_s/p99");
    copy.lower("ask", None, "response_s/p95");
    let stale = copy.option.get("elements/shop-db/read_replicas/stale");
    assert!(
        stale > 0.001,
        "what one reads there is a moment old: {stale}"
    );
    let stream = opened.run("stream", "trading-day");
    let p95 = |run: &Found, journey: &str| run.get(&format!("journeys/{journey}/response_s/p95"));
    assert!(p95(&stream, "ask") < p95(&copy.option, "ask"));
    assert!(p95(&stream, "order") < 0.8 * p95(&copy.base, "order"));
    let lag = "elements/insight--stream/queue/consumer_groups/default/lag";
    assert!(stream.get(lag) > 0.0);
    let seen = stream.get("journeys/order/completion_s/p95");
    assert!(
        seen > p95(&stream, "order") && seen < 10.0,
        "in the warehouse after {seen} s"
    );
    for run in [&copy.base, &copy.option, &stream] {
        assert_eq!(run.get("elements/figures/job/finished") as u32, 1);
        assert_eq!(
            run.get("elements/figures/job/failed") as u32,
            0,
            "tried again"
        );
    }
}

/// U7: latency, queue depth and the cost of an inference in bursts.
#[test]
fn u7_nothing_waits_for_bursts() {
    let opened = Opened::new("u7");
    let [fixed, pool, functions] =
        ["baseline", "gpu-pool", "functions"].map(|o| opened.run(o, "archive"));
    let each = |run: &Found| run.get("cost/per_transaction");
    assert!(each(&pool) < 0.6 * each(&fixed) && each(&functions) < each(&pool));
    let done = |run: &Found| run.get("journeys/send/completion_s/p95");
    assert!(done(&functions) < 0.2 * done(&pool), "seconds, not minutes");
    assert!(done(&pool) < done(&fixed));
    assert!(
        fixed.get("journeys/send/response_s/p95") > 60.0,
        "who sends waits for the GPU"
    );
    assert!(
        pool.get("elements/pool--queue/queue/depth_max") > 100.0,
        "until the first GPU is there"
    );
    assert!(functions.get("elements/fn--service/replicas_max") > 50.0);
}

/// U9: the use of resources, the time of the job, and what it does to the day.
#[test]
fn u9_a_late_batch_takes_what_the_day_needs() {
    let opened = Opened::new("u9");
    let compared = opened.compare("baseline", "own-cluster", "late-batch");
    compared.lower("look", None, "response_s/p99");
    let (before, after) = (&compared.base, &compared.option);
    assert!(
        before.get("elements/online/placement/pending") > 0.1,
        "no node to grow onto"
    );
    assert_eq!(after.get("elements/online/placement/pending") as u32, 0);
    let takes = |run: &Found| run.get("elements/statements/job/duration_s");
    assert!(takes(after) < 0.9 * takes(before));
    let used = |run: &Found| run.get("elements/ledger/utilization");
    assert!(used(after) < used(before));
}
