"""Compares labels where there is no tolerance.

Misconception: a-tolerance-is-for-everything
Fails: test_other_labels_are_a_problem_at_any_tolerance
"""

import numpy as np


def make_golden(model, X):
    """Ask a model about some rows, and return rows and answers as plain data."""
    return {
        "rows": np.array(X),  # a copy: the caller's rows are the caller's
        "labels": np.array(model.predict(X).tolist()),  # texts, even if they came as objects
        "probabilities": np.array(model.predict_proba(X)),
    }


def check_golden(model, golden, tolerance=0.0):
    """Compare what a model says now with what was kept."""
    try:
        labels, found = model.predict(golden["rows"]), model.predict_proba(golden["rows"])
    except Exception as error:
        return [f"the model cannot answer: {type(error).__name__}: {error}"]
    problems = []
    n_other = int(np.sum(labels != golden["labels"]))
    if n_other and not tolerance:
        problems.append(f"labels: {n_other} of {len(labels)} are others")
    return problems + _differences(found, golden["probabilities"], tolerance)


def _differences(found, kept, tolerance):
    if found.shape != kept.shape:
        return [f"probabilities: their shape is {found.shape}, not {kept.shape}"]
    both_nan = np.isnan(found) & np.isnan(kept)
    near = both_nan | (np.abs(found - kept) <= tolerance)  # NaN against a number is never near
    return [] if near.all() else [f"probabilities: {(~near).sum()} of {near.size} are too far off"]
