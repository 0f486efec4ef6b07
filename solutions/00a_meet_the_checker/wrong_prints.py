"""Prints the answers, and returns None.

Misconception: printing-is-returning
Fails: test_the_evidence_is_one_of_the_three, test_a_faithful_copy_gives_the_same_evidence, test_two_different_models_give_different_evidence, test_the_judgement_is_true_or_false, test_the_common_program_is_judged_rightly, test_other_models_on_other_data_differ_too
"""


def evidence():
    print("predictions")


def common_program_notices():
    print(False)
