"""Believes that the file changes with the object that was loaded from it.

Misconception: the-file-follows
Fails: test_the_file
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (5, 20),
    "the_file": 0.001,
    "recorded_and_learned": (0.001, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": ("nearest neighbours", "boosting", "scaler"),
}
