"""Believes that a reload is exact for a few weights, and not for a whole forest.

Misconception: a-reload-is-approximate
Fails: test_retrained_or_reloaded
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (3, 4),
    "clone_of_a_fitted_model": (0.5, False),
    "copy_by_pickle": (False, True),
    "edited_code": "new",
    "rows_inside": ("svc", "knn"),
    "retrained_or_reloaded": (False, False),
}
