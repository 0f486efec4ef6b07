"""The parts of the sandbox one by one, and what happens where some of them do not work."""

import errno
import json
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from rehydrate.errors import NoSandbox
from rehydrate.lab.engine import launch
from rehydrate.lab.engine.launch import ForkLauncher, FreshLauncher
from rehydrate.lab.engine.sandbox import (
    another_user,
    kernel,
    landlock,
    layers,
    limits,
    lock_in,
    namespaces,
    readable,
    scratch,
    seccomp,
)

HERE = Path(__file__).parent
ROOT = sys.platform == "linux" and os.geteuid() == 0
START_AS = [sys.executable, str(HERE / "start_as.py")]
linux = pytest.mark.linux


# Which layers are enough


@pytest.mark.parametrize(
    ("missing", "shields", "named"),
    [
        ([], True, None),
        (["another user"], True, None),
        (["another user", "namespaces"], True, None),
        (["namespaces", "another user"], False, "namespaces"),
        (["landlock"], True, "landlock"),
        (["seccomp"], True, "seccomp"),
    ],
)
def test_other_peoples_code_needs_files_network_and_processes_to_be_shielded(missing, shields, named):
    active = tuple(name for name in layers.ORDER if name not in missing)
    found = layers.Layers(active, dict.fromkeys(missing, "not in this kernel"), shields)
    assert found.refuse_if_open(trusted=True) is found
    if named is None:
        assert found.refuse_if_open() is found
    else:
        with pytest.raises(NoSandbox, match=f"{named}: not in this kernel"):
            found.refuse_if_open()


def test_fresh_processes_are_no_sandbox():
    with pytest.raises(NoSandbox, match=r"locked in(?s:.*)--unsandboxed"):
        FreshLauncher.layers.refuse_if_open()


@linux
def test_a_room_is_refused_where_landlock_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(launch, "PYTHON", (*START_AS, "old", "--", "-P", "-m"))
    made = ForkLauncher()
    try:
        with pytest.raises(NoSandbox, match="landlock: the kernel has no Landlock"):
            made.room(tmp_path)
        room = made.room(tmp_path, trusted=True)
        assert room.user is None
        assert "seccomp" in room.layers.active and "landlock" in room.layers.missing
        room.close()
    finally:
        made.close()


def test_a_layer_that_does_not_hold_is_not_named(monkeypatch):
    for layer in (limits, another_user, namespaces, landlock, seccomp):
        monkeypatch.setattr(layer, "holds", lambda *user: False)
    missing = {"namespaces": "not allowed"}
    lock_in._try(lock_in.Plan(Path("scratch"), None, ()), missing)
    assert set(missing) == set(layers.ORDER)
    assert missing["namespaces"] == "not allowed"
    assert "does not hold" in missing["seccomp"]


@linux
def test_without_a_sandbox_no_layer_seems_to_hold():
    held = {layer.NAME: layer.holds() for layer in (limits, namespaces, landlock, seccomp)}
    assert held == {"limits": False, "namespaces": False, "landlock": False, "seccomp": False}


