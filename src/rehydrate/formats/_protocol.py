"""What every format has in common: checks before the work, atomic writing, errors in our words.

A format fills in the description and two methods, ``_write`` and ``_read``; and ``why_not``, where a look at
the model is enough to refuse it.
"""

import io
import os
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from rehydrate import errors
from rehydrate.formats._magic import looks_like

HEAD = 64  # bytes of a file that tell its format
_SEEN: set[str] = set()  # distributions that were found
ELSEWHERE = "formats.get('pickle') keeps what can be imported, formats.get('cloudpickle') code as well"


@dataclass(frozen=True)
class Format(ABC):
    """One way to keep a model in one file.

    Subclasses are frozen dataclasses whose fields are their options, each with a default.

    Attributes
    ----------
    name, suffix : str
        How the format is called, and the usual end of its file names (with the dot).
    requires : tuple of str
        Distributions to install beside scikit-learn and joblib, and the extra that brings them.
    runs_code_on_load : bool
        Whether a file can make its reader run code that its writer chose.
    holds, loses : str
        What it can keep, and what does not come back, in a few words.
    tolerance : float
        The largest difference between predictions before and after: absolute for values up to 1, relative
        above (0.0: bitwise equal).
    extra : str
        The extra of this package that installs what it requires; empty where nothing is needed.
    looks : tuple of str
        What the first bytes of its files look like to ``_magic``; empty if like its own name.
    gives_back : str
        What ``load`` returns: ``"object"`` (what was dumped, ready to be fitted further), ``"training
        state"`` or ``"weights"`` (what training goes on from, or only predicts, once code has made the
        model anew), or ``"predictor"``.
    outlives_versions : bool
        Whether its makers promise that later versions of the libraries read the file.
    consumers : tuple of str
        Where the file alone is enough to predict: ``"python"``, ``"other language"``, ``"browser"``.
    can_map : bool
        Whether ``load(mapped=True)`` leaves large arrays in the file, shared by all its readers.
    """

    name: ClassVar[str]
    suffix: ClassVar[str]
    requires: ClassVar[tuple[str, ...]] = ()
    runs_code_on_load: ClassVar[bool]
    holds: ClassVar[str]
    loses: ClassVar[str]
    tolerance: ClassVar[float] = 0.0
    extra: ClassVar[str] = ""
    looks: ClassVar[tuple[str, ...]] = ()
    gives_back: ClassVar[str] = "predictor"
    outlives_versions: ClassVar[bool] = False
    consumers: ClassVar[tuple[str, ...]] = ("python",)
    can_map: ClassVar[bool] = False

    def why_not(self, model: Any) -> str:
        """Say why this model has no place here and, behind a semicolon, what to do; empty if it may have.

        Parameters
        ----------
        model : object
            What is to be dumped.
        """
        return ""

    @abstractmethod
    def _write(self, model: Any, path: Path) -> None:
        """Write the model to a path that does not exist yet and ends in ``suffix``."""

    @abstractmethod
    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        """Rebuild the model from a file opened for reading; it can seek, and is not empty."""

    def recognises(self, head: bytes) -> bool:
        """Say whether a file may be of this format.

        Parameters
        ----------
        head : bytes
            Its first bytes, 64 at most.
        """
        return looks_like(head) in (self.looks or (self.name,))

    def default_for(self, model: Any) -> bool:
        """Say whether a store should choose this format on its own.

        Parameters
        ----------
        model : object
            What is to be dumped.
        """
        return False

    def missing(self) -> list[str]:
        """Return the required distributions that are not installed."""
        return [name for name in self.requires if not installed(name)]

    def dump(self, model: Any, path: str | os.PathLike[str]) -> Path:
        """Write a model; under the final name there is the old file or the whole new one, never a part.

        Parameters
        ----------
        model : object
            A fitted estimator, or what else ``holds`` says.
        path : str or path
            Where to write. Its folder must exist.

        Returns
        -------
        Path
            The file that was written.

        Raises
        ------
        CannotHold
            If this format has no place for the model.
        MissingLibrary
            If a required package is not installed.
        OSError
            If the disk refuses; nothing is left behind.
        """
        path = Path(path)
        self._require()
        if reason := self.why_not(model):
            why, _, fix = reason.partition("; ")
            raise self.cannot_hold(model, why, fix)
        part = path.with_name(f".{path.stem[:40]}.{uuid.uuid4().hex}{self.suffix}")
        try:
            self._write(model, part)
            os.replace(part, path)
        except (errors.FormatError, OSError, MemoryError):
            raise
        except Exception as error:
            raise self.cannot_hold(model, f"{type(error).__name__}: {error}") from error
        finally:
            part.unlink(missing_ok=True)
        return path

    def load(self, file: str | os.PathLike[str] | BinaryIO, *, mapped: bool = False) -> Any:
        """Rebuild a model from a file.

        Parameters
        ----------
        file : str, path or binary file
            A path, or a file opened for reading that can seek; it is read from its start.
        mapped : bool
            Leave large arrays in the file until they are touched, where the format can. The file must
            then not be changed in place while the model lives.

        Raises
        ------
        ForeignFile, DamagedFile, FutureFile, UntrustedFile, CannotLoad
            If the file is not one of this format, is not whole, is too new, asks for types that are not
            trusted, or needs what this environment does not have.
        MissingLibrary
            If a required package is not installed.
        """
        self._require()
        if isinstance(file, (str, os.PathLike)):
            with open(file, "rb") as stream:
                return self.load(stream, mapped=mapped)
        shown = name_of(file)
        file.seek(0)
        head = file.read(HEAD)
        file.seek(0)
        if not head:
            raise errors.DamagedFile(
                f"{shown} is empty.", why="a model takes at least a few bytes", fix="save it again"
            )
        if not self.recognises(head):
            raise foreign(self, file, looks_like(head))
        try:
            return self._read(file, mapped)
        except errors.FormatError:
            raise
        except Exception as error:
            lacking = isinstance(error, (ImportError, AttributeError, MemoryError, Warning))
            if lacking or "incompatible dtype" in str(error):  # so scikit-learn calls an old version's tree
                raise errors.CannotLoad(
                    f"{shown} cannot be rebuilt here: {type(error).__name__}: {error}",
                    why="it needs code, another version of code, or memory, which this environment lacks",
                    fix=f"see what it needs: rehydrate doctor {shown}",
                ) from error
            raise errors.DamagedFile(
                f"{shown} cannot be read as {self.name}: {type(error).__name__}: {error}",
                why="the file is cut short or changed, or its content does not fit together",
                fix=f"restore it from a backup; to look inside: rehydrate inspect {shown}",
            ) from error

    def cannot_hold(self, model: Any, why: str, fix: str = "") -> errors.CannotHold:
        """Return the error for a model that has no place here; it always names a format that has one.

        Parameters
        ----------
        model : object
            What was to be dumped.
        why, fix : str
            The reason, and what to do if that is not only to take another format.
        """
        kind = f"{type(model).__module__}.{type(model).__qualname__}"
        if "cloudpickle" not in fix:
            fix = "; or ".join(filter(None, [fix, ELSEWHERE]))
        return errors.CannotHold(f"{self.name} cannot keep a {kind}.", why=why, fix=fix)

    def _require(self) -> None:
        if absent := self.missing():
            wanted = f"rehydrate[{self.extra}]" if self.extra else " ".join(absent)
            raise errors.MissingLibrary(
                f"The format {self.name} needs {' and '.join(absent)}.",
                why="it is not installed in this environment",
                fix=f"pip install '{wanted}'",
            )


