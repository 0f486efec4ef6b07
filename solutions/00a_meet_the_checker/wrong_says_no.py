"""Says no in a word instead of a truth value.

Misconception: a-word-is-a-truth-value
Fails: test_the_judgement_is_true_or_false, test_the_common_program_is_judged_rightly
"""


def evidence():
    return "predictions"


def common_program_notices():
    return "no"
