"""Believes that a clone starts from the defaults of its class.

Misconception: clone-starts-from-defaults
Fails: test_clone_of_a_fitted_model
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (3, 4),
    "clone_of_a_fitted_model": (1.0, False),
    "copy_by_pickle": (False, True),
    "edited_code": "new",
    "rows_inside": ("svc", "knn"),
    "retrained_or_reloaded": (False, True),
}
