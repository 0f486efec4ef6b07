"""A store in a bucket: S3, Google Cloud, Azure, or memory, all through obstore (extra ``remote``).

They know "create this object if there is none" (S3: ``If-None-Match: *``), which is all that the store's
protocol needs. They have no locks, so gc goes by age there; and what they have accepted is durable.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from rehydrate.errors import StoreError
from rehydrate.store._disk import Folder

PIECE = 1 << 23  # bytes; of a download


class Bucket:
    """Objects by key (``churn/versions/3.json``); the same methods as :class:`rehydrate.store._disk.Folder`.

    Parameters
    ----------
    root : str or obstore store
        A URL, or a ready-made store of obstore.
    options : dict
        For ``obstore.store.from_url``.
    """

    mappable = os.name == "posix"  # the local copy is removed while it is in use, which Windows refuses

    def __init__(self, root: Any, options: Mapping[str, Any]) -> None:
        try:
            import obstore
            from obstore.store import from_url
        except ImportError as error:
            raise StoreError(
                f"A store at {root} needs the package obstore.",
                why="it is not installed in this environment",
                fix="pip install 'rehydrate[remote]'",
            ) from error
        self.obstore: Any = obstore
        self.durable = True  # whatever one sets
        self.root = root if isinstance(root, str) else type(root).__name__
        url = "memory:///" if root == "memory://" else root
        self.objects = from_url(url, **options) if isinstance(root, str) else root

    def shown(self, key: str) -> str:
        """Return where a key lies, for people."""
        return f"{self.root.rstrip('/')}/{key}"

    def prepare(self, folder: str) -> None:
        """Do nothing: a bucket has no folders."""

    def put(self, key: str, data: bytes) -> None:
        """Create an object, or raise FileExistsError."""
        try:
            self._ask(self.obstore.put, key, data, mode="create")
        except FileExistsError:
            if self.read(key) != data:  # else it was us: the answer to the first try was lost on the way
                raise

    def note(self, key: str, data: bytes) -> None:
        """Write or rewrite an object that may be lost."""
        self._ask(self.obstore.put, key, data)

    @contextlib.contextmanager
    def new_file(self, key: str) -> Iterator[Path]:
        """Give a path on this machine to write a large file to; afterwards it is in the bucket."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, key.rpartition("/")[2])
            yield path
            self._ask(self.obstore.put, key, path)

    def open(self, key: str) -> BinaryIO:
        """Return a copy on this machine, open for reading; it is gone when it is closed."""
        file = tempfile.NamedTemporaryFile(suffix=Path(key).suffix)  # noqa: SIM115 - the caller closes it
        try:
            for piece in self._ask(self.obstore.get, key).stream(min_chunk_size=PIECE):
                file.write(piece)
            file.flush()
        except BaseException:
            file.close()
            raise
        return cast(BinaryIO, file)

    def read(self, key: str) -> bytes:
        """Return the bytes of a small object."""
        return bytes(self._ask(self.obstore.get, key).bytes())

    def has(self, key: str) -> bool:
        """Say whether there is such an object."""
        try:
            self._ask(self.obstore.head, key)
        except FileNotFoundError:
            return False
        return True

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, in no order."""
        found = self._ask(self.obstore.list_with_delimiter, folder or None)
        paths = [*found["common_prefixes"], *(entry["path"] for entry in found["objects"])]
        return [path.rstrip("/").rpartition("/")[2] for path in paths]

    def age(self, key: str) -> float:
        """Return the seconds since an object was written, by the clocks of here and there."""
        written = self._ask(self.obstore.head, key)["last_modified"]
        return float((datetime.now(UTC) - written).total_seconds())

    def remove(self, key: str) -> None:
        """Remove an object if it is there."""
        with contextlib.suppress(FileNotFoundError):
            self._ask(self.obstore.delete, key)

    @contextlib.contextmanager
    def locked(self, key: str, *, exclusive: bool) -> Iterator[bool]:
        """Say that there is no lock."""
        yield False

    def _ask(self, do: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Call obstore, and say its errors in our words."""
        errors = self.obstore.exceptions
        try:
            return do(self.objects, *arguments, **options)
        except errors.AlreadyExistsError as error:
            raise FileExistsError(str(arguments[0])) from error
        except errors.BaseError as error:
            raise StoreError(
                f"{self.root} refused: {str(error).splitlines()[0]}",
                why="the object store did not do what it was asked for",
                fix="check its address, the network and the credentials (options= of ModelStore)",
            ) from error


Backend = Folder | Bucket
