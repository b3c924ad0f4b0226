//! `out-of-range`, `beyond-quota`, `fits-no-node`, `beyond-nodes`: what a boundary has is what can be, and
//! enough for what starts in it.

use spinout_units::ElementId;

use super::figures::{MOST, count, positive};
use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{
    Boundary, BoundaryOf, Element, ElementKind, NodePool, Path, Process, ResourceQuota, Spot, tree,
};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        let at = Path::of(["elements", id.as_str()]);
        if let Some(spot) = element.process.as_ref().and_then(|p| p.spot.as_ref()) {
            check_spot(report, &at.child("process").child("spot"), spot);
        }
        let Some(boundary) = &element.boundary else {
            continue;
        };
        let at = at.child("boundary");
        if let Some(quota) = &boundary.quota {
            let at = at.child("quota");
            check_quota(report, &at, quota);
            check_start(report, &at, quota, &within(design, id));
            check_functions(design, report, &at, (id, boundary));
        }
        let proxy = boundary.mesh.as_ref().and_then(|mesh| mesh.latency);
        if let Some(latency) = proxy.filter(|latency| latency.base() < 0.0) {
            report.range(at.child("mesh").child("latency"), latency, "0 or more");
        }
        if let Some(nodes) = &boundary.nodes {
            let at = at.child("nodes");
            check_level(report, &at, boundary);
            check_nodes(report, &at, nodes);
            let own: Vec<_> = within(design, id)
                .into_iter()
                .filter(|(process, ..)| pool_of(design, process) == Some(id))
                .collect();
            check_packing(report, &at, nodes, &own);
        }
    }
}

fn check_level(report: &mut Report, at: &Path, boundary: &Boundary) {
    if boundary.of != BoundaryOf::Cluster {
        report.error(Says {
            id: "group-of-another-kind",
            at: at.clone(),
            why: "only a cluster or node pool has nodes".to_owned(),
            fix: "put what is to run on them into a boundary of the level `cluster`",
        });
    }
}

fn check_quota(report: &mut Report, at: &Path, quota: &ResourceQuota) {
    if *quota == ResourceQuota::default() {
        report.range(
            at.clone(),
            "nothing",
            "`cores`, `memory`, `pods` or `concurrency`",
        );
    }
    if let Some(cores) = quota.cores {
        positive(report, at.child("cores"), cores);
    }
    if let Some(memory) = quota.memory.filter(|memory| memory.base() <= 0.0) {
        report.range(at.child("memory"), memory, "above 0");
    }
    if let Some(pods) = quota.pods {
        count(report, at.child("pods"), pods);
    }
    if let Some(concurrency) = quota.concurrency {
        count(report, at.child("concurrency"), concurrency);
    }
}

/// What is taken by some functions of an account leaves something to the others.
fn check_functions(
    design: &Design<'_>,
    report: &mut Report,
    at: &Path,
    (id, boundary): (&ElementId, &Boundary),
) {
    let quota = boundary.quota.as_ref();
    let Some(most) = quota.and_then(|quota| quota.concurrency) else {
        return;
    };
    let at = at.child("concurrency");
    if !matches!(boundary.of, BoundaryOf::Account | BoundaryOf::Region) {
        return report.error(Says {
            id: "group-of-another-kind",
            at,
            why: "only an account or a region bounds what its functions run at once".to_owned(),
            fix: "put the functions into a boundary of the level `account`",
        });
    }
    let inside = design.elements.iter().filter(|(function, element)| {
        element.kind == ElementKind::Function
            && tree::around(design.elements, function).contains(&id)
    });
    let functions: Vec<_> = inside
        .map(|(_, element)| element.function.clone().unwrap_or_default())
        .collect();
    let taken: u64 = functions.iter().map(|f| u64::from(f.taken())).sum();
    let shares = |function: &crate::Function| {
        function.reserved.is_none() && function.provisioned < function.concurrency
    };
    if taken > u64::from(most) {
        report.error(Says {
            id: "beyond-quota",
            at,
            why: format!("{taken} are reserved or provisioned, more than the {most} there are"),
            fix: "raise it, or reserve and provision less",
        });
    } else if taken == u64::from(most) && functions.iter().any(shares) {
        report.warn(Says {
            id: "beyond-quota",
            at,
            why: format!(
                "all {most} are reserved or provisioned, which leaves none to the other functions"
            ),
            fix: "raise it, or reserve and provision less (AWS leaves 100 to them at least)",
        });
    } else if functions.is_empty() {
        report.warn(Says {
            id: "without-effect",
            at,
            why: "there is no function within".to_owned(),
            fix: "draw the functions of the account into it, or leave `concurrency` out",
        });
    }
}

