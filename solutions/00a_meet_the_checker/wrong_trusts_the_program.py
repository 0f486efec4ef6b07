"""Believes that a program which evaluates a file cannot score an untrained model well.

Misconception: an-evaluation-only-looks
Fails: test_the_common_program_is_judged_rightly
"""


def evidence():
    return "predictions"


def common_program_notices():
    return True
