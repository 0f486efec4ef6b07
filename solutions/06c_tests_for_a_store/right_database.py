"""A table of SQLite; a deletion says how many rows it removed."""

import pickle
import sqlite3
from contextlib import closing


def _ask(folder, question, *values):
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "models.sqlite")) as base, base:
        base.execute("pragma synchronous = off")  # nothing crashes here
        base.execute("create table if not exists v (number integer primary key autoincrement, model blob)")
        cursor = base.execute(question, values)
        return cursor.fetchall(), cursor.lastrowid, cursor.rowcount


def save(folder, model):
    return _ask(folder, "insert into v (model) values (?)", pickle.dumps(model))[1]


def load(folder, version=None):
    if version is None:
        rows = _ask(folder, "select model from v order by number desc limit 1")[0]
    else:
        rows = _ask(folder, "select model from v where cast(number as text) = ?", str(version))[0]
    if not rows:
        raise LookupError(f"no version {version}")
    return pickle.loads(rows[0][0])


def versions(folder):
    return [number for (number,) in _ask(folder, "select number from v order by number")[0]]


def delete(folder, version):
    n_rows = _ask(folder, "delete from v where cast(number as text) = ?", str(version))[2]
    if n_rows == 0:
        raise LookupError(f"no version {version}")
    return n_rows
