"""Lists for tuples, a set where order means nothing, and the questions in another order."""

PREDICTIONS = {
    "rows_inside": {"knn", "svc"},
    "retrained_or_reloaded": [False, True],
    "copy_by_pickle": [False, True],
    "clone_of_a_fitted_model": [0.5, False],
    "shape_of_theta": [3, 4],
    "names_before_fit": 0,
    "edited_code": "new",
    "after_the_process_ends": "NameError",
}
