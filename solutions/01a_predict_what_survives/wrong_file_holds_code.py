"""Believes that the file carries the methods as well, so that an edit cannot touch it.

Misconception: file-holds-the-code
Fails: test_edited_code
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (3, 4),
    "clone_of_a_fitted_model": (0.5, False),
    "copy_by_pickle": (False, True),
    "edited_code": "old",
    "rows_inside": ("svc", "knn"),
    "retrained_or_reloaded": (False, True),
}
