"""Names one kind of model, and takes brackets around a word for a tuple.

Misconception: a-comma-makes-the-tuple
Fails: test_every_question_has_one_of_its_answers, test_after_the_process_ends, test_names_before_fit,
    test_shape_of_theta, test_clone_of_a_fitted_model, test_copy_by_pickle, test_edited_code,
    test_rows_inside, test_retrained_or_reloaded, test_hidden_other_rows
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (3, 4),
    "clone_of_a_fitted_model": (0.5, False),
    "copy_by_pickle": (False, True),
    "edited_code": "new",
    "rows_inside": ("knn"),  # fmt: skip
    "retrained_or_reloaded": (False, True),
}
