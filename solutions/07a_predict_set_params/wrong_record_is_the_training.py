"""Believes that what stands in a record is what the weights were learned with.

Misconception: recorded-means-trained
Fails: test_recorded_and_learned
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (5, 20),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 0.001),
    "after_fit": (True, False),
    "which_answer_differently": ("nearest neighbours", "boosting", "scaler"),
}