fn check_nodes(report: &mut Report, at: &Path, nodes: &NodePool) {
    positive(report, at.child("cores"), nodes.cores);
    if let Some(memory) = nodes.memory.filter(|memory| memory.base() <= 0.0) {
        report.range(at.child("memory"), memory, "above 0");
    }
    count(report, at.child("pods"), nodes.pods);
    count(report, at.child("max"), nodes.max);
    if nodes.max < nodes.min {
        let least = format!("at least `min`, {}", nodes.min);
        report.range(at.child("max"), nodes.max, &least);
    }
    if let Some(spot) = &nodes.spot {
        check_spot(report, &at.child("spot"), spot);
    }
}

fn check_spot(report: &mut Report, at: &Path, spot: &Spot) {
    if !(0.0..1.0).contains(&spot.discount) {
        report.range(at.child("discount"), spot.discount, "from 0 to below 1");
    }
    if spot
        .after
        .solve()
        .is_ok_and(|solved| solved.mean() < SHORTEST)
    {
        report.range(at.child("after"), "less", "on average at least 1s");
    }
}

/// The shortest mean time until a machine is taken back, in seconds.
const SHORTEST: f64 = 1.0;

/// A process, and how many instances of it start with the scenario.
type Instances<'a> = (&'a ElementId, &'a Process, u32);

/// The processes in a boundary, however deep.
fn within<'a>(design: &'a Design<'_>, boundary: &ElementId) -> Vec<Instances<'a>> {
    let elements = design.elements.iter();
    elements
        .filter(|(_, element)| has_instances(element))
        .filter(|(id, _)| tree::around(design.elements, id).contains(&boundary))
        .filter_map(|(id, element)| {
            let process = element.process.as_ref()?;
            // A job has instances only while it runs.
            let starts = match element.kind {
                ElementKind::Job => 0,
                _ => process.replicas,
            };
            Some((id, process, starts))
        })
        .collect()
}

fn has_instances(element: &Element) -> bool {
    element.kind.is_process() && element.kind != ElementKind::Function
}

/// The innermost boundary with nodes around a process.
fn pool_of<'a>(design: &'a Design<'_>, process: &'a ElementId) -> Option<&'a ElementId> {
    tree::around(design.elements, process)
        .into_iter()
        .find(|id| {
            let boundary = design.elements.get(*id).and_then(|e| e.boundary.as_ref());
            boundary.is_some_and(|boundary| boundary.nodes.is_some())
        })
}

