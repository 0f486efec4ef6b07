"""Believes that set_params is noted somewhere and does nothing before the next fit.

Misconception: loaded-is-frozen
Fails: test_c_and_the_weights, test_trees_of_the_forest, test_recorded_and_learned,
    test_which_answer_differently, test_hidden_other_data
"""

PREDICTIONS = {
    "c_and_the_weights": (1.0, True),
    "trees_of_the_forest": (20, 20),
    "the_file": 1.0,
    "recorded_and_learned": (1.0, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": (),
}
