"""Believes that a forest takes as many of its trees as n_estimators says.

Misconception: the-wish-cuts-the-forest
Fails: test_trees_of_the_forest
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (5, 5),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": ("nearest neighbours", "boosting", "scaler"),
}
