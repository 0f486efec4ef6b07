"""Both answers as they came.

Misconception: a-good-score-proves-both
Fails: test_two_different_models_give_different_evidence, test_the_common_program_is_judged_rightly, test_other_models_on_other_data_differ_too
"""


def evidence():
    return "accuracy"


def common_program_notices():
    return True
