"""Files that go into a scratch folder, and scratch folders that are removed, whatever was done in them."""

import contextlib
import os
import shutil
import stat
import sys
from pathlib import Path

MOST = 8 << 20  # bytes of one file that is handed in


class Refused(Exception):
    """A file is not taken; the text says what is wrong with it."""


def copy_in(source: Path, target: Path) -> None:
    """Copy a file that was handed in; nothing but a plain file of a sensible size.

    Raises
    ------
    Refused
        If it is a link, no plain file, or larger than 8 MiB.
    """
    if source.is_symlink():
        raise Refused(f"{target.name} is a link; hand in the file itself")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(source, flags | getattr(os, "O_BINARY", 0))
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise Refused(f"{target.name} is not a plain file")
    with open(descriptor, "rb") as file:
        content = file.read(MOST + 1)
    if len(content) > MOST:
        raise Refused(f"{target.name} has {found.st_size:,} bytes; at most {MOST:,} are taken")
    target.write_bytes(content)


def share(folder: Path, user: int | None) -> None:
    """Let another user, and nobody else, through a folder of ours; it can neither list nor change it."""
    if user is not None:
        os.chown(folder, -1, user)
        folder.chmod(0o710)


def give(path: Path, user: int | None) -> None:
    """Make a file or folder another user's."""
    if user is not None:
        os.chown(path, user, user)


def remove(folder: Path) -> None:
    """Remove a folder and all in it, as well as that can be done.

    No link is followed, folders that may not be entered are opened up first, and however deep a tree is, it
    costs no more memory and no more open files: what lies in a folder in it is first moved to the top.
    Nobody may be at work in it any more.
    """
    if sys.platform == "win32":
        shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700)
        empty(folder)
        os.rmdir(folder)


def empty(folder: Path) -> None:
    """Remove all in a folder, as ``remove`` does; raise OSError if that cannot be done."""
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _empty(top)
    finally:
        os.close(top)


def _empty(top: int) -> None:
    serial = 0
    while folders := _without_files(top):
        for name in folders:
            with contextlib.suppress(OSError):
                os.chmod(name, 0o700, dir_fd=top)  # it is a folder, so no link is followed
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
            try:
                for deeper in _without_files(inner):
                    serial += 1
                    with contextlib.suppress(OSError):
                        os.chmod(deeper, 0o700, dir_fd=inner)
                    os.rename(deeper, f".removed-{serial}-{os.getpid()}", src_dir_fd=inner, dst_dir_fd=top)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)


def _without_files(folder: int) -> list[str]:
    """Delete the files in an open folder; return the names of the folders in it."""
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for name, is_folder in found:
        if not is_folder:
            os.unlink(name, dir_fd=folder)
    return [name for name, is_folder in found if is_folder]
