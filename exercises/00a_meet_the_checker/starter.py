"""Meet the checker: two questions about evidence, both answered wrongly."""


def evidence() -> str:
    """Name what shows that a file holds the very model you trained.

    Returns
    -------
    str
        One of "file size", "accuracy", "predictions": the thing to compare before saving and after loading.
    """
    return "accuracy"


def common_program_notices() -> bool:
    """Say whether the common evaluation program notices a model that was never trained.

    Returns
    -------
    bool
        True if it stops or prints a bad score for such a file.
    """
    return True
