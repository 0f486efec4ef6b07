"""Keeps the model, to be asked again later.

Misconception: the-model-is-data
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
    test_the_order_of_the_names_does_not_matter,
    test_a_real_forest_is_told_from_its_twin
"""

import numpy as np


def make_golden(model, X):
    """Ask a model about some rows, and return rows and answers as plain data."""
    return {"model": model, "rows": X.copy()}


def check_golden(model, golden, tolerance=0.0):
    """Compare what a model says now with what was kept."""
    problems = []
    if not np.array_equal(model.predict(golden["rows"]), golden["model"].predict(golden["rows"])):
        problems.append("labels differ")
    return problems