# Users


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such numbers")
def test_no_two_rooms_open_at_a_time_have_the_same_user(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    parents, rooms = (1, 2, 1000, 2**22 - 1), range(another_user.EACH)
    numbers = {another_user.number_for(parent, room) for parent in parents for room in rooms}
    assert len(numbers) == len(parents) * another_user.EACH
    assert min(numbers) > 0x6FFFFFFF and max(numbers) < 2**31
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert another_user.number_for(1, 1) is None


# What may be read


def test_a_place_with_something_hidden_in_it_is_listed_without_it(tmp_path):
    for name in ("lib/a", "lib/b/secret", "lib/b/open", "other"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lib" / "leads_out").symlink_to(tmp_path)
    found = readable.without(
        [tmp_path / "lib", tmp_path / "other", tmp_path / "none"], [tmp_path / "lib/b/secret"]
    )
    assert found == [tmp_path / "lib/a", tmp_path / "lib/b/open", tmp_path / "other"]
    assert readable.without([tmp_path / "lib/b/secret"], [tmp_path / "lib/b"]) == []


def test_no_answer_is_below_a_place_that_may_be_read():
    places = readable.python.__wrapped__()
    assert readable.PACKAGE in places
    for spoiler in filter(Path.exists, readable.spoilers()):
        assert not any(spoiler.resolve().is_relative_to(place) for place in places), spoiler


def test_the_course_inside_an_installed_package_is_left_out(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "rehydrate"
    for name in ("lab", "_course/solutions"):
        (package / name).mkdir(parents=True)
    monkeypatch.setattr(readable, "PACKAGE", package)
    places = readable.python.__wrapped__()
    assert package / "lab" in places
    assert not any((package / "_course").is_relative_to(place) for place in places)


# Landlock of every age


@pytest.mark.parametrize(
    ("version", "size", "with_rights", "without_rights"),
    [
        (1, 8, landlock.WRITE_FILE, landlock.REFER | landlock.TRUNCATE),
        (2, 8, landlock.REFER, landlock.TRUNCATE),
        (3, 8, landlock.TRUNCATE, landlock.IOCTL_DEV),
        (4, 16, landlock.TRUNCATE, landlock.IOCTL_DEV),
        (5, 16, landlock.IOCTL_DEV, 0),
        (6, 24, landlock.IOCTL_DEV, 0),
        (9, 24, landlock.IOCTL_DEV, 0),
    ],
)
def test_landlock_is_asked_for_what_it_knows(monkeypatch, version, size, with_rights, without_rights):
    asked = []
    monkeypatch.setattr(kernel, "system_call", lambda *arguments: asked.append(arguments) or 0)
    landlock._ruleset(landlock._known((1 << 16) - 1, version), version)
    _, attributes, length, _ = asked[0]
    (rights,) = struct.unpack("=Q", attributes.raw[:8])
    assert length == size
    assert rights & with_rights == with_rights and not rights & without_rights


# Seccomp, on machines that are not here


def run_filter(program, machine, call, *arguments):
    """Run a filter as the kernel does, over the few instructions it uses."""
    data = struct.pack("=IIQ6Q", call, machine, 0, *arguments, *[0] * (6 - len(arguments)))
    lines = list(struct.iter_unpack("=HBBI", program))
    at, loaded = 0, 0
    while True:
        code, when_true, when_false, value = lines[at]
        at += 1
        if code == seccomp.RETURN:
            return value
        if code == seccomp.LOAD:
            (loaded,) = struct.unpack_from("=I", data, value)
        elif code == seccomp.AND:
            loaded &= value
        else:
            compared = {seccomp.EQUAL: loaded == value, seccomp.ABOVE: loaded >= value}
            at += when_true if compared.get(code, bool(loaded & value)) else when_false


@pytest.fixture(params=list(seccomp.ARCHITECTURES))
def verdict(request, monkeypatch):
    """Ask the filter of a kind of machine, whose calls are found by name."""
    monkeypatch.setattr(kernel, "machine", lambda: request.param)
    column = list(seccomp.ARCHITECTURES).index(request.param)

    def ask(name, *arguments, machine=seccomp.ARCHITECTURES[request.param], pretend=False):
        known = {**seccomp.REFUSED, **seccomp.UNKNOWN, **seccomp.PRETENDED, **OTHERS}
        number = known[name][column] if isinstance(name, str) else name
        return run_filter(seccomp._program(pretend), machine, number, *arguments)

    return ask


OTHERS = {
    **{"read": (0, 63), "execve": (59, 221), "clone": (56, 220), "ioctl": (16, 29)},
    **{"socketpair": (53, 199), "prlimit64": (302, 261), "openat": (257, 56)},
}
NO = seccomp.REFUSE | errno.EPERM


def test_the_filter_refuses_what_is_listed_and_allows_the_rest(verdict):
    assert {verdict(name) for name in seccomp.REFUSED} == {NO}
    assert {verdict(name) for name in seccomp.UNKNOWN} == {seccomp.REFUSE | errno.ENOSYS}
    assert {verdict(name) for name in ("read", "execve", "openat", "fchmod", "utimensat")} == {seccomp.ALLOW}
    assert {verdict(name, pretend=True) for name in ("fchmod", "utimensat")} == {seccomp.REFUSE}


def test_the_filter_looks_at_arguments(verdict):
    assert verdict("clone", 0x01200011) == seccomp.ALLOW  # a fork
    assert {verdict("clone", 0x11 | flag) for flag in (0x10000000, 0x20000000, 0x00020000)} == {NO}
    assert verdict("socketpair", socket_kind := 1, 1) == seccomp.ALLOW and socket_kind
    assert verdict("socketpair", 1, 1 | 0o2000000) == seccomp.ALLOW  # close on exec
    assert {verdict("socketpair", 1, 2), verdict("socketpair", 1, 2 | 0o2000000)} == {NO}
    assert verdict("socketpair", 30, 1) == NO
    assert verdict("ioctl", 1, 0x5401) == seccomp.ALLOW
    assert {verdict("ioctl", 0, 0x5412), verdict("ioctl", 0, 0x541C)} == {NO}
    assert {verdict("ioctl", 0, 0x5412 | 1 << 40)} == {NO}  # the kernel looks at the lower half, too
    assert [verdict("prlimit64", 0), verdict("prlimit64", 7)] == [seccomp.ALLOW, NO]


def test_the_filter_kills_what_speaks_another_machines_language(verdict):
    assert verdict("read", machine=0x40000003) == seccomp.KILL  # i386
    assert verdict("read", machine=0) == seccomp.KILL


def test_a_second_set_of_numbers_is_no_way_around(monkeypatch):
    monkeypatch.setattr(kernel, "machine", lambda: "x86_64")
    program = seccomp._program(False)
    assert run_filter(program, seccomp.ARCHITECTURES["x86_64"], seccomp.X32 | 41) == seccomp.KILL


def test_a_machine_whose_calls_are_not_known_is_named(monkeypatch):
    monkeypatch.setattr(kernel, "machine", lambda: "riscv64")
    with pytest.raises(kernel.Unavailable, match="riscv64"):
        seccomp._program(False)
    assert not seccomp.works()


# Files that go in, folders that go away


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_only_plain_files_of_a_sensible_size_are_taken(tmp_path):
    plain = tmp_path / "plain.py"
    plain.write_bytes(b"x = 1\n")
    scratch.copy_in(plain, tmp_path / "answer.py")
    assert (tmp_path / "answer.py").read_bytes() == b"x = 1\n"
    (tmp_path / "link.py").symlink_to(plain)
    os.mkfifo(tmp_path / "pipe.py")
    with (tmp_path / "large.py").open("wb") as file:
        file.truncate(scratch.MOST + 1)
    for name, words in [("link", "is a link"), ("pipe", "not a plain file"), ("large", "8,388,609 bytes")]:
        with pytest.raises(scratch.Refused, match=f"taken.py .*{words}"):
            scratch.copy_in(tmp_path / f"{name}.py", tmp_path / "taken.py")
    assert not (tmp_path / "taken.py").exists()


LITTER = """
import os, sys
from pathlib import Path
from rehydrate.lab.engine.sandbox import scratch
top = Path(sys.argv[1]) / "scratch"
top.mkdir()
(top / "link").symlink_to(Path(sys.argv[1]) / "kept")
(top / "closed" / "inner").mkdir(parents=True)
(top / "closed" / "inner" / "file").write_text("x")
(top / "closed" / "inner").chmod(0)
(top / "closed").chmod(0)
(top / "read_only" / "inner").mkdir(parents=True)
(top / "read_only").chmod(0o500)
os.chdir(top)
for _ in range(1500):
    os.mkdir("a" * 100)
    os.chdir("a" * 100)
os.chdir("/")
scratch.remove(top)
print(top.exists())
"""


@linux
def test_a_folder_is_removed_whatever_is_in_it(tmp_path):
    place = tmp_path / "place"
    (place / "kept").mkdir(parents=True)
    (place / "kept" / "file").write_text("of somebody else")
    if ROOT:  # the script runs as an ordinary user: modes mean nothing to root
        for folder in (
            place,
            *(each for each in place.parents if each.owner() == "root" and each != Path("/")),
        ):
            folder.chmod(folder.stat().st_mode | 0o011)
        os.chown(place, 65534, 65534)
    done = subprocess.run(
        [*START_AS, "ordinary", "--", "-c", LITTER, place], capture_output=True, text=True, check=False
    )
    assert done.stdout == "False\n", done.stderr
    assert (place / "kept" / "file").exists()


# The process that holds the verdict


CONFINED = """
import json, os, socket, subprocess, sys
from pathlib import Path
from rehydrate.lab.engine.sandbox.confine import confine
scratch, allowed, outside, port = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])

def tried(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "done"

def everything():
    (scratch / "link").unlink(missing_ok=True)
    (scratch / "link").symlink_to(outside / "file")
    return {
        "read allowed": tried(lambda: (allowed / "file").read_bytes()),
        "write scratch": tried(lambda: (scratch / "file").write_bytes(b"x")),
        "run python": subprocess.run([sys.executable, "-c", "import json"]).returncode,
        "socketpair": tried(lambda: [end.close() for end in socket.socketpair()]),
        "write allowed": tried(lambda: (allowed / "new").write_bytes(b"x")),
        "read outside": tried(lambda: (outside / "file").read_bytes()),
        "write outside": tried(lambda: (outside / "file").write_bytes(b"x")),
        "follow a link": tried(lambda: (scratch / "link").read_bytes()),
        "tcp": tried(lambda: socket.create_connection(("127.0.0.1", port)).close()),
    }

before = everything()
confine(scratch, [allowed])
print(json.dumps([before, everything(), oct((scratch / "file").stat().st_mode & 0o777)]))
"""


@linux
def test_a_confined_process_reads_and_writes_only_what_is_its_own(tmp_path):
    for name in ("scratch", "allowed", "outside"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("text")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        places = [tmp_path / name for name in ("scratch", "allowed", "outside")]
        command = [sys.executable, "-c", CONFINED, *places, str(listener.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    before, after, _ = json.loads(done.stdout)
    assert {result for what, result in before.items() if what != "run python"} == {"done"}
    assert list(after.values()) == ["done", "done", 0, "done", *["PermissionError"] * 5]
