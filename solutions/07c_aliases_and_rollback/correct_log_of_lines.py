"""One log for everything: each change appends a line, and the state is what the lines add up to."""

import json


class Registry:
    def __init__(self, folder):
        self.log = folder / "log.jsonl"

    def _lines(self):
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def _append(self, *what):
        with self.log.open("a") as file:
            file.write(json.dumps(what) + "\n")

    def _versions(self):
        there, newest = set(), 0
        for what, *rest in self._lines():
            if what == "register":
                newest += 1
                there.add(newest)
            elif what == "delete":
                there.discard(rest[0])
        return there, newest

    def _moves(self, name):
        return [rest[1:] for what, *rest in self._lines() if what == "move" and rest[0] == name]

    def register(self):
        self._append("register")
        return self._versions()[1]

    def delete(self, version):
        if version not in self._versions()[0]:
            raise KeyError(version)
        names = {rest[0] for what, *rest in self._lines() if what == "move"}
        if any(self.resolve(name) == version for name in names):
            raise ValueError(f"{version} is in use")
        self._append("delete", version)

    def alias(self, name, version):
        if version not in self._versions()[0]:
            raise KeyError(version)
        moves = self._moves(name)
        if not moves or moves[-1][0] != version:
            self._append("move", name, version, len(moves))

    def resolve(self, name):
        return self._moves(name)[-1][0]

    def rollback(self, name):
        """Each move knows its place in the order of undo: a rollback has the place that it restores."""
        there, _ = self._versions()
        moves = self._moves(name)
        here, place = moves[-1]
        while place > 0:
            version, place = moves[place - 1]
            if version != here and version in there:
                self._append("move", name, version, place)
                return version
        raise LookupError(f"{name} has nothing to go back to")

    def history(self, name):
        return tuple(version for version, _ in self._moves(name))
