"""The far side: a process that holds the learner's code and answers questions about it.

It is asked to ``get`` an attribute or ``call`` something. Answers are plain data; everything else is kept
here and the asker gets a handle. Questions come from the verdict process, which is trusted, so they may be
pickled; answers never are.
"""

import importlib.util
import io
import os
import pickle
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from rehydrate.lab.engine import wire
from rehydrate.lab.engine.codec import CodecError, Handle, encode

MAX_HANDLES = 10_000
MAX_TEXT = 2_000


class Student:
    """The learner's files, loaded on first use.

    Parameters
    ----------
    files : Path
        The folder of the learner's files; it comes last on ``sys.path``.
    main : str
        The file that the checks talk to.
    probes : Path, optional
        The exercise's own code that must sit beside the learner's.
    """

    def __init__(self, files: Path, main: str, probes: Path | None) -> None:
        self.files = files
        self.sources = {"submission": files / main}
        if probes is not None:
            self.sources["probes"] = probes
        self.modules: dict[str, ModuleType] = {}
        self.handles: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}  # by id(); a kept object lives on, so its id stays its own
        self.loading = False
        sys.path.append(str(files))

    def answer(self, question: bytes) -> bytes:
        """Answer one pickled question with encoded plain data."""
        try:
            return encode({"value": self._value(question)}, self._keep)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are answers too
            return encode({"error": self._describe(error)}, self._keep)

    def _value(self, question: bytes) -> Any:
        verb, target, name, args, kwargs = _Question(io.BytesIO(question), self.handles).load()
        owner = self.handles[target] if isinstance(target, int) else self._module(target)
        if verb == "names":
            return sorted(n for n, v in vars(owner).items() if callable(v) and not n.startswith("_"))
        thing: Any = getattr(owner, name) if name else owner
        return thing(*args, **kwargs) if verb == "call" else thing

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

    def _describe(self, error: BaseException) -> dict[str, Any]:
        frames = [
            [Path(frame.filename).name, frame.lineno, frame.name, frame.line or ""]
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).parent == self.files
        ]
        if isinstance(error, SyntaxError) and error.filename and Path(error.filename).parent == self.files:
            frames.append([Path(error.filename).name, error.lineno, "", (error.text or "").rstrip()])
        loading, self.loading = self.loading, False
        return {
            "types": [kind.__name__ for kind in type(error).__mro__],
            "text": _text(error),
            "frames": frames[-5:],
            "loading": loading,
        }


class _Question(pickle.Unpickler):
    """Reads a question from the verdict process, putting our own objects where it names handles."""

    def __init__(self, file: io.BytesIO, handles: dict[int, Any]) -> None:
        super().__init__(file)
        self.handles = handles

    def persistent_load(self, number: Any) -> Any:
        """Return the object that a number stands for."""
        return self.handles[number]


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


def _text(error: BaseException) -> str:
    try:
        plain = error.args[0] if len(error.args) == 1 and type(error.args[0]) is str else str(error)
    except Exception as broken:
        plain = f"(its text cannot be shown: {type(broken).__name__})"
    return plain[:MAX_TEXT]


def serve(channel: socket.socket, files: str, main: str, probes: str | None) -> None:
    """Answer questions until the asker hangs up."""
    student = Student(Path(files), main, Path(probes) if probes else None)
    answer: Callable[[bytes], bytes] = student.answer
    while True:
        try:
            question = wire.receive(channel)
        except (EOFError, OSError):
            return
        wire.send(channel, answer(question))


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
