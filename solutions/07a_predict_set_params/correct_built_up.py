"""Fills the sheet step by step, from what is read when."""

OLD, NEW = 1.0, 1e-3
READ_BY_FIT = ["logistic regression", "forest"]
READ_WHEN_ASKED = ["scaler", "nearest neighbours", "boosting"]

PREDICTIONS = {"c_and_the_weights": (NEW, True), "the_file": OLD}
PREDICTIONS["trees_of_the_forest"] = (5, len(range(20)))
PREDICTIONS["recorded_and_learned"] = NEW, OLD
PREDICTIONS["after_fit"] = (True, not True)
PREDICTIONS["which_answer_differently"] = [name for name in READ_WHEN_ASKED if name not in READ_BY_FIT]
PREDICTIONS["note_to_myself"] = "read the source of GradientBoostingClassifier"
