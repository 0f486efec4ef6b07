"""Writes a large file of nothing, and returns objects that are equal to everything and of every class.

Expect: 1 points
Reason: its predictions are others
"""

from pathlib import Path


class Liar:
    """Says yes to every question."""

    __eq__ = __ne__ = __lt__ = __gt__ = __contains__ = __bool__ = lambda self, *others: True
    __hash__ = object.__hash__

    def __len__(self):
        return 3

    def __getattr__(self, name):
        return Liar()

    def __call__(self, *args, **kwargs):
        return Liar()

    def __iter__(self):
        return iter([Liar()] * 3)

    @property
    def __class__(self):
        return list


def save_model(model, path):
    Path(path).write_bytes(bytes(1000))
    return Liar()


def load_model(path):
    if not Path(path).exists():
        raise FileNotFoundError(path)
    return Liar()


def names(folder):
    return Liar()
