"""Fills the sheet step by step, and counts instead of guessing where counting is enough."""

from collections import OrderedDict

N_SPECIES, N_MEASUREMENTS = 3, 4
SAME_OBJECT, SAME_ANSWERS = False, True

PREDICTIONS = OrderedDict()
PREDICTIONS["after_the_process_ends"] = "NameError"
PREDICTIONS["names_before_fit"] = len(())
PREDICTIONS["edited_code"] = "new"
PREDICTIONS["note_to_myself"] = "question 7 again tomorrow"
PREDICTIONS["shape_of_theta"] = (N_SPECIES, N_MEASUREMENTS)
PREDICTIONS["clone_of_a_fitted_model"] = (0.5, hasattr(object(), "coef_"))
PREDICTIONS["copy_by_pickle"] = (SAME_OBJECT, SAME_ANSWERS)
PREDICTIONS["rows_inside"] = ["knn", "svc"]
PREDICTIONS["retrained_or_reloaded"] = (not SAME_ANSWERS, SAME_ANSWERS)
