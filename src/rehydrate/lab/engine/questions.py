"""What goes out to the student process: a number, and a pickle.

The verdict process is trusted, so a question may be any object that pickle can carry. Nothing ever comes back
this way. Three things do not travel as they are: what lives in the student process is named by its handle, a
function of the check stays here and is named by a number, and a class of the check is refused, for the other
side has no module to find it in.
"""

import functools
import io
import pickle
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from types import BuiltinMethodType, FunctionType, MethodType, ModuleType
from typing import Any

from rehydrate.lab.engine.codec import MAX_BYTES


class NotSent(TypeError):
    """A check gave an argument that cannot go to the submission."""


def write(number: int, content: Any, name_of: Callable[[Any], Any]) -> bytes:
    """Turn a question into bytes.

    Parameters
    ----------
    number : int
        The question's number, which its answer has to carry.
    content : object
        The question.
    name_of : callable
        Given an object, returns the name under which the other side finds what it stands for, or None for
        one that travels as it is. An object that occurs twice in a question is one object there too.

    Raises
    ------
    NotSent
        If something in it cannot be pickled, or the whole takes more than 64 MiB.
    """
    file = io.BytesIO(struct.pack(">Q", number))
    file.seek(0, io.SEEK_END)
    try:
        _Pickler(file, name_of).dump(content)
    except NotSent:
        raise
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        raise NotSent(
            f"an argument cannot be sent to the submission: {error}; make it in probes.py instead"
        ) from error
    if file.tell() > MAX_BYTES:
        raise NotSent(f"the arguments take {file.tell():,} bytes, more than the {MAX_BYTES:,} allowed")
    return file.getvalue()


def number_of(message: bytes) -> int:
    """Return the number of a question.

    Parameters
    ----------
    message : bytes
        From ``write``.
    """
    (number,) = struct.unpack_from(">Q", message)
    return int(number)


def read(message: bytes, thing_of: Callable[[Any], Any]) -> Any:
    """Turn bytes back into a question, in the student process.

    Parameters
    ----------
    message : bytes
        From ``write``, in the verdict process.
    thing_of : callable
        Given a name, returns what it stands for.
    """
    return _Unpickler(io.BytesIO(message[8:]), thing_of).load()


def is_function_of_the_check(thing: Any) -> bool:
    """Say whether something is a function or method that only this process knows.

    Parameters
    ----------
    thing : object
        Anything.
    """
    if type(thing) is MethodType:
        owner = thing.__self__ if isinstance(thing.__self__, type) else type(thing.__self__)
        return not _is_installed(owner.__module__) or is_function_of_the_check(thing.__func__)
    if type(thing) is BuiltinMethodType:  # such as ``seen.append``: its copy would fill a copy of the list
        return not isinstance(thing.__self__, ModuleType | type | None)
    if type(thing) is not FunctionType:
        return False
    return "<" in thing.__qualname__ or not _is_installed(thing.__module__)


@functools.cache
def _is_installed(module: str) -> bool:
    """Whether a module is found on the other side as well: it is Python's, ours, or an installed one."""
    top = str(module).partition(".")[0]
    if top == "__main__":
        return False
    if top in sys.stdlib_module_names or top == "rehydrate":
        return True
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return not {"site-packages", "dist-packages"}.isdisjoint(Path(file).parts)


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, name_of: Callable[[Any], Any]) -> None:
        super().__init__(file, protocol=5)
        self.name_of = name_of

    def persistent_id(self, thing: Any) -> Any:
        """Name what does not travel."""
        if isinstance(thing, type) and not _is_installed(thing.__module__):
            raise NotSent(
                f"the class {thing.__name__} belongs to the check, and the submission cannot find it: "
                "give a function or a method instead, which is then called here, or define it in probes.py"
            )
        return self.name_of(thing)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, thing_of: Callable[[Any], Any]) -> None:
        super().__init__(file)
        self.thing_of = thing_of

    def persistent_load(self, name: Any) -> Any:
        """Return what a name stands for."""
        return self.thing_of(name)
