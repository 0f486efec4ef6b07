"""Believes that C cannot be set any more, and thinks no further.

Misconception: loaded-is-frozen
Fails: test_c_and_the_weights
"""

PREDICTIONS = {
    "c_and_the_weights": (1.0, True),
    "trees_of_the_forest": (5, 20),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": ("nearest neighbours", "boosting", "scaler"),
}
