"""Believes that the same model takes the same number of bytes.

Misconception: size-is-content
Fails: test_a_faithful_copy_gives_the_same_evidence
"""


def evidence():
    return "file size"


def common_program_notices():
    return False
