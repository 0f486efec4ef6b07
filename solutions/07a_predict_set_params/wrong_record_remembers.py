"""Believes that get_params says what the model was trained with.

Misconception: get-params-remembers
Fails: test_recorded_and_learned
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (5, 20),
    "the_file": 1.0,
    "recorded_and_learned": (1.0, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": ("nearest neighbours", "boosting", "scaler"),
}
