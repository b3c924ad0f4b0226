use spinout_graph::{
    OperationGraph, circles, endless_messages, endless_recursion, pools_in_circles,
};
use spinout_model::{ElementKind, Mode};

use crate::architecture::Drawing;

#[test]
fn recursion_ends_only_below_one_request_for_each() {
    for (there, back, endless) in [(1.0, 1.0, true), (2.0, 0.6, true), (2.0, 0.4, false)] {
        let mut d = Drawing::new();
        d.service("a", 1);
        d.service("b", 1);
        d.link("a", Mode::Calls, "b", there, 1);
        d.link("b", Mode::Calls, "a", back, 1);
        let graph = OperationGraph::of(&d.0);
        assert_eq!(circles(&graph).len(), 1);
        assert_eq!(
            endless_recursion(&graph).len(),
            usize::from(endless),
            "{there} × {back}"
        );
    }
}

#[test]
fn an_operation_that_asks_itself_is_a_circle() {
    let mut d = Drawing::new();
    d.service("a", 1);
    d.link("a", Mode::Calls, "a", 1.0, 1);
    assert_eq!(endless_recursion(&OperationGraph::of(&d.0)).len(), 1);
}

#[test]
fn a_message_that_makes_itself_again_never_completes() {
    let mut d = Drawing::new();
    d.service("a", 1);
    d.queue("q", None);
    d.link("a", Mode::Publishes, "q", 1.0, 1);
    d.link("a", Mode::Consumes, "q", 1.0, 1);
    let graph = OperationGraph::of(&d.0);
    assert!(endless_recursion(&graph).is_empty());
    assert_eq!(endless_messages(&graph).len(), 1);
    d.service("b", 1);
    d.link("b", Mode::Consumes, "q", 1.0, 1);
    assert!(
        endless_messages(&OperationGraph::of(&d.0)).is_empty(),
        "half goes to b"
    );
}

#[test]
fn pools_can_wait_in_a_circle_that_no_operation_makes() {
    let mut d = Drawing::new();
    d.service("a", 1);
    d.service("b", 1);
    d.element("part", ElementKind::Component, "b");
    d.operation("a/other");
    d.link("a", Mode::Calls, "b", 1.0, 1);
    d.link("part", Mode::Calls, "a/other", 1.0, 1);
    let graph = OperationGraph::of(&d.0);
    assert!(circles(&graph).is_empty());
    let pools = pools_in_circles(&d.0, &graph);
    assert_eq!(pools.len(), 1);
    assert_eq!(pools[0].len(), 2);
}

#[test]
fn visits_add_up_over_circles_and_queues() {
    let mut d = Drawing::new();
    d.service("a", 1);
    d.service("b", 1);
    d.service("c", 1);
    d.queue("q", None);
    d.link("a", Mode::Calls, "b", 3.0, 1);
    d.link("b", Mode::Calls, "a", 0.2, 1);
    d.link("b", Mode::Publishes, "q", 0.5, 1);
    d.link("c", Mode::Consumes, "q", 1.0, 1);
    let graph = OperationGraph::of(&d.0);
    let entry = "a".parse().unwrap();
    let visits = graph.visits(&entry).unwrap();
    // a = 1 + 0.2 b and b = 3 a, so a = 1 ÷ (1 − 0.6).
    for (id, expected) in [("a", 2.5), ("b", 7.5), ("q", 3.75), ("c", 3.75)] {
        let operation: spinout_model::OperationRef = id.parse().unwrap();
        let found = visits[&operation];
        assert!((found - expected).abs() < 1e-9, "{id}: {found}");
    }
    d.link("b", Mode::Calls, "a", 0.2, 1);
    assert!(
        OperationGraph::of(&d.0).visits(&entry).is_none(),
        "it grows by 1.2 each round"
    );
}
