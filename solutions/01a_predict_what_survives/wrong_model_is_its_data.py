"""Believes that a model is its training table with something around it.

Misconception: model-is-its-data
Fails: test_shape_of_theta, test_rows_inside, test_hidden_other_rows
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (150, 4),
    "clone_of_a_fitted_model": (0.5, False),
    "copy_by_pickle": (False, True),
    "edited_code": "new",
    "rows_inside": ("logistic regression", "forest", "svc", "knn"),
    "retrained_or_reloaded": (False, True),
}
