"""An exception crosses the border as its type's names and its text; no object of it does.

``describe`` runs in the student process. The rest runs on the near side and believes nothing: the worst that
a forged description can do is to look like an error of that submission.
"""

import builtins
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehydrate.lab.engine.codec import CodecError
from rehydrate.lab.engine.spoken import line, plain_text

MAX_TEXT = 2_000
MAX_NAME = 200
MAX_FRAMES = 5
MAX_INNER = 5  # exceptions told of one group
MAX_DEPTH = 3  # groups in groups, and causes of causes


@dataclass(frozen=True)
class Frame:
    """One line of the learner's own code in a traceback."""

    file: str
    line: int
    function: str
    source: str


@dataclass(frozen=True)
class Origin:
    """Where an exception came from, on the far side.

    Attributes
    ----------
    types : tuple of str
        Names of its class and the classes above it.
    text : str
        Its text, safe to print.
    frames : tuple of Frame
        The learner's own lines, the outermost first.
    loading : bool
        Whether it was raised while the learner's file was being loaded.
    notes : tuple of str
        What ``add_note`` has added to it.
    cause : Origin or None
        What it was raised from.
    members : tuple of Origin
        The exceptions in it, if it is a group.
    """

    types: tuple[str, ...]
    text: str
    frames: tuple[Frame, ...]
    loading: bool
    notes: tuple[str, ...] = ()
    cause: "Origin | None" = None
    members: tuple["Origin", ...] = ()


def describe(error: BaseException, files: Path, loading: bool, depth: int = 0) -> dict[str, Any]:
    """Describe an exception in plain data.

    Parameters
    ----------
    error : BaseException
        As the submission raised it; it may be of the submission's own class, and hostile.
    files : Path
        The folder of the learner's files: only lines from there are told.
    loading : bool
        Whether the learner's file was being loaded.
    depth : int
        How many exceptions lie around it.
    """
    try:
        group = issubclass(type(error), BaseExceptionGroup) and depth < MAX_DEPTH
        inner = error.exceptions[:MAX_INNER] if group else ()  # type: ignore[attr-defined]
        cause = error.__cause__ if depth < MAX_DEPTH else None
        return {
            "types": [kind.__name__ for kind in type(error).__mro__],
            "text": _text(error),
            "frames": _frames(error, files),
            "loading": loading,
            "notes": [note for note in getattr(error, "__notes__", ()) if type(note) is str][:MAX_INNER],
            "cause": None if cause is None else describe(cause, files, False, depth + 1),
            "members": [describe(each, files, False, depth + 1) for each in inner],
        }
    except BaseException:  # raised by the exception's own class, when it was looked at
        text = "(this exception cannot be described)"
        return {"types": ["RuntimeError"], "text": text, "frames": [], "loading": loading}


def origin(row: Any) -> Origin:
    """Read a description.

    Parameters
    ----------
    row : object
        What came out of the channel in the place of a description.

    Raises
    ------
    CodecError
        If it is none.
    """
    if type(row) is not dict or not row.get("types"):
        raise CodecError("the description of an error has no type")
    cause = row.get("cause")
    return Origin(
        types=tuple(line(name, MAX_NAME) for name in _listed(row, "types", str)[:50]),
        text=plain_text(_exactly(row.get("text"), str), MAX_TEXT),
        frames=tuple(_frame(each) for each in _listed(row, "frames", list)[-MAX_FRAMES:]),
        loading=row.get("loading") is True,
        notes=tuple(plain_text(note, MAX_TEXT) for note in _listed(row, "notes", str)[:MAX_INNER]),
        cause=None if cause is None else origin(cause),
        members=tuple(origin(each) for each in _listed(row, "members", dict)[:MAX_INNER]),
    )


def rebuild(found: Origin) -> Exception:
    """Return the nearest builtin exception with the same text, and its origin attached.

    Parameters
    ----------
    found : Origin
        Where it comes from.
    """
    error = nearest(found.types, found.text, [rebuild(each) for each in found.members])
    for note in found.notes:
        error.add_note(note)
    error.__cause__ = rebuild(found.cause) if found.cause else None
    error.origin = found  # type: ignore[attr-defined]
    return error


def nearest(types: Sequence[str], text: str, members: Sequence[Exception] = ()) -> Exception:
    """Return an exception of the first of some classes that is a builtin one.

    What ends a process or a generator arrives as a RuntimeError: SystemExit must not end the check, and a
    StopIteration would end the loop of a check as if everything had been looked at (as in PEP 479).

    Parameters
    ----------
    types : sequence of str
        Names of classes, the nearest first.
    text : str
        Its text.
    members : sequence of Exception
        The exceptions in it, if it is a group.
    """
    kinds = (getattr(builtins, name, None) for name in types)
    kind: type[Exception] = next(
        (k for k in kinds if isinstance(k, type) and issubclass(k, Exception)), RuntimeError
    )
    if issubclass(kind, StopIteration | StopAsyncIteration):
        kind = RuntimeError
    if "BaseExceptionGroup" in types and members:
        return ExceptionGroup(text, list(members))
    try:
        return kind(text)
    except TypeError:  # such as UnicodeDecodeError, which wants five arguments
        return ValueError(text) if issubclass(kind, ValueError) else RuntimeError(text)


def _text(error: BaseException) -> str:
    try:
        quoted = type(error).__str__ is KeyError.__str__  # it shows the repr of its argument
        text: str = error.args[0] if quoted and type(error.args[0]) is str else str(error)
        if issubclass(type(error), BaseExceptionGroup):
            text = error.message  # type: ignore[attr-defined]
    except BaseException as broken:
        text = f"(its text cannot be shown: {type(broken).__name__})"
    return str.__str__(text)[: MAX_TEXT + 1]  # the reader shows that it was longer


def _frames(error: BaseException, files: Path) -> list[list[Any]]:
    """List the learner's own lines; everybody else's are left out."""
    lines = [(f.filename, f.lineno, f.name, f.line) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        lines.append((error.filename, error.lineno, "", error.text))
    return [
        [Path(name).relative_to(files).as_posix(), number or 0, function, (source or "").rstrip()]
        for name, number, function, source in lines
        if Path(name).is_relative_to(files)
    ][-MAX_FRAMES:]


def _frame(row: list[Any]) -> Frame:
    if len(row) != 4:
        raise CodecError("a line of code has four parts")
    file, number, function, source = row
    if type(number) is not int or not 0 <= number < 10**7:
        raise CodecError("a line of code has no number")
    file, function, source = (line(_exactly(part, str), MAX_NAME) for part in (file, function, source))
    return Frame(file, number, function, source)


def _listed(row: dict[str, Any], key: str, kind: type) -> list[Any]:
    return [_exactly(item, kind) for item in _exactly(row.get(key, []), list)]


def _exactly(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise CodecError(f"a {type(value).__name__} where a {kind.__name__} was to be")
    return value
