"""Code of 06d that runs beside the learner's: a disk on which something happens at a chosen call.

The functions that change a disk (open, write, fsync, link, replace and their kin) are exchanged for ones that
count. At a chosen call the process ends, or the disk is full, or other savers come in between. A process that
has ended is played in this one: from then on each of its calls raises Killed and changes nothing, so that no
`finally` can tidy up. Waiting for something that cannot come is noticed, and nobody really sleeps.
"""

import builtins
import contextlib
import errno
import io
import itertools
import os
import shutil
import stat
import sys
import time
import types
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

MOST_CALLS = 2000
MOST_LOOKS = 20000
MOST_SECONDS = 3600
FIRST = 5_000_001  # no process of a real system has such a number
PROCESSES = itertools.count(FIRST)
CHANGES = ("link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink", "truncate", "unlink")
NEEDS_ROOM = (
    *("open", "write", "fsync", "fsync of a folder"),
    *("link", "mkdir", "rename", "replace", "symlink"),
)
REAL = {name: getattr(os, name) for name in (*CHANGES, "open", "close", "write", "fsync", "stat", "getpid")}


class Killed(BaseException):
    """The process has ended."""


class Stuck(BaseException):
    """The process waits for something that cannot come."""


class Process:
    """One that saves: a number, what it has called, and what happens at one of these calls."""

    def __init__(self, at=0, event=None):
        self.number = next(PROCESSES)
        self.at = at
        self.event = event
        self.calls = []
        self.looks = 0
        self.ended = None
        self.waited_for_others = False
        self.disk_is_full = False
        self.descriptors = set()

    def end(self, kind):
        """End it; its open files are closed without a last word."""
        self.ended = kind
        self.waited_for_others = kind is Stuck and len(WORLD.running) > 1
        for descriptor in sorted(self.descriptors):
            with contextlib.suppress(OSError):
                REAL["close"](descriptor)
            WORLD.release(descriptor)
        self.descriptors.clear()
        raise kind


