"""What a locked-in process may read: Python, its libraries and the system's, but no answers."""

import functools
import os
import site
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from rehydrate.lab.catalog import course_root

PACKAGE = Path(__file__).resolve().parents[3]
SPOILERS = ("exercises", "solutions", "book", "lessons", "tests", "answers")
DEVICES = tuple(map(Path, ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")))
SYSTEM = (
    *("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/bin", "/usr/bin"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/usr/share/zoneinfo"),
    # joblib asks these for the number of processors
    *("/sys/devices/system/cpu", "/sys/fs/cgroup/cpu.max"),
    *("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
)


@functools.cache
def python() -> list[Path]:
    """List what Python and the system's libraries need, without anything of the course's."""
    wanted = {Path(path).resolve() for path in SYSTEM} | {PACKAGE, Path(sys.executable).resolve()}
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        wanted |= {Path(prefix, name).resolve() for name in ("lib", "lib64", "bin", "pyvenv.cfg")}
    wanted |= {Path(path).resolve() for name, path in sysconfig.get_paths().items() if "lib" in name}
    if site.ENABLE_USER_SITE:
        wanted.add(Path(site.getusersitepackages()).resolve())
    return without(wanted, spoilers())


def spoilers() -> list[Path]:
    """List the folders of the course, as a checkout and as an installed package have them."""
    return [*(course_root() / name for name in SPOILERS), PACKAGE / "_course"]


def without(places: Iterable[Path], hidden: Iterable[Path]) -> list[Path]:
    """List the places; one that has something hidden below it is replaced by the rest of what it holds.

    Landlock knows only what is allowed: from an allowed folder nothing can be taken out again.
    """
    secret = [path.resolve() for path in hidden if path.exists()]
    found: list[Path] = []
    left = sorted(set(places))
    while left:
        place = left.pop()
        if any(place.is_relative_to(path) for path in secret) or not place.exists():
            continue
        if any(path.is_relative_to(place) for path in secret):
            left += [Path(entry.path) for entry in os.scandir(place) if not entry.is_symlink()]
        else:
            found.append(place)
    return sorted(set(found))
