//! S1 to S5.

use super::Opened;

/// S1: users' P99 falls and stays flat while processing scales by itself; its cost is visible; lost trace
/// context and too low limits show as such.
#[test]
fn s1_users_no_longer_wait_for_pictures() {
    let opened = Opened::new("s1");
    let compared = opened.compare("baseline", "workers", "campaign");
    compared.lower("look", None, "response_s/p99");
    compared.lower("share", None, "response_s/p99");
    let workers = &compared.option;
    let p99 = |window: &str| workers.get(&format!("journeys/look/windows/{window}/response_s/p99"));
    assert!(p99("disturbance") < 1.1 * p99("whole"), "flat");
    assert!(
        workers.get("elements/worker--service/replicas_max") > 4.0,
        "it scales"
    );
    assert!(
        workers.paid("worker--service") > 50.0,
        "its cost is visible"
    );
    let completion = |found: &super::Found| found.get("journeys/share/completion_s/p95");
    assert!(completion(workers) > workers.get("journeys/share/response_s/p95") * 5.0);

    let careless = opened.run("careless", "campaign");
    assert!((workers.metric("M9", "share") - 1.0).abs() < 1e-9);
    assert!(
        careless.metric("M9", "share") < 0.01,
        "traces end at the topic"
    );
    assert!(careless.get("elements/worker--service/scaling/at_max") > 0.3);
    assert!(completion(&careless) > 5.0 * completion(workers));
    let answered = careless.get("journeys/share/response_s/p95");
    assert!(answered < 0.2, "and every answer is as fast: {answered}");
}

/// S2: idle cost falls; bursts are absorbed up to the limit; cold starts show in the tail; time-outs hit long
/// jobs; retry and dead letters.
#[test]
fn s2_a_function_for_rare_bursts() {
    let opened = Opened::new("s2");
    let before = opened.run("baseline", "between");
    let quiet = opened.run("function", "between");
    let idle = before.paid("ocr");
    assert!(
        quiet.paid("ocr") + quiet.paid("reader") < 0.3 * idle,
        "of {idle}"
    );

    let burst = opened.compare("baseline", "function", "post-arrives");
    burst.lower("send", None, "completion_s/p95");
    let function = &burst.option;
    assert_eq!(
        function.get("elements/reader/replicas_max") as u32,
        40,
        "the limit"
    );
    assert!(function.get("elements/reader/function/throttled") > 0.0);
    assert!(function.get("elements/reader/function/cold_starts") > 0.01);
    assert!(
        function.get("elements/to-read/queue/redeliveries") > 10.0,
        "throttled, and tried again"
    );
    assert_eq!(
        function.get("elements/to-read/queue/dead_letters") as u32,
        0
    );

    let only = opened.run("function-only", "post-arrives");
    assert!(
        only.get("elements/reader/function/timed_out") > 0.05,
        "large documents"
    );
    assert!(only.get("elements/to-read/queue/dead_letters") > 20.0);
    assert!(
        only.get("journeys/send/objectives/1/good") < 0.99,
        "they are never read"
    );
    let cold = quiet.get("elements/reader/function/cold_starts");
    assert!(cold > 0.1, "in between nearly each is cold: {cold}");
}

