"""Believes that a grown forest does not take another number of trees.

Misconception: loaded-is-frozen
Fails: test_trees_of_the_forest
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (20, 20),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": ("nearest neighbours", "boosting", "scaler"),
}
