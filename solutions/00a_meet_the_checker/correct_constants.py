"""The same answers, kept as constants."""

EVIDENCE = ("file size", "accuracy", "predictions")[-1]
NOTICES = False


def evidence():
    return EVIDENCE


def common_program_notices():
    return NOTICES