class World:
    """The disk, and who is using it.

    unsynced holds, for each file that was written to, how many of its bytes are sure to be on the disk;
    names holds what was done to names since their folder was last synced.
    """

    def __init__(self):
        self.home = ""
        self.running = []
        self.unsynced = {}
        self.names = []
        self.locks = {}
        self.slept = 0.0

    def begin(self, home):
        """Take a folder for a disk of its own, on which everything is synced."""
        self.home = os.path.realpath(home)
        self.unsynced, self.names, self.locks, self.slept = {}, [], {}, 0.0

    def step(self, name):
        """Count a call that is about to change something, and let happen what is due."""
        if not self.running:
            return
        process = self.running[-1]
        if process.ended:
            raise process.ended
        process.calls.append(name)
        if len(process.calls) > MOST_CALLS:
            process.end(Stuck)
        if len(process.calls) == process.at:
            process.event(process, name)
        if process.disk_is_full and name in NEEDS_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def release(self, descriptor):
        """Drop the locks held through a file, as closing it does."""
        for holders in self.locks.values():
            holders.pop(descriptor, None)

    def open(self, path, flags, mode=0o777, *, dir_fd=None):
        """Stand for os.open."""
        changes = flags & (os.O_CREAT | os.O_TRUNC)
        if changes:
            self.step("open")
        elif self.running and self.running[-1].ended:
            raise self.running[-1].ended
        is_new = changes and not os.path.lexists(path)
        descriptor = REAL["open"](path, flags, mode, dir_fd=dir_fd)
        if self.running:
            self.running[-1].descriptors.add(descriptor)
            if is_new:
                self.names.append(("made", os.path.abspath(path), None))
            if is_new or flags & os.O_TRUNC:
                self.unsynced[inode(descriptor)] = 0
        return descriptor

    def close(self, descriptor):
        """Stand for os.close."""
        if self.running and self.running[-1].ended:
            raise self.running[-1].ended
        if self.running:
            self.running[-1].descriptors.discard(descriptor)
        self.release(descriptor)
        REAL["close"](descriptor)

    def write(self, descriptor, data, write):
        """Write, all or, if the process ends on the way or the disk fills up, half."""
        if not self.running:
            return write(data)
        process = self.running[-1]
        self.unsynced.setdefault(inode(descriptor), os.fstat(descriptor).st_size)
        was_full = process.disk_is_full
        try:
            self.step("write")
        except OSError:
            if not was_full:
                write(bytes(data)[: len(bytes(data)) // 2])
            raise
        except Torn:
            write(bytes(data)[: len(bytes(data)) // 2])
            process.end(Killed)
        return write(data)

    def fsync(self, descriptor):
        """Stand for os.fsync: nothing is really synced, and it is noted what would be."""
        descriptor = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            self.step("fsync of a folder")
            self.names = [each for each in self.names if not _lies_in(each[1], found)]
        else:
            self.step("fsync")
            self.unsynced.pop(inode(descriptor), None)

    def sync(self):
        """Stand for os.sync."""
        self.step("sync")
        self.unsynced, self.names = {}, []

    def change(self, name):
        """Return what stands for os.rename and the like."""

        def changed(*paths, **options):
            self.step(name)
            if not self.running:
                return REAL[name](*paths, **options)
            full = [os.path.abspath(path) for path in paths if isinstance(path, str | os.PathLike)]
            before = None
            if name in ("link", "rename", "replace"):
                if [self.is_here(path) for path in full] == [False, True]:
                    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(paths[0]), None, str(paths[1]))
                before = Path(full[1]).read_bytes() if os.path.isfile(full[1]) else None
            if name == "truncate":
                self.unsynced.setdefault(_key(os.stat(full[0])), os.stat(full[0]).st_size)
            done = REAL[name](*paths, **options)
            if name in ("rename", "replace"):
                self.names.append(("moved", full[1], (full[0], before)))
            elif name in ("link", "mkdir", "symlink"):
                self.names.append(("made", full[-1 if name != "mkdir" else 0], None))
            return done

        return changed

    def is_here(self, path):
        """Say whether a path is on this disk; an open file without a name has one in /proc."""
        here = os.path.realpath(os.path.dirname(path))
        return path.startswith("/proc/") or here == self.home or here.startswith(self.home + os.sep)

    def lock(self, file, operation, *_):
        """Stand for fcntl.flock and lockf; a lock belongs to an open file."""
        descriptor = file if isinstance(file, int) else file.fileno()
        holders = self.locks.setdefault(inode(descriptor), {})
        if operation & fcntl.LOCK_UN:
            holders.pop(descriptor, None)
            return
        exclusive = bool(operation & fcntl.LOCK_EX)
        if any(each != descriptor and (exclusive or other) for each, other in holders.items()):
            if operation & fcntl.LOCK_NB or not self.running:
                raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK))
            self.running[-1].end(Stuck)
        holders[descriptor] = exclusive

    def kill(self, number, signal):
        """Stand for os.kill, by which one asks whether a process is alive."""
        if signal or number < FIRST:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        if not any(process.number == number for process in self.running):
            raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))

    def sleep(self, seconds):
        """Stand for time.sleep."""
        self.slept += max(float(seconds), 0.001)
        if self.slept > MOST_SECONDS and self.running:
            self.running[-1].end(Stuck)

    def look(self, *arguments, **options):
        """Stand for os.stat."""
        if self.running:
            self.running[-1].looks += 1
            if self.running[-1].looks > MOST_LOOKS and not self.running[-1].ended:
                self.running[-1].end(Stuck)
        return REAL["stat"](*arguments, **options)

    def lose_what_is_not_synced(self, without):
        """Do what a power cut can do: cut files to what is on the disk, and take back some of the names.

        without is a set of places in self.names: those that did not reach the disk.
        """
        for folder, _, files in os.walk(self.home):
            for file in files:
                path = os.path.join(folder, file)
                found = os.lstat(path)
                if _key(found) in self.unsynced and found.st_size > self.unsynced[_key(found)]:
                    os.chmod(path, 0o600)
                    REAL["truncate"](path, self.unsynced[_key(found)])
        for place in sorted(without, reverse=True):
            what, path, more = self.names[place]
            if not os.path.lexists(path):
                continue
            if what == "moved":
                source, before = more
                if os.path.isdir(os.path.dirname(source)) and not os.path.lexists(source):
                    REAL["rename"](path, source)
                if before is not None:
                    Path(path).write_bytes(before)
            elif os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                REAL["unlink"](path)


