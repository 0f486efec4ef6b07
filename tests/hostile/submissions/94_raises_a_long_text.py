"""Raises an exception with 50 MB of text, two hundred causes and a thousand lines of its own.

Expect: 1 points
Reason: ValueError
"""

# @RIGHT@


def deeper(n):
    if n:
        deeper(n - 1)
    error = ValueError("x" * 50_000_000)
    for number in range(200):
        raised = ValueError(f"the cause {number}")
        raised.__cause__, error.__cause__ = error.__cause__, raised
    raise error


def save_model(model, path):
    deeper(300)
