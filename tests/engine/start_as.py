"""Start Python in other circumstances: ``start_as.py ordinary contained -- ARGUMENTS``.

``ordinary``: as an ordinary user. ``contained``: where new namespaces are forbidden, as most containers do,
and Ubuntu to ordinary users. ``old``: where there is no Landlock.

Python may be installed where only root gets in. What lies there is therefore mounted in its place again,
below an empty folder that all may enter; these mounts are this process's own and end with it.
"""

import os
import sys
from pathlib import Path

from rehydrate.lab.engine.sandbox import kernel, seccomp
from rehydrate.lab.engine.sandbox.namespaces import MS_BIND, MS_PRIVATE, MS_REC, NEW_MOUNTS

USER = 65534


def closed_folders(path):
    """Return the folders on the way to a path that others may not enter, the outermost first."""
    return [folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001]


def open_the_way_to(places):
    kernel.call("unshare", NEW_MOUNTS)
    kernel.call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    inside = {place: os.open(place, os.O_PATH) for place in places}
    for closed in {closed_folders(place)[0] for place in places}:
        kernel.call("mount", b"tmpfs", os.fsencode(closed), b"tmpfs", 0, b"mode=755")
    for place, opened in inside.items():
        place.mkdir(parents=True)
        kernel.call("mount", f"/proc/self/fd/{opened}".encode(), os.fsencode(place), None, MS_BIND, None)
        os.close(opened)


def become_ordinary():
    places = {Path(place).resolve() for place in (sys.prefix, sys.base_prefix, *sys.path) if place}
    blocked = [place for place in places if place.exists() and closed_folders(place)]
    outermost = {place for place in blocked if not any(other in place.parents for other in blocked)}
    if outermost:
        open_the_way_to(sorted(outermost))
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)


def forbid(calls):
    seccomp.REFUSED, seccomp.UNKNOWN, seccomp.TESTED = calls, {}, ()
    seccomp.enter()


def main():
    split = sys.argv.index("--")
    wanted, arguments = sys.argv[1:split], sys.argv[split + 1 :]
    if "ordinary" in wanted and os.geteuid() == 0:
        become_ordinary()
    if "contained" in wanted:
        forbid({name: seccomp.REFUSED[name] for name in ("unshare", "mount", "umount2", "setns")})
    if "old" in wanted:
        forbid({"landlock_create_ruleset": (444, 444)})
    os.execv(sys.executable, [sys.executable, *arguments])


main()
