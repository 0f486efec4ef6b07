"""A store after the system refused any of its calls: a clear error or a success, and nothing in between."""

import os
import re
from collections import Counter
from errno import EDQUOT, EIO, ENOSPC, EROFS, errorcode

import pytest

from .injector import CHANGING, READING
from .scenes import ACTS, Scene
from .soak import SOAK, often
from .state import recovered, seen

pytestmark = pytest.mark.linux

FROM_HERE_ON = {  # a full disk stays full; the kernel makes a damaged file system read-only; a disk dies
    ENOSPC: {"openat", "write", "fsync", "mkdir", "mkdirat", "link", "linkat"},
    EROFS: {*CHANGING} - {"flock"},
    EIO: {*CHANGING, *READING} - {"close", "mmap"},  # without memory nothing can be told
}


@pytest.mark.parametrize("name", ACTS)
def test_a_call_that_is_refused_once_is_told_or_made_good(name, tmp_path, injector):
    scene = Scene(name, tmp_path, injector)
    before, whole, after = survey(scene)
    outcomes = Counter()
    for call in whole.calls:
        if call.name in CHANGING or SOAK and call.name != "mmap":
            for error in often([ENOSPC], [ENOSPC, EDQUOT, EIO]):
                print(name, errorcode[error], call)
                run = scene(f"{call.name}:error={errorcode[error]}:when={call.number}")
                outcomes[outcome(run, error, scene.root, before, after)] += 1
    print(name, outcomes)


@pytest.mark.parametrize("error", FROM_HERE_ON, ids=errorcode.get)
@pytest.mark.parametrize("name", ACTS if SOAK else ["save"])
def test_a_disk_that_refuses_from_some_call_on_is_told(name, error, tmp_path, injector):
    scene = Scene(name, tmp_path, injector)
    before, whole, after = survey(scene)
    outcomes = Counter()
    for i, call in enumerate(whole.calls):
        if call.name in FROM_HERE_ON[error] and i % often(3, 1) == 0:
            print(name, errorcode[error], call)
            run = scene(*from_here_on(whole.calls, i, error))
            outcomes[outcome(run, error, scene.root, before, after)] += 1
    print(name, outcomes)


def survey(scene):
    """Do an act undisturbed; return the state before, the run and the state after."""
    before, whole = seen(scene.start), scene()
    assert "error" not in whole.told, whole.told["trace"]
    return before, whole, seen(scene.root)


def from_here_on(calls, i, error):
    """Return injections that refuse every call of an act from this one on, and those of its clearing up."""
    first = {call.name: call.number + 1 for call in calls[:i]}
    first |= {call.name: call.number for call in reversed(calls[i:])}
    return [f"?{name}:error={errorcode[error]}:when={first.get(name, 1)}+" for name in FROM_HERE_ON[error]]


def outcome(run, error, root, before, after):
    """Check what an act that was disturbed told, and what it left; return what came of it in a few words."""
    assert run.status == 0
    state = seen(root)
    if "error" in run.told:
        assert {"OSError", "RehydrateError"} & {*run.told["error"]}, run.told["trace"]
        assert os.strerror(error) in run.told["said"] or "why:" in run.told["said"], run.told["trace"]
        assert state.versions in (before.versions, after.versions), run.told["trace"]
        assert state.aliases in (before.aliases, after.aliases), run.told["trace"]
        if new := state.versions.keys() - before.versions.keys():
            assert re.search(rf"version {new.pop()}|not saved for certain", run.told["said"]), run.told[
                "trace"
            ]
    else:
        assert state == after
    recovered(root, state)
    if "error" not in run.told:
        return "done all the same"
    return "refused" if state == before else "refused after the commit"
