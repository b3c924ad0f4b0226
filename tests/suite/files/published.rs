//! Cases that textbooks and papers tabulate, as files.

use spinout_queueing::{erlang_b, mva_classes, tail_at_scale};

use crate::textbook::{mean_response, station};
use crate::{assert_covers, simulate};

/// Mean wait of an M/D/c queue in units of its service (Crommelin 1932), `offered` ÷ c below 1.
fn constant_service_wait(offered: f64, servers: u32) -> f64 {
    let mut wait = 0.0;
    for turn in 1..4000_u32 {
        let (mean, least) = (f64::from(turn) * offered, turn * servers);
        let ln_factorial: f64 = (1..=least).map(|n| f64::from(n).ln()).sum();
        let first = (f64::from(least) * mean.ln() - mean - ln_factorial).exp();
        let (mut term, mut beyond, mut n) = (first, 0.0, f64::from(least));
        while term > 1e-18 {
            n += 1.0;
            term *= mean / n;
            beyond += term;
        }
        wait += first + beyond - f64::from(servers) / offered * beyond;
    }
    wait
}

#[test]
fn several_servers_with_constant_service() {
    // Pollaczek and Khinchine for one: ρ ÷ (2 (1 − ρ)).
    assert!((constant_service_wait(0.8, 1) - 2.0).abs() < 1e-9);
    for (servers, offered) in [(2, 1.6), (5, 4.5)] {
        let process =
            format!(r#"{{"threads": {servers}, "cores": {servers}, "accept_queue": 100000}}"#);
        let load = format!(r#"{{"constant": "{offered}/s"}}"#);
        let text = station(&process, r#"{"constant": "1s"}"#, &load);
        mean_response(&text, 1.0 + constant_service_wait(offered, servers));
    }
}

#[test]
fn calls_that_find_every_line_busy_are_lost() {
    // Erlang B is insensitive to the service distribution.
    for demand in [
        r#"{"constant": "1s"}"#,
        r#"{"hyperexponential": {"mean": "1s", "scv": 4}}"#,
    ] {
        let process = r#"{"threads": 5, "cores": 5, "accept_queue": 0}"#;
        let text = station(process, demand, r#"{"constant": "4/s"}"#);
        let run = simulate(&text, "baseline", "steady");
        let request = &run.journeys["request"];
        assert_covers(request.success_rate, 1.0 - erlang_b(4.0, 5), 0.02);
    }
}

#[test]
fn a_single_place_to_wait() {
    // M/M/1/2 at ρ = 1: three states alike.
    let process = r#"{"threads": 1, "accept_queue": 1}"#;
    let demand = r#"{"exponential": {"mean": "1s"}}"#;
    let text = station(process, demand, r#"{"constant": "1/s"}"#);
    let run = simulate(&text, "baseline", "steady");
    assert_covers(run.journeys["request"].success_rate, 2.0 / 3.0, 0.02);
    let server = &run.elements["server"];
    assert_covers(server.utilization, 2.0 / 3.0, 0.02);
}

/// Two closed classes over a shared processor with demands of their own, and a disk that is the same for all.
#[test]
fn two_closed_classes_have_a_product_form() {
    let text = r#"{"format": 1, "name": "classes", "elements": {
        "cpu": {"kind": "service", "process": {"threads": 1000}, "operations": {
            "batch": {"steps": [{"compute": {"constant": "900ms"}}, {"follow": "write"}]},
            "online": {"steps": [{"compute": {"hyperexponential": {"mean": "200ms", "scv": 4}}},
                {"follow": "read"}]}}},
        "disk": {"kind": "store", "store": {"cores": 1, "connections": 1},
            "operations": {"seek": {"demand": {"exponential": {"mean": "500ms"}}}}}},
        "relationships": {
            "write": {"from": "cpu/batch", "to": "disk/seek", "mode": "writes", "latency": {"constant": "0ms"}},
            "read": {"from": "cpu/online", "to": "disk/seek", "mode": "reads", "latency": {"constant": "0ms"}}},
        "journeys": {"batch": {"entry": "cpu/batch"}, "online": {"entry": "cpu/online"}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "1/s"}, "loads": {
            "batch": {"closed": {"population": 2, "think": "1s"}},
            "online": {"closed": {"population": 5, "think": {"constant": "4s"}}}}}}}"#;
    let run = simulate(text, "baseline", "steady");
    let truth = mva_classes(&[vec![0.9, 0.2], vec![0.5, 0.5]], &[2, 5], &[1.0, 4.0]);
    for (class, name) in ["batch", "online"].iter().enumerate() {
        let found = &run.journeys[*name];
        assert_covers(found.throughput_per_s, truth.throughput[class], 0.02);
        assert_covers(found.response_s.mean, truth.response[class], 0.04);
    }
}

/// Dean and Barroso (2013): one leaf in a hundred is slow, and one of a hundred leaves is for most requests.
#[test]
fn the_tail_at_scale() {
    let (slow, share) = (0.01, 0.633_97);
    assert!((tail_at_scale(slow, 100) - share).abs() < 1e-5);
    let text = format!(
        r#"{{"format": 1, "name": "tail", "elements": {{
            "root": {{"kind": "service", "process": {{"threads": 10000}},
                "operations": {{"default": {{"steps": [{{"parallel":
                    {{"times": 100, "branches": [[{{"follow": "ask"}}]]}}}}]}}}}}},
            "leaf": {{"kind": "external", "operations": {{"default": {{"steps": [{{"branch": [
                {{"probability": {slow}, "steps": [{{"wait": {{"constant": "1s"}}}}]}},
                {{"steps": [{{"wait": {{"constant": "10ms"}}}}]}}]}}]}}}}}}}},
            "relationships": {{"ask": {{"from": "root", "to": "leaf", "mode": "calls"}}}},
            "journeys": {{"request": {{"entry": "root",
                "objectives": {{"fast": {{"sli": {{"response": "500ms"}}, "target": 0.9}}}}}}}},
            "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "1/s"}}}}}}}}"#
    );
    let run = simulate(&text, "baseline", "steady");
    let fast = run.journeys["request"].objectives[0].good;
    assert_covers(fast, 1.0 - share, 0.05);
}

