"""Believes that loading gives back the object that was dumped.

Misconception: pickle-returns-the-object
Fails: test_copy_by_pickle, test_hidden_joblib_instead_of_pickle
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (3, 4),
    "clone_of_a_fitted_model": (0.5, False),
    "copy_by_pickle": (True, True),
    "edited_code": "new",
    "rows_inside": ("svc", "knn"),
    "retrained_or_reloaded": (False, True),
}
