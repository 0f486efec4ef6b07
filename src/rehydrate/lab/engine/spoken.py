"""Words from the far side, made fit for a terminal: a few plain lines, and nothing that steers the screen.

Names, error texts, lines of code and printed output all come from the submission. Written to a terminal as
they are, they could move the cursor, change colours and titles, or turn the reading direction, and so make a
message say something else than it says.
"""

import re
from itertools import islice
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

import numpy as np

# ECMA-48: strings such as the window's title, control sequences such as colours, then all other escapes.
_ESCAPES = re.compile(
    r"(?:\x1b[PX^_\]]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)


def plain_text(text: str, limit: int) -> str:
    """Return text that is safe to print.

    Escape sequences go; so do control characters, marks that turn the reading direction and halves of
    characters. New lines stay, and other white space becomes a space.

    Parameters
    ----------
    text : str
        Anything.
    limit : int
        The longest text to return, in characters; what is longer ends in three dots.
    """
    text = _ESCAPES.sub("", text[: 4 * limit]).replace("\r\n", "\n")
    text = "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in text)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def line(text: str, limit: int) -> str:
    """Return text that is safe to print, on one line.

    Parameters
    ----------
    text : str
        Anything.
    limit : int
        The longest text to return, in characters.
    """
    return plain_text(text, limit).replace("\n", " ")


def short(value: Any) -> str:
    """Tell a value in at most forty characters."""
    if isinstance(value, np.ndarray):
        return f"array {'x'.join(map(str, value.shape))}"
    if isinstance(value, Path):
        return line(repr(value.name), 40)
    if isinstance(value, FunctionType | MethodType):
        return line(value.__name__, 40)
    if type(value).__module__.split(".")[0] in ("sklearn", "pandas"):
        return f"<{type(value).__name__}>"
    try:
        text = repr(_beginning(value))
    except ValueError:  # a whole number of more than 4,300 digits
        text = f"<{type(value).__name__}>"
    return line(text, 40)


def _beginning(value: Any) -> Any:
    """Return as much of a value as could be told; one answer may have 64 MiB."""
    kind = type(value)
    if kind in (str, bytes):
        return value[:60]
    if kind in (list, tuple, set, frozenset):
        return kind(_beginning(item) for item in islice(value, 20))
    if kind is dict:
        return {key: _beginning(item) for key, item in islice(value.items(), 20)}
    return value


def spoken(owner: str, name: str, args: Any, kwargs: dict[str, Any]) -> str:
    """Tell a call as it reads in a program.

    Parameters
    ----------
    owner : str
        What the name belongs to; empty for the submission itself.
    name : str
        What is called; empty where the owner is.
    args : sequence
        Its arguments.
    kwargs : dict
        Its arguments by name.
    """
    parts = [short(arg) for arg in args] + [f"{key}={short(value)}" for key, value in kwargs.items()]
    return f"{owner}{'.' if owner and name else ''}{name}({', '.join(parts)})"
