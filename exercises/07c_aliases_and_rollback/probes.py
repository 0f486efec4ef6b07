"""Code of 07c that runs beside the learner's: it plays commands, and lets a disk be full."""

import contextlib
import errno
import os
import sys


def play(folder, commands):
    """Give commands to two registries that are open on one folder; return what came of each command.

    A command is the number of the registry, the name of the method and its arguments.
    """
    import answer

    folder.mkdir()
    both = answer.Registry(folder), answer.Registry(folder)
    return [outcome(getattr(both[which], method), arguments) for which, method, *arguments in commands]


def outcome(method, arguments):
    """Call, and return what it gave, or the kind of error in words."""
    try:
        value = method(*arguments)
    except LookupError:
        return "raised LookupError"
    except ValueError:
        return "raised ValueError"
    except Exception as error:
        return f"raised {type(error).__name__}"
    return list(value) if isinstance(value, list | tuple) else value  # as it is now, not as it will be


def empty_the_history(registry, name):
    """Do to the list that history returns what a caller might do."""
    returned = registry.history(name)
    if isinstance(returned, list):
        returned.clear()


def alias_on_a_full_disk(registry, name, version, changes):
    """Move an alias on a disk that becomes full; say whether that raised an error.

    changes: how many files can be opened for writing, or renamed, until it is full; None for a disk on which
    every file can be opened and none can grow beyond its eighth byte.
    """
    with short_files() if changes is None else DISK.full_after(changes):
        try:
            registry.alias(name, version)
        except Exception:
            return True
    return False


@contextlib.contextmanager
def short_files():
    """Let every write beyond the eighth byte of a file fail, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Disk:
    """Counts what is opened for writing, made or renamed, and refuses it from a certain number on."""

    def __init__(self):
        self.left = None
        self.is_watched = False

    @contextlib.contextmanager
    def full_after(self, changes):
        if not self.is_watched:  # a hook stays until the process ends
            sys.addaudithook(self.look)
            self.is_watched = True
        self.left = changes
        try:
            yield
        finally:
            self.left = None

    def look(self, event, arguments):
        if self.left is None or event not in ("open", "os.rename", "os.link", "os.mkdir", "os.truncate"):
            return
        if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            return
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


DISK = Disk()
