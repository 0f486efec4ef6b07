"""Code of 07b that runs beside the learner's: other time zones and hash seeds, and saves that fail."""

import builtins
import os
import time


def move_east():
    """Let local time be five and a half hours ahead of UTC, where the system allows it."""
    os.environ["TZ"] = "EAST-5:30"
    if hasattr(time, "tzset"):
        time.tzset()


def take_another_hash_seed():
    """Let hash() of all but numbers give others than before, as in a process with another PYTHONHASHSEED."""
    usual = hash
    builtins.hash = lambda value: usual(value) ^ (0 if isinstance(value, int | float) else 0x5EED)


def failing_save(kind, folder, model, table, metrics):
    """Save what cannot be saved; say whether that raised an error."""
    import answer

    if kind == "model":
        model.score_of_today = lambda rows: 1.0
    elif kind == "place":
        (folder / "model.joblib").unlink(missing_ok=True)  # what the first attempt has left
        (folder / "model.joblib").mkdir()
    else:
        metrics = {**metrics, "curve": object()}
    try:
        answer.save(folder, model, table, metrics)
    except Exception:
        return True
    return False
