"""Has the formula for two classes in mind: one weight for each feature, whatever the classes.

Misconception: binary-formula
Fails: test_shape_of_theta
"""

PREDICTIONS = {
    "after_the_process_ends": "NameError",
    "names_before_fit": 0,
    "shape_of_theta": (4,),
    "clone_of_a_fitted_model": (0.5, False),
    "copy_by_pickle": (False, True),
    "edited_code": "new",
    "rows_inside": ("svc", "knn"),
    "retrained_or_reloaded": (False, True),
}
