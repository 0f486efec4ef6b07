"""Lists for tuples, a set where order means nothing, and the questions in another order."""

PREDICTIONS = {
    "which_answer_differently": {"scaler", "boosting", "nearest neighbours"},
    "after_fit": [True, False],
    "recorded_and_learned": [0.001, 1.0],
    "the_file": 1.0,
    "trees_of_the_forest": [5, 20],
    "c_and_the_weights": [0.001, True],
}
