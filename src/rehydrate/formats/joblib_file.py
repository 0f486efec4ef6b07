"""joblib: a pickle whose arrays follow it raw, so that they can be compressed or mapped.

Its pickler is written in Python and writes each array by itself, which is quick for a few large arrays and
slow for the hundreds of small ones of a boosted model. An array that two names share is written twice and
comes back as two: predictions stay the same, but a model that counts on it learns on to another result, as an
``SGDClassifier`` with ``average=True`` does.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import joblib

from rehydrate.formats._magic import looks_like
from rehydrate.formats._protocol import Format, is_plain
from rehydrate.formats.pickle_file import importable_program


@dataclass(frozen=True)
class JoblibFormat(Format):
    """joblib's own file.

    Parameters
    ----------
    compress : int
        0 for none, 1 (quick) to 9 (small) for zlib. A compressed file cannot be mapped.
    """

    compress: int = 0

    name = "joblib"
    suffix = ".joblib"
    runs_code_on_load = True
    holds = "any object whose classes and functions can be imported"
    looks = ("pickle", "zlib", "gzip", "bz2", "xz", "lzma", "lz4")
    gives_back = "object"
    can_map = True
    loses = "that two names meant one array: each becomes a copy; the code is never in the file"

    def _write(self, model: Any, path: Path) -> None:
        importable_program(self, model, lambda buffer: False)  # only to see that it can be; arrays stay out
        with path.open("xb") as file:
            joblib.dump(model, file, compress=self.compress)

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        plain = looks_like(stream.read(2)) == "pickle"
        stream.seek(0)
        if mapped and plain and _still_at_its_name(stream):
            return joblib.load(stream.name, mmap_mode="c")  # joblib maps by name only
        return joblib.load(stream)


def _still_at_its_name(stream: BinaryIO) -> bool:
    """Say whether a file's name still leads to it: it may have been replaced since it was opened."""
    if not is_plain(stream) or not isinstance(stream.name, str) or not os.path.exists(stream.name):
        return False
    return os.path.samestat(os.stat(stream.name), os.fstat(stream.fileno()))


FORMAT = JoblibFormat()
