"""Believes that setting a hyperparameter trains the model with it.

Misconception: set-params-trains
Fails: test_c_and_the_weights, test_trees_of_the_forest, test_recorded_and_learned,
    test_which_answer_differently, test_hidden_other_data
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, False),
    "trees_of_the_forest": (5, 5),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 0.001),
    "after_fit": (True, False),
    "which_answer_differently": ("logistic regression", "forest", "nearest neighbours", "boosting", "scaler"),
}
