//! Who the unit is, and who may do what with it.

use serde_json::{Value, json};

use super::Unit;
use crate::place::team;

/// Its identity, which gets no token of the cluster: nothing in the model asks Kubernetes.
pub(super) fn account(unit: &Unit<'_>) -> Value {
    unit.object(
        "v1",
        "ServiceAccount",
        &unit.name,
        json!({ "automountServiceAccountToken": false }),
    )
}

/// What its team may do in an incident: look, restart, go back to the version before.
pub(super) fn roles(unit: &Unit<'_>) -> Vec<Value> {
    let Some(team) = team(unit.architecture(), unit.id) else {
        return Vec::new();
    };
    let name = crate::write::Names::default().label(&[unit.name.as_str(), "operators"]);
    let role = unit.object(
        "rbac.authorization.k8s.io/v1",
        "Role",
        &name,
        json!({ "rules": [
            {
                "apiGroups": [""],
                "resources": ["pods", "pods/log", "events", "services", "resourcequotas"],
                "verbs": ["get", "list", "watch"]
            },
            { "apiGroups": ["apps"], "resources": ["replicasets"], "verbs": ["get", "list", "watch"] },
            {
                "apiGroups": ["apps"],
                "resources": ["deployments", "deployments/scale"],
                "resourceNames": [unit.name],
                "verbs": ["get", "patch", "update"]
            },
            { "apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["list", "watch"] }
        ] }),
    );
    let binding = unit.object(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        &name,
        json!({
            "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name },
            "subjects": [{ "apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": team.as_str() }]
        }),
    );
    vec![role, binding]
}
