"""One small file, replaced as a whole: a move is one step, and what was there before is the trail."""

import json
import os
from pathlib import Path


class Registry:
    """Versions and aliases, kept in a folder."""

    def __init__(self, folder):
        self.path = Path(folder) / "registry.json"

    def register(self):
        """Add a version and return its number."""
        state = self._read()
        state["newest"] += 1
        state["there"].append(state["newest"])
        self._write(state)
        return state["newest"]

    def delete(self, version):
        """Remove a version for good."""
        state = self._read()
        _refuse_unless_there(state, version)
        if version in [trail[-1] for trail in state["trails"].values()]:
            raise ValueError(f"an alias points at version {version}")
        state["there"].remove(version)
        self._write(state)

    def alias(self, name, version):
        """Point an alias at a version."""
        state = self._read()
        _refuse_unless_there(state, version)
        trail = state["trails"].setdefault(name, [])
        if trail[-1:] != [version]:
            trail.append(version)
            state["moves"].setdefault(name, []).append(version)
            self._write(state)

    def resolve(self, name):
        """Return the version that an alias points at."""
        return self._read()["trails"][name][-1]

    def rollback(self, name):
        """Go back to what the alias pointed at before."""
        state = self._read()
        trail = state["trails"][name]
        here = trail.pop()
        while trail and (trail[-1] == here or trail[-1] not in state["there"]):
            trail.pop()
        if not trail:  # may be left out: trail[-1] would raise an IndexError, which is a LookupError too
            raise LookupError(f"nothing before version {here}")  # may be left out: as above
        state["moves"][name].append(trail[-1])
        self._write(state)
        return trail[-1]

    def history(self, name):
        """Return the versions of all moves."""
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
