"""The far side: a process that holds the learner's code and answers questions about it.

Questions come from the verdict process, which is trusted, so they may be pickled; answers never are: plain
data is encoded, everything else is kept here and the asker gets a handle. Between a question and its answer
the learner's code may call a function of the check, and the check may ask another question meanwhile.
"""

import importlib.util
import io
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from rehydrate.lab.engine import questions, wire
from rehydrate.lab.engine.codec import CodecError, Handle
from rehydrate.lab.engine.encode import encode
from rehydrate.lab.engine.operations import OPERATIONS
from rehydrate.lab.engine.raised import describe, nearest

MAX_HANDLES = 10_000


class Student:
    """The learner's files, loaded on first use.

    Parameters
    ----------
    channel : socket
        To the asker.
    files : Path
        The folder of the learner's files; it comes last on ``sys.path``.
    main : str
        The file that the checks talk to.
    probes : Path, optional
        The exercise's own code that must sit beside the learner's.
    """

    def __init__(self, channel: socket.socket, files: Path, main: str, probes: Path | None) -> None:
        self.channel = channel
        self.files = files
        self.sources = {"submission": files / main}
        if probes is not None:
            self.sources["probes"] = probes
        self.modules: dict[str, ModuleType] = {}
        self.handles: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}  # by id(); a kept object lives on, so its id stays its own
        self.functions: dict[int, Callable[..., Any]] = {}
        self.last_arguments: Any = ((), {})
        self.loading = False
        self.asked: int | None = None  # the number of the question that is being answered
        self.pid = os.getpid()
        self.turn = threading.RLock()  # one thread at a time talks to the asker
        sys.path.append(str(files))

    def answer(self, message: bytes) -> None:
        """Answer one question.

        Parameters
        ----------
        message : bytes
            A number and a pickle.
        """
        before, self.asked = self.asked, questions.number_of(message)
        reply = self._encoded({"to": self.asked} | self._content(message))
        if os.getpid() != self.pid:
            os._exit(0)  # the learner's code forked and both came back: one of them answers
        with self.turn:
            wire.send(self.channel, reply)
            self.asked = before

    def call_back(self, number: int, args: Any, kwargs: dict[str, Any]) -> Any:
        """Have a function of the check called and return what it returns, or raise what it raises.

        Parameters
        ----------
        number : int
            Which function.
        args, kwargs : sequence, dict
            Its arguments.
        """
        with self.turn:
            if self.asked is None or os.getpid() != self.pid:
                raise RuntimeError("the check's function can be called while the check waits, in its process")
            content = {"to": self.asked, "call": number, "args": list(args), "kwargs": kwargs}
            wire.send(self.channel, encode(content, self._keep))
            while True:
                message = wire.receive(self.channel)
                if questions.number_of(message):
                    self.answer(message)  # the function of the check asks something in turn
                    continue
                verb, *found = questions.read(message, self._thing)
                if verb == "return":
                    return found[0]
                raise nearest(*found)

    def _content(self, message: bytes) -> dict[str, Any]:
        """Return what to answer: a value, or what went wrong in words."""
        try:
            return {"value": self._value(*self._question(message))}
        except _Broken as broken:
            return {"unreadable": broken.args[0]}
        except _Missing as missing:
            return {"missing": missing.args[0]}
        except BaseException as error:  # SystemExit and KeyboardInterrupt are answers too
            loading, self.loading = self.loading, False
            return {"error": describe(error, self.files, loading)}

    def _question(self, message: bytes) -> Any:
        try:
            return questions.read(message, self._thing)
        except BaseException as error:
            if self.loading:
                raise
            found = describe(error, self.files, False)
            raise _Broken(f"an argument arrived broken: {found['types'][0]}: {found['text']}") from None

    def _encoded(self, content: dict[str, Any]) -> bytes:
        try:
            return encode(content, self._keep)
        except CodecError as error:
            why = str(error)
        except BaseException as error:  # raised by the value's own class, when it was looked at
            why = f"looking at it raised {type(error).__name__}"
        return encode({"to": content["to"], "unreadable": why}, self._keep)

    def _value(self, verb: str, target: Any, name: str, args: Any, kwargs: dict[str, Any]) -> Any:
        module = target if isinstance(target, str) else ""
        owner = self._module(module) if module else target
        if verb == "arguments":
            return list(self.last_arguments)
        if verb == "do":
            return OPERATIONS[name](owner, *args)
        if verb == "names":
            return _names(owner)
        if verb == "get" and module == "submission" and not hasattr(owner, name):
            raise _Missing(_names(owner))
        thing: Any = getattr(owner, name) if name else owner
        if verb == "get":
            return thing
        try:
            return thing(*args, **kwargs)
        finally:
            self.last_arguments = args, kwargs

    def _thing(self, name: Any) -> Any:
        """Return what a name in a question stands for: a module, an object kept here, a check's function."""
        if isinstance(name, str):
            return self._module(name)
        if isinstance(name, int):
            return self.handles[name]
        number, called = name
        if number not in self.functions:
            self.functions[number] = _stand_in(self, number, called)
        return self.functions[number]

    def _module(self, which: str) -> ModuleType:
        if which not in self.modules:
            path = self.sources[which]
            module = sys.modules.get(path.stem)
            if module is None or getattr(module, "__file__", None) != str(path):
                self.loading = True
                module = _load(path)
                self.loading = False
            self.modules[which] = module
        return self.modules[which]

    def _keep(self, thing: Any) -> Handle:
        number = self.numbers.setdefault(id(thing), len(self.handles) + 1)
        if number > MAX_HANDLES:
            raise CodecError(f"more than {MAX_HANDLES:,} objects were returned")
        self.handles[number] = thing
        return Handle(number, type(thing).__name__, callable(thing))


class _Broken(Exception):
    """The question holds something that cannot be read here, such as a class that is not installed."""


class _Missing(Exception):
    """The submission has no such name; the argument lists those it has."""


def _stand_in(student: Student, number: int, name: str) -> Callable[..., Any]:
    """Return a function that stands for one of the check's."""

    def function(*args: Any, **kwargs: Any) -> Any:
        return student.call_back(number, args, kwargs)

    function.__name__ = function.__qualname__ = name
    return function


def _names(module: ModuleType) -> list[str]:
    return sorted(name for name, value in vars(module).items() if callable(value) and name[:1] != "_")


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(path.stem, None)  # it may have removed itself
        raise
    return module


def serve(channel: socket.socket, files: str, main: str, probes: str | None) -> None:
    """Answer questions until the asker hangs up.

    Parameters
    ----------
    channel : socket
        To the asker.
    files, main, probes : str
        As :class:`Student` takes them.
    """
    student = Student(channel, Path(files), main, Path(probes) if probes else None)
    while True:
        try:
            message = wire.receive(channel)
        except (EOFError, OSError):
            return
        student.answer(message)


def settle(folder: str, log: str) -> None:
    """Make this process a student process: its own folder, its output in a file, nothing to read from."""
    os.chdir(folder)
    sink = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    os.close(sink)
    os.close(empty)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # line by line, so that what was printed survives a crash
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    sys.dont_write_bytecode = True
