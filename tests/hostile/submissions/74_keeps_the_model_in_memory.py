"""Writes an empty file and keeps the model in memory.

Expect: 2 points
Reason: KeyError
"""

from pathlib import Path

# @RIGHT@

MODELS = {}


def save_model(model, path):
    MODELS[str(path)] = model
    Path(path).write_bytes(bytes(1000))


def load_model(path):
    return MODELS[str(path)]
