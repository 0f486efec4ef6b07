"""Believes that an estimator is born with its learned attributes, filled with zeros until `fit`.

Misconception: coef-is-there-from-the-start
Fails: test_names_before_fit, test_clone_of_a_fitted_model
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 2,
    "shape_of_theta": (3, 4),
    "clone_of_a_fitted_model": (0.5, True),
    "copy_by_pickle": (False, True),
    "edited_code": "new",
    "rows_inside": ("svc", "knn"),
    "retrained_or_reloaded": (False, True),
}
