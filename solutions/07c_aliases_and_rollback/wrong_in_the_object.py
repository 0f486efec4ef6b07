"""Keeps everything in the object, and nothing in the folder.

Misconception: memory-is-shared
Fails: test_everybody_sees_the_same, test_a_move_that_fails_leaves_the_old_one,
    test_any_sequence_of_commands
"""

import copy


class Registry:
    def __init__(self, folder):
        self.state = {"newest": 0, "there": [], "trails": {}, "moves": {}}

    def register(self):
        state = self._read()
        state["newest"] += 1
        state["there"].append(state["newest"])
        self._write(state)
        return state["newest"]

    def delete(self, version):
        state = self._read()
        _refuse_unless_there(state, version)
        if version in [trail[-1] for trail in state["trails"].values()]:
            raise ValueError(f"an alias points at version {version}")
        state["there"].remove(version)
        self._write(state)

    def alias(self, name, version):
        state = self._read()
        _refuse_unless_there(state, version)
        trail = state["trails"].setdefault(name, [])
        if trail[-1:] != [version]:
            trail.append(version)
            state["moves"].setdefault(name, []).append(version)
            self._write(state)

    def resolve(self, name):
        return self._read()["trails"][name][-1]

    def rollback(self, name):
        state = self._read()
        trail = state["trails"][name]
        here = trail.pop()
        while trail and (trail[-1] == here or trail[-1] not in state["there"]):
            trail.pop()
        if not trail:
            raise LookupError(f"nothing before version {here}")
        state["moves"][name].append(trail[-1])
        self._write(state)
        return trail[-1]

    def history(self, name):
        return self._read()["moves"].get(name, [])

    def _read(self):
        return copy.deepcopy(self.state)

    def _write(self, state):
        self.state = state


def _refuse_unless_there(state, version):
    if version not in state["there"]:
        raise LookupError(f"there is no version {version}")
