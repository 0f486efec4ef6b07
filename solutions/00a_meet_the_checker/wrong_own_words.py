"""Answers in words of its own.

Misconception: own-words
Fails: test_the_evidence_is_one_of_the_three, test_a_faithful_copy_gives_the_same_evidence, test_two_different_models_give_different_evidence, test_other_models_on_other_data_differ_too
"""


def evidence():
    return "the predictions of the model"


def common_program_notices():
    return False
