"""Predictions are the evidence; the common program repairs what it inspects."""


def evidence():
    return "predictions"


def common_program_notices():
    return False
