"""The bytes of the models in a table of SQLite, whose AUTOINCREMENT is made for this."""

import pickle
import sqlite3
from contextlib import closing


class Store:
    def __init__(self, folder):
        self.folder = folder

    def _ask(self, question, *values):
        self.folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.folder / "versions.db")) as base, base:
            base.execute(
                "create table if not exists v (number integer primary key autoincrement, model blob)"
            )
            cursor = base.execute(question, values)
            return cursor.fetchall(), cursor.lastrowid, cursor.rowcount

    def save(self, model):
        return self._ask("insert into v (model) values (?)", pickle.dumps(model))[1]

    def load(self, version=None):
        if version is None:
            rows, _, _ = self._ask("select model from v order by number desc limit 1")
        else:
            rows, _, _ = self._ask("select model from v where number = ?", version)
        if not rows:
            raise LookupError(f"no version {version}")
        return pickle.loads(rows[0][0])

    def versions(self):
        return [number for (number,) in self._ask("select number from v order by number")[0]]

    def delete(self, version):
        if self._ask("delete from v where number = ?", version)[2] == 0:
            raise LookupError(f"no version {version}")
