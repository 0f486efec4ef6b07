"""Believes that a forest stores the rows in its leaves.

Misconception: forest-stores-data
Fails: test_rows_inside, test_hidden_other_rows
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (3, 4),
    "clone_of_a_fitted_model": (0.5, False),
    "copy_by_pickle": (False, True),
    "edited_code": "new",
    "rows_inside": ("forest", "svc", "knn"),
    "retrained_or_reloaded": (False, True),
}
