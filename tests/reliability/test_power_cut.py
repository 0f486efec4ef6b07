"""What is on the disk when the power fails: nothing is visible before all that it needs was brought there.

No power is cut. The calls of an act are read in their order, and what they leave to the system's own time is
kept account of: bytes until their file is synced, names until their folder is.
"""

import re
from pathlib import Path

import pytest

from .scenes import ACTS, Scene

pytestmark = pytest.mark.linux

TEXT = re.compile(r'"([^"]*)"')
LOSABLE = re.compile(r"(hint|.*\.lock|.*\.gate|\..*)")  # hints, locks, and what nobody has named yet
COMMIT = re.compile(r"(versions|aliases/[a-z]+)/\d+\.(json|deleted)$")


class Account:
    """What would be lost if the power failed now."""

    def __init__(self):
        self.bytes, self.names = set(), set()

    def book(self, call):
        """Take note of a call that succeeded."""
        paths = [Path(path) for path in TEXT.findall(call.text) if path.startswith("/")]
        if call.name in ("open", "openat", "creat") and "O_CREAT" in call.text:
            self.bytes.add(paths[0])
            self.names.add(paths[0])
        elif call.name in ("mkdir", "mkdirat"):
            self.names.add(paths[0])
        elif call.name.startswith(("write", "pwrite", "copy_file", "sendfile", "ftruncate")):
            self.bytes.add(call.file)
        elif call.name in ("fsync", "fdatasync"):
            self.bytes.discard(call.file)
            self.names = {path for path in self.names if path.parent != call.file}
        elif call.name.startswith(("link", "rename")):
            old, new = paths
            self.names.add(new)
            self.bytes |= {new} if old in self.bytes else set()
            if call.name.startswith("rename"):
                self.forget(old)
        elif call.name.startswith("unlink"):
            self.forget(paths[0])

    def forget(self, path):
        """Take note that there is no such path any more."""
        self.bytes.discard(path)
        self.names.discard(path)

    def at_risk(self):
        """Return the paths that matter and would be lost, or be empty."""
        return sorted(str(path) for path in self.bytes | self.names if not LOSABLE.fullmatch(path.name))


@pytest.mark.parametrize("name", ACTS)
def test_what_becomes_visible_is_on_the_disk(name, tmp_path, injector):
    """Nothing is at risk before a commit, before a file is removed for good, and after the act."""
    scene = Scene(name, tmp_path, injector)
    run = scene()
    account, n_commits = Account(), 0
    for call in run.calls:
        if call.text.endswith(" = 0)") or not re.search(r"= (-1 |\?)", call.text):
            if call.name.startswith("unlink") and "/blobs/" in call.text:
                assert account.at_risk() == []
            if call.name.startswith(("link", "rename")) and COMMIT.search(TEXT.findall(call.text)[-1]):
                source = Path(TEXT.findall(call.text)[0])
                assert account.at_risk() == []
                assert source not in account.bytes
                n_commits += 1
            account.book(call)
    assert n_commits == {"save": 2, "gc": 0}.get(name, 1)
    assert account.at_risk() == []
