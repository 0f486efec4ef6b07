"""A sheet of predictions as the checks of a PREDICT exercise read it.

The answer holds a dict ``PREDICTIONS``. An exercise says what is offered for each question: a list of answers
to choose from, or a tuple of words of which any part may be named.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rehydrate.lab.engine.proxy import Submission

Offered = list[Any] | tuple[str, ...]


def expect_complete(submission: Submission, offered: Mapping[str, Offered]) -> None:
    """Fail unless every question has one of its answers."""
    sheet = submission.PREDICTIONS
    assert isinstance(sheet, dict), "PREDICTIONS is no dict any more"
    missing = [name for name in offered if unanswered(sheet, name)]
    assert not missing, f"{len(missing)} of {len(offered)} questions have no answer yet: {', '.join(missing)}"
    for name, answers in offered.items():
        assert _is_offered(sheet[name], answers), f"{name}: {_complaint(sheet[name], answers)}"


def expect_predicted(submission: Submission, offered: Mapping[str, Offered], name: str, found: Any) -> None:
    """Fail unless a question's answer is what came out."""
    sheet = submission.PREDICTIONS
    assert not unanswered(sheet, name), f"{name} has no answer yet"
    as_set = isinstance(offered[name], tuple)
    same = _plain(sheet[name], as_set) == _plain(found, as_set)
    assert same, f"you predicted {sheet[name]!r}; what came out is {found!r}"


def unanswered(sheet: Mapping[str, Any], name: str) -> bool:
    """Say whether a question is missing or still holds its three dots."""
    return name not in sheet or repr(sheet[name]) in ("<ellipsis>", "None", "'...'")


def _is_offered(answer: Any, offered: Offered) -> bool:
    if isinstance(offered, tuple):
        return isinstance(answer, tuple | list | set | frozenset) and all(each in offered for each in answer)
    answer = _plain(answer)
    return any(answer == one and _types(answer) == _types(one) for one in offered)


def _complaint(answer: Any, offered: Offered) -> str:
    """Say what is the matter with an answer that is not among those offered."""
    if isinstance(offered, tuple) and isinstance(answer, str) and answer in offered:
        return f"{answer!r} is a word, not a tuple; a tuple of one needs a comma: ({answer!r},)"
    given = "a name without quotes" if repr(answer).startswith("<") else repr(answer)
    form = "A tuple of some of" if isinstance(offered, tuple) else "One of"
    words = [f'"{one}"' if isinstance(one, str) else repr(one) for one in offered]
    quotes = " (words with their quotes)" if isinstance(offered[0], str) else ""
    return f"{given} is not offered. {form}: {', '.join(words)}{quotes}"


def _plain(value: Any, as_set: bool = False) -> Any:
    """Return lists as tuples, or as sets where order means nothing; numpy's numbers as Python's."""
    if isinstance(value, tuple | list | set | frozenset):
        return (frozenset if as_set else tuple)(map(_plain, value))
    return value.item() if isinstance(value, np.generic) else value


def _types(value: Any) -> Any:
    """Return the types of a value and of its parts: 1 is not True, and 1.0 is not 1."""
    return [type(part) for part in value] if isinstance(value, tuple) else type(value)
