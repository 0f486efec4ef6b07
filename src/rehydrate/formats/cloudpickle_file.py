"""cloudpickle: a pickle that carries the code of functions and classes which cannot be imported.

That is what keeps a lambda or a class of a notebook. The price: the code is bytecode, which only the Python
that wrote it understands; another one may crash on it without a word. So the end mark of the file, which is
otherwise laid out as ``pickle_file`` says, names the version, and other versions refuse the file.
"""

import io
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from rehydrate.errors import CannotLoad
from rehydrate.formats._protocol import foreign, name_of
from rehydrate.formats.pickle_file import FAMILY, PickleFormat


@dataclass(frozen=True)
class CloudpickleFormat(PickleFormat):
    """A pickle that carries the code that cannot be imported, bound to the Python that wrote it."""

    name = "cloudpickle"
    suffix = ".cpkl"
    requires = ("cloudpickle",)
    extra = "formats"
    looks = ("pickle",)
    holds = "what pickle holds, and functions and classes that no module has"
    loses = "every reader with another version of Python"
    mark = FAMILY + b"C" + bytes(sys.version_info[:2])
    always_marked = True

    def _program(self, model: Any, beside: Callable[[pickle.PickleBuffer], bool]) -> bytes:
        import cloudpickle

        stream = io.BytesIO()
        cloudpickle.Pickler(stream, protocol=5, buffer_callback=beside).dump(model)
        return stream.getvalue()

    def _check_end(self, stream: BinaryIO, mark: bytes) -> None:
        if not mark.startswith(self.mark[:6]):
            raise foreign(self, stream, "pickle, without the end mark that names the Python that wrote it")
        if mark != self.mark:
            raise CannotLoad(
                f"{name_of(stream)} was written by Python {mark[6]}.{mark[7]}.",
                why=f"bytecode can crash any other version, and this is {self.mark[6]}.{self.mark[7]}",
                fix="load it with the Python that wrote it, and dump it there in another format",
            )


FORMAT = CloudpickleFormat()
