"""Layer "namespaces": processes, network, mounts and shared memory of its own (namespaces(7)).

Who is alone in a process namespace sees and signals nobody outside, and whatever was started in it ends with
its first process. In the mounts of its own everything is read only but the scratch folder: that also covers
modes, times and attributes of files, of which Landlock knows nothing.
"""

import ctypes
import os
import struct
from pathlib import Path

from rehydrate.lab.engine.sandbox import kernel

NAME = "namespaces"
NEW_MOUNTS, NEW_UTS, NEW_IPC = 0x00020000, 0x04000000, 0x08000000
NEW_USER, NEW_PIDS, NEW_NET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
MOUNT_SETATTR = 442  # the same number on every machine, as for all newer calls
MOUNT_ATTR_RDONLY = 1
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
MS_RDONLY, MS_NOEXEC = 1, 8
SHARED_MEMORY, PROCESSES = Path("/dev/shm"), Path("/proc")


def leave() -> None:
    """Leave the namespaces outside; the next child is the first process of the new ones.

    An ordinary user gets a user namespace as well, in which this is allowed and in which it is still itself.

    Raises
    ------
    Unavailable
        If the kernel, or a container around us, does not allow it.
    """
    user, group = os.geteuid(), os.getegid()
    wanted = NEW_MOUNTS | NEW_UTS | NEW_IPC | NEW_PIDS | NEW_NET | (NEW_USER if user else 0)
    try:
        kernel.call("unshare", wanted)
        if user:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    except OSError as error:
        raise kernel.Unavailable(f"no new namespaces: {error.strerror}") from None


def settle(scratch: Path) -> list[Path]:
    """In the first process: make all read only but the scratch folder; return what is its own besides.

    That is a little shared memory, in which joblib's processes share semaphores, and a list of processes,
    which has none but the room's.

    Raises
    ------
    Unavailable
        If mounts are not allowed.
    """
    place = os.fsencode(scratch)
    try:
        kernel.call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
        _set_read_only(b"/", True, AT_RECURSIVE)
        kernel.call("mount", place, place, None, MS_BIND, None)
        _set_read_only(place, False)
        return [path for path in (SHARED_MEMORY, PROCESSES) if path.is_dir() and _is_now_its_own(path)]
    except OSError as error:
        raise kernel.Unavailable(f"no mounts of its own: {error.strerror}") from None
    finally:
        if os.geteuid():
            kernel.keep_capabilities()  # of those that the user namespace gave


def _is_now_its_own(path: Path) -> bool:
    """Put an empty place over that of everybody; some containers do not allow it for processes."""
    kind, options, flags = {
        SHARED_MEMORY: (b"tmpfs", b"size=16m,nr_inodes=1k,mode=1777", 0),
        PROCESSES: (b"proc", b"subset=pid", MS_RDONLY),
    }[path]
    try:
        kernel.call("mount", kind, bytes(path), kind, MS_NOSUID | MS_NODEV | MS_NOEXEC | flags, options)
    except OSError:
        return False
    return True


def _set_read_only(place: bytes, read_only: bool, flags: int = 0) -> None:
    on, off = (MOUNT_ATTR_RDONLY, 0) if read_only else (0, MOUNT_ATTR_RDONLY)
    attributes = ctypes.create_string_buffer(struct.pack("=QQQQ", on, off, 0, 0), 32)
    kernel.system_call(MOUNT_SETATTR, AT_FDCWD, place, flags, attributes, 32)


def holds() -> bool:
    """Try it: the first process is alone, and the root of the file system cannot be changed."""
    return os.getpid() == 1 and bool(os.statvfs("/").f_flag & os.ST_RDONLY)
