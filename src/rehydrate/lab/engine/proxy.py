"""The near side: what a check holds instead of the learner's module and objects."""

import builtins
import io
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rehydrate.lab.engine import wire
from rehydrate.lab.engine.codec import CodecError, Handle, decode
from rehydrate.lab.engine.launch import Process


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
    frames : tuple of Frame
        The learner's own lines, the outermost first.
    loading : bool
        Whether it was raised while the learner's file was being loaded.
    """

    types: tuple[str, ...]
    text: str
    frames: tuple[Frame, ...]
    loading: bool


class StudentFault(BaseException):
    """The submission could not answer.

    It is no ``Exception``, so that no ``pytest.raises`` can take it for an answer.
    """


class Died(StudentFault):
    """The student process ended in the middle of a question."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the process ended with exit code {code}")
        self.code = code


class OutOfTime(StudentFault):
    """No answer within the limit."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer within {seconds:g} seconds")
        self.seconds = seconds


class DoesNotLoad(StudentFault):
    """The learner's file cannot be imported."""

    def __init__(self, origin: Origin) -> None:
        super().__init__(origin.text)
        self.origin = origin


class NameMissing(StudentFault):
    """The learner's file has no such function or constant."""

    def __init__(self, name: str, names: list[str]) -> None:
        super().__init__(f"no {name}")
        self.name = name
        self.names = names


class Unreadable(StudentFault):
    """The answer cannot be brought over the border."""


@dataclass
class Session:
    """One student process and the conversation with it."""

    process: Process
    seconds: float
    calls: list[str]
    label: str = ""
    ended: int | None = None

    def ask(self, verb: str, target: Any, name: str = "", args: Any = (), kwargs: Any = None) -> Any:
        """Ask one question and return the answer, or raise what it raised."""
        if self.ended is not None:
            raise Died(self.ended)
        if verb == "call":
            self.calls.append(self.label + _spoken(target, name, args, kwargs or {}))
        question = _pickled((verb, _number(target), name, args, kwargs or {}), self)
        self.process.channel.settimeout(self.seconds)
        try:
            wire.send(self.process.channel, question)
            reply = wire.receive(self.process.channel)
        except TimeoutError:
            self.end()
            raise OutOfTime(self.seconds) from None
        except (EOFError, OSError):
            raise Died(self.end()) from None
        except ValueError as error:
            self.end()  # what follows in the channel is no message
            raise Unreadable(str(error)) from None
        value = self._unpack(reply)
        if verb == "call":
            ended = target == "probes" and value is None
            self.calls[-1] += " ended" if ended else f" gave {_short(value)}"
        return value

    def end(self) -> int:
        """End the process and return its exit code."""
        if self.ended is None:
            self.ended = self.process.end()
        return self.ended

    def _unpack(self, reply: bytes) -> Any:
        try:
            answer = decode(reply, lambda handle: Remote(self, handle))
            if not isinstance(answer, dict):
                raise CodecError("the reply is neither a value nor an error")
            if "value" in answer:
                return answer["value"]
            origin = _origin(answer["error"])
        except (CodecError, KeyError, TypeError, ValueError) as error:
            raise Unreadable(str(error)) from None
        raise _as_exception(origin)


class Remote:
    """An object that stays in the student process; methods and attributes reach it there."""

    def __init__(self, session: Session, handle: Handle) -> None:
        self._session = session
        self._handle = handle

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _attribute(self._session, self, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there and return what came of it."""
        return self._session.ask("call", self, "", args, kwargs)

    def __repr__(self) -> str:
        return f"<{self._handle.kind}>"

    def __reduce__(self) -> Any:
        """Refuse to be copied."""
        raise TypeError("this object lives in a student process and cannot be copied out of it")


class Method(Remote):
    """A callable that stays in the student process and is called there by its name."""

    def __init__(self, session: Session, handle: Handle, target: Any, name: str) -> None:
        super().__init__(session, handle)
        self._target = target
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there and return what came of it."""
        return self._session.ask("call", self._target, self._name, args, kwargs)


class Submission:
    """The learner's module, in another process."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _attribute(self._session, "submission", name)

    @property
    def probes(self) -> Any:
        """The exercise's own module beside the learner's."""
        return Probes(self._session)


class Probes:
    """The exercise's ``probes.py``, in the student process."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _attribute(self._session, "probes", name)


def _attribute(session: Session, target: Any, name: str) -> Any:
    try:
        value = session.ask("get", target, name)
    except AttributeError as error:
        if target == "submission" and error.args and "has no attribute" in str(error):
            raise NameMissing(name, session.ask("names", "submission")) from None
        raise
    if isinstance(value, Remote) and value._handle.is_callable:
        return Method(session, value._handle, target, name)
    return value


def _number(target: Any) -> Any:
    return target._handle.number if isinstance(target, Remote) else target


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, session: Session) -> None:
        super().__init__(file, protocol=5)
        self.session = session

    def persistent_id(self, thing: Any) -> Any:
        """Name a remote object by its number."""
        if not isinstance(thing, Remote):
            return None
        if thing._session is not self.session:
            raise TypeError("an object of one student process was given to another")
        return thing._handle.number


def _pickled(question: Any, session: Session) -> bytes:
    file = io.BytesIO()
    _Pickler(file, session).dump(question)
    return file.getvalue()


def _origin(error: dict[str, Any]) -> Origin:
    frames = tuple(Frame(str(f), int(n or 0), str(w), str(s)) for f, n, w, s in error["frames"])
    types = tuple(str(name) for name in error["types"])
    return Origin(types, str(error["text"]), frames, bool(error["loading"]))


def _as_exception(origin: Origin) -> BaseException:
    """Return the nearest builtin exception with the same text, and its origin attached."""
    if origin.loading:
        return DoesNotLoad(origin)
    if origin.types[0] == "CodecError":
        return Unreadable(origin.text)
    kinds = (getattr(builtins, name, None) for name in origin.types)
    kind: type[BaseException] = next(
        (k for k in kinds if isinstance(k, type) and issubclass(k, Exception)), RuntimeError
    )
    try:
        error: BaseException = kind(origin.text)
    except TypeError:  # such as UnicodeDecodeError, which wants five arguments
        error = ValueError(origin.text) if issubclass(kind, ValueError) else RuntimeError(origin.text)
    error.origin = origin  # type: ignore[attr-defined]
    return error


def _spoken(target: Any, name: str, args: Any, kwargs: dict[str, Any]) -> str:
    owner = "" if isinstance(target, str) else repr(target)
    experiment = "experiment: " if target == "probes" else ""
    parts = [_short(arg) for arg in args] + [f"{key}={_short(value)}" for key, value in kwargs.items()]
    return f"{experiment}{owner}{'.' if owner and name else ''}{name}({', '.join(parts)})"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"array {'x'.join(map(str, value.shape))}"
    if isinstance(value, Path):
        return repr(value.name)
    if type(value).__module__.split(".")[0] in ("sklearn", "pandas"):
        return f"<{type(value).__name__}>"
    try:
        text = repr(value)
    except ValueError:  # a whole number of more than 4,300 digits, or text of no known letters
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 40 else text[:37] + "..."