/// What starts in a boundary with a quota is within it.
fn check_start(report: &mut Report, at: &Path, quota: &ResourceQuota, inside: &[Instances<'_>]) {
    let sum = |of: &dyn Fn(&Process) -> f64| -> f64 {
        let each = inside.iter();
        each.map(|(_, process, starts)| f64::from(*starts) * of(process))
            .sum()
    };
    let asked = [
        ("cores", quota.cores, sum(&Process::requested_cores)),
        (
            "memory",
            quota.memory.map(|memory| memory.base()),
            sum(&Process::requested_memory),
        ),
        ("pods", quota.pods.map(f64::from), sum(&|_| 1.0)),
    ];
    for (field, most, asked) in asked {
        if let Some(most) = most.filter(|most| asked > most * (1.0 + 1e-9)) {
            report.warn(Says {
                id: "beyond-quota",
                at: at.child(field),
                why: format!(
                    "the instances that start in it ask for {asked}, more than the quota of {most}"
                ),
                fix: "raise the quota, or start fewer or smaller instances; those beyond it do not start",
            });
        }
    }
}

/// Every instance fits on a node, and those that start on the most nodes, the first that has room.
fn check_packing(report: &mut Report, at: &Path, nodes: &NodePool, inside: &[Instances<'_>]) {
    let memory = nodes.memory.map_or(f64::INFINITY, |memory| memory.base());
    let fits = |cores: f64, bytes: f64, process: &Process| {
        process.requested_cores() <= cores + 1e-9 && process.requested_memory() <= bytes
    };
    let mut used: Vec<(f64, f64, u32)> = Vec::new();
    let max = nodes.max as usize;
    for (id, process, starts) in inside {
        if !fits(nodes.cores, memory, process) {
            report.error(Says {
                id: "fits-no-node",
                at: Path::of(["elements", id.as_str(), "process"]),
                why: format!("an instance of `{id}` asks for more than a whole node has"),
                fix: "take larger nodes, or smaller instances",
            });
            continue;
        }
        if *starts > MOST {
            continue;
        }
        // A node without room for one instance has none for the next one of the same process.
        let mut first = 0;
        for _ in 0..*starts {
            if used.len() > max {
                break;
            }
            let has_room = |(cores, bytes, pods): &(f64, f64, u32)| {
                *pods < nodes.pods && fits(nodes.cores - cores, memory - bytes, process)
            };
            while used.get(first).is_some_and(|node| !has_room(node)) {
                first += 1;
            }
            match used.get_mut(first) {
                Some((cores, bytes, pods)) => {
                    *cores += process.requested_cores();
                    *bytes += process.requested_memory();
                    *pods += 1;
                }
                None => used.push((process.requested_cores(), process.requested_memory(), 1)),
            }
        }
    }
    if used.len() > max {
        report.warn(Says {
            id: "beyond-nodes",
            at: at.child("max"),
            why: format!(
                "the instances that start in it need more than the {max} nodes there are at most"
            ),
            fix: "allow more nodes, or start fewer instances; those without a node wait",
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::validate::testing::found;

    /// What is said of two instances with a core and a gibibyte each in a cluster like this.
    fn of_cluster(boundary: &Value) -> Vec<String> {
        let memory = json!({"limit": "1GiB", "per_request": "1MiB", "restart": {"constant": "1s"}});
        let inside =
            json!({"kind": "service", "in": "team", "process": {"replicas": 2, "memory": memory}});
        found(&[
            (
                "elements/team",
                json!({"kind": "boundary", "in": "pool", "boundary": {"of": "namespace"}}),
            ),
            (
                "elements/pool",
                json!({"kind": "boundary", "boundary": boundary}),
            ),
            ("elements/inside", inside),
        ])
    }

    #[test]
    fn what_starts_is_within_the_quota_of_every_boundary_around_it() {
        let enough = json!({"cores": 2, "memory": "2GiB", "pods": 2});
        assert_eq!(
            of_cluster(&json!({"of": "cluster", "quota": enough})),
            Vec::<String>::new()
        );
        let little = json!({"cores": 1.5, "memory": "2047MiB", "pods": 1});
        assert_eq!(
            of_cluster(&json!({"of": "cluster", "quota": little})),
            [
                "beyond-quota at elements/pool/boundary/quota/cores",
                "beyond-quota at elements/pool/boundary/quota/memory",
                "beyond-quota at elements/pool/boundary/quota/pods"
            ]
        );
        assert_eq!(
            of_cluster(&json!({"of": "cluster", "quota": {}})),
            ["out-of-range at elements/pool/boundary/quota"]
        );
        assert_eq!(
            of_cluster(&json!({"of": "cluster", "quota": {"cores": -1}})),
            [
                "beyond-quota at elements/pool/boundary/quota/cores",
                "out-of-range at elements/pool/boundary/quota/cores"
            ]
        );
    }

    /// What is said of an account with so many for two functions.
    fn of_account(of: &str, concurrency: u32, first: &Value, second: &Value) -> Vec<String> {
        let boundary = json!({"of": of, "quota": {"concurrency": concurrency}});
        let function = |figures: &Value| {
            json!({"kind": "function", "in": "account", "function": figures,
                "operations": {"default": {}}})
        };
        found(&[
            (
                "elements/account",
                json!({"kind": "boundary", "boundary": boundary}),
            ),
            ("elements/first", function(first)),
            ("elements/second", function(second)),
        ])
    }

    #[test]
    fn functions_take_no_more_than_their_account_has() {
        let none = json!({});
        let place = "elements/account/boundary/quota/concurrency";
        let of = |first: Value, second: Value| of_account("account", 100, &first, &second);
        assert_eq!(
            of(json!({"reserved": 60}), none.clone()),
            Vec::<String>::new()
        );
        // What is provisioned of what is reserved counts once.
        let both = json!({"reserved": 60, "provisioned": 60});
        assert_eq!(of(both, json!({"provisioned": 39})), Vec::<String>::new());
        for (first, second) in [
            (json!({"reserved": 60}), json!({"reserved": 41})),
            (json!({"reserved": 60}), json!({"provisioned": 41})),
            (json!({"reserved": 60}), json!({"provisioned": 40})),
        ] {
            assert_eq!(of(first, second), [format!("beyond-quota at {place}")]);
        }
        assert_eq!(
            of(json!({"reserved": 60}), json!({"reserved": 40})),
            Vec::<String>::new()
        );
        assert_eq!(
            of_account("zone", 100, &none, &none),
            [format!("group-of-another-kind at {place}")]
        );
        let more = json!({"reserved": 5, "provisioned": 6});
        assert_eq!(
            of(more, none),
            ["out-of-range at elements/first/function/provisioned"]
        );
    }

    /// What is said of this process in a cluster of so many nodes with 2 cores each.
    fn on_nodes(kind: &str, process: &Value, max: u32) -> Vec<String> {
        let nodes = json!({"cores": 2, "max": max});
        let boundary = json!({"of": "cluster", "quota": {"cores": 2}, "nodes": nodes});
        let inside = json!({"kind": kind, "in": "pool", "process": process,
            "operations": {"default": {}}});
        found(&[
            (
                "elements/pool",
                json!({"kind": "boundary", "boundary": boundary}),
            ),
            ("elements/inside", inside),
        ])
    }

    #[test]
    fn more_instances_than_can_be_are_not_placed_one_by_one() {
        let found = on_nodes("service", &json!({"replicas": u32::MAX}), u32::MAX);
        assert_eq!(
            found,
            [
                "beyond-quota at elements/pool/boundary/quota/cores",
                "out-of-range at elements/inside/process/replicas",
                "out-of-range at elements/pool/boundary/nodes/max"
            ]
        );
    }

    #[test]
    fn a_job_has_no_instances_at_the_start_but_fits_on_a_node() {
        let of_job = |cores: u32| on_nodes("job", &json!({"cores": cores}), 1);
        assert_eq!(of_job(2), Vec::<String>::new());
        assert_eq!(of_job(3), ["fits-no-node at elements/inside/process"]);
    }

    #[test]
    fn nodes_have_room_for_what_starts_on_them() {
        let nodes = |nodes: Value| of_cluster(&json!({"of": "cluster", "nodes": nodes}));
        assert_eq!(
            nodes(json!({"cores": 2, "memory": "2GiB", "max": 1})),
            Vec::<String>::new()
        );
        for tight in [
            json!({"cores": 1.5, "max": 1}),
            json!({"cores": 4, "memory": "1.5GiB", "max": 1}),
            json!({"cores": 4, "pods": 1, "max": 1}),
        ] {
            assert_eq!(
                nodes(tight),
                ["beyond-nodes at elements/pool/boundary/nodes/max"]
            );
        }
        assert_eq!(
            nodes(json!({"cores": 0.5, "max": 9})),
            ["fits-no-node at elements/inside/process"]
        );
        assert_eq!(
            nodes(
                json!({"cores": 4, "min": 3, "max": 2, "spot": {"after": {"constant": "0s"}, "discount": 1}})
            ),
            [
                "out-of-range at elements/pool/boundary/nodes/max",
                "out-of-range at elements/pool/boundary/nodes/spot/after",
                "out-of-range at elements/pool/boundary/nodes/spot/discount"
            ]
        );
        assert_eq!(
            of_cluster(&json!({"of": "zone", "nodes": {"cores": 4, "max": 2}})),
            ["group-of-another-kind at elements/pool/boundary/nodes"]
        );
    }
}
