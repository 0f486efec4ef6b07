"""Believes that equal accuracy means the same model.

Misconception: equal-score-same-model
Fails: test_two_different_models_give_different_evidence, test_other_models_on_other_data_differ_too
"""


def evidence():
    return "accuracy"


def common_program_notices():
    return False
