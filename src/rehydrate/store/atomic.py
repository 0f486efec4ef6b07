"""Writing so that a crash at any moment leaves the old file or the new one, and two writers never mix.

Nothing is written under its final name. The bytes go to a file beside it, are brought to the disk (fsync),
and only then get the name, in one step that the file system makes whole or not at all. A name is kept in its
folder, so the folder is brought to the disk as well.
"""

import contextlib
import errno
import os
import uuid
from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["put_if_absent", "replace"]

CANNOT = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.ENOLCK}


def put_if_absent(path: str, data: bytes, *, durable: bool = True) -> None:
    """Create a file with exactly these bytes; of several writers, in any process, one succeeds.

    Parameters
    ----------
    path : str
        Where. The folder must exist.
    data : bytes
        What.
    durable : bool
        Whether to return only when file and name would survive a power cut.

    Raises
    ------
    FileExistsError
        If there is such a file already; it is left as it is.
    """
    with _written_beside(path, data, durable) as part:
        try:
            os.link(part, path)  # a second name for the same file; refused if the name is taken
        except OSError as error:
            if error.errno not in CANNOT:
                raise
            _rename_if_absent(part, path)
    if durable:
        sync_folder(os.path.dirname(path))


def replace(path: str, data: bytes, *, durable: bool = True) -> None:
    """Write a file; a reader sees the old bytes or the new ones, whole.

    Parameters
    ----------
    path : str
        Where. The folder must exist.
    data : bytes
        What.
    durable : bool
        Whether to return only when file and name would survive a power cut.
    """
    with _written_beside(path, data, durable) as part:
        os.replace(part, path)
    if durable:
        sync_folder(os.path.dirname(path))


@contextlib.contextmanager
def beside(path: str) -> Iterator[str]:
    """Give a name in the same folder that nobody looks at; what is still there afterwards is removed."""
    folder, name = os.path.split(path)
    part = os.path.join(folder, f".{name}.{uuid.uuid4().hex}")
    try:
        yield part
    finally:
        with contextlib.suppress(OSError):  # what cannot be removed now is left to gc
            os.unlink(part)


def make_folder(path: str, *, durable: bool = True) -> None:
    """Make a folder and those above it, and bring their names to the disk.

    All of them, also those that were there: another process may have made one just now and not come this far.
    """
    os.makedirs(path, exist_ok=True)
    while durable and path != (above := os.path.dirname(path)):
        with contextlib.suppress(PermissionError):  # one may not look into /home, and has not changed it
            sync_folder(above)
        path = above


def sync_file(path: str) -> None:
    """Bring a file to the disk."""
    with open(path, "r+b") as file:  # Windows wants it open for writing
        os.fsync(file.fileno())


def sync_folder(path: str) -> None:
    """Bring the names in a folder to the disk; Windows has no call for it."""
    if os.name != "nt":
        folder = os.open(path or ".", os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def locked(path: str, *, exclusive: bool) -> Iterator[bool]:
    """Hold a lock, alone or shared; the system drops it when a process dies.

    Yields
    ------
    bool
        Whether there is a lock: not on Windows, nor on file systems that know none.
    """
    if fcntl is None:
        yield False
        return
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        held = True
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        except OSError as error:
            if error.errno not in CANNOT:
                raise
            held = False
        yield held
    finally:
        with contextlib.suppress(OSError):  # says nothing about what was done under the lock
            os.close(lock)


@contextlib.contextmanager
def _written_beside(path: str, data: bytes, durable: bool) -> Iterator[str]:
    with beside(path) as part:
        with open(part, "xb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        yield part


def _rename_if_absent(part: str, path: str) -> None:
    """Do what a hard link does, for file systems without: memory sticks, some network drives."""
    with locked(os.path.join(os.path.dirname(path), ".lock"), exclusive=True):
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        os.rename(part, path)  # on Windows, where nothing is locked, this is refused if the name is taken
