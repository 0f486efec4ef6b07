"""A store after its process was killed at any system call: as before or as after, and nothing to repair."""

import pytest

from .injector import CHANGING
from .scenes import ACTS, Scene
from .soak import SOAK
from .state import recovered, seen

pytestmark = pytest.mark.linux


@pytest.mark.parametrize("name", ACTS)
def test_a_kill_at_any_call_leaves_the_old_state_or_the_new_one(name, tmp_path, injector):
    """Killed before each call in turn; half of a write that came just before is taken back as well."""
    scene = Scene(name, tmp_path, injector)
    before = seen(scene.start)
    whole = scene()
    assert "error" not in whole.told, whole.told["trace"]
    after = seen(scene.root)
    points = [call for call in whole.calls if SOAK or call.name in CHANGING]
    assert points
    n_torn = 0
    for call in points:
        print(name, call)
        run = scene(f"{call.name}:signal=KILL:when={call.number}")
        assert run.killed
        assert (run.calls[-1].name, run.calls[-1].number) == (call.name, call.number)
        if len(run.calls) > 1 and run.calls[-2].name == "write" and "=" in run.calls[-2].text:
            tear(run.calls[-2])
            n_torn += 1
        state = seen(scene.root)
        assert state.versions in (before.versions, after.versions)
        assert state.aliases in (before.aliases, after.aliases)
        recovered(scene.root, state)
    print(
        f"{name}: killed at {len(points)} of {len(whole.calls)} calls, at {n_torn} in the middle of a write"
    )


def tear(call):
    """Take back the second half of a write."""
    size = int(call.text.rpartition("= ")[2])
    with call.file.open("r+b") as file:
        file.truncate(file.seek(0, 2) - size // 2)