class Torn(BaseException):
    """The process is to end in the middle of a write."""


class Raw(io.FileIO):
    """A file whose writes are counted, wherever they come from."""

    def __init__(self, descriptor, mode, closefd=True):
        self.process = WORLD.running[-1] if WORLD.running else None
        super().__init__(descriptor, mode, closefd=closefd)

    def _alive(self):
        if self.process is not None and self.process.ended:
            raise self.process.ended

    def write(self, data):
        self._alive()
        return WORLD.write(self.fileno(), data, super().write)

    def truncate(self, size=None):
        self._alive()
        WORLD.step("truncate")
        WORLD.unsynced.setdefault(inode(self.fileno()), os.fstat(self.fileno()).st_size)
        return super().truncate(size)

    def close(self):
        if not self.closed:
            descriptor = self.fileno()
            if self.process is None or not self.process.ended:
                WORLD.release(descriptor)
                super().close()
            if self.process is not None:
                self.process.descriptors.discard(descriptor)


WORLD = World()


def inode(descriptor):
    """Return what a file is known by, whatever its names."""
    return _key(os.fstat(descriptor))


def _key(found):
    return found.st_dev, found.st_ino


def _lies_in(path, folder):
    with contextlib.suppress(OSError):
        return _key(REAL["stat"](os.path.dirname(path))) == _key(folder)
    return False


def open_file(
    file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None
):
    """Stand for open, whose writes cannot be counted otherwise."""
    if not isinstance(file, int):
        flags = os.O_RDWR if "+" in mode else os.O_RDONLY if "r" in mode else os.O_WRONLY
        flags |= {
            "w": os.O_CREAT | os.O_TRUNC,
            "x": os.O_CREAT | os.O_EXCL,
            "a": os.O_CREAT | os.O_APPEND,
        }.get(next(letter for letter in mode if letter in "rwxa"), 0)
        flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        path = os.fspath(file)
        if os.path.isdir(path) and not opener:  # tempfile opens a folder, with an opener of its own
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        file = opener(path, flags) if opener else WORLD.open(path, flags, 0o666)
    else:
        path = file
    raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd)
    raw.name = path
    if buffering == 0:
        return raw
    kind = io.BufferedRandom if "+" in mode else io.BufferedReader if "r" in mode else io.BufferedWriter
    buffered = kind(raw, buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE)
    if "b" in mode:
        return buffered
    text = io.TextIOWrapper(buffered, encoding, errors, newline, buffering == 1)
    text.mode = mode
    return text


def _no_shortcut(*_):
    raise OSError(errno.ENOTSOCK, os.strerror(errno.ENOTSOCK))  # shutil then copies by reading and writing


@contextlib.contextmanager
def exchanged():
    """Put our functions in the place of the real ones, for a while."""
    ours = {name: WORLD.change(name) for name in CHANGES}
    ours |= {"open": WORLD.open, "close": WORLD.close, "fsync": WORLD.fsync, "fdatasync": WORLD.fsync}
    ours |= {"sync": WORLD.sync, "stat": WORLD.look, "sendfile": _no_shortcut, "kill": WORLD.kill}
    ours["write"] = lambda fd, data: WORLD.write(fd, data, lambda part: REAL["write"](fd, part))
    ours["getpid"] = lambda: WORLD.running[-1].number if WORLD.running else REAL["getpid"]()
    places = [(os, name, ours[name]) for name in ours if hasattr(os, name)]
    places += [(builtins, "open", open_file), (io, "open", open_file), (time, "sleep", WORLD.sleep)]
    for name in ("time", "monotonic", "perf_counter"):
        clock = getattr(time, name)
        places.append((time, name, lambda clock=clock: clock() + WORLD.slept))
    if fcntl is not None:
        places += [(fcntl, "flock", WORLD.lock), (fcntl, "lockf", WORLD.lock)]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in places]
    try:
        for owner, name, function in places:
            setattr(owner, name, function)
        yield
    finally:
        for owner, name, function in before:
            setattr(owner, name, function)


