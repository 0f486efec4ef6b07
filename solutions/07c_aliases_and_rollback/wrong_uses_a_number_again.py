"""Adds one to the highest number that is there.

Misconception: the-highest-there-is
Fails: test_numbers_are_never_used_again, test_any_sequence_of_commands
"""

import json
import os
from pathlib import Path


class Registry:
    def __init__(self, folder):
        self.path = Path(folder) / "registry.json"

    def register(self):
        state = self._read()
        number = max(state["there"], default=0) + 1
        state["there"].append(number)
        self._write(state)
        return number

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
        if not self.path.exists():
            return {"newest": 0, "there": [], "trails": {}, "moves": {}}
        return json.loads(self.path.read_text(encoding="utf-8"))

    def _write(self, state):
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(state), encoding="utf-8")
        os.replace(part, self.path)


def _refuse_unless_there(state, version):
    if version not in state["there"]:
        raise LookupError(f"there is no version {version}")
