"""Lints each chart that is named in strict mode, renders it into the namespace that follows it, and prints what was rendered."""

import sys

import helm_python as helm

failed = False
for chart, namespace in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
    report = helm.lint(chart, strict=True, namespace=namespace)
    faults = [one["error"] for one in report["messages"] if one["severity"] >= 2] + report["errors"]
    try:
        with helm.Chart.load(chart) as loaded:
            loaded.validate_schema({})
            for name, text in sorted(loaded.render({}, name="release", namespace=namespace).items()):
                print(f"---\n{text}")
    except helm.HelmError as error:
        faults.append(str(error))
    for fault in faults:
        print(f"{chart}: {fault}", file=sys.stderr)
    failed = failed or bool(faults)
sys.exit(failed)