def model(mark):
    """Return a model that fits into Python's buffer, so that it stays there until it is flushed."""
    return {"mark": mark, "weights": [mark + n for n in range(2000)]}


class Learner:
    """The learner's program, loaded anew for each process."""

    def __init__(self):
        path = Path(sys.path[-1]) / "answer.py"
        self.code = compile(path.read_bytes(), str(path), "exec")

    def run(self, process, name, *arguments):
        """Run one function in a process of its own; return its result, or what it ended with."""
        WORLD.running.append(process)
        try:
            module = sys.modules["answer"] = types.ModuleType("answer")
            module.__file__ = str(Path(sys.path[-1]) / "answer.py")
            exec(self.code, vars(module))
            result = getattr(module, name)(*arguments)
            return {"ended": process.ended.__name__} if process.ended else {"gave": result}
        except (Killed, Stuck) as end:
            return {"ended": type(end).__name__}
        except BaseException as error:
            if process.ended:
                return {"ended": process.ended.__name__}
            kinds = [kind.__name__ for kind in type(error).__mro__]
            says = getattr(error, "strerror", None) or str(error)  # without the folders of this machine
            return {"raised": kinds[0], "says": says[:80], "kinds": kinds}
        finally:
            WORLD.running.pop()

    def save(self, folder, mark, process=None):
        """Save a model, and return the number or what went wrong."""
        return self.run(process or Process(), "save", folder, model(mark))

    def seen(self, folder):
        """Return what a new process finds: versions, the mark of each, and that of the newest."""
        listed = self.run(Process(), "versions", folder)
        versions = listed.get("gave")
        if not isinstance(versions, list):
            return {"versions": listed, "marks": {}, "newest": None}
        marks = {str(version): _mark(self.run(Process(), "load", folder, version)) for version in versions}
        newest = _mark(self.run(Process(), "load", folder)) if versions else None
        return {"versions": versions, "marks": marks, "newest": newest}


def _mark(result):
    """Return which model was loaded, or why none was."""
    found = result.get("gave")
    if isinstance(found, dict) and found == model(found.get("mark", 0)):
        return found["mark"]
    return result.get("raised") or result.get("ended") or "something else"


class Trials:
    """Fresh copies of a store with two versions, on each of which something happens.

    Parameters
    ----------
    folder : Path
        An empty one.
    marks : sequence of int
        Of the two models that are there, and of those that are saved later.
    """

    def __init__(self, folder, marks):
        self.folder = folder
        self.marks = marks
        self.learner = Learner()
        self.count = 0
        self.base = folder / "base"
        self.base.mkdir()
        WORLD.begin(self.base)
        self.first = [self.learner.save(self.base, mark) for mark in marks[:2]]

    def place(self):
        """Return a new copy of the store."""
        self.count += 1
        place = self.folder / f"trial-{self.count}"
        shutil.copytree(self.base, place)
        WORLD.begin(place)
        return place

    def calls(self):
        """Return the calls of a save at which nothing happens."""
        process = Process()
        self.learner.save(self.place(), self.marks[2], process)
        return process.calls

    def report(self, place, at, call, result):
        """Say what happened, and what a new process finds; then save once more."""
        found = {"at": at, "call": call, "result": result, "before": self.learner.seen(place)}
        found["files"] = sorted(path.relative_to(place).as_posix() for path in place.rglob("*"))
        found["next"] = self.learner.save(place, self.marks[3])
        found["after"] = self.learner.seen(place)
        return found


