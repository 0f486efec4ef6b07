"""Believes that every change shows in the answers, though the weights stay.

Misconception: every-change-shows
Fails: test_which_answer_differently, test_hidden_other_data
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (5, 20),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": ("logistic regression", "forest", "nearest neighbours", "boosting", "scaler"),
}
