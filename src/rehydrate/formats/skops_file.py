"""skops: a zip of JSON and arrays that names every type it needs, so that its reader can say no first.

Nothing is imported or built before each type was found on a list: the one of skops, and yours. The price: a
file takes many times longer to load than a pickle, and depends on the versions of the libraries just as much.
The list of types is the reader's: a list that the file's writer made would trust whatever the file holds.

Trusting a type is trusting its code with the data of the file. ``sklearn.tree._tree.Tree`` follows the
numbers of its nodes without a look, so a made-up tree can crash the process: ``npz_trees`` checks them.
"""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from rehydrate.errors import UntrustedFile
from rehydrate.formats._protocol import Format, foreign, name_of, newer


@dataclass(frozen=True)
class SkopsFormat(Format):
    """A skops file.

    Parameters
    ----------
    trusted : tuple of str
        Full names of the types that a file may use beside those that skops trusts, when it is loaded. Read
        the list in the error first; never pass on what a file asks for unread.
    """

    trusted: tuple[str, ...] = ()

    name = "skops"
    suffix = ".skops"
    requires = ("skops",)
    extra = "formats"
    looks = ("zip",)
    gives_back = "object"
    runs_code_on_load = False
    holds = "estimators of scikit-learn and its relatives, and their parts, by types that the reader trusts"
    loses = "functions and classes that cannot be imported; what a type does not show in its state"

    def _write(self, model: Any, path: Path) -> None:
        import skops.io

        skops.io.dump(model, path)
        for name in skops.io.get_untrusted_types(file=path):
            if name.startswith("__main__.") or "<" in name:  # <lambda>, <locals>
                raise self.cannot_hold(model, f"no other process could import {name}")

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        import skops.io
        from skops.io._protocol import PROTOCOL

        with zipfile.ZipFile(stream) as archive:
            if "schema.json" not in archive.namelist():
                raise foreign(self, stream, "zip without schema.json")
            protocol = json.loads(archive.read("schema.json"))["protocol"]
        if protocol > PROTOCOL:
            raise newer(stream, f"skops of protocol {protocol}", PROTOCOL, "skops")
        stream.seek(0)
        if asked := sorted(set(skops.io.get_untrusted_types(file=stream)) - set(self.trusted)):
            raise UntrustedFile(
                f"{name_of(stream)} asks for types that are not trusted: {', '.join(asked)}.",
                why="each of them would run its own code on the data of the file",
                fix="if you know them and who wrote the file: "
                f"formats.get('skops', trusted={(*self.trusted, *asked)}).load({name_of(stream)!r})",
            )
        stream.seek(0)
        return skops.io.load(stream, trusted=list(self.trusted))


FORMAT = SkopsFormat()
