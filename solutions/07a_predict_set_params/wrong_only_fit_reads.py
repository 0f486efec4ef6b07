"""Believes that a hyperparameter is read by fit and at no other time.

Misconception: only-fit-reads
Fails: test_which_answer_differently, test_hidden_other_data
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (5, 20),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": (),
}