def foreign(fmt: Format, file: BinaryIO, other: str) -> errors.ForeignFile:
    """Return the error for a file of another format."""
    shown = name_of(file)
    return errors.ForeignFile(
        f"{shown} is not a {fmt.name} file.",
        why=f"its first bytes are those of: {other}" if other else "its first bytes fit no format known here",
        fix=f"see what it is: rehydrate inspect {shown}",
    )


def newer(file: BinaryIO, found: object, known: object, package: str) -> errors.FutureFile:
    """Return the error for a file that a newer version of a package wrote."""
    why = f"the {package} installed here reads up to {known}"
    fix = "load it with a newer Python" if package == "Python" else f"pip install --upgrade {package}"
    return errors.FutureFile(f"{name_of(file)} is newer: {found}.", why=why, fix=fix)


def name_of(file: BinaryIO) -> str:
    """Return how messages call an open file, which need not have a name."""
    return str(getattr(file, "name", "the given file"))


def is_plain(file: BinaryIO) -> bool:
    """Say whether an open file is one of the disk, so that its bytes can be mapped as they are."""
    return isinstance(getattr(file, "raw", file), io.FileIO)


def class_names(model: Any) -> set[str]:
    """Return the full names of a model's class and its bases, so that no library must be imported to ask."""
    return {f"{kind.__module__}.{kind.__qualname__}" for kind in type(model).__mro__}


def installed(name: str) -> bool:
    """Say whether a distribution is installed; a yes is remembered, because asking takes its time."""
    if name not in _SEEN and any(Distribution.discover(name=name)):
        _SEEN.add(name)
    return name in _SEEN