/// CPU demands that were measured of a shop (TeaStore), on one core a service: with shared processors in an open
/// network, each station answers as if alone, whatever the distribution of its demands.
#[test]
fn a_shop_with_measured_demands() {
    let service = |operations: &str| {
        format!(
            r#"{{"kind": "service", "process": {{"threads": 10000}}, "operations": {{{operations}}}}}"#
        )
    };
    let demand =
        |name: &str, ms: f64| format!(r#""{name}": {{"demand": {{"constant": "{ms}ms"}}}}"#);
    let both = |one: String, other: String| format!("{one}, {other}");
    let (web_login, login, user) = (2.250_16, 11.640_81, 0.579_39);
    let (web_product, product, image) = (2.236_13, 0.466_77, 0.338_56);
    let elements = [
        (
            "webui",
            both(demand("login", web_login), demand("product", web_product)),
        ),
        ("auth", demand("login", login)),
        (
            "persistence",
            both(demand("user", user), demand("product", product)),
        ),
        ("image", demand("product", image)),
    ]
    .map(|(id, operations)| format!(r#""{id}": {}"#, service(&operations)))
    .join(",");
    let links = [
        ("a", "webui/login", "auth/login"),
        ("b", "auth/login", "persistence/user"),
        ("c", "webui/product", "persistence/product"),
        ("d", "webui/product", "image/product"),
    ]
    .map(|(id, from, to)| {
        format!(
            r#""{id}": {{"from": "{from}", "to": "{to}", "mode": "calls", "latency": {{"constant": "0ms"}}}}"#
        )
    })
    .join(",");
    let text = format!(
        r#"{{"format": 1, "name": "shop", "elements": {{{elements}}}, "relationships": {{{links}}},
        "journeys": {{"login": {{"entry": "webui/login"}}, "product": {{"entry": "webui/product"}}}},
        "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "1/s"}}, "loads": {{
            "login": {{"constant": "60/s"}}, "product": {{"constant": "250/s"}}}}}}}}}}"#
    );
    let run = simulate(&text, "baseline", "steady");
    let load = |logins: f64, products: f64| (60.0 * logins + 250.0 * products) / 1e3;
    let (web, auth) = (load(web_login, web_product), load(login, 0.0));
    let (persistence, images) = (load(user, product), load(0.0, image));
    let shared = |demand: f64, busy: f64| demand / 1e3 / (1.0 - busy);
    let truth = [
        (
            "login",
            shared(web_login, web) + shared(login, auth) + shared(user, persistence),
        ),
        (
            "product",
            shared(web_product, web) + shared(product, persistence) + shared(image, images),
        ),
    ];
    for (journey, mean) in truth {
        assert_covers(run.journeys[journey].response_s.mean, mean, 0.03);
    }
    for (element, busy) in [("webui", web), ("auth", auth), ("persistence", persistence)] {
        assert_covers(run.elements[element].utilization, busy, 0.02);
    }
}
