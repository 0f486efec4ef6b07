"""Raises the one exception that a check waits for, whatever it is asked.

Expect: 1 points
Reason: FileNotFoundError
"""

# @RIGHT@


def save_model(model, path):
    raise FileNotFoundError(path)


def load_model(path):
    raise FileNotFoundError(path)
