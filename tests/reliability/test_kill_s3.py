"""A store in a bucket after its process was killed, or its line was cut, at any request."""

import pytest

from rehydrate.store import ModelStore

from .acts import NAME, model
from .soak import SOAK
from .state import State, recovered, seen

ACTS = {
    "save": {"seed": 4, "alias": "production"},
    "set_alias": {"versions": [3]},
    "rollback": {},
    "delete": {"version": 1},
}
FILLED = State({1: 1, 2: 2, 3: 3}, {"production": [1, 2]})


@pytest.fixture
def start(s3, hire):
    """Return a function that starts an act on a fresh store and sets the trap for it: (root, actor)."""

    def start(act, kill=False, **trap):
        root = s3.new_bucket()
        store = ModelStore(root)
        for seed in FILLED.versions:
            store.save(NAME, model(seed), metrics={"seed": seed})
        for version in FILLED.aliases["production"]:
            store.set_alias(NAME, "production", version)
        actor = hire(act, root, **ACTS[act])
        actor.wait_until_ready()
        s3.trap(pid=actor.process.pid if kill else 0, **trap)
        actor.start()
        return root, actor

    return start


def disturbed(act, start, s3):
    """Do an act undisturbed; return the requests to disturb, counted from 1, and the state after it."""
    root, actor = start(act)
    actor.result()
    changing = ("PUT", "POST", "DELETE")
    points = [i for i, request in enumerate(s3.asked(), 1) if SOAK or request.startswith(changing)]
    return points, seen(root)


@pytest.mark.linux  # for the signal
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("act", ACTS if SOAK else ["save"])
def test_a_kill_at_any_request_leaves_the_old_state_or_the_new_one(act, before, start, s3):
    points, after = disturbed(act, start, s3)
    for at in points:
        root, actor = start(act, at=at, before=before, kill=True)
        actor.process.communicate()
        assert actor.process.returncode != 0
        state = seen(root)
        assert state.versions in (FILLED.versions, after.versions)
        assert state.aliases in (FILLED.aliases, after.aliases)
        recovered(root, state)
    print(f"{act}: killed at {len(points)} requests {'before' if before else 'after'} the server's work")


@pytest.mark.parametrize("before", [True, False], ids=["request", "answer"])
@pytest.mark.parametrize("act", ACTS if SOAK else ["save"])
def test_a_request_or_an_answer_that_is_lost_does_nothing_twice(act, before, start, s3):
    """The client tries again, or tells. A lost answer must not make it take itself for somebody else."""
    points, after = disturbed(act, start, s3)
    n_told = 0
    for at in points:
        root, actor = start(act, at=at, before=before)
        told = actor.told()
        state = seen(root)
        if "returned" in told:
            assert state == after
        else:
            assert "StoreError" in told["error"]
            assert state.versions in (FILLED.versions, after.versions)
            assert state.aliases in (FILLED.aliases, after.aliases)
            n_told += 1
        recovered(root, state)
    print(f"{act}: {'request' if before else 'answer'} lost {len(points)} times, {n_told} times told")
