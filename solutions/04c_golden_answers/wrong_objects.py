"""Keeps labels as they come, in an array of objects.

Misconception: labels-are-texts-anyway
Fails: test_the_golden_answers_are_plain_data,
    test_a_list_of_texts_comes_back,
    test_the_same_model_has_no_problem_in_another_process,
    test_labels_may_be_numbers_or_objects,
    test_what_becomes_of_the_rows_does_not_matter,
    test_other_probabilities_are_a_problem,
    test_without_a_tolerance_every_bit_counts,
    test_other_labels_are_a_problem_at_any_tolerance,
    test_a_tolerance_is_granted,
    test_a_tolerance_is_kept,
    test_nan_is_an_answer_too,
    test_a_model_that_cannot_answer_is_a_problem,
    test_the_order_of_the_names_does_not_matter
"""

import numpy as np


def make_golden(model, X):
    """Ask a model about some rows, and return rows and answers as plain data."""
    return {
        "rows": np.array(X),  # a copy: the caller's rows are the caller's
        "labels": model.predict(X),
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
    if n_other:
        problems.append(f"labels: {n_other} of {len(labels)} are others")
    return problems + _differences(found, golden["probabilities"], tolerance)


def _differences(found, kept, tolerance):
    if found.shape != kept.shape:
        return [f"probabilities: their shape is {found.shape}, not {kept.shape}"]
    both_nan = np.isnan(found) & np.isnan(kept)
    near = both_nan | (np.abs(found - kept) <= tolerance)  # NaN against a number is never near
    return [] if near.all() else [f"probabilities: {(~near).sum()} of {near.size} are too far off"]
