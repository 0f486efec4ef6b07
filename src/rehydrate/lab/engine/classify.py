"""From an exception in a check to what it says about the submission."""

import inspect
import re
import signal
from typing import Any, NamedTuple

import pytest

from rehydrate.lab.engine import proxy
from rehydrate.lab.engine.proxy import Frame, Origin
from rehydrate.lab.engine.spoken import line

MAX_WORDS = 600


class Finding(NamedTuple):
    """State, kind, observed words and the learner's lines."""

    state: str
    kind: str
    observed: str
    frames: tuple[Frame, ...] = ()


def classify(error: BaseException, in_setup: bool, calls: list[str]) -> Finding:
    """Say what an exception that ended a check means.

    Parameters
    ----------
    error : BaseException
        As it reached pytest.
    in_setup : bool
        Whether a fixture raised it, rather than the check's own lines.
    calls : list of str
        The calls made so far.
    """
    found = _found(error, in_setup, calls)
    # the words may hold a text of the submission, as in ``assert x == 3, f"f() gave {x}"``
    return found._replace(observed=line(found.observed, MAX_WORDS))


def _found(error: BaseException, in_setup: bool, calls: list[str]) -> Finding:
    origin = getattr(error, "origin", None)
    if isinstance(error, proxy.StudentFault):
        return _fault(error)
    if isinstance(origin, Origin):
        return _raised(origin)
    if isinstance(error, AssertionError | pytest.fail.Exception):
        return Finding("failed", "assertion", _assertion(_words(error)))
    if in_setup:
        return Finding("error", "setup", f"{type(error).__name__}: {_words(error)}")
    last = calls[-1] if calls else "the file was read"
    why = _first(
        re.sub(
            r"(object of type )?'?(RemoteCallable|Remote|Method)\b'?( object)?", "this object", _words(error)
        )
    )
    return Finding("failed", "stuck", f"{last}, and the check could not go on with that ({why})")


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except ValueError:  # it holds an answer that has no text: a whole number of more than 4,300 digits
        return type(error).__name__


def _fault(error: proxy.StudentFault) -> Finding:
    match error:
        case proxy.DoesNotLoad(origin=origin):
            kind = "syntax" if "SyntaxError" in origin.types else "load"
            return Finding("error", kind, f"{origin.types[0]}: {_first(origin.text)}", origin.frames)
        case proxy.NameMissing(name=name, names=names):
            has = "It defines " + ", ".join(names) + "." if names else "It defines no function."
            return Finding("failed", "missing", f"the file has no {name}. {has}")
        case proxy.OutOfTime(seconds=seconds):
            return Finding(
                "timeout", "timeout", f"no answer after {seconds:g} seconds; the process was ended"
            )
        case proxy.Died(code=code):
            return Finding("error", "died", _death(code))
        case proxy.Endless():
            return Finding("failed", "unreadable", f"the submission does not come to an end: {error}")
        case _:
            return Finding("failed", "unreadable", f"the returned value cannot be read: {error}")


def _death(code: int) -> str:
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"the process was killed by {name} before it answered"
    return f"the process ended with exit code {code} before it answered"


def _raised(origin: Origin) -> Finding:
    kinds = {"NotImplementedError": "todo", "SystemExit": "exit"}
    kind = next((kinds[name] for name in origin.types if name in kinds), "raised")
    return Finding(
        "failed", kind, f"{origin.types[0]}: {_first(origin.text)}".removesuffix(": "), origin.frames
    )


def _assertion(text: str) -> str:
    text = text.split("\nassert ")[0].strip()
    if match := re.match(r"DID NOT RAISE (?:any of )?(?:<class ')?([\w., ()]+)", text):
        return f"no {match[1]} was raised"
    if text.startswith("Regex pattern did not match"):
        actual = re.search(r"(?:Actual message|Input): (.*)", text)
        return f"the message does not say it: {actual[1]}" if actual else _first(text)
    return _first(text)


def _first(text: str) -> str:
    line = " ".join(text.strip().splitlines()[:1])
    return line if len(line) <= 240 else line[:237] + "..."


def words_of(function: Any) -> tuple[str, str]:
    """Split a check's docstring into what is tried and what a failure usually means."""
    documentation = inspect.getdoc(function) or ""
    head, _, rest = documentation.partition("\n\n")
    return " ".join(head.split()), " ".join(rest.split())
