"""One text in JSON, whose numbers come back to the last bit; NaN is written as NaN."""

import json
import math


def answers(model, rows):
    """Return what a model says to rows, as plain lists."""
    labels = [str(label) if isinstance(label, str) else int(label) for label in model.predict(rows)]
    return {"labels": labels, "probabilities": [list(map(float, row)) for row in model.predict_proba(rows)]}


def make_golden(model, X):
    rows = [list(map(float, row)) for row in X]
    return {"version": 1, "golden": json.dumps({"rows": rows} | answers(model, rows))}


def check_golden(model, golden, tolerance=0.0):
    kept = json.loads(golden["golden"])
    try:
        now = answers(model, kept["rows"])
    except Exception as error:
        return [repr(error)]
    problems = []
    for number, row in enumerate(kept["rows"]):
        if now["labels"][number] != kept["labels"][number]:
            problems.append(f"row {row}: another label")
        one, other = now["probabilities"][number], kept["probabilities"][number]
        if len(one) != len(other) or not all(close(a, b, tolerance) for a, b in zip(one, other, strict=True)):
            problems.append(f"row {row}: other probabilities")
    return problems


def close(a, b, tolerance):
    """Say whether two numbers are as near as allowed; NaN is near to NaN and to nothing else."""
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return math.isclose(a, b, rel_tol=0.0, abs_tol=tolerance)
