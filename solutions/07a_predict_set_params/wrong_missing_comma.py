"""Names one kind of model, and takes brackets around a word for a tuple.

Misconception: a-comma-makes-the-tuple
Fails: test_every_question_has_one_of_its_answers, test_c_and_the_weights, test_trees_of_the_forest,
    test_the_file, test_recorded_and_learned, test_after_fit, test_which_answer_differently,
    test_hidden_other_data
"""

PREDICTIONS = {
    "c_and_the_weights": (0.001, True),
    "trees_of_the_forest": (5, 20),
    "the_file": 1.0,
    "recorded_and_learned": (0.001, 1.0),
    "after_fit": (True, False),
    "which_answer_differently": ("boosting"),  # fmt: skip
}