/// S3: detection, time to recovery, dead letters, roll back and replay; every invoice is written in the end.
/// Without a way back and a runbook it takes much longer, and what was acknowledged first is lost.
#[test]
fn s3_invoices_come_back() {
    let opened = Opened::new("s3");
    let noticed = opened.run("billing-service", "bad-release");
    let unnoticed = opened.run("billing-service", "nobody-notices");
    let letters = "elements/billing--queue/queue/dead_letters";
    assert!(noticed.get("deploys/release/noticed_s") < 15.0 * 60.0);
    assert!(noticed.get("deploys/release/over_s") < 15.0 * 60.0);
    assert!(noticed.get(letters) > 1.0 && noticed.get(letters) < 100.0);
    assert!(unnoticed.get(letters) > 20.0 * noticed.get(letters));
    for run in [&noticed, &unnoticed] {
        // Replayed, and done: who published is who was billed.
        let said = |what: &str| run.get(&format!("journeys/order/messages/{what}"));
        assert!(
            (run.get("elements/billing--queue/queue/replayed") - run.get(letters)).abs() < 1e-9
        );
        assert!(
            said("published") - said("acknowledged") < 2.0,
            "all but those on their way"
        );
        assert_eq!(said("lost") as u32, 0);
        assert_eq!(
            run.get("journeys/order/success_rate") as u32,
            1,
            "no customer sees it"
        );
    }
    let hasty = opened.run("hasty", "bad-release");
    assert!(hasty.get("journeys/order/messages/lost") > 10.0);
    assert_eq!(
        hasty.get("elements/billing--queue/queue/replayed") as u32,
        0
    );
    // A ticket tells of dead letters where no customer sees an error.
    let detected = noticed.metric("M8", "billing--service");
    assert!(detected > 25.0 * 60.0 && detected < 3600.0, "{detected} s");
    let recovery = |option| {
        opened
            .run(option, "moving-over")
            .metric("M8", "billing--service")
    };
    let (prepared, unprepared) = (recovery("billing-service"), recovery("hasty"));
    assert!(
        unprepared > 3.0 * prepared,
        "{unprepared} s against {prepared} s"
    );
}

/// S4: batches and a smaller model cut the cost of an inference at an acceptable P95; too many GPUs show; a
/// deeper queue before scaling is paid in latency.
#[test]
fn s4_what_an_inference_costs() {
    let opened = Opened::new("s4");
    let [pool, batched, quantised, deeper, too_many] =
        ["pool", "batched", "quantised", "deeper", "over-provisioned"]
            .map(|o| opened.run(o, "day"));
    let each = |run: &super::Found| {
        run.paid("inference--service") / run.get("cost/transactions_per_month")
    };
    assert!(each(&batched) < 0.6 * each(&pool));
    assert!(each(&quantised) < 0.9 * each(&batched));
    assert!(each(&too_many) > 2.5 * each(&pool));
    let p95 = |run: &super::Found| run.get("journeys/ask/response_s/p95");
    assert!(
        p95(&batched) < 6.0 && p95(&batched) > p95(&pool),
        "batches take time"
    );
    assert!(p95(&quantised) < p95(&batched));
    assert!(p95(&too_many) > 0.7 * p95(&pool), "hardly faster");
    assert!(each(&deeper) < each(&batched) && p95(&deeper) > 1.1 * p95(&batched));
}

/// S5: one identity service on every path: its latency, its limit, what breaks with it, what kept answers
/// change, and what becomes of exports.
#[test]
fn s5_one_service_on_every_path() {
    let opened = Opened::new("s5");
    let sale = opened.compare("baseline", "service", "sale");
    sale.lower("browse", Some("disturbance"), "success_rate");
    sale.lower("buy", Some("disturbance"), "success_rate");
    let kept = opened.run("cached", "sale");
    assert!(
        kept.get("journeys/browse/success_rate") > 0.999,
        "answers are kept"
    );
    assert!(kept.get("elements/catalogue/caches/catalogue-introspects/hit_ratio") > 0.7);
    assert!(
        kept.get("elements/auth--service/utilization")
            < 0.5 * sale.option.get("elements/auth--service/utilization")
    );
    assert!(
        sale.option.lost_with("auth--service") > 0.99,
        "everything hangs on it"
    );

    let down = opened.compare("service", "cached", "identity-down");
    let without = down
        .base
        .get("journeys/buy/windows/disturbance/success_rate");
    assert!(without < 0.01, "nobody buys: {without}");
    down.higher("buy", Some("disturbance"), "success_rate");
    down.higher("browse", Some("disturbance"), "success_rate");

    let moving = opened.run("service", "moving-over");
    assert!(
        moving.get("journeys/browse/success_rate") > 0.9999,
        "client by client, nobody notices"
    );
}