def _kill(process, name):
    process.end(Killed)


def _tear(process, name):
    if name == "write":
        raise Torn
    process.end(Killed)


def _fill(process, name):
    process.disk_is_full = True


def _refuse(process, name):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def new_folders(folder, n_folders):
    """Make folders, with the rights of the learner's program."""
    made = [folder / f"store-{n}" for n in range(n_folders)]
    for each in made:
        each.mkdir()
    return made


def plain(folder, marks):
    """Save four times and look; nothing happens."""
    with exchanged():
        trials = Trials(folder, marks)
        numbers = trials.first + [trials.learner.save(trials.base, mark) for mark in marks[2:4]]
        missing = trials.learner.run(Process(), "load", trials.base, 99)
        return {"numbers": numbers, "seen": trials.learner.seen(trials.base), "missing": missing}


def kills(folder, marks):
    """End the process at each call of a save, before it and, if it is a write, in the middle of it."""
    reports = []
    with exchanged():
        trials = Trials(folder, marks)
        for at, call in enumerate(trials.calls(), 1):
            for event in (_kill, _tear) if call == "write" else (_kill,):
                place = trials.place()
                result = trials.learner.save(place, marks[2], Process(at, event))
                where = f"in the middle of {call}" if event is _tear else f"before {call}"
                reports.append(trials.report(place, at, call, result) | {"where": where})
    return reports


def full_disks(folder, marks):
    """Refuse each call of a save that needs room, alone and with all after it; then there is room again.

    If save says nevertheless that all is well, the power fails.
    """
    reports = []
    with exchanged():
        trials = Trials(folder, marks)
        files = sorted(path.relative_to(trials.base).as_posix() for path in trials.base.rglob("*"))
        for at, call in enumerate(trials.calls(), 1):
            for event in (_fill, _refuse) if call in NEEDS_ROOM else ():
                place = trials.place()
                result = trials.learner.save(place, marks[2], Process(at, event))
                if "gave" in result:
                    WORLD.lose_what_is_not_synced(range(len(WORLD.names)))
                where = f"the disk {'was full at' if event is _fill else 'refused'} {call} (call {at})"
                found = trials.report(place, at, call, result)
                reports.append(found | {"files before": files, "where": where})
    return reports


def races(folder, marks):
    """Let four savers each be stopped at one of its calls while the next one saves, for each call."""
    reports = []
    with exchanged():
        trials = Trials(folder, marks)
        for at, call in enumerate(trials.calls(), 1):
            place, savers, results = trials.place(), [], {}

            def saver(at=at, place=place, savers=savers, results=results):
                n = len(savers)
                savers.append(Process(at, lambda process, name: saver() if n < 3 else None))
                results[n] = trials.learner.save(place, marks[2 + n], savers[n])

            saver()
            for n in range(4):
                if n not in results or savers[n].waited_for_others:  # now it can go on
                    results[n] = trials.learner.save(place, marks[2 + n])
            numbers = [results[n] for n in range(4)]
            reports.append({"at": at, "call": call, "results": numbers, "seen": trials.learner.seen(place)})
    return reports


def power_cuts(folder, marks):
    """Cut the power at each call of a save; take back each name that was not synced, alone and with all."""
    reports = []
    with exchanged():
        trials = Trials(folder, marks)
        calls = trials.calls()
        for at, call in [*enumerate(calls, 1), (len(calls) + 1, "end")]:
            n_names = 1
            variants = [lambda n: (), lambda n: range(n), *(lambda n, i=i: (i,) for i in range(8))]
            for number, lost in enumerate(variants):
                if number - 2 >= n_names:
                    break
                place = trials.place()
                result = trials.learner.save(place, marks[2], Process(at, _kill))
                n_names = len(WORLD.names)
                if number == 1 and n_names < 2:
                    continue
                WORLD.lose_what_is_not_synced({i for i in lost(n_names) if i < n_names})
                reports.append(trials.report(place, at, call, result))
    return reports
