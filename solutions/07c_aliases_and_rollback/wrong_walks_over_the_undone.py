"""Walks back through the whole history, over what was undone as well.

Misconception: the-undone-comes-back
Fails: test_any_sequence_of_commands
"""

import json
import os
from pathlib import Path


class Registry:
    def __init__(self, folder):
        self.path = Path(folder) / "registry.json"

    def register(self):
        state = self._read()
        state["newest"] += 1
        state["there"].append(state["newest"])
        self._write(state)
        return state["newest"]

    def delete(self, version):
        state = self._read()
        _refuse_unless_there(state, version)
        if version in [moves[-1] for moves in state["moves"].values()]:
            raise ValueError(f"an alias points at version {version}")
        state["there"].remove(version)
        self._write(state)

    def alias(self, name, version):
        state = self._read()
        _refuse_unless_there(state, version)
        trail = state["trails"].setdefault(name, [0])
        moves = state["moves"].get(name, [])
        if moves[-1:] != [version]:
            trail[0] = len(moves)
            state["moves"].setdefault(name, []).append(version)
            self._write(state)

    def resolve(self, name):
        return self._read()["moves"][name][-1]

    def rollback(self, name):

        state = self._read()
        moves, place = state["moves"][name], state["trails"][name][0] - 1
        while place >= 0 and (moves[place] == moves[-1] or moves[place] not in state["there"]):
            place -= 1
        if place < 0:
            raise LookupError(f"there is nothing before version {moves[-1]}")
        state["trails"][name] = [place]
        moves.append(moves[place])
        self._write(state)
        return moves[-1]

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
